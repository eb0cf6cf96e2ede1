"""Wires the terms of the model: shows them, and makes another model of a wish or of a formula."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.editing.shown_terms import ShownTerms, shown_terms, too_many_columns
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.fit_size import bytes_to_fit, is_moderate
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.wording import counted, size_text
from linreg_gui.session.session import Session
from linreg_gui.views.table.terms_panel import TermsPanel
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight


class TermsWiring(QObject):
    """Between the model of the table and the panel of its terms."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._panel = window.view(TermsPanel)
        self._shown = ShownTerms()
        self._is_late = False  # whether something else is to be shown once the panel is seen
        self._summarised: dict[str, int] = {}
        self._analysed: dict[str, int] = {}
        self._indicated: frozenset[str] = frozenset()
        self._sight = InSight(self._panel, self._catch_up)
        self._panel.model_requested.connect(self._choose)
        self._panel.formula_requested.connect(self._read)
        self._panel.ridge_requested.connect(self._set_ridge)
        session.training.config_changed.connect(self._show_ridge)
        window.menus.write_model.triggered.connect(lambda: window.show_view(TermsPanel))
        session.opening.formula_given.connect(self._read_given)
        session.table_changed.connect(lambda _: self._show())
        session.analysed.connect(self._show_analysis)
        session.summaries.summarised.connect(lambda _: self._show_summaries())

    def _read_given(self, text: str) -> None:
        """A file was opened with a formula, which nobody has seen yet if there is a mistake in it."""
        self._catch_up()
        self._panel.formula.setPlainText(text)
        self._read(text)
        if self._panel.formula.is_edited:
            self._window.show_view(TermsPanel)

    def _read(self, text: str) -> None:
        """A formula was typed."""
        table = self._session.document.table
        if table is None:
            return
        self._catch_up()
        try:
            model = model_of_text(text, table.frame)
        except ProblemError as error:
            self._panel.show_problem(error.problem)
            return
        sentence = too_many_columns(self._shown, model)
        if sentence:
            self._panel.show_problem(Problem(sentence))
            return
        self._choose(model, "Change the model")
        self._panel.show_model(model)

    def _choose(self, model: ModelFormula, text: str) -> None:
        """More columns than are fitted in some seconds are asked about before anything is taken for them."""
        document = self._session.document
        if document.table is None:
            return
        self._catch_up()
        n_rows, now = len(document.table.frame), _columns(self._shown.counts)
        columns = _columns(self._shown.sizes(model.terms))
        if columns <= now or is_moderate(n_rows, columns):
            document.change_model(text, model)
            return
        size = size_text(bytes_to_fit(n_rows, columns))
        sentence = f"To fit {counted(columns, 'column')} takes about {size} of memory and maybe minutes."
        action = ("Fit Them All the Same", partial(document.change_model, text, model))
        self._window.message_bar.show_message(sentence, "warning", action)

    def _set_ridge(self, ridge: float) -> None:
        training = self._session.training
        training.set_config(replace(training.config, weight_decay=ridge))

    def _show_ridge(self, config: SgdConfig) -> None:
        self._panel.show_ridge(config.weight_decay)

    def _show(self) -> None:
        """The terms of the present table, which may have thousands of columns, once they are seen."""
        self._is_late = True
        if self._sight.draws:
            self._catch_up()

    def _catch_up(self) -> None:
        if not self._is_late:
            return
        self._is_late = False
        table = self._session.document.table
        self._shown = ShownTerms()
        if table is not None:
            levels = {**self._summarised, **self._analysed}
            self._shown = shown_terms(table, levels, self._indicated)
        self._panel.show_terms(self._shown)

    def _show_analysis(self, analysis: Analysis) -> None:
        """Only now it is known how many levels there are in the rows that are used."""
        self._show_ridge(self._session.training.config)
        categories, missing = analysis.ledger.categories, analysis.ledger.indicated
        self._analysed = {c.column: len(c.levels) + (c.column in missing) for c in categories}
        self._indicated = missing - set(self._analysed)
        self._show()

    def _show_summaries(self) -> None:
        found = self._session.summaries.n_levels
        if found != self._summarised:
            self._summarised = found
            self._show()


def _columns(counts: tuple[int | None, ...]) -> int:
    return sum(count or 1 for count in counts)
