from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numba.core.caching import NullCache
from numba.core.runtime import rtsys
from numba.core.runtime._nrt_python import memsys_disable_stats, memsys_enable_stats
from sgd_runs import BareRun, counts

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.loops import numba_loop, sealed_cache
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows
from linreg_gui.core.solvers.sgd.schedule import DECAYS, rate_factor
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()]


def compare_with_numpy(data: Dataset, config: SgdConfig, rtol: float) -> None:
    """Step by step: weights, bias, loss, rate and rows of the compiled loop and of the one in NumPy."""
    n, sgd, run = data.n_rows, Sgd(data, config), BareRun(data, config)
    scale = np.abs(run.scaling.inverse_scale).max()
    while not sgd.finished:
        epoch, start = run.place.epoch, run.place.position
        progress = run.step()
        assert sgd.advance(1) == progress.steps
        assert sgd.diverged == progress.diverged
        if sgd.diverged:
            return
        seen = sgd.snapshot()
        weights, bias = run.scaling.raw(run.numbers[2 if progress.averaged else 0])
        np.testing.assert_allclose(seen.weights, weights, rtol=rtol, atol=rtol * scale)
        assert seen.bias == pytest.approx(bias, rel=10 * rtol, abs=10 * rtol)
        loss = progress.loss_sum * run.scaling.label_scale**2
        assert seen.minibatch_loss == pytest.approx(loss, rel=rtol, abs=rtol)
        factor = rate_factor(
            DECAYS.index(config.decay),
            epoch + start / n,
            config.epochs,
            config.decay_epochs,
            config.decay_factor,
        )
        assert seen.learning_rate == pytest.approx(factor * config.learning_rate, rel=1e-14)
        stop = min(start + config.batch_size, n)
        rows = minibatch_rows(n, config.seed, epoch, start, stop, with_replacement=config.with_replacement)
        np.testing.assert_array_equal(seen.minibatch_rows, rows[:1000])
    assert run.place.epoch == config.epochs


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("batch_size", [1, 7, 61, 300])
def test_every_compiled_update_equals_that_in_numpy(loss, batch_size, standardise):
    config = SgdConfig(0.01, batch_size, 2, seed=9, standardise=standardise, loss=loss)
    compare_with_numpy(counts(), config, 1e-11)


@pytest.mark.parametrize(
    "options",
    [
        {"decay": "cosine"},
        {"decay": "inverse time", "decay_epochs": 0.5},
        {"decay": "step", "decay_epochs": 0.7, "decay_factor": 0.3},
        {"momentum": 0.9},
        {"weight_decay": 0.2},
        {"average_after": 0},
        {"average_after": 1},
        {"with_replacement": True},
        {"with_replacement": True, "momentum": 0.5, "average_after": 1, "weight_decay": 0.1},
    ],
    ids=str,
)
@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_every_option_does_in_the_compiled_loop_what_it_does_in_numpy(options, loss, precision):
    config = SgdConfig(0.02, 10, 3, seed=4, loss=loss, precision=precision, **options)
    compare_with_numpy(counts(), config, 1e-11 if precision == "float64" else 3e-5)


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(1, 80),
    d=st.integers(1, 12),
    seed=st.integers(-(2**70), 2**70),
    batch_size=st.integers(1, 100),
    loss=st.sampled_from(LOSSES[:1] + LOSSES[2:]),
    momentum=st.floats(0.0, 0.99),
    weight_decay=st.floats(0.0, 0.5),
    average_after=st.none() | st.integers(0, 3),
    with_replacement=st.booleans(),
)
def test_the_compiled_loop_and_numpy_agree_whatever_the_settings(n, d, seed, batch_size, loss, **options):
    config = SgdConfig(0.005, batch_size, 2, seed=seed, loss=loss, **options)
    compare_with_numpy(counts(n, d), config, 1e-9)


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


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_a_minibatch_beyond_the_buffers_is_summed_whole(precision):
    rng = np.random.default_rng(3)
    data = Dataset(rng.normal(size=(5000, 2)), rng.normal(size=5000) + 100.0)
    config = SgdConfig(0.1, 3700, 1, standardise=False, precision=precision)
    compare_with_numpy(data, config, 1e-12 if precision == "float64" else 1e-6)


def test_a_million_rows_in_float32_are_summed_in_float64():
    data = Dataset(np.ones((1_000_000, 1)), np.full(1_000_000, 0.1))
    sgd = Sgd(data, SgdConfig(1.0, 1_000_000, 1, standardise=False, precision="float32"))
    sgd.advance(1)
    assert sgd.snapshot().weights[0] == pytest.approx(0.1, rel=3e-5)


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_loop_lets_other_threads_run_and_is_kept_on_disk(precision):
    loop = numba_loop.update_loop(precision)
    assert loop.targetoptions["nogil"]
    assert list(Path(loop.stats.cache_path).glob("numba_loop._run_updates-*.nbc"))


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: type(loss).__name__)
@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_no_update_allocates_memory(loss, precision):
    config = SgdConfig(0.01, 5, 50, loss=loss, momentum=0.5, average_after=1, precision=precision)
    sgd = Sgd(counts(), config)
    allocated = []
    memsys_enable_stats()
    try:
        for updates in (1, 500):
            before = rtsys.get_allocation_stats().alloc
            assert sgd.advance(updates) == updates
            allocated.append(rtsys.get_allocation_stats().alloc - before)
    finally:
        memsys_disable_stats()
    # The buffers of a call, however many updates it makes.
    assert allocated[0] == allocated[1] > 0


def test_it_compiles_where_no_folder_is_writable(monkeypatch):
    class Loop:
        def __init__(self, function, options):
            self.function, self.options, self.compiled = function, options, []

        def compile(self, signature):
            self.compiled.append(signature)

        def disable_compile(self):
            assert self.compiled

    def refuse(function):
        raise RuntimeError("cannot cache function")

    monkeypatch.setattr(numba_loop, "njit", lambda **options: lambda function: Loop(function, options))
    monkeypatch.setattr(sealed_cache, "SealedCache", refuse)
    loop = numba_loop.update_loop.__wrapped__("float64")
    assert isinstance(loop._cache, NullCache)
    assert loop.function is numba_loop._run_updates
    assert loop.options["nogil"]
