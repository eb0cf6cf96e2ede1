"""Tools > Vectorisation in the whole window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from linreg_gui.app.wiring.vectorisation import VectorisationWiring
from linreg_gui.core.vectorisation import measuring
from linreg_gui.core.vectorisation.values import Contender, Task


def wiring_of(program) -> VectorisationWiring:
    return next(wiring for wiring in program._wirings if isinstance(wiring, VectorisationWiring))


@pytest.fixture
def wiring(program, monkeypatch) -> VectorisationWiring:
    """Opened from the menu, and quicker than for a person."""
    monkeypatch.setattr(measuring, "_REPEATING", 0.001)
    program.window.show()
    program.menus.vectorisation.trigger()
    return wiring_of(program)


def test_nothing_of_it_is_made_before_it_is_asked_for(program) -> None:
    assert wiring_of(program).view is None
    code = (
        "import sys, linreg_gui.app.process.application; "
        "wiring = 'linreg_gui.app.wiring.vectorisation'; "
        "early = [m for m in sys.modules if 'vectorisation' in m and m != wiring]; "
        "assert not early, early"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=Path(__file__).parents[2])


def test_a_run_times_every_contender_and_they_agree(qtbot, wiring) -> None:
    view = wiring.view
    view.size_field.field.setValue(200)
    with qtbot.waitSignal(wiring.lab.ended, timeout=60_000):
        view.run.click()
        assert not view.run.isEnabled()
    assert view.run.isEnabled()
    found = {timing.contender: timing for timing in wiring.lab.results(Task.ADD)}
    assert set(found) == set(Contender)
    host = [found[c] for c in (Contender.PYTHON, Contender.NUMPY, Contender.NUMBA)]
    assert all(timing.measured for timing in host)
    assert len({timing.answer for timing in host}) == 1
    assert found[Contender.CUPY].measured or found[Contender.CUPY].problem.endswith(".")
    assert "200 numbers" in view.meaning.text()
    view.copy.click()
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + len(Contender)


def test_a_table_is_saved_where_one_chooses(qtbot, wiring, tmp_path) -> None:
    view = wiring.view
    view.size_field.field.setValue(10)
    with qtbot.waitSignal(wiring.lab.ended, timeout=60_000):
        view.run.click()
    view.save.click()
    files = view.findChildren(QFileDialog, "file_dialog")[-1]
    files.setOption(QFileDialog.Option.DontConfirmOverwrite)
    files.selectFile(str(tmp_path / "times.csv"))
    with qtbot.waitSignal(wiring.lab.saved):
        files.accept()
    assert (tmp_path / "times.csv").read_text(encoding="utf-8").startswith("task,contender,n,")
    assert view.progress.whole_text == "Saved “times.csv”."


def test_all_sizes_can_be_stopped_and_the_results_stay_over_a_change_of_task(qtbot, wiring) -> None:
    view, lab = wiring.view, wiring.lab
    view.run_all.click()
    qtbot.waitUntil(lambda: len(lab.results(Task.ADD)) > 1, timeout=60_000)
    with qtbot.waitSignal(lab.ended, timeout=60_000):
        view.stop.click()
    assert 1 < len(lab.results(Task.ADD)) < len(Contender) * len(Task.ADD.sizes)
    view.task.setCurrentIndex(1)
    assert view.plot.message()
    view.task.setCurrentIndex(0)
    assert view.plot.message() == ""


def test_closing_it_stops_and_the_next_time_it_is_where_it_was(qtbot, wiring, program, settings) -> None:
    view, lab = wiring.view, wiring.lab
    view.resize(777, 555)
    view.run_all.click()
    with qtbot.waitSignal(lab.ended, timeout=60_000):
        view.close()
    assert settings.bytes("vectorisation_geometry") is not None
    program.menus.vectorisation.trigger()
    assert view.isVisible()
    assert (view.width(), view.height()) == (777, 555)


def test_the_program_can_be_closed_while_it_measures(wiring, program) -> None:
    wiring.view.run_all.click()
    program.window.close()
    assert not wiring.view.isVisible()
