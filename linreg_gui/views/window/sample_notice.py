"""A line above all views that says that these show a sample, and leads to the numbers of all rows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.icons import pixmap
from linreg_gui.views.widgets.notices import NOTICES
from linreg_gui.views.widgets.style import is_dark
from linreg_gui.views.widgets.texts import Label

_ICON = 16


@always_answers
class SampleNotice(QWidget):
    """There as long as the table is a sample; nobody can close it."""

    all_rows_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self.label = Label(), ElidedLabel()
        self.button = describe(
            QToolButton(), "All rows", "Show the exact numbers of all rows, which are read part by part."
        )
        self.button.setText("All Rows")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.button.clicked.connect(self.all_rows_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(6)
        layout.addWidget(self._icon)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_sample(self, words: str) -> None:
        """Say what is shown; an empty text where all rows are."""
        self.setVisible(bool(words))
        if words:
            told = f"{words[0].upper()}{words[1:]}"
            whole = f"{told}: all views but “All rows” are of the sample."
            self.label.show_text(whole, told)
            self._restyle()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "button"):
            self._restyle()

    def _restyle(self) -> None:
        notice = NOTICES["warning"]
        colour = notice.colour(is_dark(self.palette()))
        self._icon.setPixmap(pixmap(notice.icon, colour, _ICON, self.devicePixelRatioF()))
