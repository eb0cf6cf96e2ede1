"""Inference of the Huber loss against statsmodels, R's published numbers and sums by hand."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import norm

from linreg_gui.core import Dataset, Fit, HuberLoss, ProblemError, fit, infer, solve_reference
from linreg_gui.core.inference.infer_huber import infer_huber
from linreg_gui.core.inference.robust import joint_test

# stackloss of R: air flow, water temperature, acid concentration, and loss.
STACKLOSS = np.array(
    [
        [80, 27, 89, 42],
        [80, 27, 88, 37],
        [75, 25, 90, 37],
        [62, 24, 87, 28],
        [62, 22, 87, 18],
        [62, 23, 87, 18],
        [62, 24, 93, 19],
        [62, 24, 93, 20],
        [58, 23, 87, 15],
        [58, 18, 80, 14],
        [58, 18, 89, 14],
        [58, 17, 88, 13],
        [58, 18, 82, 11],
        [58, 19, 93, 12],
        [50, 18, 89, 8],
        [50, 18, 86, 7],
        [50, 19, 72, 8],
        [50, 19, 79, 8],
        [50, 20, 80, 9],
        [56, 20, 82, 15],
        [70, 20, 91, 15],
    ],
    dtype=float,
)


def noisy(offset: float = 0.0, n: int = 300) -> Dataset:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(n, 3)) * [1.0, 5.0, 0.2]
    return Dataset(X + offset, X @ [1.0, -0.5, 4.0] + 2.0 + rng.standard_t(2, n) * np.exp(0.3 * X[:, 0]))


def least(data: Dataset, loss: HuberLoss) -> Fit:
    return solve_reference(data, loss).fit


def theirs_of(data: Dataset, threshold: float, scale: float = 1.7):
    """Their residuals are in units of a scale, which divides the threshold, too."""
    model = sm.RLM(data.y, sm.add_constant(data.X), M=sm.robust.norms.HuberT(threshold / scale))
    return model.fit(start_scale=scale, update_scale=False, tol=1e-14, maxiter=2000, conv="coefs")


@pytest.mark.parametrize("threshold", [0.7, 2.0, 1e3])
def test_every_number_agrees_with_statsmodels(threshold: float) -> None:
    data, loss = noisy(), HuberLoss(threshold)
    ours, theirs = infer_huber(data, least(data, loss), loss, level=0.9), theirs_of(data, threshold)
    close = {"rtol": 1e-9, "atol": 0.0}
    np.testing.assert_allclose(ours.table.estimate, theirs.params, **close)
    np.testing.assert_allclose(ours.table.standard_error, theirs.bse, **close)
    np.testing.assert_allclose(ours.table.t, theirs.tvalues, **close)
    np.testing.assert_allclose(ours.table.p, theirs.pvalues, rtol=1e-7, atol=1e-300)
    np.testing.assert_allclose(
        np.column_stack([ours.table.low, ours.table.high]), theirs.conf_int(0.1), **close
    )


def test_stackloss_agrees_with_what_r_has_published() -> None:
    """Venables and Ripley, Modern Applied Statistics with S (2002), and `example(rlm)`: scale 2.441."""
    data, loss = Dataset(STACKLOSS[:, :3], STACKLOSS[:, 3]), HuberLoss(1.345 * 2.441)
    table = infer_huber(data, least(data, loss), loss).table
    np.testing.assert_allclose(table.estimate, [-41.0265, 0.8294, 0.9261, -0.1278], rtol=5e-4)
    np.testing.assert_allclose(table.standard_error, [9.8073, 0.1112, 0.3034, 0.1289], rtol=2e-3)


@pytest.mark.parametrize("errors", ["HC0", "HC1"])
def test_robust_errors_are_those_of_the_sums_by_hand(errors: str) -> None:
    data, loss = noisy(), HuberLoss(0.8)
    found = least(data, loss)
    ours = infer_huber(data, found, loss, errors=errors)
    X = sm.add_constant(data.X)
    residual = data.y - X @ ours.table.estimate
    bread = np.linalg.inv((X * (np.abs(residual) <= 0.8)[:, None]).T @ X)
    covariance = bread @ ((X * np.clip(residual, -0.8, 0.8)[:, None] ** 2).T @ X) @ bread
    covariance *= 300 / 296 if errors == "HC1" else 1.0
    np.testing.assert_allclose(ours.root @ ours.root.T, covariance, rtol=1e-9, atol=1e-12)
    wald = ours.table.estimate[1:] @ np.linalg.solve(covariance[1:, 1:], ours.table.estimate[1:])
    assert ours.joint_test.f * 3 == pytest.approx(wald, rel=1e-9)
    assert joint_test(ours.root, ours.table.estimate, [1, 2, 3], np.inf) == ours.joint_test


@pytest.mark.parametrize("errors", ["plain", "HC0", "HC1"])
def test_predictions_are_as_sure_as_the_covariance_says_also_far_from_zero(errors: str) -> None:
    loss, rows = HuberLoss(0.8), np.array([[1.0, -4.0, 0.1], [0.0, 20.0, 0.3]])
    near, far = noisy(), noisy(2.0**24)
    ours = infer_huber(near, least(near, loss), loss, errors=errors, level=0.9)
    X = sm.add_constant(rows, has_constant="add")
    error = np.sqrt(np.einsum("ij,jk,ik->i", X, ours.root @ ours.root.T, X))
    centre, low, high = ours.at(rows)
    np.testing.assert_allclose(centre, X @ ours.table.estimate, rtol=1e-12)
    half = norm.ppf(0.95) * error
    np.testing.assert_allclose([low, high], [centre - half, centre + half], rtol=1e-9)
    _, low, high = infer_huber(far, least(far, loss), loss, errors=errors, level=0.9).at(rows + 2.0**24)
    np.testing.assert_allclose(high - low, 2 * half, rtol=1e-6)


@pytest.mark.parametrize("errors", ["plain", "HC0", "HC1"])
def test_with_every_residual_within_it_is_least_squares(errors: str) -> None:
    data, loss = noisy(), HuberLoss(1e4)
    ours = infer_huber(data, least(data, loss), loss, errors=errors)
    squares = infer(data, fit(data), errors=errors)
    assert ours.n_within == 300
    np.testing.assert_allclose(ours.table.standard_error, squares.table.standard_error, rtol=1e-9)


def test_far_from_zero_no_digit_of_the_errors_of_weights_is_lost() -> None:
    loss = HuberLoss(1.0)
    one, other = (infer_huber(data, least(data, loss), loss).table for data in (noisy(), noisy(2.0**24)))
    np.testing.assert_allclose(one.standard_error[1:], other.standard_error[1:], rtol=1e-7)


def test_what_cannot_be_judged_is_a_sentence() -> None:
    data, loss = noisy(), HuberLoss(1.0)
    found = least(data, loss)
    with pytest.raises(ProblemError, match="HC3 errors are for least squares"):
        infer_huber(data, found, loss, errors="HC3")
    with pytest.raises(ValueError, match="least"):
        infer_huber(data, fit(data), loss)
    with pytest.raises(ProblemError, match=r"within δ = .*, too few to judge 4 numbers"):
        infer_huber(data, found, HuberLoss(1e-6))
    # A level of two rows, one far above and one far below all others: both are beyond, whatever its weight.
    label = data.y + np.where(np.arange(300) == 0, 50.0, 0.0) - np.where(np.arange(300) == 1, 50.0, 0.0)
    level = Dataset(np.column_stack([data.X, np.arange(300) < 2]), label)
    with pytest.raises(ProblemError, match="does not vary in the rows within"):
        infer_huber(level, least(level, loss), loss, errors="HC0")
