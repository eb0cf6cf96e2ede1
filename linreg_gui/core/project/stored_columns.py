"""A table as Parquet of numbers and texts only, every bit of it kept, and back without trusting anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, Any, Literal

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.alike import once_each
from linreg_gui.core.cells.frames import Values, frame_called
from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.parquet_pages import OddParquet, parquet_pages
from linreg_gui.core.wording import counted

from .mixed_cells import cell_parts, cells_from_parts, level_from_text, level_text

Kind = Literal["numbers", "nullable numbers", "text", "category", "mixed"]

_ROWS_AT_ONCE = 1 << 14
_WHERE = "table.parquet"
# While a cell of any kind is taken apart.
_MIXED_BYTES = 200
# Of pages, which this program packs without dictionaries: what else others may have put there.
_MOST_NUMBER_BYTES, _TOLERATED = 16, 1 << 27
# By the first letters of the names of NumPy's types: what they are stored as.
_STORED_AS = {
    "bool": "bool", "int": "int64", "uint": "uint64", "float16": "float32", "float32": "float32",
    "float64": "float64", "datetime64": "int64", "timedelta64": "int64",
}  # fmt: skip
_NUMBERS = re.compile(r"bool|u?int(8|16|32|64)|float(16|32|64)|(datetime64|timedelta64)\[(s|ms|us|ns)\]")
_ZONED = re.compile(r"datetime64\[(s|ms|us|ns), [A-Za-z0-9_+:/-]{1,64}\]")
_NULLABLE = re.compile(r"boolean|U?Int(8|16|32|64)|Float(32|64)")
_LEVELS = re.compile(r"object|str|string|bool|u?int(8|16|32|64)|float(32|64)|datetime64\[(s|ms|us|ns)\]")


@dataclass(frozen=True)
class StoredColumn:
    """How one column is stored.

    Attributes
    ----------
    name : str
    kind : str
    dtype : str
        Pandas' name of its type; of its levels where it is a category.
    levels : tuple of (int, str)
        Of a category, in their order, see `level_text`.
    ordered : bool
        Whether the order of the levels means something.
    """

    name: str
    kind: Kind
    dtype: str
    levels: tuple[tuple[int, str], ...] = ()
    ordered: bool = False


def describe_columns(frame: pd.DataFrame) -> tuple[StoredColumn, ...]:
    """How each column of a table is stored by `write_columns`."""
    kept = once_each(_described, frame.dtypes.tolist())
    return tuple(StoredColumn(str(name), *how) for name, how in zip(frame.columns, kept, strict=True))


def write_columns(file: IO[bytes], frame: pd.DataFrame) -> None:
    """Write the cells of a table as Parquet."""
    import pyarrow as pa
    from pyarrow import parquet

    arrays: dict[str, Any] = {}
    for j, (stored, (_, column)) in enumerate(zip(describe_columns(frame), frame.items(), strict=True)):
        for part, array in _arrow_arrays(stored, column).items():
            arrays[f"{j}{part}"] = array
    # Without dictionaries: those do not tell apart all the bits of numbers.
    parquet.write_table(
        pa.table(arrays),
        file,
        compression="zstd",
        compression_level=1,
        use_dictionary=False,
        write_statistics=False,
        store_schema=False,
    )


def read_columns(
    data: bytes, columns: Sequence[StoredColumn], n_rows: int, check_bytes: Callable[[int], None]
) -> pd.DataFrame:
    """The table that `write_columns` wrote; see `read_values`."""
    made = read_values(data, columns, n_rows, check_bytes)
    return frame_called([column.name for column in columns], made, n_rows)


def read_values(
    data: bytes, columns: Sequence[StoredColumn], n_rows: int, check_bytes: Callable[[int], None]
) -> list[Values]:
    """The cells of each column of a table that `write_columns` wrote.

    Parameters
    ----------
    data : bytes
    columns : sequence of StoredColumn
    n_rows : int
    check_bytes : callable
        Called with the bytes the table takes so far, and in the beginning with what it says itself; raises if
        that is too much.

    Raises
    ------
    WrongValue
        If the file does not hold these very columns.
    """
    _check_types(columns)
    if not columns:
        return []
    check_bytes(n_rows * sum(_MIXED_BYTES if column.kind == "mixed" else 1 for column in columns))
    table = _arrow_table(data, columns, n_rows, check_bytes)
    return [_column(stored, table, j) for j, stored in enumerate(columns)]


def _arrow_table(
    data: bytes, columns: Sequence[StoredColumn], n_rows: int, check_bytes: Callable[[int], None]
) -> Any:
    """Block by block, so that a small file that fills the memory is noticed before it has.

    Of the file's own description the library is asked for nothing but the schema: asking a damaged one for
    more can end the process.
    """
    import pyarrow as pa
    from pyarrow import parquet

    _check_pages(data, check_bytes)
    try:
        file = parquet.ParquetFile(pa.BufferReader(data))
        _check_schema(file.schema_arrow, columns)
        batches, size = [], 0
        for batch in file.iter_batches(_ROWS_AT_ONCE):
            check_wanted()
            size += batch.nbytes
            check_bytes(size)
            batches.append(batch)
        table = pa.Table.from_batches(batches, file.schema_arrow)
    except (WrongValue, ProblemError):
        raise
    except (pa.ArrowException, OSError, ValueError, TypeError, LookupError) as error:
        raise WrongValue(_WHERE, "a Parquet file") from error
    if table.num_rows != n_rows:
        raise WrongValue(_WHERE, f"a table of {counted(n_rows, 'row')}")
    return table


def _check_pages(data: bytes, check_bytes: Callable[[int], None]) -> None:
    """Nothing is unpacked that this program never wrote, such as a long text shared by thousands of rows."""
    try:
        pages = parquet_pages(data)
    except OddParquet as error:
        raise WrongValue(_WHERE, "a Parquet file") from error
    for column in pages.columns.values():
        shared = column.bytes if column.shares_beginnings else column.dictionary_bytes
        needless = 0 if column.is_text else column.bytes - _MOST_NUMBER_BYTES * column.values
        if shared * column.values > _TOLERATED or needless > _TOLERATED:
            raise WrongValue(_WHERE, "written as this program writes tables")
    check_bytes(sum(column.bytes for column in pages.columns.values() if column.is_text))


def _described(dtype: Any) -> tuple[Kind, str, tuple[tuple[int, str], ...], bool]:
    """How columns of a type are stored: all of a `StoredColumn` but the name."""
    if isinstance(dtype, pd.CategoricalDtype) and _LEVELS.fullmatch(str(dtype.categories.dtype)):
        levels = tuple(level_text(level) for level in dtype.categories)
        return "category", str(dtype.categories.dtype), levels, bool(dtype.ordered)
    name = str(dtype)
    if name in ("str", "string"):
        return "text", name, (), False
    if _NUMBERS.fullmatch(name) or _ZONED.fullmatch(name):
        return "numbers", name, (), False
    if _NULLABLE.fullmatch(name):
        return "nullable numbers", name, (), False
    return "mixed", "object", (), False


def _arrow_arrays(stored: StoredColumn, column: pd.Series) -> dict[str, Any]:
    """The Arrow arrays a column is stored as, by the ending of their names."""
    check_wanted()
    import pyarrow as pa

    if stored.kind == "category":
        return {"": pa.array(column.cat.codes.to_numpy().astype(np.int64))}
    if stored.kind == "text":
        return {"": pa.array(column.array, type=pa.large_string())}
    if stored.kind == "numbers":
        values = column.array.asi8 if _ZONED.fullmatch(stored.dtype) else column.to_numpy()
        return {"": pa.array(_as_stored(values, stored.dtype), from_pandas=False)}
    if stored.kind == "nullable numbers":
        plain = stored.dtype.lower().replace("boolean", "bool")
        values = column.array.to_numpy(dtype=plain, na_value=0)
        return {"": pa.array(_as_stored(values, plain)), ".missing": pa.array(column.isna().to_numpy())}
    parts = cell_parts(column.array)
    return {
        ".sign": pa.array(parts.kinds.astype(np.int64)),
        ".number": pa.array(parts.numbers, from_pandas=False),
        ".text": pa.array(parts.texts, type=pa.large_binary()),
    }


def _stored_type(dtype: str) -> str:
    return next(kept for start, kept in _STORED_AS.items() if dtype.lower().startswith(start))


def _as_stored(values: Any, dtype: str) -> Any:
    if values.dtype.kind in "mM":
        return values.view(np.int64)
    return values.astype(_stored_type(dtype), copy=False)


def _check_types(columns: Sequence[StoredColumn]) -> None:
    """Pandas makes a type of almost any name; only those that are written are read."""
    allowed = {
        "numbers": f"{_NUMBERS.pattern}|{_ZONED.pattern}",
        "nullable numbers": _NULLABLE.pattern,
        "text": "str|string",
        "category": _LEVELS.pattern,
        "mixed": "object",
    }
    for column in columns:
        if not re.fullmatch(allowed[column.kind], column.dtype):
            raise WrongValue(f"the type of the column “{column.name}”", "one that can be read")


def _check_schema(schema: Any, columns: Sequence[StoredColumn]) -> None:
    expected: dict[str, tuple[str, ...]] = {}
    for j, column in enumerate(columns):
        expected.update({f"{j}{part}": kinds for part, kinds in _arrow_types(column).items()})
    found = {field.name: str(field.type) for field in schema}
    if len(schema) != len(found) or found.keys() != expected.keys():
        raise WrongValue(_WHERE, "made of the columns that the project names")
    for name, kinds in expected.items():
        if found[name] not in kinds:
            raise WrongValue(f"column {name} of {_WHERE}", kinds[0])


def _arrow_types(column: StoredColumn) -> dict[str, tuple[str, ...]]:
    """The Arrow types a column is stored as, by the ending of their names."""
    if column.kind == "category":
        return {"": ("int64",)}
    if column.kind == "text":
        return {"": ("string", "large_string")}
    if column.kind == "mixed":
        return {".sign": ("int64",), ".number": ("double",), ".text": ("binary", "large_binary")}
    kept = {"float32": "float", "float64": "double"}.get(
        _stored_type(column.dtype), _stored_type(column.dtype)
    )
    return {"": (kept,), ".missing": ("bool",)} if column.kind == "nullable numbers" else {"": (kept,)}


def _column(stored: StoredColumn, table: Any, j: int) -> Values:
    check_wanted()
    where = f"the column “{stored.name}”"
    try:
        return _read_column(stored, table, j)
    except (ValueError, TypeError, OverflowError, KeyError) as error:
        raise WrongValue(where, "made of cells that can be read") from error


def _read_column(stored: StoredColumn, table: Any, j: int) -> Values:
    if stored.kind == "mixed":
        kinds, numbers, texts = (table.column(f"{j}.{part}") for part in ("sign", "number", "text"))
        cells = cells_from_parts(kinds.to_pylist(), numbers.to_numpy().tolist(), texts.to_pylist())
        column = np.empty(len(cells), dtype=object)
        column[:] = cells
        return pd.Series(column, dtype=object)
    values = table.column(str(j))
    if stored.kind == "text":
        return pd.Series(pd.array(values, dtype=stored.dtype), copy=False)
    if values.null_count:
        raise ValueError("A number is not there.")
    numbers = values.to_numpy()
    if stored.kind == "category":
        levels = pd.Index([level_from_text(*level) for level in stored.levels], dtype=stored.dtype)
        return pd.Series(pd.Categorical.from_codes(numbers, levels, ordered=stored.ordered), copy=False)
    if stored.kind == "nullable numbers":
        plain = stored.dtype.lower().replace("boolean", "bool")
        filled: Any = pd.Series(_as_declared(numbers, plain), copy=False)
        column_with_holes: pd.Series = filled.astype(stored.dtype).mask(
            table.column(f"{j}.missing").to_numpy()
        )
        return column_with_holes
    if _ZONED.fullmatch(stored.dtype):
        unit, zone = stored.dtype[11:-1].split(", ")
        moments = pd.DatetimeIndex(numbers.view(f"datetime64[{unit}]"))
        return pd.Series(moments.tz_localize("UTC").tz_convert(zone))
    made: np.ndarray[Any, Any] = _as_declared(numbers, stored.dtype)
    return made


def _as_declared(numbers: Any, dtype: str) -> Any:
    """Numbers as they were, refused where they do not fit."""
    if dtype.startswith(("datetime64", "timedelta64")):
        return numbers.view(dtype)
    made = numbers.astype(dtype, copy=False)
    if numbers.dtype.kind in "iu" and not np.array_equal(made.astype(numbers.dtype), numbers):
        raise ValueError("A number does not fit.")
    return made
