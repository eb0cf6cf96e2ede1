"""From the rows of a text file to Arrow columns, and from a row that does not fit to its line number."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, first_few

from .csv_segments import SegmentParser
from .encoding import lines_with_bad_bytes
from .findings import Finding
from .footer import LOOKED_AT, RaggedEnd
from .text_file import BAD_BYTES, WrongEncodingError, file_problem
from .text_table import TextTable

# As much as a first guess may cost where it is wrong: so many rows at a time.
_MOST_ROWS = 1 << 22
_MOST_ROWS_COUNTED = 200_000
_LINES_NAMED = 5


class ColumnBuffer:
    """Keeps Arrow arrays of numbers side by side.

    A parser leaves thousands of small arrays of all columns among each other; when one column has been made
    of its own, the room between the others is of no use for the next. A large piece of memory is.

    Parameters
    ----------
    expected : int
        About how many rows will come.
    """

    def __init__(self, expected: int) -> None:
        self._expected = expected
        self._room: Any = np.empty(0)
        self._used = 0

    def keep(self, chunk: Any) -> Any:
        """The same array in the large piece of memory; anything but numbers as it is."""
        import pyarrow as pa

        if chunk.type not in (pa.int64(), pa.float64()) or chunk.offset:
            return chunk
        count, dtype = len(chunk), chunk.type.to_pandas_dtype()
        if self._room.dtype != dtype or self._used + count > len(self._room):
            self._room = np.empty(max(count, min(self._expected, _MOST_ROWS)), dtype)
            self._used = 0
        kept = self._room[self._used : self._used + count]
        validity, values = chunk.buffers()
        kept[:] = np.frombuffer(values, dtype, count)
        self._used += count
        self._expected = max(self._expected // 8, self._expected - count)
        valid = None if validity is None or not chunk.null_count else validity
        return pa.Array.from_buffers(chunk.type, count, [valid, pa.py_buffer(kept)], chunk.null_count)


def parse_columns(
    table: TextTable,
    decimal: str,
    text_columns: set[int],
    fractions: set[int],
    tick: Callable[[float], None],
) -> list[list[Any]]:
    """Parse all rows.

    Parameters
    ----------
    table : TextTable
    decimal : str
        The decimal sign.
    text_columns : set of int
        Columns that hold more than plain numbers. Others are added once that shows, and are text from that
        segment of the file on.
    fractions : set of int
        Columns that are known to hold numbers with the decimal sign.
    tick : callable
        Gets the fraction read; may raise.

    Returns
    -------
    list of lists of pyarrow arrays
        The pieces of each column: of type int64, double, null or string.

    Raises
    ------
    ProblemError
        If a row has another number of cells.
    WrongEncodingError
        If the file is not in its encoding.
    """
    import pyarrow as pa

    expected = table.expected_rows
    columns: list[list[Any]] = [[] for _ in table.layout.names]
    buffers = [ColumnBuffer(expected) for _ in columns]
    parser = SegmentParser(table, decimal, text_columns, fractions, lambda: tick(0.0))
    for segment in table.segments(tick):
        try:
            parsed = parser.parse(segment)
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                raise WrongEncodingError from error
            raise _ragged(table, lambda: tick(0.0)) from error
        tick(0.0)
        for pieces, buffer, column in zip(columns, buffers, parsed, strict=True):
            pieces.extend(map(buffer.keep, column.chunks))
    return columns


def repeats(pieces: Sequence[Any]) -> bool:
    """Whether two cells of a column are the same, or one is empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    cells = pa.chunked_array([piece.cast(pa.string()) for piece in pieces], pa.string())
    return cells.null_count > 0 or pc.count_distinct(cells).as_py() < len(cells)


def bad_bytes_finding(table: TextTable, columns: Sequence[Sequence[Any]]) -> Finding | None:
    """What is told of cells with bytes that are no letter in the encoding of the file."""
    import pyarrow.compute as pc

    cells = sum(BAD_BYTES in name for name in table.layout.names)
    for piece in (piece for column in columns for piece in column if str(piece.type) == "string"):
        cells += pc.sum(pc.match_substring(piece, BAD_BYTES)).as_py() or 0
    lines = [f"{line:,}" for line in lines_with_bad_bytes(table.path, table.encoding)]
    if not lines:
        return None
    if not cells:
        return Finding(f"Bytes that are no letter in UTF-8 stand beside the table: in line {lines[0]}.")
    where = f"line {lines[0]}" if len(lines) == 1 else f"lines {first_few(lines, _LINES_NAMED, 'line')}"
    what = "holds bytes that are" if cells == 1 else "hold bytes that are"
    sentence = f"{counted(cells, 'cell')} {what} no letter in UTF-8 and became “{BAD_BYTES}”: in {where}."
    return Finding(sentence)


def with_lines(
    notes: Sequence[ColumnNote], table: TextTable, tick: Callable[[], None]
) -> tuple[ColumnNote, ...]:
    """The examples of each column with their lines in the file instead of their rows."""
    rows = {row for note in notes for row, _ in note.examples}
    lines = _lines_of_rows(table, rows, tick) if rows else {}
    return tuple(
        replace(note, examples=tuple((lines.get(row, 0), text) for row, text in note.examples))
        if note.examples
        else note
        for note in notes
    )


def _lines_of_rows(table: TextTable, rows: Collection[int], tick: Callable[[], None]) -> dict[int, int]:
    """The line of the file each row begins in, counted from 1, found by reading the file again.

    Rows so far down that this would take long are left out.
    """
    wanted = {row for row in rows if row < _MOST_ROWS_COUNTED}
    found: dict[int, int] = {}
    with suppress(csv.Error):
        for row, (line, _, _) in enumerate(table.rows(tick)):
            if len(found) == len(wanted):
                break
            if row in wanted:
                found[row] = line
    return found


def _ragged(table: TextTable, tick: Callable[[], None]) -> ProblemError:
    """The problem of the first row with another number of cells, found by reading the file again."""
    expected, last, what, from_there = len(table.layout.names), 0, "", 0
    with suppress(csv.Error):
        for first, last, cells in table.rows(tick):
            if len(cells) != expected and not what:
                where = f"line {first}" if first == last else f"the row in quotes from line {first} to {last}"
                what = f"is not a regular table: {where} has {counted(len(cells), 'cell')}"
            from_there += bool(what)
            if from_there > LOOKED_AT:
                break
    if not what:
        what = f"cannot be read as a table: a quotation mark is not closed near line {last + 1}"
        return file_problem(table.path, what, ProblemKind.RAGGED)
    error = file_problem(table.path, f"{what} where {expected} are expected", ProblemKind.RAGGED)
    if from_there <= LOOKED_AT:
        error.problem = RaggedEnd(error.problem.sentence, error.problem.kind, from_there)
    return error
