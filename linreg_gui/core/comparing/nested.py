"""Whether what one fit has more than another one explains more than chance would."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.inference.distributions import distributions
from linreg_gui.core.inference.robust import ratio
from linreg_gui.core.project.kept_fit import SPAN_ROWS, KeptFit

# What of orthonormal columns is left beside others, if they are combinations of these.
_ROUNDING = 1e-8


@dataclass(frozen=True)
class NestedTest:
    """F test of a fit against a larger one.

    Attributes
    ----------
    f, p : float
        F is infinite where the larger one leaves no residuals.
    more : int
        How many numbers the larger one has more.
    freedom : int
        Degrees of freedom of its residuals.
    """

    f: float
    p: float
    more: int
    freedom: int


def why_not_comparable(one: KeptFit, other: KeptFit) -> str:
    """Why neither tests nor criteria compare them; empty where they do."""
    if one.label != other.label:
        return f"“{one.name}” predicts {one.label}, and “{other.name}” {other.label}"
    if one.rows != other.rows:
        n, m = one.numbers.rows, other.numbers.rows
        counts = f" ({n:,} against {m:,})" if n != m else ""
        return f"“{one.name}” is fitted to other rows, labels or row weights than “{other.name}”{counts}"
    return ""


def nested_test(one: KeptFit, other: KeptFit) -> NestedTest | None:
    """The F test of the smaller of two fits against the larger one; None where neither holds the other.

    Both are least squares of the same rows, and all that the smaller one can predict the larger one can, too:
    it has every feature of it, or its columns make those of the smaller one up.
    """
    if not (one.is_least_squares and other.is_least_squares) or why_not_comparable(one, other):
        return None
    small, large = (one, other) if len(one.names) <= len(other.names) else (other, one)
    more = len(large.names) - len(small.names)
    if not more or not (_has_columns(small, large) or spans_nested(small, large)):
        return None
    sums = small.numbers.residual_sum, large.numbers.residual_sum
    return f_test(*sums, more, int(large.numbers.freedom))


def spans_nested(small: KeptFit, large: KeptFit) -> bool:
    """Whether columns and bias of one fit are combinations of those of another one of the same rows.

    Notes
    -----
    Where they are, so are any sums over rows of them. Of more random sums than the larger fit has numbers,
    such as `KeptFit.span` holds of orthonormal bases, the converse is true, too, but for a chance of nothing.
    """
    if not small.span.size or not large.span.size:
        return False
    inner, outer = (fit.span.reshape(SPAN_ROWS, -1) for fit in (small, large))
    q = np.linalg.qr(outer)[0]
    left = inner - q @ (q.T @ inner)
    return bool(np.linalg.norm(left) <= _ROUNDING * np.linalg.norm(inner))


def _has_columns(small: KeptFit, large: KeptFit) -> bool:
    """Whether one fit has every feature of another one, to the last digit."""
    return set(small.columns) <= set(large.columns) and small.recipe.has_bias <= large.recipe.has_bias


def f_test(smaller: float, larger: float, more: int, freedom: int) -> NestedTest:
    """The F test of two fits, from their sums of squared residuals.

    Parameters
    ----------
    smaller, larger : float
        Those of the smaller and of the larger model.
    more, freedom : int
        How many numbers the larger one has more, and the degrees of freedom of its residuals.

    Notes
    -----
    (RSS₀ − RSS₁)/(k₁ − k₀) over RSS₁/(n − k₁): Draper and Smith, Applied Regression Analysis (1998), 6.1.
    """
    gained, rest = max(smaller - larger, 0.0) / more, larger / freedom
    f = float(ratio(np.array([gained]), np.array([rest]))[0])
    return NestedTest(f, float(distributions().f.sf(f, more, freedom)), more, freedom)
