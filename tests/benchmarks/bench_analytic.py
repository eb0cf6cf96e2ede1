"""The analytic solution of large problems against scikit-learn, NumPy, statsmodels and the memory.

Run `python tests/benchmarks/bench_analytic.py`; it prints times, their ratios and the relative errors against
a solution that has been refined once more in extended precision.
Wanted: 1 M × 10 at least 3 times and 200 k × 100 at least 8 times as fast as `LinearRegression`, no fewer
digits, and 1 M × 10 within 6 passes over the memory.
"""

from __future__ import annotations

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import LinearRegression
from timing import best_of, pass_over

from linreg_gui.core import Dataset, solve_analytic

SIZES = [(1_000_000, 3), (1_000_000, 10), (200_000, 100), (20_000, 1000)]


def make(n: int, d: int) -> Dataset:
    """Correlated, shifted features in different units."""
    rng = np.random.default_rng(0)
    X = rng.standard_normal((n, d)) @ (np.eye(d) + 0.3 / np.sqrt(d) * rng.standard_normal((d, d)))
    X = X * np.logspace(-2, 2, d) + np.linspace(-5.0, 50.0, d)
    return Dataset(X, X @ rng.standard_normal(d) + 3.0 + rng.standard_normal(n))


def refined(data: Dataset, weights: np.ndarray, bias: float) -> np.ndarray:
    """Weights after one more step of refinement with residuals in extended precision."""
    X = data.X - data.X.mean(axis=0)
    r = data.y.astype(np.longdouble) - bias
    for j in range(data.n_features):
        r -= data.X[:, j].astype(np.longdouble) * weights[j]
    r -= r.mean()
    gradient = np.array([np.sum(X[:, j] * r) for j in range(data.n_features)], dtype=np.float64)
    return np.asarray(weights + np.linalg.solve(X.T @ X, gradient))


def with_ones(data: Dataset) -> np.ndarray:
    """The design matrix as the peers want it."""
    return np.column_stack([np.ones(data.n_rows), data.X])


def compare(n: int, d: int) -> None:
    """One line: ours, and how many times as long each peer takes."""
    data = make(n, d)
    design = with_ones(data)
    ours = best_of(6, lambda: solve_analytic(data))
    peers = {
        # The solvers do not take turns: the BLAS threads of one still spin while another starts.
        "LinearRegression": lambda: LinearRegression().fit(data.X, data.y).coef_,
        "lstsq": lambda: np.linalg.lstsq(design, data.y, rcond=None)[0][1:],
        "statsmodels": lambda: sm.OLS(data.y, design).fit().params[1:],
    }
    fit = solve_analytic(data)
    truth = refined(data, fit.weights, fit.bias)
    error = np.max(np.abs(fit.weights / truth - 1.0))
    memory = pass_over(data.X)
    product = best_of(4, lambda: data.X.T @ data.X)
    print(f"{n:,} × {d}: linreg_gui {ours * 1e3:.0f} ms, error {error:.0e}", end="")
    print(f", {ours / memory:.1f} passes over the memory, {ours / product:.1f} times XᵀX", end="")
    for name, work in peers.items():
        seconds = best_of(2, work)
        error = np.max(np.abs(work() / truth - 1.0))
        print(f"; {name} {seconds / ours:.1f}×, error {error:.0e}", end="", flush=True)
    print()


def main() -> None:
    """Print times, ratios and errors."""
    for n, d in SIZES:
        compare(n, d)


if __name__ == "__main__":
    main()
