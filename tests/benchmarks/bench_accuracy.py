"""Correct digits of the weights on NIST's problems: ours beside NumPy, scikit-learn and statsmodels.

Run `python tests/benchmarks/bench_accuracy.py`. The certified values are those of the NIST Statistical
Reference Datasets (public domain); a polynomial is given to everyone as columns of powers.
"""

from __future__ import annotations

import json
import math
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import LinearRegression

from linreg_gui.core import Dataset, fit

NIST = Path(__file__).parents[1] / "core" / "nist"
Solver = Callable[[np.ndarray, np.ndarray], np.ndarray]


def ours(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    result = fit(Dataset(X, y))
    return np.r_[result.bias, result.weights]


def numpy_lstsq(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(np.column_stack([np.ones(len(y)), X]), y, rcond=None)[0]


def scikit_learn(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    model = LinearRegression().fit(X, y)
    return np.r_[model.intercept_, model.coef_]


def statsmodels(X: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.asarray(sm.OLS(y, sm.add_constant(X)).fit().params)


SOLVERS: dict[str, Solver] = {
    "linreg_gui": ours,
    "numpy.linalg.lstsq": numpy_lstsq,
    "LinearRegression": scikit_learn,
    "statsmodels OLS": statsmodels,
}


def digits(estimate: np.ndarray, certified: np.ndarray) -> float:
    """Correct significant digits of the worst number, at most the 15 that were certified."""
    error = np.max(np.abs(estimate - certified) / np.abs(certified))
    return 15.0 if error == 0.0 else min(15.0, max(0.0, -math.log10(error)))


def main() -> None:
    warnings.simplefilter("ignore")  # a peer that gives up on a problem shows 0 digits
    print(f"{'correct digits':<16}" + "".join(f"{name:>20}" for name in SOLVERS))
    for path in sorted(NIST.glob("*.json")):
        certified = json.loads(path.read_text())
        if certified["beta"][0] is None:
            continue  # without a bias; not every peer can do that
        table = np.loadtxt(path.with_suffix(".csv"), delimiter=",", skiprows=1)
        y, X = table[:, 0], table[:, 1:]
        if certified["degree"]:
            X = X ** np.arange(1, certified["degree"] + 1)
        beta = np.array(certified["beta"], dtype=float)
        found = (digits(solve(X, y), beta) for solve in SOLVERS.values())
        print(f"{path.stem:<16}" + "".join(f"{value:20.1f}" for value in found))


if __name__ == "__main__":
    main()
