"""Reading a table: one at a time, asked about first, and never more than what was asked for last."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pandas as pd
import pytest

from linreg_gui.core.table.table import Table
from linreg_gui.session.job_thread import Jobs
from linreg_gui.session.opening.table_reader import TableReader


def table(name: str) -> Table:
    return Table(pd.DataFrame({"x": [1.0]}), {}, name)


class Desk:
    """A reader beside the table that it may replace; all it tells, in order."""

    def __init__(self) -> None:
        self.jobs = Jobs()
        self.table = table("present")
        self.reader = TableReader(self.jobs, lambda: self.table)
        self.heard: list[object] = []
        self.reader.started.connect(lambda name: self.heard.append(f"started {name}"))
        self.reader.progressed.connect(self.heard.append)
        self.reader.ended.connect(lambda: self.heard.append("ended"))

    def done(self, outcome: object) -> None:
        self.heard.append(outcome)


class Work:
    """Is half done at once, and done when it may be."""

    def __init__(self, outcome: str) -> None:
        self.outcome, self.may_end = outcome, threading.Event()

    def __call__(self, progress, stop) -> str:
        progress.put(0.5)
        while not self.may_end.wait(0.001) and not stop():
            pass
        return self.outcome


@pytest.fixture
def desk(qtbot) -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.reader.close()
    desk.jobs.close()


def test_reading_tells_of_its_progress_its_end_and_then_its_outcome(qtbot, desk) -> None:
    work = Work("a table")
    desk.reader.read("a.csv", work, desk.done)
    qtbot.waitUntil(lambda: 0.5 in desk.heard)
    work.may_end.set()
    qtbot.waitUntil(lambda: "a table" in desk.heard)
    assert desk.heard == ["started a.csv", 0.5, "ended", "a table"]


def test_what_is_cancelled_ends_at_once_and_its_outcome_never_comes(qtbot, desk) -> None:
    desk.reader.read("a.csv", Work("stale"), desk.done)
    qtbot.waitUntil(lambda: 0.5 in desk.heard)
    desk.reader.cancel()
    assert desk.heard[-1] == "ended"
    desk.reader.cancel()
    desk.jobs.close()
    qtbot.wait(50)
    assert desk.heard == ["started a.csv", 0.5, "ended"]


def test_the_table_asked_for_last_is_the_only_one(qtbot, desk) -> None:
    first, second = Work("first"), Work("second")
    desk.reader.read("first.csv", first, desk.done)
    desk.reader.read("second.csv", second, desk.done)
    first.may_end.set()
    second.may_end.set()
    qtbot.waitUntil(lambda: "second" in desk.heard)
    assert "first" not in desk.heard
    assert desk.heard.count("ended") == 1


def test_nothing_is_read_until_the_present_table_may_be_replaced(qtbot, desk) -> None:
    asked = []
    desk.reader.may_replace = asked.append
    desk.reader.read("a.csv", lambda progress, stop: "a table", desk.done)
    assert desk.heard == []
    asked[0]()
    qtbot.waitUntil(lambda: "a table" in desk.heard)


def test_a_table_changed_while_another_was_read_is_asked_about_anew(qtbot, desk) -> None:
    asked, put = [], []
    desk.reader.read("a.csv", lambda progress, stop: "a table", desk.done)
    qtbot.waitUntil(lambda: "a table" in desk.heard)
    desk.reader.may_replace = asked.append
    desk.reader.put(lambda: put.append("unchanged"))
    desk.table = table("edited")
    desk.reader.put(lambda: put.append("changed"))
    assert put == ["unchanged"]
    asked[0]()
    assert put == ["unchanged", "changed"]
