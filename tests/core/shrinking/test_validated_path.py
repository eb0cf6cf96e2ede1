from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_diabetes
from sklearn.linear_model import LassoCV, Ridge
from sklearn.model_selection import PredefinedSplit

from linreg_gui import core
from linreg_gui.core.problem import ProblemError


@pytest.fixture(scope="module")
def diabetes() -> core.Dataset:
    found = load_diabetes()
    return core.Dataset(found.data / found.data.std(axis=0), found.target, found.feature_names)


def test_errors_of_the_lasso_are_those_of_scikit_learn_on_the_same_folds(diabetes):
    folds = np.arange(diabetes.n_rows) % 13  # of 34 rows each
    found = core.validated_path(diabetes, 1.0, folds, n_penalties=25)
    alphas = found.path.penalties * diabetes.y.std()
    expected = LassoCV(alphas=alphas, cv=PredefinedSplit(folds), tol=1e-12, max_iter=100_000)
    expected.fit(diabetes.X, diabetes.y)
    assert found.curve.fold_mse == pytest.approx(expected.mse_path_, rel=1e-9)
    assert found.curve.mse == pytest.approx(expected.mse_path_.mean(axis=1), rel=1e-9)
    assert found.best * diabetes.y.std() == pytest.approx(expected.alpha_)
    errors = expected.mse_path_.std(axis=1, ddof=1) / np.sqrt(13)
    assert found.curve.mse_standard_error == pytest.approx(errors, rel=1e-9)
    best = int(expected.mse_path_.mean(axis=1).argmin())
    within = expected.mse_path_.mean(axis=1) <= expected.mse_path_.mean(axis=1)[best] + errors[best]
    assert found.simplest == found.path.penalties[within].max() > found.best


def test_errors_of_ridge_are_those_of_scikit_learn_on_the_same_folds(diabetes):
    folds = core.make_folds(diabetes.n_rows, 5, seed=3)[0]
    penalties = [0.5, 0.02]
    found = core.validated_path(diabetes, 0.0, 5, seed=3, penalties=penalties)
    for place, penalty in enumerate(penalties):
        for fold in range(5):
            rows = folds != fold
            ridge = Ridge(alpha=penalty * rows.sum()).fit(diabetes.X[rows], diabetes.y[rows])
            mse = np.mean((diabetes.y[~rows] - ridge.predict(diabetes.X[~rows])) ** 2)
            assert found.curve.fold_mse[place, fold] == pytest.approx(mse, rel=1e-9)


def test_a_level_that_a_fold_lacks_and_row_weights_are_as_if_fitted_row_by_row():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.normal(1e6, 1.0, 60), np.arange(60) < 5, rng.normal(size=60)])
    y, weights = X @ [1.0, 3.0, 0.0] + rng.normal(size=60), rng.uniform(0.5, 2.0, 60)
    data = core.Dataset(X, y, row_weights=weights)
    folds = np.arange(60) // 6  # the first fold has all rows of the level
    found = core.validated_path(data, 1.0, folds, penalties=[0.2, 0.05])
    units = found.path.units
    for fold in (0, 4):
        rows = np.flatnonzero(folds != fold)
        scaled = core.Dataset(X[rows] / units.features, y[rows] / units.label, row_weights=weights[rows])
        # The penalty is laid on weights in the units of all rows, so that the path of the part is told them.
        for place, penalty in enumerate(found.path.penalties):
            weights_found, bias = _lasso(scaled, penalty)
            out = folds == fold
            predicted = units.label * (X[out] / units.features @ weights_found + bias)
            mse = np.average((y[out] - predicted) ** 2, weights=weights[out])
            assert found.curve.fold_mse[place, fold] == pytest.approx(mse, rel=1e-6)


def _lasso(data: core.Dataset, penalty: float) -> tuple[np.ndarray, float]:
    """By subgradient conditions: coordinate descent on the rows themselves."""
    assert data.row_weights is not None
    share = data.row_weights / data.row_weights.sum()
    means, label = share @ data.X, float(share @ data.y)
    X, y, u = data.X - means, data.y - label, np.zeros(data.n_features)
    for _ in range(300):
        for j in range(len(u)):
            square = share @ X[:, j] ** 2
            slope = share @ (X[:, j] * (y - X @ u + X[:, j] * u[j]))
            u[j] = np.sign(slope) * max(abs(slope) - penalty, 0.0) / square if square > 1e-20 else 0.0
    return u, label - float(means @ u)


def test_folds_follow_the_identities_of_rows(diabetes):
    order = np.random.default_rng(1).permutation(diabetes.n_rows)
    first = core.validated_path(diabetes, 1.0, 4, n_penalties=10)
    second = core.validated_path(diabetes.part(order), 1.0, 4, row_ids=order, n_penalties=10)
    assert second.curve.fold_mse == pytest.approx(first.curve.fold_mse, rel=1e-9)


@pytest.mark.parametrize("scale", [1e-100, 1e100])
def test_the_units_of_the_label_change_no_choice(diabetes, scale):
    found = core.validated_path(diabetes, 1.0, n_penalties=20)
    other = core.Dataset(diabetes.X, diabetes.y * scale, diabetes.feature_names)
    scaled = core.validated_path(other, 1.0, n_penalties=20)
    assert scaled.curve.mse_standard_error / scale == pytest.approx(
        found.curve.mse_standard_error * scale, rel=1e-6
    )
    assert (scaled.curve.best, scaled.curve.simplest) == (found.curve.best, found.curve.simplest)


def test_progress_rises_to_one(diabetes):
    told: list[float] = []
    core.validated_path(diabetes, 1.0, 5, n_penalties=10, told=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1.0)


def test_too_few_rows_for_the_folds_are_told(diabetes):
    with pytest.raises(ProblemError, match="too few for 10 folds"):
        core.validated_path(diabetes.part(np.arange(9)))
