"""Inference with row weights and without a bias, in every combination, against statsmodels and NIST."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from project_paths import NIST
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

SAMPLES = ["diabetes", "engel", "motor_trend_cars"]
every_combination = pytest.mark.parametrize(
    ("weighted", "fit_bias"), [(False, True), (True, True), (True, False), (False, False)]
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


def close(ours, theirs, *, unit=0.0) -> None:
    """Alike to nine digits; or, where what was subtracted leaves next to nothing, to nine of the unit."""
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-9 * np.max(unit))


def check_table(c: Case) -> None:
    ours, theirs = infer(c.data, **c.options, level=0.9), c.theirs
    close(ours.table.estimate / theirs.bse, theirs.params / theirs.bse, unit=1.0)
    close(ours.table.standard_error, theirs.bse)
    close(ours.table.t, theirs.tvalues, unit=1.0)
    close(ours.table.p, theirs.pvalues, unit=1e-290)
    for end, theirs_end in zip((ours.table.low, ours.table.high), theirs.conf_int(0.1).T, strict=True):
        close(end / theirs.bse, theirs_end / theirs.bse, unit=1.0)
    assert ours.degrees_of_freedom == theirs.df_resid
    close(ours.r_squared, theirs.rsquared, unit=1e-3)
    close(ours.adjusted_r_squared, theirs.rsquared_adj, unit=1e-3)
    close(ours.sigma, math.sqrt(theirs.mse_resid))
    close(ours.f, theirs.fvalue, unit=1.0)
    close(ours.f_p, theirs.f_pvalue, unit=1e-290)
    close(ours.log_likelihood, theirs.llf)
    close((ours.aic, ours.bic), (theirs.aic, theirs.bic))


def check_intervals(c: Case, new: np.ndarray) -> None:
    ours = prediction_intervals(c.data, new, **c.options, level=0.8)
    n = len(new)
    design = np.column_stack([np.ones(n), new]) if c.options["fit_bias"] else new
    theirs = c.theirs.get_prediction(design, weights=np.ones(n)).summary_frame(0.2)
    close(ours.standard_error, theirs["mean_se"])
    for name_ours, name_theirs in {
        "prediction": "mean",
        "mean_low": "mean_ci_lower",
        "mean_high": "mean_ci_upper",
        "low": "obs_ci_lower",
        "high": "obs_ci_upper",
    }.items():
        close(getattr(ours, name_ours), theirs[name_theirs], unit=theirs["mean_se"])


def check_rows(c: Case) -> None:
    ours, theirs = influence(c.data, **c.options), OLSInfluence(c.whitened)
    close(ours.leverage, theirs.hat_matrix_diag)
    close(ours.residual, c.theirs.resid, unit=np.abs(c.theirs.resid))
    close(ours.studentised, theirs.resid_studentized_internal, unit=1.0)
    close(ours.deleted, theirs.resid_studentized_external, unit=1.0)
    close(ours.cooks_distance, theirs.cooks_distance[0], unit=theirs.cooks_distance[0])
    close(ours.dffits, theirs.dffits[0], unit=1.0)


def check_robust_errors(c: Case) -> None:
    for kind in ("HC0", "HC1", "HC2", "HC3"):
        ours = robust_covariance(c.data, kind, **c.options)
        close(np.sqrt(np.diag(ours)), c.whitened.get_robustcov_results(kind, use_t=True).bse)


def check_collinearity(c: Case) -> None:
    w = np.ones(c.data.n_rows) if c.options["row_weights"] is None else c.options["row_weights"]
    columns = c.data.X - np.average(c.data.X, axis=0, weights=w) if c.options["fit_bias"] else c.data.X
    columns = columns * np.sqrt(w)[:, None]
    lengths = np.linalg.norm(columns, axis=0)
    ours = collinearity(c.data, **c.options)
    variances = np.diag(c.whitened.normalized_cov_params)[c.options["fit_bias"] :]
    close(ours.variance_inflation, variances * lengths**2)
    # What statsmodels says of the scaled columns.
    scaled = sm.OLS(c.data.y, columns / lengths).fit(method="qr")
    close(ours.condition_number, scaled.condition_number)
    close(ours.condition_indices, np.sqrt(scaled.eigenvals[0] / scaled.eigenvals))
    _, singular, V = np.linalg.svd(columns / lengths, full_matrices=False)
    shares = (V / singular[:, None]) ** 2
    close(ours.variance_proportions, shares / shares.sum(axis=0), unit=1.0)


def check_residual_tests(c: Case) -> None:
    ours, e = residual_tests(c.data, **c.options), c.theirs.wresid
    close(ours.durbin_watson, durbin_watson(e))
    jb, _, skewness, kurtosis = jarque_bera(e)
    close((ours.jarque_bera, ours.kurtosis), (jb, kurtosis), unit=1.0)
    close(ours.skewness, skewness, unit=1.0)
    n, d = c.data.n_rows, c.data.n_features
    lm = n * sm.OLS(e**2, sm.add_constant(c.data.X, has_constant="add")).fit(method="qr").rsquared
    close((ours.breusch_pagan, ours.breusch_pagan_p), (lm, chi2.sf(lm, d)), unit=1.0)


CHECKS = [
    check_table,
    lambda c: check_intervals(c, c.data.X[:9] * 1.1 + 1.0),
    check_rows,
    check_robust_errors,
    check_collinearity,
    check_residual_tests,
]


@every_combination
def test_every_number_agrees_with_statsmodels(case, weighted, fit_bias) -> None:
    c = case(weighted, fit_bias)
    check_table(c)
    names = infer(c.data, **c.options).table.names
    assert names == (("bias",) if fit_bias else ()) + c.data.feature_names


@pytest.mark.parametrize(
    "check", CHECKS[1:], ids=["intervals", "rows", "robust errors", "collinearity", "residual tests"]
)
@every_combination
def test_all_else_agrees_with_statsmodels(case, weighted, fit_bias, check) -> None:
    check(case(weighted, fit_bias))


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    n=st.integers(10, 60),
    d=st.integers(1, 4),
    shift=st.floats(-30, 30),
    weighted=st.booleans(),
    fit_bias=st.booleans(),
)
def test_any_well_conditioned_data_agree_with_statsmodels_in_everything(
    seed, n, d, shift, weighted, fit_bias
) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(shift, 2.0, size=(n, d))
    data = Dataset(X, X @ rng.normal(size=d) + rng.normal(size=n))
    c = Case(data, rng.uniform(0.01, 100.0, size=n) if weighted else None, fit_bias)
    assume(np.linalg.cond(c.X / np.linalg.norm(c.X, axis=0)) < 1e3)
    for check in CHECKS:
        check(c)


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


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (1e-150, "3 rows weigh less than 10⁻¹⁰⁰ of the heaviest one and are left out. 2 rows are too few"),
        (
            1e-40,
            "3 rows weigh less than 10⁻²⁶ of the heaviest one, too little to be seen. The weights are not",
        ),
    ],
)
def test_rows_too_light_to_count_are_named_where_the_others_are_too_few(share, told):
    X = np.array([[1.0, 2.0], [2.0, 1.0], [4.0, 3.0], [5.0, 5.0], [2.0, 7.0]])
    with pytest.raises(ProblemError, match=f"^{told}"):
        infer(Dataset(X, [1.0, 3.0, 2.0, 5.0, 4.0]), row_weights=[1.0, 1.0, share, share, share])
