"""Wires the numbers: equation, distance, weights and prediction, by SGD and exact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.column_signs import UNKNOWN, Held
from linreg_gui.core.cells.held_numbers import held_by
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import Line, predict
from linreg_gui.core.model.shown_equation import EquationForm, shown_equation
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.table.table import Table
from linreg_gui.core.telling.equation_text import equation_names
from linreg_gui.core.wording import time_text
from linreg_gui.session.session import Session
from linreg_gui.session.training.results_text import results_text
from linreg_gui.session.training.training_job import Picture
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.window.main_window import MainWindow


class ResultsWiring(QObject):
    """Between the two solutions and the panels that show their numbers."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._values: FloatArray | None = None
        self._names: tuple[str, ...] = ()
        self._known: Analysis | None = None
        self._exact_known: tuple[Objective, FloatArray, FloatArray] | None = None
        self._step = 0.0  # what the last digit of a prediction may be worth
        session.analysed.connect(self._show_analysis)
        session.not_analysed.connect(self._show_nothing)
        session.training.objective_changed.connect(self._show_objective)
        session.solved.connect(self._show_solution)
        session.moment.moved.connect(self._show_picture)
        session.rows_moved.connect(self._show_moving)
        window.view(PredictPanel).values_changed.connect(self._predict)
        window.view(PredictPanel).factor_changed.connect(lambda: self._predict(self._values))
        window.menus.own_units.toggled.connect(lambda: self._predict(self._values))
        window.menus.equation_form_changed.connect(self._change_form)
        window.transport_actions.solve.triggered.connect(lambda: session.solve_exactly())
        window.menus.predict.triggered.connect(lambda: window.show_view(PredictPanel))
        window.menus.copy_results.triggered.connect(self._copy_results)

    def _show_analysis(self, analysis: Analysis) -> None:
        data, window = analysis.data, self._window
        sources = analysis.ledger.sources
        plain = shown_equation(analysis.moments, EquationForm.PLAIN, has_bias=data.has_bias)
        window.view(WeightsTable).show_names(data.feature_names, data.label_name, sources, plain)
        table = self._session.document.table
        typed = self._typed_under_new_names(analysis)
        if analysis.form is not None:
            window.view(PredictPanel).show_form(analysis.form, {} if table is None else _HeldBy(table))
        if typed:
            window.view(PredictPanel).type_values(typed)
        self._values = window.view(PredictPanel).values()
        if data.feature_names != self._names:
            self._names = data.feature_names
            window.share_room()
        if (
            analysis.exact.dependencies
            and Objective.of(analysis, self._session.training.config).is_least_squares
        ):
            window.message_bar.add_message(analysis.exact.explanation, "warning")

    def _show_objective(self, objective: Objective) -> None:
        """What stands beside SGD, which depends on the loss and the weight decay, too."""
        data, exact, table = objective.analysis.data, objective.exact, self._window.view(WeightsTable)
        # The numbers that data are made with are those of a line, not of the logarithm of a mean.
        truth = data.linear_truth if objective.has_lines else None
        self._show_equation(objective)
        table.show_standard_errors(objective.standard_errors)
        table.show_exact(exact.weights if exact else None, exact.bias if exact else None)
        table.show_truth(truth.weights if truth else None, truth.bias if truth else None)
        unlike = data.truth.sentence if data.truth else ""
        table.show_explanation(" ".join(filter(None, (objective.explanation, unlike))))
        self._window.equation.chip.show_remark(objective.distance_remark)
        self._predict(self._values)

    def _show_equation(self, objective: Objective) -> None:
        """In the form that a person chose."""
        analysis, exact = objective.analysis, objective.exact
        data, sources = analysis.data, analysis.ledger.sources
        made = analysis.ledger.made_features
        indicators = [j for j in made if sources[j].is_indicator]
        shown = objective.shown_equation(self._window.menus.equation_form(), indicators)
        self._step = shown_equation(analysis.moments).step
        names = equation_names(shown_features(data.feature_names, sources, self._units), sources, made)
        label = shown_label(data.label_name, analysis.label, self._units)
        self._window.equation.show_names(names, objective.equation_label.format(label), shown)
        if exact is None:
            self._window.equation.show_no_exact(objective.explanation)
            return
        constant = float(exact.predict(shown.centres)[0]) if shown.is_centred else None
        self._window.equation.show_exact(exact.weights, exact.bias, constant)

    @property
    def _units(self) -> Mapping[str, str]:
        """Of the columns of the table."""
        table = self._session.document.table
        return {} if table is None else table.units

    def _change_form(self) -> None:
        objective, picture = self._session.training.objective, self._session.moment.picture
        if self._session.analysis is not None and objective is not None:
            self._show_equation(objective)
            if picture is not None:
                self._show_weights(picture)

    def _typed_under_new_names(self, analysis: Analysis) -> dict[str, str]:
        """What was typed to predict from, where columns are only called otherwise than before."""
        before, self._known = self._known, analysis
        if before is None or not analysis.has_the_numbers_of(before):
            return {}
        typed = self._window.view(PredictPanel).typed()
        if not typed:
            return {}
        pairs = zip(before.ledger.sources, analysis.ledger.sources, strict=True)
        now = {old.column: new.column for old, new in pairs if old.column != new.column}
        return {now.get(column, column): text for column, text in typed.items()} if now else {}

    def _show_nothing(self, problem: Problem) -> None:
        window = self._window
        self._values = self._exact_known = None
        if problem.kind is not ProblemKind.EMPTY:  # a new table, which is no mistake
            window.message_bar.add_message(problem.sentence, "warning")
        for view in (window.equation, window.view(WeightsTable)):
            view.clear()
        window.view(PredictPanel).show_nothing()

    def _show_picture(self, picture: Picture) -> None:
        self._show_weights(picture)
        state = picture.snapshot
        self._window.view(WeightsTable).show_sgd(state.weights, state.bias, is_start=not picture.is_a_fit)
        self._show_prediction(picture)

    def _show_moving(self, data: MovingData | None) -> None:
        """The rows in the middle of a stroke: the exact numbers in the frame of the line."""
        picture = self._session.moment.picture
        if data is None or data.line is None or picture is None or len(picture.snapshot.weights) != 1:
            return
        state, window = picture.snapshot, self._window
        weights, bias = np.array([data.line.slope]), data.line.intercept
        window.equation.show_exact(weights, bias)
        window.view(WeightsTable).show_exact(weights, bias)
        if picture.is_a_fit:
            window.equation.show_distance(data.distance(Line(float(state.weights[0]), state.bias)))
        self._show_prediction(picture, (weights, bias))

    def _show_weights(self, picture: Picture) -> None:
        state, equation = picture.snapshot, self._window.equation
        equation.show_weights(state.weights, state.bias)
        equation.show_distance(picture.distance if picture.is_a_fit else None, picture.standard_errors_off)

    def _predict(self, values: FloatArray | None) -> None:
        self._values = values
        picture = self._session.moment.picture
        if picture is not None:
            self._show_prediction(picture)

    def _show_prediction(self, picture: Picture, moving: tuple[FloatArray, float] | None = None) -> None:
        analysis, objective = self._session.analysis, self._session.training.objective
        if analysis is None or objective is None:
            return
        own = self._window.menus.own_units.isChecked()
        scale = analysis.label_scale if own else LabelScale.PLAIN
        panel = self._window.view(PredictPanel)
        panel.show_own_units(scale is LabelScale.LOG)
        # The exponential of a fitted logarithm is the median of the label, which lies below its mean.
        factor = panel.mean_factor if scale is LabelScale.LOG else None
        centre = "median" if factor is None else "mean"
        median = f"{centre} {analysis.label}" if scale is LabelScale.LOG else analysis.label
        plain = shown_label(analysis.data.label_name, analysis.label, self._units)
        name = median if own else plain if objective.has_lines else f"mean {plain}"
        sgd = exact = None
        step = self._step
        if self._values is not None and len(self._values) == analysis.data.n_features:
            state = picture.snapshot
            solved = predict(self._values, *moving) if moving else self._exact_of(objective, self._values)
            outputs = state.centred.predict(np.atleast_2d(self._values), state.weights)
            sgd = float(unscaled(objective.loss.prediction(outputs), scale)[0])
            exact = None if solved is None else float(unscaled(solved, scale)[0])
            if factor is not None:
                sgd, exact = sgd * factor, None if exact is None else exact * factor
            if scale is LabelScale.LOG:
                step *= abs(sgd if exact is None else exact)  # a step of the logarithm, at this label
        panel.show_prediction(sgd, exact, name, step)

    def _exact_of(self, objective: Objective, values: FloatArray) -> FloatArray | None:
        """The exact prediction, which stays while the run goes on; None without an exact solution."""
        if objective.exact is None:
            return None
        known = self._exact_known
        if known is None or known[0] is not objective or known[1] is not values:
            known = objective, values, objective.loss.prediction(objective.exact.predict(values))
            self._exact_known = known
        return known[2]

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
