"""Rows of text made plain, so that a parser for cells with a separator between them understands them.

For the first rows and for all of them alike; which rows need it is found in csv_sniffer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SLICE_BYTES = 1 << 16
_SIGN = r"(?:\+|-|−)?"
_CURRENCY = r"(?:(?:[A-Z]{0,3}(?:\$|€|£|¥|₹)|[A-Z]{3}) ?)?"
# The two parts of a number that was cut at its thousands comma.
CUT_HEAD = rf"\(?{_SIGN}{_CURRENCY}{_SIGN}[1-9][0-9]{{0,2}}"
CUT_GROUP = r"[0-9]{3}(?:\.[0-9]*)?(?: ?(?:%|\$|€|£|¥|₹|[A-Z]{3}))?[)\-]?"


@dataclass(frozen=True)
class RowStyle:
    """How cells are put into a row.

    Attributes
    ----------
    separator : str
        The character between cells; empty if there is one column, a blank for columns lined up by blanks.
    quote : str
        The sign around cells; empty if there is none.
    padded : bool
        Whether blanks stand between a separator and a quote.
    split_at : int or None
        The cell that goes on in the next one, as a thousands comma in it is no separator.
    cells : int
        How many cells such a row has when they are joined.
    """

    separator: str
    quote: str = '"'
    padded: bool = False
    split_at: int | None = None
    cells: int = 0

    @property
    def is_plain(self) -> bool:
        """Whether rows are plain as they are."""
        return self.separator != " " and not self.padded and self.split_at is None

    def plain(self, rows: bytes) -> bytes:
        """The same rows with one separator between two cells and none in a number."""
        if self.separator == " ":
            rows = squeeze_blanks(rows, self.quote.encode())
        if self.padded:
            rows = b"".join(self._unpadded(part) for part in _slices(rows, self.quote.encode()))
        if self.split_at is not None:
            parts = _slices(rows, self.quote.encode())
            rows = b"".join(self._joined(part, self.split_at) for part in parts)
        return rows

    def _unpadded(self, rows: bytes) -> bytes:
        cell, separator = _quoted(self.quote), re.escape(self.separator.encode())
        pattern = rb"(?:^|(?<=%s))[ \t]*(%s)[ \t]*(?=%s|\r?$)" % (separator, cell, separator)
        if self.separator == "\t":
            pattern = pattern.replace(rb"[ \t]*", b" *")
        return re.sub(pattern, rb"\1", rows, flags=re.MULTILINE)

    def _joined(self, rows: bytes, at: int) -> bytes:
        separator = re.escape(self.separator.encode())
        cell = rb"[^%s\r\n]*" % separator
        if self.quote:
            cell = rb"(?:%s|%s)" % (_quoted(self.quote), cell)
        pattern = rb"^((?:%s%s){%d}[ \t]*%s)%s(%s[ \t]*)(?=(?:%s%s){%d}\r?$)" % (
            cell, separator, at, CUT_HEAD.encode(), separator, CUT_GROUP.encode(),
            separator, cell, self.cells - at - 1,
        )  # fmt: skip
        return re.sub(pattern, rb"\1\2", rows, flags=re.MULTILINE)


def is_padded(text: str, separator: str, quote: str) -> bool:
    """Whether blanks stand between separators and quotes."""
    if not quote or quote not in text or separator in ("", " "):
        return False
    mark, sign = re.escape(quote), re.escape(separator)
    blank = " " if separator == "\t" else "[ \\t]"
    cell = f"{mark}[^{mark}\\r\\n]*{mark}"
    padded = f"(?:^|{sign}){blank}+{cell}{blank}*(?={sign}|\\r?$)"
    return re.search(padded, text, re.MULTILINE) is not None


def squeeze_blanks(rows: bytes, quote: bytes = b'"') -> bytes:
    """Rows of columns lined up by blanks, with one blank between cells and none at the ends of a row."""
    return b"".join(_squeezed(part, quote) for part in _slices(rows, quote))


def _quoted(quote: str) -> bytes:
    mark = quote.encode()
    return rb"%s(?:[^%s]|%s%s)*+%s" % (mark, mark, mark, mark, mark)


def _slices(rows: bytes, quote: bytes) -> Iterator[bytes]:
    """Small runs of whole rows, so that no single call takes long."""
    start = 0
    while start < len(rows):
        end = rows.find(b"\n", start + _SLICE_BYTES) + 1 or len(rows)
        odd = bool(quote) and rows.count(quote, start, end) % 2
        while odd and end < len(rows):  # inside of a quoted cell
            further = rows.find(b"\n", end) + 1 or len(rows)
            odd = (odd + rows.count(quote, end, further)) % 2
            end = further
        yield rows[start:end]
        start = end


def _squeezed(rows: bytes, quote: bytes) -> bytes:
    if quote and quote in rows:
        cell = b"(%s[^%s]*%s)|[ \\t]+" % (quote, quote, quote)
        rows = re.sub(cell, lambda match: match[1] or b" ", rows)
    else:
        rows = re.sub(rb"[ \t]+", b" ", rows)
    return re.sub(rb"^ | (?=\r?$)", b"", rows, flags=re.MULTILINE)
