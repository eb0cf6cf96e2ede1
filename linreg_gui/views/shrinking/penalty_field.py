"""The field for λ: any number of usual size, and by keys the penalties of a path."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.desk.shrinkage import LEAST_PENALTY, MOST_PENALTY
from linreg_gui.views.training.rate_field import RateField


@always_answers
class PenaltyField(RateField):
    """Tells the λ that was typed, or how many penalties of the path it is to go up."""

    typed = Signal(float)
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)
        self.value_committed.connect(self._take)
        self._known = 1.0

    def show_penalty(self, penalty: float) -> None:
        """Show the λ that is chosen."""
        self._known = penalty
        self.set_value(penalty)

    def stepBy(self, steps: int) -> None:
        self.stepped.emit(steps)

    def _take(self, penalty: float) -> None:
        if LEAST_PENALTY <= penalty <= MOST_PENALTY:
            self.typed.emit(penalty)
        else:
            self.set_value(self._known)
