"""From some rows of a text file to Arrow columns of the types that their values ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from linreg_gui.core.cells.number_style import count_matches, trimmed
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE
from linreg_gui.core.cells.written_forms import leading_zeros

from .csv_sniffer import NEVER_IN_TEXT
from .text_file import WrongEncodingError
from .text_table import TextTable

_BLOCK_BYTES = 1 << 20
# A block costs something for each column, so that wide ones must have rows enough.
_ROWS_PER_BLOCK = 500
# Nothing can be given up while they are parsed.
_COLUMNS_AT_ONCE = 4096
_FEW = 100
_ZERO = ord("0")
_LONG = "^[+\\-−]?[0-9]{16,}$"
_KNOWN = ("int64", "double", "null", "string")


class SegmentParser:
    """Parses one segment after the other; dates, times and truth values stay text.

    Parameters
    ----------
    table : TextTable
    decimal : str
        The decimal sign.
    text_columns : set of int
        Columns that hold more than plain numbers. Others are added once that shows, and are text from that
        segment on.
    fractions : set of int
        Columns that are known to hold numbers with the decimal sign.
    tick : callable
        Called before each of several parts; may raise.
    """

    def __init__(
        self,
        table: TextTable,
        decimal: str,
        text_columns: set[int],
        fractions: set[int],
        tick: Callable[[], None],
    ) -> None:
        self._table = table
        self._decimal = decimal
        self._text_columns = text_columns
        self._fractions = fractions
        self._tick = tick
        self._names = [str(j) for j in range(len(table.layout.names))]
        row_bytes = table.sample_bytes // max(1, len(table.layout.rows))
        self._block_bytes = max(_BLOCK_BYTES, _ROWS_PER_BLOCK * row_bytes)

    def parse(self, segment: Any) -> list[Any]:
        """The columns as chunked arrays of type int64, double, null or string.

        Raises
        ------
        pyarrow.ArrowInvalid
            If a row has another number of cells.
        WrongEncodingError
            If bytes of a cell are not in UTF-8.
        """
        columns = self._of_any_type(segment)
        kinds = [str(column.type) for column in columns]
        if "binary" in kinds:
            raise WrongEncodingError
        texts = self._texts(segment, [j for j, kind in enumerate(kinds) if kind not in _KNOWN])
        texts |= self._told_by_text(segment, columns, kinds)
        for j, column in texts.items():
            columns[j], kinds[j] = column, "string"
        self._text_columns |= {j for j, kind in enumerate(kinds) if kind == "string"}
        self._fractions = {j for j, kind in enumerate(kinds) if kind == "double"}
        return columns

    def _told_by_text(self, segment: Any, columns: Sequence[Any], kinds: Sequence[str]) -> dict[int, Any]:
        """The columns of numbers that are needed as text.

        Whole numbers that begin with a zero, as codes do, and such that a float64 does not hold.
        """
        self._tick()
        zeros = _may_begin_with_zeros(self._table, segment)
        whole = [j for j, kind in enumerate(kinds) if zeros and kind == "int64"]
        doubles = [j for j, kind in enumerate(kinds) if kind == "double"]
        # One look at them all, as every call of pyarrow takes its time.
        some = _may_be_wide(chunk for j in doubles for chunk in columns[j].chunks)
        wide = [j for j in doubles if some and _may_be_wide(columns[j].chunks)]
        texts = self._texts(segment, whole + wide)
        missing = self._table.options.missing_tokens
        needed = [j for j in whole if leading_zeros(texts[j].chunks, missing)]
        needed += [j for j in wide if any(count_matches(trimmed(cells), _LONG) for cells in texts[j].chunks)]
        return {j: texts[j] for j in needed}

    def _of_any_type(self, segment: Any) -> list[Any]:
        """All columns; the type of those that are not known to be text is found by their cells.

        To try one type after the other takes most of the time where columns are many and rows are few, so
        that those of fractions are taken for such at first.
        """
        import pyarrow as pa

        every = range(len(self._names))
        texts = dict.fromkeys(self._text_columns, pa.string())
        fractions = self._fractions - self._text_columns
        try:
            columns = self._read(segment, every, texts | dict.fromkeys(fractions, pa.float64()))
        except pa.ArrowInvalid as error:
            if "conversion error to double" not in str(error):
                raise
            return self._read(segment, every, texts)
        others = [j for j in sorted(fractions) if not _holds_fraction(columns[j])]
        for j, column in zip(others, self._read(segment, others, {}), strict=True):
            columns[j] = column
        return columns

    def _texts(self, segment: Any, columns: Sequence[int]) -> dict[int, Any]:
        """Some columns as text."""
        import pyarrow as pa

        found = self._read(segment, columns, dict.fromkeys(columns, pa.string()))
        return dict(zip(columns, found, strict=True))

    def _read(self, segment: Any, columns: Sequence[int], types: dict[int, Any]) -> list[Any]:
        """Some columns, of which some are known to have a type."""
        import pyarrow as pa

        found: list[Any] = []
        for at in range(0, len(columns), _COLUMNS_AT_ONCE):
            self._tick()
            part = columns[at : at + _COLUMNS_AT_ONCE]
            try:
                found += self._arrow_read(segment, part, types, self._block_bytes)
            except pa.ArrowInvalid as error:
                if "straddling" not in str(error):
                    raise
                found += self._arrow_read(segment, part, types, len(segment) + 1)  # for one long row
        return found

    def _arrow_read(
        self, segment: Any, columns: Sequence[int], types: dict[int, Any], block_bytes: int
    ) -> list[Any]:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        layout, names = self._table.layout, self._names
        return arrow_csv.read_csv(
            pa.BufferReader(segment),  # type: ignore[arg-type]  # the stubs forget it
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=block_bytes),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.separator or NEVER_IN_TEXT,
                quote_char=layout.quote or False,
                newlines_in_values=_holds(segment, layout.quote.encode()),
                invalid_row_handler=lambda row: "error" if row.text.strip() else "skip",
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={names[j]: types[j] for j in columns if j in types},
                include_columns=[names[j] for j in columns],
                null_values=list(self._table.options.missing_tokens),
                decimal_point=self._decimal,
            ),
            # Others keep what was given back, for a next time that does not come.
            memory_pool=pa.system_memory_pool(),
        ).columns


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


def _may_be_wide(chunks: Iterable[Any]) -> bool:
    """Whether there may be a whole number among the fractions that a float64 does not hold."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ends = pc.min_max(pa.chunked_array(list(chunks), pa.float64()))
    return any(
        end is not None and abs(end) >= LARGEST_SAFE for end in (ends["min"].as_py(), ends["max"].as_py())
    )


def _holds_fraction(column: Any) -> bool:
    """Whether a number in a column of doubles is not whole."""
    for chunk in column.chunks:
        values = chunk.to_numpy(zero_copy_only=False)
        for some in (values[:_FEW], values):
            if np.any((some != np.rint(some)) & ~np.isnan(some)):
                return True
    return False


def _holds(segment: Any, quote: bytes) -> bool:
    if not quote:
        return False
    if isinstance(segment, bytes):
        return quote in segment
    buffer = segment.obj
    return isinstance(buffer, bytearray) and buffer.find(quote, 0, len(segment)) >= 0
