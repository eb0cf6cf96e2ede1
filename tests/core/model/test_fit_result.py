"""Predictions and residuals of a fit keep their digits, however far from 0 the numbers lie."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rational import exact_fit, relative_error

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import predict, residual
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic


def made(kind: str) -> Dataset:
    """Small data that cost Xw + b its digits."""
    rng = np.random.default_rng(3)
    x = rng.normal(size=(14, 2))
    y = x @ [1.0, 2.0] + 0.1 * rng.normal(size=14)
    if kind == "far features":
        return Dataset(x + 1e12, y)
    if kind == "far apart":
        return Dataset(x + np.array([1e12, -3e10]), y)
    if kind == "far label":
        return Dataset(x, y + 1e12)
    if kind == "nanoseconds":
        return Dataset(np.round(x * 1e9) + 1.7e18, y)
    if kind == "powers of years":
        years = np.arange(1990.0, 2004.0)[:, None]
        return Dataset(years ** np.arange(1, 5), y)
    if kind == "nearly equal":
        return Dataset(np.c_[x, x[:, 0] + 1e-11 * rng.normal(size=14)], y)
    whole = np.round(1000.0 * x)
    return Dataset(np.c_[whole, whole[:, 0] + whole[:, 1]], y)


KINDS = ["far features", "far apart", "far label", "nanoseconds", "powers of years", "nearly equal"]


@pytest.mark.parametrize("kind", KINDS)
def test_predictions_and_residuals_have_all_digits(kind: str) -> None:
    data = made(kind)
    fit, exact = solve_analytic(data), exact_fit(data)
    assert relative_error(fit.residual(data.X, data.y), exact.residuals) < 1e-14
    rows = [*zip(data.y, exact.residuals, strict=True)]
    predictions = [type(e)(float(y)) - e for y, e in rows]
    assert relative_error(fit.predict(data.X), predictions) < 1e-14


def test_many_rows_far_from_zero_keep_their_residuals() -> None:
    rng = np.random.default_rng(0)
    noise = rng.normal(size=60_000)
    data = Dataset(rng.normal(size=(60_000, 2)) + 1e12, noise)
    fit = solve_analytic(data)
    near = solve_analytic(Dataset(data.X - 1e12, noise))
    np.testing.assert_allclose(fit.residual(data.X, noise), near.residual(data.X - 1e12, noise), rtol=1e-9)


@pytest.mark.parametrize(("fit_bias", "offset"), [(True, 0.0), (False, 0.0), (True, 1e12)])
def test_dependent_features_predict_as_those_they_depend_on(fit_bias: bool, offset: float) -> None:
    data = made("dependent")
    data = Dataset(data.X + offset, data.y)
    fit = solve_analytic(data, fit_bias=fit_bias)
    assert fit.dependencies
    known = solve_analytic(Dataset(data.X[:, :2], data.y), fit_bias=fit_bias)
    np.testing.assert_allclose(fit.predict(data.X), known.predict(data.X[:, :2]), rtol=1e-9)


def test_a_fit_that_knows_no_centre_predicts_by_weights_and_bias() -> None:
    data = made("far label")
    fit = replace(solve_analytic(data), centred=None)
    np.testing.assert_array_equal(fit.predict(data.X), predict(data.X, fit.weights, fit.bias))
    np.testing.assert_array_equal(
        fit.residual(data.X, data.y), residual(data.X, data.y, fit.weights, fit.bias)
    )


def test_one_example_and_none_are_predicted() -> None:
    data = made("far features")
    fit = solve_analytic(data)
    assert fit.predict(data.X[0]) == pytest.approx(fit.predict(data.X)[:1], rel=1e-15)
    assert fit.predict(np.empty((0, 2))).shape == (0,)


def test_what_cannot_be_predicted_is_a_sentence() -> None:
    fit = solve_analytic(made("far features"))
    with pytest.raises(ValueError, match="X has 1 feature but 2 weights"):
        fit.predict([[1.0]])
    with pytest.raises(ValueError, match="missing or infinite"):
        fit.predict([[1.0, np.nan]])
    with pytest.raises(ProblemError, match="predictions would be too large"):
        fit.predict([[1e308, 1e308]])
    with pytest.raises(ValueError, match="2 rows but y has 1"):
        fit.residual([[1.0, 2.0], [1.0, 2.0]], [1.0])
