"""Reading a table from Parquet and Feather files, sized before it is unpacked."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.chosen_type import as_chosen
from linreg_gui.core.cells.column_types import ColumnType, NoType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE, numbers_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import size_text

from .apart import NeedsLimit
from .arrow_sizes import is_flat, text_bytes
from .checks import refuse_too_large
from .column_names import unique_names
from .findings import Finding
from .input_kind import InputKind
from .options import ReadOptions
from .parquet_pages import NoFooter, OddParquet, ParquetPages, pages_of_file
from .text_file import file_problem
from .units import named_units
from .workbook import Cells, cell_text

# Under which a column keeps its unit.
UNIT_KEY = b"unit"
_NUMBER_BYTES = 8
# What a value of a nested column becomes.
_NESTED_BYTES = 100
# Texts of more bytes stay categories where they are repeated so often; fewer are no matter.
_MUCH_TEXT, _OFTEN = 1 << 26, 4
# How compressed pieces of a Feather file begin, after eight bytes for what they unpack to: frames of
# Zstandard and of LZ4, and such as both pass over.
_COMPRESSED = re.compile(rb"\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|[\x50-\x5f]\x2a\x4d\x18")


def read_arrow(path: Path, kind: InputKind, options: ReadOptions, limited: bool = False) -> Cells:
    """The columns of a Parquet or Feather file; dates and truth values as text where no type is chosen.

    Texts that are repeated so often that they would fill the memory are read as categories.

    Parameters
    ----------
    path : Path
    kind : InputKind
    options : ReadOptions
    limited : bool
        Whether this process may take no more memory than there is.

    Raises
    ------
    ProblemError
        If the file is damaged, holds no row or would not fit into memory.
    NeedsLimit
        If it may take more than can be told beforehand, and no limit holds.
    """
    import pyarrow as pa

    choices = options.type_choices
    try:
        table = _parquet(path, limited) if kind is InputKind.PARQUET else _feather(path, limited)
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, ProblemError | MemoryError):
            raise
        raise file_problem(path, f"is a damaged {kind} file", ProblemKind.DAMAGED) from error
    if not table.num_rows:
        raise file_problem(path, "holds no row", ProblemKind.EMPTY)
    refuse_too_large(path, _NUMBER_BYTES * table.num_rows * table.num_columns)
    if not limited and not all(is_flat(column.type) for column in table.columns):
        raise NeedsLimit
    titles = unique_names(table.column_names)
    rows = range(1, 1 + table.num_rows)
    texts = 0
    columns, told = [], []
    for title, stored in zip(titles, table.columns, strict=True):
        column = _unfolded(stored)
        choice, size = choices.get(title), text_bytes(column)
        if choice in (None, ColumnType.CATEGORY) and size > max(_MUCH_TEXT, _OFTEN * column.nbytes):
            columns.append(_category(title, column))
            what = f"The texts of “{title}” are kept as categories, as they are repeated so often"
            told.append(Finding(f"{what}: as texts they would take {size_text(size)}."))
            continue
        texts += size
        refuse_too_large(path, _NUMBER_BYTES * table.num_rows * table.num_columns + texts)
        columns.append(as_chosen(*arrow_column(title, column), choice, rows))
    units = [_stored_unit(entry) for entry in table.schema]
    return Cells(columns, findings=tuple(told), units=named_units(titles, units))


def _parquet(path: Path, limited: bool) -> Any:
    from pyarrow import parquet

    try:
        pages = pages_of_file(path)
    except NoFooter:
        raise
    except OddParquet:
        if not limited:
            raise NeedsLimit from None
        return parquet.read_table(path)
    cells = sum(
        (_NESTED_BYTES if column.nested else _NUMBER_BYTES) * max(pages.rows, column.values)
        for column in pages.columns.values()
    )
    refuse_too_large(path, max(cells, pages.bytes))
    if not limited and _grows_unseen(pages):
        raise NeedsLimit
    shared = [name for name, column in pages.columns.items() if column.is_text and column.dictionary_bytes]
    return parquet.read_table(path, read_dictionary=shared)


def _grows_unseen(pages: ParquetPages) -> bool:
    """Whether a column may be longer than its pages by more than a dictionary."""
    return any(
        column.values * column.bytes > _MUCH_TEXT and (column.shares_beginnings or column.nested)
        for column in pages.columns.values()
        if column.is_text
    )


def _feather(path: Path, limited: bool) -> Any:
    from pyarrow import feather

    if not limited and _feather_bytes(path) > _MUCH_TEXT:
        raise NeedsLimit
    return feather.read_table(path)


def _feather_bytes(path: Path) -> int:
    """At most so many bytes are in the compressed pieces of a file, by what stands before each."""
    data = path.read_bytes() if path.stat().st_size < _MUCH_TEXT else b""
    if not data:
        return _MUCH_TEXT + 1
    starts = (match.start() for match in _COMPRESSED.finditer(data))
    return sum(int.from_bytes(data[max(0, at - 8) : at], "little") for at in starts)


def _category(name: str, column: Any) -> tuple[pd.Series, ColumnNote]:
    """A column of texts that are repeated, each kept once."""
    made = column.unify_dictionaries().to_pandas().astype("category")
    return made, ColumnNote(name, ColumnType.CATEGORY, int(made.isna().sum()))


def _unfolded(column: Any) -> Any:
    """With each value as often as it stands there."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_run_end_encoded(column.type):
        return column
    check_wanted()
    decode = pc.run_end_decode  # type: ignore[attr-defined]
    return pa.chunked_array(map(decode, column.chunks), column.type.value_type)


