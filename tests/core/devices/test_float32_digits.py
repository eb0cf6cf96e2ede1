from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.devices.float32_digits import agreeing_digits, float32_digits
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config


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
    sizes = np.array([1.0, 2.0])
    assert agreeing_digits(np.array(found) - sizes, sizes) == pytest.approx(digits)


@settings(max_examples=25, deadline=None)
@given(
    offset=st.sampled_from([0.0, -50.0, 1e4, 1e6, -1.7e9, 1e12]),
    size=st.sampled_from([1e-20, 1.0, 1e9]),
    weights=st.tuples(st.floats(-3.0, 3.0), st.floats(-1e-3, 1e-3)),
    batch_size=st.sampled_from([16, 250]),
    seed=st.integers(0, 1000),
)
def test_as_many_digits_are_kept_in_every_weight_as_are_claimed(offset, size, weights, batch_size, seed):
    rng = np.random.default_rng(seed)
    Z = rng.normal(size=(250, 2))
    y = size * (offset + Z @ weights + 0.1 * rng.normal(size=250))
    data = Dataset(Z + np.array([1.0, 1e5]), y)
    config = replace(suggest_config(data, seed=seed), batch_size=batch_size, epochs=2 * batch_size)
    claimed = float32_digits(data, replace(config, precision="float32"))
    single, check = (Sgd(data, replace(config, precision=p)) for p in ("float32", "float64"))
    for sgd in (single, check):
        sgd.advance(500)
    found, wanted = single.snapshot().weights, check.snapshot().weights
    off = np.abs(found - wanted) / np.abs(wanted)
    assert (off <= 10.0**-claimed * 1.01 + 1e-14).all()
    assert claimed > 1.0


@pytest.mark.parametrize("offset", [0.0, 1e6, 1.7e9, 1e12])
def test_an_offset_of_the_label_costs_no_digits_once_the_bias_is_there(offset):
    x = np.random.default_rng(0).normal(size=(300, 1))
    data = Dataset(x, offset + 2.0 * x[:, 0] + 0.1 * np.cos(np.arange(300.0)))
    assert float32_digits(data, SgdConfig(0.2, 300, 500)) > 6.0
