"""Wires missing values, label and reference levels, and tells what became of rows and levels."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.table.categories import Category, vanished_levels
from linreg_gui.core.table.recipe import LabelScale, Missing
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.session import Session
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow


class RecipeWiring(QObject):
    """Between the recipe of the table and the fields for it."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._panel = window.view(ColumnsPanel).recipe
        self._source: str | None = None
        self._known: tuple[Category, ...] = ()
        self._panel.missing_requested.connect(self._choose_missing)
        self._panel.reference_requested.connect(self._choose_reference)
        self._panel.label_scale_requested.connect(self._choose_label_scale)
        window.menus.log_label.triggered.connect(
            lambda log: self._choose_label_scale(LabelScale.LOG if log else LabelScale.PLAIN)
        )
        session.table_changed.connect(self._show_table)
        session.analysed.connect(self._show_analysis)
        session.not_analysed.connect(self._show_problem)

    def _choose_missing(self, missing: Missing) -> None:
        table = self._session.document.table
        if table is not None:
            recipe = replace(table.recipe, missing=missing)
            self._session.document.change_recipe("Missing values", recipe)

    def _choose_label_scale(self, scale: LabelScale) -> None:
        table = self._session.document.table
        if table is not None and scale is not table.recipe.label_scale:
            text = "Fit the logarithm of the label" if scale is LabelScale.LOG else "Fit the label itself"
            self._session.document.change_recipe(text, replace(table.recipe, label_scale=scale))

    def _choose_reference(self, column: str, level: str) -> None:
        table = self._session.document.table
        if table is not None:
            references = {**table.recipe.references, column: level}
            recipe = replace(table.recipe, references=references)
            self._session.document.change_recipe(f"Reference level of “{column}”", recipe)

    def _show_table(self, table: Table | None) -> None:
        """Levels are known only after the analysis; until then those of columns still in use stay."""
        source = None if table is None else f"{table.name}\n{table.source}"
        if source != self._source:
            self._source, self._known = source, ()
        self._panel.show_recipe(None if table is None else table.recipe)
        log = table is not None and table.recipe.label_scale is LabelScale.LOG
        self._window.menus.log_label.setChecked(log)
        roles = {} if table is None else table.roles
        kept = [c for c in self._known if roles.get(c.column) is Role.FEATURE]
        self._panel.show_categories(kept)

    def _show_analysis(self, analysis: Analysis) -> None:
        ledger = analysis.ledger
        self._panel.show_categories(ledger.categories)
        text = " ".join((f"{ledger.sentence}.", *ledger.notes)) if ledger.notes else ledger.sentence
        lost = ledger.rows_used < ledger.rows_read
        self._window.view(DataTable).show_ledger(text, lost or bool(ledger.notes))
        told = [*vanished_levels(self._known, ledger.categories)]
        told += [category.sentences[0] for category in ledger.categories if category.wanted]
        if told:
            self._window.message_bar.show_message(" ".join(told), "warning")
        self._known = ledger.categories

    def _show_problem(self, problem: Problem) -> None:
        self._window.view(DataTable).show_ledger(problem.sentence, problem.kind is not ProblemKind.EMPTY)
