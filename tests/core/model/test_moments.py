from __future__ import annotations

import warnings

import numpy as np
import pytest

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError

rng = np.random.default_rng(0)


@pytest.mark.parametrize("n", [1, 2, 10, 100_000])
def test_means_and_products_agree_with_numpy(n):
    X, y = rng.normal(5.0, 2.0, size=(n, 3)), rng.normal(size=n)
    m = moments(Dataset(X, y))
    table = np.column_stack([X, y])
    np.testing.assert_allclose(m.mean, table.mean(axis=0), rtol=1e-12)
    centred = table - table.mean(axis=0)
    np.testing.assert_allclose(m.gram, centred.T @ centred, rtol=1e-9, atol=1e-9)
    assert m.n_rows == n


def test_a_large_mean_costs_no_digits():
    small = rng.integers(0, 1000, size=(50_000, 2)).astype(float)
    near, far = moments(Dataset(small, small[:, 0])), moments(Dataset(small + 1e9, small[:, 0]))
    np.testing.assert_allclose(far.gram, near.gram, rtol=1e-10)


def test_constant_columns_have_no_norm():
    m = moments(Dataset(np.c_[rng.normal(size=1000), np.full(1000, 0.1)], np.full(1000, 1e9 + 0.1)))
    assert m.norms[0] > 0.0
    assert m.norms[1:].tolist() == [0.0, 0.0]
    assert m.correlation().shape == (1, 1)
    assert m.total_sum_of_squares == 0.0


def test_a_column_that_hardly_varies_is_not_constant():
    x = 1e6 + 1e-6 * rng.normal(size=100)
    m = moments(Dataset(x.reshape(-1, 1), x))
    assert m.feature_stds[0] == pytest.approx(x.std(), rel=1e-6)


def test_the_correlation_is_that_of_numpy(random_data):
    data = random_data(d=5)
    np.testing.assert_allclose(moments(data).correlation(), np.corrcoef(data.X.T), atol=1e-12)


@pytest.mark.parametrize("size", [1e150, 1e200, 1e308])
def test_numbers_too_large_to_be_squared_are_named_in_a_sentence(size):
    X = np.c_[np.linspace(0.0, 1.0, 20), size * rng.uniform(-1.0, 1.0, size=20)]
    with pytest.raises(ProblemError, match="“mass” are too large") as caught:
        moments(Dataset(X, np.arange(20.0), ["x", "mass"]))
    assert caught.value.problem.kind == "overflow"


def test_differences_too_small_to_be_squared_are_named_in_a_sentence():
    x = np.linspace(0.0, 1e-200, 20)
    with pytest.raises(ProblemError, match="“y” differ by too little") as caught:
        moments(Dataset(np.arange(20.0).reshape(-1, 1), x))
    assert caught.value.problem.kind == "underflow"


@pytest.mark.parametrize("size", [1e-120, 1e140])
def test_sizes_that_can_be_squared_are_taken_as_they_are(size):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        m = moments(Dataset(size * rng.normal(size=(30, 2)), size * rng.normal(size=30)))
    np.testing.assert_allclose(np.diag(m.gram) / m.norms**2, 1.0)
