"""The analytic solution of large problems against scikit-learn's `LinearRegression`.

Run `python tests/benchmarks/bench_analytic.py`; it prints times, their ratio and the relative errors of
both against a solution that has been refined once more in extended precision.
Wanted: 1 M × 10 at least 3 times and 200 k × 100 at least 8 times as fast, and no fewer digits.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from sklearn.linear_model import LinearRegression

from linreg_gui.core import Dataset, Fit, solve_analytic

SIZES = [(1_000_000, 10, 3.0), (200_000, 100, 8.0)]


def best_of(repeats: int, work: Callable[[], object]) -> float:
    """Shortest time of several runs, in seconds.

    The two solvers do not take turns: NumPy and SciPy have BLAS threads of their own, and those of the
    one still spin while the other starts.
    """
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def make(n: int, d: int) -> Dataset:
    """Correlated, shifted features in different units."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, d)) @ (np.eye(d) + 0.3 / np.sqrt(d) * rng.standard_normal((d, d)))
    X = X * np.logspace(-2, 2, d) + np.linspace(-5.0, 50.0, d)
    return Dataset(X, X @ rng.standard_normal(d) + 3.0 + rng.standard_normal(n))


def refined(data: Dataset, fit: Fit) -> np.ndarray:
    """Weights after one more step of refinement with residuals in extended precision."""
    X = data.X - data.X.mean(axis=0)
    r = data.y.astype(np.longdouble) - fit.bias
    for j in range(data.n_features):
        r -= data.X[:, j].astype(np.longdouble) * fit.weights[j]
    r -= r.mean()
    gradient = np.array([np.sum(X[:, j] * r) for j in range(data.n_features)], dtype=np.float64)
    return np.asarray(fit.weights + np.linalg.solve(X.T @ X, gradient))


def main() -> None:
    """Print times, ratios and errors."""
    for n, d, wanted in SIZES:
        data = make(n, d)
        model = LinearRegression()
        ours = best_of(8, lambda data=data: solve_analytic(data))
        theirs = best_of(3, lambda data=data, model=model: model.fit(data.X, data.y))
        fit = solve_analytic(data)
        truth = refined(data, fit)
        errors = [np.max(np.abs(w / truth - 1.0)) for w in (fit.weights, model.coef_)]
        print(f"{n:,} × {d}: linreg_gui {ours:.3f} s, scikit-learn {theirs:.3f} s", end="; ")
        print(f"ours is {theirs / ours:.1f} × as fast (wanted {wanted:g})", end="; ")
        print(f"largest relative error of a weight: ours {errors[0]:.0e}, theirs {errors[1]:.0e}")


if __name__ == "__main__":
    main()
