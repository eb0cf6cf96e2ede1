"""The scale the label is fitted on, and the way back: prices are often fitted as logarithms (exercise 7)."""

from __future__ import annotations

import numpy as np

from .arrays import FloatArray, quiet_overflow
from .recipe import LabelScale


def scaled_label(values: FloatArray, scale: LabelScale) -> FloatArray:
    """Labels as they are fitted; NaN where they have no logarithm.

    Parameters
    ----------
    values : array, shape (n,)
        In label units, NaN where missing.
    scale : LabelScale

    Returns
    -------
    array, shape (n,)
    """
    if scale is LabelScale.PLAIN:
        return values
    return np.log(values, out=np.full(values.shape, np.nan), where=values > 0.0)


def scaled_name(name: str, scale: LabelScale) -> str:
    """What the label is called on this scale."""
    return f"log {name}" if scale is LabelScale.LOG else name


def unscaled(values: FloatArray, scale: LabelScale) -> FloatArray:
    """Labels or predictions in the units of the table again; infinite where that is too large a number.

    The exponential of a predicted mean of logarithms is a prediction of the median, not of the mean.
    """
    if scale is LabelScale.PLAIN:
        return values
    with quiet_overflow():
        return np.asarray(np.exp(values))
