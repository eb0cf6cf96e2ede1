"""While the window is at work, jobs wait where they ask whether to go on; but not for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from linreg_gui.core import right_of_way as module
from linreg_gui.core.right_of_way import give_way, right_of_way

LONG = 20.0


class Job:
    """Asks at every round whether it may go on, and counts the rounds."""

    def __init__(self) -> None:
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self.rounds = 0

    def _run(self) -> None:
        while not self._ending.is_set():
            give_way()
            self.rounds += 1

    @contextmanager
    def at_work(self) -> Iterator[Job]:
        self._thread.start()
        try:
            self.go_on()
            yield self
        finally:
            self._ending.set()
            self._thread.join(LONG)

    def go_on(self, rounds: int = 3) -> None:
        """Until it has done so many rounds more."""
        pause, goal = threading.Event(), self.rounds + rounds
        while self.rounds < goal:
            pause.wait(0.001)


def a_while() -> None:
    threading.Event().wait(0.05)


def test_jobs_wait_while_another_has_the_right_of_way_and_go_on_after_it(monkeypatch) -> None:
    monkeypatch.setattr(module, "_MOST_SECONDS", LONG)
    with Job().at_work() as job:
        with right_of_way():
            with right_of_way():
                a_while()
            before = job.rounds
            a_while()
            assert job.rounds <= before + 1  # one may have been under way
        job.go_on()


def test_a_right_that_is_never_given_back_stops_no_job() -> None:
    with Job().at_work() as job, right_of_way():
        job.go_on(10_000)
