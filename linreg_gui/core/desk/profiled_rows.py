"""The rows that are drawn beside profiles: some of the data, as what is asked for to predict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.prediction_input import Asked, PredictionForm

from .desk import Desk

_MOST_POINTS = 400


@dataclass(frozen=True, eq=False)
class ProfiledRows:
    """Some rows of the data as what is asked for.

    Attributes
    ----------
    columns : tuple of array, shape (points,) each
        Numbers, or places of levels, −1 for none.
    y : array, shape (points,)
    spreads : array, shape (asked,)
        What is far in each of them.
    whole : tuple of bool
        Whether it holds whole numbers alone.
    lows, highs : array, shape (asked,)
        Between what all rows lie.
    """

    columns: tuple[FloatArray, ...]
    y: FloatArray
    spreads: FloatArray
    whole: tuple[bool, ...]
    lows: FloatArray
    highs: FloatArray


def profiled_rows(desk: Desk, form: PredictionForm) -> ProfiledRows:
    """Some rows, as what is asked for; the ranges are those of all rows."""
    data, m = desk.data, desk.analysis.moments
    rows = desk.analysis.sample
    rows = rows[:: max(1, math.ceil(len(rows) / _MOST_POINTS))]
    X, y = data.X[rows], data.y[rows]
    lows, highs = data.X.min(axis=0), data.X.max(axis=0)
    place = {source.name: j for j, source in enumerate(form.sources) if not source.is_indicator}
    columns, spreads, whole, ranges = [], [], [], []
    indicators = _indicators(form)
    for asked in form.asked:
        if asked.kind is SourceKind.LEVEL:
            columns.append(_level_places(asked, X, indicators.get(asked.column, {})))
            spreads.append(1.0)
            whole.append(True)
            ranges.append((0.0, len(asked.levels) - 1.0))
            continue
        j = place[asked.column]
        columns.append(np.ascontiguousarray(X[:, j]))
        spreads.append(float(m.feature_stds[j]))
        whole.append(bool((X[:, j] == np.rint(X[:, j])).all()))
        ranges.append((float(lows[j]), float(highs[j])))
    ends = np.array(ranges).reshape(-1, 2)
    return ProfiledRows(tuple(columns), y, np.array(spreads), tuple(whole), ends[:, 0], ends[:, 1])


def _indicators(form: PredictionForm) -> dict[str, dict[str, int]]:
    """For each category the features that are 1 where it has a level; ‘’ for a missing cell."""
    found: dict[str, dict[str, int]] = {}
    for j, source in enumerate(form.sources):
        if source.is_indicator:
            found.setdefault(source.column, {})[source.level] = j
    return found


def _level_places(asked: Asked, X: FloatArray, indicators: Mapping[str, int]) -> FloatArray:
    """The place of the level in each row: that without an indicator where none is 1."""
    reference = next((i for i, level in enumerate(asked.levels) if level not in indicators), 0)
    places = np.full(len(X), float(reference))
    for level, j in indicators.items():
        places[X[:, j] == 1.0] = asked.levels.index(level) if level else -1.0
    return places


def spread_out(places: FloatArray) -> FloatArray:
    """Points of a level beside each other, the same each time; those without a level nowhere."""
    golden = np.modf(np.arange(len(places)) * 0.618033988749895)[0] - 0.5
    return np.where(places < 0.0, np.nan, places + 0.4 * golden)
