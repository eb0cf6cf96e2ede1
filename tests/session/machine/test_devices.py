"""Looking for a GPU, preparing it and choosing it, with every failure faked."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace

import pytest
from gpu_double import DEVICE, CUDARuntimeError, GpuDouble

from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.backend.gpu_errors import gpu_problem
from linreg_gui.core.devices.choice import ComputeOn, Rates
from linreg_gui.core.devices.detection import Detection
from linreg_gui.core.devices.float32_digits import float32_digits
from linreg_gui.core.devices.state import Stage
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.table.roles import suggest_roles
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.machine.devices import Devices, Tools

SLOW, FAST = Rates(1e-6, 1e-7), Rates(1e-9, 1e-11, 1e-3, 1e-12)


def speed(device: Backend) -> Rates:
    return FAST if device.name == "cupy" else SLOW


@pytest.fixture
def make(qtbot, settings):
    jobs = Jobs()

    def make(detect=lambda _: Detection(DEVICE, None), open_gpu=GpuDouble, measure=speed) -> Devices:
        return Devices(jobs, settings, tools=Tools(detect, open_gpu, measure))

    yield make
    jobs.close()


@pytest.fixture
def ready(qtbot, make):
    def ready(**tools) -> Devices:
        devices = make(**tools)
        devices.look()
        qtbot.waitUntil(lambda: devices.state.stage is Stage.READY, timeout=30_000)
        return devices

    return ready


@pytest.fixture(scope="module")
def analysis():
    frame, _ = read_table(samples()[0].path)
    return analyse(frame, suggest_roles(frame))


def test_a_gpu_is_looked_for_then_prepared_then_ready(qtbot, make) -> None:
    devices = make()
    stages = []
    devices.changed.connect(lambda state: stages.append(state.stage))
    devices.look()
    qtbot.waitUntil(lambda: devices.state.stage is Stage.READY, timeout=30_000)
    assert stages == [Stage.LOOKING, Stage.PREPARING, Stage.READY]
    state = devices.state
    assert (state.usable, state.reason, state.device) == (True, "", DEVICE)
    assert (state.model.cpu, state.model.gpu) == (SLOW, FAST)


def test_without_one_the_reason_is_there_and_nothing_is_measured(ready) -> None:
    devices = ready(
        detect=lambda _: Detection(None, gpu_problem("no driver")), measure=lambda _: pytest.fail("measured")
    )
    assert not devices.state.usable
    assert devices.state.reason == gpu_problem("no driver").sentence
    assert "There is no NVIDIA driver" in devices.choice(1000, 2, SgdConfig()).sentence


def test_the_cpu_is_measured_when_somebody_wants_to_see_it(qtbot, ready) -> None:
    devices = ready(detect=lambda _: Detection(None, gpu_problem("no cupy")))
    devices.measure_cpu()
    qtbot.waitUntil(lambda: devices.state.model.cpu is not None, timeout=30_000)
    assert devices.state.model.cpu == SLOW


def fails_to_open() -> Backend:
    raise ProblemError("The GPU is busy: another program has it for itself.", "busy")


def fails_to_compute(device: Backend) -> Rates:
    if device.name == "cupy":
        raise CUDARuntimeError("cudaErrorMemoryAllocation: out of memory")
    return SLOW


@pytest.mark.parametrize(
    ("tools", "words"),
    [({"open_gpu": fails_to_open}, "busy"), ({"measure": fails_to_compute}, "memory of the GPU is full")],
)
def test_a_gpu_that_fails_while_it_is_prepared_is_not_chosen(ready, tools, words) -> None:
    devices = ready(**tools)
    assert words in devices.state.reason
    assert devices.state.device == DEVICE
    assert devices.choice(10**7, 10, SgdConfig()).backend == "numpy"


@pytest.mark.parametrize(("compute_on", "name"), [(ComputeOn.CPU, "numpy"), (ComputeOn.GPU, "cupy")])
def test_a_run_gets_what_was_chosen(ready, analysis, compute_on, name) -> None:
    devices = ready()
    devices.set_compute_on(compute_on)
    assert devices.device_for(analysis.data, SgdConfig()).name == name


def test_automatic_means_what_is_faster_for_the_data(ready, analysis) -> None:
    devices = ready()
    assert devices.device_for(analysis.data, SgdConfig(epochs=1)).name == "numpy"
    assert devices.device_for(analysis.data, SgdConfig(batch_size=1, epochs=10_000)).name == "cupy"


def test_after_a_failure_nobody_computes_on_it_until_it_is_looked_for_again(qtbot, ready, analysis) -> None:
    devices = ready()
    devices.set_compute_on(ComputeOn.GPU)
    devices.report_failure(Problem("The GPU stopped working.", "device"))
    assert devices.device_for(analysis.data, SgdConfig()).name == "numpy"
    assert devices.state.reason == "The GPU stopped working."
    devices.look()
    qtbot.waitUntil(lambda: devices.state.usable, timeout=30_000)
    assert devices.device_for(analysis.data, SgdConfig()).name == "cupy"


def test_the_wish_is_remembered_but_for_fewer_digits(make) -> None:
    devices = make()
    devices.set_compute_on(ComputeOn.CPU)
    assert make().state.compute_on is ComputeOn.CPU
    devices.set_compute_on(ComputeOn.GPU_FLOAT32)
    assert devices.state.compute_on is ComputeOn.GPU_FLOAT32
    assert make().state.compute_on is ComputeOn.GPU


def test_digits_are_found_in_the_background(qtbot, make, analysis) -> None:
    devices = make()
    with qtbot.waitSignal(devices.digits_found, timeout=60_000) as found:
        devices.check_digits(analysis.data, replace(analysis.suggested, precision="float32"))
    assert 4.0 < found.args[0] < 10.0


def test_of_several_checks_that_are_asked_for_only_the_last_one_is_told(qtbot, make, analysis) -> None:
    devices = make()
    told = []
    devices.digits_found.connect(told.append)
    single = replace(analysis.suggested, precision="float32")
    with qtbot.waitSignal(devices.digits_found, timeout=60_000):
        for rate in (0.01, 0.02, 2.0 * analysis.limits(single).stable_limit):
            devices.check_digits(analysis.data, replace(single, learning_rate=rate, epochs=500))
    last = replace(single, learning_rate=2.0 * analysis.limits(single).stable_limit, epochs=500)
    assert told == [float32_digits(analysis.data, last)]


def test_looking_again_forgets_the_search_before(qtbot, make) -> None:
    asked = []
    free = threading.Event()

    def detect(stop) -> Detection:
        asked.append(stop)
        if len(asked) == 1:
            free.wait(30.0)
            return Detection(DEVICE, None)
        return Detection(None, gpu_problem("no device"))

    devices = make(detect=detect)
    devices.look()
    qtbot.waitUntil(lambda: len(asked) == 1)
    devices.look()
    qtbot.waitUntil(lambda: devices.state.stage is Stage.READY)
    assert asked[0]()
    free.set()
    assert devices.state.problem.kind == "no device"


def test_a_folder_with_cupy_is_kept_and_looked_in(qtbot, ready, settings, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    devices = ready()
    devices.set_cupy_folder(str(tmp_path))
    assert devices.state.stage is Stage.LOOKING
    assert (sys.path[-1], settings.cupy_folder()) == (str(tmp_path), str(tmp_path))
    qtbot.waitUntil(lambda: devices.state.stage is Stage.READY, timeout=30_000)
    devices.set_cupy_folder("")
    assert str(tmp_path) not in sys.path
    qtbot.waitUntil(lambda: devices.state.stage is Stage.READY, timeout=30_000)
