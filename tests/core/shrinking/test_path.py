from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes
from sklearn.linear_model import Ridge, enet_path, lars_path, lasso_path

from linreg_gui import core
from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.problem import ProblemError

DIGITS = 1e-9


@pytest.fixture(scope="module")
def diabetes() -> core.Dataset:
    found = load_diabetes(scaled=False)
    return core.Dataset(found.data, found.target, found.feature_names)


def standardised(X: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    mean = np.average(X, 0, weights)
    return (X - mean) / np.sqrt(np.average((X - mean) ** 2, 0, weights))


@pytest.mark.parametrize("mixing", [1.0, 0.5, 0.05])
def test_lasso_and_elastic_net_agree_with_scikit_learn_along_the_whole_path(diabetes, mixing):
    path = core.shrinkage_path(diabetes, mixing, n_penalties=40)
    X, y = standardised(diabetes.X), standardised(diabetes.y)
    made = {"l1_ratio": mixing, "alphas": path.penalties, "tol": 1e-14, "max_iter": 1_000_000}
    _, expected, _ = enet_path(X, y, **made)
    assert np.abs(path.standardised - expected.T).max() < DIGITS
    assert path.violations.max() < 1e-13


def test_the_path_has_the_knots_of_least_angle_regression(diabetes):
    """Efron, Hastie, Johnstone and Tibshirani (2004): features come in this order, and s3 goes once."""
    knots, _, _ = lars_path(standardised(diabetes.X), standardised(diabetes.y), method="lasso")
    between = np.sqrt(knots[:-1] * np.append(knots[1:-1], 0.5 * knots[-2]))
    path = core.shrinkage_path(diabetes, penalties=between)
    entered = []
    for before, after in zip([np.zeros(10), *path.standardised[:-1]], path.standardised, strict=True):
        entered += [int(j) for j in np.flatnonzero((before == 0.0) & (after != 0.0))]
        entered += [-int(j) for j in np.flatnonzero((before != 0.0) & (after == 0.0))]
    names = [("−" if j < 0 else "") + diabetes.feature_names[abs(j)] for j in entered]
    assert " ".join(names) == "bmi s5 bp s3 sex s6 s1 s4 s2 age −s3 s3"


def test_ridge_agrees_with_scikit_learn_and_with_the_exact_solver(diabetes):
    path = core.shrinkage_path(diabetes, 0.0, penalties=[0.001, 0.3, 20.0])
    X, y = standardised(diabetes.X), standardised(diabetes.y)
    for penalty, found in zip(path.penalties, path.standardised, strict=True):
        expected = Ridge(alpha=penalty * diabetes.n_rows).fit(X, y).coef_
        assert np.abs(found - expected).max() < DIGITS
    exact = core.fit(core.Dataset(X, diabetes.y), ridge=0.3)
    fit = path.at(0.3)
    assert np.abs(fit.weights * diabetes.X.std(axis=0) - exact.weights).max() < DIGITS * diabetes.y.std()
    hat = X @ np.linalg.solve(X.T @ X / len(X) + 0.3 * np.eye(10), X.T) / len(X)
    assert fit.freedom == pytest.approx(np.trace(hat), rel=1e-12)


def test_answers_are_in_the_units_of_the_data(diabetes):
    path = core.shrinkage_path(diabetes, 1.0, n_penalties=7)
    for fit in (path.at(path.penalties[3]), path.at(0.03)):
        residuals = diabetes.y - diabetes.X @ fit.weights - fit.bias
        assert residuals.mean() == pytest.approx(0.0, abs=1e-9)
        assert 0.5 * np.mean(residuals**2) == pytest.approx(fit.half_mse, rel=1e-10)
    assert path.at(path.penalties[3]).weights == pytest.approx(path.weights[3], rel=1e-10, abs=1e-12)
    assert path.at(0.03).freedom == np.count_nonzero(path.at(0.03).weights)
    assert not path.weights[0].any()
    assert path.penalties[0] == pytest.approx(
        np.abs([np.corrcoef(x, diabetes.y)[0, 1] for x in diabetes.X.T]).max()
    )


def test_row_weights_count_like_rows_that_are_there_several_times(diabetes):
    times = np.random.default_rng(0).integers(1, 4, diabetes.n_rows)
    weighted = core.Dataset(diabetes.X, diabetes.y, row_weights=times / 7.0)
    repeated = core.Dataset(np.repeat(diabetes.X, times, axis=0), np.repeat(diabetes.y, times))
    for mixing in (0.0, 0.5, 1.0):
        first, second = (
            core.shrinkage_path(one, mixing, penalties=[0.2, 0.01]) for one in (weighted, repeated)
        )
        assert first.weights == pytest.approx(second.weights, rel=1e-9, abs=1e-12)
        assert first.biases == pytest.approx(second.biases, rel=1e-9)


def test_without_a_bias_nothing_is_centred():
    rng = np.random.default_rng(1)
    X = rng.normal(1.0, 1.0, (80, 4))
    y = X @ [1.0, 0.0, -2.0, 0.5] + rng.normal(size=80)
    path = core.shrinkage_path(core.Dataset(X, y, has_bias=False), 1.0, penalties=[0.3, 0.05])
    scaled = X / np.sqrt(np.mean(X**2, axis=0)), y / np.sqrt(np.mean(y**2))
    _, expected, _ = lasso_path(*scaled, alphas=path.penalties, tol=1e-14, max_iter=100_000)
    assert np.abs(path.standardised - expected.T).max() < DIGITS
    assert not path.biases.any()


def test_features_that_depend_on_each_other_have_one_and_the_same_prediction():
    rng = np.random.default_rng(2)
    X = rng.normal(size=(60, 5))
    X = np.column_stack([X, X[:, 0] + X[:, 1], X[:, 2], X[:, 0] - X[:, 3], np.full(60, 7.0)])
    y = X @ rng.normal(size=9) + rng.normal(size=60)
    path = core.shrinkage_path(core.Dataset(X, y), 1.0, n_penalties=30)
    varying = standardised(X[:, :-1])
    made = {"alphas": path.penalties, "tol": 1e-14, "max_iter": 1_000_000}
    _, expected, _ = lasso_path(varying, standardised(y), **made)
    assert np.abs(varying @ (path.standardised[:, :-1].T - expected)).max() < DIGITS
    assert not path.weights[:, -1].any()
    assert path.violations.max() < 1e-12


def test_more_features_than_rows_are_shrunk_as_well():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(40, 300))  # moments keep the rows of so wide a dataset
    y = X[:, :3] @ [3.0, -2.0, 1.0] + rng.normal(size=40)
    path = core.shrinkage_path(core.Dataset(X, y), 1.0, n_penalties=20)
    assert path.violations.max() < 1e-12
    assert path.n_nonzero.max() <= 39


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    d=st.integers(1, 6),
    mixing=st.sampled_from([1.0, 0.6, 0.0]),
    scale=st.floats(1e-6, 1e6),
    far=st.floats(-1e4, 1e4),
)
def test_units_and_origin_do_not_matter(seed, d, mixing, scale, far):
    rng = np.random.default_rng(seed)
    X, y = rng.normal(size=(25, d)), rng.normal(size=25)
    path = core.shrinkage_path(core.Dataset(X, y), mixing, n_penalties=12)
    other = core.shrinkage_path(
        core.Dataset(scale * X + scale * far, y / scale - far / scale), mixing, n_penalties=12
    )
    assert other.penalties == pytest.approx(path.penalties, rel=1e-6)
    assert other.standardised == pytest.approx(path.standardised, abs=1e-6)
    assert (np.diff(path.half_mse) <= 1e-12).all()  # the less penalty, the nearer to the labels


