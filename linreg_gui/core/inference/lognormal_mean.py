"""The mean of a label whose logarithm was fitted; nothing here fits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow

from .distributions import distributions
from .infer import PredictionIntervals


@dataclass(frozen=True, eq=False)
class LognormalMean:
    """Means of the label itself at some rows, in its own units, shape (k,); infinite where too large.

    ``low`` to ``high`` holds the mean with the confidence of the intervals it was worked out from.
    """

    mean: FloatArray
    low: FloatArray
    high: FloatArray


def lognormal_mean(found: PredictionIntervals) -> LognormalMean:
    """The mean of y where ``found`` is of a fit of log y.

    The exponential of a prediction of log y is the *median* of y, and that of an interval for the mean of
    log y holds the median. The mean of y is higher by the factor exp(σ²/2).

    Parameters
    ----------
    found : PredictionIntervals
        Of the logarithm of the label.

    Notes
    -----
    The interval joins that of the prediction with that of σ²/2 by the method of variance estimates recovery
    (Zou, Huo and Taleban 2009, Environmetrics 20), with Student's quantile in place of the normal one, which
    keeps its promise down to two degrees of freedom.
    """
    stats = distributions()
    tail = 0.5 * (1.0 - found.level)
    with quiet_overflow():
        half_variance = 0.5 * found.sigma**2
        squares = found.degrees_of_freedom * half_variance
        lowest, highest = (squares / stats.chi2.ppf(p, found.degrees_of_freedom) for p in (1.0 - tail, tail))
        half = stats.t.ppf(1.0 - tail, found.degrees_of_freedom) * found.standard_error
        centre = found.prediction + half_variance
        low = centre - np.hypot(half, half_variance - lowest)
        high = centre + np.hypot(half, highest - half_variance)
        return LognormalMean(*(np.asarray(np.exp(end)) for end in (centre, low, high)))
