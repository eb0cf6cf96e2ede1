"""The one result type of every solver."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import (
    FloatArray,
    finite_array,
    own_product,
    quiet_overflow,
    subtract_row,
    within_range,
)
from linreg_gui.core.wording import first_few

from .double_double import Pair, add, exact_sum, product_sum, product_terms, two_sum
from .linear_model import checked_parameters, checked_rows, unchecked_residual

# Above this condition number predictions are sums in double the precision, because their terms can be far
# larger than the sum; and up to this many values, which is also what fits into the cache with all it takes.
_CONDITION = 1e3
_NAMED = 5  # features that another one depends on
_FEW_VALUES = 1 << 14


@dataclass(frozen=True)
class Dependency:
    """A feature that adds nothing to the others.

    Attributes
    ----------
    feature : str
    on : tuple of str
        The features it is a combination of; empty when it is constant.
    up_to_constant : bool
        Whether a constant may be added; not where no bias is fitted, and there a feature without others
        in ``on`` is 0 in every row.
    """

    feature: str
    on: tuple[str, ...]
    up_to_constant: bool = True

    def __str__(self) -> str:
        if not self.on:
            return f"“{self.feature}” is " + ("constant" if self.up_to_constant else "0 in every row")
        if len(self.on) == 1:
            constant = " (up to a constant)" if self.up_to_constant else ""
            return f"“{self.feature}” is a multiple of “{self.on[0]}”{constant}"
        others = first_few([f"“{name}”" for name in self.on[:_NAMED]], _NAMED, of=len(self.on))
        return f"“{self.feature}” is a combination of {others}"


@dataclass(frozen=True, eq=False)
class Centred:
    """The same model as ŷ = c + (x − m)·w, with the digits that weights and bias lost when they were rounded.

    Far from 0 a bias takes all digits there are: at features around 1e12 it is right to 1e-4 only. These
    numbers stay as near to the labels as the rows are to each other.

    Attributes
    ----------
    shift : array, shape (d,)
        The point m, in the units of the features: their means; 0 without a bias.
    constant : pair of float
        The prediction c there as an unevaluated sum, in label units.
    weights_rest : array, shape (d,)
        What is to be added to the weights.
    """

    shift: FloatArray
    constant: tuple[float, float]
    weights_rest: FloatArray

    def predict(self, X: FloatArray, weights: FloatArray) -> FloatArray:
        """Predictions for rows of finite numbers, shape (n,), of the model with these (rounded) weights."""
        return within_range(0.0 - self.unchecked_residual(X, np.zeros(len(X)), weights), "predictions")

    def bias_rest(self, weights: FloatArray, bias: float) -> float:
        """What the (rounded) bias of these weights has lost, in label units."""
        with quiet_overflow():
            rest = exact_sum(*self.constant, -bias, *product_terms(-weights, self.shift))
        return rest if math.isfinite(rest) else 0.0

    def unchecked_residual(
        self, X: FloatArray, y: FloatArray, weights: FloatArray, in_pairs: bool = False
    ) -> FloatArray:
        """Label − prediction, shape (n,); in double the precision for few rows, or where asked for."""
        with quiet_overflow():
            if in_pairs or X.size <= _FEW_VALUES:
                return np.concatenate([self._in_pairs(*rows, weights) for rows in _blocks(X, y, _FEW_VALUES)])
            return np.concatenate([self._plainly(*rows, weights) for rows in _blocks(X, y, 8 * _FEW_VALUES)])

    def _plainly(self, X: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
        constant, rest = self.constant
        result = y - constant
        centred = subtract_row(X, self.shift, out=np.empty(X.shape))
        result -= (
            centred @ weights if len(y) > 1 else own_product(centred, weights)
        )  # the window asks for one
        result -= rest
        return np.asarray(result)

    def _in_pairs(self, X: FloatArray, y: FloatArray, weights: FloatArray) -> FloatArray:
        rows = two_sum(X.T, -self.shift[:, None])
        sums: Pair = product_sum(rows, (weights[:, None], self.weights_rest[:, None]))
        sums = add(sums, (np.full(len(y), self.constant[0]), np.full(len(y), self.constant[1])))
        hi, lo = add((y, np.zeros(len(y))), (-sums[0], -sums[1]))
        # Products of numbers beyond 1e290 cannot be split; they need no more digits, either.
        return np.where(np.isfinite(hi + lo), hi + lo, self._plainly(X, y, weights))


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted linear model.

    Attributes
    ----------
    weights : array, shape (d,)
        In label units per feature unit.
    bias : float
        In label units; 0 when none was fitted.
    half_mse : float
        Half mean squared error over all rows, in squared label units; the weighted mean where rows have
        weights, so the weighted sum of squared residuals is 2 · ``half_mse`` · Σ row weights.
    r_squared : float
        Share of the label's variance explained, weighted like the rows; NaN when the label is constant.
        Without a bias 1 − RSS/Σy², the share of the label's sum of squares about 0 (as NIST certifies
        NoInt1 and NoInt2); NaN when every label is 0.
    rank : int
        Number of linearly independent centred features; of the plain features without a bias.
    condition_number : float
        Of the centred features (the plain ones without a bias) scaled to unit length, rows weighted;
        infinite when the rank falls short.
    method : str
        ``"cholesky"``, ``"qr"``, ``"minimum-norm"``, ``"sgd"``, ``"newton"`` or ``"interior-point"``.
    explanation : str
        How it was solved and why, in one sentence.
    dependencies : tuple of Dependency
        Features that depend on the others, when the rank falls short.
    bias_fitted : bool
        Whether the model has a bias.
    centred : Centred or None
        The same model in numbers that cancel less, from the analytic solver; see `predict`.
    digits : int or None
        About how many leading digits of the weights stay if the numbers of the data change by their rounding,
        in their 16th digit; None where that was not worked out. The solver itself loses none of these.
    """

    weights: FloatArray
    bias: float
    half_mse: float
    r_squared: float
    rank: int
    condition_number: float
    method: str
    explanation: str
    dependencies: tuple[Dependency, ...] = field(default=())
    bias_fitted: bool = True
    centred: Centred | None = None
    digits: int | None = None

    def predict(self, X: ArrayLike) -> FloatArray:
        """Predictions, shape (n,), in label units; with all digits where Xw + b has lost some.

        Parameters
        ----------
        X : array_like, shape (n, d), or (d,) for a single example

        Raises
        ------
        ValueError
            If the shape is another one or a value is not a finite number.
        ProblemError
            If a prediction is too large to be a number.
        """
        rows = np.atleast_2d(finite_array(X, "X", 2, 1))
        checked_parameters(self.weights, self.bias, rows.shape[1])
        return within_range(0.0 - self.unchecked_residual(rows, np.zeros(len(rows))), "predictions")

    def residual(self, X: ArrayLike, y: ArrayLike) -> FloatArray:
        """Label − prediction, shape (n,), in label units; with all digits, as `predict`.

        Raises
        ------
        ValueError
            If shapes disagree or a value is not a finite number.
        ProblemError
            If a residual is too large to be a number.
        """
        rows, labels, *_ = checked_rows(X, y, self.weights, self.bias)
        return within_range(self.unchecked_residual(rows, labels), "residuals")

    @cached_property
    def bias_rest(self) -> float:
        """What the bias has lost when it was rounded, in label units; 0 where that is not known."""
        return 0.0 if self.centred is None else self.centred.bias_rest(self.weights, self.bias)

    def unchecked_residual(self, X: FloatArray, y: FloatArray) -> FloatArray:
        """`residual` for callers that know their arrays; what is too large is not finite."""
        with quiet_overflow():
            if self.centred is None:
                return unchecked_residual(X, y, self.weights, self.bias)
            return self.centred.unchecked_residual(X, y, self.weights, self.condition_number > _CONDITION)


def _blocks(X: FloatArray, y: FloatArray, n_values: int) -> Iterator[tuple[FloatArray, FloatArray]]:
    """Rows and labels, some at a time, so that the working arrays fit into the cache; at least once."""
    step = max(1, n_values // X.shape[1])
    for start in range(0, max(1, len(X)), step):
        yield X[start : start + step], y[start : start + step]
