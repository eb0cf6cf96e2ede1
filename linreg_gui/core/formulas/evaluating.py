"""Computes the column that a formula gives for a table, and counts the cells that could not be computed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.cells.values import numeric_columns, numeric_values
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .functions import FUNCTIONS, ColumnMath
from .parsing import ANY_KIND, parse
from .tree import value_of


@dataclass(frozen=True, eq=False)
class Computed:
    """What a formula gives.

    Attributes
    ----------
    values : FloatArray, shape (rows,)
        Missing (NaN) where nothing could be computed.
    failures : mapping from reason to number of cells
        Cells that are missing though what they are computed from is not; a cell may have two reasons.
    n_failed : int
        How many such cells there are.
    """

    values: FloatArray
    failures: Mapping[str, int]
    n_failed: int

    @property
    def sentence(self) -> str:
        """Such as “12 cells could not be computed: log of 0 or less.”; empty if all could."""
        if not self.n_failed:
            return ""
        one = len(self.failures) == 1
        reasons = ", ".join(r if one else f"{r} ({n:,})" for r, n in self.failures.items())
        return f"{counted(self.n_failed, 'cell')} could not be computed: {reasons}."


def check(formula: str, frame: pd.DataFrame) -> None:
    """Raise a ProblemError with a sentence where a formula does not suit a table."""
    for placeholder, name in parse(formula).names.items():
        if name not in frame.columns:
            raise _no_column(name, frame)
        needs_numbers = not placeholder.startswith(ANY_KIND) and frame[name].notna().any()
        if needs_numbers and not _holds_numbers(frame, name):
            raise ProblemError(
                f"“{name}” holds no numbers, so nothing can be computed from it.", ProblemKind.FORMULA
            )


def compute(formula: str, frame: pd.DataFrame) -> Computed:
    """Evaluate a formula for every row of a table, and count what could not be computed.

    Parameters
    ----------
    formula : str
        Such as ``log(price) - log(area)``; names that are no plain words stand in backquotes.
    frame : pandas.DataFrame

    Returns
    -------
    Computed

    Raises
    ------
    ProblemError
        If it is no formula, or names a column that does not exist.
    """
    parsed = parse(formula)
    for name in parsed.columns:
        if name not in frame.columns:
            raise _no_column(name, frame)
    columns = {placeholder: _cells(frame, name, placeholder) for placeholder, name in parsed.names.items()}
    math_of_columns = ColumnMath(len(frame))
    with np.errstate(all="ignore"):
        result = value_of(parsed.tree, columns, math_of_columns)
    values = np.array(np.broadcast_to(result, (len(frame),)), dtype=np.float64)
    missing = np.isnan(values)
    failed = {reason: missing & rows for reason, rows in math_of_columns.failures.rows.items()}
    either = np.logical_or.reduce(list(failed.values())) if failed else np.zeros(0, dtype=bool)
    counts = {reason: int(rows.sum()) for reason, rows in failed.items() if rows.any()}
    return Computed(frozen(values), counts, int(either.sum()))


def evaluate(formula: str, frame: pd.DataFrame) -> pd.Series:
    """The float64 column that a formula gives; missing where nothing could be computed.

    Raises
    ------
    ProblemError
        As `compute`.
    """
    return pd.Series(compute(formula, frame).values, index=frame.index, copy=False)


def is_in_row(formula: str) -> bool:
    """Whether a row alone tells what the formula gives in it, without the rest of the columns."""
    calls = [node for node in ast.walk(parse(formula).tree) if isinstance(node, ast.Call)]
    return all(_is_in_row(call) for call in calls)


def is_by_place(formula: str) -> bool:
    """Whether what the formula gives depends on the order of the rows."""
    calls = [node.func for node in ast.walk(parse(formula).tree) if isinstance(node, ast.Call)]
    return any(FUNCTIONS[call.id].by_place for call in calls if isinstance(call, ast.Name))


def _is_in_row(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    of_column = name in ("min", "max") and len(call.args) == 1
    return FUNCTIONS[name].in_row and not of_column


def _holds_numbers(frame: pd.DataFrame, name: str) -> bool:
    return frame[name].dtype.kind == "b" or bool(numeric_columns(frame[[name]]))


def _cells(frame: pd.DataFrame, name: str, placeholder: str) -> FloatArray:
    """The numbers of a column; 0 where there is a text of which only that is asked."""
    if placeholder.startswith(ANY_KIND) and not _holds_numbers(frame, name):
        return np.where(frame[name].isna(), np.nan, 0.0)
    return numeric_values(frame[name])


def _no_column(name: str, frame: pd.DataFrame) -> ProblemError:
    if name in FUNCTIONS:
        return ProblemError(f"{name} is a function: write {FUNCTIONS[name].signature}.", ProblemKind.FORMULA)
    known = ", ".join(map(str, frame.columns[:20]))
    return ProblemError(f"There is no column “{name}”. The columns are: {known}.", ProblemKind.FORMULA)
