"""How many columns the terms of a model make, and in which of them a category has all of its levels.

A category has a column less than levels where a term that comes before tells the rest, as in R.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from linreg_gui.core.cancellation import check_wanted

from .term import Factor, FactorKind, Term

MOST_COLUMNS = 2_000

IsCategory = Callable[[Factor], bool]


def full_codings(
    terms: Sequence[Term], is_category: IsCategory, has_bias: bool = True
) -> tuple[frozenset[Factor], ...]:
    """For each term those of its categories that have a column for each of their levels.

    Parameters
    ----------
    terms : sequence of Term
        In order, see `in_order`.
    is_category : callable
        Whether a factor is a category.
    has_bias : bool

    Notes
    -----
    The rule is that of ``model.matrix`` of R: a category in a term is compared with its reference level if
    the term without it is a part of one that came before, or is nothing. Without a bias the first category of
    the first term that has one has all of its levels.
    """
    found: list[set[Factor]] = []
    for place, term in enumerate(terms):
        check_wanted()
        full = set()
        for factor in term.factors:
            rest = term.key - {factor}
            if is_category(factor) and rest and not any(rest <= other.key for other in terms[:place]):
                full.add(factor)
        found.append(full)
    if not has_bias:
        first = next(((k, f) for k, term in enumerate(terms) for f in term.factors if is_category(f)), None)
        if first is not None:
            found[first[0]].add(first[1])
    return tuple(map(frozenset, found))


def column_counts(terms: Sequence[Term], levels: Mapping[Factor, int], has_bias: bool = True) -> list[int]:
    """How many columns each term makes, where the categories have so many levels."""
    codings = full_codings(terms, levels.__contains__, has_bias)
    return [
        math.prod(_columns(factor, levels, full) for factor in term.factors)
        for term, full in zip(terms, codings, strict=True)
    ]


def _columns(factor: Factor, levels: Mapping[Factor, int], full: frozenset[Factor]) -> int:
    if factor in levels:
        return levels[factor] - (factor not in full)
    return factor.degree if factor.kind is FactorKind.POLYNOMIAL else 1
