"""Inference with row weights and without a bias, in every combination, against statsmodels and NIST."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.stats.stattools import durbin_watson, jarque_bera

from linreg_gui.core import (
    Dataset,
    ProblemError,
    SgdConfig,
    collinearity,
    fit,
    infer,
    influence,
    prediction_intervals,
    residual_tests,
    robust_covariance,
)

NIST = Path(__file__).with_name("nist")
SAMPLES = ["diabetes", "engel", "motor_trend_cars"]
every_combination = pytest.mark.parametrize(
    ("weighted", "fit_bias"), [(True, True), (True, False), (False, False)]
)


class Case:
    """Our arguments and statsmodels' results for the same problem."""

    def __init__(self, data: Dataset, weights: np.ndarray | None, fit_bias: bool) -> None:
        self.data = data
        self.options = {"row_weights": weights, "fit_bias": fit_bias}
        self.X = np.column_stack([np.ones(data.n_rows), data.X]) if fit_bias else np.asarray(data.X)
        w = np.ones(data.n_rows) if weights is None else weights
        self.model = sm.WLS(data.y, self.X, weights=w, hasconst=fit_bias)
        self.theirs = self.model.fit(method="qr")
        root = np.sqrt(w)
        self.whitened = sm.OLS(root * data.y, root[:, None] * self.X, hasconst=fit_bias).fit(method="qr")


@pytest.fixture(params=SAMPLES)
def case(request, columns):
    """Makes a case of a sample."""
    data = columns(request.param)
    weights = np.random.default_rng(7).uniform(0.2, 30.0, size=data.n_rows)
    return lambda weighted, fit_bias: Case(data, weights if weighted else None, fit_bias)


def check_table(c: Case, rtol: float = 1e-9) -> None:
    ours, theirs = infer(c.data, **c.options, level=0.9), c.theirs
    close = {"rtol": rtol, "atol": 0.0}
    np.testing.assert_allclose(ours.table.estimate, theirs.params, **close)
    np.testing.assert_allclose(ours.table.standard_error, theirs.bse, **close)
    np.testing.assert_allclose(ours.table.t, theirs.tvalues, **close)
    np.testing.assert_allclose(ours.table.p, theirs.pvalues, rtol=100 * rtol, atol=1e-300)
    interval = np.column_stack([ours.table.low, ours.table.high])
    np.testing.assert_allclose(interval, theirs.conf_int(0.1), rtol=rtol, atol=rtol * np.abs(interval).max())
    assert ours.degrees_of_freedom == theirs.df_resid
    assert ours.r_squared == pytest.approx(theirs.rsquared, rel=rtol)
    assert ours.adjusted_r_squared == pytest.approx(theirs.rsquared_adj, rel=10 * rtol)
    assert ours.sigma == pytest.approx(math.sqrt(theirs.mse_resid), rel=rtol)
    assert ours.f == pytest.approx(theirs.fvalue, rel=10 * rtol)
    assert ours.f_p == pytest.approx(theirs.f_pvalue, rel=1e-5, abs=1e-300)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=rtol)
    assert ours.aic == pytest.approx(theirs.aic, rel=rtol)
    assert ours.bic == pytest.approx(theirs.bic, rel=rtol)


@every_combination
def test_every_number_agrees_with_statsmodels(case, weighted, fit_bias) -> None:
    c = case(weighted, fit_bias)
    check_table(c)
    names = infer(c.data, **c.options).table.names
    assert names == (("bias",) if fit_bias else ()) + c.data.feature_names


@every_combination
def test_intervals_at_new_rows_agree_with_statsmodels(case, weighted, fit_bias) -> None:
    c = case(weighted, fit_bias)
    new = c.data.X[:5] * 1.1 + 1.0
    ours = prediction_intervals(c.data, new, **c.options, level=0.8)
    design = np.column_stack([np.ones(5), new]) if fit_bias else new
    theirs = c.theirs.get_prediction(design, weights=np.ones(5)).summary_frame(0.2)
    for name_ours, name_theirs in {
        "prediction": "mean",
        "standard_error": "mean_se",
        "mean_low": "mean_ci_lower",
        "mean_high": "mean_ci_upper",
        "low": "obs_ci_lower",
        "high": "obs_ci_upper",
    }.items():
        np.testing.assert_allclose(getattr(ours, name_ours), theirs[name_theirs], rtol=1e-9, atol=1e-9)


