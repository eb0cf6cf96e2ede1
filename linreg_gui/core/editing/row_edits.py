"""Edits of the rows of a table: put in, taken out, sorted, excluded; each gives a new table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray, is_number
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.whole_numbers import is_wide, with_room_for_holes
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.table import Table


def insert_rows(table: Table, at: int, count: int) -> Table:
    """Empty rows put before row ``at``."""
    return _with_order(table, inserted(len(table.frame), at, count))


def remove_rows(table: Table, rows: Sequence[int] | IntArray) -> Table:
    """Rows taken out."""
    return _with_order(table, removed(len(table.frame), rows))


def sort_rows(table: Table, name: str, descending: bool) -> Table:
    """The rows sorted by one column, see `sorted_order`."""
    return _with_order(table, sorted_order(table.frame[name], descending=descending))


def exclude_rows(table: Table, rows: Sequence[int] | IntArray) -> Table:
    """Rows that take no part any more."""
    return _with_excluded(table, excluded_flags(table), rows, True)


def include_rows(table: Table, rows: Sequence[int] | IntArray) -> Table:
    """Rows that take part again."""
    return _with_excluded(table, excluded_flags(table), rows, False)


def exclude_other_rows(table: Table, rows: Sequence[int] | IntArray) -> Table:
    """Every row but these takes no part any more; these do."""
    return _with_excluded(table, np.ones(len(table.frame), dtype=bool), rows, False)


def excluded_flags(table: Table) -> BoolArray:
    """Which rows take no part."""
    excluded = table.recipe.excluded
    return np.zeros(len(table.frame), dtype=bool) if excluded is None else excluded


def take_rows(frame: pd.DataFrame, order: IntArray) -> pd.DataFrame:
    """A frame of the rows in this order; −1 stands for a new, empty row."""
    new = bool((order < 0).any())
    columns = {name: _taken(frame[name], order, new) for name in frame.columns}
    return pd.DataFrame(columns, index=pd.RangeIndex(len(order)), copy=False)


def inserted(n_rows: int, at: int, count: int) -> IntArray:
    """The order, for `take_rows`, with ``count`` empty rows before row ``at``."""
    return np.concatenate([np.arange(at), np.full(count, -1), np.arange(at, n_rows)])


def removed(n_rows: int, rows: Sequence[int] | IntArray) -> IntArray:
    """The order, for `take_rows`, without these rows."""
    keep = np.ones(n_rows, dtype=bool)
    keep[np.asarray(rows, dtype=np.int64)] = False
    return np.flatnonzero(keep)


def sorted_order(column: pd.Series, *, descending: bool = False) -> IntArray:
    """The order, for `take_rows`, in which a column is sorted.

    Rows with equal cells keep their order, and rows without a value come last, both ways round. Where a
    column holds numbers and texts, numbers count as smaller. Texts are compared letter by letter in the order
    of Unicode; the levels of a category as texts, unless they have an order of their own.

    Parameters
    ----------
    column : pandas.Series
    descending : bool

    Returns
    -------
    order : array of int, shape (rows of the column,)
    """
    missing = column.isna().to_numpy()
    if not missing.any():
        return _sorted(column, descending)
    filled = np.flatnonzero(~missing)
    return np.concatenate([filled[_sorted(column.iloc[filled], descending)], np.flatnonzero(missing)])


def _with_order(table: Table, order: IntArray) -> Table:
    return table.with_order(order, take_rows(table.frame, order))


def include_all_rows(table: Table) -> Table:
    """A table of which every row takes part."""
    return replace(table, recipe=replace(table.recipe, excluded=None))


def _with_excluded(table: Table, flags: BoolArray, rows: Sequence[int] | IntArray, excluded: bool) -> Table:
    """A table in which these flags count, but for some rows."""
    new = flags.copy()
    new[np.asarray(rows, dtype=np.int64)] = excluded
    return replace(table, recipe=table.recipe.with_excluded(new))


def _taken(column: pd.Series, order: IntArray, new: bool) -> pd.Series:
    """The cells of a column in this order, −1 standing for an empty one if there are ``new`` ones."""
    check_wanted()
    if len(column) == 0:
        return column.reset_index(drop=True).reindex(pd.RangeIndex(len(order)))
    if not new:
        return column.take(order).reset_index(drop=True)
    values = with_room_for_holes(column) if column.dtype.kind in "iu" else column
    taken = values.take(np.where(order < 0, 0, order)).reset_index(drop=True)
    if taken.dtype.kind == "b":
        taken = taken.astype(object)
    taken[order < 0] = None if taken.dtype == object else np.nan
    return taken


def _sorted(column: pd.Series, descending: bool) -> IntArray:
    """The same for a column in which nothing is missing."""
    dtype: Any = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return _by_keys(_level_ranks(dtype)[column.cat.codes.to_numpy()], descending)
    if dtype.kind in "mM":
        return _by_keys(column.array.asi8, descending)
    if dtype.kind in "biuf":
        return _by_keys(column.to_numpy(dtype=dtype.kind + str(dtype.itemsize)), descending)
    if isinstance(dtype, pd.StringDtype):
        return _by_text(column, descending)
    return _numbers_and_texts(column, descending)


def _by_keys(keys: np.ndarray, descending: bool) -> IntArray:
    """Neither way of turning the order round overflows, and equal keys stay equal."""
    if descending:
        keys = -keys if keys.dtype.kind == "f" else ~keys
    return np.argsort(keys, kind="stable")


def _by_value(numbers: list[Any], descending: bool) -> IntArray:
    """Whole numbers too large for a float64 are compared as what they are."""
    if not any(map(is_wide, numbers)):
        return _by_keys(np.array(numbers, dtype=np.float64), descending)
    plain = [int(number) if is_wide(number) else float(number) for number in numbers]
    return np.array(sorted(range(len(plain)), key=plain.__getitem__, reverse=descending), dtype=np.int64)


def _by_text(column: pd.Series, descending: bool) -> IntArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(column.array, pa.large_string())
    indices = pc.array_sort_indices(texts, order="descending" if descending else "ascending")
    order: IntArray = indices.to_numpy().astype(np.int64)
    return order


def _level_ranks(dtype: pd.CategoricalDtype) -> IntArray:
    """The place of each level among all."""
    n_levels = len(dtype.categories)
    if dtype.ordered:
        return np.arange(n_levels)
    ranks = np.empty(n_levels, dtype=np.int64)
    ranks[_sorted(pd.Series(dtype.categories), descending=False)] = np.arange(n_levels)
    return ranks


def _numbers_and_texts(column: pd.Series, descending: bool) -> IntArray:
    is_cell_number = np.fromiter(map(is_number, column.to_numpy()), dtype=bool, count=len(column))
    numbers, others = np.flatnonzero(is_cell_number), np.flatnonzero(~is_cell_number)
    in_order = _by_value(column.iloc[numbers].tolist(), descending)
    texts = pd.Series([str(cell) for cell in column.iloc[others]], dtype="str")
    parts = [numbers[in_order], others[_by_text(texts, descending)]]
    return np.concatenate(parts[::-1] if descending else parts)
