"""Orthogonal polynomials, beside what R prints for ``poly(1:10, 3)``."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.terms.orthogonal_polynomial import polynomial_basis

# R 4: poly(1:10, 3) and attr(, "coefs").
_PRINTED = [
    (-0.49543369, 0.52223297, -0.4534252),
    (-0.38533732, 0.17407766, 0.1511417),
    (-0.27524094, -0.08703883, 0.3778543),
    (-0.16514456, -0.26111648, 0.3346710),
    (-0.05504819, -0.34815531, 0.1295501),
]


def test_they_are_those_of_r() -> None:
    x = np.arange(1.0, 11.0)
    basis = polynomial_basis(x, 3, "x")
    columns = basis.columns(x)
    np.testing.assert_allclose(columns[:5], _PRINTED, atol=5e-8)
    np.testing.assert_allclose(basis.centres, [5.5, 5.5, 5.5], rtol=1e-14)
    np.testing.assert_allclose(basis.squares, [10.0, 82.5, 528.0, 3088.8], rtol=1e-13)


@pytest.mark.parametrize("far", [0.0, 1e6])
def test_they_are_orthogonal_wherever_the_numbers_lie(far) -> None:
    x = far + np.random.default_rng(0).normal(size=200)
    columns = polynomial_basis(x, 8, "x").columns(x)
    np.testing.assert_allclose(columns.T @ columns, np.eye(8), atol=1e-8)
    np.testing.assert_allclose(columns.sum(axis=0), 0.0, atol=1e-7)


def test_too_few_different_numbers_are_refused() -> None:
    with pytest.raises(ProblemError, match="more than 3 different numbers, but “age” has 3"):
        polynomial_basis(np.array([1.0, 2.0, 3.0, 1.0]), 3, "age")
    with pytest.raises(ProblemError, match="use another unit"):
        polynomial_basis(np.array([1.0, 2e200, 3e200, 4e200]), 3, "age")
