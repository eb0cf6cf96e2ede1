"""The losses minibatch SGD can minimise, each with its gradient beside it.

A loss compares the output o = Xw + b of the linear model with the label y, one example at a time; what is
minimised is its mean. Each stands for a kind of noise (chapter 3.1.3 and its exercises 5 and 8).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_number, quiet_overflow
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind

from .dataset import Dataset
from .fit_result import Centred
from .linear_model import checked_parameters, checked_rows, mean_gradient


@dataclass(frozen=True)
class Loss:
    """What all losses share; use one of its kinds."""

    code: ClassVar[int]
    name: ClassVar[str]
    slope_is_error: ClassVar[bool] = False  # prediction − label

    def values(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """Loss of each example, shape (n,); infinite where it overflows."""
        raise NotImplementedError

    def slopes(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """Derivative of each example's loss with respect to its output, shape (n,)."""
        raise NotImplementedError

    def curvatures(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """Second derivative of each example's loss by its output, shape (n,); that from within at a kink."""
        raise NotImplementedError

    def prediction(self, output: FloatArray) -> FloatArray:
        """What the model predicts for the label: the output itself, unless a link stands between."""
        return output

    @property
    def parameter(self) -> float:
        """The number that shapes the loss; 0 where there is none."""
        return 0.0

    @property
    def mean_name(self) -> str:
        """What its mean over rows is called, with the ½ where there is one."""
        raise NotImplementedError

    @property
    def short_name(self) -> str:
        """The same where there is little room."""
        raise NotImplementedError

    @property
    def formula(self) -> str:
        """The loss of one row with label y and prediction ŷ."""
        raise NotImplementedError

    def check_labels(self, y: FloatArray) -> None:
        """Raise a `ProblemError` where the labels do not suit the loss."""

    def residual(self, X: FloatArray, y: FloatArray, weights: FloatArray, centred: Centred) -> FloatArray:
        """Label − what the model predicts for it, shape (n,), with the digits a rounded bias has lost."""
        return centred.unchecked_residual(X, y, weights)

    def mean(self, data: Dataset, weights: ArrayLike, bias: float, centred: Centred | None = None) -> float:
        """Mean loss over all rows, by their weights, in one pass; infinite where it overflows.

        Weights and bias alone give Xw + b: where features or labels lie far from zero next to their spread,
        each power of ten between the two costs one of 16 digits of an output. ``centred``, from a `Snapshot`
        or a `Fit` with these weights, has them all.

        Raises
        ------
        ValueError
            If there is not one weight per feature, or a number is not finite.
        """
        w, b = checked_parameters(weights, bias, data.n_features)
        with quiet_overflow():
            return _mean(data, lambda X, y: self._each(X, y, w, b, centred))

    def half_mse(self, data: Dataset, weights: FloatArray, centred: Centred) -> float:
        """Half mean squared error of what the model predicts for the labels; infinite where it overflows."""
        with quiet_overflow():
            return 0.5 * _mean(data, lambda X, y: self.residual(X, y, weights, centred) ** 2)

    def _each(
        self, X: FloatArray, y: FloatArray, weights: FloatArray, bias: float, centred: Centred | None
    ) -> FloatArray:
        if centred is None:
            return self.values(X @ weights + bias, y)
        return self.values(-centred.unchecked_residual(X, y, weights), np.zeros(len(y)))

    def gradient(
        self, X: ArrayLike, y: ArrayLike, weights: ArrayLike, bias: float
    ) -> tuple[FloatArray, float]:
        """Gradient of the mean loss of the given rows: mean of slope · x, and mean of the slopes.

        It knows weights and bias alone, which costs digits far from zero, see `mean`.

        Raises
        ------
        ValueError
            If there is no row, shapes disagree or a number is not finite.
        ProblemError
            If the gradient is too large to be a number.
        """
        rows, labels, w, b = checked_rows(X, y, weights, bias)
        with quiet_overflow():
            return mean_gradient(rows, self.slopes(rows @ w + b, labels))


def _mean(data: Dataset, each: Callable[[FloatArray, FloatArray], FloatArray]) -> float:
    """The mean over all rows, by their weights, of a number of each; infinite where it overflows."""
    total, start, weights = 0.0, 0, data.relative_weights
    for X, y in data.blocks():
        values = each(X, y)
        total += float(values.sum() if weights is None else weights[start : start + len(y)] @ values)
        start += len(y)
    return total / data.n_rows if math.isfinite(total) else math.inf


@dataclass(frozen=True)
class SquaredLoss(Loss):
    """½(o − y)²: the negative log-likelihood of normal noise but for constants (eq. 3.1.5, 3.1.15)."""

    code: ClassVar[int] = 0
    name: ClassVar[str] = "half squared error"
    slope_is_error: ClassVar[bool] = True

    @property
    def mean_name(self) -> str:
        """See `Loss.mean_name`."""
        return "half mean squared error"

    @property
    def short_name(self) -> str:
        """See `Loss.short_name`."""
        return "½ MSE"

    @property
    def formula(self) -> str:
        """See `Loss.formula`."""
        return "½(ŷ − y)²"

    def values(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """½(o − y)², in squared label units."""
        with quiet_overflow():
            return np.asarray(0.5 * (output - y) ** 2)

    def slopes(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """o − y."""
        return np.asarray(output - y)

    def curvatures(self, output: FloatArray, y: FloatArray) -> FloatArray:  # noqa: ARG002
        """1."""
        return np.ones_like(output)


@dataclass(frozen=True)
class AbsoluteLoss(Loss):
    """|o − y|: the negative log-likelihood of Laplace noise but for constants (exercise 5)."""

    code: ClassVar[int] = 1
    name: ClassVar[str] = "absolute error"

    @property
    def mean_name(self) -> str:
        """See `Loss.mean_name`."""
        return "mean absolute error"

    @property
    def short_name(self) -> str:
        """See `Loss.short_name`."""
        return "MAE"

    @property
    def formula(self) -> str:
        """See `Loss.formula`."""
        return "|ŷ − y|"

    def values(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """|o − y|, in label units."""
        return np.abs(output - y)

    def slopes(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """The sign of o − y; 0 where they are equal, one of the subgradients there."""
        return np.sign(output - y)

    def curvatures(self, output: FloatArray, y: FloatArray) -> FloatArray:  # noqa: ARG002
        """0: the slopes only jump."""
        return np.zeros_like(output)


@dataclass(frozen=True)
class HuberLoss(Loss):
    """½(o − y)² up to a threshold and a straight line beyond: outliers pull no harder than the threshold.

    Attributes
    ----------
    threshold : float
        In label units, positive.

    Raises
    ------
    ValueError
        If the threshold is not a positive number.

    Notes
    -----
    Huber (1964), "Robust estimation of a location parameter".
    """

    threshold: float = 1.0
    code: ClassVar[int] = 2
    name: ClassVar[str] = "Huber loss"

    def __post_init__(self) -> None:
        if isinstance(self.threshold, bool) or finite_number(self.threshold, "The Huber threshold") <= 0.0:
            raise ValueError("The Huber threshold must be a positive number.")

    @property
    def parameter(self) -> float:
        """The threshold."""
        return float(self.threshold)

    @property
    def mean_name(self) -> str:
        """See `Loss.mean_name`."""
        return f"mean Huber loss, ½e² up to δ = {number_text(self.threshold)}"

    @property
    def short_name(self) -> str:
        """See `Loss.short_name`."""
        return "Huber"

    @property
    def formula(self) -> str:
        """See `Loss.formula`."""
        return f"½(ŷ − y)² up to δ = {number_text(self.threshold)}, and δ · (|ŷ − y| − ½δ) beyond"

    def values(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """½e² for |e| up to the threshold t and t·(|e| − ½t) beyond, with e = o − y."""
        with quiet_overflow():
            size = np.abs(output - y)
            inside = np.minimum(size, self.threshold)
            return np.asarray(inside * (size - 0.5 * inside))

    def slopes(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """o − y, clipped at ± the threshold."""
        return np.clip(output - y, -self.threshold, self.threshold)

    def curvatures(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """1 up to the threshold and 0 beyond."""
        return np.asarray(np.abs(output - y) <= self.threshold, dtype=np.float64)


@dataclass(frozen=True)
class PoissonLoss(Loss):
    """exp(o) − y·o: the negative log-likelihood of counts with mean exp(o), less log y! (exercise 8)."""

    code: ClassVar[int] = 3
    name: ClassVar[str] = "Poisson negative log-likelihood"
    slope_is_error: ClassVar[bool] = True

    @property
    def mean_name(self) -> str:
        """See `Loss.mean_name`."""
        return "mean Poisson loss, ŷ − y log ŷ"

    @property
    def short_name(self) -> str:
        """See `Loss.short_name`."""
        return "Poisson"

    @property
    def formula(self) -> str:
        """See `Loss.formula`."""
        return "ŷ − y · log ŷ"

    def values(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """exp(o) − y·o; log y! is left out because no weight changes it."""
        with quiet_overflow():
            return np.asarray(np.exp(output) - y * output)

    def residual(self, X: FloatArray, y: FloatArray, weights: FloatArray, centred: Centred) -> FloatArray:
        """Count − its mean by the model."""
        return np.asarray(y - self.prediction(-centred.unchecked_residual(X, np.zeros(len(y)), weights)))

    def _each(
        self, X: FloatArray, y: FloatArray, weights: FloatArray, bias: float, centred: Centred | None
    ) -> FloatArray:
        """An output is no label here, and cannot be taken off one."""
        if centred is None:
            return super()._each(X, y, weights, bias, None)
        return self.values(-centred.unchecked_residual(X, np.zeros(len(y)), weights), y)

    def slopes(self, output: FloatArray, y: FloatArray) -> FloatArray:
        """exp(o) − y."""
        return self.prediction(output) - y

    def curvatures(self, output: FloatArray, y: FloatArray) -> FloatArray:  # noqa: ARG002
        """exp(o)."""
        return self.prediction(output)

    def prediction(self, output: FloatArray) -> FloatArray:
        """exp(o), the mean of the counts; infinite where it overflows."""
        with quiet_overflow():
            return np.asarray(np.exp(output))

    def check_labels(self, y: FloatArray) -> None:
        """Counts cannot be negative."""
        if (y < 0.0).any():
            raise ProblemError(
                "The Poisson loss is for counts, but some labels are negative: choose another loss or label.",
                ProblemKind.LABELS,
            )


def usual_threshold(half_mse: float) -> float:
    """The δ of the Huber loss by which normal noise costs it 5 % of its precision, to two digits.

    1.345 times the spread of the residuals, of which that is half the mean square; 1 where there are none.

    Notes
    -----
    Holland and Welsch (1977), "Robust regression using iteratively reweighted least-squares".
    """
    threshold = float(f"{1.345 * math.sqrt(2.0 * half_mse):.2g}")
    return threshold if 0.0 < threshold < math.inf else 1.0
