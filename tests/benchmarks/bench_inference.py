"""Inference against statsmodels: the coefficient table, robust errors, and the influence of every row.

Run `python tests/benchmarks/bench_inference.py`; it prints times, their ratios and the largest relative
difference of the standard errors.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import statsmodels.api as sm
from bench_analytic import make, with_ones
from timing import best_of

from linreg_gui.core import Dataset, infer, influence, robust_covariance

SIZES = [(1_000_000, 3), (1_000_000, 10), (50_000, 50)]


def their_table(data: Dataset, design: np.ndarray) -> np.ndarray:
    """What `infer` gives, each number asked for because statsmodels works it out then."""
    fitted = sm.OLS(data.y, design).fit()
    _ = (fitted.tvalues, fitted.pvalues, fitted.conf_int(), fitted.rsquared_adj, fitted.f_pvalue)
    _ = (fitted.llf, fitted.aic, fitted.bic)
    return np.asarray(fitted.bse)


def their_influence(data: Dataset, design: np.ndarray) -> None:
    """What `influence` gives, less what statsmodels fits the model anew for in every row."""
    rows = sm.OLS(data.y, design).fit().get_influence()
    _ = (rows.hat_matrix_diag, rows.cooks_distance, rows.resid_studentized_internal)


def compare(n: int, d: int) -> None:
    """One line: times of ours, and how many times as long statsmodels takes."""
    data = make(n, d)
    design = with_ones(data)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "table": (lambda: infer(data), lambda: their_table(data, design)),
        "HC3": (
            lambda: robust_covariance(data, "HC3"),
            lambda: sm.OLS(data.y, design).fit(cov_type="HC3").bse,
        ),
        "influence": (lambda: influence(data), lambda: their_influence(data, design)),
    }
    print(f"{n:,} × {d}:", end="")
    for name, (ours, theirs) in pairs.items():
        seconds = best_of(4, ours), best_of(2, theirs)
        ratio = seconds[1] / seconds[0]
        print(f" {name} {seconds[0] * 1e3:.0f} ms, statsmodels {ratio:.1f}×;", end="", flush=True)
    difference = np.max(np.abs(infer(data).table.standard_error / their_table(data, design) - 1.0))
    print(f" largest difference of a standard error {difference:.0e}")


def main() -> None:
    """Print times, ratios and differences."""
    for n, d in SIZES:
        compare(n, d)


if __name__ == "__main__":
    main()
