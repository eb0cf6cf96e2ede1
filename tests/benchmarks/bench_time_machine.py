"""How long it takes from a key to painted views when a person looks back at any step of a long run.

Run `python tests/benchmarks/bench_time_machine.py [rows ...]`. It prints milliseconds for typed steps all
over a run of a million updates and for the arrow keys, and what processors worked meanwhile, to which others
add nothing. First with the views that a new window shows, then with the others in turn.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from window import running_program, wait

from linreg_gui.app.program import Program
from linreg_gui.session.training.training import Phase
from linreg_gui.views.window.view_table import VIEWS

STEPS, LOOKS = 1_000_000, 30


def is_calm(program: Program) -> bool:
    """Whether nothing is being prepared for a view."""
    places = program.session.feed._places.values()
    return not any(place.job.running or place.next for place in places)


def look(program: Program, press: Callable[[], None]) -> tuple[float, float]:
    """Milliseconds from a key to the painted views, and those of processors."""
    moment = program.session.moment
    start, work = time.perf_counter(), time.process_time()
    press()
    step = moment.step
    while moment.picture.snapshot.step != step or not is_calm(program):
        QCoreApplication.processEvents()
        time.sleep(0.0002)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    QCoreApplication.processEvents()
    return 1e3 * (time.perf_counter() - start), 1e3 * (time.process_time() - work)


def measure(program: Program, name: str) -> None:
    field, line = program.window.scrubber.field, program.window.scrubber.line
    typed, arrows = [], []
    for step in np.random.default_rng(0).integers(1, STEPS, LOOKS).tolist():
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, str(step))
        typed.append(look(program, partial(QTest.keyClick, field, Qt.Key.Key_Return)))
        line.setFocus()
        keys = (Qt.Key.Key_Left, Qt.Key.Key_Right)
        arrows += [look(program, partial(QTest.keyClick, line, key)) for key in keys]
    for kind, looks in (("any step", typed), ("arrow keys", arrows)):
        times, work = np.array(looks).T
        p50, p95 = np.percentile(times, [50, 95])
        taken = f"p50 {p50:6.1f} ms   p95 {p95:6.1f} ms   max {times.max():6.1f} ms"
        print(f"  {name:<22} {kind:<11} {taken}   work {np.median(work):5.1f} ms", flush=True)


def run_through(program: Program, n_rows: int) -> None:
    """A run of a million updates on ten features."""
    session = program.session
    session.opening.generate(np.linspace(-2.0, 2.0, 10), 4.0, 1.0, n_rows, 0)
    wait(lambda: session.analysis is not None and session.analysis.data.n_rows == n_rows)
    training = session.training
    per_epoch = -(-n_rows // training.config.batch_size)
    training.set_config(replace(training.config, epochs=-(-STEPS // per_epoch), decay="constant"))
    training.run_to_end()
    wait(lambda: training.phase is Phase.IDLE and training.finished)
    wait(lambda: is_calm(program))


def measure_all(n_rows: int) -> None:
    with running_program() as (program, _):
        window = program.window
        run_through(program, n_rows)
        steps = program.session.training.picture.snapshot.step
        print(f"{n_rows:,} × 10, {steps:,} updates, a window of {window.width()} × {window.height()}")
        measure(program, "the first views")
        for row in VIEWS:
            if row.prepare is not None and not window.view(row.view).isVisible():
                window.show_view(row.view)
                wait(lambda: is_calm(program))
                measure(program, f"with {row.name}")


def main() -> None:
    for n_rows in [int(text) for text in sys.argv[1:]] or [442, 1_000_000]:
        measure_all(n_rows)


if __name__ == "__main__":
    main()
