"""Features one after the other: forwards, each time the one that helps most, or backwards."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.cancellation import check_wanted

from .elimination import Choices, eliminated, least_pivots, left_over

Sets = list[tuple[int, ...]]


def forwards(matrix: FloatArray, choices: Choices) -> Sets:
    """The groups in a model of each size, from none on: always the one more that leaves the least error.

    Parameters
    ----------
    matrix : array, shape (d + 1, d + 1)
        Products of features and label, the label last.
    choices : Choices
    """
    least = least_pivots(matrix)
    chosen: list[int] = []
    sets: Sets = [()]
    while candidates := choices.may_enter(chosen):
        check_wanted()
        gains = [_gain(matrix, choices.columns[g], least) for g in candidates]
        best = candidates[int(np.argmax(gains))]
        for column in choices.columns[best]:
            matrix = eliminated(matrix, int(column), float(least[column]))
        chosen.append(best)
        sets.append(tuple(sorted(chosen)))
    return sets


def backwards(matrix: FloatArray, choices: Choices) -> Sets:
    """The same from all groups on, always without the one that is missed least; from none on, too."""
    least = least_pivots(matrix)
    chosen = list(range(len(choices.columns)))
    sets: Sets = [tuple(chosen)]
    while chosen:
        check_wanted()
        costs = _costs(matrix, choices, chosen, least)
        leaving = choices.may_leave(chosen)
        # Of several that cost nothing the last one goes.
        chosen.remove(min(reversed(leaving), key=costs.__getitem__))
        sets.append(tuple(chosen))
    return sets[::-1]


def _gain(matrix: FloatArray, columns: IntArray, least: FloatArray) -> float:
    """By how much less error there is with some features more."""
    if len(columns) == 1:
        j = columns[0]
        return float(matrix[j, -1] ** 2 / matrix[j, j]) if matrix[j, j] > least[j] else 0.0
    both = np.append(columns, len(matrix) - 1)
    return float(matrix[-1, -1]) - left_over(matrix[np.ix_(both, both)], least[columns])


def _costs(matrix: FloatArray, choices: Choices, chosen: list[int], least: FloatArray) -> dict[int, float]:
    """By how much more error there is without each group of those that are chosen."""
    kept = _independent(matrix, choices.features(chosen), least)
    inverse = np.linalg.inv(matrix[np.ix_(kept, kept)])
    weights = inverse @ matrix[kept, -1]
    place = {column: at for at, column in enumerate(kept.tolist())}
    costs = {}
    for group in chosen:
        own = [place[column] for column in choices.columns[group].tolist() if column in place]
        costs[group] = 0.0
        if own:
            costs[group] = float(weights[own] @ np.linalg.solve(inverse[np.ix_(own, own)], weights[own]))
    return costs


def _independent(matrix: FloatArray, columns: IntArray, least: FloatArray) -> IntArray:
    """Those of the features that are no combination of ones before them."""
    block = matrix[np.ix_(columns, columns)]
    try:
        root = np.linalg.cholesky(block)
        if (np.diag(root) ** 2 > least[columns]).all():
            return columns
    except np.linalg.LinAlgError:
        pass
    kept = []
    for at, column in enumerate(columns.tolist()):
        if block[at, at] > least[column]:
            kept.append(column)
            block = eliminated(block, at, float(least[column]))
    return np.array(kept, dtype=np.int64)
