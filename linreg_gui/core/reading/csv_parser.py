"""From the rows of a text file to Arrow columns, and from a row that does not fit to its line number."""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.cells.number_style import count_matches, trimmed
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE
from linreg_gui.core.cells.written_forms import leading_zeros
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, first_few

from .csv_sniffer import NEVER_IN_TEXT
from .encoding import lines_with_bad_bytes
from .findings import Finding
from .footer import LOOKED_AT, RaggedEnd
from .text_file import BAD_BYTES, WrongEncodingError, file_problem
from .text_table import TextTable

# As much as a first guess may cost where it is wrong: so many rows at a time.
_MOST_ROWS = 1 << 22
_BLOCK_BYTES = 1 << 20
_MOST_ROWS_COUNTED = 200_000
_LINES_NAMED = 5
_ZERO = ord("0")
_LONG = "^[+\\-−]?[0-9]{16,}$"


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
    table: TextTable, decimal: str, text_columns: set[int], tick: Callable[[float], None]
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
    for segment in table.segments(tick):
        try:
            parsed = _parse_segment(table, segment, decimal, text_columns)
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                raise WrongEncodingError from error
            raise _ragged(table, lambda: tick(0.0)) from error
        for pieces, buffer, column in zip(columns, buffers, parsed.columns, strict=True):
            pieces.extend(map(buffer.keep, column.chunks))
    return columns


def _parse_segment(table: TextTable, segment: Any, decimal: str, text_columns: set[int]) -> Any:
    """Parse some rows with the types that the values ask for, but dates, times and truth values as text."""
    import pyarrow as pa

    checked = set[int]()
    while True:
        parsed = _arrow_table(table, segment, decimal, text_columns)
        types = [field.type for field in parsed.schema]
        if any(pa.types.is_binary(kind) for kind in types):
            raise WrongEncodingError
        known = (pa.int64(), pa.float64(), pa.null(), pa.string())
        unknown = {j for j, kind in enumerate(types) if kind not in known}
        if not unknown:
            open_ones = {j: kind for j, kind in enumerate(types) if j not in checked}
            unknown = _told_by_text(table, segment, decimal, parsed, open_ones)
            checked |= open_ones.keys()
        text_columns |= {j for j, kind in enumerate(types) if kind == pa.string()} | unknown
        if not unknown:
            return parsed


def _told_by_text(
    table: TextTable, segment: Any, decimal: str, parsed: Any, types: Mapping[int, Any]
) -> set[int]:
    """Columns of numbers that are needed as text.

    Whole numbers that begin with a zero, as codes do, and such that a float64 does not hold.
    """
    import pyarrow as pa

    zeros = _may_begin_with_zeros(table, segment)
    whole = {j for j, kind in types.items() if kind == pa.int64() and zeros}
    wide = {j for j, kind in types.items() if kind == pa.float64() and _may_be_wide(parsed.column(j))}
    if not whole | wide:
        return set()
    columns = _arrow_table(table, segment, decimal, whole | wide, whole | wide)
    texts = {j: columns.column(k).chunks for k, j in enumerate(sorted(whole | wide))}
    led = {j for j in whole if leading_zeros(texts[j], _missing(table))}
    return led | {j for j in wide if any(count_matches(trimmed(cells), _LONG) for cells in texts[j])}


def _missing(table: TextTable) -> Sequence[str]:
    return table.options.missing_tokens


def _may_begin_with_zeros(table: TextTable, segment: Any) -> bool:
    """Whether a cell begins with a zero and a digit that nothing but digits may follow."""
    row = np.frombuffer(segment, np.uint8)
    if len(row) < 3:
        return False
    digit = (row - _ZERO) <= 9  # other signs wrap around to more
    edge = np.zeros(len(row), dtype=bool)
    for sign in {*"\r\n \t", table.layout.separator, table.layout.quote} - {""}:
        edge |= row == ord(sign.encode()[-1:])
    found = (row[1:-2] == _ZERO) & digit[2:-1] & edge[:-3] & (digit | edge)[3:]
    starts, ends = row[0] == _ZERO and digit[1], digit[-1] and row[-2] == _ZERO
    return bool(found.any() or starts or ends)


def _may_be_wide(column: Any) -> bool:
    """Whether there may be a whole number among the fractions that a float64 does not hold."""
    import pyarrow.compute as pc

    ends = pc.min_max(column)
    return any(
        end is not None and abs(end) >= LARGEST_SAFE for end in (ends["min"].as_py(), ends["max"].as_py())
    )


def _arrow_table(
    table: TextTable, segment: Any, decimal: str, text_columns: set[int], only: Collection[int] = ()
) -> Any:
    """All columns, or some only."""
    import pyarrow as pa

    try:
        return _arrow_read(table, segment, decimal, text_columns, only, _BLOCK_BYTES)
    except pa.ArrowInvalid as error:
        if "straddling" not in str(error):
            raise
        return _arrow_read(table, segment, decimal, text_columns, only, len(segment) + 1)  # for one long row


def _arrow_read(
    table: TextTable,
    segment: Any,
    decimal: str,
    text_columns: set[int],
    only: Collection[int],
    block_bytes: int,
) -> Any:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(j) for j in range(len(table.layout.names))]
    return arrow_csv.read_csv(
        pa.BufferReader(segment),  # type: ignore[arg-type]  # the stubs forget it
        read_options=arrow_csv.ReadOptions(column_names=names, block_size=block_bytes),
        parse_options=arrow_csv.ParseOptions(
            delimiter=table.layout.separator or NEVER_IN_TEXT,
            quote_char=table.layout.quote or False,
            newlines_in_values=_holds(segment, table.layout.quote.encode()),
            invalid_row_handler=lambda row: "error" if row.text.strip() else "skip",
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types={names[j]: pa.string() for j in text_columns},
            include_columns=[names[j] for j in sorted(only)],
            null_values=list(table.options.missing_tokens),
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
