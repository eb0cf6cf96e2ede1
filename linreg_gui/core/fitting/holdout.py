"""Rows held out of training, to see how well a fit does on data it has not seen."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import BoolArray, finite_number
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows

# An epoch no training comes to, so the split says nothing about the order of the minibatches.
_SPLIT_EPOCH = 1 << 62


def split_rows(data: Dataset, share: float, *, seed: int = 0) -> tuple[Dataset, Dataset]:
    """Training and validation data: a random share of the rows is held out, the order is kept.

    Parameters
    ----------
    data : Dataset
    share : float
        Held-out share, between 0 and 1; at least one row goes to each side.
    seed : int
        Decides which rows.

    Raises
    ------
    ValueError
        If the share is not a number between 0 and 1.
    ProblemError
        If there is only one row.
    """
    held_out = held_out_rows(data.n_rows, share, seed)
    names, label, truth = data.feature_names, data.label_name, data.truth
    training, validation = (
        Dataset(data.X[rows], data.y[rows], names, label, truth) for rows in (~held_out, held_out)
    )
    return training, validation


def held_out_rows(n_rows: int, share: float, seed: int = 0) -> BoolArray:
    """Which of so many rows are held out, see `split_rows`."""
    if not 0.0 < finite_number(share, "The share of rows to hold out") < 1.0:
        raise ValueError("The share of rows to hold out must lie between 0 and 1.")
    if n_rows < 2:
        raise ProblemError("Holding out rows needs at least two.", ProblemKind.TOO_FEW_ROWS)
    count = min(max(round(share * n_rows), 1), n_rows - 1)
    held_out = np.zeros(n_rows, dtype=bool)
    held_out[minibatch_rows(n_rows, seed, _SPLIT_EPOCH, 0, count)] = True
    return held_out


def matching_columns(data: Dataset, other: Dataset) -> Dataset:
    """The other dataset with its features in the order of the first one's.

    Raises
    ------
    ProblemError
        If its label or features have other names.
    """
    if other.label_name != data.label_name:
        raise ProblemError(
            f"The validation data have the label “{other.label_name}” instead of “{data.label_name}”.",
            ProblemKind.COLUMNS,
        )
    for name in data.feature_names:
        if name not in other.feature_names:
            raise ProblemError(f"The validation data lack the feature “{name}”.", ProblemKind.COLUMNS)
    if other.feature_names == data.feature_names:
        return other
    order = [other.feature_names.index(name) for name in data.feature_names]
    return Dataset(other.X[:, order], other.y, data.feature_names, data.label_name, other.truth)
