"""Which features to choose, and how many: judged on rows for which they were not chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .best_subset import MOST_COLUMNS, MOST_GROUPS, best_subsets
from .curve import ValidationCurve
from .elimination import Choices, weights_of, whole_matrix
from .stepwise import Sets, backwards, forwards
from .sums import (
    StandardSquares,
    Sums,
    Told,
    standard_squares,
    sums_of,
    units_of,
    validation_mse,
    without_each,
)
from .validated_path import fold_sums, shares_of

Method = Literal["forwards", "backwards", "best"]
METHODS: tuple[Method, ...] = get_args(Method)
# Of features to go forwards or backwards among.
MOST_STEPWISE = 300
_SHARE_OF_ROWS = 0.3


@dataclass(frozen=True, eq=False)
class FeatureSelection:
    """A model of each size, from none of the groups of features on.

    Attributes
    ----------
    method : "forwards", "backwards" or "best"
    feature_names : tuple of str
    group_names : tuple of str
    sets : tuple of tuple of int
        The groups in the model of each size.
    weights : array, shape (m, d)
        In label units per feature unit; 0 for what is not in the model.
    biases : array, shape (m,)
        In label units.
    curve : ValidationCurve
        Of each size. In each fold features are chosen anew, from the rows of the others.
    times_chosen : array of int, shape (m, groups)
        In how many folds each group is in the model of each size.
    """

    method: Method
    feature_names: tuple[str, ...]
    group_names: tuple[str, ...]
    sets: tuple[tuple[int, ...], ...]
    weights: FloatArray
    biases: FloatArray
    curve: ValidationCurve
    times_chosen: IntArray

    @property
    def n_folds(self) -> int:
        """Of the cross-validation."""
        return len(self.curve.fold_shares)

    @property
    def best(self) -> int:
        """The size of the least cross-validated error."""
        return self.curve.best

    @property
    def simplest(self) -> int:
        """The least size whose error is within one standard error of that."""
        return self.curve.simplest

    def names(self, size: int) -> tuple[str, ...]:
        """The groups in the model of a size."""
        return tuple(self.group_names[group] for group in self.sets[size])


def select_features(
    data: Dataset,
    method: Method = "forwards",
    folds: int | ArrayLike = 10,
    *,
    groups: Mapping[str, Sequence[str]] | None = None,
    needs: Mapping[str, Sequence[str]] | None = None,
    seed: int = 0,
    row_ids: IntArray | None = None,
    known: Moments | None = None,
    known_folds: list[Sums] | None = None,
    told: Told | None = None,
) -> FeatureSelection:
    """The best model of each size by least squares, and how well each size does on rows left out.

    Parameters
    ----------
    data : Dataset
    method : "forwards", "backwards" or "best"
        Always the one feature more that leaves the least squared error; always without the one that is
        missed least; or the best of all subsets of each size, of at most 20 groups.
    folds : int or array_like of int, shape (n,)
        How many, as even as can be; or the fold of each row, from 0 on.
    groups : mapping from str to sequence of str, optional
        Features that go in and out together, such as the columns of 0 and 1 of a category, by the name of
        the group; each feature is in one. By default every feature goes by itself.
    needs : mapping from str to sequence of str, optional
        Groups that must be in the model wherever one is, such as those that a product is made of.
    seed, row_ids
        As in `make_folds`.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.
    known_folds : list of Sums, optional
        What is known of the same folds.
    told : callable, optional
        Gets the share that is done.

    Returns
    -------
    FeatureSelection

    Raises
    ------
    ValueError
        If an argument is out of its range, or the groups do not hold each feature once.
    ProblemError
        If there are too many features or too few rows, the label is constant, or the numbers are too large
        or too small to be squared.

    Notes
    -----
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), sections 3.3 and 7.10.2: the
    choice itself is made in each fold, or the error would look smaller than it is on new rows. Intervals of
    the model that is chosen are too narrow, as they know nothing of the choice.

    All comes from moments, so that errors less than 1e-7 standard deviations of the label are rounding, and a
    feature that others tell but for 1e-11 of its square counts as a combination of them.
    """
    if method not in METHODS:
        raise ValueError(f"The method is “forwards”, “backwards” or “best”, not “{method}”.")
    names, choices = _choices(data, groups, needs)
    _check_size(method, choices)
    parts = known_folds
    if parts is None:
        rows_told = None if told is None else lambda done: told(_SHARE_OF_ROWS * done)
        parts = fold_sums(data, folds, seed=seed, row_ids=row_ids, told=rows_told)
    sums = sums_of(data, known)
    units = units_of(data, sums)
    most = data.n_rows - max(part.n_rows for part in parts) - int(data.has_bias) - 1
    if most < 1:
        raise ProblemError(
            f"{counted(data.n_rows, 'row')} leave too few in a fold to choose features by.",
            ProblemKind.TOO_FEW_ROWS,
        )
    choices = replace(choices, most_columns=most)
    if method == "backwards" and data.n_features > most:
        raise ProblemError(
            f"Going backwards begins with all {counted(data.n_features, 'feature')}, and there are too few "
            "rows for that: go forwards.",
            ProblemKind.TOO_FEW_ROWS,
        )
    step = (1.0 - _SHARE_OF_ROWS) / (len(parts) + 1)

    def chosen(squares: StandardSquares, run: int) -> Sets:
        check_wanted()
        start = _SHARE_OF_ROWS + run * step
        return _sets(
            method, squares, choices, None if told is None else lambda done: told(start + step * done)
        )

    squares = standard_squares(sums, units)
    sets = chosen(squares, 0)
    fitted = _weights(squares, choices, sets)
    by_fold, errors = [sets], []
    for run, (own, others) in enumerate(zip(parts, without_each(parts), strict=True), 1):
        of_others = standard_squares(others, units)
        by_fold.append(chosen(of_others, run))
        errors.append(validation_mse(own, others, units, _weights(of_others, choices, by_fold[-1])))
    m = min(map(len, by_fold))
    times = np.zeros((m, len(choices.columns)), dtype=np.int64)
    for fold_sets in by_fold[1:]:
        for size in range(m):
            times[size, list(fold_sets[size])] += 1
    weights = fitted[:m] * (units.label / units.features)
    means = sums.mean + sums.rounding
    return FeatureSelection(
        method=method,
        feature_names=data.feature_names,
        group_names=names,
        sets=tuple(sets[:m]),
        weights=frozen(weights),
        biases=frozen(means[-1] - weights @ means[:-1]),
        curve=ValidationCurve(
            frozen(np.stack([error[:m] for error in errors], axis=1)),
            shares_of(parts),
            frozen(squares.mean_squares(fitted[:m]) * units.label**2),
        ),
        times_chosen=frozen(times),
    )


def _sets(method: Method, squares: StandardSquares, choices: Choices, told: Told | None) -> Sets:
    matrix = whole_matrix(squares)
    if method == "best":
        return best_subsets(matrix, choices, told)
    found = forwards(matrix, choices) if method == "forwards" else backwards(matrix, choices)
    if told is not None:
        told(1.0)
    return found


def _weights(squares: StandardSquares, choices: Choices, sets: Sets) -> FloatArray:
    """Standardised weights of least squares for each of some sets, shape (m, d)."""
    return np.stack([weights_of(squares, choices.features(groups)) for groups in sets])


def _choices(
    data: Dataset, groups: Mapping[str, Sequence[str]] | None, needs: Mapping[str, Sequence[str]] | None
) -> tuple[tuple[str, ...], Choices]:
    """The names of the groups, and what may go in and out."""
    if groups is None:
        groups = {name: (name,) for name in data.feature_names}
    place = {name: j for j, name in enumerate(data.feature_names)}
    held = [name for members in groups.values() for name in members]
    if sorted(held) != sorted(data.feature_names) or not all(groups.values()):
        raise ValueError("The groups must hold each feature once, and none may be empty.")
    names = tuple(groups)
    at = {name: g for g, name in enumerate(names)}
    needed = {} if needs is None else needs
    if not {*needed, *(need for all_needs in needed.values() for need in all_needs)} <= {*names}:
        raise ValueError("Only groups can be needed, or need others.")
    columns = tuple(np.array([place[name] for name in groups[group]], dtype=np.int64) for group in names)
    found = tuple(_all_needs(group, needed) for group in names)
    return names, Choices(
        columns, tuple(frozenset(at[need] for need in one) for one in found), data.n_features
    )


def _all_needs(group: str, needs: Mapping[str, Sequence[str]]) -> set[str]:
    """What a group needs, and what that needs."""
    found, left = set[str](), list(needs.get(group, ()))
    while left:
        need = left.pop()
        if need == group:
            raise ValueError(f"“{group}” cannot need itself.")
        if need not in found:
            found.add(need)
            left += needs.get(need, ())
    return found


def _check_size(method: Method, choices: Choices) -> None:
    n_groups, n_features = len(choices.columns), sum(choices.widths)
    if method == "best" and (n_groups > MOST_GROUPS or n_features > MOST_COLUMNS):
        raise ProblemError(
            f"The best subset is sought among at most {MOST_GROUPS} terms that make {MOST_COLUMNS} features, "
            f"and these are {counted(n_groups, 'term')} that make {n_features:,}: go forwards or backwards.",
            ProblemKind.TOO_LARGE,
        )
    if n_features > MOST_STEPWISE:
        raise ProblemError(
            f"Features are chosen among at most {MOST_STEPWISE}, and these are {n_features:,}: the lasso "
            "takes more.",
            ProblemKind.TOO_LARGE,
        )
