"""One row taken out of a fit, against statsmodels and against fits that were made without it."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from linreg_gui.core import Dataset, without_row
from linreg_gui.core.inference.checked_fit import checked_fit
from linreg_gui.core.inference.influence import rows_judged


def judged(data: Dataset, weights=None, bias: bool = True):
    return rows_judged(checked_fit(data, None, weights, bias, spare=2), data)[0]


@pytest.mark.parametrize("name", ["diabetes", "engel", "motor_trend_cars"])
def test_numbers_of_a_row_are_those_of_statsmodels(columns, name) -> None:
    data = columns(name)
    checked = judged(data)
    theirs = sm.OLS(data.y, sm.add_constant(data.X)).fit(method="qr").get_influence()
    for row in (0, 7, data.n_rows - 1):
        ours = without_row(data, row, checked)
        assert ours.leverage == pytest.approx(theirs.hat_matrix_diag[row], rel=1e-9)
        assert ours.studentised == pytest.approx(theirs.resid_studentized_external[row], rel=1e-9)
        assert ours.cooks_distance == pytest.approx(theirs.cooks_distance[0][row], rel=1e-9)
        assert ours.dffits == pytest.approx(theirs.dffits[0][row], rel=1e-9)
        np.testing.assert_allclose(ours.dfbetas, theirs.dfbetas[row], rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("weighted", [True, False])
def test_the_fit_without_a_row_is_the_one_that_never_saw_it(bias, weighted) -> None:
    rng = np.random.default_rng(3)
    X = rng.normal(2.0, 1.0, size=(30, 3)) * [1.0, 100.0, 1e-3]
    y = 5.0 + X @ [1.0, -0.02, 300.0] + rng.normal(size=30)
    weights = rng.uniform(0.5, 2.0, size=30) if weighted else np.ones(30)
    if weighted:
        weights[4] = 0.0
    data = Dataset(X, y)
    checked = judged(data, weights if weighted else None, bias)
    for row in (0, 11, 29):
        left = np.delete(np.arange(30), row)
        design = sm.add_constant(X[left]) if bias else X[left]
        kept = weights[left] > 0.0
        theirs = sm.WLS(y[left][kept], design[kept], weights=weights[left][kept]).fit(method="qr")
        ours = without_row(data, row, checked)
        np.testing.assert_allclose(ours.without, theirs.params, rtol=1e-9)
        assert ours.r_squared[1] == pytest.approx(theirs.rsquared, rel=1e-9)
        assert ours.sigma[1] == pytest.approx(np.sqrt(theirs.scale), rel=1e-9)
        w, b = ours.model
        assert len(w) == 3
        assert (b != 0.0) == bias


def test_the_shares_of_the_loss_of_all_rows_make_the_loss(columns) -> None:
    data = columns("motor_trend_cars")
    checked = judged(data)
    assert sum(without_row(data, row, checked).loss_share for row in range(data.n_rows)) == pytest.approx(1.0)


def test_a_row_of_no_weight_changes_nothing() -> None:
    rng = np.random.default_rng(0)
    weights = np.ones(12)
    weights[3] = 0.0
    ours = without_row(Dataset(rng.normal(size=(12, 2)), rng.normal(size=12)), 3, row_weights=weights)
    assert not ours.counts
    assert ours.is_determined
    np.testing.assert_array_equal(ours.without, ours.estimate)


def test_without_a_row_that_decides_a_weight_alone_there_is_no_fit() -> None:
    X = np.zeros((8, 2))
    X[:, 0] = np.arange(8)
    X[7, 1] = 1.0
    ours = without_row(Dataset(X, np.random.default_rng(0).normal(size=8)), 7)
    assert ours.leverage == pytest.approx(1.0)
    assert not ours.is_determined
    assert np.isnan([ours.sigma[1], ours.r_squared[1], ours.cooks_distance, ours.dffits]).all()


def test_a_row_that_is_not_there_is_refused_in_a_sentence() -> None:
    data = Dataset(np.random.default_rng(0).normal(size=(12, 2)), np.arange(12.0))
    for row in (-1, 12):
        with pytest.raises(ValueError, match="from 0 to 11"):
            without_row(data, row)


def test_a_row_without_which_all_others_lie_on_a_line_is_told_so_without_a_warning() -> None:
    x = np.arange(12.0)
    y = 2.0 * x + 1.0
    y[5] += 4.0
    data = Dataset(x[:, None], y)
    found = without_row(data, 5)
    np.testing.assert_allclose(found.without, [1.0, 2.0], rtol=1e-12)
    assert found.sigma[1] == pytest.approx(0.0, abs=1e-6)
    assert abs(found.studentised) > 1e6
    perfect = without_row(Dataset(x[:, None], 2.0 * x), 3)
    assert not np.isfinite(perfect.studentised) or abs(perfect.studentised) < 1e3
