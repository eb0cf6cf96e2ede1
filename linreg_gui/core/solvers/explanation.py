"""The sentence that says which road the analytic solver took, and which features depend on others."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Dependency

from .rank import RankSplit


def find_dependencies(
    data: Dataset, varying: IntArray, split: RankSplit | None, fit_bias: bool
) -> tuple[Dependency, ...]:
    """Features without a length of their own, and those that are combinations of others."""
    names = data.feature_names
    still = set(range(data.n_features)) - set(varying.tolist())
    found = {j: Dependency(names[j], (), fit_bias) for j in still}
    if split is not None:
        for k, position in enumerate(split.dependent):
            parts = np.abs(split.coefficients[:, k])
            on = split.independent[parts > 1e-8 * parts.max()] if parts.size else ()
            j = int(varying[position])
            found[j] = Dependency(names[j], tuple(names[varying[i]] for i in on), fit_bias)
    return tuple(found[j] for j in sorted(found))


def explain(
    method: str, condition: float, dependencies: tuple[Dependency, ...], n_rows: int, n_unknowns: int
) -> str:
    """Which road was taken and why, in one sentence."""
    if dependencies:
        listed = "; ".join(map(str, dependencies[:3]))
        more = f"; and {len(dependencies) - 3} more" if len(dependencies) > 3 else ""
        few = f"{_only_rows(n_rows)} for {n_unknowns} unknowns, so many" if n_rows < n_unknowns else "Many"
        return f"{few} answers fit equally well; the one with the smallest weights is shown: {listed}{more}."
    if method == "cholesky":
        return (
            "Solved by the normal equations: "
            f"the condition number of the scaled features is only {condition:.3g}."
        )
    return (
        f"Solved by Householder QR: the condition number of the scaled features is {condition:.3g}, "
        "too large for the normal equations."
    )


def _only_rows(n_rows: int) -> str:
    return "There is only 1 row" if n_rows == 1 else f"There are only {n_rows} rows"
