"""The button that offers the axes of the loss curve."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from linreg_gui.core.model.loss_curve import LossAxis, ProgressAxis
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.texts import set_help

_HELP = (
    "Choose the axes: loss linear, logarithmic or above the exact solution; along updates, epochs, examples "
    "or seconds."
)
_AXES = {
    LossAxis.LINEAR: ("Loss, &linear", "Draw the loss on an axis from 0."),
    LossAxis.LOGARITHMIC: (
        "Loss, lo&garithmic",
        "Draw the loss on a logarithmic axis, where each factor of ten takes the same height.",
    ),
    LossAxis.ABOVE_OPTIMUM: (
        "Loss − loss of the &exact solution, logarithmic",
        "Draw how far the loss lies above the least one, on a logarithmic axis: a straight line means that "
        "every update takes the same share of what is left. Minibatches and held-out rows have another "
        "least loss, and are left out.",
    ),
}
_ALONG = {
    ProgressAxis.STEPS: ("Along &updates", "Draw the loss along the updates, step by step."),
    ProgressAxis.EPOCHS: (
        "Along e&pochs",
        "Draw the loss along the passes over all rows: a small batch makes more updates in each.",
    ),
    ProgressAxis.EXAMPLES: (
        "Along e&xamples",
        "Draw the loss along the rows that were visited, the same ones in every epoch.",
    ),
    ProgressAxis.SECONDS: (
        "Along &seconds",
        "Draw the loss along the time that the updates took to compute, without pauses.",
    ),
}
_STEPS_HELP = "Draw them on a logarithmic axis, where the first updates have as much room as all later ones."


class LossAxesButton(MenuButton):
    """Keeps both choices, and tells when one is changed."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText("A&xes")
        describe(self, "Axes of the loss curve", _HELP)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        self.losses: dict[LossAxis, QAction] = {}
        for axis, (text, help_text) in _AXES.items():
            action = self.losses[axis] = menu.addAction(text)
            group.addAction(action)
            self._prepare(action, help_text)
        menu.addSeparator()
        across = QActionGroup(self)
        self.progress: dict[ProgressAxis, QAction] = {}
        for along, (text, help_text) in _ALONG.items():
            action = self.progress[along] = menu.addAction(text)
            across.addAction(action)
            self._prepare(action, help_text)
        self.progress[ProgressAxis.STEPS].setChecked(True)
        menu.addSeparator()
        self.logarithmic_steps = menu.addAction("This axis, logari&thmic")
        self._prepare(self.logarithmic_steps, _STEPS_HELP)
        self.losses[LossAxis.LINEAR].setChecked(True)
        self.setMenu(menu)

    def axis(self) -> LossAxis:
        """What the height is."""
        return next(axis for axis, action in self.losses.items() if action.isChecked())

    def set_axis(self, axis: LossAxis) -> None:
        """Choose what the height is."""
        self.losses[axis].setChecked(True)

    def along(self) -> ProgressAxis:
        """What the curve is drawn along."""
        return next(along for along, action in self.progress.items() if action.isChecked())

    def set_along(self, along: ProgressAxis) -> None:
        """Choose what the curve is drawn along."""
        self.progress[along].setChecked(True)

    def _prepare(self, action: QAction, help_text: str) -> None:
        action.setCheckable(True)
        set_help(action, help_text)
        action.toggled.connect(self._tell)

    def _tell(self, checked: bool) -> None:
        # Of two axes that change places only the new one tells.
        if checked or self.sender() is self.logarithmic_steps:
            self.changed.emit()
