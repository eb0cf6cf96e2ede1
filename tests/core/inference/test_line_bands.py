"""The bands of a line agree with statsmodels, and with the intervals of predictions."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from linreg_gui.core.inference.line_bands import LineBands, line_bands
from linreg_gui.core.inference.predictor import prediction_intervals
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError


def bands_of(x: np.ndarray, y: np.ndarray, level: float = 0.95) -> LineBands:
    slope, intercept = np.polyfit(x, y, 1)
    residuals = y - slope * x - intercept
    x_sum = float(np.sum((x - x.mean()) ** 2))
    return line_bands(x.size, x.mean(), x_sum, y.mean(), slope, float(residuals @ residuals), level)


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
@pytest.mark.parametrize("n_rows", [3, 20, 500])
def test_both_bands_are_those_of_statsmodels(n_rows: int, level: float) -> None:
    rng = np.random.default_rng(n_rows)
    x = rng.normal(50.0, 4.0, n_rows)
    y = 3.0 - 0.5 * x + rng.normal(size=n_rows)
    at = np.linspace(20.0, 80.0, 7)
    oracle = sm.OLS(y, sm.add_constant(x)).fit().get_prediction(sm.add_constant(at))
    frame = oracle.summary_frame(alpha=1.0 - level)
    bands = bands_of(x, y, level)
    for band, name in ((bands.confidence(at), "mean"), (bands.prediction(at), "obs")):
        for end, side in zip(band, ("lower", "upper"), strict=True):
            np.testing.assert_allclose(end, frame[f"{name}_ci_{side}"], rtol=1e-9)
    assert bands.level == level


def test_they_are_the_intervals_of_single_predictions() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=30)
    y = 2.0 * x + rng.normal(size=30)
    at = np.array([-3.0, 0.0, 5.0])
    single = prediction_intervals(Dataset(x[:, None], y), at[:, None])
    bands = bands_of(x, y)
    np.testing.assert_allclose(bands.confidence(at), [single.mean_low, single.mean_high])
    np.testing.assert_allclose(bands.prediction(at), [single.low, single.high])


def test_a_95_percent_band_holds_95_percent_of_new_labels() -> None:
    rng = np.random.default_rng(2)
    inside = []
    for _ in range(400):
        x = rng.normal(size=12)
        bands = bands_of(x, 2.0 * x + rng.normal(size=12))
        at = rng.normal(size=20)
        low, high = bands.prediction(at)
        label = 2.0 * at + rng.normal(size=20)
        inside.append((low <= label) & (label <= high))
    assert np.mean(inside) == pytest.approx(0.95, abs=0.015)


def test_points_on_a_line_have_bands_without_width() -> None:
    low, high = line_bands(10, 0.0, 5.0, 1.0, 2.0, 0.0).prediction(np.array([3.0]))
    assert low == high == 7.0


@pytest.mark.parametrize(
    ("n_rows", "x_sum", "height", "told"),
    [(2, 1.0, 0.0, "2 rows are too few"), (9, 0.0, 0.0, "the same value"), (9, 1.0, np.inf, "too large")],
)
def test_there_is_a_sentence_where_there_are_none(n_rows, x_sum, height, told) -> None:
    with pytest.raises(ProblemError, match=told):
        line_bands(n_rows, 0.0, x_sum, height, 1.0, 1.0)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, np.nan])
def test_the_level_is_a_confidence(level: float) -> None:
    with pytest.raises(ValueError, match="level"):
        line_bands(9, 0.0, 1.0, 0.0, 1.0, 1.0, level)
