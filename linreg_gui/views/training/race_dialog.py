"""Asks which runs are to race: one setting is varied, and every row can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QGridLayout, QHBoxLayout, QPushButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.explaining.run_rows import names_of
from linreg_gui.core.limits import LARGEST_COUNT, MOST_PINNED
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, label_of, set_text

from .race_field import ALSO
from .race_row import RaceRow

_FEWEST = 2
_WIDTH = 520
_VARY_HELP = "Fill the rows with settings that differ in this one only; the others are the present ones."
_ADD_HELP = f"Add a run like the last one; {MOST_PINNED} at most."
_HINT = (
    "All start from the same weights and visit the same rows in the same order. The other settings are those "
    "of the panel Training."
)


@always_answers
class RaceDialog(QDialog):
    """Rows of settings; Start only asks for a race of runs that differ.

    Parameters
    ----------
    choices : mapping from str to sequence of SgdConfig
        What can be varied, and the settings then; the first one fills the rows.
    n_rows : int
        A minibatch has no more.
    """

    race_requested = Signal(object, object)  # tuples of SgdConfig, and of str: what each is called

    def __init__(
        self, choices: Mapping[str, Sequence[SgdConfig]], n_rows: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Race")
        self.setLocale(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        self._choices = {name: tuple(configs) for name, configs in choices.items()}
        self._n_rows = min(n_rows, LARGEST_COUNT)
        self.rows: list[RaceRow] = []
        self.vary = describe(QComboBox(), "What is varied", _VARY_HELP)
        self.vary.addItems([f"the {name}" if name != "standardising" else name for name in choices])
        self.add = describe(QPushButton("&Add a Run"), "Add a run", _ADD_HELP)
        self.add.setAutoDefault(False)
        self.hint = HintLabel()
        self.buttons, self.start = ok_and_cancel("&Start")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setColumnStretch(3, 1)
        self._also: str | None = None  # another setting that has a column
        self._also_title = Label()
        for place, title in enumerate(("Learning rate", "Batch size", "Features", "Loss")):
            self._grid.addWidget(Label(title), 0, place)
        self._grid.addWidget(self._also_title, 0, 4)
        top = QHBoxLayout()
        top.addWidget(label_of(self.vary, "&Vary"))
        top.addWidget(self.vary, 1)
        column = dialog_column(self)
        column.addLayout(top)
        column.addLayout(self._grid)
        column.addWidget(self.add)
        column.addWidget(self.hint)
        column.addWidget(self.buttons)
        column.addStrut(_WIDTH)  # a least width of the dialog itself would let wider rows be cut off
        self.vary.currentIndexChanged.connect(self._fill)
        self.add.clicked.connect(lambda: self._add(self.rows[-1].config()))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._fill(0)

    def configs(self) -> tuple[SgdConfig, ...]:
        """The settings of all rows."""
        return tuple(row.config() for row in self.rows)

    def accept(self) -> None:
        """Ask for the race."""
        configs = self.configs()
        if self.start.isEnabled():
            self.race_requested.emit(configs, names_of(configs))
            super().accept()

    def _fill(self, at: int) -> None:
        configs = list(self._choices.values())[at]
        while self.rows:
            self._take(self.rows[-1])
        differing = (name for name in ALSO if len({getattr(config, name) for config in configs}) > 1)
        self._also = next(differing, None)
        set_text(self._also_title, "" if self._also is None else ALSO[self._also][0])
        self._also_title.setVisible(self._also is not None)
        for config in configs[:MOST_PINNED]:
            self._add(config)

    def _add(self, config: SgdConfig) -> None:
        config = replace(config, batch_size=min(config.batch_size, self._n_rows))
        row = RaceRow(config, self._n_rows, self._also)
        row.changed.connect(self._check)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, len(self.rows), column)
        self._order_tabs()
        self._check()

    def _order_tabs(self) -> None:
        """The keys go from row to row, and then to the buttons, whatever was added when."""
        widgets = [widget for row in self.rows for widget in row.widgets]
        fields = [widget for widget in widgets if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus]
        for before, after in pairwise((self.vary, *fields, self.add, self.start)):
            QWidget.setTabOrder(before, after)

    def _remove(self, row: RaceRow) -> None:
        configs = [other.config() for other in self.rows if other is not row]
        while self.rows:
            self._take(self.rows[-1])
        for config in configs:
            self._add(config)
        self.add.setFocus()

    def _take(self, row: RaceRow) -> None:
        self.rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        row.deleteLater()

    def _check(self) -> None:
        configs = self.configs()
        self.add.setEnabled(0 < len(configs) < MOST_PINNED)
        for number, row in enumerate(self.rows, 1):
            row.set_number(number, removable=len(configs) > _FEWEST)
        same = len(set(configs)) < len(configs)
        few = len(configs) < _FEWEST
        self.start.setEnabled(not same and not few)
        if few:
            self.hint.show_hint(f"A race has {counted(_FEWEST, 'run')} at least.", True)
        elif same:
            self.hint.show_hint("Two of the runs are the same: change one of them.", True)
        else:
            self.hint.show_hint(_HINT)
