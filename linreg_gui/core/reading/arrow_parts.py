"""Parquet and Feather files by their parts, row groups or record batches, of which one at a time is read."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cells.frames import frame_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind

from .arrow_file import arrow_column
from .checks import refuse_too_large
from .input_kind import InputKind, input_kind
from .text_file import file_problem, memory_told

# Batches of Feather files are small; so many rows make a part.
_ROWS_OF_A_PART = 1 << 20
# Of numbers and texts, while a part is read.
_CELL_BYTES = 16


class Stored(enum.StrEnum):
    """What a column of a file holds; the value is a word for a person."""

    NUMBERS = "numbers"
    DATES = "dates"
    TEXTS = "texts"
    NOTHING = "nothing"  # all cells are empty, and no type is told


@dataclass(frozen=True)
class Part:
    """Some rows of a file that follow each other.

    Attributes
    ----------
    first, last : int
        The row groups or record batches from the first up to, not including, the last.
    rows : int
    """

    first: int
    last: int
    rows: int


@dataclass(frozen=True)
class ArrowFile:
    """A file as it was when it was looked into.

    Attributes
    ----------
    path : Path
    kind : InputKind
        Parquet or Feather.
    size, changed : int
        Its bytes, and when it was changed, in nanoseconds.
    columns : mapping from column name to Stored
    parts : tuple of Part
        Those that have rows.
    given : mapping from column name to str or None
        What is in every row of columns that are not stored, as the folders of the file tell.
    """

    path: Path
    kind: InputKind
    size: int
    changed: int
    columns: Mapping[str, Stored]
    parts: tuple[Part, ...]
    given: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """Rows in all."""
        return sum(part.rows for part in self.parts)

    def check_unchanged(self) -> None:
        """Nobody has written to it since.

        Raises
        ------
        ProblemError
        """
        if _stamp(self.path) != (self.size, self.changed):
            raise self.problem_of_change()

    def problem_of_change(self) -> ProblemError:
        """What is said where it is not as it was."""
        what = "was changed while it was worked with: open it again"
        return file_problem(self.path, what, ProblemKind.CHANGED)


def arrow_parts(path: Path, given: Mapping[str, str | None] | None = None) -> ArrowFile:
    """What a file holds, by its footer, and the columns that are given, which take the place of its own.

    Raises
    ------
    ProblemError
        If it is no Parquet or Feather file, or damaged, or names a column twice.
    """
    size, changed = _stamp(path)
    if not size and path.is_file():
        raise file_problem(path, "is empty: it was not written to its end", ProblemKind.DAMAGED)
    kind = input_kind(path)
    if kind not in (InputKind.PARQUET, InputKind.FEATHER):
        raise file_problem(path, "is no Parquet or Feather file", ProblemKind.NOT_A_FILE)
    with _damage_told(path, kind):
        if kind is InputKind.PARQUET:
            schema, parts = _parquet(path)
        else:
            schema, parts = _feather(path)
    names = [str(name) for name in schema.names]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise file_problem(path, f"has two columns named “{twice}”", ProblemKind.COLUMNS)
    columns = {name: _stored(schema.field(name).type) for name in names}
    columns |= dict.fromkeys(given or {}, Stored.TEXTS)
    kept = tuple(part for part in parts if part.rows)
    return ArrowFile(path, kind, size, changed, columns, kept, given or {})


def read_part(file: ArrowFile, part: Part, names: Sequence[str]) -> pd.DataFrame:
    """Some columns of a part: numbers and texts as `read_table` reads them, dates as such.

    Raises
    ------
    ProblemError
        If the file was changed or is damaged, or the part would not fit into memory.
    """
    refuse_too_large(file.path, _CELL_BYTES * part.rows * len(names))
    file.check_unchanged()
    with memory_told(file.path), _damage_told(file.path, file.kind):
        table = _read(file, part, [name for name in names if name not in file.given])
    file.check_unchanged()
    return _frame(file, table, part.rows, names)


def read_head(file: ArrowFile, most: int) -> pd.DataFrame:
    """All columns of the first rows.

    Raises
    ------
    ProblemError
        As `read_part`.
    """
    names = list(file.columns)
    with memory_told(file.path), _damage_told(file.path, file.kind):
        table = _head(file, most)
    return _frame(file, table, table.num_rows, names)


def _frame(file: ArrowFile, table: Any, rows: int, names: Sequence[str]) -> pd.DataFrame:
    import pyarrow as pa

    columns = {}
    for name in names:
        if name in file.given:
            same = pa.repeat(pa.scalar(file.given[name], pa.large_string()), rows)
            columns[name] = arrow_column(name, pa.chunked_array([same]))[0]
        else:
            columns[name] = _made(name, table.column(name), file.columns[name])
    return frame_of(columns)


def read_rows(file: ArrowFile, part: Part, columns: Sequence[Sequence[str]], rows: IntArray) -> Any:
    """Some rows of a part, for `frame_of_rows`; of the columns one group after the other is read.

    Raises
    ------
    ProblemError
        As `read_part`.
    """
    import pyarrow as pa

    taken: dict[str, Any] = {}
    for names in columns:
        refuse_too_large(file.path, _CELL_BYTES * part.rows * len(names))
        file.check_unchanged()
        with memory_told(file.path), _damage_told(file.path, file.kind):
            table = _read(file, part, list(names)).take(pa.array(rows))
        taken |= {name: _plain(table.column(name)) for name in names}
    file.check_unchanged()
    return pa.table(taken)


def frame_of_rows(taken: Sequence[Any], file: ArrowFile) -> pd.DataFrame:
    """A table of what `read_rows` has taken of parts with the columns of ``file``."""
    import pyarrow as pa

    table = pa.concat_tables(taken, promote_options="permissive").combine_chunks()
    names = table.column_names
    return frame_of({name: _made(name, table.column(name), file.columns[name]) for name in names})


def _plain(column: Any) -> Any:
    """Categories as the texts that they are, so that parts with others fit together."""
    import pyarrow as pa

    return column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column


def _made(name: str, column: Any, stored: Stored) -> pd.Series:
    import pyarrow as pa

    if stored is Stored.DATES:
        return pd.Series(column.to_pandas(date_as_object=False))
    if column.type == pa.float64() and column.num_chunks == 1:  # as they are, not even copied
        return pd.Series(column.chunk(0).to_numpy(zero_copy_only=False), copy=False)
    return arrow_column(name, column)[0]


def _read(file: ArrowFile, part: Part, names: list[str]) -> Any:
    import pyarrow as pa
    from pyarrow import ipc, parquet

    if file.kind is InputKind.PARQUET:
        # One thread: parts are read beside each other.
        with parquet.ParquetFile(file.path) as opened:
            groups = list(range(part.first, part.last))
            return opened.read_row_groups(groups, columns=names, use_threads=False)
    with pa.memory_map(str(file.path)) as source:
        stream = ipc.open_file(source, options=ipc.IpcReadOptions(use_threads=False))
        batches = [stream.get_batch(k) for k in range(part.first, part.last)]
        return pa.Table.from_batches(batches).select(names)


def _head(file: ArrowFile, most: int) -> Any:
    import pyarrow as pa
    from pyarrow import ipc, parquet

    first = file.parts[0].first
    if file.kind is InputKind.PARQUET:
        with parquet.ParquetFile(file.path) as opened:
            batch = next(opened.iter_batches(most, row_groups=[first], use_threads=False))
            return pa.Table.from_batches([batch])
    with pa.memory_map(str(file.path)) as source:
        return pa.Table.from_batches([ipc.open_file(source).get_batch(first).slice(0, most)])


def _parquet(path: Path) -> tuple[Any, list[Part]]:
    from pyarrow import parquet

    with parquet.ParquetFile(path) as opened:
        groups = opened.metadata
        rows = [groups.row_group(k).num_rows for k in range(groups.num_row_groups)]
        return opened.schema_arrow, [Part(k, k + 1, count) for k, count in enumerate(rows)]


def _feather(path: Path) -> tuple[Any, list[Part]]:
    import pyarrow as pa
    from pyarrow import ipc

    parts: list[Part] = []
    with pa.memory_map(str(path)) as source:
        opened = ipc.open_file(source)
        start = rows = 0
        for k in range(opened.num_record_batches):
            rows += opened.get_batch(k).num_rows
            if rows >= _ROWS_OF_A_PART or k + 1 == opened.num_record_batches:
                parts.append(Part(start, k + 1, rows))
                start, rows = k + 1, 0
        return opened.schema, parts


def _stored(kind: Any) -> Stored:
    import pyarrow as pa

    of = pa.types
    if of.is_dictionary(kind):
        return _stored(kind.value_type)
    if of.is_null(kind):
        return Stored.NOTHING
    if of.is_integer(kind) or of.is_floating(kind) or of.is_decimal(kind):
        return Stored.NUMBERS
    return Stored.DATES if of.is_timestamp(kind) or of.is_date(kind) else Stored.TEXTS


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError as error:
        raise file_problem(path, "is not there any more", ProblemKind.NO_FILE) from error
    return found.st_size, found.st_mtime_ns


@contextmanager
def _damage_told(path: Path, kind: InputKind) -> Iterator[None]:
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError, KeyError) as error:
        raise file_problem(path, f"is a damaged {kind} file", ProblemKind.DAMAGED) from error