def _stored_unit(entry: Any) -> str:
    """The unit that stands beside a column, as this program and others write it."""
    stored = (entry.metadata or {}).get(UNIT_KEY, b"")
    return " ".join(stored.decode("utf-8", "replace").split())


def arrow_column(name: str, column: Any) -> tuple[pd.Series, ColumnNote]:
    """A column as numbers where those are stored, and as text otherwise, with what is to be told of it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    check_wanted()
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    n_missing = column.null_count
    if pa.types.is_null(kind):
        return pd.Series(np.full(len(column), np.nan)), ColumnNote(name, NoType.EMPTY, n_missing)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        made = _arrow_numbers(column, kind)
        n_missing = int(made.isna().sum())
        found = ColumnType.NUMBER if n_missing < len(made) else NoType.EMPTY
        return made, ColumnNote(name, found, n_missing)
    try:
        texts: Any = pd.array(pc.cast(column, pa.large_string()), dtype="str")
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        texts = [None if value is None else cell_text(value) for value in column.to_pylist()]
    return pd.Series(texts, dtype="str"), ColumnNote(name, ColumnType.TEXT, n_missing)


def _arrow_numbers(column: Any, kind: Any) -> pd.Series:
    """Numbers as float64, or whole ones as int64, but for those that only another type holds."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_decimal(kind):
        if _in_range(column, LARGEST_SAFE):
            return pd.Series(pc.cast(pc.cast(column, pa.string()), pa.float64()).to_numpy())
        cells = column.to_pylist()
        return numbers_of(int(cell) if cell is not None and cell == int(cell) else cell for cell in cells)
    if not pa.types.is_integer(kind):
        return pd.Series(column.cast(pa.float64(), safe=False).to_numpy())
    if not column.null_count and _in_range(column, 2**63 - 1):
        return pd.Series(column.cast(pa.int64(), safe=False).to_numpy())
    if _in_range(column, LARGEST_SAFE):
        return pd.Series(column.cast(pa.float64(), safe=False).to_numpy())
    return numbers_of(column.to_pylist())


def _in_range(column: Any, most: int) -> bool:
    import pyarrow.compute as pc

    ends = pc.min_max(column)
    return all(end is None or abs(end) <= most for end in (ends["min"].as_py(), ends["max"].as_py()))
