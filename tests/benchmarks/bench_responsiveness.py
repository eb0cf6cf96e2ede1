"""How calm the window stays: event-loop delay while it reads and trains on a million rows.

Run `python tests/benchmarks/bench_responsiveness.py`; it prints delays in milliseconds next to those of
the same window at rest, and how long pausing takes. `QT_QPA_PLATFORM=offscreen` works without a display.
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from window import DelayMeter, running_program, wait, wait_seconds

from linreg_gui.session.training.training import Phase


def write_csv(path: Path, n_rows: int) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, 10)).round(4)
    y = (X @ rng.normal(size=10) + 0.5 * rng.normal(size=n_rows)).round(4)
    frame = pd.DataFrame(X, columns=[f"x{j}" for j in range(1, 11)])
    frame["y"] = y
    frame.to_csv(path, index=False)


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with running_program() as (program, folder):
        training, meter = program.session.training, DelayMeter()
        meter.start()
        wait_seconds(2.0)
        meter.stop("at rest")

        path = folder / "million.csv"
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


if __name__ == "__main__":
    main()
