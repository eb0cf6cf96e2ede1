"""How smooth the whole window is, with all views of the first preset: frames, and how late its event loop is.

Run `python tests/benchmarks/bench_frames.py`, with the numbers of rows if others are wanted. While it trains,
while six runs race, while the moment is dragged through the run and while the view is dragged. Beside the
delays stands what the window itself has worked in a turn of its loop, which tells more on a busy machine.
Wanted: 30 frames/s, p99 at most 20 ms, nothing above 100 ms.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from window import TICK_MS, running_program, wait, wait_seconds

from linreg_gui.app.program import Program
from linreg_gui.session.training.training import Phase

SECONDS = 4.0
MOVE_SECONDS = 1.0 / 125.0
RATES = (0.003, 0.01, 0.03, 0.1, 0.2, 0.3)


class Meter(QObject):
    """Counts the pictures of a plot, and notes how late each turn is and what the window does in it."""

    def __init__(self, plot: QObject) -> None:
        super().__init__()
        self._frames = 0
        plot.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self._frames += event.type() == QEvent.Type.Paint
        return False

    def during(self, name: str, move: Callable[[float], None] | None = None) -> None:
        """Let time pass, with a hand that moves 125 times a second; print how it was."""
        self._frames, self._late, self._work = 0, [], []
        self._clock, self._cpu = time.perf_counter(), time.thread_time()
        self._timer.start(TICK_MS)
        start = due = time.perf_counter()
        while (now := time.perf_counter()) < start + SECONDS:
            if move is not None and now >= due:
                move((now - start) / SECONDS)
                due = time.perf_counter() + MOVE_SECONDS
            QCoreApplication.processEvents()
            time.sleep(0.0005)
        self._timer.stop()
        late, work = (np.percentile(times, [50, 99, 100]) for times in (self._late, self._work))
        print(
            f"   {name:<24} {self._frames / SECONDS:3.0f} frames/s   "
            f"late p50 {late[0]:5.1f}  p99 {late[1]:5.1f}  worst {late[2]:6.1f} ms   "
            f"own work p50 {work[0]:4.1f}  p99 {work[1]:5.1f}  worst {work[2]:5.1f} ms"
        )

    def _tick(self) -> None:
        now, cpu = time.perf_counter(), time.thread_time()
        self._late.append(max(0.0, 1e3 * (now - self._clock) - TICK_MS))
        self._work.append(1e3 * (cpu - self._cpu))
        self._clock, self._cpu = now, cpu


def measure(program: Program, n_rows: int, n_features: int) -> None:
    session, training = program.session, program.session.training
    weights = tuple(np.linspace(1.0, 2.0, n_features).tolist())
    session.opening.generate(weights, 4.2, 1.0, n_rows, 0)
    wait(lambda: session.analysis is not None and session.analysis.data.n_rows == n_rows)
    wait_seconds(2.0)
    print(f"{n_rows:,} × {n_features}")
    pane = program.window.fit_plot.canvas.viewport()
    meter = Meter(pane)
    training.set_config(replace(training.config, epochs=100_000, learning_rate=0.003))
    training.set_speed(None)
    training.run()
    wait(lambda: training.picture.snapshot.step > 0)
    wait_seconds(1.0)
    meter.during("training")
    training.pause()
    wait(lambda: training.phase is Phase.IDLE)
    wait_seconds(0.5)

    end = session.moment.end
    meter.during("scrubbing", lambda share: session.moment.look_at(round(end * abs(np.sin(9.0 * share)))))
    session.moment.return_to_end()
    wait_seconds(1.0)

    middle = pane.rect().center()
    QTest.mousePress(pane, Qt.MouseButton.MiddleButton, pos=middle)
    meter.during(
        "dragging the view",
        lambda share: QTest.mouseMove(pane, middle + QPoint(round(60.0 * np.sin(20.0 * share)), 20)),
    )
    QTest.mouseRelease(pane, Qt.MouseButton.MiddleButton, pos=middle)

    configs = [replace(training.config, learning_rate=rate) for rate in RATES]
    session.race.start(configs, [f"rate {rate}" for rate in RATES])
    wait_seconds(1.0)
    loss = Meter(program.window.loss_plot.canvas.viewport())
    loss.during("racing six (loss plot)")
    session.race.stop()
    wait_seconds(1.0)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [20_000, 1_000_000]
    with running_program() as (program, _):
        program.window.resize(1280, 735)
        for n_rows in sizes:
            for n_features in (1, 10):
                measure(program, n_rows, n_features)


if __name__ == "__main__":
    main()
