"""Wires the table of weights and the summary to the fit on the desk."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.desk.coefficients import CoefficientTable, coefficients_of
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.summary import Summary, summary_of
from linreg_gui.core.inference.robust import checked_errors
from linreg_gui.session.session import Session
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

_NAME = "answers"  # of what is fed, and of the columns that are kept

Answers = tuple[CoefficientTable | None, Summary | None]


class AnswersWiring(QObject):
    """The table is filled while it is in sight; what a person chooses in it holds for the whole window."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._width = 0  # that the table last wished for
        self._table = window.view(WeightsTable)
        self._sight = InSight(self._table, self._feed)
        session.desk.changed.connect(self._follow)
        self._table.summary_opened.connect(self._open_summary)
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

    def _follow(self) -> None:
        self._table.options.show_choices(self._session.desk.choices)
        if self._session.desk.desk is None:
            self._session.feed.drop(_NAME)
            self._table.show_answers(None, None)
            return
        self._table.summary.show_waiting()
        if self._sight:
            self._feed()

    def _feed(self) -> None:
        desk = self._session.desk.desk
        if desk is not None:
            prepare = partial(_answers, desk, self._table.summary.is_open)
            self._session.feed.want(_NAME, prepare, partial(self._show, desk), in_job=True)

    def _open_summary(self) -> None:
        self._feed()
        self._window.share_room()

    def _show(self, desk: Desk, answers: Answers) -> None:
        if desk is not self._session.desk.desk:
            return
        self._table.show_answers(*answers)
        width = self._table.wished_width()
        if width != self._width:
            self._width = width
            self._window.share_room()

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


def _answers(desk: Desk, whole: bool) -> Answers:
    return coefficients_of(desk), summary_of(desk, whole=whole)
