"""NumPy serves while the loop is being compiled: the same updates, and exact when they are sought again."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from linreg_gui import core
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss
from linreg_gui.core.solvers.sgd.loops import choice
from linreg_gui.core.solvers.sgd.loops.numba_compiling import CompiledLoop
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

CONFIGS = {
    "plain": SgdConfig(0.05, 7, 4),
    "momentum": SgdConfig(0.02, 7, 4, momentum=0.8, weight_decay=0.1),
    "average": SgdConfig(0.05, 7, 4, average_after=1),
    "decay": SgdConfig(0.05, 7, 4, decay="cosine"),
    "replacement": SgdConfig(0.05, 7, 4, with_replacement=True),
    "raw": SgdConfig(0.001, 7, 4, standardise=False),
    "absolute": SgdConfig(0.05, 7, 4, loss=AbsoluteLoss()),
    "huber": SgdConfig(0.05, 7, 4, loss=HuberLoss(0.5)),
    "poisson": SgdConfig(0.01, 7, 4, loss=PoissonLoss()),
}


@pytest.fixture(scope="module")
def data() -> core.Dataset:
    rng = np.random.default_rng(5)
    X = rng.normal(3.0, 2.0, size=(50, 3))
    return core.Dataset(X, np.abs(X @ [0.3, -0.2, 0.1] + rng.normal(size=50)))


@pytest.fixture
def compiling(monkeypatch: pytest.MonkeyPatch) -> CompiledLoop:
    """The compiled loop is not there until `_done` is set."""
    loop = CompiledLoop("float64")
    loop._begun = -1e9
    monkeypatch.setattr(choice, "compiled_loop", lambda _: loop)
    return loop


def compiled(data: core.Dataset, config: SgdConfig, step: int) -> core.Snapshot:
    sgd = Sgd(data, config)
    sgd.advance(step)
    return sgd.snapshot()


@pytest.mark.parametrize("name", CONFIGS)
def test_updates_by_numpy_are_those_of_the_compiled_loop(data, name, compiling) -> None:
    sgd = Sgd(data, CONFIGS[name])
    done = sgd.advance(10**6)
    found = sgd.snapshot()
    compiling._done.set()
    wanted = compiled(data, CONFIGS[name], 10**6)
    assert done == wanted.step == found.step
    np.testing.assert_allclose(found.weights, wanted.weights, rtol=1e-10, atol=1e-12)
    assert found.bias == pytest.approx(wanted.bias, rel=1e-10)
    assert found.minibatch_loss == pytest.approx(wanted.minibatch_loss, rel=1e-10)
    np.testing.assert_allclose(found.gradient, wanted.gradient, rtol=1e-8, atol=1e-11)


def test_it_stops_where_the_compiled_loop_does_when_the_numbers_blow_up(data, compiling) -> None:
    config = SgdConfig(50.0, 7, 400)
    sgd = Sgd(data, config)
    done = sgd.advance(10**6)
    compiling._done.set()
    assert sgd.diverged
    assert done == compiled(data, config, 10**6).step


def test_a_run_that_numpy_began_is_exact_when_it_is_sought_again(data, compiling) -> None:
    sgd = Sgd(data, CONFIGS["momentum"])
    sgd.advance(9)
    early = sgd.snapshot()
    compiling._done.set()
    sgd.advance(11)
    late = sgd.snapshot()
    for step, wanted in ((3, None), (9, early), (20, late), (9, early)):
        sgd.seek(step)
        if wanted is not None:
            found = sgd.snapshot()
            assert np.array_equal(found.weights, wanted.weights)
            assert found.bias == wanted.bias


def test_a_run_that_is_repeated_waits_for_the_compiled_loop(data, compiling) -> None:
    config = CONFIGS["momentum"]
    sgd = Sgd.repeat(data, [(0, config)])
    timer = threading.Timer(0.05, compiling._done.set)
    timer.start()
    sgd.advance(20)
    timer.join()
    found, wanted = sgd.snapshot(), compiled(data, config, 20)
    assert np.array_equal(found.weights, wanted.weights)
