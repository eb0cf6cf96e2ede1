"""What a row of the table does to the fit on the desk."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from desks import desk_of, made_frame

from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.row_sway import Measure, NoSway, RowSway, sway_of
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
