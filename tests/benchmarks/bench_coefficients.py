"""Coefficient table and summary, next to the exact fit and to statsmodels.

Run `python tests/benchmarks/bench_coefficients.py`; it prints times and their ratios. Wanted: table and
summary within three times the time of the exact fit, and the table ten times as fast as by statsmodels.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import statsmodels.api as sm
from bench_analytic import make, with_ones
from timing import best_of

from linreg_gui.core import Dataset, fit
from linreg_gui.core.desk.coefficients import coefficients_of
from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.desk.summary import summary_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.model.losses import SquaredLoss
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

SIZES = [(1_000_000, 10), (200_000, 100)]


def new_desk(objective: Objective, table: Table, errors: ErrorKind = "plain") -> Desk:
    """A desk of which nothing is known yet."""
    return Desk(objective, table, DeskChoices(errors=errors))


def their_table(data: Dataset, design: np.ndarray, errors: str) -> None:
    """What the coefficient table shows, each number asked for because statsmodels works it out then.

    Without standardised weights and variance inflation, for which it fits each feature on all others.
    """
    options = {} if errors == "plain" else {"cov_type": errors}
    fitted = sm.OLS(data.y, design).fit(**options)
    _ = (fitted.bse, fitted.tvalues, fitted.pvalues, fitted.conf_int())


def their_summary(data: Dataset, design: np.ndarray) -> None:
    """R², F and the criteria, and PRESS by the leverages."""
    fitted = sm.OLS(data.y, design).fit()
    _ = (
        fitted.rsquared,
        fitted.rsquared_adj,
        fitted.fvalue,
        fitted.f_pvalue,
        fitted.llf,
        fitted.aic,
        fitted.bic,
    )
    _ = float(np.sum(fitted.get_influence().resid_press ** 2))


def compare(n: int, d: int) -> None:
    """One line: times of ours as shares of the exact fit, and how many times as long statsmodels takes."""
    data = make(n, d)
    frame = pd.DataFrame(data.X, columns=list(data.feature_names)).assign(y=data.y)
    roles = {**dict.fromkeys(data.feature_names, Role.FEATURE), "y": Role.LABEL}
    analysis = analyse(frame, roles)
    objective, table, design = (
        Objective(analysis, SquaredLoss()),
        Table(frame, roles, "made"),
        with_ones(data),
    )
    exact = best_of(5, lambda: fit(analysis.data))
    print(f"{n:,} × {d}: exact fit {exact * 1e3:.0f} ms;", end="", flush=True)
    for errors in ("plain", "HC3"):
        ours = best_of(5, lambda kind=errors: coefficients_of(new_desk(objective, table, kind)))
        theirs = best_of(2, lambda kind=errors: their_table(data, design, kind))
        print(
            f" table ({errors}) {ours / exact:.1f} × the fit, statsmodels {theirs / ours:.1f} ×;",
            end="",
            flush=True,
        )

    def both() -> None:
        desk = new_desk(objective, table)
        coefficients_of(desk)
        summary_of(desk)

    ours = best_of(5, both)
    theirs = best_of(2, lambda: (their_table(data, design, "plain"), their_summary(data, design)))
    print(f" table and summary {ours / exact:.1f} × the fit, statsmodels {theirs / ours:.1f} ×", flush=True)


def main() -> None:
    """Print times and ratios."""
    for n, d in SIZES:
        compare(n, d)


if __name__ == "__main__":
    main()
