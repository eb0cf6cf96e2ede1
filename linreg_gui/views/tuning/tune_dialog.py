"""Asks which settings are to be searched, between which values, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.limits import LARGEST_COUNT
from linreg_gui.core.tuning.grid import grid_of
from linreg_gui.core.tuning.optuna_search import HOW_TO_ADD
from linreg_gui.core.tuning.space import SettingRange, TunedSetting
from linreg_gui.core.tuning.study import MOST_TRIALS, Sampler
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label
from linreg_gui.views.widgets.whole_box import WholeBox

from .range_row import RangeRow

_WIDTH = 480
_TRIALS = 20
_SAMPLERS = {
    Sampler.BAYESIAN: "Bayesian optimisation (Optuna)",
    Sampler.RANDOM: "Random",
    Sampler.GRID: "Grid",
}
_SAMPLER_HELP = (
    "What proposes the settings of the next trial. Bayesian optimisation learns from the trials before it; "
    "random ones are drawn evenly along the scales; a grid combines evenly spread values."
)
_TRIALS_HELP = "How many runs there are to be; a grid has at most so many."
_SEED_HELP = "Decides the proposals: the same seed gives the same search."
_HINT = (
    "Each trial is a run from its beginning to its last epoch, judged by its loss over the rows that are "
    "held out. Stop rules do not count. The other settings are those of the panel Training."
)
_NO_OPTUNA = f"For Bayesian optimisation add Optuna to the Python of this program: {HOW_TO_ADD}"


@always_answers
class TuneDialog(QDialog):
    """Rows of ranges; Start only asks for a search.

    Parameters
    ----------
    space : mapping from TunedSetting to SettingRange
        What can be searched, from where to where at first.
    searched : collection of TunedSetting
        What is searched at first.
    n_rows : int
        A minibatch has no more.
    has_optuna : bool
        Whether Bayesian optimisation can be had.
    """

    search_requested = Signal(object, object, int, int)  # tuple of SettingRange, Sampler, seed, trials

    def __init__(
        self,
        space: Mapping[TunedSetting, SettingRange],
        searched: Collection[TunedSetting],
        n_rows: int,
        *,
        has_optuna: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Tune")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._has_optuna = has_optuna
        self.rows = {
            setting: RangeRow(entry, n_rows, searched=setting in searched) for setting, entry in space.items()
        }
        self.sampler = describe(QComboBox(), "Proposals", _SAMPLER_HELP)
        for sampler, text in _SAMPLERS.items():
            self.sampler.addItem(text, sampler)
        if not has_optuna:
            model = self.sampler.model()
            assert isinstance(model, QStandardItemModel)
            model.item(0).setEnabled(False)
            self.sampler.setCurrentIndex(1)
        self.trials = describe(WholeBox(), "Trials", _TRIALS_HELP)
        self.trials.setRange(1, MOST_TRIALS)
        self.trials.setValue(_TRIALS)
        self.trials.setKeyboardTracking(False)
        self.seed = describe(WholeBox(), "Seed of the search", _SEED_HELP)
        self.seed.setRange(-LARGEST_COUNT, LARGEST_COUNT)
        self.seed.setKeyboardTracking(False)
        self.hint = HintLabel(lines=3)
        self.buttons, self.start = ok_and_cancel("&Start")
        self._lay_out()
        for row in self.rows.values():
            row.changed.connect(self._check)
        self.sampler.currentIndexChanged.connect(lambda _: self._check())
        self.trials.valueChanged.connect(lambda _: self._check())
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._check()

    def space(self) -> tuple[SettingRange, ...]:
        """What is searched; a ValueError where a range is none."""
        ranges = (row.range() for row in self.rows.values())
        return tuple(entry for entry in ranges if entry is not None)

    def accept(self) -> None:
        """Ask for the search."""
        if self.start.isEnabled():
            sampler = Sampler(self.sampler.currentData())
            self.search_requested.emit(self.space(), sampler, self.seed.value(), self.trials.value())
            super().accept()

    def _check(self) -> None:
        try:
            space = self.space()
        except ValueError as error:
            self.start.setEnabled(False)
            self.hint.show_hint(str(error), True)
            return
        self.start.setEnabled(bool(space))
        if not space:
            self.hint.show_hint("Choose a setting that is searched.", True)
        elif self.sampler.currentData() == Sampler.GRID:
            count = len(grid_of(space, self.trials.value()))
            self.hint.show_hint(f"The grid has {counted(count, 'trial')}. {_HINT}")
        else:
            self.hint.show_hint(_HINT)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for column, title in enumerate(("Search", "from", "to")):
            grid.addWidget(Label(title), 0, column)
        for line, row in enumerate(self.rows.values(), 1):
            grid.addWidget(row.widgets[0], line, 0)
            if row.fields:
                for column, field in enumerate(row.fields, 1):
                    grid.addWidget(field, line, column)
            else:
                grid.addWidget(row.widgets[1], line, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        form = form_layout()
        form.addRow("&Proposals", self.sampler)
        form.addRow("&Trials", self.trials)
        form.addRow("S&eed", self.seed)
        whole = dialog_column(self)
        whole.addLayout(grid)
        whole.addLayout(form)
        if not self._has_optuna:
            add = HintLabel(lines=2)
            add.show_hint(_NO_OPTUNA)
            whole.addWidget(add)
        whole.addWidget(self.hint)
        whole.addWidget(self.buttons)
        whole.addStrut(_WIDTH)
        fields = [widget for row in self.rows.values() for widget in (row.searched, *row.fields)]
        for before, after in pairwise((*fields, self.sampler, self.trials, self.seed, self.start)):
            QWidget.setTabOrder(before, after)
        self.sampler.setFocus(Qt.FocusReason.OtherFocusReason)
