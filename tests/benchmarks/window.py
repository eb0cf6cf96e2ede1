"""The whole program in its window, with settings of its own, and how late its event loop is."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from linreg_gui.app.process.application import make_application
from linreg_gui.app.process.garbage import CalmCollector
from linreg_gui.app.program import Program
from linreg_gui.session.keeping.settings import Settings

TICK_MS = 5


@contextmanager
def running_program() -> Iterator[tuple[Program, Path]]:
    """The program as it stands after its start, its first run over, and a folder for files."""
    # Without a display Qt says of every window what it cannot do for it.
    qInstallMessageHandler(lambda *message: None if "propagateSizeHints" in message[2] else print(message[2]))
    application = QCoreApplication.instance() or make_application(sys.argv[:1])
    assert isinstance(application, QApplication)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat))
        settings.set_shows_welcome(False)
        program = Program(application, settings)
        program.confirm_loss = lambda: True
        CalmCollector(program).watch(program.session.training)
        program.start(None)
        wait(lambda: program.session.training.finished)
        yield program, folder
        program.close()
        program.window.close()


def wait(condition: Callable[[], bool], seconds: float = 120.0) -> None:
    """Run the event loop until something is the case."""
    end = time.perf_counter() + seconds
    while not condition():
        QCoreApplication.processEvents()
        time.sleep(0.0005)
        if time.perf_counter() > end:
            raise TimeoutError


def wait_seconds(seconds: float) -> None:
    end = time.perf_counter() + seconds
    wait(lambda: time.perf_counter() >= end)


class DelayMeter:
    """A timer that should tick every few milliseconds and notes by how much it is late."""

    def __init__(self) -> None:
        self.delays: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._last = 0.0

    def start(self) -> None:
        self.delays = []
        self._last = time.perf_counter()
        self._timer.start(TICK_MS)

    def stop(self, name: str) -> None:
        self._timer.stop()
        delays = np.maximum(0.0, np.array(self.delays))
        p50, p99 = np.percentile(delays, [50, 99])
        print(f"{name:<44} p50 {p50:5.1f} ms   p99 {p99:5.1f} ms   max {delays.max():6.1f} ms")

    def _tick(self) -> None:
        now = time.perf_counter()
        self.delays.append(1e3 * (now - self._last) - TICK_MS)
        self._last = now
