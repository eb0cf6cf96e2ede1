"""Progress of jobs: shown on the GUI thread before the outcome, and never of a job that was retired."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, QTimer

from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.progress_job import ProgressJob


class Owner(QObject):
    """Has one job, and writes down what it hears."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()
        self.jobs = Jobs(self)
        self.job = ProgressJob[int](self.jobs, self.show, self)

    def show(self, items: list[int]) -> None:
        self.heard += items
        self.threads.add(QThread.currentThread())

    def end(self, outcome: object) -> None:
        self.heard.append(outcome)

    def ticks(self) -> bool:
        return any(timer.isActive() for timer in self.findChildren(QTimer))


@pytest.fixture
def owner(qtbot) -> Iterator[Owner]:
    owner = Owner()
    yield owner
    owner.job.retire()
    owner.jobs.close()


class Gate:
    """Work that puts numbers into its mailbox, and ends when it may or must."""

    def __init__(self, *numbers: int, outcome: str = "done") -> None:
        self.numbers, self.outcome = numbers, outcome
        self.started, self.may_end = threading.Event(), threading.Event()

    def __call__(self, mailbox, stop) -> str:
        for number in self.numbers:
            mailbox.put(number)
        self.started.set()
        while not self.may_end.wait(0.001):
            if stop():
                return "stopped"
        return self.outcome


def test_progress_is_shown_while_the_job_is_at_work(qtbot, owner) -> None:
    work = Gate(1, 2)
    owner.job.start(work, owner.end)
    qtbot.waitUntil(lambda: owner.heard == [1, 2])
    assert owner.threads == {owner.thread()}
    assert owner.job.running
    work.may_end.set()
    qtbot.waitUntil(lambda: owner.heard == [1, 2, "done"])
    assert not owner.job.running
    assert not owner.ticks()


def test_the_last_of_the_progress_comes_before_the_outcome(qtbot, owner) -> None:
    def work(mailbox, stop) -> str:
        mailbox.put(1)
        return "done"

    owner.job.start(work, owner.end)
    qtbot.waitUntil(lambda: "done" in owner.heard)
    assert owner.heard == [1, "done"]


def test_an_interrupted_job_delivers_what_it_has(qtbot, owner) -> None:
    owner.job.start(Gate(1), owner.end)
    owner.job.interrupt()
    qtbot.waitUntil(lambda: owner.heard == [1, "stopped"])


def test_a_retired_job_delivers_neither_progress_nor_outcome(qtbot, owner) -> None:
    work = Gate(1)
    owner.job.start(work, owner.end)
    work.started.wait(5)
    owner.job.retire()
    assert not owner.job.running
    assert not owner.ticks()
    owner.job.start(lambda mailbox, stop: "fresh", owner.end)
    qtbot.waitUntil(lambda: bool(owner.heard))
    owner.jobs.close()
    qtbot.wait(50)
    assert owner.heard == ["fresh"]


def test_a_new_job_takes_the_place_of_the_one_before(qtbot, owner) -> None:
    first, second = Gate(1), Gate(2, outcome="second")
    owner.job.start(first, owner.end)
    first.started.wait(5)
    owner.job.start(second, owner.end)
    second.may_end.set()
    qtbot.waitUntil(lambda: "second" in owner.heard)
    assert owner.heard == [2, "second"]
    assert not owner.ticks()


@pytest.mark.parametrize("again", [False, True])
def test_a_job_that_is_let_go_of_at_the_last_of_its_progress_delivers_nothing(qtbot, owner, again) -> None:
    """Whatever was shown may let a person cancel, or start something else."""

    def let_go(items: list[int]) -> None:
        owner.heard += items
        if items != [1]:
            return
        if again:
            owner.job.start(lambda mailbox, stop: "fresh", owner.end)
        else:
            owner.job.retire()

    owner.job = ProgressJob[int](owner.jobs, let_go, owner)

    def work(mailbox, stop) -> str:
        mailbox.put(1)
        return "stale"

    owner.job.start(work, owner.end)
    qtbot.waitUntil(lambda: not owner.job.running)
    qtbot.wait(20)
    assert owner.heard == ([1, "fresh"] if again else [1])
    assert not owner.ticks()


def test_a_failure_comes_after_the_progress_too(qtbot, owner) -> None:
    def work(mailbox, stop) -> None:
        mailbox.put(1)
        raise ProblemError("The file ends too early.", "cut")

    owner.job.start(work, owner.end)
    qtbot.waitUntil(lambda: len(owner.heard) == 2)
    assert owner.heard == [1, Problem("The file ends too early.", "cut")]
