"""Writing a table into a file that is open: CSV or Parquet here, Excel beside it; every digit kept."""

from __future__ import annotations

import contextlib
import csv
import enum
import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, TextIO

import numpy as np

from linreg_gui.core.arrays import is_number
from linreg_gui.core.cells.spreadsheet_texts import harmless_in_pieces
from linreg_gui.core.cells.whole_numbers import holds_wide, is_wide
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.reading.arrow_file import UNIT_KEY
from linreg_gui.core.reading.number_cells import is_number as is_number_text

from .blocks import Progress, WritingCancelled, blocks
from .excel import write_excel

# Rows of a group of Parquet, which is read as a whole.
_GROUP_ROWS = 200_000


_BOM = "\ufeff"
_SEPARATORS = (",", ";", "\t", "|")


class OutputKind(enum.StrEnum):
    """Kinds of files a table can be written to; the value is their ending."""

    CSV = "csv"
    EXCEL = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True)
class CsvStyle:
    """What stands between the cells of a CSV file, and in its numbers."""

    separator: str = ","
    decimal: str = "."

    @classmethod
    def like(cls, separator: str, decimal: str) -> CsvStyle:
        """As another file had it, if that is a way in which CSV can be written."""
        if separator not in _SEPARATORS:
            return cls()
        return cls(separator, "," if decimal == "," and separator != "," else ".")


def write_table(
    frame: pd.DataFrame,
    file: BinaryIO,
    kind: OutputKind,
    *,
    escape: bool = True,
    units: Mapping[str, str] | None = None,
    style: CsvStyle | None = None,
    progress: Progress = lambda _: True,
) -> None:
    """Write a table.

    Parameters
    ----------
    frame : pandas.DataFrame
    file : binary file
    kind : OutputKind
    escape : bool
        Whether texts that a spreadsheet would run as a formula get an apostrophe before them: a visible one
        in CSV, a spreadsheet's own mark in Excel. Numbers never do, nor does Parquet, which nothing runs.
    units : mapping from column name to str, optional
        The units of columns: a row below the names in CSV and Excel, beside the columns in Parquet.
    style : CsvStyle, optional
        The signs of a CSV file; commas and points by default.
    progress : callable
        Gets the share that is written, now and then, and says whether to go on.

    Raises
    ------
    ProblemError
        If the table does not fit into this kind of file, or a library is missing.
    WritingCancelled
        If ``progress`` said no.
    OSError
        If the file cannot be written.
    """
    match kind:
        case OutputKind.CSV:
            _write_csv(frame, file, escape, unit_row(frame, units or {}), style or CsvStyle(), progress)
        case OutputKind.PARQUET:
            _write_parquet(frame, file, units or {}, progress)
        case OutputKind.EXCEL:
            write_excel(frame, file, escape, unit_row(frame, units or {}), progress)


def unit_row(frame: pd.DataFrame, units: Mapping[str, str]) -> list[str]:
    """The units in brackets, one a column; empty where no column of numbers has one."""
    known = [name for name in frame.columns if units.get(name)]
    if not any(pd.api.types.is_numeric_dtype(frame[name].dtype) for name in known):
        return []
    return [f"({units[name]})" if name in known else "" for name in frame.columns]


def holds_texts(column: pd.Series) -> bool:
    """Whether a column can have texts in it."""
    return column.dtype.kind not in "biufcmM" if isinstance(column.dtype, np.dtype) else not _is_plain(column)


def _is_plain(column: pd.Series) -> bool:
    types = pd.api.types
    return bool(
        types.is_numeric_dtype(column.dtype)
        or types.is_bool_dtype(column.dtype)
        or types.is_datetime64_any_dtype(column.dtype)
    )


def _write_csv(
    frame: pd.DataFrame,
    file: BinaryIO,
    escape: bool,
    units: Sequence[str],
    style: CsvStyle,
    progress: Progress,
) -> None:
    texts = [name for name in frame.columns if holds_texts(frame[name])] if escape else []
    dates = {name: _whole_days(frame[name]) for name in frame.columns if _holds_dates(frame[name])}
    numbers = [name for name in frame.columns if _can_hold_decimals(frame[name])]
    # What another reading would cut at; a comma in numbers is left alone.
    others = "".join(sign for sign in _SEPARATORS if sign not in (style.separator, style.decimal))
    names = [harmless_in_pieces(str(name), others) if escape else str(name) for name in frame.columns]
    wrapper = io.TextIOWrapper(file, encoding="utf-8", newline="")
    rows = _Rows(wrapper, others)
    try:
        # Names that are numbers stand in quotes, or they would be taken for a row.
        plain = csv.writer(rows, delimiter=style.separator, lineterminator=rows.end)
        quoted = csv.writer(rows, delimiter=style.separator, lineterminator=rows.end, quoting=csv.QUOTE_ALL)
        unseen = names[0].startswith(_BOM) if names else False  # a file's own mark would be taken away
        (quoted if unseen or any(map(is_number_text, names)) else plain).writerow(names)
        if units:
            plain.writerow(units)
        for block in blocks(frame, progress):
            cells = {name: _escaped_column(block[name], others) for name in texts}
            cells |= {name: _iso_dates(block[name], days) for name, days in dates.items()}
            block = block.assign(**cells)
            if style.decimal != ".":
                block = block.assign(**{name: _with_commas(block[name]) for name in numbers})
            block.to_csv(rows, sep=style.separator, index=False, lineterminator=rows.end, header=False)
        wrapper.flush()
    finally:
        wrapper.detach()


