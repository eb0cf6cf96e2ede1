"""The estimators beside scikit-learn’s own checks and models, NIST’s digits, and the core they stand for."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from project_paths import NIST, ROOT
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.feature_selection import RFE
from sklearn.linear_model import LinearRegression, PoissonRegressor, Ridge
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from linreg_gui import core
from linreg_gui.sklearn import ExactRegressor, MinibatchSGDRegressor


def rows(n: int = 60, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 3)) * [1.0, 5.0, 0.2] + [0.0, 10.0, 3.0]
    return X, X @ [2.0, -1.0, 4.0] + 7.0 + rng.normal(size=n)


# Fewer epochs than are suggested, as each check fits several times.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@pytest.mark.parametrize("estimator", [ExactRegressor(), MinibatchSGDRegressor(epochs=30)], ids=str)
def test_the_checks_of_scikit_learn_pass(estimator: BaseEstimator) -> None:
    assert issubclass(SkipTestWarning, UserWarning)
    told = check_estimator(estimator)
    # The one check that is left out is about arrays of other libraries, and is asked for by the environment.
    assert {one["check_name"] for one in told if one["status"] != "passed"} <= {"check_array_api_input"}
    assert len(told) > 40


@pytest.mark.parametrize(("name", "digits"), [("longley", 12), ("wampler4", 9), ("filip", 7)])
def test_the_digits_that_nist_certifies_come_through(name: str, digits: int) -> None:
    frame = pd.read_csv(NIST / f"{name}.csv", dtype=float)
    certified = json.loads((NIST / f"{name}.json").read_text())
    X = frame.drop(columns="y").to_numpy()
    if certified["degree"]:
        X = X ** np.arange(1, certified["degree"] + 1)
    found = ExactRegressor().fit(X, frame["y"])
    beta = np.array(certified["beta"], dtype=float)
    np.testing.assert_allclose([found.intercept_, *found.coef_], beta, rtol=10.0**-digits)


def test_both_work_in_pipelines_and_searches() -> None:
    X, y = rows()
    exact = make_pipeline(PolynomialFeatures(include_bias=False), ExactRegressor())
    search = GridSearchCV(exact, {"polynomialfeatures__degree": [1, 3], "exactregressor__ridge": [0.0, 10.0]})
    search.fit(X, y)
    assert search.best_params_ == {"polynomialfeatures__degree": 1, "exactregressor__ridge": 0.0}
    slow = make_pipeline(StandardScaler(), MinibatchSGDRegressor(epochs=20))
    search = GridSearchCV(slow, {"minibatchsgdregressor__learning_rate": [1e-6, 0.1]}).fit(X, y)
    assert search.best_params_ == {"minibatchsgdregressor__learning_rate": 0.1}
    assert RFE(ExactRegressor(), n_features_to_select=2).fit(X, y).support_.sum() == 2


@pytest.mark.parametrize("estimator", [ExactRegressor(ridge=0.5), MinibatchSGDRegressor(epochs=5)], ids=str)
def test_copies_predict_the_same(estimator: BaseEstimator) -> None:
    X, y = rows()
    fitted = clone(estimator).fit(X, y)
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(fitted)).predict(X), fitted.predict(X))
    np.testing.assert_array_equal(clone(fitted).fit(X, y).predict(X), fitted.predict(X))
    with pytest.raises(NotFittedError):
        _ = clone(fitted).coef_


def test_the_ridge_penalty_is_about_the_mean_loss() -> None:
    X, y = rows()
    theirs = Ridge(alpha=0.3 * len(y), tol=1e-12).fit(X, y)
    ours = ExactRegressor(ridge=0.3).fit(X, y)
    np.testing.assert_allclose([*ours.coef_, ours.intercept_], [*theirs.coef_, theirs.intercept_], rtol=1e-9)


@pytest.mark.parametrize("fit_intercept", [True, False])
def test_sample_weights_are_those_of_weighted_least_squares(fit_intercept: bool) -> None:
    X, y = rows()
    weights = np.random.default_rng(1).integers(0, 4, len(y)).astype(float)
    design = sm.add_constant(X) if fit_intercept else X
    theirs = sm.WLS(y, design, weights).fit().params
    exact = ExactRegressor(fit_intercept=fit_intercept).fit(X, y, sample_weight=weights)
    ours = [exact.intercept_, *exact.coef_] if fit_intercept else exact.coef_
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    sgd = MinibatchSGDRegressor(fit_intercept=fit_intercept).fit(X, y, sample_weight=weights)
    np.testing.assert_allclose(sgd.predict(X), exact.predict(X), atol=0.03 * y.std())


def test_sgd_makes_the_updates_of_the_core() -> None:
    X, y = rows()
    settings = {"learning_rate": 0.05, "batch_size": 7, "epochs": 4, "momentum": 0.3, "decay": "step"}
    estimator = MinibatchSGDRegressor(**settings, random_state=5).fit(X, y)
    config = core.SgdConfig(**settings, seed=5)
    of_core = core.fit(core.Dataset(X, y), solver="sgd", config=config)
    np.testing.assert_array_equal([*estimator.coef_, estimator.intercept_], [*of_core.weights, of_core.bias])
    assert estimator.config_.batch_size == 7
    other = MinibatchSGDRegressor(**settings, random_state=6).fit(X, y)
    assert (other.coef_ != estimator.coef_).all()
    by_chance = [
        MinibatchSGDRegressor(**settings, random_state=np.random.RandomState(3)).fit(X, y).coef_
        for _ in range(2)
    ]
    np.testing.assert_array_equal(*by_chance)


def test_training_stops_early_where_rows_are_held_out() -> None:
    X, y = rows()
    early = MinibatchSGDRegressor(epochs=400, decay="constant", patience=3, validation_fraction=0.3).fit(X, y)
    assert "validation loss" in early.fit_.explanation
    with pytest.raises(ValueError, match="patience needs validation"):
        MinibatchSGDRegressor(patience=3).fit(X, y)


def test_counts_are_predicted_by_their_means() -> None:
    rng = np.random.default_rng(2)
    X = rng.normal(size=(200, 2))
    y = rng.poisson(np.exp(0.5 + X @ [0.4, -0.3]))
    theirs = PoissonRegressor(alpha=0.0, tol=1e-10, max_iter=1000).fit(X, y)
    ours = ExactRegressor(loss="poisson").fit(X, y)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X), rtol=1e-5)


def test_a_huber_loss_is_not_led_by_an_outlier() -> None:
    X, y = rows()
    y[0] += 1e4
    assert abs(ExactRegressor(loss="huber", huber_threshold=1.345).fit(X, y).coef_[0] - 2.0) < 0.5
    assert abs(LinearRegression().fit(X, y).coef_[0] - 2.0) > 5.0


def test_what_does_not_go_is_told() -> None:
    X, y = rows()
    with pytest.raises(ValueError, match="The loss is squared, absolute, huber or poisson, not 'cubic'"):
        ExactRegressor(loss="cubic").fit(X, y)
    with pytest.raises(ValueError, match="threshold belongs to the Huber loss"):
        ExactRegressor(huber_threshold=1.0).fit(X, y)
    with pytest.raises(ValueError, match="half squared error alone"):
        ExactRegressor(loss="absolute").fit(X, y, sample_weight=np.arange(1.0, len(y) + 1))
    with pytest.raises(ValueError, match="diverge"):
        MinibatchSGDRegressor(learning_rate=1e3, epochs=200).fit(X, y)


def test_a_feature_may_have_the_name_of_the_label() -> None:
    X, y = rows()
    frame = pd.DataFrame(X, columns=["y", "y′", "z"])
    assert list(ExactRegressor().fit(frame, y).feature_names_in_) == ["y", "y′", "z"]


def test_without_scikit_learn_it_says_how_to_add_it() -> None:
    code = "import sys; sys.modules['sklearn'] = None; import linreg_gui.sklearn"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "pip install 'linreg_gui[sklearn]'" in done.stderr
