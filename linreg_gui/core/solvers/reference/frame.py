"""The rows of a dataset in the units the reference is computed in, and the way back to raw ones.

Features that depend on others are left out, the rest are centred and made orthogonal, and labels are centred
where the loss allows. It knows no loss.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, quiet_overflow, subtract_row, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import Pair, two_sum
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.analytic.design_matrix import Design, upper
from linreg_gui.core.solvers.analytic.factorisations import independent_columns
from linreg_gui.core.solvers.analytic.rank import RankSplit, minimum_norm


@dataclass(frozen=True, eq=False)
class Frame:
    """The model as output = label shift + θ₀ + z·(θ₁, …, θₖ), with z = (x − shift) T.

    The columns of z have mean 0 and mean square 1, and none has to do with another one.

    Attributes
    ----------
    everything : Design
        All features that vary.
    design : Design
        Those of them that depend on no other: k of them.
    split : RankSplit or None
        Which of all are which; None where all are independent.
    condition : float
        Condition number of the independent ones.
    units : array, shape (k, k)
        T, so that the raw weights are T (θ₁, …, θₖ).
    label_shift : float
    label_size : float
        Standard deviation of the label, or its size if it does not vary; 1 if it is 0.
    lengths : array
        Lengths of all centred features that vary.
    lost : array
        What their shift has lost when it was rounded.
    """

    everything: Design
    design: Design
    split: RankSplit | None
    condition: float
    units: FloatArray
    label_shift: float
    label_size: float
    lengths: FloatArray
    lost: FloatArray

    @classmethod
    def of(cls, data: Dataset, m: Moments, *, centre_labels: bool) -> Frame:
        """The frame for a dataset with these moments."""
        varying = np.flatnonzero(m.norms[:-1])
        everything = Design(data, varying, m.mean[varying], None, True)
        split, triangle, condition = independent_columns(everything, m)
        design = everything if split is None else everything.of(split.independent)
        units = np.linalg.solve(triangle, np.eye(len(triangle))) / m.feature_stds[design.columns, None]
        size = float(m.norms[-1]) / math.sqrt(m.n_rows) or abs(m.label_mean) or 1.0
        shift = m.label_mean if centre_labels else 0.0
        lost = np.zeros(len(varying)) if m.rounding is None else m.rounding[varying]
        return cls(everything, design, split, condition, units, shift, size, m.norms[varying], lost)

    @property
    def n_rows(self) -> int:
        """Rows of the dataset."""
        return self.design.data.n_rows

    @property
    def n_parameters(self) -> int:
        """The constant and one for each independent feature."""
        return 1 + len(self.units)

    @cached_property
    def labels(self) -> FloatArray:
        """Every label less the label shift, shape (n,)."""
        return self.design.data.y - self.label_shift

    def outputs(self, theta: FloatArray) -> FloatArray:
        """[1 | z] θ of every row, shape (n,)."""
        weights = self.units @ theta[1:]
        return np.concatenate([rows @ weights + theta[0] for rows, _ in self._blocks()])

    def sums(self, row_weights: FloatArray) -> FloatArray:
        """Σ of a number for each row times its [1 | z], shape (k + 1,)."""
        total = np.zeros(self.n_parameters)
        for rows, chosen in self._blocks():
            part = row_weights[chosen]
            total[0] += part.sum()
            total[1:] += part @ rows
        total[1:] = self.units.T @ total[1:]
        return total

    def products(self, row_weights: FloatArray) -> FloatArray:
        """Σ of a number for each row times the products of its [1 | z], shape (k + 1, k + 1)."""
        total = np.zeros((self.n_parameters, self.n_parameters))
        for rows, chosen in self._blocks():
            z = rows @ self.units
            weighted = z * row_weights[chosen][:, None]
            total[0, 0] += row_weights[chosen].sum()
            total[0, 1:] += weighted.sum(axis=0)
            total[1:, 1:] += weighted.T @ z
        total[1:, 0] = total[0, 1:]
        return total

    def rows(self, chosen: IntArray) -> FloatArray:
        """Some rows of [1 | z]."""
        features = self.design.data.X[np.ix_(chosen, self.design.columns)]
        return np.column_stack([np.ones(len(chosen)), (features - self.design.shift) @ self.units])

    def triangle(self, chosen: BoolArray) -> FloatArray:
        """R of the QR factorisation of these rows of [1 | z]; shape (at most k + 1, k + 1)."""
        R = np.empty((0, self.n_parameters))
        for rows, block in self._blocks():
            kept = rows[chosen[block]] @ self.units
            R = upper(np.vstack([R, np.column_stack([np.ones(len(kept)), kept])]))
        return R

    def penalty_root(self, weight_decay: float) -> FloatArray:
        """B with ½‖Bθ‖² = ½·weight decay·‖w‖², w the least weights of all features that predict as θ does."""
        if not weight_decay:
            return np.zeros((0, self.n_parameters))
        with quiet_overflow():
            root = math.sqrt(weight_decay) * self._least_weights(self.units)
            within_range(self.n_rows * (root.T @ root), "weight decay")
        return np.column_stack([np.zeros(len(root)), root])

    def raw(self) -> FloatArray:
        """What takes θ to the raw weights of independent features and the bias less the label shift."""
        k = len(self.units)
        matrix = np.zeros((k + 1, k + 1))
        matrix[:k, 1:] = self.units
        matrix[k, 0], matrix[k, 1:] = 1.0, -self.design.shift @ self.units
        return matrix

    def parameters(self, theta: FloatArray) -> Pair:
        """Constant and least weights of all features that vary, for `everything`, that predict as θ does."""
        constant, rest = two_sum(np.array(self.label_shift), theta[0])
        weights = self.units @ theta[1:]
        if self.split is not None:
            # The mean prediction stays the same: each shift is a mean but for what that lost in rounding.
            rest = rest + self.lost[self.split.independent] @ weights
            weights = self._least_weights(weights)
            rest = rest - self.lost @ weights
        hi = np.append(constant, weights)
        return hi, np.append(rest, np.zeros_like(weights))

    def _least_weights(self, weights: FloatArray) -> FloatArray:
        """Of all features that vary, for raw weights of the independent ones, or columns of such."""
        return weights if self.split is None else minimum_norm(weights, self.split, self.lengths)

    def _blocks(self) -> Iterator[tuple[FloatArray, slice]]:
        """Row blocks: the independent features less the shift; and which rows."""
        buffer, start = np.empty((0, len(self.units))), 0
        for X, y, _ in self.design.blocks():
            buffer = np.empty(X.shape) if len(buffer) < len(y) else buffer
            block = slice(start, start + len(y))
            rows = buffer[: len(y)]
            yield subtract_row(X, self.design.shift, out=rows) if rows.size else rows, block
            start = block.stop
