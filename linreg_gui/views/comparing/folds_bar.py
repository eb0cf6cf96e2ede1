"""How rows are parted for cross-validation, and how far that is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QWidget,
)

from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.project.kept_fit import MOST_FOLDS, FoldSettings
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.choice_model import offering
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.whole_box import WholeBox

_MOST_REPEATS = 1000
_FOLDS_HELP = (
    "How many folds the rows are parted into; each is predicted by a fit of all others. Below 2, one row at "
    "a time is left out."
)
_ONE = "one row"
_REPEATS_HELP = "How often the rows are parted anew; the mean gets steadier."
_SEED_HELP = "Decides which rows share a fold; the same for all fits, so that they are compared on the same."
_GROUPS_HELP = "Rows of the same value of this column always share a fold, such as all rows of a person."
_START_HELP = "Work out what is missing."
_STOP_HELP = "Stop cross-validating; what is known stays."


class FoldsBar(QWidget):
    """Fields for folds, repeats, seed and groups; a bar while numbers are worked out."""

    folds_requested = Signal(object)  # FoldSettings
    start_requested = Signal()
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = FoldSettings()
        self.folds = describe(WholeBox(), "Folds", _FOLDS_HELP)
        self.folds.setRange(1, MOST_FOLDS)
        self.folds.setSpecialValueText(_ONE)
        self.folds.setSuffix(" folds")
        self.repeats = describe(WholeBox(), "Repeats", _REPEATS_HELP)
        self.repeats.setRange(1, _MOST_REPEATS)
        self.repeats.setPrefix("× ")
        self.seed = describe(WholeBox(), "Seed of the folds", _SEED_HELP)
        self.seed.setRange(-LARGEST_COUNT, LARGEST_COUNT)
        self.seed.setPrefix("seed ")
        self.groups = describe(ElidedBox(), "Rows that stay together", _GROUPS_HELP)
        self.groups.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.groups.setMinimumContentsLength(9)
        self._columns = offering(self.groups)
        self.progress = describe(QProgressBar(), "Cross-validation", "How far cross-validation is.")
        self.progress.setRange(0, 1000)
        self.progress.setMaximumHeight(14)
        self.progress.setTextVisible(False)
        self.start = describe(QPushButton("Cross-validate"), "Cross-validate", _START_HELP)
        self.stop = describe(QPushButton("Stop"), "Stop cross-validation", _STOP_HELP)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self.folds, self.repeats, self.seed, self.groups)
        for box in (self.folds, self.repeats, self.seed):
            box.setKeyboardTracking(False)
            box.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            box.valueChanged.connect(self._request)
        self.seed.setFixedWidth(self.folds.sizeHint().width())  # not that of the largest seed there can be
        self.groups.currentIndexChanged.connect(self._request)
        self.start.clicked.connect(self.start_requested)
        self.stop.clicked.connect(self.stop_requested)
        self._lay_out()
        self.show_columns(())
        self.show_idle(complete=True)

    def show_columns(self, names: Sequence[str]) -> None:
        """These columns may say which rows stay together."""
        self.groups.blockSignals(True)
        self._columns.offer(("no groups", *(f"by {name}" for name in names)), (None, *names))
        self.groups.setCurrentIndex(self._columns.place_of(self._shown.groups))
        self.groups.blockSignals(False)

    def show_folds(self, folds: FoldSettings) -> None:
        """These are chosen."""
        self._shown = folds
        for box, value in (
            (self.folds, folds.folds or 1),
            (self.repeats, folds.repeats),
            (self.seed, folds.seed),
        ):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.groups.blockSignals(True)
        self.groups.setCurrentIndex(self._columns.place_of(folds.groups))
        self.groups.blockSignals(False)
        for part in (self.repeats, self.seed, self.groups):
            part.setEnabled(folds.folds > 0)

    def show_progress(self, share: float) -> None:
        """Numbers are being worked out."""
        self.progress.setValue(round(1000 * share))
        self._pages.setCurrentWidget(self._running)

    def show_idle(self, *, complete: bool) -> None:
        """Nothing is being worked out; something is missing unless all are complete."""
        self._pages.setCurrentWidget(self._idle)
        self.start.setVisible(not complete)

    def _request(self) -> None:
        folds = self.folds.value()
        wanted = FoldSettings(
            0 if folds == 1 else folds, self.repeats.value(), self.seed.value(), self.groups.currentData()
        )
        if wanted != self._shown:
            self.folds_requested.emit(wanted)

    def _lay_out(self) -> None:
        self._running, self._idle = QWidget(), QWidget()
        running, idle = QHBoxLayout(self._running), QHBoxLayout(self._idle)
        for row in (running, idle):
            row.setContentsMargins(0, 0, 0, 0)
        running.addWidget(self.progress, 1)
        running.addWidget(self.stop)
        idle.addWidget(self.start)
        idle.addStretch()
        self._pages = QStackedLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.folds, self.repeats, self.seed, self.groups):
            layout.addWidget(part)
        layout.addLayout(self._pages, 1)
        for page in (self._idle, self._running):  # not before: Qt shows the first as a window of its own
            self._pages.addWidget(page)
