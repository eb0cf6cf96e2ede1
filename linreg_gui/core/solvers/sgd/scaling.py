"""The internal, standardised features minibatch SGD trains on, and the way back to raw units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import ProblemError, ProblemKind

# Larger predictions could not be squared and summed up.
_LARGEST_PREDICTION = 1e140


@dataclass(frozen=True, eq=False)
class Scaling:
    """The internal features are z = (x − shift) · inverse_scale; 0 for a constant feature."""

    shift: FloatArray
    inverse_scale: FloatArray

    @classmethod
    def of(cls, m: Moments, standardise: bool) -> Scaling:
        """Standardising, or leaving the features as they are."""
        d = len(m.feature_means)
        if not standardise:
            return cls(np.zeros(d), np.ones(d))
        stds = m.feature_stds
        inverse = np.divide(1.0, stds, out=np.zeros(d), where=stds > 0.0)
        return cls(np.ascontiguousarray(m.feature_means), inverse)

    def largest(self, m: Moments) -> FloatArray:
        """Largest internal parameters, shape (d + 1,), for which the loss and its sums stay finite."""
        shift = m.feature_means - self.shift
        squares = np.diag(m.gram)[:-1] + m.n_rows * shift * shift
        lengths = np.append(np.sqrt(squares) * self.inverse_scale, np.sqrt(m.n_rows))
        return np.asarray(_LARGEST_PREDICTION / np.where(lengths > 0.0, lengths, 1.0))

    def penalty(self, weight_decay: float) -> FloatArray:
        """Weight decay of every internal parameter, shape (d + 1,); 0 for the constant."""
        return np.append(weight_decay * self.inverse_scale**2, 0.0)

    def raw(self, theta: FloatArray) -> tuple[FloatArray, float]:
        """Weights and bias in raw units of the internal parameters."""
        weights = theta[:-1] * self.inverse_scale
        return weights, float(theta[-1] - weights @ self.shift)

    def raw_gradient(self, gradient: FloatArray) -> FloatArray:
        """Gradient with respect to raw weights and bias of that with respect to the internal ones."""
        scale = self.inverse_scale
        result = np.append(np.zeros_like(scale), gradient[-1])
        np.divide(gradient[:-1], scale, out=result[:-1], where=scale > 0.0)
        result[:-1] += self.shift * gradient[-1]
        return result


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows as the compiled loop reads them: (X − shift) · scale are the internal features.

    ``scale`` has one more entry than there are features: 1 for the constant.
    """

    X: NDArray[Any]
    y: NDArray[Any]
    shift: NDArray[Any]
    scale: NDArray[Any]

    @classmethod
    def of(cls, data: Dataset, scaling: Scaling, precision: str) -> Rows:
        """The rows of the dataset themselves; in float32 a copy, standardised before it is rounded.

        Raises
        ------
        ProblemError
            If a number is too large for float32.
        """
        if precision == "float64":
            return cls(data.X, data.y, frozen(scaling.shift), frozen(np.append(scaling.inverse_scale, 1.0)))
        rows = np.empty(data.X.shape, dtype=np.float32)
        start, d = 0, data.n_features
        with np.errstate(over="ignore"):
            labels = data.y.astype(np.float32)
            for X, _ in data.blocks():
                rows[start : start + len(X)] = (X - scaling.shift) * scaling.inverse_scale
                start += len(X)
        if not (np.isfinite(rows).all() and np.isfinite(labels).all()):
            raise ProblemError("Some numbers are too large for float32: use float64.", ProblemKind.OVERFLOW)
        zeros, ones = np.zeros(d, dtype=np.float32), np.ones(d + 1, dtype=np.float32)
        return cls(*(frozen(part) for part in (rows, labels, zeros, ones)))
