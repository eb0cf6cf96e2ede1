"""The rows that are drawn beside profiles: some of the data, as what is asked for to predict."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.cells.shifted_values import dates_less, numbers_less
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.table.categories import levels_of
from linreg_gui.core.table.feature_sources import SourceKind, base_sources
from linreg_gui.core.table.prediction_input import Asked, PredictionForm

from .desk import Desk
from .parts import states_of

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
    """Some rows that are not hidden, as what is asked for; the ranges are those of all rows.

    Numbers are taken from the features where they stand among them, as holes are filled there; otherwise,
    where terms alone are made of them, from the table, like levels.
    """
    data, m = desk.data, desk.analysis.moments
    rows, states = desk.analysis.sample, states_of(desk)
    if len(states.hidden):
        rows = rows[~states.hidden.contains(desk.analysis.table_rows[rows])]
    rows = rows[:: max(1, math.ceil(len(rows) / _MOST_POINTS))]
    lows, highs = data.X.min(axis=0), data.X.max(axis=0)
    plain = (pair for pair in enumerate(form.sources) if not (pair[1].is_indicator or pair[1].is_made))
    place = {source.name: j for j, source in plain}
    columns, spreads, whole, ranges = [], [], [], []
    for asked in form.asked:
        if asked.kind is SourceKind.LEVEL:
            columns.append(_level_places(desk, asked, rows))
            spreads.append(1.0)
            whole.append(True)
            ranges.append((0.0, len(asked.levels) - 1.0))
            continue
        j = place.get(asked.column)
        if j is None:
            values = _table_values(desk, form, asked)
            found, spread = values[rows], float(np.nanstd(values))
            ends = float(np.nanmin(values)), float(np.nanmax(values))
        else:
            found, spread = np.ascontiguousarray(data.X[rows, j]), float(m.feature_stds[j])
            ends = float(lows[j]), float(highs[j])
        columns.append(found)
        spreads.append(spread)
        known = found[np.isfinite(found)]
        whole.append(bool((known == np.rint(known)).all()))
        ranges.append(ends)
    edges = np.array(ranges).reshape(-1, 2)
    return ProfiledRows(
        tuple(columns), data.y[rows], np.array(spreads), tuple(whole), edges[:, 0], edges[:, 1]
    )


def _level_places(desk: Desk, asked: Asked, rows: IntArray) -> FloatArray:
    """The place of the level in each row, −1 for none."""
    found = levels_of(column_named(desk.table.frame, asked.column).iloc[desk.analysis.table_rows[rows]])
    known = {level: place for place, level in enumerate(asked.levels)}
    places = np.array([*(known.get(text, -1) for text in found.texts), -1], dtype=np.float64)
    return places[found.codes]


def _table_values(desk: Desk, form: PredictionForm, asked: Asked) -> FloatArray:
    """A column of the table in the rows that take part."""
    bases = (base for base in base_sources(form.sources) if not base.is_indicator)
    source = next(base for base in bases if base.name == asked.column)
    column = column_named(desk.table.frame, source.column).iloc[desk.analysis.table_rows]
    less = dates_less if source.kind is SourceKind.DATE else numbers_less
    return less(column, source.offset)


def spread_out(places: FloatArray) -> FloatArray:
    """Points of a level beside each other, the same each time; those without a level nowhere."""
    golden = np.modf(np.arange(len(places)) * 0.618033988749895)[0] - 0.5
    return np.where(places < 0.0, np.nan, places + 0.4 * golden)
