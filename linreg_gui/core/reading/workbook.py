"""Reading a table from a sheet of an Excel or OpenDocument workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.chosen_type import as_chosen
from linreg_gui.core.cells.column_types import ColumnType, NoType
from linreg_gui.core.cells.number_style import text_missing_tokens
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.whole_numbers import MOST_DIGITS, is_wide, numbers_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemKind

from .column_names import unique_names
from .counted_workbook import CountedWorkbook
from .findings import Finding
from .footer import LOOKED_AT, footer_finding
from .header import find_names
from .layout_findings import names_finding, units_finding
from .options import ReadOptions
from .text_file import file_problem
from .units import find_units, named_units, units_in

# Rows in which the names of the columns are looked for.
_SAMPLE_ROWS = 500
_EXAMPLES = 3
_ROWS_TYPED = 5
_LONG = re.compile("[+-]?[0-9]{16,}")
Columns: TypeAlias = "list[tuple[pd.Series, ColumnNote]]"


@dataclass(frozen=True, eq=False)
class Cells:
    """A table of typed cells.

    Attributes
    ----------
    columns : list of (pandas.Series, ColumnNote)
    sheet : str
        The sheet it is from.
    sheets : tuple of str
        All sheets there are.
    header : bool
        Whether the first row held names.
    findings : tuple of Finding
    units : mapping from column name to str
    """

    columns: Columns
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    header: bool = True
    findings: tuple[Finding, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)


def read_sheet(path: Path, options: ReadOptions, most: int | None = None, limited: bool = False) -> Cells:
    """The columns of a sheet.

    Cells are taken as the workbook has them: a number is a number, everything else a text; dates as in
    2026-05-31. The examples of a note tell the row of the sheet, counted from 1.

    Parameters
    ----------
    path : Path
    options : ReadOptions
        Without a sheet, the first one that holds anything is taken.
    most : int, optional
        Read no more rows than this.
    limited : bool
        Whether this process may take no more memory than there is.

    Raises
    ------
    ProblemError
        If the file is damaged, would not fit into memory, has no such sheet, or holds no row.
    NeedsLimit
        If it may take more than can be told beforehand, and no limit holds.
    """
    book = CountedWorkbook(path, limited)
    for name in book.sheets if options.sheet is None else [options.sheet]:
        numbered = _rows(book, name, options.skip_rows, most)
        if numbered:
            break
    else:
        where = "" if options.sheet is None else f" in “{options.sheet}”"
        raise file_problem(path, f"holds no row{where}", ProblemKind.EMPTY)
    is_whole = most is None or len(numbered) < most
    if options.skip_footer and is_whole:
        numbered = numbered[: -options.skip_footer]
    cells = _as_columns(path, name, numbered, options)
    strays = book.strays(name)
    told = cells.findings if strays is None else (strays.finding, *cells.findings)
    return replace(cells, findings=told, sheets=tuple(book.sheets))


def _as_columns(
    path: Path, sheet: str, numbered: Sequence[tuple[int, list[Any]]], options: ReadOptions
) -> Cells:
    """The names, the units and the columns in the rows of a sheet, each with its number there."""
    tokens, choices = options.missing_tokens, options.type_choices
    texts = [[cell_text(cell) for cell in row] for _, row in numbered[:_SAMPLE_ROWS]]
    found = find_names(texts, tokens, _only_first_iscell_text(numbered)) if texts else None
    header = (found is not None and found.found) if options.header is None else options.header
    width = max((len(row) for _, row in numbered), default=0)
    first = texts[0] if header and texts else []
    titles = unique_names([*first, *[""] * (width - len(first))])
    start = int(header)
    units: tuple[str, ...] | None = None
    if header and options.units is not False and texts[start:]:
        units = find_units(texts[start:], tokens) if options.units is None else units_in(texts[start])
        start += units is not None
    body = numbered[start:]
    if not body:
        raise file_problem(
            path, f"has names of columns but no row below them in “{sheet}”", ProblemKind.NO_ROWS
        )
    lines = [line for line, _ in body]
    columns = []
    for title, cells in zip(titles, zip_longest(*(row for _, row in body), fillvalue=""), strict=False):
        check_wanted()
        values = make_values(title, cells, lines, tokens)
        columns.append(as_chosen(*values, choices.get(title), lines))
    told = [names_finding(texts[0], found, options) if found is not None else None]
    told.append(units_finding(units or (), options))
    frame = pd.DataFrame({note.name: column for column, note in columns}, copy=False)
    tail = [[cell_text(cell) for cell in row] for _, row in body[-LOOKED_AT:]]
    told.append(footer_finding(tail, texts[start:], frame, options))
    findings = tuple(finding for finding in told if finding is not None)
    return Cells(columns, sheet, (), header, findings, named_units(titles, units or ()))


def _only_first_iscell_text(numbered: Sequence[tuple[int, list[Any]]]) -> bool:
    """Whether all cells of the first row are texts, and one of the next is a number."""
    first, rest = numbered[0][1], [cell for _, row in numbered[1:_ROWS_TYPED] for cell in row]
    return all(isinstance(cell, str) for cell in first) and not all(isinstance(cell, str) for cell in rest)


def make_values(
    name: str, cells: Sequence[Any], lines: Sequence[int], missing: Sequence[str]
) -> tuple[pd.Series, ColumnNote]:
    """A column of Python values as a pandas column like those of `read_csv`, with its note."""
    found = _values(cells, missing)
    texts = [(lines[i], value) for i, value in found.items() if isinstance(value, str)]
    n_missing = len(cells) - len(found)
    if 2 * len(texts) > len(found):
        found = _values(cells, text_missing_tokens(missing))
        shown = {i: cell_text(value) for i, value in found.items()}
        column = pd.Series(_spread(shown, len(cells), None), dtype="str")
        return column, ColumnNote(name, ColumnType.TEXT, len(cells) - len(found))
    kind = ColumnType.NUMBER if found else NoType.EMPTY
    note = ColumnNote(name, kind, n_missing, len(texts), tuple(texts[:_EXAMPLES]))
    if any(map(is_wide, found.values())) and not texts:
        return numbers_of(_spread(found, len(cells), None)), note
    if texts:
        return pd.Series(_spread(found, len(cells), np.nan), dtype=object), note
    column = pd.Series(np.array(_spread(found, len(cells), np.nan), dtype=np.float64))
    whole = not n_missing and bool((column % 1.0 == 0.0).all()) and bool((column.abs() < 2.0**53).all())
    return (column.astype(np.int64) if whole else column), note


def _values(cells: Sequence[Any], missing: Sequence[str]) -> dict[int, float | int | str]:
    """What is filled, by its place; most cells of some sheets are empty, and cost next to nothing."""
    filled = ((i, _value(cell, missing)) for i, cell in enumerate(cells) if cell != "")
    return {i: value for i, value in filled if value is not None}


def _spread(found: Mapping[int, Any], count: int, otherwise: Any) -> list[Any]:
    """So many values, of which some are found."""
    values = [otherwise] * count
    for i, value in found.items():
        values[i] = value
    return values


def _rows(book: CountedWorkbook, sheet: str, skip: int, most: int | None) -> list[tuple[int, list[Any]]]:
    """The rows of a sheet that hold anything, each with its number in the sheet, without empty columns."""
    first, cells = book.rows(sheet, None if most is None else skip + most)
    rows = [(i, row) for i, row in enumerate(cells, start=first) if i > skip and _any_filled(row)]
    if not rows:
        return []
    width = max(len(row) for _, row in rows)
    used = (j for j in range(width) if _any_filled(row[j] for _, row in rows))
    used_from_end = (j for j in reversed(range(width)) if _any_filled(row[j] for _, row in rows))
    start, end = next(used), next(used_from_end) + 1
    return [(i, row[start:end]) for i, row in rows]


def _any_filled(cells: Iterable[Any]) -> bool:
    return any(cell is not None and bool(str(cell).strip()) for cell in cells if cell != "")


def _value(cell: Any, missing: Sequence[str]) -> float | int | str | None:
    """A number, a text, or None where the cell is missing.

    A whole number with more digits than a workbook has for numbers can only be written as a text.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if np.isfinite(cell) else None
    text = cell_text(cell)
    if _LONG.fullmatch(text) and len(text) <= MOST_DIGITS and is_wide(int(text)):
        return int(text)
    return None if text.strip() in missing else text


def cell_text(cell: Any) -> str:
    """A cell as the text that it is shown as."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat().replace("T", " ")
    return str(cell)
