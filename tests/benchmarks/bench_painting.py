"""How smoothly data are painted: frames of the fit plot while 10,000 points are brushed on, or dragged.

Run `python tests/benchmarks/bench_painting.py`; it imitates a hand that moves the mouse 125 times a second
over the real window. Wanted: more than 30 frames a second, the exact line in each of them, one step of undo.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import pairwise

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from window import running_program, wait

from linreg_gui.app.program import Program
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.painting.paint_tools import Tool

POINTS = 10_000
SECONDS = 4.0
MOUSE_HZ = 125


class FrameMeter(QObject):
    """Notes when the plot was painted, and where the exact line was then."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self._plot = program.window.fit_plot
        self.times: list[float] = []
        self.lines: set[float] = set()
        self._plot.canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times.append(time.perf_counter())
            self.lines.update(self._plot.lines["exact"].getData()[1][:1].tolist())
        return False

    def start(self) -> None:
        self.times, self.lines = [time.perf_counter()], set()

    def text(self) -> str:
        gaps = np.diff(self.times)
        return (
            f"{gaps.size / gaps.sum():5.1f} frames/s, p99 {1e3 * np.percentile(gaps, 99):5.1f} ms, "
            f"worst {1e3 * gaps.max():5.1f} ms; {len(self.lines)} places of the line"
        )


def settle(program: Program) -> None:
    """Until the window knows the present table by heart."""
    session = program.session

    def ready() -> bool:
        ground = session.painting.ground
        idle = not session.jobs._running and not session.document.queue.busy
        return idle and ground is not None and ground.table is session.document.table

    wait(ready)


def place(program: Program, x: float, y: float) -> QPoint:
    """Where a share of the width and the height of the plot lies on the canvas."""
    box = program.window.fit_plot.view_box.sceneBoundingRect()
    there = QPointF(box.left() + x * box.width(), box.top() + (1.0 - y) * box.height())
    return program.window.fit_plot.canvas.mapFromScene(there)


def stroke(program: Program, meter: FrameMeter, way: Callable[[float], QPoint]) -> float:
    """Press, follow the way for some seconds, let go; how long letting go took."""
    pane = program.window.fit_plot.canvas.viewport()
    QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=way(0.0))
    meter.start()
    start = time.perf_counter()
    next_move = start
    while (now := time.perf_counter()) < start + SECONDS:
        if now >= next_move:
            QTest.mouseMove(pane, way((now - start) / SECONDS))
            next_move += 1.0 / MOUSE_HZ
        QCoreApplication.processEvents()
        time.sleep(0.0005)
    print(f"   {meter.text()}")
    start = time.perf_counter()
    QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=way(1.0))
    return time.perf_counter() - start


def zigzag(program: Program) -> Callable[[float], QPoint]:
    def way(share: float) -> QPoint:
        return place(program, 0.1 + 0.8 * share, 0.5 + 0.4 * np.sin(60.0 * share))

    return way


def length_of(way: Callable[[float], QPoint]) -> float:
    spots = [way(share) for share in np.linspace(0.0, 1.0, int(SECONDS * MOUSE_HZ))]
    return sum(np.hypot(b.x() - a.x(), b.y() - a.y()) for a, b in pairwise(spots))


def measure(program: Program, n_rows: int) -> None:
    session, painter = program.session, program.window.painter
    session.opening.generate((2.0,), 4.2, 1.0, n_rows, 0)
    wait(lambda: session.analysis is not None and session.analysis.data.n_rows == n_rows)
    settle(program)
    meter = FrameMeter(program)
    print(f"{n_rows:,} rows")
    painter.choose(Tool.BRUSH)
    way = zigzag(program)
    painter.tools.amount.setValue(round(102 * POINTS / length_of(way)))
    steps = len(session.document.history.texts)
    seconds = stroke(program, meter, way)
    settle(program)
    painted = len(session.document.table.frame) - n_rows
    undos = len(session.document.history.texts) - steps
    print(f"   {painted:,} points brushed, {undos} step of undo, letting go took {1e3 * seconds:.1f} ms")

    points, box = session.painting.ground.points, program.window.fit_plot.view_box
    lone = int(points.order[-1])
    chosen = RowSet.of_ranges([(0, POINTS - 1), (lone, lone + 1)])
    session.selection.select(chosen)
    painter.choose(Tool.SELECT)
    spot = box.mapViewToScene(QPointF(points.x[lone], points.y[lone]))
    first = program.window.fit_plot.canvas.mapFromScene(spot)
    seconds = stroke(program, meter, lambda share: first + QPoint(0, round(60.0 * np.sin(9.0 * share))))
    settle(program)
    print(f"   {session.document.history.undo_text}: letting go took {1e3 * seconds:.1f} ms")


def main() -> None:
    with running_program() as (program, _):
        for n_rows in (100, 100_000, 1_000_000):
            measure(program, n_rows)


if __name__ == "__main__":
    main()
