"""Influence, robust errors and collinearity against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.outliers_influence import variance_inflation_factor

from linreg_gui.core import Dataset, ProblemError, collinearity, dfbetas, infer, influence, robust_covariance

SAMPLES = ["diabetes", "engel", "motor_trend_cars"]


def reference(data: Dataset):
    return sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr")


@pytest.mark.parametrize("name", SAMPLES)
def test_every_row_weighs_what_statsmodels_says(columns, name) -> None:
    data = columns(name)
    ours, theirs = influence(data), reference(data).get_influence()
    assert np.allclose(ours.leverage, theirs.hat_matrix_diag, rtol=1e-9)
    assert np.allclose(ours.studentised, theirs.resid_studentized_internal, rtol=1e-9)
    assert np.allclose(ours.deleted, theirs.resid_studentized_external, rtol=1e-9)
    assert np.allclose(ours.cooks_distance, theirs.cooks_distance[0], rtol=1e-9)
    assert np.allclose(ours.dffits, theirs.dffits[0], rtol=1e-9)
    assert np.allclose(ours.covratio, theirs.cov_ratio, rtol=1e-9)
    assert np.allclose(dfbetas(data), theirs.dfbetas, rtol=1e-8, atol=1e-12)
    assert ours.leverage.sum() == pytest.approx(data.n_features + 1)


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
@pytest.mark.parametrize("name", SAMPLES)
def test_robust_errors_agree_with_statsmodels(columns, name, kind) -> None:
    data = columns(name)
    theirs = reference(data).get_robustcov_results(kind)
    assert np.allclose(np.sqrt(np.diag(robust_covariance(data, kind))), theirs.bse, rtol=1e-9)
    assert np.allclose(robust_covariance(data, kind), theirs.cov_params(), rtol=1e-7)


@pytest.mark.parametrize("name", SAMPLES)
def test_variance_inflation_agrees_with_statsmodels(columns, name) -> None:
    data = columns(name)
    X = sm.add_constant(data.X)
    theirs = [variance_inflation_factor(X, j + 1) for j in range(data.n_features)]
    ours = collinearity(data)
    assert np.allclose(ours.variance_inflation, theirs, rtol=1e-9)
    # The same by a singular value decomposition of the centred features of length 1.
    Z = data.X - data.X.mean(axis=0)
    _, singular, V = np.linalg.svd(Z / np.linalg.norm(Z, axis=0), full_matrices=False)
    assert np.allclose(ours.condition_indices, singular[0] / singular, rtol=1e-9)
    shares = (V / singular[:, None]) ** 2
    assert np.allclose(ours.variance_proportions, shares / shares.sum(axis=0), rtol=0.0, atol=1e-9)
    assert ours.condition_indices[0] == 1.0
    assert ours.condition_indices[-1] == ours.condition_number


def test_a_row_that_decides_its_own_prediction_has_no_residual_to_judge() -> None:
    X = np.zeros((8, 2))
    X[:, 0] = np.arange(8)
    X[7, 1] = 1.0
    data = Dataset(X, np.random.default_rng(0).normal(size=8))
    ours = influence(data)
    assert ours.leverage[7] == pytest.approx(1.0)
    assert np.isnan(ours.cooks_distance[7])
    assert np.isfinite(ours.cooks_distance[:7]).all()
    moves = dfbetas(data)
    assert np.isnan(moves[7]).all()
    assert np.isnan(ours.covratio[7])
    assert np.isfinite(moves[:7, :2]).all()
    with pytest.raises(ProblemError, match="HC3 does not exist"):
        robust_covariance(data, "HC3")


@pytest.mark.parametrize("bias", [True, False])
def test_dfbetas_and_covratio_are_what_fits_without_the_row_say(bias) -> None:
    rng = np.random.default_rng(3)
    X, weights = rng.normal(2.0, 1.0, size=(14, 2)), rng.uniform(0.5, 2.0, size=14)
    weights[5] = 0.0
    y = X @ [1.0, -2.0] + rng.normal(size=14)
    data = Dataset(X, y)
    options = {"row_weights": weights, "fit_bias": bias}
    moves, ours = dfbetas(data, **options), influence(data, **options)
    assert np.isnan(moves[5]).all()
    whole = infer(data, **options)
    unit = whole.table.standard_error / whole.sigma
    design = np.column_stack([np.ones(14)] * bias + [X]) * np.sqrt(weights)[:, None]
    for row in (0, 3, 9):
        left = np.delete(np.arange(14), row)
        without = infer(Dataset(X[left], y[left]), row_weights=weights[left], fit_bias=bias)
        expected = (whole.table.estimate - without.table.estimate) / (without.sigma * unit)
        np.testing.assert_allclose(moves[row], expected, rtol=1e-8)
        k = design.shape[1]
        volumes = [np.linalg.det(part.T @ part) for part in (design, design[left])]
        ratio = (without.sigma / whole.sigma) ** (2 * k) * volumes[0] / volumes[1]
        assert ours.covratio[row] == pytest.approx(ratio, rel=1e-8)


def test_what_cannot_be_judged_is_a_sentence() -> None:
    twice = Dataset(np.column_stack([np.arange(9.0), 2 * np.arange(9.0)]), np.arange(9.0) ** 2)
    for judge in (influence, robust_covariance, collinearity):
        with pytest.raises(ProblemError, match="“x2”"):
            judge(twice)
    few = Dataset(np.random.default_rng(0).normal(size=(3, 2)), np.arange(3.0))
    for judge in (influence, robust_covariance):
        with pytest.raises(ProblemError, match="too few"):
            judge(few)
    with pytest.raises(ValueError, match="HC9"):
        robust_covariance(twice, "HC9")
