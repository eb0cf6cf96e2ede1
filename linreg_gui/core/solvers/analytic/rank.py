"""Which features depend on the others, and the minimum-norm answer among the many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray

from .orthogonal import thin_qr

_EPS = float(np.finfo(np.float64).eps)
# What is more than this share of a column is no rounding, however far from zero the column lies.
_MOST_NOISE = 1e-2


@dataclass(frozen=True, eq=False)
class RankSplit:
    """Independent columns, and each other column as a combination of them.

    Attributes
    ----------
    independent, dependent : array of int
        Column positions.
    coefficients : array, shape (len(independent), len(dependent))
        Column ``dependent[k]`` is the independent columns times ``coefficients[:, k]``.
    """

    independent: IntArray
    dependent: IntArray
    coefficients: FloatArray


def split_by_rank(R: FloatArray, offset: FloatArray) -> RankSplit:
    """Split columns of unit length into independent and dependent ones, the first ones kept.

    Parameters
    ----------
    R : array, shape (k, d)
        Triangular factor of the centred and scaled design matrix.
    offset : array, shape (d,)
        Mean over standard deviation of each column: subtracting a large mean costs digits, and what
        is below that noise counts as zero.
    """
    width = R.shape[1]
    space = np.empty((min(R.shape), R.shape[0]))
    independent: list[int] = []
    dependent: list[int] = []
    for j in range(width):
        if len(independent) == R.shape[0]:
            dependent.extend(range(j, width))
            break
        column, basis = R[:, j], space[: len(independent)].T
        rest = column - basis @ (basis.T @ column)
        rest -= basis @ (basis.T @ rest)
        size = float(np.linalg.norm(rest))
        noise = _EPS * 8.0 * np.sqrt(width) * (1.0 + offset[j])
        if size <= 1e-6 and independent:
            combination = np.linalg.lstsq(R[:, independent], column, rcond=None)[0]
            noise += _EPS * 8.0 * float(np.abs(combination) @ (1.0 + offset[independent]))
        if size <= min(noise, _MOST_NOISE):
            dependent.append(j)
        else:
            space[len(independent)] = rest / size
            independent.append(j)
    solved = np.linalg.lstsq(R[:, independent], R[:, dependent], rcond=None)
    return RankSplit(
        np.array(independent, dtype=np.int64),
        np.array(dependent, dtype=np.int64),
        np.asarray(solved[0], dtype=np.float64),
    )


def minimum_norm(weights: FloatArray, split: RankSplit, scale: FloatArray) -> FloatArray:
    """The shortest weight vector that predicts the same as ``weights`` of the independent columns.

    Parameters
    ----------
    weights : array, shape (len(split.independent),) or (len(split.independent), k), in raw units
    split : RankSplit
    scale : array, shape (d,)
        Length of each centred column: raw weight = scaled weight / length.

    Returns
    -------
    array, shape (d,) or (d, k), in raw units
    """
    width = len(scale)
    if len(split.dependent) > len(split.independent):
        return _in_row_space(weights, split, scale)
    full = np.zeros((width, *weights.shape[1:]))
    full[split.independent] = weights
    # Each dependent column gives a direction along which nothing changes; leave those directions out.
    null = np.zeros((width, len(split.dependent)))
    null[split.independent] = -split.coefficients
    null[split.dependent, np.arange(len(split.dependent))] = 1.0
    null /= scale[:, None]
    null /= np.linalg.norm(null, axis=0)
    Q, _ = thin_qr(null)
    full -= Q @ (Q.T @ full)
    return full


def _in_row_space(weights: FloatArray, split: RankSplit, scale: FloatArray) -> FloatArray:
    """`minimum_norm` where few columns are independent: a combination of what the rows hold."""
    seen = np.zeros((len(scale), len(split.independent)))
    seen[split.independent, np.arange(len(split.independent))] = 1.0
    seen[split.dependent] = split.coefficients.T
    seen *= scale[:, None]
    lengths = np.linalg.norm(seen, axis=0)
    Q, R = thin_qr(seen / lengths)
    scaled = (weights.T * (scale[split.independent] / lengths)).T
    return np.asarray(Q @ np.linalg.solve(R.T, scaled))
