"""From the rows of a text file to Arrow columns, and from a row that does not fit to its line number."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.arrays import counted
from linreg_gui.core.cells.parsed_column import ColumnNote

from .csv_sniffer import NEVER_IN_TEXT, is_blank, row_reader
from .text_file import Encoding, WrongEncodingError, file_problem, read_segments, squeeze_blanks

# As much as a first guess may cost where it is wrong: so many rows at a time.
_MOST_ROWS = 1 << 22
_BLOCK_BYTES = 1 << 20
_MOST_ROWS_COUNTED = 200_000
_ROWS_PER_TICK = 10_000


class Shelf:
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
            self._room, self._used = np.empty(max(count, min(self._expected, _MOST_ROWS)), dtype), 0
        kept = self._room[self._used : self._used + count]
        validity, values = chunk.buffers()
        kept[:] = np.frombuffer(values, dtype, count)
        self._used += count
        self._expected = max(self._expected // 8, self._expected - count)
        valid = None if validity is None or not chunk.null_count else validity
        return pa.Array.from_buffers(chunk.type, count, [valid, pa.py_buffer(kept)], chunk.null_count)


@dataclass(frozen=True)
class Source:
    """Where the rows are and how they are laid out.

    Attributes
    ----------
    path, encoding, size
        The file and its length in bytes.
    start : str
        The text before the first row of data.
    separator : str
        The character between cells; empty for one column.
    n_columns : int
    missing : tuple of str
        Texts that stand for a missing value.
    quote : str
        The sign around cells; empty for none.
    expected_rows : int
        About how many rows there are.
    """

    path: Path
    encoding: Encoding
    size: int
    start: str
    separator: str
    n_columns: int
    missing: tuple[str, ...]
    quote: str = '"'
    expected_rows: int = 0

    def segments(self, tick: Callable[[float], None]) -> Any:
        """The rows of data as UTF-8, some megabytes at a time."""
        skip = len(self.start.encode("utf-8"))
        signs = (self.quote, self.separator)
        for segment in read_segments(self.path, self.encoding, skip, self.size, tick, *signs):
            yield squeeze_blanks(bytes(segment), self.quote.encode()) if self.separator == " " else segment

    def rows(self, tick: Callable[[], None]) -> Iterator[tuple[int, int, list[str]]]:
        """Every row that is not blank, with the lines of the file it begins and ends in; slowly.

        Raises
        ------
        csv.Error
            If a cell is longer than any should be.
        """
        line = self.start.count("\n") or self.start.count("\r")
        for segment in self.segments(lambda _: tick()):
            # Decoded line by line: as one text it would take several times as much memory.
            lines = io.TextIOWrapper(io.BytesIO(segment), "utf-8", errors="replace", newline="")
            reader = row_reader(lines, self.separator, self.quote)
            before = 0
            for number, cells in enumerate(reader):
                if number % _ROWS_PER_TICK == 0:
                    tick()
                if not is_blank(cells):
                    yield line + before + 1, line + reader.line_num, cells
                before = reader.line_num
            line += reader.line_num


def parse_columns(
    source: Source, decimal: str, text_columns: set[int], tick: Callable[[float], None]
) -> list[list[Any]]:
    """Parse all rows.

    Parameters
    ----------
    source : Source
    decimal : str
        The decimal sign.
    text_columns : set of int
        Columns that hold more than plain numbers. Others are added once that shows, and are text from that
        segment of the file on.
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

    columns: list[list[Any]] = [[] for _ in range(source.n_columns)]
    shelves = [Shelf(source.expected_rows) for _ in columns]
    for segment in source.segments(tick):
        try:
            table = _parse_segment(source, segment, decimal, text_columns)
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                raise WrongEncodingError from error
            raise _ragged(source, lambda: tick(0.0)) from error
        for pieces, shelf, column in zip(columns, shelves, table.columns, strict=True):
            pieces.extend(map(shelf.keep, column.chunks))
    return columns


def _parse_segment(source: Source, segment: Any, decimal: str, text_columns: set[int]) -> Any:
    """Parse some rows with the types that the values ask for, but dates, times and truth values as text."""
    import pyarrow as pa

    while True:
        table = _arrow_table(source, segment, decimal, text_columns)
        types = [field.type for field in table.schema]
        if any(pa.types.is_binary(kind) for kind in types):
            raise WrongEncodingError
        known = (pa.int64(), pa.float64(), pa.null(), pa.string())
        unknown = {j for j, kind in enumerate(types) if kind not in known}
        text_columns |= {j for j, kind in enumerate(types) if kind == pa.string()} | unknown
        if not unknown:
            return table


def _arrow_table(source: Source, segment: Any, decimal: str, text_columns: set[int]) -> Any:
    import pyarrow as pa

    try:
        return _arrow_read(source, segment, decimal, text_columns, _BLOCK_BYTES)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error):
            raise
        return _arrow_read(source, segment, decimal, text_columns, len(segment) + 1)  # for one long row


def _arrow_read(source: Source, segment: Any, decimal: str, text_columns: set[int], block_bytes: int) -> Any:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(j) for j in range(source.n_columns)]
    return arrow_csv.read_csv(
        pa.BufferReader(segment),
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=block_bytes),
        parse_options=arrow_csv.ParseOptions(
            delimiter=source.separator or NEVER_IN_TEXT,
            quote_char=source.quote or False,
            newlines_in_values=_holds(segment, source.quote.encode()),
            invalid_row_handler=lambda row: "error" if row.text.strip() else "skip",
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={names[j]: pa.string() for j in text_columns},
            null_values=list(source.missing),
            decimal_point=decimal,
        ),
        # Others keep what was given back, for a next time that does not come.
        memory_pool=pa.system_memory_pool(),
    )


def _holds(segment: Any, quote: bytes) -> bool:
    if not quote:
        return False
    if isinstance(segment, bytes):
        return quote in segment
    buffer = segment.obj
    return isinstance(buffer, bytearray) and buffer.find(quote, 0, len(segment)) >= 0


def with_lines(
    notes: Sequence[ColumnNote], source: Source, tick: Callable[[], None]
) -> tuple[ColumnNote, ...]:
    """The examples of each column with their lines in the file instead of their rows."""
    rows = {row for note in notes for row, _ in note.examples}
    lines = _lines_of_rows(source, rows, tick) if rows else {}
    return tuple(
        replace(note, examples=tuple((lines.get(row, 0), text) for row, text in note.examples))
        for note in notes
    )


def _lines_of_rows(source: Source, rows: Collection[int], tick: Callable[[], None]) -> dict[int, int]:
    """The line of the file each row begins in, counted from 1, found by reading the file again.

    Rows so far down that this would take long are left out.
    """
    wanted = {row for row in rows if row < _MOST_ROWS_COUNTED}
    found: dict[int, int] = {}
    with suppress(csv.Error):
        for row, (line, _, _) in enumerate(source.rows(tick)):
            if len(found) == len(wanted):
                break
            if row in wanted:
                found[row] = line
    return found


def _ragged(source: Source, tick: Callable[[], None]) -> Exception:
    """The problem of the first row with another number of cells, found by reading the file again."""
    expected, last = source.n_columns, 0
    with suppress(csv.Error):
        for first, last, cells in source.rows(tick):
            if len(cells) != expected:
                where = f"line {first}" if first == last else f"the row in quotes from line {first} to {last}"
                what = f"is not a regular table: {where} has {counted(len(cells), 'cell')}"
                return file_problem(source.path, f"{what} where {expected} are expected", "ragged")
    what = f"cannot be read as a table: a quotation mark is not closed near line {last + 1}"
    return file_problem(source.path, what, "ragged")
