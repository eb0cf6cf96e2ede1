"""The box of the fit plot that asks for the label's own units, where its logarithm is fitted."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from linreg_gui.core.telling.equation_text import short_name
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import set_text


class UnitsBox(QCheckBox):
    """Hidden until there is a label to name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        describe(
            self,
            "In units of the label",
            "The model is one of the logarithm of the label. Show labels and predictions in the label’s own "
            "units, where the line becomes a curve; what it predicts there is the median.",
        )
        self.hide()

    def offer(self, label: str | None) -> None:
        """Where the model is one of log label: offer the plot in units of the label itself."""
        self.setVisible(label is not None)
        set_text(self, "" if label is None else f"in units of {short_name(label)}")
