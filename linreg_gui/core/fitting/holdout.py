"""Rows held out of training, to see how well a fit does on data it has not seen.

A row is held out by its identity and the seed alone: whatever becomes of the others, it keeps its fate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, finite_number, whole_number
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.minibatch_order import GOLDEN, MIX_1, MIX_2

# Of so many neighbours one has a draw in each quarter, and of so many such groups each quarter is as evenly
# filled again, so that of a small table neither too many rows are held out nor too few.
_GROUP = 4
_BLOCK = _GROUP * _GROUP


def split_rows(
    data: Dataset, share: float, *, seed: int = 0, row_ids: IntArray | None = None
) -> tuple[Dataset, Dataset]:
    """Training and validation data: a random share of the rows is held out, the order is kept.

    Parameters
    ----------
    data : Dataset
    share : float
        Held-out share, between 0 and 1; about so many rows, and at least one, go to each side.
    seed : int
        Decides which rows.
    row_ids : array of int, shape (n,), optional
        A number from 0 on for each row that stays with it; by default its place in the dataset.

    Raises
    ------
    ValueError
        If the share is not a number between 0 and 1.
    ProblemError
        If there is only one row.
    """
    ids = np.arange(data.n_rows) if row_ids is None else row_ids
    return parted(data, held_out_rows(ids, share, seed))


def parted(data: Dataset, held_out: BoolArray) -> tuple[Dataset, Dataset]:
    """The rows that are not held out, and those that are."""
    return data.part(~held_out), data.part(held_out)


def held_out_rows(row_ids: IntArray, share: float, seed: int = 0) -> BoolArray:
    """Which of the rows with these identities are held out, see `split_rows`.

    Each identity has a number between 0 and 1 under a seed, and is held out where that is below the share. So
    rows that come or go change nothing for the others; only where all rows would fall to one side does the
    one that is nearest to the other side go there.
    """
    if not 0.0 < finite_number(share, "The share of rows to hold out") < 1.0:
        raise ValueError("The share of rows to hold out must lie between 0 and 1.")
    if len(row_ids) < 2:
        raise ProblemError("Holding out rows needs at least two.", ProblemKind.TOO_FEW_ROWS)
    draws = _draws(row_ids, whole_number(seed, "The seed", None))
    held_out = np.asarray(draws < share)
    if not held_out.any():
        held_out[draws.argmin()] = True
    elif held_out.all():
        held_out[draws.argmax()] = False
    return held_out


def shuffled(row_ids: IntArray, seed: int, repeat: int = 0) -> IntArray:
    """The places of the rows in an order that only their identities, the seed and the repeat decide."""
    key = _hashed(_hashed(np.array([seed % (1 << 64)], dtype=np.uint64)) + np.uint64(repeat))
    return np.lexsort((row_ids, _hashed(row_ids.astype(np.uint64) ^ key)))


def _draws(row_ids: IntArray, seed: int) -> FloatArray:
    """A number from 0 to 1 for each identity: even by itself, and spread evenly within each block of them."""
    key = _hashed(np.array([seed % (1 << 64)], dtype=np.uint64))
    blocks, block = np.unique(row_ids // _BLOCK, return_inverse=True)
    members = blocks[:, None] * _BLOCK + np.arange(_BLOCK)
    chances = _hashed(members.astype(np.uint64) ^ key).reshape(-1, _GROUP, _GROUP)
    by_quarter = chances.argsort(axis=2)  # which member of a group has which quarter
    quarter = by_quarter.argsort(axis=2)
    others = np.take_along_axis(_hashed(chances), by_quarter, axis=2).argsort(axis=1).argsort(axis=1)
    place = (_GROUP * quarter + np.take_along_axis(others, quarter, axis=2)).reshape(-1, _BLOCK)
    within = (_hashed(row_ids.astype(np.uint64) ^ _hashed(key)) >> np.uint64(11)) * 2.0**-53
    return np.asarray((place[block, row_ids % _BLOCK] + within) / _BLOCK)


def _hashed(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The generator SplitMix64 (Steele, Lea and Flood 2014) as a hash of each number."""
    z = (z + np.uint64(1)) * np.uint64(GOLDEN)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(MIX_1)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(MIX_2)
    return z ^ (z >> np.uint64(31))


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
    names = data.feature_names, data.label_name
    return Dataset(other.X[:, order], other.y, *names, other.truth, other.row_weights, other.has_bias)
