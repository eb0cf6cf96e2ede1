"""One epoch of minibatch SGD over a million rows: the compiled loop against NumPy and scikit-learn.

Run `python tests/benchmarks/bench_sgd.py [rows]`; it prints times and the ratios of one and the same run.
Wanted: at least 10 times as fast as the same loop in NumPy, and faster than `SGDRegressor.partial_fit`.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
from sklearn.linear_model import SGDRegressor

from linreg_gui.core import Dataset, Sgd, SgdConfig, make_synthetic, minibatch_rows
from linreg_gui.core.solvers.sgd import reference_update

CONFIG = SgdConfig(learning_rate=0.01, batch_size=32, epochs=1)
# The NumPy loop does a part of the epoch; its time is taken for the whole.
NUMPY_SHARE = 0.1


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """Shortest time of several runs, in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def compiled_epoch(sgd: Sgd) -> None:
    """The program's own loop, from step 0."""
    sgd.seek(0)
    sgd.advance(sgd.steps_left)


def numpy_steps(data: Dataset, sgd: Sgd, steps: int) -> None:
    """The same updates of the same minibatches, readable."""
    theta = np.zeros(data.n_features + 1)
    size = CONFIG.batch_size
    for k in range(steps):
        rows = minibatch_rows(data.n_rows, CONFIG.seed, 0, k * size, min((k + 1) * size, data.n_rows))
        theta, _ = reference_update(data, rows, sgd.scaling, theta, CONFIG.learning_rate)


def plain_numpy_steps(data: Dataset, order: np.ndarray, steps: int) -> None:
    """As a person would write it in NumPy: a shuffled index, no standardisation, no loss."""
    weights, bias, size = np.zeros(data.n_features), 0.0, CONFIG.batch_size
    for k in range(steps):
        rows = order[k * size : (k + 1) * size]
        X = data.X[rows]
        error = X @ weights + bias - data.y[rows]
        weights -= CONFIG.learning_rate * (error @ X) / len(rows)
        bias -= CONFIG.learning_rate * error.mean()


def main() -> None:
    """Print times and ratios."""
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    data = make_synthetic(np.linspace(-2.0, 2.0, 10), bias=4.2, noise_std=0.1, n_rows=n)
    sgd = Sgd(data, CONFIG)
    sgd.advance(1)
    order = np.random.default_rng(0).permutation(n)
    steps = int(NUMPY_SHARE * n / CONFIG.batch_size)
    theirs = SGDRegressor(penalty=None, learning_rate="constant", eta0=0.001, shuffle=True, random_state=0)
    seconds = {
        "linreg_gui, compiled": best_of(5, lambda: compiled_epoch(sgd)),
        "NumPy, the reference update": best_of(1, lambda: numpy_steps(data, sgd, steps)) / NUMPY_SHARE,
        "NumPy, plain": best_of(3, lambda: plain_numpy_steps(data, order, steps)) / NUMPY_SHARE,
        "scikit-learn SGDRegressor.partial_fit": best_of(3, lambda: theirs.partial_fit(data.X, data.y)),
    }
    ours = seconds["linreg_gui, compiled"]
    print(f"one epoch, {n:,} × {data.n_features}, batch size {CONFIG.batch_size}")
    for name, value in seconds.items():
        rate = n / value / 1e6
        print(f"  {name:<40} {value:7.3f} s  {rate:6.1f} M rows/s   ours is {value / ours:6.1f} × as fast")


if __name__ == "__main__":
    main()
