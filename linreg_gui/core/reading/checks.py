"""Whether a file is a table and fits into memory, judged by its beginning; a sentence where not."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from linreg_gui.core.arrays import counted
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.memory import available_memory, size_in_words
from linreg_gui.core.problem import ProblemError

from .csv_sniffer import Layout, is_number, sniff
from .options import Given
from .text_file import file_problem

# Reading needs the table, at most as much again, and a block of the file.
_WHILE_READING = 2.0
_BLOCK_BYTES = 1 << 25
_NUMBER_BYTES = 8
# Nobody writes a number with more bytes.
_MOST_PER_NUMBER = 32
_ASKED_EVERY = 1 << 28
# A cell takes about as much memory as its piece of XML.
_CELLS_OF_XML = 1.0
_TEXT_BYTES = 8


def find_layout(path: Path, text: str, complete: bool, given: Given) -> Layout:
    """The layout of the beginning of a file.

    Raises
    ------
    ProblemError
        If there is no row of data.
    """
    if not text.strip():
        raise file_problem(path, "is empty", "empty")
    layout = sniff(
        *(text, complete),
        separator=given.separator,
        header=given.header,
        skip_rows=given.skip_rows,
        missing=given.missing,
        quote=given.quote,
    )
    if layout is None and not given.skip_rows:
        what = "is not a table of rows: line 1 has a cell of more than 131,072 characters"
        raise file_problem(path, what, "long line")
    if layout is None:
        raise file_problem(path, "has no rows left below the lines to skip", "no rows")
    if not layout.rows:
        raise file_problem(path, "has names of columns but no row of data below them", "no rows")
    return layout


def check_columns(path: Path, notes: Sequence[ColumnNote], types: Mapping[str, str], sheet: str = "") -> None:
    """Refuse a table without numbers, and dates that nothing tells the day and the month of."""
    where = f" in “{sheet}”" if sheet else ""
    for note in notes:
        if note.kind == "date" and note.either_way and types.get(note.name) == "date":
            dates = counted(note.either_way, "date")
            what = f"has {dates} in “{note.name}” of which day and month cannot be told apart"
            raise file_problem(path, f"{what}: choose which comes first", "dates")
    if not any(note.numeric for note in notes):
        raise file_problem(path, f"has no column of numbers{where}", "no numeric column")


def expected_rows(layout: Layout, n_bytes: float) -> int:
    """About how many rows a text of so many bytes of UTF-8 has; a few too many."""
    return int(1.03 * len(layout.rows) * n_bytes / max(1, _written(layout))) + 100


def check_memory(path: Path, layout: Layout, n_bytes: float) -> None:
    """Refuse a text file whose table would not fit, judged by its first rows.

    Parameters
    ----------
    path : Path
    layout : Layout
        With the first rows.
    n_bytes : float
        Bytes of the whole text as UTF-8.

    Raises
    ------
    ProblemError
    """
    kept = sum(_bytes_of(cell) for row in layout.rows for cell in row)
    refuse_too_large(path, n_bytes * kept / max(1, _written(layout)))


def check_workbook_memory(path: Path) -> None:
    """Refuse a workbook whose unpacked sheets would not fit; a damaged one is for its reader to refuse."""
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):  # or an old one, which is not packed
        return
    refuse_too_large(path, _CELLS_OF_XML * unpacked)


def refuse_too_large(path: Path, table_bytes: float) -> None:
    """Say so if a table of that size cannot be read with the memory there is."""
    needed = _WHILE_READING * table_bytes + _BLOCK_BYTES
    if needed > 10 * _BLOCK_BYTES and needed > (free := available_memory()):
        raise too_large(path, needed, free)


class Swelling:
    """Watches a packed file grow: one that unpacks for ever must not fill the disk."""

    def __init__(self, path: Path) -> None:
        self._path, self._bytes, self._asked_at = path, 0, 0

    def grow(self, count: int) -> None:
        """So much more was unpacked; refuse it once no table of it could fit."""
        self._bytes += count
        if self._bytes - self._asked_at > _ASKED_EVERY:
            self._asked_at = self._bytes
            refuse_too_large(self._path, self._bytes / _MOST_PER_NUMBER * _NUMBER_BYTES)


def too_large(path: Path, needed: float, free: float) -> ProblemError:
    """The problem of a table that does not fit."""
    what = f"is too large for the memory: reading it takes about {size_in_words(needed)}"
    return file_problem(path, f"{what}, and {size_in_words(free)} are free", "memory")


def _written(layout: Layout) -> int:
    """Bytes of the first rows, with a separator or a line break after each cell."""
    return sum(len(cell.encode()) + 1 for row in layout.rows for cell in row)


def _bytes_of(cell: str) -> int:
    return _NUMBER_BYTES if is_number(cell) else _TEXT_BYTES + len(cell.encode())
