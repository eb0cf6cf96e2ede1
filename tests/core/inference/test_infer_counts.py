"""Inference of the Poisson loss against statsmodels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from linreg_gui.core import Dataset, Fit, PoissonLoss, ProblemError, fit, solve_reference
from linreg_gui.core.inference.infer_counts import infer_counts
from linreg_gui.core.inference.robust import joint_test


def counts(offset: float = 0.0, n: int = 400) -> Dataset:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(n, 3)) * [1.0, 5.0, 0.2]
    return Dataset(X + offset, rng.poisson(np.exp(X @ [0.3, -0.1, 1.0] + 0.5)).astype(float))


def least(data: Dataset) -> Fit:
    return solve_reference(data, PoissonLoss()).fit


def theirs_of(data: Dataset, **options):
    model = sm.GLM(data.y, sm.add_constant(data.X), family=sm.families.Poisson())
    return model.fit(tol=1e-14, maxiter=200, tol_criterion="params", **options)


@pytest.mark.parametrize("errors", ["plain", "HC0"])
def test_every_number_agrees_with_statsmodels(errors):
    data = counts()
    ours = infer_counts(data, least(data), level=0.9, errors=errors)
    theirs = theirs_of(data, **({} if errors == "plain" else {"cov_type": errors}))
    close = {"rtol": 1e-9, "atol": 0.0}
    assert np.allclose(ours.table.estimate, theirs.params, **close)
    assert np.allclose(ours.table.standard_error, theirs.bse, **close)
    assert np.allclose(ours.table.t, theirs.tvalues, **close)
    assert np.allclose(ours.table.p, theirs.pvalues, rtol=1e-7, atol=0.0)
    assert np.allclose(np.column_stack([ours.table.low, ours.table.high]), theirs.conf_int(0.1), **close)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=1e-11)
    assert ours.null_log_likelihood == pytest.approx(theirs.llnull, rel=1e-11)
    assert ours.deviance == pytest.approx(theirs.deviance, rel=1e-9)
    assert ours.null_deviance == pytest.approx(theirs.null_deviance, rel=1e-9)
    assert ours.aic == pytest.approx(theirs.aic, rel=1e-11)
    assert ours.bic == pytest.approx(theirs.bic_llf, rel=1e-11)


def test_hc1_makes_up_for_few_rows():
    data = counts(n=40)
    hc0, hc1 = (infer_counts(data, least(data), errors=kind).table for kind in ("HC0", "HC1"))
    assert np.allclose(hc1.standard_error, hc0.standard_error * np.sqrt(40 / 36), rtol=1e-12)


def test_a_joint_test_agrees_with_statsmodels():
    data = counts()
    ours = infer_counts(data, least(data))
    test = theirs_of(data).wald_test(np.eye(4)[1:3], use_f=False, scalar=True)
    assert 2 * joint_test(ours.root, ours.table.estimate, [1, 2], 1e9).f == pytest.approx(
        test.statistic, rel=1e-9
    )


def test_far_from_zero_no_digit_of_the_errors_of_weights_is_lost():
    near, far = counts(), counts(2.0**24)
    one, other = infer_counts(near, least(near)).table, infer_counts(far, least(far)).table
    assert np.allclose(one.standard_error[1:], other.standard_error[1:], rtol=1e-7)


def test_all_weights_together_are_judged_by_the_ratio_of_likelihoods():
    data = counts()
    chi2, p = infer_counts(data, least(data)).ratio_test
    theirs = theirs_of(data)
    assert chi2 == pytest.approx(2 * (theirs.llf - theirs.llnull), rel=1e-9)
    assert 0.0 < p < 1e-9
    assert infer_counts(data, least(data)).deviance_explained == pytest.approx(
        1 - theirs.deviance / theirs.null_deviance, rel=1e-9
    )


def test_what_cannot_be_judged_is_a_sentence():
    data = counts()
    with pytest.raises(ProblemError, match="HC3 errors are for least squares"):
        infer_counts(data, least(data), errors="HC3")
    with pytest.raises(ValueError, match="least"):
        infer_counts(data, fit(data))
    twice = Dataset(np.column_stack([data.X, data.X[:, 0]]), data.y)
    with pytest.raises(ProblemError, match="not determined"):
        infer_counts(twice, least(twice))


def test_without_a_bias_there_is_none_in_the_table():
    data = counts()
    theirs = sm.GLM(data.y, data.X, family=sm.families.Poisson()).fit(tol=1e-14, tol_criterion="params")
    through_0 = replace(least(data), weights=theirs.params, bias=0.0, bias_fitted=False, centred=None)
    ours = infer_counts(data, through_0)
    assert ours.table.names == data.feature_names
    assert np.allclose(ours.table.standard_error, theirs.bse, rtol=1e-9)
    assert ours.aic == pytest.approx(theirs.aic, rel=1e-11)
    assert ours.log_likelihood - ours.null_log_likelihood == pytest.approx(ours.ratio_test[0] / 2)
