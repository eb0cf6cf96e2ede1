from __future__ import annotations

import operator
import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@pytest.mark.parametrize("x", [np.linspace(0.0, 1e-200, 20), np.array([7e-120, np.nextafter(7e-120, 1.0)])])
def test_differences_too_small_to_be_squared_are_named_in_a_sentence(x):
    with pytest.raises(ProblemError, match="“y” differ by too little") as caught:
        moments(Dataset(np.arange(float(len(x))).reshape(-1, 1), x))
    assert caught.value.problem.kind == "underflow"


@pytest.mark.parametrize("size", [1e-120, 1e140])
def test_sizes_that_can_be_squared_are_taken_as_they_are(size):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        m = moments(Dataset(size * rng.normal(size=(30, 2)), size * rng.normal(size=30)))
    np.testing.assert_allclose(np.diag(m.gram) / m.norms**2, 1.0)


def exact_moments(columns):
    """Means and products of the centred columns as rational numbers."""
    numbers = [[Fraction(float(v)) for v in column] for column in columns]
    means = [sum(c) / len(c) for c in numbers]
    centred = [[v - mean for v in c] for c, mean in zip(numbers, means, strict=True)]
    return means, [[sum(map(operator.mul, a, b)) for b in centred] for a in centred]


@settings(max_examples=60, deadline=None)
@given(
    # One digit of the smallest is some 1e-134: less than a tenth of it could not be squared any more.
    offset=st.sampled_from([0.1, -3.3, 9e15, 1e16, 1.7e18, -4e12, 7e-119, 1e140]),
    steps=st.lists(st.integers(-40, 40), min_size=1, max_size=40),
    weighted=st.booleans(),
)
def test_columns_a_few_digits_wide_have_the_moments_of_their_rational_numbers(offset, steps, weighted):
    column = offset + np.array(steps) * np.spacing(offset)
    other = np.cos(np.arange(len(steps)))
    data = Dataset(np.c_[column, other], column[::-1].copy())
    m = moments(data, np.ones(len(steps)) if weighted else None)
    means, gram = exact_moments([column, other, column[::-1]])
    scale = np.sqrt([float(gram[j][j]) for j in range(3)])
    np.testing.assert_array_equal(m.norms == 0.0, scale == 0.0)
    wanted = np.array([[float(a) for a in row] for row in gram])
    np.testing.assert_allclose(m.gram, wanted, atol=1e-9 * np.outer(scale, scale).max(), rtol=1e-9)
    found = [Fraction(float(a)) + Fraction(float(b)) for a, b in zip(m.mean, m.rounding, strict=True)]
    for mean, wanted_mean, spread in zip(found, means, scale, strict=True):
        assert abs(mean - wanted_mean) <= 1e-9 * spread + 1e-20 * abs(offset)


@pytest.mark.parametrize("value", [0.1, -1e9 - 0.1, 1e16, 3e-200, 1e120])
@pytest.mark.parametrize("n", [1, 3, 50_000])
def test_only_equal_values_make_a_constant_column(value, n):
    column = np.full(n, value)
    weights = np.linspace(0.1, 1.0, n)
    for row_weights in (None, weights):
        assert moments(Dataset(column[:, None], column), row_weights).norms.tolist() == [0.0, 0.0]
    column[n // 2] = np.nextafter(value, np.inf)
    if n > 1 and abs(value) > 1e-100:
        for row_weights in (None, weights):
            assert moments(Dataset(column[:, None], column), row_weights).norms.all()


def test_a_mean_that_is_no_float_is_known_to_its_last_digit_over_many_blocks():
    k = np.arange(200_000.0)
    m = moments(Dataset((2.0**54 + 4.0 * k)[:, None], 2.0**53 + 2.0 * k))
    wanted = 2.0 * (k[-1] / 2.0)
    assert m.mean[1] - 2.0**53 + m.rounding[1] == wanted
    assert m.norms[1] ** 2 == pytest.approx(4.0 * k.size * (k.size**2 - 1) / 12, rel=1e-13)
