"""How fast the learning rate will be, and one click to a safe one or to features that are easier to learn."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.core.solvers.sgd.suggestion import round_down
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import Label, set_text

_PACE_HELP = (
    "Updates on all rows at this learning rate in which the slowest part of the distance from the exact "
    "solution falls to a tenth."
)
_SAFE_HELP = "Take a learning rate with which minibatches of this size are sure to settle."
_STANDARDISE_HELP = (
    "Train on features with mean 0 and standard deviation 1. All results stay in the units of the data; the "
    "run starts over."
)
# More updates than so many are told in round numbers.
_MOST_COUNTED = 1e6
# Less is not worth a change.
_LEAST_FACTOR = 1.2


class RateAdvice(QWidget):
    """A line of words with a button; a second button where standardising helps."""

    rate_requested = Signal(float)
    standardise_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._safe = 0.0
        self.pace = describe(Label(), "Predicted updates", _PACE_HELP)
        self.pace.setWordWrap(True)
        self.pace.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.safe = describe(_button(), "Safe rate", _SAFE_HELP)
        self.standardise = describe(_button(), "Standardise", _STANDARDISE_HELP)
        self.safe.clicked.connect(lambda: self.rate_requested.emit(self._safe))
        self.standardise.clicked.connect(lambda: self.standardise_requested.emit())
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self.pace, 1)
        line.addWidget(self.safe)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addWidget(self.standardise, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_limits(None, 0.0, None)

    def set_running(self, running: bool) -> None:
        """While training runs, what would start it over is locked."""
        self.standardise.setEnabled(not running)

    def show_limits(
        self, limits: LearningRateLimits | None, rate: float, standardised: LearningRateLimits | None
    ) -> None:
        """What is known of the rate; ``standardised`` where features are not, and could be. None: nothing."""
        self.setVisible(limits is not None)
        if limits is None:
            return
        set_text(self.pace, pace_words(limits.updates_per_factor_of_ten))
        self._safe = round_down(limits.safe_rate)
        set_text(self.safe, f"Safe: {number_text(self._safe)}")
        self.safe.setEnabled(rate != self._safe)
        factor = 1.0 if standardised is None else limits.fewest_updates / standardised.fewest_updates
        helps = factor >= _LEAST_FACTOR
        self.standardise.setVisible(helps)
        if helps:
            set_text(self.standardise, f"Standardise: {_times(factor)} fewer updates")


def pace_words(updates: float) -> str:
    """Predicted updates per factor of ten, in few words."""
    if math.isinf(updates):
        return "At this rate it does not come nearer."
    return f"{updates_words(updates)} per factor of ten"


def updates_words(updates: float) -> str:
    """A finite number of updates, in round numbers where there are very many."""
    exact = updates < _MOST_COUNTED
    return counted(math.ceil(updates), "update") if exact else f"{number_text(updates, 2)} updates"


def _times(factor: float) -> str:
    """Such as “3,500 ×”, to two digits."""
    return f"{float(f'{factor:.2g}'):,g} ×" if factor < _MOST_COUNTED else "a million times"


def _button() -> QToolButton:
    button = QToolButton()
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    return button
