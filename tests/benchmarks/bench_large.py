"""Exact fits of Parquet files that stay on the disk, next to reading them; what memory and digits they take.

Run `python tests/benchmarks/bench_large.py [millions of rows]`; it prints ratios. The file is written first,
by default 20 million rows of ten features (1.8 GB), in the folder for temporary files, and deleted after.
Polars and DuckDB are measured where they are installed. Wanted: at most 1.5 times the reading, at most 1 GB
of memory, and nine digits where the mean is 1e8 standard deviations from zero.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import dataset, parquet
from timing import best_of

from linreg_gui.core import Dataset, fit, infer, open_large

D, ROWS_OF_A_GROUP = 10, 500_000
NAMES = [f"x{j}" for j in range(D)]


def write(path: Path, n_groups: int, mean: float = 0.0) -> np.ndarray:
    """A file of that many row groups; the weights that made it."""
    rng, weights = np.random.default_rng(0), np.arange(1.0, D + 1)
    schema = pa.schema([(name, pa.float64()) for name in (*NAMES, "y")])
    with parquet.ParquetWriter(path, schema, compression="none", use_dictionary=False) as writer:
        for _ in range(n_groups):
            # Multiples of a power of two, so that a large mean takes no digit of them.
            X = rng.integers(-(1 << 20), 1 << 20, (ROWS_OF_A_GROUP, D)) / float(1 << 20)
            y = X @ weights + rng.integers(-(1 << 20), 1 << 20, ROWS_OF_A_GROUP) / float(1 << 20)
            columns = [*(X + mean).T, y]
            writer.write_table(pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema))
    return weights


def read(path: Path) -> int:
    """All numbers, by PyArrow, as fast as it can."""
    return sum(batch.num_rows for batch in dataset.dataset(path).to_batches())


def by_polars(path: Path) -> np.ndarray:
    """Normal equations by one lazy query for sums and products, as nobody centres them."""
    import polars as pl

    names = [*NAMES, "y"]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i:]]
    asked = [pl.len().alias("n"), *(pl.col(name).sum().alias(name) for name in names)]
    asked += [(pl.col(a) * pl.col(b)).sum().alias(f"{a}·{b}") for a, b in pairs]
    return _solved(pl.scan_parquet(path).select(asked).collect().row(0, named=True))


def by_duckdb(path: Path) -> np.ndarray:
    """The same in SQL."""
    import duckdb

    names = [*NAMES, "y"]
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i:]]
    asked = ["count(*)::DOUBLE AS n", *(f"sum({name}) AS {name}" for name in names)]
    asked += [f'sum({a} * {b}) AS "{a}·{b}"' for a, b in pairs]
    found = duckdb.sql(f"SELECT {', '.join(asked)} FROM read_parquet('{path}')")
    return _solved(dict(zip(found.columns, found.fetchall()[0], strict=True)))


def _solved(sums: dict[str, float]) -> np.ndarray:
    names = [*NAMES, "y"]
    means = np.array([sums[name] for name in names]) / sums["n"]
    gram = np.empty((D + 1, D + 1))
    for i, a in enumerate(names):
        for j in range(i, D + 1):
            gram[i, j] = gram[j, i] = sums[f"{a}·{names[j]}"] / sums["n"] - means[i] * means[j]
    return np.linalg.solve(gram[:D, :D], gram[:D, D])


def ours(path: Path) -> np.ndarray:
    """From nothing but the name of the file to the weights."""
    return fit(open_large(path, label="y")).weights


def compare(path: Path) -> None:
    """Times as shares of the reading."""
    reading = best_of(2, lambda: read(path))
    rows = open_large(path, label="y").n_rows
    print(f"{rows:,} × {D}: reading {reading:.1f} s ({rows * 8 * (D + 1) / reading / 1e9:.1f} GB/s)", end="")
    print(f"; exact fit {best_of(2, lambda: ours(path)) / reading:.2f} × the reading", end="", flush=True)
    data = open_large(path, label="y")
    print(f"; table with HC3 {best_of(1, lambda: infer(data, errors='HC3')) / reading:.1f} ×", end="")
    for name, theirs in PEERS.items():
        if find_spec(name) is not None:
            print(
                f"; {name} {best_of(2, lambda peer=theirs: peer(path)) / reading:.2f} ×", end="", flush=True
            )
    print()


def digits(folder: Path) -> None:
    """Relative errors of weights at a mean of 1e8 standard deviations; of four groups of rows."""
    path = folder / "far.parquet"
    write(path, 4, 1e8)
    near = folder / "near.parquet"
    write(near, 4)
    table = parquet.read_table(near)
    X = np.column_stack([table[name].to_numpy() for name in NAMES])
    wanted = fit(Dataset(X, table["y"].to_numpy())).weights
    print("mean/σ = 1e8: relative error", end="")
    for name, theirs in {"ours": ours, **PEERS}.items():
        if name == "ours" or find_spec(name) is not None:
            print(f"; {name} {np.max(np.abs(theirs(path) / wanted - 1.0)):.0e}", end="", flush=True)
    print()


def most_memory() -> float:
    """What this process has ever had, in GB; Linux tells, and not what its parent had."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1e6


PEERS: dict[str, Callable[[Path], np.ndarray]] = {"polars": by_polars, "duckdb": by_duckdb}


def main() -> None:
    """Everything; with a path, only the fit of that file, and the memory that it took."""
    if len(sys.argv) > 2:
        before = most_memory()
        ours(Path(sys.argv[2]))
        print(f"memory: {most_memory():.2f} GB at most, {before:.2f} GB of them for the program itself")
        return
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "large.parquet"
        write(path, max(1, millions * 1_000_000 // ROWS_OF_A_GROUP))
        compare(path)
        subprocess.run([sys.executable, __file__, "memory", str(path)], check=True)
        digits(Path(name))


if __name__ == "__main__":
    main()
