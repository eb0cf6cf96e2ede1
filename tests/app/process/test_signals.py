"""Signals reach the windows: Ctrl+C asks, being ended keeps all work before anything else happens."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from linreg_gui.app.process.signals import SystemSignals

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process there only ends itself by them")
ENDING = [signal.SIGTERM] if sys.platform == "win32" else [signal.SIGTERM, signal.SIGHUP]


class Process:
    """What the signals do to it."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.owner = QObject()
        self.signals = self.listen()

    def listen(self) -> SystemSignals:
        words = ("asked", "kept", "ended")
        return SystemSignals(*(lambda word=word: self.done.append(word) for word in words), self.owner)


@pytest.fixture
def process(qapp, monkeypatch) -> Iterator[Process]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *ENDING)}
    timers: list[object] = []
    monkeypatch.setattr("linreg_gui.app.process.signals.threading.Timer", lambda *_: Timer(timers))
    for number in before:  # whoever runs the tests in the background may want some to be ignored
        signal.signal(number, signal.SIG_DFL)
    process = Process()
    yield process
    process.signals.release()
    for number, handler in before.items():
        signal.signal(number, handler)


class Timer:
    """Would end the tests."""

    daemon = False

    def __init__(self, started: list[object]) -> None:
        self._started = started

    def start(self) -> None:
        self._started.append(self)


def test_ctrl_c_asks(qtbot, process) -> None:
    signal.raise_signal(signal.SIGINT)
    qtbot.waitUntil(lambda: process.done == ["asked"])


@pytest.mark.parametrize("number", ENDING)
def test_being_ended_keeps_and_ends_once(qtbot, process, number) -> None:
    signal.raise_signal(number)
    signal.raise_signal(number)
    qtbot.waitUntil(lambda: process.done == ["kept", "ended"])
    assert signal.getsignal(number) is signal.SIG_DFL


def test_what_is_to_be_ignored_stays_ignored(process) -> None:
    process.signals.release()
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    process.signals = process.listen()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    process.signals.release()
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