@every_combination
def test_every_row_weighs_what_statsmodels_says_of_the_whitened_rows(case, weighted, fit_bias) -> None:
    c = case(weighted, fit_bias)
    ours, theirs = influence(c.data, **c.options), OLSInfluence(c.whitened)
    np.testing.assert_allclose(ours.leverage, theirs.hat_matrix_diag, rtol=1e-9)
    np.testing.assert_allclose(ours.residual, c.theirs.resid, rtol=1e-8, atol=1e-9)
    np.testing.assert_allclose(ours.studentised, theirs.resid_studentized_internal, rtol=1e-8)
    np.testing.assert_allclose(ours.deleted, theirs.resid_studentized_external, rtol=1e-8)
    np.testing.assert_allclose(ours.cooks_distance, theirs.cooks_distance[0], rtol=1e-8)
    np.testing.assert_allclose(ours.dffits, theirs.dffits[0], rtol=1e-8)


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
@every_combination
def test_robust_errors_agree_with_statsmodels(case, weighted, fit_bias, kind) -> None:
    c = case(weighted, fit_bias)
    ours = robust_covariance(c.data, kind, **c.options)
    theirs = c.whitened.get_robustcov_results(kind, use_t=True)
    np.testing.assert_allclose(np.sqrt(np.diag(ours)), theirs.bse, rtol=1e-9)


@every_combination
def test_variance_inflation_is_that_of_the_whitened_columns(case, weighted, fit_bias) -> None:
    c = case(weighted, fit_bias)
    first = int(fit_bias)
    variances = np.diag(c.whitened.normalized_cov_params)[first:]
    w = np.ones(c.data.n_rows) if c.options["row_weights"] is None else c.options["row_weights"]
    columns = c.data.X - np.average(c.data.X, axis=0, weights=w) if fit_bias else c.data.X
    theirs = variances * (w @ columns**2)
    np.testing.assert_allclose(collinearity(c.data, **c.options).variance_inflation, theirs, rtol=1e-8)


