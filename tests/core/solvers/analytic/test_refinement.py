"""The hardest problems are refined to the last digits, against exact rational arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from project_paths import NIST

from linreg_gui.core import Dataset, fit


def exact_least_squares(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Bias and weights by normal equations in fractions: no rounding at all until the end."""
    columns = [[Fraction(1)] * len(y), *([Fraction(float(v)) for v in column] for column in X.T)]
    label = [Fraction(float(v)) for v in y]

    def dot(a: list[Fraction], b: list[Fraction]) -> Fraction:
        return sum((p * q for p, q in zip(a, b, strict=True)), Fraction(0))

    rows = [[*(dot(a, b) for b in columns), dot(a, label)] for a in columns]
    for i, pivot in enumerate(rows):
        rows[i] = pivot = [value / pivot[i] for value in pivot]
        for j, row in enumerate(rows):
            if j != i:
                factor = row[i]
                rows[j] = [value - factor * p for value, p in zip(row, pivot, strict=True)]
    return np.array([float(row[-1]) for row in rows])


def test_a_polynomial_of_degree_ten_is_solved_to_the_last_digits() -> None:
    table = np.loadtxt(NIST / "filip.csv", delimiter=",", skiprows=1)
    X = table[:, 1:] ** np.arange(1, 11)
    found = fit(Dataset(X, table[:, 0]))
    exact = exact_least_squares(X, table[:, 0])
    assert np.allclose(np.r_[found.bias, found.weights], exact, rtol=1e-12, atol=0.0)


@pytest.mark.parametrize("seed", [0, 6, 7])
def test_a_column_that_hardly_varies_far_from_zero_is_solved_to_the_last_digits(seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(12, 2)) * [1.0, 1e-4] + [0.0, 1e9]
    y = X[:, 0] + 100.0 * (X[:, 1] - 1e9) + 6.0
    found = fit(Dataset(X, y))
    assert found.method == "cholesky"
    assert np.allclose(np.r_[found.bias, found.weights], exact_least_squares(X, y), rtol=1e-14, atol=0.0)
