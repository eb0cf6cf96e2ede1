"""Least squares of any subset of features, by elimination in the products of features and label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray

from .sums import StandardSquares

# A feature with less than this share of its square beside the others is a combination of them.
DEPENDENT = 1e-11


@dataclass(frozen=True, eq=False)
class Choices:
    """What may go in and out of a model: groups of features, each as a whole.

    Attributes
    ----------
    columns : tuple of array of int
        The places of the features of each group.
    needs : tuple of frozenset of int
        The groups that must be in wherever one is.
    most_columns : int
        Of features in a model.
    """

    columns: tuple[IntArray, ...]
    needs: tuple[frozenset[int], ...]
    most_columns: int

    @property
    def widths(self) -> list[int]:
        """How many features each group has."""
        return [len(columns) for columns in self.columns]

    def may_enter(self, chosen: Sequence[int]) -> list[int]:
        """Groups that may come to those that are chosen."""
        inside, widths = set(chosen), self.widths
        room = self.most_columns - sum(widths[g] for g in inside)
        return [
            g
            for g, needs in enumerate(self.needs)
            if g not in inside and needs <= inside and widths[g] <= room
        ]

    def may_leave(self, chosen: Sequence[int]) -> list[int]:
        """Groups of those that are chosen that no other one needs."""
        needed = set().union(*(self.needs[g] for g in chosen))
        return [g for g in chosen if g not in needed]

    def features(self, chosen: Sequence[int]) -> IntArray:
        """The places of all features of some groups."""
        return np.concatenate([np.empty(0, dtype=np.int64), *(self.columns[g] for g in chosen)])


def whole_matrix(squares: StandardSquares) -> FloatArray:
    """Products of features and label, the label last, shape (d + 1, d + 1)."""
    sides = squares.across[:, None]
    return np.block([[squares.products, sides], [sides.T, np.array([[squares.total]])]])


def left_over(matrix: FloatArray, least: FloatArray) -> float:
    """The mean square of the label beside all features of a matrix, the label last; see `eliminated`."""
    for column in range(len(matrix) - 1):
        matrix = eliminated(matrix, 0, float(least[column]))
        matrix = matrix[1:, 1:]
    return float(matrix[0, 0])


def eliminated(matrix: FloatArray, column: int, least: float) -> FloatArray:
    """Products beside one feature, which stays as it is where no more than ``least`` of it is left."""
    pivot = matrix[column, column]
    if not pivot > least:
        return matrix
    row = matrix[column]
    return np.asarray(matrix - np.outer(row, row / pivot))


def least_pivots(matrix: FloatArray) -> FloatArray:
    """What a feature has to have left beside others so as to be no combination of them, shape (d,)."""
    return np.asarray(DEPENDENT * np.diag(matrix)[:-1])


def weights_of(squares: StandardSquares, features: IntArray) -> FloatArray:
    """Standardised weights of least squares of some features, 0 for all others, shape (d,)."""
    found = np.zeros(len(squares.across))
    if features.size:
        block = squares.products[np.ix_(features, features)]
        inverse = np.linalg.pinv(block, rcond=DEPENDENT, hermitian=True)
        across = squares.across[features]
        weights = inverse @ across
        found[features] = weights + inverse @ (across - block @ weights)
    return found
