"""Whether a table would fit into memory, asked before it is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from .csv_files import file_problem
from .csv_sniffing import Layout, is_number
from .problem import ProblemError

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


def available_memory() -> int:
    """Bytes that programs can still have."""
    import psutil

    return int(psutil.virtual_memory().available)


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


def size_in_words(count: float) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"
