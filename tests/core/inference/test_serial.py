"""Whether rows resemble their neighbours, beside statsmodels and by many samples."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.stattools import durbin_watson

from linreg_gui.core.inference.serial import serial_test
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError


def test_it_is_the_statistic_of_durbin_and_watson() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.normal(size=(80, 2)), rng.normal(size=80)
    residuals = sm.OLS(y, sm.add_constant(X)).fit().resid
    assert serial_test(Dataset(X, y)).durbin_watson == pytest.approx(durbin_watson(residuals), rel=1e-12)


@pytest.mark.parametrize("fit_bias", [True, False])
def test_the_p_values_of_independent_noise_are_even(fit_bias) -> None:
    rng = np.random.default_rng(1)
    X = np.cumsum(rng.normal(size=(20, 2)), axis=0)  # slow features make d large
    found = [serial_test(Dataset(X, rng.normal(size=20)), fit_bias=fit_bias).p for _ in range(2000)]
    for level in (0.05, 0.2, 0.5, 0.8):
        error = np.sqrt(level * (1.0 - level) / 2000)
        assert np.mean(np.array(found) < level) == pytest.approx(level, abs=4.0 * error)


def test_noise_that_goes_on_is_found() -> None:
    rng = np.random.default_rng(2)
    noise = np.zeros(300)
    for row in range(1, 300):
        noise[row] = 0.5 * noise[row - 1] + rng.normal()
    found = serial_test(Dataset(rng.normal(size=(300, 1)), noise))
    assert found.p < 1e-6
    assert found.correlation == pytest.approx(0.5, abs=0.15)


def test_beyond_some_rows_p_is_that_of_the_limit() -> None:
    rng = np.random.default_rng(3)
    X, y = rng.normal(size=(20_001, 1)), rng.normal(size=20_001)
    many, few = serial_test(Dataset(X, y)), serial_test(Dataset(X[:-1], y[:-1]))
    assert many.p == pytest.approx(few.p, abs=0.02)


def test_there_is_nothing_to_test_without_noise() -> None:
    with pytest.raises(ProblemError, match="no noise"):
        serial_test(Dataset(np.arange(9.0)[:, None], np.zeros(9)))
