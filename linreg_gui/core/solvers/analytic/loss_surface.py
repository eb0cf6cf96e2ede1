"""The half mean squared error as the bowl it is: its values, and distances from its lowest point.

Nothing here touches the rows once the surface is made.
"""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import (
    FloatArray,
    IntArray,
    finite_array,
    finite_number,
    own_product,
    quiet_overflow,
    within_range,
)
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import exact_sum, product_terms, two_sum
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.wording import counted

from .design_matrix import Design, scaled_triangle
from .orthogonal import upper_of_tall

# Up to this condition number the Cholesky factor of the Gram matrix loses half of the digits at most.
_CHOLESKY_LIMIT = 1e4
# Of so many states the mean residual is known, for a window that is late with its pictures.
_MOST_MEANS = 15
# A difference of two sums of squares that is more than this share of them keeps some digits.
_CLEAR = 1e-12


class LossSurface:
    """The loss around the exact solution of one dataset.

    The half mean squared error is quadratic, so it is the least loss plus half the mean square by which the
    predictions differ from the exact ones: L(w, b) = L* + ½ (‖R (w − w*)‖² / n + r̄²), with the triangle R of
    a QR factorisation of the centred features and the mean residual r̄. Nothing large is subtracted there, as
    it would be in (w − w*)ᵀ G (w − w*) with the Gram matrix G = RᵀR.

    Parameters
    ----------
    data : Dataset
        Whose rows count by their weights, where they have some.
    exact : Fit
        Its analytic solution, with a bias and without a ridge penalty.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.

    Raises
    ------
    ValueError
        If the solution has another number of weights than the data have features; everywhere else, if
        weights or bias are not finite numbers or not as many.
    ProblemError
        If a result is too large to be a number.
    """

    def __init__(self, data: Dataset, exact: Fit, *, known: Moments | None = None) -> None:
        if len(exact.weights) != data.n_features:
            raise ValueError("The data and the solution belong to different features.")
        m = moments(data) if known is None else known
        self._m = m
        self._exact = exact
        self._known_means: tuple[tuple[FloatArray, tuple[float, float], float], ...] = ()  # the latest
        self._kept = np.flatnonzero(m.norms[:-1])
        self._scale = m.norms[self._kept]
        self._triangle, self._label, self._rest = _factors(data, m, self._kept, exact)
        self._seen = _seen(self._triangle) if exact.dependencies else None

    @property
    def exact(self) -> Fit:
        """The solution at the lowest point."""
        return self._exact

    @property
    def moments(self) -> Moments:
        """Moments of the dataset."""
        return self._m

    def root(self, standardised: bool) -> FloatArray:
        """A matrix M by which the loss is L(exact + δ) = L* + ½‖Mδ‖²: MᵀM is the Hessian of the loss.

        Parameters
        ----------
        standardised : bool
            Whether δ is a change of each weight times the standard deviation of its feature and, last, of the
            mean prediction, all in label units; or of the weights and the bias as they are.

        Returns
        -------
        array, shape (r + 1, d + 1)
            With r the number of features that vary, or at most of rows; its columns are 0 for a standardised
            feature that does not vary.
        """
        result = np.zeros((len(self._triangle) + 1, len(self._exact.weights) + 1))
        result[:-1, self._kept] = self._triangle
        result[-1, -1] = 1.0
        if not standardised:
            result[:-1, self._kept] *= self._scale / math.sqrt(self._m.n_rows)
            result[-1, :-1] = self._m.feature_means
        return result

    def moved(self, weights: FloatArray, level: float) -> FloatArray:
        """By what the predictions differ where weights and the mean prediction differ by so much.

        The same as `root` times that difference, shape (r + 1,), in label units; half its squared length is
        by how much the loss is above the least, if they are differences from the exact ones.
        """
        spread = own_product(self._triangle, weights[self._kept] * self._scale)
        return np.append(spread / math.sqrt(self._m.n_rows), level)

    def half_mse(self, weights: ArrayLike, bias: float, bias_rest: float = 0.0) -> float:
        """Half mean squared error over all rows, in squared label units.

        Here and below ``bias_rest`` is what the bias has lost when it was rounded, such as `Fit.bias_rest`:
        where features lie far from zero that moves all predictions.
        """
        w, b = self._weights(weights), finite_number(bias, "The bias")
        return self._half_mse(w, b, bias_rest) if w.any() or b or bias_rest else self._at_zero[0]

    @cached_property
    def _at_zero(self) -> tuple[float, float]:
        """Loss and mean residual where every run begins, unless somebody chose another start."""
        w = np.zeros(len(self._exact.weights))
        with quiet_overflow():
            return self._half_mse(w, 0.0, 0.0), _number(self._residual_mean(w, 0.0, 0.0), "residuals")

    def _half_mse(self, w: FloatArray, b: float, bias_rest: float) -> float:
        with quiet_overflow():
            mean = self._residual_mean(w, b, bias_rest)
            if self._is_far(w, self._exact):
                return _number(0.5 * (self._squares(w) / self._m.n_rows + mean * mean), "loss")
            apart = self._apart(w, self._exact)
            rest = float(apart @ apart) / self._m.n_rows + mean * mean
            return _number(self._exact.half_mse + 0.5 * rest, "loss")

    def residual_std(self, weights: ArrayLike) -> float:
        """Standard deviation of the residuals over all rows, with divisor n; the bias does not matter."""
        w = self._weights(weights)
        with quiet_overflow():
            return math.sqrt(_number(self._squares(w) / self._m.n_rows, "squares of the residuals"))

    def residual_mean(self, weights: ArrayLike, bias: float, bias_rest: float = 0.0) -> float:
        """Mean residual over all rows, in label units."""
        # Whoever draws a part of one state of a run asks for the same frozen weights, and for the exact ones;
        # the job that makes the next pictures asks meanwhile.
        for known, biases, mean in self._known_means:
            if known is weights and biases == (bias, bias_rest):
                return mean
        w, b = self._weights(weights), finite_number(bias, "The bias")
        if not (w.any() or b or bias_rest):
            return self._at_zero[1]
        with quiet_overflow():
            mean = _number(self._residual_mean(w, b, bias_rest), "residuals")
        if isinstance(weights, np.ndarray) and not weights.flags.writeable:
            self._known_means = ((weights, (bias, bias_rest), mean), *self._known_means[:_MOST_MEANS])
        return mean

    def distance(
        self, weights: ArrayLike, bias: float, of: Fit | None = None, bias_rest: float | None = None
    ) -> float:
        """Root mean square by which predictions differ from the exact ones, per spread of the label.

        The spread is the standard deviation with divisor n. The distance does not depend on units,
        and is 0 only where all predictions are the same. Where the label is constant it is taken per size of
        the label; infinite where that is 0 and predictions differ.

        Parameters
        ----------
        weights : array_like, shape (d,)
        bias : float
        of : Fit, optional
            Another solution to measure from, such as that of ridge.
        bias_rest : float, optional
            See `half_mse`; without it the biases are compared as they were rounded.
        """
        w, b = self._weights(weights), finite_number(bias, "The bias")
        reference = self._exact if of is None else of
        with quiet_overflow():
            apart = self._size_apart(w, reference) / math.sqrt(self._m.n_rows)
            size = _number(math.hypot(apart, self._level_apart(w, b, bias_rest, reference)), "distance")
        unit = float(self._m.norms[-1]) / math.sqrt(self._m.n_rows) or abs(self._m.label_mean)
        return _number(size / unit, "distance") if unit else math.inf if size else 0.0

    @cached_property
    def standard_errors(self) -> tuple[FloatArray, float] | None:
        """Standard errors of the exact weights and bias (equal, independent noise), divisor n − d − 1.

        None where features depend on each other or there are no more rows than parameters.
        """
        m, d = self._m, len(self._exact.weights)
        if self._exact.dependencies or m.n_rows <= d + 1:
            return None
        inverse = np.linalg.solve(self._triangle, np.eye(d))
        with quiet_overflow():
            noise = math.sqrt(2.0 * self._exact.half_mse * m.n_rows / (m.n_rows - d - 1))
            lengths = np.sqrt(np.sum(inverse * inverse, axis=1))
            towards_zero = (m.feature_means / self._scale) @ inverse
            bias = noise * math.sqrt(1.0 / m.n_rows + float(towards_zero @ towards_zero))
            return noise * lengths / self._scale, bias

    def standard_errors_off(self, weights: ArrayLike, bias: float) -> float:
        """The largest difference of a weight, or the bias, from the exact one in its standard errors.

        NaN where there are no `standard_errors`, infinite where they are 0 and the weights differ.
        """
        w, b = self._weights(weights), finite_number(bias, "The bias")
        if self.standard_errors is None:
            return math.nan
        errors = np.append(*self.standard_errors)
        with np.errstate(all="ignore"):
            off = np.abs(np.append(w - self._exact.weights, b - self._exact.bias))
            return float(np.where(off > 0.0, off / errors, 0.0).max())

    def _weights(self, weights: ArrayLike) -> FloatArray:
        w = finite_array(weights, "weights", 1)
        if w.size != len(self._exact.weights):
            features = counted(len(self._exact.weights), "feature")
            raise ValueError(f"The data have {features} but {counted(w.size, 'weight')} came with them.")
        return w

    def _squares(self, weights: FloatArray) -> float:
        """Sum of the squares of the residuals about their mean."""
        apart = self._apart(weights, self._exact)
        rest = self._rest if self._is_far(weights, self._exact) else self._least
        return float(apart @ apart) + rest

    @property
    def _least(self) -> float:
        """The least sum of squares there is."""
        return 2.0 * self._exact.half_mse * self._m.n_rows

    def _size_apart(self, weights: FloatArray, reference: Fit) -> float:
        """Root of the sum of squares by which the predictions differ, their means apart."""
        apart = self._apart(weights, reference)
        if self._is_far(weights, reference):
            # Along the directions that are hardly there, Qᵀy has something of the residuals in it.
            squares = self._squares(weights)
            if squares - self._least > _CLEAR * squares:
                return math.sqrt(squares - self._least)
            if self._seen is not None:
                apart = self._seen @ (self._seen.T @ apart)
        return math.hypot(*apart)

    def _apart(self, weights: FloatArray, reference: Fit) -> FloatArray:
        """R (w − w*): how the predictions differ, their means apart."""
        difference = (weights - reference.weights)[self._kept] * self._scale
        if not self._is_far(weights, reference):
            return own_product(self._triangle, difference)
        # Rw* is what the label shows of the features.
        return own_product(self._triangle, weights[self._kept] * self._scale) - self._label

    def _is_far(self, weights: FloatArray, reference: Fit) -> bool:
        """Whether the exact weights are huge and cancel, and these are not: more digits are kept without."""
        own = own_product(np.abs(weights[self._kept]), self._scale)
        difference = own_product(np.abs(weights - reference.weights)[self._kept], self._scale)
        return reference is self._exact and bool(difference > own + self._m.norms[-1])

    def _residual_mean(self, weights: FloatArray, *bias: float) -> float:
        """Mean of label − prediction; the products are kept whole, so that large means cost no digits."""
        m, lost = self._m, 0.0
        if m.rounding is not None:
            lost = m.rounding[-1] - float(own_product(weights, m.rounding[:-1]))
        return exact_sum(
            m.label_mean, *(-part for part in bias), lost, *product_terms(-weights, m.feature_means)
        )

    def _level_apart(self, weights: FloatArray, bias: float, rest: float | None, reference: Fit) -> float:
        """By how much the means of the predictions differ."""
        if self._is_far(weights, reference):
            return self._residual_mean(weights, bias, rest or 0.0)
        difference, lost = two_sum(weights, -reference.weights)
        biases = [bias, -reference.bias] + ([] if rest is None else [rest, -reference.bias_rest])
        products = product_terms(difference, self._m.feature_means)
        return exact_sum(*biases, float(own_product(lost, self._m.feature_means)), *products)


