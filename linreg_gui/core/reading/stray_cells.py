"""Cells far from the table of a sheet: found, told, and taken out of its XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from linreg_gui.core.wording import counted

from .findings import Finding
from .sheet_cells import CONTENT, Numbers, SheetCells, column_number, ods_runs

# A sheet with fewer cells, or better filled, is read with all that lies between.
_MOST_AROUND = 1 << 20
_LEAST_FILLED = 1 / 50
# So many empty rows or columns part what belongs together.
_ROWS_APART, _COLUMNS_APART = 100, 20
_TURNS = 3

_XLSX_CELL = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>]*?\s)?r\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["'][^<>]*?(?:/>|>.*?</(?:\w+:)?c>)""",
    re.DOTALL,
)


@dataclass(frozen=True)
class Rectangle:
    """Cells from the first row and column up to before the last ones, counted from 0."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def area(self) -> int:
        """How many cells it has."""
        return (self.bottom - self.top) * (self.right - self.left)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is in it."""
        return self.top <= row < self.bottom and self.left <= column < self.right


@dataclass(frozen=True)
class Strays:
    """What is left out of a sheet.

    Attributes
    ----------
    kept : Rectangle
        Where the table is.
    count : int
        How many filled cells are elsewhere.
    first : str
        One of these, as a spreadsheet names it.
    """

    kept: Rectangle
    count: int
    first: str

    @property
    def finding(self) -> Finding:
        """What is told of them."""
        where = f"in {self.first}" if self.count == 1 else f"such as {self.first}"
        verb = "stands" if self.count == 1 else "stand"
        left = "It is left out." if self.count == 1 else "They are left out."
        return Finding(f"{counted(self.count, 'cell')} {verb} far from the table, {where}. {left}")


def find_strays(cells: SheetCells) -> Strays | None:
    """The cells far from the table, where so much lies between that the sheet should not be read with it."""
    if cells.area <= _MOST_AROUND or cells.filled >= _LEAST_FILLED * cells.area:
        return None
    inside = np.ones(len(cells.top), dtype=bool)
    for _ in range(_TURNS):
        before = int(inside.sum())
        inside = _densest(inside, cells.top, cells.height, cells.width, _ROWS_APART)
        inside = _densest(inside, cells.left, cells.width, cells.height, _COLUMNS_APART)
        if int(inside.sum()) == before:
            break
    if inside.all():
        return None
    top, left = cells.top[inside], cells.left[inside]
    bottom, right = top + cells.height[inside], left + cells.width[inside]
    kept = Rectangle(int(top.min()), int(bottom.max()), int(left.min()), int(right.max()))
    outside = (cells.top < kept.top) | (cells.top >= kept.bottom)
    outside |= (cells.left < kept.left) | (cells.left >= kept.right)
    first = int(np.flatnonzero(outside)[0])
    count = int((cells.height * cells.width)[outside].sum())
    return Strays(kept, count, f"{_letters(int(cells.left[first]))}{int(cells.top[first]) + 1}")


def _densest(inside: np.ndarray, start: Numbers, length: Numbers, across: Numbers, apart: int) -> np.ndarray:
    """Of what is inside, the part between two gaps that holds the most cells."""
    chosen = np.flatnonzero(inside)
    order = chosen[np.argsort(start[chosen], kind="stable")]
    ends = np.maximum.accumulate(start[order] + length[order])
    part = np.concatenate([[0], np.cumsum(start[order][1:] - ends[:-1] >= apart)])
    weight = np.bincount(part, weights=(length * across)[order])
    found = np.zeros(len(inside), dtype=bool)
    found[order[part == int(weight.argmax())]] = True
    return found


def _letters(column: int) -> str:
    name, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def without_strays(path: Path, part: str, kept: Mapping[str, Rectangle]) -> io.BytesIO:
    """The workbook with nothing but empty cells around the tables of some sheets.

    Parameters
    ----------
    path : Path
    part : str
        Of the archive, in which these sheets stand.
    kept : mapping from sheet to Rectangle
        Where the table of each is.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for entry in archive.infolist():
            data = archive.read(entry)
            if entry.filename == part:
                data = _ods_tables(data, kept) if part == CONTENT else _xlsx_table(data, *kept.values())
            written.writestr(entry.filename, data)
    made.seek(0)
    return made


def _xlsx_table(data: bytes, kept: Rectangle) -> bytes:
    def cell(match: re.Match[bytes]) -> bytes:
        inside = kept.holds(int(match[2]) - 1, column_number(match[1].decode()))
        return match[0] if inside else b""

    return _XLSX_CELL.sub(cell, data)


def _ods_tables(data: bytes, kept: Mapping[str, Rectangle]) -> bytes:
    pieces, done = [], 0
    for run in ods_runs(data, {}):
        if run.sheet in kept and not kept[run.sheet].holds(run.top, run.left):
            pieces += [
                data[done : run.start],
                b'<table:table-cell table:number-columns-repeated="%d"/>' % run.width,
            ]
            done = run.end
    return b"".join([*pieces, data[done:]])
