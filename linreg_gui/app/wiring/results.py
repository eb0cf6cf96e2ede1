"""Wires what panels of numbers are told beside the moment: fields to predict from, form and units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.cells.column_signs import UNKNOWN, Held
from linreg_gui.core.cells.held_numbers import held_by
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import time_text
from linreg_gui.session.session import Session
from linreg_gui.session.training.results_text import results_text
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.window.main_window import MainWindow


class ResultsWiring(QObject):
    """Between what is known of the data and the panels; their numbers are fed to them."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._panel = window.view(PredictPanel)
        self._names: tuple[str, ...] = ()
        self._known: Analysis | None = None
        menus = window.menus
        session.analysed.connect(self._show_analysis)
        session.not_analysed.connect(self._show_nothing)
        session.solved.connect(self._show_solution)
        menus.own_units.toggled.connect(lambda _: self._show_units())
        menus.equation_form_changed.connect(self._choose_form)
        menus.show_equation_form(session.settings.equation_form())
        window.equation.set_form(menus.equation_form())
        window.transport_actions.solve.triggered.connect(lambda: session.solve_exactly())
        menus.predict.triggered.connect(lambda: window.show_view(PredictPanel))
        menus.copy_results.triggered.connect(self._copy_results)

    def _show_analysis(self, analysis: Analysis) -> None:
        data, table = analysis.data, self._session.document.table
        typed = self._typed_under_new_names(analysis)
        self._show_units()
        if analysis.form is not None:
            self._panel.show_form(analysis.form, {} if table is None else _HeldBy(table))
        if typed:
            self._panel.type_values(typed)
        if data.feature_names != self._names:
            self._names = data.feature_names
            self._window.share_room()
        if (
            analysis.exact.dependencies
            and Objective.of(analysis, self._session.training.config).is_least_squares
        ):
            self._window.message_bar.add_message(analysis.exact.explanation, "warning")

    def _show_units(self) -> None:
        analysis = self._session.analysis
        scaled = analysis is not None and analysis.label_scale is LabelScale.LOG
        self._panel.show_own_units(scaled and self._window.menus.own_units.isChecked())

    def _choose_form(self) -> None:
        form = self._window.menus.equation_form()
        self._session.settings.set_equation_form(form)
        self._window.equation.set_form(form)

    def _typed_under_new_names(self, analysis: Analysis) -> dict[str, str]:
        """What was typed to predict from, where columns are only called otherwise than before."""
        before, self._known = self._known, analysis
        if before is None or not analysis.has_the_numbers_of(before):
            return {}
        typed = self._panel.typed()
        if not typed:
            return {}
        pairs = zip(before.ledger.sources, analysis.ledger.sources, strict=True)
        now = {old.column: new.column for old, new in pairs if old.column != new.column}
        return {now.get(column, column): text for column, text in typed.items()} if now else {}

    def _show_nothing(self, problem: Problem) -> None:
        if problem.kind is not ProblemKind.EMPTY:  # a new table, which is no mistake
            self._window.message_bar.add_message(problem.sentence, "warning")
        self._panel.show_nothing()

    def _show_solution(self, fit: Fit, seconds: float) -> None:
        kind = "warning" if fit.dependencies else "info"
        took = time_text(seconds, in_full=True)
        self._window.message_bar.show_message(f"{fit.explanation} It took {took}.", kind)

    def _copy_results(self) -> None:
        objective, picture = self._session.training.objective, self._session.moment.picture
        if self._session.analysis is not None and objective is not None and picture is not None:
            QGuiApplication.clipboard().setText(results_text(objective, picture))


class _HeldBy(Mapping[str, Held]):
    """How the numbers are written in the columns of a table, looked up where one is typed into."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __getitem__(self, name: str) -> Held:
        column = self._table.frame[name]
        signs, unit = self._table.signs.get(name, UNKNOWN), self._table.units.get(name, "")
        return held_by(column, signs, unit, typed=True)

    def __iter__(self) -> Iterator[str]:
        return iter(map(str, self._table.frame.columns))

    def __len__(self) -> int:
        return len(self._table.frame.columns)
