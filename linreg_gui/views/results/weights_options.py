"""The menu of the table of weights: columns, intervals, errors, numbers, and how it is copied."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.writing.table_text import TextTable
from linreg_gui.views.dialogs.level_dialog import LevelDialog
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.menu_button import MenuButton
from linreg_gui.views.widgets.table_copying import copying_actions
from linreg_gui.views.widgets.texts import add_action, set_caption, set_help

from .weights_columns import TITLES, Column

_HELP = "Which columns are shown, which intervals and errors, how numbers are written, and copying."
_LEVELS = (0.8, 0.9, 0.95, 0.99, 0.999)
_ERRORS = {
    "plain": ("&Plain", "Errors that hold where the noise is equally large in all rows."),
    "HC0": (
        "Robust, HC&0",
        "White’s errors, which hold where the noise varies from row to row; for many rows.",
    ),
    "HC1": ("Robust, HC&1", "HC0 with a correction for few rows: what Stata calls robust."),
    "HC2": ("Robust, HC&2", "HC0 with a correction for leverage, exact where the noise does not vary."),
    "HC3": ("Robust, HC&3", "HC0 with a stronger correction for leverage: the safest with few rows."),
}
_DECIMALS: dict[int | None, str] = {
    None: "&As Their Spread Asks",
    0: "&0 Decimals",
    1: "&1 Decimal",
    2: "&2 Decimals",
    3: "&3 Decimals",
    4: "&4 Decimals",
    5: "&5 Decimals",
    6: "&6 Decimals",
}


class WeightsOptions(MenuButton):
    """Tells of what a person chooses, and shows what holds."""

    columns_requested = Signal(frozenset)  # of Column
    level_requested = Signal(float)
    errors_requested = Signal(str)
    style_requested = Signal(object)  # TableStyle
    first_order_requested = Signal()

    def __init__(
        self, table: Callable[[], TextTable], summary: Callable[[], TextTable], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        describe(self, "Table options", _HELP)
        self.setText("Table")
        self._style = TableStyle()
        menu = QMenu(self)
        columns = menu.addMenu("Co&lumns")
        self.columns = {column: self._column(columns, column) for column in TITLES}
        columns.addSeparator()
        order = columns.addAction("&Rows in First Order")
        set_help(
            order, "Bring back the order of the features, where a click on a heading has sorted the rows."
        )
        order.triggered.connect(self.first_order_requested)
        self.intervals, self.standard_errors = menu.addMenu("&Intervals"), menu.addMenu("Standard &Errors")
        self._level = DeskChoices().level
        self.levels, self.errors = self._levels(self.intervals), self._errors(self.standard_errors)
        self.other_level = self._other_level(self.intervals)
        self.decimals, self.apa = self._numbers(menu.addMenu("&Numbers"))
        menu.addSeparator()
        self.copy_table, self.copy_summary = menu.addMenu("&Copy Table"), menu.addMenu("Copy &Summary")
        self.copy_table.addActions(copying_actions(self.copy_table, table))
        self.copy_summary.addActions(copying_actions(self.copy_summary, summary))
        for part in (menu, *menu.findChildren(QMenu)):
            part.setToolTipsVisible(True)
        self.setMenu(menu)

    def show_choices(self, choices: DeskChoices) -> None:
        """What holds for all tables."""
        self._level = choices.level
        self._check_level()
        shown = "" if choices.level in self.levels else f": {100.0 * choices.level:.6g} %"
        set_caption(self.other_level, "&Other Level{}…", shown)
        self.errors[choices.errors].setChecked(True)

    def show_style(self, style: TableStyle) -> None:
        """How numbers are written."""
        self._style = style
        self.decimals[style.decimals if style.decimals in self.decimals else None].setChecked(True)
        self.apa.setChecked(style.apa)

    def show_columns(self, shown: Collection[Column], there: Collection[Column]) -> None:
        """Which columns are chosen, and which have numbers."""
        for column, action in self.columns.items():
            action.setChecked(column in shown)
            action.setEnabled(column in there)

    def _column(self, menu: QMenu, column: Column) -> QAction:
        action = add_action(menu, TITLES[column])
        action.setCheckable(True)
        set_help(action, f"Show or hide the column “{TITLES[column]}”.")
        action.triggered.connect(self._tell_columns)
        return action

    def _tell_columns(self) -> None:
        chosen = {column for column, action in self.columns.items() if action.isChecked()}
        self.columns_requested.emit(frozenset(chosen))

    def _levels(self, menu: QMenu) -> dict[float, QAction]:
        group = QActionGroup(menu)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        actions = {}
        for number, level in enumerate(_LEVELS, 1):
            action = actions[level] = menu.addAction("")
            group.addAction(action)
            set_caption(action, "&{}  {}", str(number), f"{100.0 * level:g} %")
            action.setCheckable(True)
            set_help(
                action, f"Intervals that hold the true number in {100.0 * level:g} % of samples, everywhere."
            )
            action.triggered.connect(partial(self._choose_level, level))
        return actions

    def _choose_level(self, level: float) -> None:
        self.levels[level].setChecked(True)  # a second click would uncheck it
        self.level_requested.emit(level)

    def _check_level(self) -> None:
        self.levels.get(self._level, self.other_level).setChecked(True)

    def _other_level(self, menu: QMenu) -> QAction:
        action = menu.addAction("")
        self.levels[_LEVELS[0]].actionGroup().addAction(action)
        set_caption(action, "&Other Level…")
        action.setCheckable(True)
        set_help(action, "Any other level from 50 to 99.99 %.")
        action.triggered.connect(self._ask_for_level)
        return action

    def _ask_for_level(self) -> None:
        self._check_level()  # it is not chosen yet
        dialog = LevelDialog(self._level, self.window())
        dialog.level_requested.connect(self.level_requested)
        dialog.open()

    def _errors(self, menu: QMenu) -> dict[str, QAction]:
        group = QActionGroup(menu)
        actions = {}
        for kind, (text, help_text) in _ERRORS.items():
            action = actions[kind] = menu.addAction("")
            group.addAction(action)
            set_caption(action, text)
            action.setCheckable(True)
            set_help(action, help_text)
            action.triggered.connect(partial(self._choose_errors, kind))
        return actions

    def _choose_errors(self, kind: str) -> None:
        self.errors_requested.emit(kind)

    def _numbers(self, menu: QMenu) -> tuple[dict[int | None, QAction], QAction]:
        group = QActionGroup(menu)
        actions: dict[int | None, QAction] = {}
        for decimals, text in _DECIMALS.items():
            action = actions[decimals] = menu.addAction("")
            group.addAction(action)
            set_caption(action, text)
            action.setCheckable(True)
            set_help(action, "How many decimals numbers have, here and where they are pasted.")
            action.triggered.connect(partial(self._choose_decimals, decimals))
        menu.addSeparator()
        apa = menu.addAction("A&PA Style")
        apa.setCheckable(True)
        set_help(
            apa,
            "As the APA has it: p = .012 and p < .001; symbols are in italics where they are pasted.",
        )
        apa.triggered.connect(self._choose_apa)
        return actions, apa

    def _choose_decimals(self, decimals: int | None) -> None:
        self.style_requested.emit(TableStyle(decimals, self._style.apa))

    def _choose_apa(self, apa: bool) -> None:
        self.style_requested.emit(TableStyle(self._style.decimals, apa))
