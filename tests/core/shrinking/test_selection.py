from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_diabetes

from linreg_gui import core
from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.problem import ProblemError


@pytest.fixture(scope="module")
def diabetes() -> core.Dataset:
    found = load_diabetes(scaled=False)
    return core.Dataset(found.data, found.target, found.feature_names)


def squared_error(data: core.Dataset, names: tuple[str, ...]) -> float:
    """By least squares on the rows themselves."""
    columns = [data.feature_names.index(name) for name in names]
    X = np.column_stack(
        [np.ones(data.n_rows) if data.has_bias else np.zeros(data.n_rows), data.X[:, columns]]
    )
    root = np.ones(data.n_rows) if data.row_weights is None else np.sqrt(data.row_weights)
    w = np.linalg.lstsq(X * root[:, None], data.y * root, rcond=None)[0]
    return float(np.average((data.y - X @ w) ** 2, weights=root**2))


def test_best_subsets_of_diabetes_are_those_of_leaps_in_r(diabetes):
    """regsubsets(y ~ ., nvmax = 10), also in Efron and others (2004): residual sums of squares by size."""
    found = core.select_features(diabetes, "best")
    assert found.names(1) == ("bmi",)
    assert found.names(3) == ("bmi", "bp", "s5")
    assert found.names(5) == ("sex", "bmi", "bp", "s3", "s5")
    assert found.names(6) == ("sex", "bmi", "bp", "s1", "s2", "s5")
    squares = found.curve.training_mse * diabetes.n_rows
    expected = [
        2621009,
        1719582,
        1416694,
        1362709,
        1331431,
        1287881,
        1271494,
        1267808,
        1264715,
        1264068,
        1263986,
    ]
    assert np.rint(squares).tolist() == expected


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), n_features=st.integers(1, 7), has_bias=st.booleans())
def test_best_subsets_are_those_of_an_exhaustive_search(seed, n_features, has_bias):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(40, n_features)) + rng.normal(size=(40, 1))
    y = X @ rng.integers(-1, 2, n_features) + rng.normal(size=40)
    weights = rng.uniform(0.5, 2.0, 40)
    data = core.Dataset(X, y, row_weights=weights, has_bias=has_bias)
    found = core.select_features(data, "best", 2)
    for size in range(n_features + 1):
        least = min(squared_error(data, names) for names in combinations(data.feature_names, size))
        assert found.curve.training_mse[size] == pytest.approx(least, rel=1e-9)
        assert squared_error(data, found.names(size)) == pytest.approx(least, rel=1e-9)


def test_branch_and_bound_finds_what_all_subsets_of_fourteen_features_have_least():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(60, 14)) @ rng.normal(size=(14, 14))
    y = X @ rng.normal(size=14) + 20.0 * rng.normal(size=60)
    found = core.select_features(core.Dataset(X, y), "best", 2)
    centred = np.column_stack([X - X.mean(axis=0), y - y.mean()])
    products = centred.T @ centred / 60.0
    for size in (3, 4, 11):
        sets = np.array(list(combinations(range(14), size)))
        blocks = products[sets[:, :, None], sets[:, None, :]]
        across = products[sets, -1]
        explained = np.einsum("ij,ij->i", across, np.linalg.solve(blocks, across[:, :, None])[:, :, 0])
        assert found.sets[size] == tuple(sets[explained.argmax()].tolist())


def test_forwards_and_backwards_take_the_best_step_each_time(diabetes):
    forwards = core.select_features(diabetes, "forwards", 3)
    backwards = core.select_features(diabetes, "backwards", 3)
    for size in range(10):
        now = forwards.names(size)
        more = {
            name: squared_error(diabetes, (*now, name)) for name in diabetes.feature_names if name not in now
        }
        assert set(forwards.names(size + 1)) - set(now) == {min(more, key=more.__getitem__)}
        now = backwards.names(size + 1)
        less = {name: squared_error(diabetes, tuple(other for other in now if other != name)) for name in now}
        assert set(now) - set(backwards.names(size)) == {min(less, key=less.__getitem__)}


