"""The fit of a page: lines of one feature, or predictions against labels, with some rows as points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.row_note import RowNotes, name_column
from linreg_gui.core.explaining.fit_points import FitPoints, fit_points
from linreg_gui.core.explaining.run_fit import predicted_at
from linreg_gui.core.model.linear_model import Line, partial_line
from linreg_gui.core.number_text import number_text
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import counted, sound_text

from .asked import Asked, PageWish
from .axes import Axis, linear_axis, range_of
from .codes import HIGHEST, LOWEST, encoded
from .film import Film
from .names import PageNames

SEED = 0
_CURVE_POINTS = 49
_VALUE_DIGITS = 6
_NO_ROWS = "Predictions are drawn row by row, and this page holds no rows: see the numbers instead."


class FitPart:
    """What the page draws of the fit.

    Parameters
    ----------
    asked : Asked
    """

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        view = FitView(asked.choice, asked.own_units)
        self._all = fit_points(asked.objective, asked.table, view)
        analysis = asked.objective.analysis
        self._scale = analysis.label_scale if asked.own_units else LabelScale.PLAIN

    @property
    def n_rows(self) -> int:
        """How many rows could be drawn."""
        among = self._all.among
        return self._asked.objective.analysis.data.n_rows if among is None else int(among.sum())

    @property
    def rows_text(self) -> str:
        """The same in words; rows that the window hides are drawn by no page."""
        return f"{counted(self.n_rows, 'row')}{'' if self._all.among is None else ' that are not hidden'}"

    def drawn(self, most: int) -> FitPoints:
        """At most so many of the rows, chosen at random, the same ones each time."""
        points, count = self._all, len(self._all.scatter.rows)
        if count <= most:
            return points
        places = np.random.default_rng(SEED).choice(count, size=most, replace=False, shuffle=False)
        places = np.sort(places)
        scatter = points.scatter
        fewer = replace(scatter, rows=scatter.rows[places], x=scatter.x[places], y=scatter.y[places])
        parts = (part[places] if len(part) else part for part in (points.X, points.exact))
        X, exact = parts
        return replace(points, scatter=fewer, X=X, exact=exact)

    def record(self, films: Sequence[Film], wish: PageWish, names: PageNames) -> dict[str, Any]:
        """What the page has of it."""
        points = self.drawn(wish.rows)
        rows = self._rows(points, wish, names) if wish.rows else None
        if self._asked.choice is None:
            if rows is None:
                return {"problem": _NO_ROWS}
            return {**self._predictions(films, points, names), "rows": rows}
        return {**self._lines(films, points, names, hides=rows is None), "rows": rows}

    def _lines(
        self, films: Sequence[Film], points: FitPoints, names: PageNames, *, hides: bool
    ) -> dict[str, Any]:
        choice, exact = self._asked.choice, self._asked.objective.exact
        assert choice is not None
        scatter = points.scatter
        across = linear_axis(names.features[choice], scatter.x_range, rounded=hides)
        upwards = linear_axis(names.label, scatter.y_range, rounded=hides)
        at = np.linspace(across.low, across.high, _CURVE_POINTS)

        def drawn(weights: FloatArray, bias: float) -> str:
            line = partial_line(weights, bias, self._asked.objective.analysis.moments.feature_means, choice)
            return encoded(
                _curve(line, at, across, upwards) if points.curved else _segment(line, across, upwards)
            )

        return {
            "kind": "lines",
            "across": across.record,
            "upwards": upwards.record,
            "others": "the other features at their means" if len(names.features) > 1 else "",
            "points": "" if hides else encoded(_pairs(across.shares(scatter.x), upwards.shares(scatter.y))),
            "exact": "" if exact is None else drawn(exact.weights, exact.bias),
            "runs": [[drawn(state.weights, state.bias) for state in film.states] for film in films],
        }

    def _predictions(self, films: Sequence[Film], points: FitPoints, names: PageNames) -> dict[str, Any]:
        scatter = points.scatter
        heights = range_of(np.append(points.exact, scatter.y_range)) or scatter.y_range
        across = linear_axis(f"actual {names.label}", scatter.x_range)
        upwards = linear_axis(f"predicted {names.label}", heights)
        diagonal = np.array([max(across.low, upwards.low), min(across.high, upwards.high)])

        def drawn(state: Snapshot) -> str:
            predicted = unscaled(predicted_at(self._asked.objective, state, points), self._scale)
            return encoded(upwards.shares(predicted))

        return {
            "kind": "predictions",
            "across": across.record,
            "upwards": upwards.record,
            "others": "",
            "actual": encoded(across.shares(scatter.x)),
            "diagonal": encoded(_pairs(across.shares(diagonal), upwards.shares(diagonal))),
            "exact": encoded(upwards.shares(points.exact)),
            "runs": [[drawn(state) for state in film.states] for film in films],
        }

    def _rows(self, points: FitPoints, wish: PageWish, names: PageNames) -> dict[str, Any]:
        """The rows that are drawn as texts, for whoever does not see them."""
        scatter, table = points.scatter, self._asked.table
        named: list[str] = []
        if wish.row_names and name_column(table) is not None:
            notes = RowNotes(table)
            table_rows: IntArray = self._asked.objective.analysis.table_rows[scatter.rows]
            named = [sound_text(notes.name(row)) for row in table_rows.tolist()]
        columns = []
        if self._asked.choice is not None:
            columns.append((names.features[self._asked.choice], scatter.x))
        columns.append((names.label, scatter.y))
        return {
            "names": named,
            "heads": [head for head, _ in columns],
            "values": [
                [number_text(value, _VALUE_DIGITS) for value in column.tolist()] for _, column in columns
            ],
        }


def _pairs(x: FloatArray, y: FloatArray) -> FloatArray:
    return np.column_stack([x, y])


def _segment(line: Line, across: Axis, upwards: Axis) -> FloatArray:
    """The part of a line that is in sight or near it, shape (2, 2); nothing where none is."""
    ends = np.array([across.low, across.high])
    with quiet_overflow():
        heights = upwards.shares(line.slope * ends + line.intercept)
        rise = float(heights[1] - heights[0])
    if not np.isfinite([*heights, rise]).all():
        return np.empty((0, 2))
    start, stop = 0.0, 1.0
    if rise:
        crossings = sorted(((edge - float(heights[0])) / rise) for edge in (LOWEST, HIGHEST))
        start, stop = max(start, crossings[0]), min(stop, crossings[1])
    elif not LOWEST <= heights[0] <= HIGHEST:
        return np.empty((0, 2))
    if start >= stop:
        return np.empty((0, 2))
    x = np.array([start, stop])
    return _pairs(x, float(heights[0]) + rise * x)


def _curve(line: Line, at: FloatArray, across: Axis, upwards: Axis) -> FloatArray:
    """The exponential of a line."""
    with quiet_overflow():
        heights = upwards.shares(np.exp(line.slope * at + line.intercept))
    return _pairs(across.shares(at), heights)
