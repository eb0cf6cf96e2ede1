"""How far features can stand in for each other: variance inflation and condition indices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .checked_fit import CheckedFit, checked_fit


@dataclass(frozen=True, eq=False)
class Collinearity:
    """Diagnostics of the features, centred if there is a bias, each scaled to unit length.

    Attributes
    ----------
    variance_inflation : array, shape (d,)
        Factor by which the other features enlarge the variance of each weight; at least 1.
    condition_number : float
        Largest over smallest singular value.
    condition_indices : array, shape (d,)
        Largest over each singular value, ascending.
    variance_proportions : array, shape (d, d)
        Share of the variance of weight j (column) that comes with condition index i (row); every column
        sums to 1.
    """

    variance_inflation: FloatArray
    condition_number: float
    condition_indices: FloatArray
    variance_proportions: FloatArray


def collinearity(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> Collinearity:
    """`Collinearity` of the features of a dataset.

    Parameters
    ----------
    data : Dataset
    fit : Fit or CheckedFit, optional
        As in `infer`, if it is at hand.
    row_weights : array_like, shape (n,), optional
        Rows then count √weight times, as they do in weighted least squares.
    fit_bias : bool, optional
        Without a bias nothing is centred; by default as in the fit, and with one without it.

    Raises
    ------
    ProblemError
        If features depend on each other exactly; the sentence names them.

    Notes
    -----
    Belsley, Kuh and Welsch, Regression Diagnostics (1980), chapter 3; with a bias for centred columns.
    """
    return collinearity_of(checked_fit(data, fit, row_weights, fit_bias, spare=0))


def collinearity_of(checked: CheckedFit) -> Collinearity:
    """`Collinearity` of a fit that is checked."""
    lengths, inverse = _scaled_inverse(checked)
    # Square roots of eigenvalues keep the large singular values, an inverse the small ones.
    V, inverted, _ = np.linalg.svd(inverse)
    inverted = inverted[: len(lengths)]
    rooted = np.sqrt(np.maximum(np.linalg.eigvalsh(checked.moments.correlation())[::-1], 0.0))
    singular = 1.0 / inverted[::-1]
    singular = np.where(rooted**3 > singular[-1] * rooted[0] ** 2, rooted, singular)
    shares = (V[:, ::-1].T / singular[:, None]) ** 2
    inflation = np.einsum("ij,ij->i", inverse, inverse)
    return Collinearity(
        inflation, float(singular[0] / singular[-1]), singular[0] / singular, shares / shares.sum(axis=0)
    )


def variance_inflation(checked: CheckedFit) -> FloatArray:
    """The `Collinearity.variance_inflation` of a fit that was checked, without a pass over the rows."""
    _, inverse = _scaled_inverse(checked)
    return np.asarray(np.einsum("ij,ij->i", inverse, inverse))


def _scaled_inverse(checked: CheckedFit) -> tuple[FloatArray, FloatArray]:
    """Lengths of the features, and what takes the coordinates of Q to weights of features of length 1."""
    lengths = checked.moments.norms[:-1] * np.sqrt(checked.design.total_weight / checked.data.n_rows)
    return lengths, checked.factor.back()[checked.design.first :] * lengths[:, None]
