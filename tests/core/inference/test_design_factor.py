"""Standard errors, leverages and what follows from them against rational numbers, up to the last digits."""

from __future__ import annotations

import numpy as np
import pytest
from rational import exact_fit, relative_error

from linreg_gui.core import (
    Dataset,
    ProblemError,
    collinearity,
    infer,
    influence,
    prediction_intervals,
    robust_covariance,
    sequential_anova,
)
from linreg_gui.core.inference.checked_fit import checked_fit

YEARS = np.arange(1990.0, 2010.0)


def nearly_dependent(exponent: int, seed: int = 0) -> Dataset:
    """Two columns that differ by 10^-exponent of their spread."""
    rng = np.random.default_rng(seed + 100 * exponent)
    X = rng.normal(size=(15, 3))
    X[:, 2] = X[:, 0] + 10.0**-exponent * X[:, 2]
    return Dataset(X + seed % 3, X @ [1.0, 2.0, 3.0] + rng.normal(size=15))


def powers_of_years(degree: int, *more: np.ndarray) -> Dataset:
    rng = np.random.default_rng(degree)
    return Dataset(np.column_stack([YEARS[:, None] ** np.arange(1, degree + 1), *more]), rng.normal(size=20))


CASES = {f"years to the {k}": powers_of_years(k) for k in range(3, 6)}
CASES |= {f"nearly 1e-{k}": nearly_dependent(k, seed=k) for k in range(4, 13)}


