"""The text of a table on the clipboard: as it is, or from the table in a piece of a web page."""

from __future__ import annotations

import csv
import io
import re

from linreg_gui.core.problem import ProblemError, ProblemKind

from .html_pieces import Tag, html_pieces
from .options import AUTOMATIC, ReadOptions

_MOST_SPANNED = 1000
_BREAKS = {"br", "p", "div", "li"}
_MANY_DIGITS = 10
# So many times as long as the HTML may be what is repeated of it, and so long in any case.
_MOST_REPEATED, _ALWAYS_FINE = 5, 2_000_000
_GROUPED = re.compile(r"[-+−]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_PLAIN = re.compile(r"[-+−]?[0-9.,]+")

Cells = list[list[str]]


def pasted_text(text: str, html: str) -> str:
    """What to read as a text file.

    A spreadsheet puts tabs between the cells of its text, and so do most browsers; where there is none, a
    table in the HTML tells the cells apart.

    Raises
    ------
    ProblemError
        If there is nothing to read.
    """
    if "\t" not in text and (rows := html_table(html)):
        stream = io.StringIO()
        csv.writer(stream, dialect="excel-tab", lineterminator="\n").writerows(rows)
        return stream.getvalue()
    if not text.strip():
        raise ProblemError("There is no table on the clipboard: copy one first.", ProblemKind.EMPTY)
    return text


def pasted_options(text: str, html: str = "") -> ReadOptions:
    """How to read what was pasted: one column of numbers with thousands commas is not several of small ones.

    A spreadsheet puts tabs between cells, so a text without any that is nothing but such numbers is one
    column, whatever it would be in a file.
    """
    lines = (line.strip() for line in text.splitlines())
    first = next(filter(None, lines), "")
    grouped = _GROUPED.fullmatch(first) is not None
    for line in lines:
        if line and not _PLAIN.fullmatch(line):
            return AUTOMATIC
        if "," in line and not _GROUPED.fullmatch(line):
            return AUTOMATIC
        grouped |= "," in line
    named = "," not in first or _GROUPED.fullmatch(first)
    wide = grouped and any(len(row) > 1 for row in html_table(html))
    return ReadOptions(separator="") if grouped and named and not wide else AUTOMATIC


def html_table(html: str) -> Cells:
    """The cells of the largest table in a piece of HTML; empty if there is none."""
    if "<t" not in html.lower():
        return []
    reader = _TableReader(_MOST_REPEATED * len(html) + _ALWAYS_FINE)
    for piece in html_pieces(html):
        reader.take(piece)
    reader.close()
    return max(reader.tables, key=lambda rows: sum(map(len, rows)), default=[])


class _TableReader:
    """Collects the cells of every outermost table; a cell over several rows or columns is repeated.

    Parameters
    ----------
    most : int
        How long all the texts that are repeated may be.
    """

    def __init__(self, most: int) -> None:
        self.tables: list[Cells] = []
        self._left = most
        self._depth = 0
        self._row: dict[int, str] = {}
        self._next = 0  # every column left of it has its cell
        self._hanging: dict[int, tuple[int, str]] = {}  # by column: rows it goes on for, and its text
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._has_cells = False

    def take(self, piece: Tag | str) -> None:
        """The next piece of HTML."""
        if isinstance(piece, str):
            if self._cell is not None:
                self._cell.append(piece)
        elif piece.opens:
            self._open(piece)
        else:
            self._close(piece.name)

    def close(self) -> None:
        """There is no more."""
        if self._depth == 1:
            self._end_row()

    def _open(self, tag: Tag) -> None:
        if tag.name == "table":
            self._depth += 1
            if self._depth == 1:
                self.tables.append([])
                self._row, self._next = {}, 0
                self._hanging = {}
        elif self._depth != 1:
            return
        elif tag.name == "tr":
            self._end_row()
        elif tag.name in ("td", "th"):
            self._end_cell()
            spans = tag.attributes
            self._span = (_count(spans.get("rowspan")), _count(spans.get("colspan")))
            self._cell = []
            self._has_cells = True
        elif self._cell is not None and tag.name in _BREAKS:
            self._cell.append(" ")
        elif self._cell is not None and tag.name == "sup":
            self._cell.append("^")  # 10 to the power of 2 is not 102

    def _close(self, name: str) -> None:
        if name == "table" and self._depth:
            if self._depth == 1:
                self._end_row()
            self._depth -= 1
        elif self._depth == 1 and name in ("td", "th"):
            self._end_cell()
        elif self._depth == 1 and name == "tr":
            self._end_row()

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = " ".join("".join(self._cell).split())
        rows, columns = self._span
        while self._next in self._row:
            self._next += 1
        self._repeat((columns - 1) * (len(text) + 1))
        for column in range(self._next, self._next + columns):
            self._row[column] = text
            if rows > 1:
                self._hanging[column] = (rows - 1, text)
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if not self._has_cells:
            return
        self._has_cells = False
        if self._row:
            width = max(self._row) + 1
            self.tables[-1].append([self._row.get(j, "") for j in range(width)])
        still = {column: (rows, text) for column, (rows, text) in self._hanging.items() if rows > 0}
        self._repeat(sum(len(text) + 1 for _, text in still.values()))
        self._row, self._next = {column: text for column, (_, text) in still.items()}, 0
        self._hanging = {column: (rows - 1, text) for column, (rows, text) in still.items()}

    def _repeat(self, length: int) -> None:
        self._left -= length
        if self._left < 0:
            sentence = "The cells of the table on the clipboard go over too many rows and columns to be read."
            raise ProblemError(sentence, ProblemKind.TOO_LARGE)


def _count(value: str | None) -> int:
    if value is None or not value.isdecimal():
        return 1
    return min(_MOST_SPANNED, max(1, int(value))) if len(value) < _MANY_DIGITS else _MOST_SPANNED
