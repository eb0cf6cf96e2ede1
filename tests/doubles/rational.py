"""Least squares in rational numbers, in which nothing is rounded: what the solvers are held against."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True)
class ExactFit:
    """A fit and what belongs to it, the bias first; residuals and leverages are of the rows as they are."""

    parameters: list[Fraction]
    half_mse: Fraction
    residuals: list[Fraction]
    leverages: list[Fraction]
    unit_variances: list[Fraction]


def exact_fit(
    data: Dataset, *, ridge: float = 0.0, row_weights: Iterable[float] | None = None, fit_bias: bool = True
) -> ExactFit:
    """Weighted least squares with a penalty, of the numbers as they are."""
    columns = [_fractions(column) for column in data.X.T]
    if fit_bias:
        columns.insert(0, [Fraction(1)] * data.n_rows)
    shares = _fractions([1.0] * data.n_rows if row_weights is None else row_weights)
    total, label = sum(shares, Fraction()), _fractions(data.y)
    weighted = [list(map(operator.mul, column, shares)) for column in columns]
    rows = [[_dot(a, b) for b in columns] for a in weighted]
    for j in range(int(fit_bias), len(rows)):
        rows[j][j] += _fraction(ridge) * total
    parameters = _solved([[*row, _dot(a, label)] for row, a in zip(rows, weighted, strict=True)])
    inverse = [
        _solved([[*row, Fraction(int(i == j))] for i, row in enumerate(rows)]) for j in range(len(rows))
    ]
    examples = list(zip(*columns, strict=True))
    residuals = [y - _dot(x, parameters) for x, y in zip(examples, label, strict=True)]
    leverages = [
        w * _dot(x, [_dot(x, row) for row in inverse]) for x, w in zip(examples, shares, strict=True)
    ]
    squares = _dot(shares, [e * e for e in residuals])
    variances = [row[j] for j, row in enumerate(inverse)]
    return ExactFit(parameters, squares / (2 * total), residuals, leverages, variances)


def relative_error(found: Iterable[float], exact: Iterable[Fraction]) -> float:
    """The largest relative error; that of a 0 is the number found."""
    pairs = zip(_fractions(found), exact, strict=True)
    return max(float(abs((a - b) / b)) if b else abs(float(a)) for a, b in pairs)
