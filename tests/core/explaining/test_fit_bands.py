"""Bands stand around the exact line of one feature, and a sentence where they do not hold."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.drawing.exact_line import PointSums, sums_of
from linreg_gui.core.explaining.fit_bands import bands_of_points, fit_bands
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.inference.line_bands import LineBands
from linreg_gui.core.inference.predictor import prediction_intervals
from linreg_gui.core.model.losses import AbsoluteLoss, SquaredLoss
from linreg_gui.core.table.roles import suggest_roles


def analysis_of(x: np.ndarray, y: np.ndarray, *others: np.ndarray) -> Analysis:
    frame = pd.DataFrame({"x": x, **{f"z{j}": other for j, other in enumerate(others)}, "y": y})
    return analyse(frame, suggest_roles(frame))


@pytest.mark.parametrize("far", [0.0, 1e6])
def test_they_agree_with_the_intervals_of_predictions_and_with_moving_points(far: float) -> None:
    rng = np.random.default_rng(0)
    x = far + rng.normal(size=40)
    y = 3.0 * (x - far) + far + rng.normal(size=40)
    analysis = analysis_of(x, y)
    bands = fit_bands(analysis, SquaredLoss(), 0.0)
    assert isinstance(bands, LineBands)
    at = far + np.array([-4.0, 0.0, 7.0])
    single = prediction_intervals(analysis.data, at[:, None], analysis.exact)
    np.testing.assert_allclose(bands.prediction(at), [single.low, single.high], rtol=1e-10)
    moving = bands_of_points(sums_of(x, y, (far, far)))
    assert moving is not None
    assert moving.total_weight is None
    assert bands.total_weight is None
    np.testing.assert_allclose(astuple(moving)[:-1], astuple(bands)[:-1], rtol=1e-8)


def test_where_they_do_not_hold_a_sentence_says_so() -> None:
    rng = np.random.default_rng(1)
    x, z = rng.normal(size=(2, 9))
    few = "No bands: 2 rows are too few to tell how sure a line is."
    one, two = analysis_of(x, 2.0 * x + z), analysis_of(x, x + z, z)
    for analysis, loss, decay, told in (
        (one, AbsoluteLoss(), 0.0, "No bands: they hold for least squares, not for the absolute error."),
        (one, SquaredLoss(), 0.1, "No bands: with weight decay the exact weights are drawn towards 0."),
        (two, SquaredLoss(), 0.0, "No bands: they are drawn along one feature, and here are 2."),
        (analysis_of(x[:2], z[:2]), SquaredLoss(), 0.0, few),
    ):
        assert fit_bands(analysis, loss, decay) == told


def test_points_that_leave_the_line_open_have_none() -> None:
    assert bands_of_points(PointSums((0.0, 0.0))) is None
    assert bands_of_points(sums_of(np.ones(5), np.arange(5.0), (0.0, 0.0))) is None
    assert bands_of_points(sums_of(np.arange(2.0), np.arange(2.0), (0.0, 0.0))) is None
