"""The curvature of a loss whose second derivative differs from row to row, such as the Poisson loss."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments

from .learning_rate import Curvature
from .scaling import Scaling

# Values of the rows times features that are touched: tens of milliseconds.
_MOST_PRODUCTS = 1 << 26
_FEWEST_ROWS = 500
# Eigenvalues below this share of the largest are rounding.
_NONE = 1e-12


def sample_for_curvature(data: Dataset) -> Dataset:
    """Rows enough to know the curvature by; all of them where they are few."""
    most = max(_FEWEST_ROWS, _MOST_PRODUCTS // (data.n_features + 1) ** 2)
    if data.n_rows <= most:
        return data
    rows = data.display_sample(most)
    return data.part(rows)


def local_curvature(
    rows: Dataset, curvatures: FloatArray, standardise: bool, known: Moments, n_rows: int
) -> Curvature:
    """`Curvature` where each row is curved on its own: the Hessian is the mean of c · (z, 1)(z, 1)ᵀ.

    Parameters
    ----------
    rows : Dataset
        Some rows of a dataset, or all.
    curvatures : array, shape (m,)
        The second derivative c of the loss of each by its output.
    standardise : bool
    known : Moments
        Of the whole dataset.
    n_rows : int
        How many rows that has.

    Raises
    ------
    ProblemError
        If the curvature is too large to be a number.
    """
    scaling = Scaling.of(known, standardise)
    varies = scaling.inverse_scale > 0.0
    with quiet_overflow():
        Z = np.column_stack(
            [(rows.X - scaling.shift)[:, varies] * scaling.inverse_scale[varies], np.ones(rows.n_rows)]
        )
        hessian = within_range((Z * curvatures[:, None]).T @ Z / rows.n_rows, "curvature")
        longest = within_range(np.max(curvatures * np.einsum("ij,ij->i", Z, Z)), "curvature")
    eigenvalues = np.linalg.eigvalsh(hessian)
    high = max(float(eigenvalues[-1]), np.finfo(np.float64).tiny)
    low = float(eigenvalues[eigenvalues > _NONE * high].min(initial=high))
    decay_scale = np.append(scaling.inverse_scale[varies] ** 2, 0.0)
    return Curvature(hessian, (low, high), None, decay_scale, float(longest), n_rows)
