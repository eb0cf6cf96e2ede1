from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.dataset import Dataset
from linreg_gui.core.minibatch_order import minibatch_rows
from linreg_gui.core.moments import moments
from linreg_gui.core.solvers.scaling import Scaling
from linreg_gui.core.solvers.sgd import Sgd, SgdConfig, reference_update


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("decay", ["constant", "cosine"])
@pytest.mark.parametrize("batch_size", [1, 7, 61, 300])
def test_every_compiled_update_equals_the_readable_one(standardise, decay, batch_size):
    rng = np.random.default_rng(1)
    data = Dataset(rng.normal(2.0, 1.5, size=(61, 3)), rng.normal(size=61))
    config = SgdConfig(0.05, batch_size, 2, seed=9, standardise=standardise, decay=decay)
    sgd = Sgd(data, config)
    scaling = Scaling.of(moments(data), standardise)
    theta = np.zeros(4)
    for epoch in range(config.epochs):
        for start in range(0, 61, batch_size):
            rows = minibatch_rows(61, config.seed, epoch, start, min(start + batch_size, 61))
            rate = config.learning_rate
            if decay == "cosine":
                rate *= 0.5 + 0.5 * math.cos(math.pi * (epoch + start / 61) / config.epochs)
            theta, loss = reference_update(data, rows, scaling, theta, rate)
            assert sgd.advance(1) == 1
            state = sgd.snapshot()
            weights, bias = scaling.raw(theta)
            np.testing.assert_allclose(state.weights, weights, rtol=1e-11, atol=1e-13)
            assert state.bias == pytest.approx(bias, rel=1e-11, abs=1e-13)
            assert state.minibatch_loss == pytest.approx(loss, rel=1e-11)
            assert state.learning_rate == pytest.approx(rate, rel=1e-14)
            np.testing.assert_array_equal(state.minibatch_rows, rows)
    assert sgd.finished


def visits(n: int, batch_size: int, epochs: int) -> np.ndarray:
    """How often each row was in a minibatch, read off the training itself.

    Every row has a feature of its own, so the sum of a feature's raw gradients counts its row.
    """
    data = Dataset(np.eye(n), np.ones(n))
    sgd = Sgd(data, SgdConfig(1e-9, batch_size, epochs, standardise=False))
    counts = np.zeros(n)
    while sgd.advance(1):
        counts += np.abs(sgd.snapshot().gradient[:-1]) > 0.0
    return counts


@pytest.mark.parametrize(("n", "batch_size"), [(60, 30), (61, 30)])
def test_every_row_is_used_exactly_once_per_epoch(n, batch_size):
    np.testing.assert_array_equal(visits(n, batch_size, epochs=1), 1.0)
    np.testing.assert_array_equal(visits(n, batch_size, epochs=3), 3.0)


@settings(max_examples=40, deadline=None)
@given(n=st.integers(1, 90), batch_size=st.integers(1, 100))
def test_every_row_is_used_exactly_once_whatever_the_sizes(n, batch_size):
    np.testing.assert_array_equal(visits(n, batch_size, epochs=2), 2.0)


def test_a_minibatch_beyond_the_row_buffer_is_summed_whole():
    rng = np.random.default_rng(3)
    data = Dataset(rng.normal(size=(1000, 2)), rng.normal(size=1000))
    sgd = Sgd(data, SgdConfig(0.1, 700, 1, standardise=False))
    sgd.advance(1)
    rows = minibatch_rows(1000, 0, 0, 0, 700)
    theta, _ = reference_update(data, rows, sgd.scaling, np.zeros(3), 0.1)
    np.testing.assert_allclose(sgd.snapshot().weights, theta[:2], rtol=1e-12)


def test_it_compiles_where_no_folder_is_writable(monkeypatch):
    from linreg_gui.core.solvers import kernels

    def no_cache(signature, *, cache=False, **options):
        if cache:
            raise RuntimeError("cannot cache function")
        return lambda function: (function, signature, options)

    monkeypatch.setattr(kernels, "njit", no_cache)
    function, _, options = kernels._compiled(len)
    assert function is len
    assert options["nogil"]
