"""Garbage is collected, but never in the thread of a job: what is in its way may be a widget."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from shiboken6 import delete

from linreg_gui.app.process import garbage
from linreg_gui.app.process.garbage import CalmCollector


class Cycle:
    """Something that only a collection gets rid of, and that tells in which thread."""

    def __init__(self, gone: list[str]) -> None:
        self._gone = gone
        self._itself = self

    def __del__(self) -> None:
        self._gone.append(threading.current_thread().name)


@pytest.fixture
def collector(qapp) -> Iterator[CalmCollector]:
    owner = QObject()
    yield CalmCollector(owner)
    delete(owner)


def allocate(kept: list[list[int]], count: int = 200_000) -> None:
    kept += ([k] for k in range(count))


def test_a_job_that_allocates_much_collects_nothing_and_the_gui_thread_does(qtbot, collector) -> None:
    gone: list[str] = []
    Cycle(gone)
    kept: list[list[int]] = []
    thread = threading.Thread(target=allocate, args=(kept,), name="job")
    thread.start()
    thread.join()
    assert gone == []
    qtbot.waitUntil(lambda: bool(gone), timeout=30_000)
    assert gone == [threading.main_thread().name]


def test_what_lived_for_a_while_or_was_put_aside_is_collected_too(qtbot, collector) -> None:
    gone: list[str] = []
    cycle = Cycle(gone)
    gc.collect(0)
    gc.collect(1)
    gc.freeze()
    del cycle
    gc.collect()
    assert gone == []
    collector.collect()
    assert gone == [threading.main_thread().name]


def test_what_pandas_brings_is_put_aside_before_anybody_looks_through_it(qapp, monkeypatch) -> None:
    is_there = [False]
    monkeypatch.setattr(garbage, "is_there", lambda: is_there[0])
    owner = QObject()
    collector = CalmCollector(owner)
    collections = [generation["collections"] for generation in gc.get_stats()]
    imported: list[list[int]] = []
    allocate(imported)
    collector._collect_what_is_due()
    aside = gc.get_freeze_count()
    is_there[0] = True
    collector._collect_what_is_due()
    assert gc.get_freeze_count() >= aside + len(imported)
    assert [generation["collections"] for generation in gc.get_stats()] == collections
    delete(owner)