@every_combination
def test_the_tests_are_those_of_the_whitened_residuals(case, weighted, fit_bias) -> None:
    c = case(weighted, fit_bias)
    ours, e = residual_tests(c.data, **c.options), c.theirs.wresid
    assert ours.durbin_watson == pytest.approx(durbin_watson(e), rel=1e-9)
    found = (ours.jarque_bera, ours.jarque_bera_p, ours.skewness, ours.kurtosis)
    assert found == pytest.approx(jarque_bera(e), rel=1e-7, abs=1e-12)
    n, d = c.data.n_rows, c.data.n_features
    lm = n * sm.OLS(e**2, sm.add_constant(c.data.X)).fit().rsquared
    assert (ours.breusch_pagan, ours.breusch_pagan_p) == pytest.approx((lm, chi2.sf(lm, d)), rel=1e-7)


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(8, 60),
    d=st.integers(1, 4),
    shift=st.floats(-30, 30),
    weighted=st.booleans(),
    fit_bias=st.booleans(),
)
def test_any_ordinary_data_agree_with_statsmodels(seed, n, d, shift, weighted, fit_bias) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(shift, 2.0, size=(n, d))
    data = Dataset(X, X @ rng.normal(size=d) + rng.normal(size=n))
    weights = rng.uniform(0.01, 100.0, size=n) if weighted else None
    check_table(Case(data, weights, fit_bias), rtol=1e-7)


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(10, 50),
    d=st.integers(1, 4),
    weighted=st.booleans(),
    fit_bias=st.booleans(),
    kind=st.sampled_from(["HC0", "HC1", "HC2", "HC3"]),
)
def test_rows_errors_and_collinearity_of_any_ordinary_data(seed, n, d, weighted, fit_bias, kind) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(1.0, 2.0, size=(n, d))
    data = Dataset(X, X @ rng.normal(size=d) + rng.normal(size=n))
    c = Case(data, rng.uniform(0.1, 10.0, size=n) if weighted else None, fit_bias)
    rows, theirs = influence(data, **c.options), OLSInfluence(c.whitened)
    np.testing.assert_allclose(rows.leverage, theirs.hat_matrix_diag, rtol=1e-8)
    np.testing.assert_allclose(rows.deleted, theirs.resid_studentized_external, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(rows.cooks_distance, theirs.cooks_distance[0], rtol=1e-6, atol=1e-12)
    errors = np.sqrt(np.diag(robust_covariance(data, kind, **c.options)))
    np.testing.assert_allclose(errors, c.whitened.get_robustcov_results(kind, use_t=True).bse, rtol=1e-7)
    w = np.ones(n) if c.options["row_weights"] is None else c.options["row_weights"]
    columns = data.X - np.average(data.X, axis=0, weights=w) if fit_bias else data.X
    columns = columns * np.sqrt(w)[:, None]
    _, singular, V = np.linalg.svd(columns / np.linalg.norm(columns, axis=0), full_matrices=False)
    found = collinearity(data, **c.options)
    np.testing.assert_allclose(found.condition_indices, singular[0] / singular, rtol=1e-8)
    shares = (V / singular[:, None]) ** 2
    np.testing.assert_allclose(found.variance_proportions, shares / shares.sum(axis=0), rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.variance_inflation, shares.sum(axis=0), rtol=1e-8)


@pytest.mark.parametrize("name", sorted(path.stem for path in NIST.glob("*.json") if path.stem != "filip"))
def test_nist_certifies_standard_errors_and_residuals_to_nine_digits(name) -> None:
    certified = json.loads((NIST / f"{name}.json").read_text())
    table = np.loadtxt(NIST / f"{name}.csv", delimiter=",", skiprows=1)
    X = table[:, 1:]
    if certified["degree"]:
        X = X ** np.arange(1, certified["degree"] + 1)
    through_origin = certified["beta"][0] is None
    ours = infer(Dataset(X, table[:, 0]), fit_bias=not through_origin)
    errors = certified["se"][1:] if through_origin else certified["se"]
    nothing = 1e-9 if certified["sigma"] == 0 else 0.0
    np.testing.assert_allclose(ours.table.standard_error, errors, rtol=1e-9, atol=nothing)
    assert ours.sigma == pytest.approx(certified["sigma"], rel=1e-9, abs=nothing)
    assert ours.r_squared == pytest.approx(certified["r2"], rel=1e-9)


def test_a_weight_of_two_scales_the_noise_and_a_weight_of_0_is_no_row(random_data) -> None:
    data = random_data(n=60)
    weights = np.r_[np.zeros(10), np.full(50, 2.0)]
    ours = infer(data, row_weights=weights)
    plain = infer(Dataset(data.X[10:], data.y[10:]))
    np.testing.assert_allclose(ours.table.standard_error, plain.table.standard_error, rtol=1e-12)
    assert ours.sigma == pytest.approx(plain.sigma * math.sqrt(2.0))
    assert ours.log_likelihood == pytest.approx(plain.log_likelihood)
    assert ours.degrees_of_freedom == plain.degrees_of_freedom == 45
    rows = influence(data, row_weights=weights)
    assert (rows.leverage[:10] == 0.0).all()
    assert np.isnan(rows.cooks_distance[:10]).all()
    assert np.isfinite(rows.cooks_distance[10:]).all()
    assert np.isfinite(rows.residual).all()


def test_a_fit_at_hand_brings_its_bias_with_it(random_data) -> None:
    data = random_data()
    through_origin = fit(data, fit_bias=False)
    ours = infer(data, through_origin)
    assert ours.table.names == data.feature_names
    np.testing.assert_array_equal(ours.table.p, infer(data, fit_bias=False).table.p)
    with pytest.raises(ValueError, match="do not agree on whether there is a bias"):
        infer(data, through_origin, fit_bias=True)


@pytest.mark.parametrize(
    "other",
    [
        lambda data: fit(data, ridge=0.01),
        lambda data: fit(data, solver="sgd", config=SgdConfig(0.1, 50, 20)),
        lambda data: fit(data, row_weights=np.arange(1.0, data.n_rows + 1)),
        lambda data: fit(Dataset(data.X, -data.y)),
    ],
    ids=["ridge", "sgd", "other weights", "other labels"],
)
def test_only_the_least_squares_solution_is_judged(random_data, other) -> None:
    data = random_data()
    found = other(data)
    for work in (infer, influence, residual_tests):
        with pytest.raises(ValueError, match="Only the least-squares solution can be judged"):
            work(data, found)


@pytest.mark.parametrize("name", ["longley", "wampler5", "filip", "pontius"])
def test_an_ill_conditioned_fit_is_known_as_the_solution_it_is(nist, name) -> None:
    data = nist(name).data
    assert infer(data, fit(data)).sigma == infer(data).sigma


@pytest.mark.parametrize(
    ("weights", "part"),
    [
        ([1.0], "20 rows but 1 row weight came"),
        (-np.ones(20), "must not be negative"),
        (np.zeros(20), "larger than 0"),
    ],
)
def test_weights_that_make_no_sense_are_refused(random_data, weights, part) -> None:
    with pytest.raises(ValueError, match=part):
        infer(random_data(n=20), row_weights=weights)


def test_rows_that_count_may_be_too_few(random_data) -> None:
    with pytest.raises(ProblemError, match="4 rows are too few to judge 5 numbers: at least 6"):
        infer(random_data(n=20), row_weights=np.r_[np.ones(4), np.zeros(16)])
