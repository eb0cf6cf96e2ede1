"""Reading a table from a sheet of an Excel or OpenDocument workbook, and from Parquet and Feather files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.chosen_type import as_chosen
from linreg_gui.core.cells.column_types import ColumnType, NoType
from linreg_gui.core.cells.number_style import text_missing_tokens
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE, is_wide, numbers_of
from linreg_gui.core.problem import ProblemError, ProblemKind

from .checks import refuse_too_large
from .column_names import unique_names
from .counted_workbook import CountedWorkbook
from .findings import Finding
from .footer import LOOKED_AT, footer_finding
from .header import find_names
from .input_kind import InputKind
from .layout_findings import names_finding, units_finding
from .options import ReadOptions
from .text_file import file_problem
from .units import find_units, named_units, units_in

# Rows in which the names of the columns are looked for.
_SAMPLE_ROWS = 500
_EXAMPLES = 3
_ROWS_TYPED = 5
_LONG = re.compile("[+-]?[0-9]{16,}")
# Under which a column of Parquet or Feather keeps its unit.
UNIT_KEY = b"unit"

Columns = list[tuple[pd.Series, ColumnNote]]


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
    texts = [[_text(cell) for cell in row] for _, row in numbered[:_SAMPLE_ROWS]]
    found = find_names(texts, tokens, _only_first_is_text(numbered)) if texts else None
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
    for j, title in enumerate(titles):
        check_wanted()
        values = make_values(title, [row[j] if j < len(row) else "" for _, row in body], lines, tokens)
        columns.append(as_chosen(*values, choices.get(title), lines))
    told = [names_finding(texts[0], found, options) if found is not None else None]
    told.append(units_finding(units or (), options))
    frame = pd.DataFrame({note.name: column for column, note in columns}, copy=False)
    tail = [[_text(cell) for cell in row] for _, row in body[-LOOKED_AT:]]
    told.append(footer_finding(tail, texts[start:], frame, options))
    findings = tuple(finding for finding in told if finding is not None)
    return Cells(columns, sheet, (), header, findings, named_units(titles, units or ()))


def _only_first_is_text(numbered: Sequence[tuple[int, list[Any]]]) -> bool:
    """Whether all cells of the first row are texts, and one of the next is a number."""
    first, rest = numbered[0][1], [cell for _, row in numbered[1:_ROWS_TYPED] for cell in row]
    return all(isinstance(cell, str) for cell in first) and not all(isinstance(cell, str) for cell in rest)


def read_arrow(path: Path, kind: InputKind, options: ReadOptions) -> Cells:
    """The columns of a Parquet or Feather file; dates and truth values as text where no type is chosen.

    Raises
    ------
    ProblemError
        If the file is damaged, holds no row or would not fit into memory.
    """
    import pyarrow as pa
    from pyarrow import feather, parquet

    choices = options.type_choices
    try:
        if kind is InputKind.PARQUET:
            found = parquet.read_metadata(path)
            refuse_too_large(path, 8.0 * found.num_rows * found.num_columns)
            table = parquet.read_table(path)
        else:
            table = feather.read_table(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, ProblemError):
            raise
        raise file_problem(path, f"is a damaged {kind} file", ProblemKind.DAMAGED) from error
    if not table.num_rows:
        raise file_problem(path, "holds no row", ProblemKind.EMPTY)
    titles = unique_names(table.column_names)
    rows = range(1, 1 + table.num_rows)
    columns = [
        as_chosen(*_arrow_column(title, column), choices.get(title), rows)
        for title, column in zip(titles, table.columns, strict=True)
    ]
    units = [_stored_unit(entry) for entry in table.schema]
    return Cells(columns, units=named_units(titles, units))


def _stored_unit(entry: Any) -> str:
    """The unit that stands beside a column, as this program and others write it."""
    stored = (entry.metadata or {}).get(UNIT_KEY, b"")
    return " ".join(stored.decode("utf-8", "replace").split())


def make_values(
    name: str, cells: Sequence[Any], lines: Sequence[int], missing: Sequence[str]
) -> tuple[pd.Series, ColumnNote]:
    """A column of Python values as a pandas column like those of `read_csv`, with its note."""
    values = [_value(cell, missing) for cell in cells]
    texts = [(line, v) for line, v in zip(lines, values, strict=True) if isinstance(v, str)]
    n_missing = sum(value is None for value in values)
    filled = len(values) - n_missing
    if 2 * len(texts) > filled:
        values = [_value(cell, text_missing_tokens(missing)) for cell in cells]
        column = pd.Series([None if v is None else _text(v) for v in values], dtype="str")
        return column, ColumnNote(name, ColumnType.TEXT, sum(value is None for value in values))
    kind = ColumnType.NUMBER if filled else NoType.EMPTY
    note = ColumnNote(name, kind, n_missing, len(texts), tuple(texts[:_EXAMPLES]))
    numbers = [np.nan if value is None else value for value in values]
    if any(map(is_wide, values)) and not texts:
        return numbers_of(values), note
    if texts:
        return pd.Series(numbers, dtype=object), note
    column = pd.Series(np.array(numbers, dtype=np.float64))
    whole = not n_missing and bool((column % 1.0 == 0.0).all()) and bool((column.abs() < 2.0**53).all())
    return (column.astype(np.int64) if whole else column), note


def _rows(book: CountedWorkbook, sheet: str, skip: int, most: int | None) -> list[tuple[int, list[Any]]]:
    """The rows of a sheet that hold anything, each with its number in the sheet, without empty columns."""
    first, cells = book.rows(sheet, None if most is None else skip + most)
    rows = [(i, row) for i, row in enumerate(cells, start=first) if i > skip and any(map(_filled, row))]
    width = max((len(row) for _, row in rows), default=0)
    used = [j for j in range(width) if any(_filled(row[j]) for _, row in rows)]
    return [(i, row[used[0] : used[-1] + 1]) for i, row in rows]


def _filled(cell: Any) -> bool:
    return not (cell is None or (isinstance(cell, str) and not cell.strip()))


def _value(cell: Any, missing: Sequence[str]) -> float | int | str | None:
    """A number, a text, or None where the cell is missing.

    A whole number with more digits than a workbook has for numbers can only be written as a text.
    """
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return float(cell) if np.isfinite(cell) else None
    text = _text(cell)
    if _LONG.fullmatch(text) and is_wide(int(text)):
        return int(text)
    return None if text.strip() in missing else text


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat().replace("T", " ")
    return str(cell)


def _arrow_column(name: str, column: Any) -> tuple[pd.Series, ColumnNote]:
    import pyarrow as pa
    import pyarrow.compute as pc

    check_wanted()
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    n_missing = column.null_count
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        made = _arrow_numbers(column, kind)
        n_missing = int(made.isna().sum())
        found = ColumnType.NUMBER if n_missing < len(made) else NoType.EMPTY
        return made, ColumnNote(name, found, n_missing)
    try:
        texts = pc.cast(column, pa.large_string()).to_pylist()
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = [None if value is None else _text(value) for value in column.to_pylist()]
    return pd.Series(texts, dtype="str"), ColumnNote(name, ColumnType.TEXT, n_missing)


def _arrow_numbers(column: Any, kind: Any) -> pd.Series:
    """Numbers as float64, or whole ones as int64, but for those that only another type holds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_decimal(kind):
        if _in_range(column, LARGEST_SAFE):
            return pd.Series(pc.cast(pc.cast(column, pa.string()), pa.float64()).to_numpy())
        cells = column.to_pylist()
        return numbers_of(int(cell) if cell is not None and cell == int(cell) else cell for cell in cells)
    if not pa.types.is_integer(kind):
        return pd.Series(column.cast(pa.float64(), safe=False).to_numpy())
    if not column.null_count and _in_range(column, 2**63 - 1):
        return pd.Series(column.cast(pa.int64(), safe=False).to_numpy())
    if _in_range(column, LARGEST_SAFE):
        return pd.Series(column.cast(pa.float64(), safe=False).to_numpy())
    return numbers_of(column.to_pylist())


def _in_range(column: Any, most: int) -> bool:
    import pyarrow.compute as pc

    ends = pc.min_max(column)
    return all(end is None or abs(end) <= most for end in (ends["min"].as_py(), ends["max"].as_py()))
