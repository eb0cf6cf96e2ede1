"""Around the exact line of one feature: where the mean of the label, and where a new label, may well be."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, is_or_are

from .infer import checked_level

_FEWEST = 3

Band = tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class LineBands:
    """Confidence and prediction band of a line of least squares, at one x after the other.

    Attributes
    ----------
    level : float
        That with which the band holds the mean of the label, or a new label, at one x; not at all x together.
    n_rows : int
    x_mean, x_sum : float
        Mean of the feature, and its sum of squares about that.
    height, slope : float
        Of the line at the mean of the feature.
    sigma : float
        Residual standard error √(RSS / (n − 2)), in label units.
    quantile : float
        Of Student's t with n − 2 degrees of freedom, by which the errors are multiplied.
    total_weight : float
        Sum of the row weights; None for the number of rows, where there are none. A new label is that of a
        row of weight 1.
    """

    level: float
    n_rows: int
    x_mean: float
    x_sum: float
    height: float
    slope: float
    sigma: float
    quantile: float
    total_weight: float | None = None

    def confidence(self, x: FloatArray) -> Band:
        """Low and high ends for the mean of the label: ŷ ± t·s·√h, with the leverage h of x."""
        return self._around(x, 0.0)

    def prediction(self, x: FloatArray) -> Band:
        """Low and high ends for one new label: ŷ ± t·s·√(1 + h)."""
        return self._around(x, 1.0)

    def _around(self, x: FloatArray, of_a_label: float) -> Band:
        with quiet_overflow():
            apart = x - self.x_mean
            # The square of x − x̄ may overflow where its share of the sum does not.
            leverage = 1.0 / (self.total_weight or self.n_rows) + (apart / math.sqrt(self.x_sum)) ** 2
            half = self.quantile * self.sigma * np.sqrt(of_a_label + leverage)
            middle = self.height + self.slope * apart
            return middle - half, middle + half


def line_bands(
    n_rows: int,
    x_mean: float,
    x_sum: float,
    height: float,
    slope: float,
    residual_sum: float,
    level: float = 0.95,
    *,
    total_weight: float | None = None,
) -> LineBands:
    """The `LineBands` of a line of least squares.

    Parameters
    ----------
    n_rows : int
    x_mean, x_sum : float
        Mean of the feature, and its sum of squares about that.
    height, slope : float
        Of the line at the mean of the feature.
    residual_sum : float
        Sum of the squared residuals, in squared label units.
    level : float
        Between 0 and 1.
    total_weight : float, optional
        Sum of the row weights, where rows have some: all other sums are then weighted ones. By default the
        number of rows.

    Raises
    ------
    ValueError
        If ``level`` is out of its range.
    ProblemError
        If there are fewer than three rows, all of them at one x, or a number is too large.

    Notes
    -----
    As `prediction_intervals` with one feature, whose leverage at x is 1/n + (x − x̄)²/Σ(xᵢ − x̄)².
    """
    from scipy.special import stdtrit

    level = checked_level(level)
    if n_rows < _FEWEST:
        raise ProblemError(
            f"No bands: {counted(n_rows, 'row')} {is_or_are(n_rows)} too few to tell how sure a line is.",
            ProblemKind.TOO_FEW_ROWS,
        )
    if not x_sum > 0.0:
        raise ProblemError("No bands: all rows have the same value.", ProblemKind.RANK)
    freedom = n_rows - 2
    sigma = math.sqrt(max(residual_sum, 0.0) / freedom)
    if not all(map(math.isfinite, (x_mean, x_sum, height, slope, sigma))):
        raise ProblemError("No bands: the numbers are too large.", ProblemKind.OVERFLOW)
    quantile = float(stdtrit(freedom, 0.5 + 0.5 * level))
    return LineBands(level, n_rows, x_mean, x_sum, height, slope, sigma, quantile, total_weight)
