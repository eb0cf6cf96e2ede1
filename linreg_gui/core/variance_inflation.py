"""How far features can stand in for each other: variance inflation and condition indices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import FloatArray
from .dataset import Dataset
from .inference import determined_fit


@dataclass(frozen=True, eq=False)
class Collinearity:
    """Diagnostics of the centred features, each scaled to unit length.

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


def collinearity(data: Dataset) -> Collinearity:
    """`Collinearity` of the features of a dataset.

    Raises
    ------
    ProblemError
        If features depend on each other exactly; the sentence names them.

    Notes
    -----
    Belsley, Kuh and Welsch, Regression Diagnostics (1980), chapter 3, for centred columns.
    """
    _, factor = determined_fit(data, None)
    _, singular, V = np.linalg.svd(factor.R)
    shares = (V / singular[:, None]) ** 2
    inflation = shares.sum(axis=0)
    return Collinearity(
        inflation, float(singular[0] / singular[-1]), singular[0] / singular, shares / inflation
    )
