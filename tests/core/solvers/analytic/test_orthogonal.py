"""Factorisations in pieces give what one in a whole gives, and never much is factorised at once."""

from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.solvers.analytic import orthogonal
from linreg_gui.core.solvers.analytic.orthogonal import thin_qr, upper, upper_of_tall


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch) -> None:
    monkeypatch.setattr(orthogonal, "_AT_ONCE", 64)


def matrix_of(n_rows: int, n_columns: int, condition: float = 1.0) -> np.ndarray:
    rng = np.random.default_rng(n_rows * 1000 + n_columns)
    return rng.normal(size=(n_rows, n_columns)) * np.geomspace(1.0, 1.0 / condition, n_columns)


@pytest.mark.parametrize(("n_rows", "n_columns"), [(3, 40), (5, 5), (40, 3), (1, 7), (0, 3)])
def test_the_triangle_has_the_products_of_the_matrix(n_rows, n_columns) -> None:
    matrix = matrix_of(n_rows, n_columns)
    R = upper(matrix)
    assert R.shape == (min(n_rows, n_columns), n_columns)
    assert np.array_equal(R, np.triu(R))
    np.testing.assert_allclose(R.T @ R, matrix.T @ matrix, rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize(("n_rows", "n_columns"), [(400, 3), (401, 7), (5, 5)])
def test_block_by_block_the_triangle_is_that_of_the_whole_but_for_signs(n_rows, n_columns) -> None:
    matrix = matrix_of(n_rows, n_columns)
    np.testing.assert_allclose(np.abs(upper_of_tall(matrix)), np.abs(np.linalg.qr(matrix)[1]), rtol=1e-12)


@pytest.mark.parametrize("condition", [1.0, 1e12])
@pytest.mark.parametrize(("n_rows", "n_columns"), [(400, 3), (403, 7), (30, 4)])
def test_columns_are_orthonormal_to_the_last_digits_however_dependent_those_of_the_matrix_are(
    n_rows, n_columns, condition
) -> None:
    matrix = matrix_of(n_rows, n_columns, condition) @ np.linalg.qr(matrix_of(n_columns, n_columns))[0]
    Q, R = thin_qr(matrix)
    np.testing.assert_allclose(Q.T @ Q, np.eye(n_columns), atol=1e-14)
    np.testing.assert_allclose(Q @ R, matrix, atol=1e-13)
    assert np.array_equal(R, np.triu(R))


def test_nothing_large_is_factorised_at_once(monkeypatch) -> None:
    sizes, real = [], np.linalg.qr

    def spy(matrix, *rest, **named):
        sizes.append(matrix.size)
        return real(matrix, *rest, **named)

    monkeypatch.setattr(np.linalg, "qr", spy)
    wide = matrix_of(3, 1_000)
    upper(wide)
    thin_qr(wide.T)
    upper_of_tall(wide.T)
    assert max(sizes) < wide.size / 8


@pytest.mark.parametrize(("n_rows", "n_columns"), [(403, 7), (30, 30), (5, 40), (0, 3)])
def test_what_takes_long_is_factorised_by_what_lets_other_threads_go_on_and_is_the_same(
    n_rows, n_columns, monkeypatch
) -> None:
    matrix = matrix_of(n_rows, n_columns, 1e6)
    tall = matrix if n_rows >= n_columns else matrix.T
    triangle, (Q, R) = upper(matrix), thin_qr(tall)
    monkeypatch.setattr(orthogonal, "_SHORT", -1)
    monkeypatch.setattr(np.linalg, "qr", None)
    np.testing.assert_allclose(np.abs(upper(matrix)), np.abs(triangle), rtol=1e-9)
    other_q, other_r = thin_qr(tall)
    assert other_q.shape == Q.shape
    assert other_r.shape == R.shape
    np.testing.assert_allclose(other_q @ other_r, tall, rtol=1e-12, atol=1e-18)
    np.testing.assert_allclose(other_q.T @ other_q, np.eye(Q.shape[1]), atol=1e-14 if n_rows else 0.0)
