"""A bounded loss curve."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.session.training.loss_history import LossHistory, LossPoint


def points(n: int) -> list[LossPoint]:
    start = LossPoint(0, 0.0, math.nan, 0, 9.0)
    return [start, *(LossPoint(k, k / 10, float(k), 1, 1.0 / k) for k in range(1, n + 1))]


@given(n=st.integers(0, 400), most=st.integers(8, 60))
def test_however_long_the_run_the_curve_stays_bounded_and_keeps_its_ends(n: int, most: int) -> None:
    history = LossHistory(most)
    for point in points(n):
        history.extend([point])
    assert len(history) <= most
    steps = history.arrays()[0]
    assert steps[0] == 0
    assert steps[-1] == n
    assert (np.diff(steps) > 0).all()


@given(n=st.integers(1, 400), most=st.integers(8, 60))
def test_merged_points_keep_the_mean_over_all_minibatches(n: int, most: int) -> None:
    history = LossHistory(most)
    history.extend(points(n))
    kept = [point for point in history.points if point.updates]
    assert sum(point.updates for point in kept) == n
    mean = sum(point.minibatch_loss * point.updates for point in kept) / n
    assert mean == pytest.approx((n + 1) / 2)


def test_going_back_forgets_what_lies_after() -> None:
    history = LossHistory()
    history.extend(points(10))
    history.cut_after(4)
    assert history.arrays()[0].tolist() == [0, 1, 2, 3, 4]


def test_an_empty_history_draws_nothing() -> None:
    assert all(len(column) == 0 for column in LossHistory().arrays())
