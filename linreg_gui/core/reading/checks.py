"""Whether a file is a table and fits into memory, judged by its beginning; a sentence where not."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.memory import available_memory
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, size_text

from .number_cells import is_number
from .options import ReadOptions
from .text_file import LONGEST_ROW, Head, file_problem
from .text_table import TextTable

# Reading needs the table, at most as much again, and a block of the file.
_WHILE_READING = 2.0
_BLOCK_BYTES = 1 << 25
_NUMBER_BYTES = 8
# Nobody writes a number with more bytes.
_MOST_PER_NUMBER = 32
_ASKED_EVERY = 1 << 28
# Whatever else is at work needs some room on the disk.
_KEPT_ON_DISK = 1 << 28
# What a column takes beside its cells.
_COLUMN_BYTES = 4096
_TEXT_BYTES = 8


def check_columns(path: Path, notes: Sequence[ColumnNote], options: ReadOptions, sheet: str = "") -> None:
    """Refuse a table without numbers, and dates that nothing tells the day and the month of."""
    where = f" in “{sheet}”" if sheet else ""
    choices = options.type_choices
    for note in notes:
        if note.kind is ColumnType.DATE and note.either_way and choices.get(note.name) is ColumnType.DATE:
            dates = counted(note.either_way, "date")
            what = f"has {dates} in “{note.name}” of which day and month cannot be told apart"
            raise file_problem(path, f"{what}: choose which comes first", ProblemKind.DATES)
    if not any(note.numeric for note in notes):
        raise file_problem(path, f"has no column of numbers{where}", ProblemKind.NO_NUMERIC_COLUMN)


def check_memory(table: TextTable) -> None:
    """Refuse a text file whose table would not fit, judged by its first rows.

    Raises
    ------
    ProblemError
    """
    kept = sum(_bytes_of(cell) for row in table.layout.rows for cell in row)
    cells = table.n_bytes * kept / max(1, table.sample_bytes)
    refuse_too_large(table.path, cells + _COLUMN_BYTES * len(table.layout.names))


def unpacked_bytes(path: Path) -> int | None:
    """Of all parts of a workbook; None for a damaged one, and for an old one, which is not packed."""
    try:
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        return None


def refuse_too_large(path: Path, table_bytes: float) -> None:
    """Say so if a table of that size cannot be read with the memory there is."""
    needed = _WHILE_READING * table_bytes + _BLOCK_BYTES
    if needed > 10 * _BLOCK_BYTES and needed > (free := available_memory()):
        raise too_large(path, needed, free)


def check_width(path: Path, head: Head) -> None:
    """Refuse a text file whose first line has more cells than columns fit, before it is looked into."""
    line = head.start[:LONGEST_ROW].partition(b"\n")[0]
    refuse_too_large(path, _COLUMN_BYTES * max(map(line.count, (b",", b";", b"\t", b"|"))))


class Swelling:
    """Watches a packed file grow: one that unpacks for ever must not fill the disk."""

    def __init__(self, path: Path, folder: Path) -> None:
        self._path = path
        self._folder = folder
        self._bytes = 0
        self._asked_at = 0

    def grow(self, count: int) -> None:
        """So much more was unpacked; refuse it once no table of it could fit."""
        self._bytes += count
        if self._bytes - self._asked_at > _ASKED_EVERY:
            self._asked_at = self._bytes
            refuse_too_large(self._path, self._bytes / _MOST_PER_NUMBER * _NUMBER_BYTES)
            if shutil.disk_usage(self._folder).free < _KEPT_ON_DISK:
                what = "does not fit on the disk when it is unpacked"
                raise file_problem(self._path, what, ProblemKind.DISK_FULL)


def too_large(path: Path, needed: float, free: float) -> ProblemError:
    """The problem of a table that does not fit."""
    what = f"is too large for the memory: reading it takes about {size_text(needed)}"
    return file_problem(path, f"{what}, and {size_text(free)} are free", ProblemKind.MEMORY)


def _bytes_of(cell: str) -> int:
    return _NUMBER_BYTES if is_number(cell) else _TEXT_BYTES + len(cell.encode())
