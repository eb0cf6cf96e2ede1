"""The rows of a table for which a condition holds, such as ``area > 200 and town == "Ulm"``."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.cells.column_types import ColumnType, column_type
from linreg_gui.core.cells.dates import dates_of
from linreg_gui.core.cells.values import column_named, date_values
from linreg_gui.core.formulas.evaluating import compute_parsed, no_column
from linreg_gui.core.formulas.parsing import ANY_KIND, TextTest, parse
from linreg_gui.core.formulas.tokens import quoted
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, is_or_are

from .categories import levels_of
from .row_set import RowSet

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, eq=False)
class FoundRows:
    """The rows for which a condition holds.

    Attributes
    ----------
    rows : RowSet
    n_unknown : int
        Rows in which a cell is missing that the condition needs, so that it holds in none of them.
    remarks : tuple of str
        Sentences about texts that are in no row.
    """

    rows: RowSet
    n_unknown: int
    remarks: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """How many rows it holds for, and what else there is to be said."""
        parts = [f"The condition holds for {counted(len(self.rows), 'row')}."]
        if self.n_unknown:
            cells = "a cell that it needs is missing or could not be computed"
            are = is_or_are(self.n_unknown)
            parts.append(f"{counted(self.n_unknown, 'row')} {are} left out, as {cells}.")
        return " ".join([*parts, *self.remarks])


def rows_where(condition: str, frame: pd.DataFrame, counted: BoolArray | None = None) -> FoundRows:
    """The rows of a table for which a condition holds.

    Parameters
    ----------
    condition : str
        A formula that compares, by ==, !=, <, <=, >, >=, ``and``, ``or`` and ``not``. Besides numbers,
        columns of texts may be compared with a text in quotes, by == and !=, and columns of dates with a
        date. Blanks around the text of a cell do not count, its case does.
    frame : pandas.DataFrame
    counted : array of bool, shape (rows,), optional
        The rows that means and the like are taken over; by default all.

    Raises
    ------
    ProblemError
        If it is no condition, names a column that does not exist, or compares what cannot be compared.
    """
    parsed = parse(condition, texts=True)
    for name in parsed.columns:
        if name not in frame.columns:
            raise no_column(name, frame)
    for holder, name in parsed.names.items():
        if not holder.startswith(ANY_KIND):
            _refuse_texts(frame, name)
    found = {holder: _tested(test, frame) for holder, test in parsed.tests.items()}
    values = compute_parsed(
        parsed, frame, {holder: test[0] for holder, test in found.items()}, counted
    ).values
    known = ~np.isnan(values)
    if not np.isin(values[known], (0.0, 1.0)).all():
        raise ProblemError(
            "This gives numbers, not yes or no: compare something, such as x > 2.", ProblemKind.FORMULA
        )
    rows = RowSet.of_ascending_rows(np.flatnonzero(known & (values == 1.0)))
    remarks = tuple(dict.fromkeys(remark for _, remark in found.values() if remark))
    return FoundRows(rows, int(np.count_nonzero(~known)), remarks)


def _refuse_texts(frame: pd.DataFrame, name: str) -> None:
    """Where a column of texts is asked for more than whether its cells are there."""
    column = column_named(frame, name)
    kind = column_type(column)
    if kind is ColumnType.NUMBER or column.dtype.kind == "b":
        return
    if column.notna().any():
        what, example = ("dates", "2024-12-31") if kind is ColumnType.DATE else ("texts", "…")
        raise ProblemError(
            f'“{name}” holds {what}: compare it with one in quotes, such as {quoted(name)} == "{example}".',
            ProblemKind.FORMULA,
        )


def _tested(test: TextTest, frame: pd.DataFrame) -> tuple[FloatArray, str]:
    """1 and 0 for each row, missing where its cell is, and what is to be said of it."""
    column = column_named(frame, test.column)
    kind = column_type(column)
    if kind is ColumnType.DATE:
        return _date_tested(test, column), ""
    if kind is ColumnType.NUMBER:
        raise ProblemError(
            f"“{test.column}” holds numbers: compare it with a number without quotes, such as "
            f"{quoted(test.column)} {test.sign} 2.",
            ProblemKind.FORMULA,
        )
    if test.sign not in ("==", "!="):
        raise ProblemError(
            f"“{test.column}” holds texts, which can be compared by == and != only.", ProblemKind.FORMULA
        )
    levels, text = levels_of(column), test.text.strip()
    place = levels.texts.index(text) if text in levels.texts else len(levels.texts)
    holds = _COMPARE[test.sign](levels.codes, place)
    return np.where(levels.codes < 0, np.nan, holds), "" if place < len(levels.texts) else _nowhere(
        text, test.column, levels.texts
    )


def _nowhere(text: str, column: str, texts: tuple[str, ...]) -> str:
    """That no row has a text, and what may have been meant."""
    alike = [other for other in texts if other.casefold() == text.casefold()]
    meant = f": did you mean “{alike[0]}”?" if alike else "."
    return f"No row has “{text}” in “{column}”{meant}"


def _date_tested(test: TextTest, column: pd.Series) -> FloatArray:
    meant = dates_of(pd.Series([test.text], dtype="str")).values
    if meant.isna().any():
        raise ProblemError(
            f"“{test.column}” holds dates, and “{test.text}” is none: write year, month and day, such as "
            '"2024-12-31".',
            ProblemKind.FORMULA,
        )
    days = date_values(column)
    return np.where(np.isnan(days), np.nan, _COMPARE[test.sign](days, date_values(meant)[0]))
