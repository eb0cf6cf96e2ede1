"""Computes the column that a formula gives for a table, and counts the cells that could not be computed."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, frozen
from linreg_gui.core.cells.values import numeric_columns, numeric_values
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE, with_rests
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .functions import FUNCTIONS, ColumnMath
from .parsing import ANY_KIND, Parsed, parse
from .tree import value_of
from .whole_math import Number, WholeMath, holds_wholes, is_whole, wide_column, wide_number


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
    column : Series, shape (rows,)
        The values, of whole numbers where float64 does not hold them; its index counts the rows.
    n_rounded : int
        Cells that come from a whole number with more digits than float64 holds, or should be one.
    """

    values: FloatArray
    failures: Mapping[str, int]
    n_failed: int
    column: pd.Series
    n_rounded: int = 0

    @property
    def sentence(self) -> str:
        """Such as “12 cells could not be computed: log of 0 or less.”; empty if nothing is to be told."""
        parts = []
        if self.n_failed:
            one = len(self.failures) == 1
            reasons = ", ".join(r if one else f"{r} ({n:,})" for r, n in self.failures.items())
            parts.append(f"{counted(self.n_failed, 'cell')} could not be computed: {reasons}.")
        if self.n_rounded:
            were = "was" if self.n_rounded == 1 else "were"
            parts.append(f"{counted(self.n_rounded, 'number')} {were} rounded to 16 digits.")
        return " ".join(parts)


def check(formula: str, frame: pd.DataFrame) -> None:
    """Raise a ProblemError with a sentence where a formula does not suit a table."""
    for placeholder, name in parse(formula).names.items():
        if name not in frame.columns:
            raise no_column(name, frame)
        needs_numbers = not placeholder.startswith(ANY_KIND) and frame[name].notna().any()
        if needs_numbers and not _holds_numbers(frame, name):
            raise ProblemError(
                f"“{name}” holds no numbers, so nothing can be computed from it.", ProblemKind.FORMULA
            )


def compute(formula: str, frame: pd.DataFrame, counted: BoolArray | None = None) -> Computed:
    """Evaluate a formula for every row of a table, and count what could not be computed.

    Parameters
    ----------
    formula : str
        Such as ``log(price) - log(area)``; names that are no plain words stand in backquotes.
    frame : pandas.DataFrame
    counted : array of bool, shape (rows,), optional
        The rows that means and the like are taken over; by default all. The others are computed, too.

    Returns
    -------
    Computed

    Raises
    ------
    ProblemError
        If it is no formula, or names a column that does not exist.
    """
    return compute_parsed(parse(formula), frame, counted=counted)


def compute_parsed(
    parsed: Parsed,
    frame: pd.DataFrame,
    tests: Mapping[str, FloatArray] | None = None,
    counted: BoolArray | None = None,
) -> Computed:
    """`compute` for a formula that was read, with what its tests of texts give in each row."""
    for name in parsed.columns:
        if name not in frame.columns:
            raise no_column(name, frame)
    exactly = bool(parsed.numbers) or any(holds_wholes(frame[name]) for name in parsed.columns)
    if not exactly:
        math_of_columns = ColumnMath(len(frame), counted)
        columns = {holder: _cells(frame, name, holder) for holder, name in parsed.names.items()}
        columns |= tests or {}
        values = _values(parsed, columns, math_of_columns)
        if not (_reaches_beyond(values) and all(is_whole(column) for column in columns.values())):
            return _told(math_of_columns, values, pd.Series(values, copy=False), 0)
    whole_math = WholeMath(len(frame), counted)
    numbers = {holder: _wide_cells(frame, name, holder) for holder, name in parsed.names.items()}
    numbers |= {holder: wide_number(number) for holder, number in parsed.numbers.items()}
    numbers |= tests or {}
    with np.errstate(all="ignore"):
        kept = whole_math.kept(value_of(parsed.tree, numbers, whole_math))
    column = pd.Series(kept.hi, copy=False) if kept.lo is None else with_rests(kept.hi, kept.lo)
    return _told(whole_math, kept.hi, column, int(whole_math.rounded.sum()))


def _values(parsed: Parsed, columns: Mapping[str, FloatArray], math_of_columns: ColumnMath) -> FloatArray:
    with np.errstate(all="ignore"):
        result = value_of(parsed.tree, columns, math_of_columns)
    return np.array(np.broadcast_to(result, (math_of_columns.n_rows,)), dtype=np.float64)


def _reaches_beyond(values: FloatArray) -> bool:
    """Whether there is a number from 2⁵³ on, which may stand for others."""
    ends = np.fmax.reduce(values, initial=0.0), np.fmin.reduce(values, initial=0.0)
    return bool(max(ends[0], -ends[1]) >= LARGEST_SAFE)


def _told(math_of_columns: ColumnMath, values: FloatArray, column: pd.Series, n_rounded: int) -> Computed:
    """The outcome with the cells counted that could not be computed."""
    missing = np.isnan(values)
    failed = {reason: missing & rows for reason, rows in math_of_columns.failures.rows.items()}
    either = np.logical_or.reduce(list(failed.values())) if failed else np.zeros(0, dtype=bool)
    counts = {reason: int(rows.sum()) for reason, rows in failed.items() if rows.any()}
    return Computed(frozen(values), counts, int(either.sum()), column, n_rounded)


def evaluate(formula: str, frame: pd.DataFrame) -> pd.Series:
    """The column that a formula gives, of float64 if that holds it; missing where nothing was computed.

    Raises
    ------
    ProblemError
        As `compute`.
    """
    return compute(formula, frame).column.set_axis(frame.index)


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


def _wide_cells(frame: pd.DataFrame, name: str, placeholder: str) -> Number:
    if placeholder.startswith(ANY_KIND) and not _holds_numbers(frame, name):
        return _cells(frame, name, placeholder)
    return wide_column(frame[name])


def no_column(name: str, frame: pd.DataFrame) -> ProblemError:
    """That a formula names a column that does not exist."""
    if name in FUNCTIONS:
        return ProblemError(f"{name} is a function: write {FUNCTIONS[name].signature}.", ProblemKind.FORMULA)
    known = ", ".join(map(str, frame.columns[:20]))
    return ProblemError(f"There is no column “{name}”. The columns are: {known}.", ProblemKind.FORMULA)
