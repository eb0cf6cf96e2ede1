"""Sequential analysis of variance: what each term explains beyond those before it. Nothing here fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.wording import counted

from .checked_fit import CheckedFit, checked_fit
from .distributions import distributions
from .robust import ratio


@dataclass(frozen=True, eq=False)
class Anova:
    """One row per term, in the order of the features; the residuals have numbers of their own.

    Attributes
    ----------
    terms : tuple of str
    degrees_of_freedom : array of int, shape (k,)
        How many features each term has.
    sum_of_squares, mean_square : array, shape (k,)
        What the term takes from the residual sum of squares when it is added to those before it, in squared
        label units; and that per degree of freedom.
    f, p : array, shape (k,)
        Test that the term explains nothing more, against the residuals of the whole model.
    residual_degrees_of_freedom : int
    residual_sum_of_squares : float
    """

    terms: tuple[str, ...]
    degrees_of_freedom: IntArray
    sum_of_squares: FloatArray
    mean_square: FloatArray
    f: FloatArray
    p: FloatArray
    residual_degrees_of_freedom: int
    residual_sum_of_squares: float


def sequential_anova(
    data: Dataset,
    fit: Fit | CheckedFit | None = None,
    *,
    terms: Sequence[str] | None = None,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
) -> Anova:
    """`Anova` with sums of squares of type I, as R's ``anova`` gives them: the order of features matters.

    Parameters
    ----------
    data, fit, row_weights, fit_bias
        As in `infer`.
    terms : sequence of str, optional
        The term each feature belongs to, neighbours of one name together; by default each is its own. For
        the levels of a category: ``[source.column for source in ledger.sources]``.

    Raises
    ------
    ValueError, ProblemError
        As `infer`, and if there are not as many terms as features or one comes in two places.

    Notes
    -----
    The squares of Qᵀy (Chambers and Hastie, Statistical Models in S, 1992, chapter 5).
    """
    checked = checked_fit(data, fit, row_weights, fit_bias)
    names = _term_names(checked.data.feature_names, terms)
    sizes = np.array([len(list(group)) for _, group in groupby(names)])
    starts = np.r_[0, np.cumsum(sizes)[:-1]]
    stats = distributions()
    with quiet_overflow():
        effects = checked.effects()[checked.design.first :]
        squares = np.add.reduceat(effects**2, starts) * checked.unit
        rest = checked.residual_sum * checked.unit
        mean_square = squares / sizes
        f = ratio(mean_square, np.full(len(sizes), rest / checked.freedom))
    within_range(squares, "sums of squares")
    return Anova(
        terms=tuple(name for name, _ in groupby(names)),
        degrees_of_freedom=frozen(sizes),
        sum_of_squares=frozen(squares),
        mean_square=frozen(mean_square),
        f=frozen(f),
        p=frozen(stats.f.sf(f, sizes, checked.freedom)),
        residual_degrees_of_freedom=checked.freedom,
        residual_sum_of_squares=rest,
    )


def _term_names(features: Sequence[str], terms: Sequence[str] | None) -> list[str]:
    names = [str(name) for name in (features if terms is None else terms)]
    if len(names) != len(features):
        raise ValueError(
            f"There are {counted(len(names), 'term')} named for {counted(len(features), 'feature')}."
        )
    runs = [name for name, _ in groupby(names)]
    for name in runs:
        if runs.count(name) > 1:
            raise ValueError(f"The features of the term “{name}” must stand side by side.")
    return names
