"""The feed: the newest wish wins, long work leaves the GUI thread, short work does not."""

from __future__ import annotations

import threading
import time

import pytest

from linreg_gui.core.progress import tell_progress
from linreg_gui.session.feed import Feed
from linreg_gui.session.job_thread import Jobs


@pytest.fixture
def feed(qtbot):
    jobs = Jobs()
    yield Feed(jobs)
    jobs.close()


def work_for(seconds: float) -> int:
    """The thread in which so much of a processor's time was spent."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass
    return threading.get_ident()


def test_what_takes_long_is_done_in_a_thread_and_what_does_not_at_once(qtbot, feed) -> None:
    threads: list[int] = []
    feed.want("slow", lambda: work_for(0.01), threads.append)
    qtbot.waitUntil(lambda: len(threads) == 1)
    feed.want("slow", lambda: work_for(0.01), threads.append)
    assert len(threads) == 1
    qtbot.waitUntil(lambda: len(threads) == 2)
    here = threading.get_ident()
    assert here not in threads
    threads.clear()
    feed.want("quick", threading.get_ident, threads.append)
    qtbot.waitUntil(lambda: len(threads) == 1)
    feed.want("quick", threading.get_ident, threads.append)
    assert threads[1] == here


def test_of_many_wishes_the_newest_is_shown_and_those_between_are_never_worked_out(qtbot, feed) -> None:
    worked_out, shown, may_end = [], [], threading.Event()

    def first() -> str:
        may_end.wait(20)
        return "first"

    def later(name: str) -> str:
        worked_out.append(name)
        return name

    feed.want("view", first, shown.append)
    for name in "abcdef":
        feed.want("view", lambda name=name: later(name), shown.append)
    may_end.set()
    qtbot.waitUntil(lambda: shown[-1:] == ["f"])
    assert shown == ["first", "f"]
    assert worked_out == ["f"]


def test_views_do_not_wait_for_each_other(qtbot, feed) -> None:
    shown, may_end = [], threading.Event()
    feed.want("one", lambda: may_end.wait(20), shown.append)
    feed.want("other", lambda: "quick", shown.append)
    qtbot.waitUntil(lambda: shown == ["quick"])
    may_end.set()
    qtbot.waitUntil(lambda: len(shown) == 2)


def test_what_is_dropped_never_arrives(qtbot, feed) -> None:
    shown, may_end = [], threading.Event()
    feed.want("view", lambda: may_end.wait(20), shown.append)
    feed.want("view", lambda: 2, shown.append)
    feed.drop("view")
    may_end.set()
    qtbot.wait(50)
    assert shown == []
    feed.want("view", lambda: 3, shown.append)
    qtbot.waitUntil(lambda: shown == [3])


def test_how_far_the_work_is_arrives_before_its_value(qtbot, feed) -> None:
    heard: list[object] = []

    def work() -> str:
        tell_progress(0.25)
        tell_progress(0.75)
        return "done"

    feed.want("view", work, heard.append, in_job=True, hear=heard.append)
    qtbot.waitUntil(lambda: "done" in heard, timeout=30_000)
    assert heard[-2:] == [0.75, "done"]
    heard.clear()
    feed.want("view", work, heard.append, in_job=True)
    qtbot.waitUntil(lambda: heard == ["done"], timeout=30_000)
