"""Tests for bends, beside those of statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.diagnostic import linear_reset

from linreg_gui.core.inference.curvature import curvature_tests
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError


def bent(n: int = 200, bend: float = 0.3) -> Dataset:
    rng = np.random.default_rng(0)
    X = rng.gamma(2.0, size=(n, 3)) * [1.0, 10.0, 1.0]
    X[:, 2] = rng.integers(0, 2, n)
    return Dataset(X, X @ [1.0, 0.2, 3.0] + bend * X[:, 0] ** 2 + rng.normal(size=n))


def test_it_is_the_reset_test_and_the_t_of_each_square() -> None:
    data = bent()
    found = curvature_tests(data)
    design = sm.add_constant(data.X)
    expected = linear_reset(sm.OLS(data.y, design).fit(), 3, use_f=True)
    assert found.reset == pytest.approx(expected.fvalue, rel=1e-9)
    assert found.reset_p == pytest.approx(expected.pvalue, rel=1e-7)
    assert found.reset_freedom == (2, 194)
    rss = sm.OLS(data.y, design).fit().ssr
    for j in (0, 1):
        more = sm.OLS(data.y, np.column_stack([design, data.X[:, j] ** 2])).fit()
        assert found.feature_t[j] == pytest.approx(more.tvalues[-1], rel=1e-9)
        assert found.feature_p[j] == pytest.approx(more.pvalues[-1], rel=1e-7)
        assert found.feature_share[j] == pytest.approx(1.0 - more.ssr / rss, rel=1e-9)


def test_the_square_of_a_feature_of_two_values_is_nothing_new() -> None:
    found = curvature_tests(bent())
    assert np.isnan([found.feature_t[2], found.feature_p[2], found.feature_share[2]]).all()


@pytest.mark.parametrize("fit_bias", [True, False])
def test_rows_with_weights_count_so_often(fit_bias) -> None:
    data, weights = bent(), np.random.default_rng(1).uniform(0.5, 2.0, 200)
    found = curvature_tests(data, row_weights=weights, fit_bias=fit_bias)
    centre = data.X[:, 0] - np.average(data.X[:, 0], weights=weights) if fit_bias else data.X[:, 0]
    design = sm.add_constant(data.X) if fit_bias else data.X
    more = sm.WLS(data.y, np.column_stack([design, centre**2]), weights).fit()
    assert found.feature_t[0] == pytest.approx(more.tvalues[-1], rel=1e-9)


def test_a_million_rows_in_blocks_are_the_same() -> None:
    data = bent(300_000, bend=0.001)
    found = curvature_tests(data)
    design = np.column_stack([np.ones(data.n_rows), data.X, data.X[:, 0] ** 2])
    more = sm.OLS(data.y, design).fit()
    assert found.feature_t[0] == pytest.approx(more.tvalues[-1], rel=1e-9)


def test_a_feature_of_two_values_alone_has_predictions_of_two_values() -> None:
    rng = np.random.default_rng(0)
    x = rng.integers(0, 2, 50).astype(float)
    found = curvature_tests(Dataset(x[:, None], x + rng.normal(size=50)))
    assert np.isnan([found.reset, found.reset_p, found.reset_share]).all()


def test_of_labels_on_a_line_nothing_is_left_to_explain() -> None:
    x = np.arange(20.0)
    found = curvature_tests(Dataset(x[:, None], 2.0 * x))
    assert not found.reset_p < 0.05


def test_too_few_rows_are_told() -> None:
    with pytest.raises(ProblemError, match="too few"):
        curvature_tests(Dataset(np.arange(4.0)[:, None], [1.0, 2.0, 4.0, 3.0]))