def test_features_are_chosen_anew_in_each_fold(diabetes):
    folds = core.make_folds(diabetes.n_rows, 3, seed=1)[0]
    found = core.select_features(diabetes, "forwards", folds)
    times = np.zeros_like(found.times_chosen)
    for fold in range(3):
        rows = folds != fold
        part = core.select_features(diabetes.part(rows), "forwards", 2)
        for size in range(11):
            times[size, list(part.sets[size])] += 1
            predicted = diabetes.X[~rows] @ part.weights[size] + part.biases[size]
            mse = np.mean((diabetes.y[~rows] - predicted) ** 2)
            assert found.curve.fold_mse[size, fold] == pytest.approx(mse, rel=1e-9)
    assert (found.times_chosen == times).all()
    assert found.simplest <= found.best


@pytest.mark.parametrize("method", ["forwards", "backwards", "best"])
def test_groups_go_in_and_out_together_after_what_they_need(diabetes, method):
    groups = {
        "blood": ("s1", "s2", "s3"),
        "bp": ("bp",),
        "both": ("bmi", "age"),
        "rest": ("s4", "s5", "s6", "sex"),
    }
    found = core.select_features(diabetes, method, 3, groups=groups, needs={"both": ["bp"], "bp": ["blood"]})
    assert found.group_names == tuple(groups)
    for size, chosen in enumerate(found.sets):
        names = found.names(size)
        assert len(chosen) == size
        assert "both" not in names or "bp" in names
        assert "bp" not in names or "blood" in names
        features = [name for group in names for name in groups[group]]
        inside = [name in features for name in diabetes.feature_names]
        assert (found.weights[size] != 0.0).tolist() == inside
        assert found.curve.training_mse[size] == pytest.approx(
            squared_error(diabetes, tuple(features)), rel=1e-9
        )
    assert len(found.sets) == 5


@pytest.mark.parametrize("method", ["forwards", "backwards", "best"])
def test_features_that_are_combinations_of_others_add_nothing(method):
    rng = np.random.default_rng(7)
    X = rng.normal(size=(50, 3))
    X = np.column_stack([X, X[:, 0] + X[:, 1], np.ones(50)])
    y = X[:, 0] + X[:, 1] + 2.0 * X[:, 2] + 0.1 * rng.normal(size=50)
    data = core.Dataset(X, y)
    found = core.select_features(data, method, 4)
    assert len(found.sets) == 6
    for size in range(6):
        assert found.curve.training_mse[size] == pytest.approx(
            squared_error(data, found.names(size)), rel=1e-8
        )
    if method == "best":
        assert found.names(2) == ("x3", "x4")


def test_no_model_has_as_many_features_as_a_fold_has_rows():
    rng = np.random.default_rng(8)
    data = core.Dataset(rng.normal(size=(12, 15)), rng.normal(size=12))
    for method in ("forwards", "best"):
        assert len(core.select_features(data, method, 2).sets) == 5  # 6 rows, less the bias and one to spare
    with pytest.raises(ProblemError, match="go forwards"):
        core.select_features(data, "backwards", 2)


def test_what_is_too_much_or_wrong_is_told(diabetes):
    many = core.Dataset(np.random.default_rng(0).normal(size=(50, 21)), np.arange(50.0))
    with pytest.raises(ProblemError, match="at most 20 terms"):
        core.select_features(many, "best")
    with pytest.raises(ValueError, match="“sideways”"):
        core.select_features(diabetes, "sideways")
    with pytest.raises(ValueError, match="each feature once"):
        core.select_features(diabetes, groups={"a": ["age"]})
    with pytest.raises(ValueError, match="cannot need itself"):
        core.select_features(diabetes, needs={"age": ["bmi"], "bmi": ["age"]})


def test_the_search_ends_where_nobody_wants_it_any_more(diabetes):
    asked = iter([False] * 30 + [True] * 1_000)
    with cancelled_by(lambda: next(asked)), pytest.raises(Cancelled):
        core.select_features(diabetes, "best")


def test_progress_rises_to_one(diabetes):
    for method in ("forwards", "best"):
        told: list[float] = []
        core.select_features(diabetes, method, 4, told=told.append)
        assert told == sorted(told)
        assert told[-1] == pytest.approx(1.0)
