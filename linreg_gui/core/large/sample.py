"""A table of some rows of files that need not fit into memory, drawn by a seed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.progress import tell_progress
from linreg_gui.core.reading.arrow_parts import ArrowFile, frame_of_rows, read_rows
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.table.new_table import new_table
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import first_few, sound_text

from .in_order import in_order
from .large_table import LargeTable, Place, large_table

MOST_SAMPLED = 20_000
# Of all columns of a part, so many are in memory at a time.
_COLUMNS_AT_ONCE = 8
# At the end of a file, where Parquet and Feather have their footers.
_FOOTER_BYTES = 1 << 16
_MOST_NAMED = 5


def sample_of(path: Path, most: int = MOST_SAMPLED, seed: int = 0) -> Table:
    """Some rows of all files at a path as a table, in their order, each row as likely as any other.

    It is read in one pass over all columns, of which a few of one part are in memory at a time. How far that
    is goes to `tell_progress`.

    Parameters
    ----------
    path : Path
        A Parquet or Feather file, or a folder of such.
    most : int
        Rows of the sample.
    seed : int

    Returns
    -------
    Table
        Its ``large`` tells what it is a sample of.

    Raises
    ------
    ProblemError
        If there is no such file, or one is damaged or changed; if no column is the same in all files.
    """
    table = large_table(path)
    names, left_out = _the_same_everywhere(table)
    chosen = _chosen(table.rows, min(most, table.rows), seed)
    frame = _sampled(table, names, chosen)
    size = sum(file.size for file in table.files)
    source = LargeSource(str(path), fingerprint(table), len(table.files), table.rows, size, len(chosen), seed)
    about = source.about
    if left_out:
        about += f" Not the same in all files, and left out: {first_few(left_out, _MOST_NAMED)}."
    name = f"{path.name}, {source.words}"
    made = new_table(frame, sound_text(name), sound_text(about))
    return replace(made, large=source)


def look_again(source: LargeSource) -> LargeTable:
    """The files that a table is a sample of, as long as they are the same.

    Raises
    ------
    ProblemError
        Of kind ``NO_FILE`` if they are not there any more, of kind ``CHANGED`` if they are others.
    """
    path = Path(source.path)
    if not path.exists():
        raise ProblemError(
            f"“{path}” is not there any more: what is shown is the {source.words} that was in it.",
            ProblemKind.NO_FILE,
        )
    found = large_table(path)
    if fingerprint(found) != source.fingerprint:
        raise ProblemError(
            f"“{path}” was changed since the {source.words} was drawn: open it again.", ProblemKind.CHANGED
        )
    return found


def fingerprint(table: LargeTable) -> str:
    """Of names, sizes and footers of files, whichever folder they are in.

    Raises
    ------
    ProblemError
        If a file cannot be read.
    """
    told = hashlib.sha256()
    for file in table.files:
        told.update(f"{file.path.name}\0{file.size}\0{file.rows}\0".encode("utf-8", "surrogatepass"))
        told.update(_footer(file))
    return told.hexdigest()


def _footer(file: ArrowFile) -> bytes:
    try:
        with file.path.open("rb") as opened:
            opened.seek(max(0, file.size - _FOOTER_BYTES))
            return opened.read(_FOOTER_BYTES)
    except OSError as error:
        raise file.problem_of_change() from error


def _the_same_everywhere(table: LargeTable) -> tuple[list[str], list[str]]:
    """The columns that hold the same in all files, and the others."""
    names, left_out = [], []
    for name in table.columns:
        try:
            table.stored(name)
            names.append(name)
        except ProblemError:
            left_out.append(name)
    if not names:
        raise ProblemError("No column is the same in all files.", ProblemKind.COLUMNS)
    return names, left_out


def _chosen(rows: int, count: int, seed: int) -> Sequence[int]:
    if count == rows:
        return range(rows)
    drawn = np.random.default_rng(seed).choice(rows, count, replace=False, shuffle=False)
    return np.sort(drawn)  # type: ignore[return-value]


def _sampled(table: LargeTable, names: list[str], chosen: Sequence[int]) -> pd.DataFrame:
    """The chosen rows of all parts; of parts without one nothing is read."""
    ends = np.cumsum([table.files[p.file].parts[p.part].rows for p in table.places])
    bounds = np.searchsorted(np.asarray(chosen), ends).tolist()
    wanted = [
        (place, np.asarray(chosen[first:last]) - (int(end) - table.files[place.file].parts[place.part].rows))
        for place, first, last, end in zip(table.places, [0, *bounds], bounds, ends, strict=False)
        if last > first
    ]

    def read(part: tuple[Place, IntArray]) -> object:
        check_wanted()
        place, rows = part
        file = table.files[place.file]
        groups = [names[k : k + _COLUMNS_AT_ONCE] for k in range(0, len(names), _COLUMNS_AT_ONCE)]
        return read_rows(file, file.parts[place.part], groups, rows)

    def told() -> Iterator[object]:
        for done, rows in enumerate(in_order(read, wanted), 1):
            tell_progress(done / len(wanted))
            yield rows

    return frame_of_rows(list(told()), table.files[0])
