"""Up to which rate minibatch updates contract in the mean square, from the fourth moments of the rows.

Rows are taken as drawn independently. In epochs in which each comes once they vary less, and a single run may
survive beyond the limit: what grows there is the mean over all runs, to which few unlucky ones add most.
"""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset

from .scaling import Scaling

# Of more parameters the eigenvalues would take too long at every change of a setting.
_MOST_PARAMETERS = 100
# More rows than twice as many are looked at here and there.
_ENOUGH_ROWS = 250_000
# Directions that are flatter than this share are lost in the rounding of the fourth moments.
_SMALL_SHARE = 1e-8


def fourth_moments(data: Dataset, scaling: Scaling, longest_row: float) -> FloatArray | None:
    """The mean of ‖z‖² z zᵀ over the rows z of the internal design matrix, in units of the longest ‖z‖².

    Each row is taken times the root of its weight over the mean weight.

    Shape (k, k), the constant last and without constant features where features are standardised; None for
    too many parameters.
    """
    varies = scaling.inverse_scale > 0.0
    k = int(np.count_nonzero(varies)) + 1
    free = slice(None) if data.has_bias else slice(-1)
    if k > _MOST_PARAMETERS or not math.isfinite(longest_row):
        return None
    total, count, start = np.zeros((k, k))[free, free], 0, 0
    row_weights = data.relative_weights
    stride = max(1, data.n_rows // _ENOUGH_ROWS)
    for block, _ in data.blocks():
        check_wanted()
        X = block[::stride]
        count += len(X)
        Z = np.ones((len(X), k))
        Z[:, :-1] = ((X - scaling.shift) * scaling.inverse_scale)[:, varies]
        Z = Z[:, free]
        if row_weights is not None:
            Z *= np.sqrt(row_weights[start : start + len(block)][::stride])[:, None]
        start += len(block)
        weights = np.einsum("ij,ij->i", Z, Z) / longest_row
        total += (Z * weights[:, None]).T @ Z
    return frozen(total / count)


def mean_square_limit(
    hessian: FloatArray, fourth: FloatArray, longest_row: float, penalty: FloatArray | None, batch_size: int
) -> float | None:
    """The rate up to which ‖θ − θ*‖² shrinks in the mean with every update of so many rows.

    It is 2/σ with σ the largest eigenvalue of E[A²] relative to E[A], where A is the Hessian over one
    minibatch with its weight decay; E[A²] = E[A]² + (E[‖z‖² z zᵀ] − H²)/B. None where that is lost in
    rounding.

    Parameters
    ----------
    hessian : array, shape (k, k)
        H, over all rows and without weight decay.
    fourth : array, shape (k, k)
        See `fourth_moments`.
    longest_row : float
        What these are in units of.
    penalty : array, shape (k,), or None
        What weight decay adds to the diagonal.
    batch_size : int
    """
    with quiet_overflow():
        bent = hessian if penalty is None else hessian + np.diag(penalty)
        if not np.isfinite(bent).all():
            return None
        values, vectors = np.linalg.eigh(bent)
        if not values[0] > _SMALL_SHARE * values[-1]:
            return None
        white = vectors / np.sqrt(values)
        along = hessian @ white
        noise = longest_row * (white.T @ fourth @ white) - along.T @ along
        relative = np.diag(values) + noise / batch_size
        if not np.isfinite(relative).all():
            return None
        top = float(np.linalg.eigvalsh(relative)[-1])
    return 2.0 / top if top > 0.0 else None
