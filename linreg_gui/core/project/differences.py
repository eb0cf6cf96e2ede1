"""A table as the cells in which it differs from an earlier state of it, bit by bit, and back.

Rows are matched by their identities, so that rows that were put in, taken out or sorted cost next to nothing.
What is written is what differs, whatever the edit was: nothing has to be done again to get it back.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.frames import frame_called
from linreg_gui.core.json_values import WrongValue, from_json_values, json_text, to_json_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.table import Table

from .archive import Write
from .known_columns import KnownColumns
from .npy_arrays import array_from_npy, npy_bytes
from .stored_columns import StoredColumn, describe_columns, read_columns, write_columns

DIFFERENCE_PARTS = re.compile(r"changes\.json|changes/(0|[1-9][0-9]{0,3})\.(npy|parquet)")
CHANGES_PART = "changes.json"
_MOST_GROUPS = 500
WHOLE = -1


@dataclass(frozen=True)
class Difference:
    """What stands in changes.json.

    Attributes
    ----------
    sources : tuple of int
        The column of the earlier state that each column is taken from; −1 for one that is written whole.
    groups : tuple of tuple of int
        Columns that differ in the same rows, and are written together.
    """

    sources: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]


def change_parts(group: int) -> tuple[str, str]:
    """The names of the parts of a group: its rows, which one of whole columns has not, and its cells."""
    return f"changes/{group}.npy", f"changes/{group}.parquet"


def difference_parts(
    before: Table, after: Table, most_cells: int, known_columns: KnownColumns | None = None
) -> dict[str, bytes | Write] | None:
    """The parts from which `frame_after` makes the frame of ``after``, given ``before``.

    None if more than ``most_cells`` cells differ, or if they differ in too many ways. What is known of
    columns from other differences from ``before`` is used, and from then on known of these.
    """
    memory = known_columns or KnownColumns()

    @cache
    def order() -> IntArray | None:
        return after.row_ids.order_after(before.row_ids, len(before.frame), len(after.frame))

    known = describe_columns(before.frame)
    columns = describe_columns(after.frame)
    places = {column.name: j for j, column in enumerate(known)}
    names = {column.name for column in columns}
    sources: list[int] = []
    groups: dict[int | bytes, tuple[IntArray | None, list[int]]] = {}
    n_cells = 0
    whole = []
    # One after the other: to let go of thousands of columns at once would stop all threads.
    for j, (stored, (_, column)) in enumerate(zip(columns, after.frame.items(), strict=True)):
        check_wanted()
        source = places.get(stored.name, j)
        if source >= len(known) or (known[source].name != stored.name and known[source].name in names):
            source = WHOLE
        rows = None
        if source != WHOLE and _same_kind(known[source], stored):
            find = partial(_changed_rows, stored, before.frame, source, column, order)
            rows = memory.changed_rows(source, column, after.row_ids.numbers, find)
        sources.append(WHOLE if rows is None else source)
        if rows is None:
            whole.append(column)
        n_cells += len(after.frame) if rows is None else len(rows)
        if n_cells > most_cells:
            return None
        if rows is None or len(rows):
            groups.setdefault(j if rows is None else rows.tobytes(), (rows, []))[1].append(j)
    if len(groups) > _MOST_GROUPS:
        return None
    difference = Difference(tuple(sources), tuple(tuple(group) for _, group in groups.values()))
    parts: dict[str, bytes | Write] = {CHANGES_PART: json_text(to_json_values(difference)).encode()}
    for i, (rows, group) in enumerate(groups.values()):
        cells = after.frame.iloc[:, group]
        rows_part, cells_part = change_parts(i)
        if rows is None:
            parts[cells_part] = memory.whole(cells.iloc[:, 0], partial(_column_bytes, cells))
        else:
            parts[rows_part] = npy_bytes(rows)
            parts[cells_part] = partial(write_columns, frame=cells.take(rows))
    memory.forget_others(whole)
    return parts


def _column_bytes(cells: pd.DataFrame) -> bytes:
    file = io.BytesIO()
    write_columns(file, cells)
    return file.getvalue()


def frame_after(
    before: pd.DataFrame,
    order: IntArray | None,
    parts: Mapping[str, bytes],
    columns: Sequence[StoredColumn],
    n_rows: int,
    check_bytes: Callable[[int], None],
) -> pd.DataFrame:
    """The frame whose differences from ``before`` were written as parts.

    Parameters
    ----------
    before : pandas.DataFrame
        Its columns that were left alone are shared.
    order : array of int, shape (n_rows,), or None
        Where each row stood before, −1 for a new one; None if each is where it was.
    parts : mapping from name to bytes
    columns : sequence of StoredColumn
    n_rows : int
    check_bytes : callable
        As for `read_columns`.

    Raises
    ------
    WrongValue
        If these cannot be the differences.
    """
    known = describe_columns(before)
    difference = read_difference(parts, columns, known)
    if order is None and len(before) != n_rows:
        raise WrongValue("rows.npy", "a number for each row")
    changed: dict[int, tuple[IntArray | None, pd.Series]] = {}
    for i, group in enumerate(difference.groups):
        rows_part, cells_part = change_parts(i)
        data = parts.get(rows_part)
        rows = None if data is None else _rows(array_from_npy(rows_part, data, np.int64, 1), n_rows)
        count = n_rows if rows is None else len(rows)
        written = [columns[j] for j in group]
        cells = read_columns(parts[cells_part], written, count, check_bytes)
        changed.update({j: (rows, column) for j, (_, column) in zip(group, cells.items(), strict=True)})
    made, were = [], [column for _, column in before.items()]
    for j, source in enumerate(difference.sources):
        entry = changed.get(j)
        if (source == WHOLE) != (entry is not None and entry[0] is None):
            raise WrongValue(CHANGES_PART, "about columns that are there")
        if entry is None or entry[0] is not None:
            made.append(_put_together(were[source], order, entry))
        else:
            made.append(entry[1])
    return frame_called([column.name for column in columns], made, n_rows)


def _same_kind(one: StoredColumn, other: StoredColumn) -> bool:
    return replace(one, name="") == replace(other, name="")


def _changed_rows(
    stored: StoredColumn,
    frame: pd.DataFrame,
    source: int,
    after: pd.Series,
    order_of: Callable[[], IntArray | None],
) -> IntArray | None:
    """The rows of a column that are not what they were, to the last bit; None where that cannot be told.

    It was column ``source`` of a frame.
    """
    order, before = order_of(), frame.iloc[:, source]
    if order is not None and not len(before):
        return None
    if stored.kind == "text":
        changed = _changed_texts(before, after, order)
    else:
        old, new = _bits(stored, before), _bits(stored, after)
        if old is None or new is None:
            return None
        changed = np.zeros(len(after), dtype=np.bool_)
        for one, other in zip(old, new, strict=True):
            changed |= (one if order is None else one[np.maximum(order, 0)]) != other
    if order is not None:
        changed |= order < 0
    return np.flatnonzero(changed)


def _bits(stored: StoredColumn, column: pd.Series) -> tuple[Any, ...] | None:
    """Whole numbers that are the same where cells are; of objects where they are, as none ever changes."""
    dtype: Any = column.dtype
    if stored.kind == "category":
        return (column.cat.codes.to_numpy(),)
    if stored.kind == "nullable numbers":
        plain = stored.dtype.lower().replace("boolean", "bool")
        values = column.array.to_numpy(dtype=plain, na_value=0)
        return (_as_bits(values), column.isna().to_numpy())
    if isinstance(dtype, pd.DatetimeTZDtype):
        return (column.array.asi8,)
    if dtype == np.dtype(object):
        return (np.frombuffer(np.ascontiguousarray(column.to_numpy()), dtype=np.uintp),)
    return (_as_bits(column.to_numpy()),) if isinstance(dtype, np.dtype) else None


def _as_bits(values: Any) -> Any:
    return values.view(f"u{values.dtype.itemsize}")


def _changed_texts(before: pd.Series, after: pd.Series, order: IntArray | None) -> BoolArray:
    import pyarrow as pa
    from pyarrow import compute

    old: Any = pa.array(before.array, type=pa.large_string())
    new: Any = pa.array(after.array, type=pa.large_string())
    if order is not None:
        old = old.take(pa.array(np.maximum(order, 0)))
    same = _flags(compute.fill_null(compute.equal(old, new), False))
    return ~(same | (_flags(old.is_null()) & _flags(new.is_null())))


def _flags(array: Any) -> BoolArray:
    """Truth values of Arrow in an array of NumPy."""
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=np.bool_)


def read_difference(
    parts: Mapping[str, bytes], columns: Sequence[StoredColumn], known: Sequence[StoredColumn]
) -> Difference:
    """What stands in changes.json, as far as it can be checked without the cells."""
    try:
        plain = json.loads(parts[CHANGES_PART].decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise WrongValue(CHANGES_PART, "JSON") from error
    difference = from_json_values(Difference, plain, CHANGES_PART)
    mentioned = [j for group in difference.groups for j in group]
    if len(difference.sources) != len(columns) or not set(mentioned) <= set(range(len(columns))):
        raise WrongValue(CHANGES_PART, "about columns that are there")
    if len(set(mentioned)) < len(mentioned):
        raise WrongValue(CHANGES_PART, "about each column once")
    for stored, source in zip(columns, difference.sources, strict=True):
        if source != WHOLE and not (0 <= source < len(known) and _same_kind(known[source], stored)):
            raise WrongValue(CHANGES_PART, "about columns that were there")
    return difference


def _rows(rows: IntArray, n_rows: int) -> IntArray:
    if not ((rows[1:] > rows[:-1]).all() and (rows >= 0).all() and (rows < n_rows).all()):
        raise WrongValue("changes", "about rows that are there")
    return rows


def _put_together(
    before: pd.Series, order: IntArray | None, changed: tuple[IntArray | None, pd.Series] | None
) -> pd.Series:
    """A column of cells that were there before, but for those in some rows."""
    if order is None and changed is None:
        return before
    places = np.arange(len(before)) if order is None else order.copy()
    rows, cells = changed or (None, before.iloc[:0])
    if rows is not None:
        places[rows] = len(before) + np.arange(len(rows))
    if (places < 0).any():
        raise WrongValue("changes", "about every new row")
    if isinstance(before.dtype, np.dtype):
        values = np.concatenate([before.to_numpy(), cells.to_numpy()])[places]
        return pd.Series(values, dtype=before.dtype, copy=False)
    joined: pd.Series = pd.concat([before, cells], ignore_index=True)
    return joined.take(places).reset_index(drop=True)