def _factors(data: Dataset, m: Moments, kept: IntArray, exact: Fit) -> tuple[FloatArray, FloatArray, float]:
    """The triangle R of the centred features, scaled to unit length, Qᵀy, and what is left of yᵀy."""
    least = 2.0 * exact.half_mse * m.n_rows
    if not kept.size:
        return np.zeros((0, 0)), np.zeros(0), least
    scale = m.norms[kept]
    if exact.condition_number <= _CHOLESKY_LIMIT:
        factor = np.linalg.cholesky(m.correlation())
        label = np.linalg.solve(factor, m.gram[kept, -1] / scale)
        return np.asarray(factor.T), np.asarray(label), least
    unit = float(m.norms[-1]) or 1.0
    design = Design(data, kept, m.mean[kept], data.relative_weights, True)
    triangle = scaled_triangle(design, design.column_lengths(scale), (m.label_mean, unit))
    # The first row belongs to the constant; one below those of the features, to the residuals.
    rows, label = triangle[1 : 1 + len(kept), 1:-1], triangle[1:, -1] * unit
    return rows, label[: len(kept)], float(label[len(kept) :] @ label[len(kept) :])


def _seen(triangle: FloatArray) -> FloatArray:
    """An orthonormal basis of what the features can predict, where some depend on others."""
    # On the right the many columns of a wide dataset may be turned as one likes.
    small = upper_of_tall(triangle.T).T
    left, sizes, _ = np.linalg.svd(small, full_matrices=False)
    least = 8.0 * np.finfo(np.float64).eps * max(triangle.shape) * sizes.max(initial=0.0)
    return np.asarray(left[:, sizes > least])


def _number(result: FloatArray | float, what: str) -> float:
    return float(within_range(np.asarray(result), what))
