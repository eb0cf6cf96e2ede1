"""Least squares in rational numbers, in which nothing is rounded: what the solvers are held against."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from fractions import Fraction

from linreg_gui.core.model.dataset import Dataset


def exact_solution(data: Dataset) -> tuple[list[Fraction], Fraction]:
    """Weights and bias of the numbers as they are; their features must be independent."""
    columns = [_fractions(column) for column in (*data.X.T, data.y)]
    means = [sum(column, Fraction()) / data.n_rows for column in columns]
    centred = [[value - mean for value in column] for column, mean in zip(columns, means, strict=True)]
    features, label = centred[:-1], centred[-1]
    rows = [[_dot(a, b) for b in (*features, label)] for a in features]
    weights = _solved(rows)
    return weights, means[-1] - _dot(weights, means[:-1])


def exact_half_mse(data: Dataset, weights: Iterable[object], bias: object) -> Fraction:
    """Half mean squared error of a model that is taken as it is."""
    w, b = _fractions(weights), _fraction(bias)
    rows = zip(data.X, data.y, strict=True)
    squares = ((_fraction(y) - b - _dot(_fractions(x), w)) ** 2 for x, y in rows)
    return sum(squares, Fraction()) / (2 * data.n_rows)


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """The solution of a linear system whose right side is the last column (Gauss and Jordan)."""
    for i, row in enumerate(rows):
        pivot = row[i]
        row[:] = [value / pivot for value in row]
        for other in rows:
            if other is not row:
                factor = other[i]
                other[:] = [a - factor * b for a, b in zip(other, row, strict=True)]
    return [row[-1] for row in rows]


def _dot(a: Iterable[Fraction], b: Iterable[Fraction]) -> Fraction:
    return sum(map(operator.mul, a, b), Fraction())


def _fractions(values: Iterable[object]) -> list[Fraction]:
    return [_fraction(value) for value in values]


def _fraction(value: object) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(float(value))  # type: ignore[arg-type]
