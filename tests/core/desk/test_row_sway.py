"""What a row of the table does to the fit on the desk."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from desks import desk_of, made_frame

from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.flagged_rows import flagged_rows_of
from linreg_gui.core.desk.partial_plot import PartialWish, partial_plot_of
from linreg_gui.core.desk.row_sway import Measure, NoSway, RowSway, sway_of
from linreg_gui.core.desk.theatre import Act, TheatreWish, theatre_of
from linreg_gui.core.model.losses import AbsoluteLoss


def test_a_row_of_the_table_is_told_by_the_fit_of_the_rows_that_take_part() -> None:
    frame = made_frame()
    desk = desk_of(frame, excluded=[2, 10])
    kept = np.delete(np.arange(60), [2, 10])
    X = sm.add_constant(frame[["a", "b", "c"]].to_numpy()[kept])
    theirs = sm.OLS(frame.y.to_numpy()[kept], X).fit(method="qr").get_influence()
    sway = sway_of(desk, 20)
    assert isinstance(sway, RowSway)
    assert sway.title == "Row 21, house 20"
    place = 18
    assert sway.value(Measure.LEVERAGE) == pytest.approx(theirs.hat_matrix_diag[place], rel=1e-9)
    assert sway.value(Measure.STUDENTISED) == pytest.approx(
        theirs.resid_studentized_external[place], rel=1e-9
    )
    assert sway.value(Measure.COOK) == pytest.approx(theirs.cooks_distance[0][place], rel=1e-9)
    assert sway.value(Measure.DFFITS) == pytest.approx(theirs.dffits[0][place], rel=1e-9)
    largest = int(np.abs(theirs.dfbetas[place]).argmax())
    name, size = sway.most_moved
    assert name == ("bias", "a", "b", "c")[largest]
    assert size == pytest.approx(theirs.dfbetas[place][largest], rel=1e-8)


def test_bounds_are_those_of_the_rows_that_take_part() -> None:
    bounds = sway_of(desk_of(made_frame(), excluded=[2]), 0).bounds
    assert bounds.of(Measure.LEVERAGE) == pytest.approx(2 * 4 / 59)
    assert bounds.of(Measure.STUDENTISED) == 3.0
    assert bounds.of(Measure.COOK) == pytest.approx(4 / 59)
    assert bounds.of(Measure.DFFITS) == pytest.approx(2 * (4 / 59) ** 0.5)
    assert bounds.of_dfbetas == pytest.approx(2 / 59**0.5)


def test_an_outlier_is_beyond_and_a_row_of_the_crowd_is_not() -> None:
    frame = made_frame()
    frame.loc[7, "y"] += 60.0
    desk = desk_of(frame)
    assert sway_of(desk, 7).is_beyond(Measure.STUDENTISED)
    assert sway_of(desk, 7).is_beyond(Measure.COOK)
    calm = int(np.abs(frame.a - frame.a.mean()).argmin())
    assert not sway_of(desk, calm).is_beyond(Measure.LEVERAGE)


def told(desk: Desk, row: int) -> str:
    sway = sway_of(desk, row)
    assert isinstance(sway, NoSway)
    return sway.sentence


def test_of_a_row_that_takes_no_part_it_is_said_why() -> None:
    frame = made_frame()
    frame.loc[5, "a"] = np.nan
    desk = desk_of(frame, excluded=[2], holdout=0.2)
    held_out = int(desk.analysis.held_out_rows[0])
    assert told(desk, 2) == "The row is excluded: the fit does without it."
    assert "missing" in told(desk, 5)
    assert "held out" in told(desk, held_out)


def test_under_another_loss_or_weight_decay_nothing_is_told_but_why() -> None:
    frame = made_frame()
    assert "mean absolute error" in told(desk_of(frame, loss=AbsoluteLoss()), 3)
    assert "weight decay" in told(desk_of(frame, weight_decay=0.1), 3)


def test_features_that_depend_on_each_other_are_named() -> None:
    frame = made_frame()
    frame["c"] = 2.0 * frame.b
    assert "“c” is a multiple of “b”" in told(desk_of(frame), 3)


def test_without_a_row_that_decides_a_weight_alone_there_is_no_fit_and_that_is_said() -> None:
    frame = made_frame()
    frame["c"] = np.where(np.arange(60) == 8, 1.0, 0.0)
    sway = sway_of(desk_of(frame), 8)
    assert "alone decides" in sway.sentence
    assert not sway.found.is_determined


def test_weights_of_rows_count_in_everything_that_is_told() -> None:
    frame = made_frame()
    frame["w"] = np.random.default_rng(1).uniform(0.2, 3.0, 60)
    frame.loc[9, "w"] = 0.0
    desk = desk_of(frame, weight="w")
    root = np.sqrt(frame.w.to_numpy())
    kept = root > 0.0
    X = sm.add_constant(frame[["a", "b", "c"]].to_numpy()) * root[:, None]
    theirs = sm.OLS((frame.y * root)[kept].to_numpy(), X[kept]).fit(method="qr").get_influence()
    sway = sway_of(desk, 20)
    assert sway.value(Measure.LEVERAGE) == pytest.approx(theirs.hat_matrix_diag[19], rel=1e-9)
    assert sway.value(Measure.COOK) == pytest.approx(theirs.cooks_distance[0][19], rel=1e-9)
    assert sway.bounds.n == 59
    found = flagged_rows_of(desk).beyond[Measure.LEVERAGE]
    beyond = np.flatnonzero(theirs.hat_matrix_diag > 8 / 59)
    assert sorted(found.rows.tolist()) == sorted(np.flatnonzero(kept)[beyond].tolist())
    assert told(desk, 9) == "The row has a weight of 0: the fit does without it."
    plot = partial_plot_of(desk, PartialWish("a"))
    wls = sm.WLS(frame.y, sm.add_constant(frame[["a", "b", "c"]]), weights=frame.w).fit()
    assert plot.plane.slope == pytest.approx(wls.params["a"], rel=1e-9)
    seen = theatre_of(desk, TheatreWish(Act.WITHOUT, "c"))
    left = sm.WLS(frame.y, sm.add_constant(frame[["a", "b"]]), weights=frame.w).fit()
    errors = left.bse.to_numpy()[1:] * np.sqrt(left.df_resid / (59 - 3))
    np.testing.assert_allclose(seen.then.standard_errors[:2], errors, rtol=1e-9)
    noise = theatre_of(desk, TheatreWish(Act.NOISE))
    assert noise.noise is None
    assert "rows of equal weight" in noise.sentence


def test_without_a_bias_everything_is_told_of_the_line_through_the_origin() -> None:
    frame = made_frame()
    desk = desk_of(frame, has_bias=False)
    X, y = frame[["a", "b", "c"]].to_numpy(), frame.y.to_numpy()
    theirs = sm.OLS(y, X).fit(method="qr")
    rows = theirs.get_influence()
    sway = sway_of(desk, 20)
    assert sway.found.names == ("a", "b", "c")
    assert sway.value(Measure.LEVERAGE) == pytest.approx(rows.hat_matrix_diag[20], rel=1e-9)
    assert sway.value(Measure.COOK) == pytest.approx(rows.cooks_distance[0][20], rel=1e-9)
    assert sway.bounds.of(Measure.LEVERAGE) == pytest.approx(6 / 60)
    left = np.delete(np.arange(60), 20)
    assert sway.found.r_squared[1] == pytest.approx(sm.OLS(y[left], X[left]).fit().rsquared, rel=1e-9)
    assert sway.found.model[1] == 0.0
    assert flagged_rows_of(desk).bounds.k == 3
    plot = partial_plot_of(desk, PartialWish("a"))
    assert plot.plane.middle == (0.0, 0.0)
    assert "the level of 0" in plot.summary
    assert plot.errors[0] == pytest.approx(theirs.bse[0], rel=1e-9)
    seen = theatre_of(desk, TheatreWish(Act.WITHOUT, "c"))
    np.testing.assert_allclose(seen.then.standard_errors[:2], sm.OLS(y, X[:, :2]).fit().bse, rtol=1e-9)
    noise = theatre_of(desk, TheatreWish(Act.NOISE))
    assert noise.noise.penalty == pytest.approx(0.6)
    assert "E[XᵀX] = XᵀX + nσ²I" in noise.sentence
