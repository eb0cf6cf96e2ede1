"""The exact lines of groups of rows, each fitted to its own rows alone: equal in Anscombe's four sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import Line, partial_line
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.reference.solver import solve_reference


@dataclass(frozen=True)
class GroupLine:
    """The exact line of a group.

    Attributes
    ----------
    name : str
        The group's name, such as ``set = I``.
    n_rows : int
    line : Line or None
        In one feature, the others at the means of the group; None where its rows leave it open.
    """

    name: str
    n_rows: int
    line: Line | None


def group_line(
    name: str,
    X: FloatArray,
    y: FloatArray,
    rows: IntArray,
    feature: int,
    loss: Loss | None = None,
    weight_decay: float = 0.0,
    row_weights: FloatArray | None = None,
    has_bias: bool = True,
) -> GroupLine:
    """The exact line of some rows in one feature, with all features fitted to these rows alone.

    The loss is the half squared one by default. That of counts is a line for the logarithm of their mean.
    Rows count by their weights, of which there is one for each row of ``X``, if any.

    Features that are constant in the group count as left out; where the feature itself is one, or follows
    from others there, no line is better than the next.
    """
    X, y = np.ascontiguousarray(X[rows]), y[rows]
    weights = None if row_weights is None else row_weights[rows]
    varies = np.ptp(X, axis=0) > 0.0 if rows.size else np.zeros(X.shape[1], dtype=bool)
    if not has_bias and rows.size:
        varies = X.any(axis=0)
    if not varies[feature] or rows.size < 2:
        return GroupLine(name, rows.size, None)
    place = int(varies[:feature].sum())
    X = X[:, varies]
    try:
        fit = solve_reference(Dataset(X, y, row_weights=weights, has_bias=has_bias), loss, weight_decay).fit
    except ProblemError:
        return GroupLine(name, rows.size, None)
    if fit.rank < X.shape[1]:
        return GroupLine(name, rows.size, None)
    means = np.average(X, axis=0, weights=weights)
    return GroupLine(name, rows.size, partial_line(fit.weights, fit.bias, means, place))
