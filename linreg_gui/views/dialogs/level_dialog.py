"""Asks for a level of intervals that is not among the usual ones."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.decimal_box import DecimalBox
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.texts import label_of

from .export_dialog import LEVELS

_HELP = "In how many of such samples an interval holds the true number, from 50 to 99.99 %."


@always_answers
class LevelDialog(QDialog):
    """One number, which holds for all intervals of the window."""

    level_requested = Signal(float)  # a share, such as 0.95

    def __init__(self, level: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Level of Intervals")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.level = describe(DecimalBox(), "Level", _HELP)
        self.level.setRange(*LEVELS)
        self.level.setDecimals(2)
        self.level.setValue(100.0 * level)
        self.level.setSuffix(" %")
        self.level.selectAll()
        self.buttons, _ = ok_and_cancel("Show Intervals")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = form_layout()
        label = label_of(self.level, "&Level")
        form.addRow(label, self.level)
        column = dialog_column(self)
        column.addLayout(form)
        column.addWidget(self.buttons)
        column.setSizeConstraint(column.SizeConstraint.SetFixedSize)

    def accept(self) -> None:
        self.level_requested.emit(round(self.level.value() / 100.0, 6))
        super().accept()