def test_far_from_zero_digits_stay(diabetes):
    far = core.Dataset(diabetes.X + 2.0**30, diabetes.y)
    near = core.shrinkage_path(diabetes, 1.0, penalties=[0.01])
    assert core.shrinkage_path(far, 1.0, penalties=[0.01]).weights == pytest.approx(near.weights, rel=1e-5)


def test_what_cannot_be_shrunk_is_told(diabetes):
    with pytest.raises(ProblemError, match="the same in all rows"):
        core.shrinkage_path(core.Dataset(diabetes.X, np.ones(diabetes.n_rows)))
    with pytest.raises(ProblemError, match="at most 1,000"):
        core.shrinkage_path(core.Dataset(np.random.default_rng(0).normal(size=(5, 1001)), np.arange(5.0)))
    for wrong in (-0.1, 0.001, 1.1, np.nan):
        with pytest.raises(ValueError, match="mixing"):
            core.shrinkage_path(diabetes, wrong)
    with pytest.raises(ValueError, match="larger than 0"):
        core.shrinkage_path(diabetes, penalties=[0.1, 0.0])


def test_a_path_ends_where_nobody_wants_it_any_more(diabetes):
    asked = iter([False] * 5 + [True] * 1_000)
    with cancelled_by(lambda: next(asked)), pytest.raises(Cancelled):
        core.shrinkage_path(diabetes)
