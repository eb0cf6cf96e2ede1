from __future__ import annotations

import itertools

import numpy as np
import pytest
from gpu_double import COMPILER, NO_COMPILER, GpuDouble

from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.backend.gpu_errors import gpu_problem
from linreg_gui.core.devices import choice as device_choice
from linreg_gui.core.devices.choice import Choice, ComputeOn, CostModel, Rates, choose, measure
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

CPU = Rates(per_update=5e-8, per_value=1e-9)
GPU = Rates(per_update=5e-9, per_value=1e-11, per_launch=1e-3, per_byte=1e-10)
BOTH = CostModel(CPU, GPU)


def test_small_runs_are_left_to_the_cpu_and_large_ones_to_the_gpu():
    small, large = BOTH.choose(1000, 2, 32), BOTH.choose(10_000_000, 10, 32, epochs=10)
    assert small == Choice("numpy", "CPU chosen: for 1,000 × 2 in minibatches of 32 it is 220 × faster here.")
    assert large.backend == "cupy"
    assert large.sentence.startswith("GPU chosen: for 10,000,000 × 10 in minibatches of 32 it is ")


def test_the_prediction_is_what_the_sentence_says():
    cpu, gpu = CPU.seconds(1000, 2, 32), GPU.seconds(1000, 2, 32)
    assert cpu == pytest.approx(32 * 5e-8 + 3000 * 1e-9)
    assert gpu == pytest.approx(1e-3 + 24_000 * 1e-10 + 32 * 5e-9 + 3000 * 1e-11)
    assert f"{gpu / cpu:.2g}" == "2.2e+02"


def test_equally_fast_is_said_so():
    assert "equally fast" in CostModel(CPU, CPU).choose(100, 1, 10).sentence


def test_without_a_gpu_the_reason_is_part_of_the_sentence():
    chosen = CostModel(CPU, None, gpu_problem("no driver")).choose(1000, 2, 32)
    assert chosen.backend == "numpy"
    assert chosen.sentence.startswith("CPU chosen: there is no GPU to compute on. There is no NVIDIA driver")


@pytest.mark.parametrize(
    ("compute_on", "backend"),
    [
        (ComputeOn.AUTO, "numpy"),
        (ComputeOn.CPU, "numpy"),
        (ComputeOn.GPU, "cupy"),
        (ComputeOn.GPU_FLOAT32, "cupy"),
    ],
)
def test_a_person_may_overrule_it(compute_on, backend):
    assert choose(BOTH, compute_on, 1000, 2, SgdConfig()).backend == backend


def test_a_gpu_that_is_not_there_is_not_chosen():
    assert choose(CostModel(CPU), ComputeOn.GPU, 1000, 2, SgdConfig()).backend == "numpy"


def test_the_cpu_is_measured_by_running_on_it():
    rates = measure(Backend())
    assert rates.per_update >= 0.0
    assert 0.0 < rates.seconds(1_000_000, 10, 32) < 100.0
    assert (rates.per_launch, rates.per_byte) == (0.0, 0.0)


def test_the_costs_are_those_the_times_follow(monkeypatch):
    """Time is told by what was computed: 3 seconds for an update and 2 for a value."""

    class Counted:
        stretch, notice = 10, None

        def __init__(self, n, d, batch_size):
            self.per_step = 3.0 + 2.0 * batch_size * (d + 1)

        def use(self, device):
            pass

        def advance(self, steps):
            nonlocal now
            now += steps * self.per_step

    now = 0.0
    monkeypatch.setattr(device_choice, "_run", Counted)
    rates = measure(Backend(), lambda: now)
    assert (rates.per_update, rates.per_value) == (pytest.approx(3.0), pytest.approx(2.0))


@pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)
def test_a_gpu_is_measured_with_sending_and_launching(monkeypatch):
    monkeypatch.setattr(device_choice, "_SHAPES", ((64, 2, 1), (64, 5, 16)))
    ticks = itertools.count()
    gpu = GpuDouble()
    # The double for a GPU is slow: short stretches.
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.gpu_loop._MOST_STEPS", 16)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.gpu_loop._LEAST_STEPS", 1)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.checkpoints._WORK", 100)
    rates = measure(gpu, lambda: float(next(ticks)))
    assert rates.per_launch == 1.0
    assert rates.per_byte == pytest.approx(1.0 / 2**24)
    assert {"fill_rows", "run_updates"} <= set(gpu.launched)
    assert np.isfinite(rates.seconds(10, 1, 1))


def test_rows_with_weights_are_left_to_the_cpu_which_is_said():
    config = SgdConfig(batch_size=4096)
    for compute_on in (ComputeOn.AUTO, ComputeOn.GPU):
        found = choose(BOTH, compute_on, 10_000_000, 10, config, weighted=True)
        assert found.backend == "numpy"
        assert "row weights" in found.sentence
    alone = choose(CostModel(), ComputeOn.GPU, 9, 1, config, weighted=True)
    assert alone.sentence.startswith("CPU chosen: there is no GPU")


def test_a_run_on_weighted_rows_stays_on_the_cpu_whatever_it_is_told():
    values = np.arange(6.0)
    for row_weights, backend in ((None, "cupy"), (np.full(6, 2.0), "numpy")):
        sgd = Sgd(Dataset(values[:, None], values, row_weights=row_weights), SgdConfig())
        sgd.use(GpuDouble())
        assert sgd.backend == backend
