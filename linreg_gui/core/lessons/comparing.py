"""Formulas compared as functions: at seeded points, so that only what they give counts, not how they look."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.formulas.functions import FUNCTIONS, ColumnMath
from linreg_gui.core.formulas.parsing import Parsed, parse
from linreg_gui.core.formulas.tokens import Kind, tokens_of
from linreg_gui.core.formulas.tree import value_of
from linreg_gui.core.problem import ProblemError, ProblemKind

_POINTS, _SEED = 64, 20
# Of the size of the values: what rounding may make of another way to write the same.
_APART = 1e-9
_LEAST_SHARE = 0.5


def check_formula(formula: str, variables: Mapping[str, tuple[float, float]]) -> None:
    """Raise a ProblemError where a formula has other names than the variables, or cannot be compared."""
    values = _values(formula, variables)
    if np.isfinite(values).mean() < _LEAST_SHARE:
        raise ProblemError("The formula has no value for most numbers of its variables.", ProblemKind.FORMULA)


def same_function(one: str, other: str, variables: Mapping[str, tuple[float, float]]) -> bool:
    """Whether two formulas give the same at points drawn between the ends of each variable.

    Raises
    ------
    ProblemError
        If one of them is no formula of these variables.
    """
    a, b = _values(one, variables), _values(other, variables)
    there = np.isfinite(a)
    if not np.array_equal(there, np.isfinite(b)) or there.mean() < _LEAST_SHARE:
        return False
    size = float(np.max(np.abs(a[there])))
    return bool(np.all(np.abs(a[there] - b[there]) <= _APART * np.maximum(np.abs(a[there]), 1e-3 * size)))


def _values(formula: str, variables: Mapping[str, tuple[float, float]]) -> FloatArray:
    parsed = _parsed(formula, variables)
    generator = np.random.default_rng(_SEED)
    drawn = {name: generator.uniform(*ends, size=_POINTS) for name, ends in variables.items()}
    columns = {holder: drawn[name] for holder, name in parsed.names.items()}
    columns |= {holder: np.full(_POINTS, float(number)) for holder, number in parsed.numbers.items()}
    with np.errstate(all="ignore"):
        result = value_of(parsed.tree, columns, ColumnMath(_POINTS))
    return np.array(np.broadcast_to(result, (_POINTS,)), dtype=np.float64)


def _parsed(formula: str, variables: Mapping[str, tuple[float, float]]) -> Parsed:
    parsed = parse(formula)
    unknown = [name for name in parsed.names.values() if name not in variables]
    if unknown:
        known = ", ".join(variables) or "none"
        raise ProblemError(f"“{unknown[0]}” is none of the variables: {known}.", ProblemKind.FORMULA)
    for token in tokens_of(formula):
        if token.kind is Kind.FUNCTION and not FUNCTIONS[token.value].in_row:
            raise ProblemError(f"“{token.value}” is about a column: here stand numbers.", ProblemKind.FORMULA)
    return parsed
