"""Jobs: outcomes arrive once, on the GUI thread, or nowhere."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import QThread, QTimer

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.session.job_thread import Jobs, LatestJob, Mailbox, jobs_left


@pytest.fixture
def jobs(qtbot):
    jobs = Jobs()
    yield jobs
    jobs.close()


def test_a_value_arrives_on_the_gui_thread(qtbot, jobs) -> None:
    seen = []
    here = QThread.currentThread
    jobs.start(lambda stop: here(), lambda value: seen.append((value, here())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert receiver is jobs.thread()
    assert worker is not receiver


def test_an_expected_failure_arrives_as_a_problem(qtbot, jobs) -> None:
    def work(stop):
        raise ProblemError("The file is empty.", "empty")

    seen: list[object] = []
    jobs.start(work, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [Problem("The file is empty.", "empty")]


def test_a_bug_reaches_the_excepthook_and_the_job_still_ends(qtbot, jobs) -> None:
    seen: list[object] = []
    with qtbot.captureExceptions() as exceptions:
        jobs.start(lambda stop: 1 // 0, seen.append)
        qtbot.waitUntil(lambda: bool(seen))
    assert exceptions[0][0] is ZeroDivisionError
    assert isinstance(seen[0], Problem)


def test_a_retired_job_delivers_nothing(qtbot, jobs) -> None:
    seen: list[object] = []
    started, may_end = threading.Event(), threading.Event()

    def work(stop):
        started.set()
        may_end.wait(5)
        return "stale"

    job = jobs.start(work, seen.append)
    started.wait(5)
    job.retire()
    may_end.set()
    jobs.start(lambda stop: "fresh", seen.append)
    qtbot.waitUntil(lambda: job.has_ended and bool(seen))
    qtbot.wait(20)
    assert seen == ["fresh"]


def test_a_job_retired_by_whoever_heard_of_its_mistake_delivers_nothing(qtbot, jobs, monkeypatch) -> None:
    seen: list[object] = []
    heard: list[object] = []

    def hear(kind, *_) -> None:
        job.retire()
        heard.append(kind)

    monkeypatch.setattr(sys, "excepthook", hear)
    job = jobs.start(lambda stop: 1 // 0, seen.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [ZeroDivisionError]
    assert seen == []


def test_of_several_in_the_same_room_only_the_latest_delivers(qtbot, jobs) -> None:
    seen: list[object] = []
    may_end = threading.Event()
    latest = LatestJob(jobs)
    latest.start(lambda: may_end.wait(5), seen.append)
    latest.start(lambda: "fresh", seen.append)
    may_end.set()
    assert latest.running
    qtbot.waitUntil(lambda: bool(seen))
    assert not latest.running
    jobs.close()
    qtbot.wait(20)
    assert seen == ["fresh"]


def test_a_job_may_start_the_next_one_as_it_ends(qtbot, jobs) -> None:
    seen: list[object] = []
    latest = LatestJob(jobs)

    def go_on(outcome: object) -> None:
        seen.append((outcome, latest.running))
        latest.start(lambda: "second", seen.append)

    latest.start(lambda: "first", go_on)
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == [("first", False), "second"]


def test_an_interrupted_job_ends_soon_and_delivers_but_a_retired_one_only_ends(qtbot, jobs) -> None:
    seen: list[object] = []
    ended: list[object] = []
    latest = LatestJob(jobs)

    def work(stop):
        while not stop():
            QThread.msleep(1)
        ended.append(True)
        return "what there was"

    latest.start_stoppable(work, seen.append)
    latest.interrupt()
    assert latest.running
    qtbot.waitUntil(lambda: bool(seen))
    latest.start_stoppable(work, seen.append)
    latest.retire()
    assert not latest.running
    qtbot.waitUntil(lambda: len(ended) == 2)
    jobs.close()
    qtbot.wait(20)
    assert seen == ["what there was"]


def test_closing_interrupts_and_waits(qtbot) -> None:
    jobs = Jobs()
    ended = []

    def work(stop):
        while not stop():
            QThread.msleep(1)
        ended.append(True)

    jobs.start(work, lambda value: pytest.fail("a closed job delivers nothing"))
    jobs.close()
    assert ended == [True]


def test_what_is_computed_ends_where_it_asks_once_nobody_wants_it(qtbot, jobs) -> None:
    began = threading.Event()

    def compute() -> None:
        began.set()
        while True:
            check_wanted()

    job = jobs.start(lambda stop: compute(), lambda value: pytest.fail("a retired job delivers nothing"))
    assert began.wait(10)
    job.interrupt()  # what is there would still be wanted
    assert not job.wait(0.02)
    job.retire()
    assert job.wait(10)


def test_closing_leaves_behind_what_does_not_ask(qtbot) -> None:
    jobs, before = Jobs(), jobs_left()
    may_end, ended = threading.Event(), threading.Event()

    def work(stop):
        may_end.wait(30)
        ended.set()
        return "stale"

    jobs.start(work, lambda value: pytest.fail("a closed job delivers nothing"))
    jobs.close(0.01)
    assert not ended.is_set()
    assert jobs_left() == before + 1
    may_end.set()
    assert ended.wait(10)
    qtbot.waitUntil(lambda: jobs_left() == before)


def test_all_jobs_together_are_waited_for_no_longer_than_one(qtbot, monkeypatch) -> None:
    jobs, may_end, waits = Jobs(), threading.Event(), []
    wait = threading.Thread.join
    monkeypatch.setattr(
        threading.Thread, "join", lambda thread, timeout: waits.append(timeout) or wait(thread, timeout)
    )
    for _ in range(20):
        jobs.start(lambda stop: may_end.wait(30), lambda value: None)
    jobs.close(0.05)
    monkeypatch.undo()
    may_end.set()
    assert len(waits) == 20
    assert sum(waits) < 0.1


def test_a_mailbox_gives_everything_once_and_in_order() -> None:
    mailbox: Mailbox[int] = Mailbox()
    for value in range(3):
        mailbox.put(value)
    assert mailbox.drain() == [0, 1, 2]
    assert mailbox.drain() == []


def test_outcomes_that_are_there_together_arrive_in_turns_of_their_own(qtbot, jobs) -> None:
    """Each may take long, and a window takes clicks between them."""
    seen: list[str] = []
    timer = QTimer()
    timer.timeout.connect(lambda: seen.append("turn"))
    started = [jobs.start(lambda _: "outcome", seen.append) for _ in range(3)]
    assert all(job.wait(5.0) for job in started)
    timer.start(0)
    qtbot.waitUntil(lambda: seen.count("outcome") == 3)
    timer.stop()
    between = "".join("." if entry == "turn" else "o" for entry in seen).strip(".")
    assert "oo" not in between
