"""SGD on a device: its two methods, the choice between them, and what happens when the device fails."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest
from gpu_double import COMPILER, NO_COMPILER, CUDARuntimeError, GpuDouble
from sgd_runs import BareRun

from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.sgd.loops.cuda_loop import GpuKernels
from linreg_gui.core.solvers.sgd.loops.gpu_loop import DeviceLoop
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

compiled = pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)


class Stretch(BareRun):
    """Whole stretches of a run, one after the other, by a loop of its own."""

    def __init__(
        self, data: Dataset, config: SgdConfig, clock: Callable[[], float] = time.perf_counter
    ) -> None:
        super().__init__(data, config)
        self.gpu = GpuDouble()
        self.loop = DeviceLoop(self.gpu, self.rows, self.largest, clock)

    def go(self, steps: int, whole: bool = True) -> None:
        done = self.loop.run(self.numbers, self.rule, self.penalty, self.place, steps, whole)
        assert done.steps == steps
        self.loss_sum = done.loss_sum
        self.place = self.place.after(done)


@compiled
@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize(
    "options", [{}, {"weight_decay": 0.1}, {"decay": "cosine"}, {"with_replacement": True}]
)
def test_stretches_by_scan_and_by_kernel_are_the_same_run(random_data, precision, options):
    data = random_data(n=300, d=4)
    config = SgdConfig(0.03, 7, 40, seed=5, precision=precision, **options)
    run, host = Stretch(data, config), Sgd(data, config)
    scaling = host.scaling
    # The first two whole stretches are scanned, the next two are not; a part of a stretch never is.
    for steps, whole in ((100, True), (90, True), (20, False), (110, True)):
        run.go(steps, whole)
        host.advance(steps)
        seen = host.snapshot()
        weights, bias = scaling.raw(run.numbers[0])
        tolerance = 1e-10 if precision == "float64" else 2e-5
        np.testing.assert_allclose(weights, seen.weights, rtol=tolerance, atol=tolerance * 10)
        assert bias == pytest.approx(seen.bias, rel=10 * tolerance)
        loss = run.loss_sum * scaling.label_scale**2
        assert loss / steps == pytest.approx(seen.minibatch_loss, rel=10 * tolerance)
        gradient = scaling.raw_gradient(run.numbers[3])
        scale = float(np.abs(seen.gradient).max())
        np.testing.assert_allclose(gradient, seen.gradient, rtol=tolerance, atol=100 * tolerance * scale)
        assert run.place.epoch + run.place.position / 300 == pytest.approx(seen.epoch)


@compiled
@pytest.mark.parametrize(("scan", "kernel"), [(1.0, 5.0), (5.0, 1.0)])
def test_each_method_is_tried_and_then_the_faster_one_is_taken(random_data, scan, kernel):
    now = 0.0
    run = Stretch(random_data(n=300), SgdConfig(0.03, 10, 100), lambda: now)

    def takes_its_time(name: str) -> None:
        nonlocal now
        now += scan if name == "fill_rows" else kernel

    run.gpu.before_launch = takes_its_time
    for _ in range(6):
        run.go(30)
    # The scan launches nothing but what fills in the rows.
    assert run.gpu.launched[:4] == ["fill_rows"] * 2 + ["run_updates"] * 2
    assert set(run.gpu.launched[4:]) == {"fill_rows" if scan < kernel else "run_updates"}


@pytest.fixture
def short_stretches(monkeypatch):
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.gpu_loop._MOST_STEPS", 16)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.gpu_loop._LEAST_STEPS", 1)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.checkpoints._WORK", 1)


@compiled
def test_whole_runs_go_from_one_kept_state_to_the_next(random_data, short_stretches, monkeypatch):
    gpu = GpuDouble()
    monkeypatch.setattr("linreg_gui.core.backend.backend._cupy", lambda: gpu)
    monkeypatch.setattr("linreg_gui.core.fitting.train._SLICE_VALUES", 1)
    data, config = random_data(n=310), SgdConfig(0.03, 10, 8)
    run, host = train(data, config, backend="cupy"), train(data, config)
    np.testing.assert_allclose(run.fit.weights, host.fit.weights, rtol=1e-10)
    assert gpu.launched.count("fill_rows") >= 2


@compiled
def test_a_step_sought_again_is_the_same_to_the_last_bit_though_stretches_are_scanned(
    random_data, short_stretches
):
    data = random_data(n=300)
    gpu, sgd = GpuDouble(), Sgd(data, SgdConfig(0.03, 7, 30))
    sgd.use(gpu)
    seen = {}
    for steps in (5, 70, 3, 100, 16, 1, 64, 200):
        sgd.advance(steps)
        seen[sgd.step] = sgd.snapshot().weights
    assert gpu.launched.count("fill_rows") >= 2
    for step in sorted(seen, key=lambda step: step % 7):
        sgd.seek(step)
        np.testing.assert_array_equal(sgd.snapshot().weights, seen[step])


@compiled
def test_a_stretch_in_which_a_run_diverges_stops_at_the_very_update(random_data):
    data = random_data(n=300, d=2)
    config = SgdConfig(2.6, 30, 500)
    run, host = Stretch(data, config), Sgd(data, config)
    host.advance(3000)
    done = run.loop.run(run.numbers, run.rule, run.penalty, run.place, 3000, True)
    assert done.diverged
    assert done.steps == host.step


@compiled
def test_a_run_goes_on_on_the_cpu_where_the_device_fails(random_data):
    data, config = random_data(n=500), SgdConfig(0.03, 10, 4, momentum=0.5)
    gpu, sgd, host = GpuDouble(), Sgd(data, config), Sgd(data, config)
    sgd.use(gpu)

    def pull_out(_: str) -> None:
        if len(gpu.launched) == 4:
            raise CUDARuntimeError("cudaErrorLaunchFailure: unspecified launch failure")

    gpu.before_launch = pull_out
    for _ in range(10):
        assert sgd.advance(20) == host.advance(20)
    assert sgd.notice is not None
    assert sgd.notice.sentence == ("The GPU stopped working. Training went on on the CPU from step 60.")
    assert (sgd.backend, sgd.finished, len(gpu.launched)) == ("numpy", True, 4)
    np.testing.assert_allclose(sgd.snapshot().weights, host.snapshot().weights, rtol=1e-10)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("cudaErrorMemoryAllocation: out of memory", "The memory of the GPU is full"),
        ("cudaErrorDevicesUnavailable: CUDA-capable device(s) is/are busy or unavailable", "is busy"),
    ],
)
def test_data_that_cannot_be_uploaded_are_trained_on_by_the_cpu(random_data, message, words):
    class Full(GpuDouble):
        def to_device(self, array):
            raise CUDARuntimeError(message)

    data, config = random_data(), SgdConfig()
    sgd, host = Sgd(data, config), Sgd(data, config)
    sgd.use(Full())
    assert sgd.advance(10) == host.advance(10)
    np.testing.assert_array_equal(sgd.snapshot().weights, host.snapshot().weights)
    assert words in sgd.notice.sentence


def test_a_mistake_of_the_program_is_not_taken_for_a_failure_of_the_device(random_data):
    class Wrong(GpuDouble):
        def to_device(self, array):
            raise TypeError("a bug")

    sgd = Sgd(random_data(), SgdConfig())
    sgd.use(Wrong())
    with pytest.raises(TypeError, match="a bug"):
        sgd.advance(1)


def test_more_features_than_the_shared_memory_holds_are_a_problem_of_the_device():
    parts = {"X": np.zeros((2, 4000)), "y": np.zeros(2), "shift": np.zeros(4000), "scale": np.zeros(4001)}
    with pytest.raises(ProblemError, match="fewer features than 4,000 at a time") as caught:
        GpuKernels(GpuDouble(), parts, np.ones(4001), "float64")
    assert GpuDouble().problem_of(caught.value).kind == "features"


@compiled
def test_a_run_may_move_from_the_gpu_to_the_cpu_and_back(random_data):
    data, config = random_data(n=400), SgdConfig(0.02, 8, 2)
    sgd, host = Sgd(data, config), Sgd(data, config)
    for backend in (GpuDouble(), Backend(), GpuDouble()):
        sgd.use(backend)
        sgd.advance(30)
    host.advance(90)
    np.testing.assert_allclose(sgd.snapshot().weights, host.snapshot().weights, rtol=1e-10)
