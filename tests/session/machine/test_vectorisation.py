"""The lab measures in a thread, tells what it finds, and stops when asked."""

from __future__ import annotations

import threading

import pytest

from linreg_gui.core.vectorisation.values import Contender, Task, Timing
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.machine import vectorisation
from linreg_gui.session.machine.vectorisation import Vectorisation


@pytest.fixture
def lab(qtbot):
    jobs = Jobs()
    lab = Vectorisation(jobs)
    yield lab
    lab.close()
    jobs.close()


@pytest.fixture
def fake(monkeypatch):
    """Measures at once; where there are several sizes, waits to be stopped after the first."""
    threads = []

    def measure_sizes(task, sizes, stop, *, begun, seen) -> None:
        threads.append(threading.current_thread())
        for n in sizes:
            begun(Contender.NUMPY, n)
            seen(Timing(task, Contender.NUMPY, n, 1.0))
            seen(Timing(task, Contender.NUMPY, n, 0.5, answer=(3.0,)))
            while len(sizes) > 1 and not stop():
                threading.Event().wait(0.001)
            if stop():
                return

    monkeypatch.setattr(vectorisation, "measure_sizes", measure_sizes)
    return threads


def test_results_come_from_another_thread_and_the_last_one_counts(qtbot, lab, fake) -> None:
    begun = []
    lab.begun.connect(lambda *place: begun.append(place))
    with qtbot.waitSignals([lab.started, lab.measured, lab.ended], order="strict"):
        lab.measure(Task.DOT, [100])
    assert fake[0] is not threading.current_thread()
    last = Timing(Task.DOT, Contender.NUMPY, 100, 0.5, answer=(3.0,))
    assert repr(lab.results(Task.DOT)) == repr((last,))  # there is a NaN in both
    assert lab.results(Task.ADD) == ()
    assert begun == [(Contender.NUMPY, 100)]
    assert not lab.running


def test_a_stop_keeps_what_was_measured(qtbot, lab, fake) -> None:
    lab.measure(Task.ADD, [10, 20])
    qtbot.waitUntil(lambda: len(lab.results(Task.ADD)) == 1)
    assert lab.running
    with qtbot.waitSignal(lab.ended):
        lab.stop()
    assert [timing.n for timing in lab.results(Task.ADD)] == [10]


def test_only_one_measurement_runs(qtbot, lab, fake) -> None:
    lab.measure(Task.ADD, [10, 20])
    lab.measure(Task.DOT, [10])
    with qtbot.waitSignal(lab.ended):
        lab.stop()
    assert len(fake) == 1


def test_a_later_measurement_takes_the_place_of_an_earlier_one_and_joins_the_others(qtbot, lab, fake) -> None:
    for sizes in ([10], [30], [10]):
        with qtbot.waitSignal(lab.ended):
            lab.measure(Task.ADD, sizes)
    assert sorted(timing.n for timing in lab.results(Task.ADD)) == [10, 30]


def test_times_are_saved_as_csv_and_a_failure_is_told(qtbot, lab, fake, tmp_path) -> None:
    with qtbot.waitSignal(lab.ended):
        lab.measure(Task.ADD, [10])
    path = tmp_path / "times.csv"
    with qtbot.waitSignal(lab.saved) as saved:
        lab.save(Task.ADD, path)
    assert saved.args == [path]
    assert path.read_text(encoding="utf-8").splitlines()[1].startswith("Add two vectors,NumPy,10,0.5,")
    with qtbot.waitSignal(lab.failed) as failed:
        lab.save(Task.ADD, tmp_path / "missing" / "times.csv")
    assert "could not be saved" in failed.args[0].sentence
