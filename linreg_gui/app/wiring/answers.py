"""Wires what is chosen for the table of weights, which the feeds of desk and moment fill."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from linreg_gui.core.inference.robust import checked_errors
from linreg_gui.session.session import Session
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.window.main_window import MainWindow

_NAME = "answers"  # of the columns that are kept


class AnswersWiring(QObject):
    """What a person chooses in it holds for the whole window."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._table = window.view(WeightsTable)
        session.desk.changed.connect(lambda: self._table.options.show_choices(session.desk.choices))
        self._table.room_wished.connect(window.share_room)
        self._table.columns_requested.connect(self._choose_columns)
        options = self._table.options
        options.level_requested.connect(lambda level: self._choose(level=level))
        options.errors_requested.connect(lambda errors: self._choose(errors=checked_errors(errors)))
        options.style_requested.connect(session.settings.set_table_style)
        session.settings.changed.connect(self._on_setting)
        options.show_choices(session.desk.choices)
        window.menus.model.addSeparator()  # they hold for all views of the exact solution
        window.menus.model.addActions([options.intervals.menuAction(), options.standard_errors.menuAction()])
        self._on_setting("numbers")
        self._on_setting("columns")

    def _choose(self, **changes: object) -> None:
        self._session.desk.choose(replace(self._session.desk.choices, **changes))  # type: ignore[arg-type]

    def _choose_columns(self, columns: frozenset[Column]) -> None:
        self._session.settings.set_columns(_NAME, [column.name.lower() for column in columns])

    def _on_setting(self, name: str) -> None:
        settings = self._session.settings
        if name == "numbers":
            self._table.show_style(settings.table_style())
        elif name == "columns":
            chosen = settings.columns(_NAME)
            known = None if chosen is None else [column for column in Column if column.name.lower() in chosen]
            self._table.show_chosen_columns(known)
