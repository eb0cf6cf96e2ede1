"""Writing a table to a sheet of an Excel workbook; the only file that imports XlsxWriter, and late."""

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.util
import math
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import numpy as np

from linreg_gui.core.cells.spreadsheet_texts import is_formula
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.temporary_folder import TemporaryFolder

from .blocks import Progress, WritingCancelled, blocks

MOST_ROWS = 1_048_575  # below the row of names
MOST_COLUMNS = 16_384
_MOST_LETTERS = 32_767
_LARGEST_WHOLE = 2**53  # Excel has no other numbers than float64
_FIRST_DATE = dt.datetime(1900, 3, 1)  # before it, Excel's calendar has a day too many
_SHEET = "Data"


class _ExactNumber(float):
    """XlsxWriter writes 16 digits, of the 17 that some numbers need."""

    def __format__(self, _spec: str) -> str:
        return float.__repr__(self).removesuffix(".0")


def excel_problem(n_rows: int, n_columns: int) -> Problem | None:
    """Why a table of this size cannot become a workbook; None if it can."""
    if importlib.util.find_spec("xlsxwriter") is None:
        return Problem(
            "Excel files need the library XlsxWriter: install linreg_gui with its extra “excel”.",
            ProblemKind.NO_XLSXWRITER,
        )
    if n_rows > MOST_ROWS:
        return Problem(
            f"A sheet of Excel holds {MOST_ROWS:,} rows, and there are {n_rows:,}: choose CSV or Parquet.",
            ProblemKind.TOO_LARGE,
        )
    if n_columns > MOST_COLUMNS:
        return Problem(
            f"A sheet of Excel holds {MOST_COLUMNS:,} columns, and there are {n_columns:,}: "
            "choose CSV or Parquet.",
            ProblemKind.TOO_LARGE,
        )
    return None


def write_excel(
    frame: pd.DataFrame, file: BinaryIO, escape: bool, units: Sequence[str], progress: Progress
) -> None:
    """Write a workbook of one sheet, row by row.

    A text is written as a text, which Excel never runs; with ``escape`` it also carries the mark that keeps
    it one when somebody edits the cell. Raises as `write_table`.
    """
    problem = excel_problem(len(frame) + bool(units), frame.shape[1])
    if problem is not None:
        raise ProblemError.of(problem)
    _check_texts(frame, progress)
    with _workbook(file) as (workbook, sheet):
        writer = _Writer(workbook, sheet, escape)
        writer.write_row([str(name) for name in frame.columns])
        if units:
            writer.write_row(units)
        for block in blocks(frame, progress):
            columns = [block[name].astype(object).tolist() for name in frame.columns]
            for cells in zip(*columns, strict=True):
                writer.write_row(cells)


def _check_texts(frame: pd.DataFrame, progress: Progress) -> None:
    """Refuse a text that no cell holds, before a long table is written up to there."""
    for name in frame.columns:
        if not progress(0.0):
            raise WritingCancelled
        _check_text(str(name), 0)
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            if all(_letters(str(level)) <= _MOST_LETTERS for level in column.cat.categories):
                continue
        elif column.dtype.kind in "biufcmM":
            continue
        for row, cell in enumerate(column, start=1):
            if isinstance(cell, str):
                _check_text(cell, row)


def _check_text(text: str, row: int) -> None:
    if (letters := _letters(text)) > _MOST_LETTERS:
        where = f"row {row:,}" if row else "a name of a column"
        raise ProblemError(
            f"A cell of Excel holds {_MOST_LETTERS:,} letters, and {where} has "
            f"{'one with ' if row else ''}{letters:,}: choose CSV or Parquet.",
            ProblemKind.TOO_LARGE,
        )


def _letters(text: str) -> int:
    """As Excel counts them: signs such as 😀 twice."""
    if 2 * len(text) <= _MOST_LETTERS:
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class _OneWay:
    """Takes bytes for a file and keeps the first error for later: XlsxWriter would not survive it well."""

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file
        self.error: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            if self._file is not None:
                self._file.write(data)
        except OSError as error:
            self.error = self.error or error
            self.stop()
        return len(data)

    def flush(self) -> None:
        """The file is flushed by whoever opened it."""

    def stop(self) -> None:
        """Write nothing more."""
        self._file = None


@contextlib.contextmanager
def _workbook(file: BinaryIO) -> Iterator[tuple[Any, Any]]:
    """A workbook that keeps its rows in a temporary file, which is gone afterwards whatever happens."""
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    way = _OneWay(file)
    with TemporaryFolder() as folder:
        workbook = xlsxwriter.Workbook(way, {"constant_memory": True, "tmpdir": str(folder)})
        workbook.use_zip64()
        sheet = workbook.add_worksheet(_SHEET)
        try:
            yield workbook, sheet
            workbook.close()
        except XlsxFileError as error:
            cause = error.args[0] if error.args else None
            raise cause if isinstance(cause, OSError) else OSError(str(error)) from error
        finally:
            way.stop()
            with contextlib.suppress(OSError):
                sheet.row_data_fh.close()
    if way.error is not None:
        raise way.error


def _is_fine(moment: dt.datetime) -> bool:
    """Whether a moment has a part of a millisecond, which Excel's dates have no room for."""
    return bool(moment.microsecond % 1000 or getattr(moment, "nanosecond", 0))


class _Writer:
    """Writes one row after the other."""

    def __init__(self, workbook: Any, sheet: Any, escape: bool) -> None:
        self._sheet, self._row = sheet, 0
        self._marked = workbook.add_format({"quote_prefix": True}) if escape else None
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})

    def write_row(self, cells: Any) -> None:
        for column, cell in enumerate(cells):
            self._write(column, cell)
        self._row += 1

    def _write(self, column: int, cell: Any) -> None:
        if isinstance(cell, str):
            self._write_text(column, cell)
        elif cell is None or cell is pd.NaT or cell is pd.NA:
            return
        elif isinstance(cell, bool | np.bool_):
            self._sheet.write_boolean(self._row, column, bool(cell))
        elif isinstance(cell, int | np.integer) and abs(int(cell)) > _LARGEST_WHOLE:
            self._write_text(column, str(cell))
        elif isinstance(cell, int | float | np.integer | np.floating):
            self._write_number(column, float(cell))
        elif (
            isinstance(cell, dt.datetime)
            and cell.tzinfo is None
            and cell >= _FIRST_DATE
            and not _is_fine(cell)
        ):
            whole_day = cell.time() == dt.time()
            self._sheet.write_datetime(self._row, column, cell, self._day if whole_day else self._moment)
        else:
            self._write_text(column, str(cell))

    def _write_number(self, column: int, number: float) -> None:
        if math.isnan(number):
            return
        if math.isinf(number):
            self._write_text(column, "infinite" if number > 0.0 else "−infinite")
        else:
            self._sheet.write_number(self._row, column, _ExactNumber(number))

    def _write_text(self, column: int, text: str) -> None:
        mark = self._marked if is_formula(text) else None
        self._sheet.write_string(self._row, column, text, mark)
