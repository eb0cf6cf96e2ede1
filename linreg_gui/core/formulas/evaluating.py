"""Computes the column that a formula gives: simpleeval with operators and functions on whole columns."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from simpleeval import SimpleEval

from linreg_gui.core.arrays import FloatArray, counted, frozen
from linreg_gui.core.cells.values import numeric_columns, numeric_values
from linreg_gui.core.problem import ProblemError

from .functions import FUNCTIONS, ColumnMath, Value
from .parsing import ANY_KIND, parse


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
            raise ProblemError(f"“{name}” holds no numbers, so nothing can be computed from it.", "formula")


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
        result = _Evaluator(math_of_columns, columns).eval(formula, parsed.tree)
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


def _is_in_row(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    of_column = name in ("min", "max") and len(call.args) == 1
    return FUNCTIONS[name].in_row and not of_column


class _Evaluator(SimpleEval):  # type: ignore[misc]
    """For whole columns: truth values are columns too, so nothing is decided by a Python ``if``."""

    def __init__(self, column_math: ColumnMath, columns: Mapping[str, Value]) -> None:
        super().__init__(operators=column_math.operators, functions=column_math.functions, names=columns)
        self.nodes = {
            ast.Name: lambda node: columns[node.id],
            ast.Constant: lambda node: np.float64(node.value),
            ast.UnaryOp: self._eval_unaryop,
            ast.BinOp: self._eval_binop,
            ast.BoolOp: self._eval_boolop,
            ast.Compare: self._eval_compare,
            ast.Call: self._eval_call,
        }

    def _eval_boolop(self, node: ast.BoolOp) -> Any:
        result = self._eval(node.values[0])
        for value in node.values[1:]:
            result = self.operators[type(node.op)](result, self._eval(value))
        return result

    def _eval_compare(self, node: ast.Compare) -> Any:
        values = [self._eval(value) for value in (node.left, *node.comparators)]
        pairs = zip(node.ops, values, values[1:], strict=False)
        results = [self.operators[type(operator)](left, right) for operator, left, right in pairs]
        result = results[0]
        for other in results[1:]:
            result = self.operators[ast.And](result, other)
        return result


def _holds_numbers(frame: pd.DataFrame, name: str) -> bool:
    return frame[name].dtype.kind == "b" or bool(numeric_columns(frame[[name]]))


def _cells(frame: pd.DataFrame, name: str, placeholder: str) -> FloatArray:
    """The numbers of a column; 0 where there is a text of which only that is asked."""
    if placeholder.startswith(ANY_KIND) and not _holds_numbers(frame, name):
        return np.where(frame[name].isna(), np.nan, 0.0)
    return numeric_values(frame[name])


def _no_column(name: str, frame: pd.DataFrame) -> ProblemError:
    if name in FUNCTIONS:
        return ProblemError(f"{name} is a function: write {FUNCTIONS[name].signature}.", "formula")
    known = ", ".join(map(str, frame.columns[:20]))
    return ProblemError(f"There is no column “{name}”. The columns are: {known}.", "formula")
