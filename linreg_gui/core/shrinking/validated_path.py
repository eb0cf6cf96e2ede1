"""The penalty that does best on rows that were left out: a whole path for each fold, from its moments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.comparing.folds import make_folds
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments

from .curve import ValidationCurve
from .path import POINTS, ShrinkagePath, path_of_squares, shrinkage_path
from .sums import Sums, Told, check_size, standard_squares, sums_by_fold, validation_mse, without_each

_SHARE_OF_ROWS = 0.3  # of the progress, for the pass over them


@dataclass(frozen=True, eq=False)
class ValidatedPath:
    """A path with what cross-validation says of each penalty.

    Attributes
    ----------
    path : ShrinkagePath
        Of all rows.
    curve : ValidationCurve
        At each of its penalties.
    n_folds : int
    """

    path: ShrinkagePath
    curve: ValidationCurve
    n_folds: int

    @property
    def best(self) -> float:
        """λ of the least cross-validated error."""
        return float(self.path.penalties[self.curve.best])

    @property
    def simplest(self) -> float:
        """The largest λ whose error is within one standard error of the least one."""
        return float(self.path.penalties[self.curve.simplest])


def validated_path(
    data: Dataset,
    mixing: float = 1.0,
    folds: int | ArrayLike = 10,
    *,
    seed: int = 0,
    row_ids: IntArray | None = None,
    penalties: ArrayLike | None = None,
    n_penalties: int = POINTS,
    known: Moments | None = None,
    known_folds: list[Sums] | None = None,
    told: Told | None = None,
) -> ValidatedPath:
    """`shrinkage_path` with its cross-validated errors.

    In every fold the same penalty is laid on the same weights: what features and label are divided by is
    that of all rows, their means are those of the rows that are fitted.

    Parameters
    ----------
    data : Dataset
    mixing, penalties, n_penalties, known
        As in `shrinkage_path`.
    folds : int or array_like of int, shape (n,)
        How many, as even as can be; or the fold of each row, from 0 on.
    seed, row_ids
        As in `make_folds`.
    known_folds : list of Sums, optional
        `sums_by_fold` of the same data and folds, if they are at hand.
    told : callable, optional
        Gets the share that is done.

    Returns
    -------
    ValidatedPath

    Raises
    ------
    ValueError, ProblemError
        As `shrinkage_path`, and if there are fewer rows than folds.
    """
    check_size(data)
    parts = (
        fold_sums(data, folds, seed=seed, row_ids=row_ids, told=_part(told, 0.0, _SHARE_OF_ROWS))
        if known_folds is None
        else known_folds
    )
    share = (1.0 - _SHARE_OF_ROWS) / (len(parts) + 1)
    path = shrinkage_path(
        data,
        mixing,
        penalties=penalties,
        n_penalties=n_penalties,
        known=known,
        told=_part(told, _SHARE_OF_ROWS, share),
    )
    found = np.empty((len(path.penalties), len(parts)))
    for fold, (own, others) in enumerate(zip(parts, without_each(parts), strict=True)):
        weights = path_of_squares(standard_squares(others, path.units), path.mixing, path.penalties)
        found[:, fold] = validation_mse(own, others, path.units, weights)
        if told is not None:
            told(_SHARE_OF_ROWS + share * (fold + 2))
    curve = ValidationCurve(frozen(found), shares_of(parts), frozen(2.0 * path.half_mse))
    return ValidatedPath(path, curve, len(parts))


def fold_sums(
    data: Dataset,
    folds: int | ArrayLike = 10,
    *,
    seed: int = 0,
    row_ids: IntArray | None = None,
    told: Told | None = None,
) -> list[Sums]:
    """`Sums` of each fold, of so many or of the ones that are given.

    Raises
    ------
    ValueError, ProblemError
        As `validated_path`.
    """
    if np.ndim(folds) == 0:
        n_folds: int = folds  # type: ignore[assignment]
        numbers = make_folds(data.n_rows, n_folds, seed=seed, row_ids=row_ids)[0]
    else:
        numbers = np.asarray(folds)
        if numbers.shape != (data.n_rows,) or numbers.dtype.kind not in "iu":
            raise ValueError("There must be a whole number for the fold of each row.")
        if len(np.unique(numbers)) < 2:
            raise ValueError("There are at least two folds.")
    return sums_by_fold(data, numbers, told)


def shares_of(parts: list[Sums]) -> FloatArray:
    """How much each fold weighs among all rows."""
    weights = np.array([part.weight for part in parts])
    return frozen(weights / weights.sum())


def _part(told: Told | None, start: float, share: float) -> Told | None:
    """What tells the progress of a part of the work."""
    return None if told is None else lambda done: told(start + share * done)
