"""The operators and functions of expressions over facts: those of formulas, and what texts and sets need.

A fact that is missing makes a comparison neither true nor false, so that nothing is done because of it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from statistics import NormalDist
from typing import Any

import numpy as np

from linreg_gui.core.formulas.functions import ColumnMath
from linreg_gui.core.model.noise import normal_density

_OURS = (ast.Eq, ast.NotEq, ast.In, ast.NotIn, ast.And, ast.Or)


class FactMath(ColumnMath):
    """For values of any length: one number, one text, an array for each row or run, a tuple as a set."""

    takes_lists = True

    def __init__(self) -> None:
        super().__init__(1)
        ours: tuple[Callable[..., Any], ...] = (
            _equal,
            lambda a, b: _negated(_equal(a, b)),
            _among,
            lambda a, b: _negated(_among(a, b)),
            _and,
            _or,
        )
        self.operators.update(zip(_OURS, ours, strict=True))
        more: Mapping[str, Callable[..., Any]] = {
            "density": lambda x, mean, std: (
                normal_density(x, float(mean), float(std)) if std > 0.0 else _nan()
            ),
            "below": _below,
            "near": lambda a, b, tolerance: self.operators[ast.LtE](np.abs(a - b), tolerance),
            "sum": lambda x: self._finite(np.float64(np.sum(there))) if len(there := _there(x)) else _nan(),
            "std": _std,
            "count": lambda x: _told_by(x, np.count_nonzero),
            "any": lambda x: _told_by(x, np.any),
            "all": lambda x: _told_by(x, lambda there: there.size and there.all()),
            "at": _at,
            "size": lambda x: np.float64(len(set(x))),
        }
        self.functions.update(more)


def _nan() -> np.float64:
    return np.float64(np.nan)


def _below(x: Any, mean: Any, std: Any) -> Any:
    if not std > 0.0:
        return _nan()
    share = NormalDist(float(mean), float(std)).cdf
    return np.array([share(value) for value in x]) if np.ndim(x) else np.float64(share(float(x)))


def _there(x: Any) -> Any:
    """The values that are not missing: rows that are excluded have no residual, and do not count."""
    return x[~np.isnan(x)]


def _told_by(x: Any, reduce: Callable[[Any], Any]) -> np.float64:
    """What the values tell that are there; missing where all of them are."""
    there = _there(x)
    return _nan() if x.size and not there.size else np.float64(reduce(there))


def _std(x: Any) -> np.float64:
    there = _there(x)
    return np.float64(np.std(there, ddof=1)) if there.size > 1 else _nan()


def _at(column: Any, row: Any) -> Any:
    place = float(row)
    return column[int(place) - 1] if place.is_integer() and 1 <= place <= len(column) else _nan()


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, np.ndarray) and value.dtype == object)


def _equal(a: Any, b: Any) -> Any:
    if isinstance(a, tuple):
        return np.float64(set(a) == set(b))
    if _is_text(a) or _is_text(b):
        if not isinstance(a, (str, np.ndarray)) or not isinstance(b, (str, np.ndarray)):
            return _nan()  # one of them is missing
        return np.asarray(a == b, dtype=np.float64)[()]
    missing = np.isnan(a) | np.isnan(b)
    return np.where(missing, np.nan, a == b)[()]


def _among(entry: Any, several: Any) -> Any:
    if not isinstance(entry, str) and np.isnan(entry):
        return _nan()
    return np.float64(entry in several)


def _negated(truth: Any) -> Any:
    return 1.0 - truth


def _and(a: Any, b: Any) -> Any:
    """False where one is, whatever the other; missing where that is not known."""
    false = (a == 0.0) | (b == 0.0)
    return np.where(false, 0.0, np.where(np.isnan(a) | np.isnan(b), np.nan, 1.0))[()]


def _or(a: Any, b: Any) -> Any:
    return _negated(_and(_negated(_truth(a)), _negated(_truth(b))))


def _truth(a: Any) -> Any:
    return np.where(np.isnan(a), np.nan, a != 0.0)[()]
