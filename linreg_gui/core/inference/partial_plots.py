"""What one feature adds to the others: where rows lie in added-variable and component-plus-residual plots."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .checked_fit import CheckedFit, checked_fit
from .without_feature import place_of_feature

_BLOCK_VALUES = 1 << 18


class PartialKind(enum.StrEnum):
    """Which of the two; the values are kept on the disk."""

    ADDED_VARIABLE = "added variable"
    COMPONENT = "component plus residual"


@dataclass(frozen=True, eq=False)
class PartialPlane:
    """The plane of such a plot, into which any row can be put.

    Both axes are shifted by the means, so that they keep the units and the places of the feature and the
    label; without a bias nothing is centred, and nothing shifted.

    Attributes
    ----------
    checked : CheckedFit
    feature : int
        Its place among the features.
    kind : PartialKind
    """

    checked: CheckedFit
    feature: int
    kind: PartialKind

    @property
    def slope(self) -> float:
        """Of the line of least squares through the rows: the weight of the feature."""
        return float(self.checked.fit.weights[self.feature])

    @cached_property
    def middle(self) -> tuple[float, float]:
        """The point that the line goes through: the means, or 0."""
        if not self.checked.fit.bias_fitted:
            return 0.0, 0.0
        m = self.checked.moments
        return float(m.feature_means[self.feature]), m.label_mean

    def line(self, x: FloatArray) -> FloatArray:
        """The line of least squares at some x."""
        centre, height = self.middle
        return height + self.slope * (x - centre)

    def band(self, x: FloatArray, standard_error: float, quantile: float) -> tuple[FloatArray, FloatArray]:
        """The confidence curve of the line of an added-variable plot.

        Both curves cross the height of the mean, and leave it, just where the weight is significant.

        Parameters
        ----------
        x : array
        standard_error : float
            Of the weight.
        quantile : float
            By which errors are multiplied.

        Notes
        -----
        Sall (1990), Leverage plots for general linear hypotheses, The American Statistician 44.
        """
        checked = self.checked
        of_the_mean = 1.0 / checked.design.total_weight if checked.fit.bias_fitted else 0.0
        with quiet_overflow():
            variance = checked.residual_sum / checked.freedom * of_the_mean
            half = quantile * np.hypot(math.sqrt(variance), standard_error * (x - self.middle[0]))
            middle = self.line(x)
        return middle - half, middle + half

    def places(self, X: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Where rows lie, given by their features and labels.

        In an added-variable plot x is what the other features cannot tell of this one, and y what they
        cannot tell of the label, by least squares; in a component-plus-residual plot x is the feature, and y
        its part of the prediction with the residual.
        """
        centre, height = self.middle
        x, heights = np.empty(len(y)), np.empty(len(y))
        step = max(1, _BLOCK_VALUES // X.shape[1])
        for start in range(0, len(y), step):
            rows = slice(start, start + step)
            if self.kind is PartialKind.COMPONENT:
                x[rows] = X[rows, self.feature]
                apart = x[rows] - centre
            else:
                apart = self.checked.factor.projected(X[rows]) @ self._way
                x[rows] = apart + centre
            heights[rows] = self.checked.fit.unchecked_residual(X[rows], y[rows]) + self.slope * apart
        heights += height
        return x, heights

    @cached_property
    def _way(self) -> FloatArray:
        """Takes a row of Q to what the other features cannot tell of this one: (ZᵀZ)⁻¹ⱼ/(ZᵀZ)⁻¹ⱼⱼ."""
        row = self.checked.factor.back()[self.feature + int(self.checked.fit.bias_fitted)]
        return np.asarray(row / (row @ row))


def partial_rows(
    data: Dataset,
    feature: str,
    fit: Fit | CheckedFit | None = None,
    *,
    kind: PartialKind | str = PartialKind.ADDED_VARIABLE,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> tuple[FloatArray, FloatArray]:
    """Where the rows lie in an added-variable or component-plus-residual plot, see `PartialPlane.places`.

    Parameters
    ----------
    data : Dataset
    feature : str
        Its name.
    fit, row_weights, fit_bias
        As in `infer`.
    kind : "added variable" or "component plus residual"

    Returns
    -------
    (array, array), shape (n,) each
        In the units of the feature and of the label, about their means if there is a bias.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if there is no such feature or kind.
    """
    checked = checked_fit(data, fit, row_weights, fit_bias, spare=0)
    plane = PartialPlane(checked, place_of_feature(data, feature), PartialKind(kind))
    return plane.places(data.X, data.y)
