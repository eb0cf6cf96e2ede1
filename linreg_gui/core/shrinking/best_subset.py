"""The subset of each size with the least squared error of all, by branch and bound."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.cancellation import check_wanted

from .elimination import Choices, least_pivots, left_over
from .stepwise import Sets, backwards, forwards
from .sums import Told

# Up to so many groups and features; each group more takes twice the time.
MOST_GROUPS, MOST_COLUMNS = 20, 60
# From so many groups on that are left, all of their subsets are gone through at once.
_LEAF = 11


def best_subsets(matrix: FloatArray, choices: Choices, told: Told | None = None) -> Sets:
    """The groups in the best model of each size, from none on.

    Parameters
    ----------
    matrix : array, shape (d + 1, d + 1)
        Products of features and label, the label last.
    choices : Choices
        Of at most 20 groups and 60 features.
    told : callable, optional
        Gets the share that is done.

    Notes
    -----
    Groups are decided one after the other, in or out; the features of one that is in are eliminated, as in
    Furnival and Wilson (1974), Technometrics 16. Without any more features to come the error can only grow:
    where even with all of those that are left it is no smaller than the least ones known, nothing below is
    looked at.
    """
    return _Search(matrix, choices, told).sets()


class _Search:
    def __init__(self, matrix: FloatArray, choices: Choices, told: Told | None) -> None:
        self._choices, self._told = choices, told
        count = len(choices.columns)
        known = forwards(matrix, choices)
        if sum(choices.widths) <= choices.most_columns:
            known += backwards(matrix, choices)
        self._order = _by_worth(known, count)
        self._widths = np.array([choices.widths[g] for g in self._order], dtype=np.int64)
        places = np.append(choices.features(self._order), len(matrix) - 1)
        self._matrix = matrix[np.ix_(places, places)]
        self._least = least_pivots(self._matrix)
        at = {group: place for place, group in enumerate(self._order)}
        self._needs = [sum(1 << at[need] for need in choices.needs[group]) for group in self._order]
        self._errors = np.full(count + 1, np.inf)
        self._masks = np.zeros(count + 1, dtype=np.int64)
        for groups in known:
            features = np.append(choices.features(groups), len(matrix) - 1)
            part = matrix[np.ix_(features, features)]
            error = left_over(part, least_pivots(matrix)[features[:-1]])
            if error < self._errors[len(groups)]:
                self._errors[len(groups)] = error
                self._masks[len(groups)] = sum(1 << at[group] for group in groups)

    def sets(self) -> Sets:
        """Of each size that there is a model of."""
        self._branch(self._matrix, 0, 0, 0, 0.0, 1.0)
        return [self._groups(int(mask)) for mask in self._masks[np.isfinite(self._errors)]]

    def _groups(self, mask: int) -> tuple[int, ...]:
        return tuple(sorted(group for place, group in enumerate(self._order) if mask >> place & 1))

    def _branch(self, matrix: FloatArray, at: int, mask: int, size: int, start: float, share: float) -> None:
        """Look at all models that agree with a mask in the groups before one."""
        check_wanted()
        first = int(self._widths[:at].sum())
        left = len(self._order) - at
        bound = left_over(matrix, self._least[first:])
        if left and (self._errors[size : size + left + 1] <= bound).all():
            pass
        elif left <= _LEAF:
            self._go_through(matrix[None], at, mask)
        else:
            width = int(self._widths[at])
            inside = matrix[None]
            for column in range(width):
                inside = _taken_in(inside, self._least[first + column])
            self._branch(inside[0], at + 1, mask | 1 << at, size + 1, start, share / 2)
            self._branch(matrix[width:, width:], at + 1, mask, size, start + share / 2, share / 2)
            return
        if self._told is not None:
            self._told(start + share)

    def _go_through(self, stack: FloatArray, at: int, mask: int) -> None:
        """All models that agree with a mask in the groups before one, side by side."""
        masks = np.array([mask], dtype=np.int64)
        column = int(self._widths[:at].sum())
        for place in range(at, len(self._order)):
            inside, width = stack, int(self._widths[place])
            for _ in range(width):
                inside = _taken_in(inside, self._least[column])
                column += 1
            stack = np.concatenate([stack[:, width:, width:], inside])
            masks = np.concatenate([masks, masks | 1 << place])
        errors = stack[:, 0, 0]
        allowed = self._allowed(masks)
        sizes = np.bitwise_count(masks)
        for size in range(len(self._errors)):
            some = np.flatnonzero(allowed & (sizes == size))
            if some.size:
                best = some[int(errors[some].argmin())]
                if errors[best] < self._errors[size]:
                    self._errors[size], self._masks[size] = errors[best], masks[best]

    def _allowed(self, masks: IntArray) -> np.ndarray:
        """Which of the models have all that their groups need, and not too many features."""
        allowed = np.ones(len(masks), dtype=bool)
        for place, needs in enumerate(self._needs):
            if needs:
                allowed &= (masks >> place & 1 == 0) | (masks & needs == needs)
        if self._widths.sum() > self._choices.most_columns:
            columns = sum((masks >> place & 1) * width for place, width in enumerate(self._widths.tolist()))
            allowed &= columns <= self._choices.most_columns
        return allowed


def _taken_in(stack: FloatArray, least: float) -> FloatArray:
    """What is left of all products beside the first feature of each matrix, without that."""
    pivots = stack[:, 0, 0]
    shares = np.divide(1.0, pivots, out=np.zeros_like(pivots), where=pivots > least)
    rows = stack[:, 0, 1:]
    return np.asarray(stack[:, 1:, 1:] - rows[:, :, None] * (rows * shares[:, None])[:, None, :])


def _by_worth(known: Sets, count: int) -> list[int]:
    """All groups, those first that are in the most of these models: without them there is much to cut off."""
    times = np.zeros(count, dtype=np.int64)
    for groups in known:
        times[list(groups)] += 1
    return [int(group) for group in np.argsort(-times, kind="stable")]
