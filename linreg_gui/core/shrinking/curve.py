"""How well models of rising complexity do on rows that they have not seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray


@dataclass(frozen=True, eq=False)
class ValidationCurve:
    """Mean squared errors along a setting, from the simplest model to the most complex.

    Attributes
    ----------
    fold_mse : array, shape (m, k)
        Over each fold, of the model of all others, in squared label units; rows weighted.
    fold_shares : array, shape (k,)
        How much each fold weighs among all rows; they add up to 1.
    training_mse : array, shape (m,)
        Of the model of all rows over these very rows.
    """

    fold_mse: FloatArray
    fold_shares: FloatArray
    training_mse: FloatArray

    @cached_property
    def mse(self) -> FloatArray:
        """Cross-validated mean squared error, shape (m,): over all rows, in squared label units."""
        return np.asarray(self.fold_mse @ self.fold_shares)

    @cached_property
    def mse_standard_error(self) -> FloatArray:
        """Of `mse`, from how the folds scatter, shape (m,)."""
        # In units of the largest, as its square may be beyond all numbers, or next to nothing.
        unit = float(self.fold_mse.max()) or 1.0
        spread = (self.fold_mse / unit).std(axis=1, ddof=1)
        return np.asarray(unit * (spread / math.sqrt(self.fold_mse.shape[1])))

    @cached_property
    def rmse(self) -> FloatArray:
        """Root of `mse`, in label units."""
        return np.sqrt(self.mse)

    @cached_property
    def rmse_standard_error(self) -> FloatArray:
        """Of `rmse`: that of `mse` over 2 · `rmse`; 0 where that is 0."""
        rmse = self.rmse
        return np.divide(self.mse_standard_error, 2.0 * rmse, out=np.zeros_like(rmse), where=rmse > 0.0)

    @property
    def lower(self) -> FloatArray:
        """Root of `mse` less one standard error, at least 0."""
        return np.sqrt(np.maximum(self.mse - self.mse_standard_error, 0.0))

    @property
    def upper(self) -> FloatArray:
        """Root of `mse` with one standard error more."""
        return np.sqrt(self.mse + self.mse_standard_error)

    @cached_property
    def best(self) -> int:
        """Where `mse` is least; the simplest of several."""
        return int(self.mse.argmin())

    @cached_property
    def simplest(self) -> int:
        """The simplest model within one standard error of the best one.

        Breiman, Friedman, Olshen and Stone, Classification and Regression Trees (1984), section 3.4.3.
        """
        within = self.mse <= self.mse[self.best] + self.mse_standard_error[self.best]
        return int(np.flatnonzero(within)[0])
