"""Where rows end among quoted cells, which may hold line breaks, and stray quotes, which mean nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PIECE_BYTES = 1 << 20


def last_row_end(buffer: bytearray, filled: int, quote: str, separator: str) -> int:
    """Where the last complete row ends: after a line break with an even number of quotes before it."""
    newline = b"\n" if buffer.find(b"\n", 0, filled) >= 0 else b"\r"
    end = buffer.rfind(newline, 0, filled) + 1
    mark = quote.encode()
    if not mark or buffer.find(mark, 0, end) < 0:
        return end
    odd = _count(buffer, mark, end) % 2
    while end and odd:
        earlier = buffer.rfind(newline, 0, end - 1) + 1
        odd = (odd + buffer.count(mark, earlier, end)) % 2
        end = earlier
    return end or _end_outside_quotes(buffer, filled, newline, mark, separator)


def open_quote(buffer: bytearray, filled: int, quote: str, separator: str) -> int | None:
    """Where a quote opens that is never closed; None where all are. Looked for where their number is odd."""
    mark = quote.encode()
    if not mark or _count(buffer, mark, filled) % 2 == 0:
        return None
    cells = _quoted_cells(buffer, filled, mark, separator)
    return next((cell.start() for cell in cells if not cell[1]), None)


def _end_outside_quotes(buffer: bytearray, filled: int, newline: bytes, mark: bytes, separator: str) -> int:
    """The same with quotes inside cells taken for what they are; slower."""
    limit, inside = filled, []
    for cell in _quoted_cells(buffer, filled, mark, separator):
        if not cell[1]:
            limit = cell.start()
        elif newline in cell[0]:
            inside.append(cell.span())
    end = buffer.rfind(newline, 0, limit) + 1
    while inside and end:
        start, stop = inside.pop()
        if start < end <= stop:
            end = buffer.rfind(newline, 0, start) + 1
    return end


def _quoted_cells(buffer: bytearray, filled: int, mark: bytes, separator: str) -> Iterator[re.Match[bytes]]:
    """Cells that begin with a quote, up to the quote that closes them (the group), if there is one."""
    opening = b"[\n\r" + re.escape(separator.encode()) + b"]"
    cell = rb"(?:\A|(?<=%s))%s(?:[^%s]|%s%s)*+(%s?)" % (opening, mark, mark, mark, mark, mark)
    return re.finditer(cell, memoryview(buffer)[:filled])


def _count(buffer: bytearray, mark: bytes, end: int) -> int:
    return sum(buffer.count(mark, at, min(at + _PIECE_BYTES, end)) for at in range(0, end, _PIECE_BYTES))
