"""One epoch of minibatch SGD against a NumPy loop, scikit-learn, PyTorch and the memory.

Run `python tests/benchmarks/bench_sgd.py [rows]`; it prints times and the ratios of one and the same run.
Wanted at 1 M × 10 and batches of 32: at least 10 times as fast as NumPy, faster than scikit-learn's
`SGDRegressor.partial_fit`; and within a factor 3 of the memory for ten or more features and batches of 32.
"""

from __future__ import annotations

import sys
from functools import partial

import numpy as np
from numba import njit
from sklearn.linear_model import SGDRegressor
from timing import best_of, pass_over
from torch_loop import torch, torch_steps

from linreg_gui.core import Dataset, Sgd, SgdConfig, make_synthetic, minibatch_rows
from linreg_gui.core.solvers.sgd.loops.numba_loop import _prefetch

RATE = 0.001
# The loops of the peers do so many updates; their time is taken for the whole epoch.
PEER_STEPS = 3000
AHEAD = 16


def compiled_epoch(sgd: Sgd) -> None:
    """The program's own loop, from step 0."""
    sgd.seek(0)
    sgd.advance(sgd.steps_left)


def numpy_steps(data: Dataset, order: np.ndarray, size: int, steps: int) -> None:
    """As a person would write it in NumPy: a shuffled index, no standardisation, no loss."""
    weights, bias = np.zeros(data.n_features), 0.0
    for k in range(steps):
        rows = order[k * size : (k + 1) * size]
        X = data.X[rows]
        error = X @ weights + bias - data.y[rows]
        weights -= RATE * (error @ X) / len(rows)
        bias -= RATE * error.mean()


@njit(nogil=True, fastmath=True)
def read_in_order(X: np.ndarray, y: np.ndarray, order: np.ndarray) -> float:
    """Add up all numbers, row after row in the order given, which is asked of the memory in advance."""
    n, d = X.shape
    total = 0.0
    for i in range(n):
        if i + AHEAD < n:
            row = order[i + AHEAD]
            for j in range(0, d, 8):
                _prefetch(X, row * d + j)
            _prefetch(X, row * d + d - 1)
            _prefetch(y, row)
        row = order[i]
        for j in range(d):
            total += X[row, j]
        total += y[row]
    return total


def compare(n: int, d: int) -> None:
    """One table: a line per batch size."""
    data = make_synthetic(np.linspace(-2.0, 2.0, d), bias=4.2, noise_std=0.1, n_rows=n)
    order = minibatch_rows(n, 0, 0, 0, n)
    memory = pass_over(data.X) * (d + 1) / d
    read_in_order(data.X[:100], data.y[:100], minibatch_rows(100, 0, 0, 0, 100))
    shuffled = best_of(4, lambda: read_in_order(data.X, data.y, order))
    theirs = SGDRegressor(penalty=None, learning_rate="constant", eta0=RATE, shuffle=True, random_state=0)
    sklearn = best_of(2, lambda: theirs.partial_fit(data.X, data.y))
    print(f"\none epoch, {n:,} × {d}; ours is so many times as fast as")
    print(
        f"  {'batch':>5} {'float64':>12} {'float32':>12} {'NumPy':>8} {'PyTorch':>8} {'SGDRegressor':>13}"
        "   and takes so many times as long as memory read in order, and in the order of the minibatches"
    )
    for size in (1, 32, 256):
        seconds = {}
        for precision in ("float64", "float32"):
            sgd = Sgd(data, SgdConfig(RATE, size, 1, precision=precision))
            sgd.advance(1)
            seconds[precision] = best_of(4, lambda sgd=sgd: compiled_epoch(sgd))
        ours = seconds["float64"]
        steps = min(PEER_STEPS, n // size)
        share = steps * size / n
        numpy = best_of(2, lambda size=size, steps=steps: numpy_steps(data, order, size, steps)) / share
        if torch is not None:
            tensors = [torch.from_numpy(array.copy()) for array in (data.X, data.y, order)]
            work = partial(torch_steps, *tensors, size, steps, RATE)
            loop = best_of(2, work) / share
            pytorch = f"{loop / ours:7.0f}×"
        else:
            pytorch = "missing"
        rates = " ".join(f"{n / value / 1e6:6.1f} M/s " for value in seconds.values())
        print(
            f"  {size:>5} {rates} {numpy / ours:7.1f}× {pytorch:>8} {sklearn / ours:12.1f}×"
            f" {ours / memory:8.1f}× {ours / shuffled:8.1f}×",
            flush=True,
        )
    print(f"  memory in order {n / memory / 1e6:.0f} M rows/s, in the order of the minibatches", end=" ")
    print(f"{n / shuffled / 1e6:.0f} M rows/s")


def main() -> None:
    """Print times and ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for n, d in ((rows, 2), (rows, 10), (rows // 2, 50)):
        compare(n, d)


if __name__ == "__main__":
    main()
