"""Which rows are left out together in cross-validation. Nothing here fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import IntArray, frozen, whole_number
from linreg_gui.core.fitting.holdout import shuffled
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, is_or_are


def make_folds(
    n_rows: int,
    n_folds: int = 10,
    *,
    seed: int = 0,
    repeats: int = 1,
    row_ids: IntArray | None = None,
    groups: ArrayLike | None = None,
) -> IntArray:
    """Folds of rows, as even as can be, each repeat under another order.

    Parameters
    ----------
    n_rows : int
    n_folds : int
        At least 2, and at most as many as there are rows, or groups.
    seed : int
        Decides the order.
    repeats : int
        How often all rows are parted anew.
    row_ids : array of int, shape (n,), optional
        A number from 0 on for each row that stays with it, so that sorting changes no fold; by default its
        place.
    groups : array_like, shape (n,), optional
        Rows of the same value always share a fold. The largest group is placed first, each into the fold
        that is emptiest.

    Returns
    -------
    array of int, shape (repeats, n)
        The fold of each row, from 0 on.

    Raises
    ------
    ValueError
        If a number is out of its range or there is not one group per row.
    ProblemError
        If there are fewer rows, or groups, than folds.

    Notes
    -----
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 7.10.
    """
    n_folds = whole_number(n_folds, "The number of folds", 2)
    repeats, seed = whole_number(repeats, "The number of repeats", 1), whole_number(seed, "The seed", None)
    ids = np.arange(n_rows) if row_ids is None else np.asarray(row_ids)
    if len(ids) != n_rows:
        raise ValueError(f"There {is_or_are(n_rows)} {counted(n_rows, 'row')} but {len(ids):,} row ids.")
    if groups is None:
        _enough(n_rows, n_folds, "row")
        return frozen(np.stack([_even(ids, n_folds, seed, repeat) for repeat in range(repeats)]))
    labels = np.asarray(groups)
    if labels.shape != (n_rows,):
        raise ValueError("There must be one group for each row.")
    names, group = np.unique(labels, return_inverse=True)
    _enough(len(names), n_folds, "group")
    found = [_grouped(group, len(names), n_folds, seed, repeat) for repeat in range(repeats)]
    return frozen(np.stack(found))


def _enough(there: int, n_folds: int, noun: str) -> None:
    if there < n_folds:
        raise ProblemError(
            f"{counted(there, noun)} {is_or_are(there)} too few for {n_folds:,} folds.",
            ProblemKind.TOO_FEW_ROWS,
        )


def _even(ids: IntArray, n_folds: int, seed: int, repeat: int) -> IntArray:
    folds = np.empty(len(ids), dtype=np.int64)
    folds[shuffled(ids, seed, repeat)] = np.arange(len(ids)) % n_folds
    return folds


def _grouped(group: IntArray, n_groups: int, n_folds: int, seed: int, repeat: int) -> IntArray:
    sizes = np.bincount(group, minlength=n_groups)
    order = shuffled(np.arange(n_groups), seed, repeat)
    filled, place = np.zeros(n_folds, dtype=np.int64), np.empty(n_groups, dtype=np.int64)
    for one in order[np.argsort(-sizes[order], kind="stable")].tolist():
        place[one] = int(filled.argmin())
        filled[place[one]] += sizes[one]
    return np.asarray(place[group])
