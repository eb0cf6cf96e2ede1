"""The internal, standardised features minibatch SGD trains on, and the way back to raw units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import FloatArray
from ..moments import Moments

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

    def raw(self, theta: FloatArray) -> tuple[FloatArray, float]:
        """Weights and bias in raw units of the internal parameters."""
        weights = theta[:-1] * self.inverse_scale
        return weights, float(theta[-1] - weights @ self.shift)
