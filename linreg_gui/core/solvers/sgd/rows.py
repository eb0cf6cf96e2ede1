"""The rows as the loops of minibatch SGD read them, in the precision of the run."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError, ProblemKind

from .scaling import Scaling

# Features so many times as far from zero as they are wide would keep only three digits in float32, and ones
# this narrow none.
_FAR_FOR_FLOAT32, _NARROWEST_IN_FLOAT32 = 2.0**24 / 1e3, 1e-30


@dataclass(frozen=True, eq=False)
class Rows:
    """(X − shift) · scale are the internal features, y the internal labels; in float32 standardised ones.

    ``scale`` has one more entry than there are features: 1 for the constant, 0 where there is none. What
    takes a pass over all rows is made when it is first asked for, which is in a job.
    """

    data: Dataset
    scaling: Scaling
    precision: str

    @classmethod
    def of(cls, data: Dataset, scaling: Scaling, precision: str) -> Rows:
        """The rows of the dataset themselves; in float32 a copy, standardised before it is rounded.

        Raises
        ------
        ProblemError
            If a number is too large for float32, or a feature that is not standardised too far from zero.
        """
        rows = cls(data, scaling, precision)
        if precision == "float32":
            rows._check_for_float32()
        return rows

    @cached_property
    def X(self) -> NDArray[Any]:
        """Shape (n, d)."""
        if self.precision == "float64":
            return self.data.X
        rows = np.empty(self.data.X.shape, dtype=np.float32)
        start = 0
        for X, _ in self.data.blocks():
            rows[start : start + len(X)] = (X - self.scaling.shift) * self.scaling.inverse_scale
            start += len(X)
        return frozen(rows)

    @cached_property
    def y(self) -> NDArray[Any]:
        """Shape (n,)."""
        y, scaling = self.data.y, self.scaling
        if scaling.label_shift or scaling.label_scale != 1.0:
            y = frozen((y - scaling.label_shift) / scaling.label_scale)
        return y if self.precision == "float64" else frozen(y.astype(np.float32))

    @cached_property
    def weights(self) -> NDArray[Any] | None:
        """The row weights over their mean, shape (n,), by which loss and slope of a row are multiplied."""
        weights = self.data.relative_weights
        return (
            weights if weights is None or self.precision == "float64" else frozen(weights.astype(np.float32))
        )

    @cached_property
    def shift(self) -> NDArray[Any]:
        """Shape (d,)."""
        if self.precision == "float64":
            return frozen(self.scaling.shift)
        return frozen(np.zeros(self.data.n_features, dtype=np.float32))

    @cached_property
    def scale(self) -> NDArray[Any]:
        """Shape (d + 1,)."""
        constant = float(self.data.has_bias)
        if self.precision == "float64":
            return frozen(np.append(self.scaling.inverse_scale, constant))
        return frozen(np.append(np.ones(self.data.n_features), constant).astype(np.float32))

    def _check_for_float32(self) -> None:
        """Refuse numbers that float32 does not have, and features that it would leave hardly a digit of."""
        data, scaling, largest = self.data, self.scaling, float(np.finfo(np.float32).max)
        label = max(float(data.y.max()) - scaling.label_shift, scaling.label_shift - float(data.y.min()))
        sizes = [label / scaling.label_scale]
        as_they_are = not scaling.shift.any() and bool((scaling.inverse_scale == 1.0).all())
        if as_they_are:  # standardised ones are no larger than the root of their number
            low, high = _ends(data.X)
            sizes += [*high.tolist(), *(-low).tolist()]
            for name, least, most in zip(data.feature_names, low.tolist(), high.tolist(), strict=True):
                _check_digits(name, least, most)
        if max(sizes) > largest:
            raise ProblemError("Some numbers are too large for float32: use float64.", ProblemKind.OVERFLOW)


def _ends(X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The least and the largest number of each column; many rows are taken as one long one, which is fast."""
    n, d = X.shape
    many = max(1, 2048 // d)
    whole = n // many * many
    long, rest = X[:whole].reshape(-1, many * d), X[whole:]
    parts = [(long.min(axis=0).reshape(many, d), long.max(axis=0).reshape(many, d))] if whole else []
    low, high = zip(*parts, *([(rest, rest)] if len(rest) else []), strict=True)
    return np.vstack(low).min(axis=0), np.vstack(high).max(axis=0)


def _check_digits(name: str, low: float, high: float) -> None:
    width, size = high - low, max(high, -low)
    if width and not (size < _FAR_FOR_FLOAT32 * width and width > _NARROWEST_IN_FLOAT32):
        raise ProblemError(
            f"float32 keeps hardly a digit of “{name}”: standardise the features, or use float64.",
            ProblemKind.OVERFLOW if size > 1.0 else ProblemKind.UNDERFLOW,
        )
