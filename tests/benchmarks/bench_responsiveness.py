"""How calm the window stays: event-loop delay while it reads and trains on a million rows.

Run `python tests/benchmarks/bench_responsiveness.py`; it prints delays in milliseconds next to those of
the same window at rest, and how long pausing takes. `QT_QPA_PLATFORM=offscreen` works without a display.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from PySide6.QtCore import QCoreApplication, QSettings, Qt, QTimer, qInstallMessageHandler

from linreg_gui.app.process.application import make_application
from linreg_gui.app.process.garbage import CalmCollector
from linreg_gui.app.program import Program
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.training.training import Phase

TICK_MS = 5


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


def write_csv(path: Path, n_rows: int) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, 10)).round(4)
    y = (X @ rng.normal(size=10) + 0.5 * rng.normal(size=n_rows)).round(4)
    frame = pd.DataFrame(X, columns=[f"x{j}" for j in range(1, 11)])
    frame["y"] = y
    frame.to_csv(path, index=False)


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    # Without a display Qt says of every window what it cannot do for it.
    qInstallMessageHandler(lambda *message: None if "propagateSizeHints" in message[2] else print(message[2]))
    application = make_application(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        store = QSettings(str(Path(folder) / "settings.ini"), QSettings.Format.IniFormat)
        settings = Settings(store)
        settings.set_shows_welcome(False)
        program = Program(application, settings)
        training, meter = program.session.training, DelayMeter()
        CalmCollector(program).watch(training)
        program.start(None)
        wait(lambda: training.finished)
        meter.start()
        wait_seconds(2.0)
        meter.stop("at rest")

        path = Path(folder) / "million.csv"
        write_csv(path, n_rows)
        meter.start()
        program.session.opening.open_file(path)
        wait(lambda: training.available and program.session.analysis.data.n_rows == n_rows)
        meter.stop(f"opening {n_rows:,} × 11 and solving exactly")

        training.set_config(replace(training.config, epochs=100_000))
        for name, speed in (("running as fast as possible", None), ("running at 1,000 steps/s", 1000.0)):
            training.set_speed(speed)
            training.run()
            wait_seconds(0.5)
            pictures: list[int] = []
            training.progressed.connect(lambda picture, seen=pictures: seen.append(picture.snapshot.step))
            meter.start()
            wait_seconds(5.0)
            meter.stop(f"{name} on {n_rows:,} × 10")
            print(f"{'':<44} {len(pictures) / 5.0:.0f} pictures/s, {pictures[-1]:,} steps done")
            start = time.perf_counter()
            training.pause()
            wait(lambda: training.phase is Phase.IDLE)
            print(f"{'pausing took':<44} {1e3 * (time.perf_counter() - start):5.1f} ms")
        program.close()
        program.window.close()


if __name__ == "__main__":
    main()
