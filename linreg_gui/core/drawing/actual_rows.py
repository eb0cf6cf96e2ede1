"""Where all rows lie in predicted against actual, drawn or not; it depends on the weights. No pixels here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.row_set import RowSet, positions

from .area import Area

_BLOCK = 1 << 16


class Solution(NamedTuple):
    """What predicts rows: weights, the mean of their outputs over the rows of the dataset, and the loss."""

    weights: FloatArray
    mean: float
    loss: Loss = SquaredLoss()


@dataclass(frozen=True, eq=False)
class RowPart:
    """Some rows of the table with their features.

    Attributes
    ----------
    rows : array of int, shape (n,)
        Rows of the table, ascending.
    X : array, shape (m, d)
    y : array, shape (m,)
        Labels on the scale of the model.
    at : array of int, shape (n,), or None
        Which rows of ``X`` and ``y`` they are; None for all of them in order.
    """

    rows: IntArray
    X: FloatArray
    y: FloatArray
    at: IntArray | None = None

    def taken(self, places: IntArray | slice) -> tuple[FloatArray, FloatArray]:
        """Features and labels of some of the rows."""
        at = places if self.at is None else self.at[places]
        return self.X[at], self.y[at]


@dataclass(frozen=True, eq=False)
class ActualRows:
    """Rows of the table with a label and all features, by groups of which one is that of the dataset."""

    parts: tuple[RowPart, ...]
    moments: Moments  # of the dataset, whose means are taken off before anything is multiplied
    scale: LabelScale = LabelScale.PLAIN  # the label's, where it is shown in its own units

    def places(self, rows: IntArray, solutions: Sequence[Solution]) -> tuple[FloatArray, FloatArray]:
        """Actual and predicted label of each of these rows by each solution, those of the first one first."""
        found: list[list[tuple[FloatArray, FloatArray]]] = [[] for _ in solutions]
        for part in self.parts:
            X, y = part.taken(positions(part.rows, rows))
            for of_one, solution in zip(found, solutions, strict=True):
                of_one.append((unscaled(y, self.scale), self._predicted(X, solution)))
        together = [pair for of_one in found for pair in of_one]
        if not together:
            return np.empty(0), np.empty(0)
        x, y = (np.concatenate(part) for part in zip(*together, strict=True))
        return x, y

    def within(self, area: Area, solutions: Sequence[Solution]) -> RowSet:
        """The rows that one of the solutions puts into an area."""
        chosen = []
        for part in self.parts:
            for start in range(0, part.rows.size, _BLOCK):
                rows = part.rows[start : start + _BLOCK]
                X, y = part.taken(slice(start, start + _BLOCK))
                actual = unscaled(y, self.scale)
                column = np.flatnonzero((actual >= area.x_bounds[0]) & (actual <= area.x_bounds[1]))
                inside = np.zeros(column.size, dtype=bool)
                for solution in solutions:
                    inside |= area.holds(actual[column], self._predicted(X[column], solution))
                chosen.append(rows[column[inside]])
        return RowSet.of_rows(np.concatenate(chosen) if chosen else np.empty(0, dtype=np.int64))

    def _predicted(self, X: FloatArray, solution: Solution) -> FloatArray:
        weights, mean, loss = solution
        centred, _ = self.moments.centred(X, np.zeros(len(X)))
        with quiet_overflow():
            return unscaled(loss.prediction(np.asarray(centred @ weights + mean)), self.scale)
