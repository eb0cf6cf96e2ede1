from __future__ import annotations

import numpy as np
import pytest

from linreg_gui.core.devices.float32_digits import agreeing_digits, float32_digits
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.solver import SgdConfig


def test_single_precision_keeps_some_six_digits(random_data):
    assert 5.0 < float32_digits(random_data(), SgdConfig(0.05)) < 9.0


def test_a_rate_at_the_edge_of_divergence_costs_digits(random_data):
    data = random_data(n=300)
    calm = float32_digits(data, SgdConfig(0.05, 300, 1000))
    wild = float32_digits(data, SgdConfig(0.6, 300, 1000, momentum=0.9))
    assert 0.0 <= wild < calm


def test_a_large_mean_costs_none_because_the_rows_are_standardised_first():
    x = np.random.default_rng(0).normal(size=500)
    near, far = (Dataset((x + shift).reshape(-1, 1), 3.0 * x) for shift in (0.0, 1e7))
    found = [float32_digits(data, SgdConfig(0.1)) for data in (near, far)]
    assert found[1] > found[0] - 1.0


@pytest.mark.parametrize(
    ("found", "digits"), [([1.0, 2.0], 16.0), ([1.0, 2.0002], 4.0), ([9.0, 2.0], 0.0), ([np.nan, 2.0], 0.0)]
)
def test_digits_are_those_of_the_largest_difference(found, digits):
    assert agreeing_digits(np.array(found), np.array([1.0, 2.0])) == pytest.approx(digits)
