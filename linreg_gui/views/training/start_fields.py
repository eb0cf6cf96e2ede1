"""Where the next run begins: at zeros, at random weights, or at those that were chosen in another view."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QSizePolicy

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.solvers.sgd.start import ChosenStart, NormalStart, Start, ZeroStart
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.whole_box import WholeBox

from .rate_field import RateField

_KIND_HELP = (
    "Weights and bias of the next run before its first update: zeros, small random weights, or those that "
    "were chosen by a click on the loss surface or at the neuron. A run at step 0 begins there at once."
)
_SPREAD_HELP = (
    "Standard deviation of the random weights, in the units of the label; those of standardised features "
    "where these are standardised. The book takes 0.01."
)
_SEED_HELP = "Decides which random weights are drawn, and nothing else."
_ZEROS, _RANDOM, _CHOSEN = "zeros", "random weights", "chosen in a view"


class StartFields(QObject):
    """Three fields of a form, two of them only for random weights; asks for another `Start`."""

    start_requested = Signal(object)  # Start

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start: Start = ZeroStart()
        self.kind = describe(QComboBox(), "Start", _KIND_HELP)
        self.kind.addItems([_ZEROS, _RANDOM])
        self.kind.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.spread = describe(RateField(), "Spread of the start", _SPREAD_HELP)
        self.seed = describe(WholeBox(), "Seed of the start", _SEED_HELP)
        self.seed.setRange(-LARGEST_COUNT, LARGEST_COUNT)
        self.seed.setGroupSeparatorShown(True)
        self.seed.setKeyboardTracking(False)
        for number in (self.spread, self.seed):
            number.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            number.setMinimumWidth(80)
        self.kind.currentIndexChanged.connect(lambda _: self._choose())
        self.spread.value_committed.connect(lambda _: self._draw())
        self.seed.valueChanged.connect(lambda _: self._draw())

    def add_to(self, form: QFormLayout) -> None:
        """One below the other."""
        self._form = form
        form.addRow("S&tart", self.kind)
        form.addRow("Spread", self.spread)
        form.addRow("Start seed", self.seed)

    def set_start(self, start: Start) -> None:
        """Show a start without asking for it; what a view has chosen can only be left here, not be chosen."""
        self._start = start
        blockers = [QSignalBlocker(field) for field in (self.kind, self.seed)]
        chosen, random = isinstance(start, ChosenStart), isinstance(start, NormalStart)
        if chosen and self.kind.count() == 2:
            self.kind.addItem(_CHOSEN)
        elif not chosen and self.kind.count() > 2:
            self.kind.removeItem(2)
        self.kind.setCurrentIndex(2 if chosen else int(random))
        shown = start if isinstance(start, NormalStart) else NormalStart()
        self.spread.set_value(shown.spread)
        self.seed.setValue(shown.seed)
        for blocker in blockers:
            blocker.unblock()
        for field in (self.spread, self.seed):
            self._form.setRowVisible(field, random)

    def _choose(self) -> None:
        if self.kind.currentIndex() < 2:
            self.start_requested.emit(NormalStart() if self.kind.currentIndex() else ZeroStart())

    def _draw(self) -> None:
        if isinstance(self._start, NormalStart):
            self.start_requested.emit(NormalStart(self.spread.value(), self.seed.value()))