@pytest.mark.parametrize("fit_bias", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_nothing_about_an_ill_conditioned_fit_has_fewer_digits_than_its_weights(name, fit_bias):
    data = CASES[name]
    weights = np.resize([1.0, 0.3, 2.5], data.n_rows) if name[-1] in "378" else None
    options = {"row_weights": weights, "fit_bias": fit_bias}
    exact, n = exact_fit(data, row_weights=weights, fit_bias=fit_bias), data.n_rows
    shares = np.ones(n) if weights is None else weights
    table = infer(data, **options).table
    freedom = n - len(exact.parameters)
    sigma2 = 2 * exact.half_mse * sum(map(type(exact.half_mse), shares.tolist())) / freedom
    assert relative_error(table.standard_error**2, [sigma2 * v for v in exact.unit_variances]) < 4e-15
    found = influence(data, **options)
    np.testing.assert_allclose(found.leverage, [float(h) for h in exact.leverages], rtol=0, atol=4e-15)
    assert found.leverage.max() <= 1.0
    assert relative_error(found.residual, exact.residuals) < 1e-13
    free = [1 - h for h in exact.leverages]
    rows = zip(exact.residuals, exact.leverages, free, shares.tolist(), strict=True)
    cooks = [type(sigma2)(w) * e * e * h / (f * f * len(table.names) * sigma2) for e, h, f, w in rows]
    assert relative_error(found.cooks_distance, cooks) < 1e-13
    intervals = prediction_intervals(data, data.X, **options)
    leverages = [sigma2 * h / type(h)(w) for h, w in zip(exact.leverages, shares.tolist(), strict=True)]
    assert relative_error(intervals.standard_error**2, leverages) < 1e-14


INDICATED = {f"years to the {k}": powers_of_years(k, 1.0 * (YEARS == 1999.0)) for k in range(1, 6)}
INDICATED |= {
    f"nearly 1e-{k}, row {row}": Dataset(np.c_[data.X, np.arange(15) == row], data.y)
    for k, row in [(5, 0), (7, 14), (9, 3), (11, 8)]
    if (data := nearly_dependent(k))
}


@pytest.mark.parametrize("name", INDICATED)
def test_a_row_with_an_indicator_of_its_own_is_not_judged_whatever_stands_beside_it(name):
    data = INDICATED[name]
    row = int(np.flatnonzero(data.X[:, -1])[0])
    found = influence(data)
    assert found.leverage.max() == found.leverage[row] == pytest.approx(1.0, abs=1e-14)
    for numbers in (found.cooks_distance, found.studentised, found.deleted, found.dffits):
        assert np.flatnonzero(np.isnan(numbers)).tolist() == [row]
    for kind in ("HC2", "HC3"):
        with pytest.raises(ProblemError, match=f"so {kind} does not exist"):
            robust_covariance(data, kind)
    assert np.isfinite(robust_covariance(data, "HC1")).all()


@pytest.mark.parametrize("distance", [1e3, 1e4, 1e5])
def test_a_row_far_from_the_others_is_still_judged(distance):
    x = np.r_[np.linspace(-1.0, 1.0, 9), distance]
    data = Dataset(x[:, None], np.random.default_rng(0).normal(size=10))
    exact, found = exact_fit(data), influence(data)
    left = 1 - exact.leverages[-1]
    wanted = exact.residuals[-1] ** 2 * 16 * exact.leverages[-1]
    wanted = float(wanted / (left * left * 2 * (2 * exact.half_mse * 20)))
    assert found.cooks_distance[-1] == pytest.approx(wanted, rel=10.0 * 4e-16 * distance**2)


def test_an_ill_conditioned_fit_far_from_zero_has_errors_of_all_digits():
    rng = np.random.default_rng(1)
    x = np.round(1000.0 * rng.normal(size=(12, 2)))
    data = Dataset(x + 1e12, rng.normal(size=12))
    exact = exact_fit(data)
    sigma2 = 2 * exact.half_mse * 12 / 9
    found = infer(data).table.standard_error ** 2
    assert relative_error(found, [sigma2 * v for v in exact.unit_variances]) < 1e-11


@pytest.mark.parametrize("name", ["years to the 4", "years to the 5", "nearly 1e-9", "nearly 1e-12"])
def test_inflation_of_variances_is_that_of_rational_numbers(name):
    data = CASES[name]
    exact, found = exact_fit(data), collinearity(data)
    centred = [[v - sum(column) / len(column) for v in column] for column in map(_fractions, data.X.T)]
    squares = [sum(v * v for v in column) for column in centred]
    wanted = [v * s for v, s in zip(exact.unit_variances[1:], squares, strict=True)]
    assert relative_error(found.variance_inflation, wanted) < 1e-14
    np.testing.assert_allclose(found.variance_proportions.sum(axis=0), 1.0)
    # The sum of the inflations is that of 1/singular value², of which the smallest has the most.
    last = found.condition_indices[0] / found.condition_number
    assert last < 1.0
    assert (np.diff(found.condition_indices) >= 0.0).all()


def _fractions(column):
    return [type(exact_fit(CASES["nearly 1e-4"]).half_mse)(float(value)) for value in column]


def test_what_each_term_explains_adds_up_in_ill_conditioned_data():
    data = CASES["years to the 5"]
    found = sequential_anova(data)
    total = float(((data.y - data.y.mean()) ** 2).sum())
    assert found.sum_of_squares.sum() + found.residual_sum_of_squares == pytest.approx(total, rel=1e-12)
    fewer = sequential_anova(Dataset(data.X[:, :4], data.y))
    np.testing.assert_allclose(found.sum_of_squares[:4], fewer.sum_of_squares, rtol=1e-9)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_columns_are_those_of_the_rows_of_q(bias, offset):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, 4)) + offset
    weights = rng.uniform(0.5, 2.0, 50)
    for checked in (checked_fit(Dataset(X, rng.normal(size=50)), None, w, bias) for w in (None, weights)):
        for one in (checked, checked.corrected()):
            rows, e = (np.concatenate(part) for part in zip(*one.blocks(), strict=True))
            columns, same = (np.concatenate(part, -1) for part in zip(*one.columns(), strict=True))
            np.testing.assert_allclose(columns.T, rows, rtol=1e-9, atol=1e-12)
            np.testing.assert_array_equal(same, e)
            leverage = one.leverages(columns, transposed=True)[0]
            np.testing.assert_allclose(leverage, one.leverages(rows)[0], rtol=1e-9)
