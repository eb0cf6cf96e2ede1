"""The rows of a dataset in the units the reference is computed in, and the way back to raw ones.

Features that depend on others are left out, the rest are centred and made orthogonal, and labels are centred
where the loss allows. It knows no loss.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, quiet_overflow, subtract_row, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import Pair, two_sum
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.solvers.analytic.design_matrix import Design
from linreg_gui.core.solvers.analytic.factorisations import independent_columns
from linreg_gui.core.solvers.analytic.orthogonal import upper
from linreg_gui.core.solvers.analytic.rank import RankSplit, minimum_norm

# Up to this condition number products of features may be made orthogonal after they were added up.
_SQUARED = 1e3
# An eigenvalue above this share of the largest is no rounding, a singular value below that share is nothing.
_SURELY_SOMETHING, _NOTHING = 1e-8, 1e-12


@dataclass(frozen=True, eq=False)
class Frame:
    """The model as output = label shift + θ₀ + z·(θ₁, …, θₖ), with z = (x − shift) T.

    The columns of z have mean 0. Without a penalty they have mean square 1, and none has to do with another
    one; otherwise that is so with the penalty beneath them, however different the units of the features are.

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
    root : array, shape (j, k + 1)
        B of the penalty ½‖Bθ‖² = ½·weight decay·‖w‖², w the least weights of all features that predict as θ
        does; without rows where there is none.
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
    root: FloatArray
    units: FloatArray
    label_shift: float
    label_size: float
    lengths: FloatArray
    lost: FloatArray

    @classmethod
    def of(cls, data: Dataset, m: Moments, weight_decay: float, *, centre_labels: bool) -> Frame:
        """The frame for a dataset with these moments.

        Raises
        ------
        ProblemError
            If the weight decay is too large to be computed with.
        """
        varying = np.flatnonzero(m.norms[:-1])
        everything = Design(data, varying, m.mean[varying], None, True)
        split, triangle, condition = independent_columns(everything, m)
        design = everything if split is None else everything.of(split.independent)
        norms, stds = m.norms[varying], m.feature_stds[design.columns]
        penalty = np.zeros((0, len(stds)))
        if weight_decay:
            with quiet_overflow():
                penalty = math.sqrt(weight_decay) * _least_weights(np.diag(1.0 / stds), split, norms)
                within_range(m.n_rows * penalty**2, "weight decay")
        both = np.vstack([triangle, penalty])
        sizes = np.linalg.norm(both, axis=0)
        units = np.linalg.solve(upper(both / sizes), np.eye(len(sizes))) / sizes[:, None]
        root = np.column_stack([np.zeros(len(penalty)), penalty @ units])
        return cls(
            everything,
            design,
            split,
            condition,
            root,
            units / stds[:, None],
            m.label_mean if centre_labels else 0.0,
            float(m.norms[-1]) / math.sqrt(m.n_rows) or abs(m.label_mean) or 1.0,
            norms,
            np.zeros(len(varying)) if m.rounding is None else m.rounding[varying],
        )

    def part(self, chosen: IntArray) -> Frame:
        """The same with some of its rows."""
        data = self.design.data
        some = Dataset(data.X[chosen], data.y[chosen], data.feature_names, data.label_name)
        return replace(self, design=replace(self.design, data=some))

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

    def products(self, row_weights: FloatArray, numbers: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Σ of a weight for each row times the products of its [1 | z], shape (k + 1, k + 1); and `sums`.

        Both in one pass over the rows.
        """
        k, one_by_one = len(self.units), self.condition > _SQUARED
        total, sums = np.zeros((k + 1, k + 1)), np.zeros(k + 1)
        for rows, chosen in self._blocks():
            weights, part = row_weights[chosen], numbers[chosen]
            z = rows @ self.units if one_by_one else rows
            total[0, 0] += weights.sum()
            total[0, 1:] += weights @ z
            total[1:, 1:] += (z * weights[:, None]).T @ z
            sums[0] += part.sum()
            sums[1:] += part @ rows
        if not one_by_one:
            total[0, 1:] = total[0, 1:] @ self.units
            total[1:, 1:] = self.units.T @ total[1:, 1:] @ self.units
        total[1:, 0] = total[0, 1:]
        sums[1:] = self.units.T @ sums[1:]
        return total, sums

    def rows(self, chosen: IntArray) -> FloatArray:
        """Some rows of [1 | z]."""
        features = self.design.data.X[np.ix_(chosen, self.design.columns)]
        return np.column_stack([np.ones(len(chosen)), (features - self.design.shift) @ self.units])

    def free_directions(self, chosen: BoolArray) -> FloatArray:
        """Orthonormal directions of θ that change the output of none of these rows, shape (k + 1, j)."""
        p, weights = self.n_parameters, chosen.astype(np.float64)
        sizes = np.linalg.eigvalsh(self.products(weights, weights)[0])
        if sizes[0] > _SURELY_SOMETHING * sizes[-1]:
            return np.empty((p, 0))
        R = np.zeros((p, p))
        for rows, block in self._blocks():
            kept = rows[chosen[block]] @ self.units
            R = upper(np.vstack([R, np.column_stack([np.ones(len(kept)), kept])]))
        _, sizes, directions = np.linalg.svd(R)
        return np.asarray(directions[sizes <= _NOTHING * sizes[0]].T)

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
            weights = _least_weights(weights, self.split, self.lengths)
            rest = rest - self.lost @ weights
        hi = np.append(constant, weights)
        return hi, np.append(rest, np.zeros_like(weights))

    def _blocks(self) -> Iterator[tuple[FloatArray, slice]]:
        """Row blocks: the independent features less the shift; and which rows."""
        buffer, start = np.empty((0, len(self.units))), 0
        for X, y, _ in self.design.blocks():
            buffer = np.empty(X.shape) if len(buffer) < len(y) else buffer
            block = slice(start, start + len(y))
            rows = buffer[: len(y)]
            yield subtract_row(X, self.design.shift, out=rows) if rows.size else rows, block
            start = block.stop


def _least_weights(weights: FloatArray, split: RankSplit | None, lengths: FloatArray) -> FloatArray:
    """Of all features that vary, for raw weights of the independent ones, or columns of such."""
    return weights if split is None else minimum_norm(weights, split, lengths)
