"""What was found out about columns once, so that columns that were left alone since need no other look."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.late_pandas import pd


@dataclass(frozen=True)
class _Known:
    """Cells of a column, held so that their memory is not used for others; and what is known of them."""

    cells: Any
    ids: IntArray | None
    n_rows: int
    rows: IntArray | None


class KnownColumns:
    """Of one earlier state: the rows in which columns differ from it, and the bytes of those written whole.

    A column is known by the memory in which it lies: no cell of a table is ever changed in place.
    """

    def __init__(self) -> None:
        self._rows: dict[Hashable, _Known] = {}
        self._next: dict[Hashable, _Known] = {}
        self._bytes: dict[Hashable, tuple[pd.Series, bytes]] = {}

    def changed_rows(
        self, source: int, column: pd.Series, ids: IntArray | None, find: Callable[[], IntArray | None]
    ) -> IntArray | None:
        """The rows of a column that differ from those of the column ``source``; found if they are not known.

        The rows of the table have these identities.
        """
        key = (source, memory_key(column))
        known = self._rows.get(key)
        if known is None or known.ids is not ids or known.n_rows != len(column):
            known = _Known(column.array, ids, len(column), find())
        if key[1] is not None:
            self._next[key] = known
        return known.rows

    def whole(self, column: pd.Series, write: Callable[[], bytes]) -> bytes:
        """The bytes of a column; written if they are not known."""
        key = memory_key(column)
        if key is None:
            return write()
        if key not in self._bytes:
            self._bytes[key] = (column, write())
        return self._bytes[key][1]

    def forget_others(self, whole: list[pd.Series]) -> None:
        """A state is looked through: what is not in it is known no more, but for these columns."""
        self._rows, self._next = self._next, {}
        keys = {memory_key(column) for column in whole}
        self._bytes = {key: entry for key, entry in self._bytes.items() if key in keys}


def memory_key(column: pd.Series) -> Hashable | None:
    """The same for columns of the same cells in the same memory, as long as one is held; None if unknown."""
    array: Any = column.array
    arrow = getattr(array, "_pa_array", None)
    if arrow is not None:
        return (str(column.dtype), *map(_place_of_chunk, arrow.chunks))
    if isinstance(column.dtype, pd.CategoricalDtype):
        return (id(column.dtype), *_place(array.codes))
    return _place(column.to_numpy()) if isinstance(column.dtype, np.dtype) else None


def _place(values: np.ndarray[Any, Any]) -> tuple[Hashable, ...]:
    interface = values.__array_interface__
    return (interface["data"][0], interface["strides"], interface["shape"], values.dtype)


def _place_of_chunk(chunk: Any) -> tuple[Hashable, ...]:
    addresses = (None if buffer is None else buffer.address for buffer in chunk.buffers())
    return (chunk.offset, len(chunk), *addresses)
