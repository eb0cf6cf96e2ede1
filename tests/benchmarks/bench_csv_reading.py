"""How fast a table is read: 2,000,000 × 4 cells next to pandas with its fastest engine, in one run.

Run `python tests/benchmarks/bench_csv_reading.py [rows]`; it prints times and their ratio, the delay that
another thread sees meanwhile, how soon a cancelled reading ends, and the peak of memory.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.report import ReadCancelled

ROUNDS = 7


def write_table(folder: Path, n_rows: int) -> dict[str, Path]:
    """The same table with commas, decimal commas, some texts among numbers, quotes, and a column of texts."""
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "area": rng.normal(100, 20, n_rows).round(2),
            "age": rng.integers(0, 99, n_rows),
            "rooms": rng.integers(1, 9, n_rows),
            "price": rng.normal(size=n_rows).round(4),
        }
    )
    paths = {
        name: folder / f"{name}.csv" for name in ("plain", "semicolons", "mixed", "quoted", "texts", "small")
    }
    frame[:1000].to_csv(paths["small"], index=False)
    towns = np.array(["Ulm", "Bonn", "Hannover", "Frankfurt am Main"])[frame["rooms"] % 4]
    frame.assign(town=towns).to_csv(paths["texts"], index=False)
    frame.to_csv(paths["plain"], index=False)
    frame.to_csv(paths["semicolons"], index=False, sep=";", decimal=",")
    frame.assign(price=frame["price"].astype(object).mask(frame.index % 1000 == 999, "broken")).to_csv(
        paths["mixed"], index=False
    )
    frame.assign(place="a, b").to_csv(paths["quoted"], index=False)
    return paths


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(path: Path, **pandas_options: str) -> None:
    ours, theirs = [], []
    for _ in range(ROUNDS):  # in turn, so that both meet the same neighbours
        ours.append(seconds(lambda: read_csv(path, progress=lambda fraction: True)))
        theirs.append(seconds(lambda: pd.read_csv(path, engine="pyarrow", **pandas_options)))
    best, median = min(ours) / min(theirs), np.median(ours) / np.median(theirs)
    size = path.stat().st_size / 1e6
    print(
        f"{path.stem:<12} {size:4.0f} MB   read_csv {min(ours):.3f} s   pandas {min(theirs):.3f} s   "
        f"ratio {best:.2f} (of the medians {median:.2f})"
    )


def delays_during(work: Callable[[], object]) -> np.ndarray:
    """Milliseconds by which a thread that wants to run every 5 ms is late while another one works."""
    kept: list[object] = []  # to let go of a table is not reading
    thread = threading.Thread(target=lambda: kept.append(work()))
    delays = []
    thread.start()
    while thread.is_alive():
        start = time.perf_counter()
        time.sleep(0.005)
        delays.append(1e3 * (time.perf_counter() - start) - 5.0)
    thread.join()
    return np.array(delays)


def cancel_delay(path: Path) -> float:
    """Seconds between the wish to cancel, at a random moment, and the end of the reading."""
    wished = threading.Event()
    when = [0.0]

    def wish() -> None:
        when[0] = time.perf_counter()
        wished.set()

    timer = threading.Timer(np.random.default_rng().uniform(0.01, 0.1), wish)
    timer.start()
    try:
        read_csv(path, progress=lambda fraction: not wished.is_set())
    except ReadCancelled:
        return time.perf_counter() - when[0]
    finally:
        timer.cancel()
        timer.join()
    return 0.0


def _peak(kind: str, path: Path, **pandas_options: str) -> None:
    """Print the most memory a fresh process needs beyond its imports, in MB and in sizes of the table."""
    import resource

    import pyarrow.compute
    import pyarrow.csv  # noqa: F401

    small = path.with_name("small.csv")
    read_csv(small)  # whatever is made on the first use
    pd.read_csv(small, engine="pyarrow")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    frame = read_csv(path)[0] if kind == "read_csv" else pd.read_csv(path, engine="pyarrow", **pandas_options)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
    table = frame.memory_usage(deep=True, index=False).sum() / 1e6
    print(
        f"peak memory  {path.stem:<12} {kind:<9} {peak:6.0f} MB = {peak / table:.2f} × the table "
        f"of {table:.0f} MB",
        flush=True,
    )


def main() -> None:
    n_rows = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    with tempfile.TemporaryDirectory() as folder:
        spawn = multiprocessing.get_context("spawn")
        with spawn.Pool(1) as pool:
            paths = pool.apply(write_table, (Path(folder), n_rows))
        for name in ("plain", "semicolons", "mixed", "quoted", "texts"):
            for kind in ("pandas", "read_csv"):
                options = {"sep": ";", "decimal": ","} if name == "semicolons" else {}
                process = spawn.Process(target=_peak, args=(kind, paths[name]), kwargs=options)
                process.start()
                process.join()
        compare(paths["plain"])
        compare(paths["semicolons"], sep=";", decimal=",")
        compare(paths["mixed"])
        compare(paths["quoted"])
        for name, path in paths.items():
            if name == "small":
                continue
            delays = np.concatenate([delays_during(lambda path=path: read_csv(path)) for _ in range(ROUNDS)])
            p50, p99 = np.percentile(delays, [50, 99])
            cancelled = max(cancel_delay(path) for _ in range(ROUNDS))
            print(
                f"{name:<12} delay of another thread p50 {p50:.1f} ms   p99 {p99:.1f} ms   "
                f"max {delays.max():.1f} ms   cancelled within {1e3 * cancelled:.0f} ms"
            )


if __name__ == "__main__":
    main()
