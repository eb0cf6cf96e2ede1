"""A GPU in the real window, played by a double: chosen, shown, and pulled out in mid-run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from gpu_double import COMPILER, DEVICE, NO_COMPILER, CUDARuntimeError, GpuDouble
from PySide6.QtGui import QPalette
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.app.wiring import devices as wiring
from linreg_gui.core.backend.gpu_errors import gpu_problem
from linreg_gui.core.devices.choice import ComputeOn, Rates
from linreg_gui.core.devices.detection import Detection
from linreg_gui.core.devices.state import Stage
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.session.machine.devices import Tools
from linreg_gui.session.training.training_job import Phase

compiled = pytest.mark.skipif(COMPILER is None, reason=NO_COMPILER)
SLOW, FAST = Rates(1e-6, 1e-7), Rates(1e-9, 1e-11, 1e-6, 1e-12)


@pytest.fixture
def gpu() -> GpuDouble:
    return GpuDouble()


@pytest.fixture
def with_gpu(qtbot, qapp, settings, gpu, monkeypatch):
    """The program with a sample open and a GPU ready."""
    tools = Tools(
        lambda _: Detection(DEVICE, None), lambda: gpu, lambda d: FAST if d.name == "cupy" else SLOW
    )
    program = start(qtbot, qapp, settings, tools, monkeypatch)
    yield program
    end(qapp, program)


def start(qtbot, qapp, settings, tools, monkeypatch) -> Program:
    made = wiring.Devices
    monkeypatch.setattr(wiring, "Devices", lambda *args, **_: made(*args, tools=tools))
    program = Program(qapp, settings)
    program.confirm_loss = lambda: True
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_sample(samples()[0])
    program.devices.start()
    qtbot.waitUntil(lambda: program.devices.devices.state.stage is Stage.READY, timeout=30_000)
    return program


def end(qapp, program) -> None:
    program.window.close()
    delete(program.window)
    delete(program)
    qapp.setPalette(QPalette())


def choose(program: Program, compute_on: ComputeOn) -> None:
    program.menus.compute_on.choices[compute_on].trigger()


def idle(program: Program) -> bool:
    return program.session.training.phase is Phase.IDLE


def shown(program: Program) -> str:
    return program.window.status_line.backend.device


@compiled
def test_a_run_on_the_gpu_is_that_of_the_cpu(qtbot, with_gpu, gpu) -> None:
    choose(with_gpu, ComputeOn.GPU)
    training = with_gpu.session.training
    training.step(10)
    qtbot.waitUntil(lambda: idle(with_gpu) and training.picture.snapshot.step == 10, timeout=30_000)
    assert gpu.launched
    assert shown(with_gpu) == "GPU · CuPy"
    host = Sgd(with_gpu.session.analysis.data, training.config)
    host.advance(10)
    np.testing.assert_allclose(training.picture.snapshot.weights, host.snapshot().weights, rtol=1e-10)
    choose(with_gpu, ComputeOn.CPU)
    training.step(1)
    qtbot.waitUntil(lambda: idle(with_gpu) and training.picture.snapshot.step == 11, timeout=30_000)
    assert shown(with_gpu) == "CPU · NumPy + Numba"


@compiled
def test_a_run_as_fast_as_possible_lets_the_gpu_do_whole_stretches(qtbot, with_gpu, gpu, monkeypatch) -> None:
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.gpu_loop._MOST_STEPS", 16)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.loops.gpu_loop._LEAST_STEPS", 1)
    monkeypatch.setattr("linreg_gui.core.solvers.sgd.checkpoints._WORK", 1)
    choose(with_gpu, ComputeOn.GPU)
    training = with_gpu.session.training
    training.reset()
    training.run_to_end()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)
    assert gpu.launched.count("fill_rows") >= 2
    host = Sgd(with_gpu.session.analysis.data, training.config)
    host.advance(host.steps_left)
    np.testing.assert_allclose(training.picture.snapshot.weights, host.snapshot().weights, rtol=1e-9)


@compiled
def test_float32_starts_the_run_over_and_says_how_many_digits_it_keeps(qtbot, with_gpu) -> None:
    training = with_gpu.session.training
    training.step(2)
    qtbot.waitUntil(lambda: idle(with_gpu), timeout=30_000)
    choose(with_gpu, ComputeOn.GPU_FLOAT32)
    assert training.config.precision == "float32"
    assert training.picture.snapshot.step == 0
    assert training.suggested
    qtbot.waitUntil(lambda: shown(with_gpu).endswith(" digits"), timeout=60_000)
    training.set_config(replace(training.config, learning_rate=0.01, epochs=1))
    assert not shown(with_gpu).endswith(" digits")  # those of other settings are not claimed
    qtbot.waitUntil(lambda: shown(with_gpu).endswith(" digits"), timeout=60_000)
    training.step(3)
    qtbot.waitUntil(lambda: shown(with_gpu).startswith("GPU · CuPy · float32 · "), timeout=30_000)
    choose(with_gpu, ComputeOn.AUTO)
    assert training.config.precision == "float64"
    assert "float32" not in shown(with_gpu)


@compiled
def test_a_gpu_pulled_out_in_mid_run_ends_with_the_right_answer_and_a_sentence(qtbot, with_gpu, gpu) -> None:
    choose(with_gpu, ComputeOn.GPU)

    def pull_out(_: str) -> None:
        if len(gpu.launched) == 3:
            raise CUDARuntimeError("cudaErrorLaunchFailure: unspecified launch failure")

    gpu.before_launch = pull_out
    training = with_gpu.session.training
    training.run_to_end()
    qtbot.waitUntil(lambda: training.finished, timeout=60_000)
    bar = with_gpu.window.message_bar
    assert "The GPU stopped working. Training went on on the CPU from step" in bar.sentence
    host = Sgd(with_gpu.session.analysis.data, training.config)
    host.advance(host.steps_left)
    np.testing.assert_allclose(training.picture.snapshot.weights, host.snapshot().weights, rtol=1e-9)
    assert not with_gpu.menus.compute_on.choices[ComputeOn.GPU].isEnabled()
    assert bar.action_button.text() == "Detect Again"
    bar.action_button.click()
    qtbot.waitUntil(lambda: with_gpu.devices.devices.state.usable, timeout=30_000)
    assert with_gpu.menus.compute_on.choices[ComputeOn.GPU].isEnabled()


def test_solving_exactly_says_that_the_gpu_took_part(qtbot, with_gpu) -> None:
    choose(with_gpu, ComputeOn.GPU)
    with qtbot.waitSignal(with_gpu.session.solved, timeout=30_000):
        with_gpu.session.solve_exactly()
    assert "The GPU made the passes over all rows." in with_gpu.window.message_bar.sentence


def test_other_data_are_analysed_on_it_too(qtbot, with_gpu) -> None:
    assert "GPU" not in with_gpu.session.analysis.exact.explanation
    choose(with_gpu, ComputeOn.GPU)
    with qtbot.waitSignal(with_gpu.session.analysed, timeout=30_000) as analysed:
        with_gpu.session.opening.open_sample(samples()[1])
    assert analysed.args[0].exact.explanation.endswith("The GPU made the passes over all rows.")


def test_without_a_gpu_everything_runs_and_help_says_why(qtbot, qapp, settings, monkeypatch) -> None:
    problem = gpu_problem("no driver")
    tools = Tools(lambda _: Detection(None, problem), lambda: pytest.fail("opened"), lambda _: SLOW)
    program = start(qtbot, qapp, settings, tools, monkeypatch)
    try:
        assert shown(program) == "CPU · NumPy + Numba"
        assert problem.sentence in program.window.status_line.backend.toolTip()
        program.menus.devices.trigger()
        dialog = program.devices._dialog
        assert dialog.gpu_name.text() == problem.sentence
        qtbot.waitUntil(lambda: "Measured" in dialog.host_speed.text(), timeout=30_000)
        dialog.reject()
        assert program.devices._dialog is None
    finally:
        end(qapp, program)


def test_preparing_is_told_in_the_status_bar(qtbot, qapp, settings, monkeypatch) -> None:
    seen = []
    tools = Tools(lambda _: Detection(DEVICE, None), GpuDouble, lambda _: FAST)
    original = wiring.DevicesWiring._show

    def show(self) -> None:
        original(self)
        seen.append(self._window.status_line.backend.device)

    monkeypatch.setattr(wiring.DevicesWiring, "_show", show)
    program = start(qtbot, qapp, settings, tools, monkeypatch)
    end(qapp, program)
    assert "CPU · preparing GPU" in seen
    assert seen[-1] == "CPU · NumPy + Numba"