class _Rows(io.TextIOBase):
    """Takes rows of a CSV file, in which every cell is quoted that another separator would cut apart.

    Python quotes what holds a sign of the line's end; so the other separators belong to it on the way here.
    """

    def __init__(self, file: TextIO, others: str) -> None:
        super().__init__()
        self._file = file
        self.end = f"\r\n{others}"

    def write(self, row: str, /) -> int:
        """One row, with such an end."""
        self._file.write(row.removesuffix(self.end) + "\r\n")
        return len(row)


def _can_hold_decimals(column: pd.Series) -> bool:
    return column.dtype == object or pd.api.types.is_float_dtype(column.dtype)


def _with_commas(column: pd.Series) -> pd.Series:
    """Numbers with a comma for their point, every digit kept; texts stay."""

    def written(cell: object) -> object:
        is_decimal = isinstance(cell, (float, Decimal)) and math.isfinite(cell)
        return str(cell).replace(".", ",") if is_decimal else cell

    return column.astype(object).map(written)


def _holds_dates(column: pd.Series) -> bool:
    dtype = column.dtype
    return isinstance(dtype, pd.DatetimeTZDtype) or (isinstance(dtype, np.dtype) and dtype.kind == "M")


def _whole_days(column: pd.Series) -> bool:
    """Whether no date of the whole column has a time: else every one is written with its own."""
    days = column.dropna()
    return days.dt.tz is None and bool((days == days.dt.normalize()).all())


def _iso_dates(column: pd.Series, whole_days: bool) -> pd.Series:
    def text(date: pd.Timestamp) -> str:
        return str(date.date().isoformat() if whole_days else date.isoformat(sep=" "))

    return column.astype(object).map(text, na_action="ignore")


def _escaped_column(column: pd.Series, others: str) -> pd.Series:
    cells = [
        harmless_in_pieces(cell, others) if isinstance(cell, str) else cell for cell in column.astype(object)
    ]
    return pd.Series(cells, index=column.index, dtype=object)


def _write_parquet(frame: pd.DataFrame, file: BinaryIO, units: Mapping[str, str], progress: Progress) -> None:
    """Columns of texts among numbers become texts: a column of Parquet has one type.

    Numbers that no other type holds become decimals.
    """
    import pyarrow as pa
    from pyarrow import parquet

    mixed = [name for name in frame.columns if _is_mixed(frame[name])]
    whole = frame.assign(**{name: _of_one_type(frame[name]) for name in mixed})
    whole.columns = pd.Index([str(name) for name in frame.columns])
    table = pa.Table.from_pandas(whole, preserve_index=False)
    for j, entry in enumerate(table.schema):
        if unit := units.get(entry.name):
            table = table.set_column(j, entry.with_metadata({UNIT_KEY: unit.encode()}), table.column(j))
    with parquet.ParquetWriter(file, table.schema) as writer:
        for start in range(0, max(1, len(frame)), _GROUP_ROWS):
            if not progress(start / max(1, len(frame))):
                raise WritingCancelled
            writer.write_table(table.slice(start, _GROUP_ROWS))


def _is_mixed(column: pd.Series) -> bool:
    return bool(column.dtype == object) and pd.api.types.infer_dtype(column, skipna=True) != "string"


def _of_one_type(column: pd.Series) -> pd.Series:
    import pyarrow as pa

    filled = column.dropna()
    if filled.map(is_number).all() and holds_wide(column):
        exact = filled.map(lambda cell: Decimal(int(cell) if is_wide(cell) else repr(float(cell))))
        with contextlib.suppress(pa.ArrowInvalid, InvalidOperation):  # too many digits, or no finite ones
            pa.array(exact)
            return exact.reindex(column.index)
    return column.map(_as_text, na_action="ignore")


def _as_text(cell: object) -> str:
    return cell if isinstance(cell, str) else f"{cell}"
