"""Wires the equations on the fit plot: of both solutions, with the share of variance that each explains."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.fit_extras import Extra
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import number_text
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.telling.equation_text import equation_names, terms, whole_text
from linreg_gui.session.session import Session
from linreg_gui.views.widgets.style import Series
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

_MOST_TERMS = 3
_DIGITS = 4


class FitEquationWiring(QObject):
    """Between both solutions and the note on the fit plot; comes after the plots."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._extras = window.fit_plot.extras
        self._in_sight = InSight(window.fit_plot, self._show)
        for signal in (session.points_ready, session.moment.moved, self._extras.changed):
            signal.connect(self._show)
        window.menus.equation_form_changed.connect(self._show)
        session.rows_moved.connect(self._move)

    def _show(self) -> None:
        """Those of the moment and of the exact solution."""
        picture, objective = self._session.moment.picture, self._session.training.objective
        if self._session.analysis is None or objective is None or picture is None:
            return
        analysis, state, exact = objective.analysis, picture.snapshot, objective.exact
        if (
            not self._in_sight
            or Extra.EQUATION not in self._extras.chosen()
            or len(state.weights) != analysis.data.n_features
        ):
            return
        shown, label = self._form(objective), objective.equation_label
        now = math.nan
        if objective.has_lines:
            half_mse = analysis.surface.half_mse(state.weights, state.bias, state.bias_rest)
            now = _explained(half_mse, analysis.data.n_rows, analysis.moments.total_sum_of_squares)
        lines = [
            (self._line(analysis, "SGD", shown, state.weights, state.bias, now, label=label), Series.FIT)
        ]
        if exact is not None:
            constant = float(exact.predict(shown.centres)[0]) if shown.is_centred else None
            numbers = exact.weights, exact.bias, exact.r_squared if objective.has_lines else math.nan
            lines.append((self._line(analysis, "exact", shown, *numbers, constant, label), Series.EXACT))
        along, model = self._window.fit_plot.choice(), state if exact is None else exact
        falling = along is not None and along < len(model.weights) and model.weights[along] < 0.0
        self._extras.show_equations(lines, falling=bool(falling))

    def _move(self, data: MovingData | None) -> None:
        """Of the rows in the middle of a stroke, which change the exact line and what both explain."""
        analysis, picture = self._session.analysis, self._session.moment.picture
        objective = self._session.training.objective
        if analysis is None or picture is None or objective is None or data is None or data.line is None:
            return
        state, sums = picture.snapshot, data.sums
        if len(state.weights) != 1 or Extra.EQUATION not in self._extras.chosen():
            return
        shown = self._form(objective)
        total = float(sums.yy - sums.y * sums.y / sums.n_rows)
        lines = []
        for name, line, series in (
            ("SGD", Line(float(state.weights[0]), state.bias), Series.FIT),
            ("exact", data.line, Series.EXACT),
        ):
            explained = _explained(sums.half_mse(line), sums.n_rows, total)
            text = self._line(analysis, name, shown, np.array([line.slope]), line.intercept, explained)
            lines.append((text, series))
        self._extras.show_equations(lines, falling=data.line.slope < 0.0)

    def _form(self, objective: Objective) -> ShownEquation:
        analysis = objective.analysis
        sources, made = analysis.ledger.sources, analysis.ledger.made_features
        indicators = [j for j in made if sources[j].is_indicator]
        return objective.shown_equation(self._window.menus.equation_form(), indicators)

    def _line(
        self,
        analysis: Analysis,
        whose: str,
        shown: ShownEquation,
        weights: FloatArray,
        bias: float,
        explained: float,
        constant: float | None = None,
        label: str = "{}",
    ) -> str:
        table, data, sources = self._session.document.table, analysis.data, analysis.ledger.sources
        units = {} if table is None else table.units
        features = shown_features(data.feature_names, sources, units)
        names = equation_names(features, sources, analysis.ledger.made_features)
        name = label.format(shown_label(data.label_name, analysis.label, units))
        text = whole_text(name, terms(names, weights, bias, shown, constant), _MOST_TERMS)
        share = "" if math.isnan(explained) else f"   R² {number_text(explained, _DIGITS)}"
        return f"{whose}: {text}{share}"


def _explained(half_mse: float, n_rows: int, total: float) -> float:
    """R²; NaN where the label does not vary."""
    return 1.0 - 2.0 * half_mse * n_rows / total if total > 0.0 else math.nan
