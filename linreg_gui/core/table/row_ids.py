"""Which row is which, whatever becomes of the table: a number that a row keeps, and no other ever gets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import IntArray, frozen


@dataclass(frozen=True, eq=False)
class RowIds:
    """The identities of the rows of a table; the default is that of rows as they came, from 0 on.

    Attributes
    ----------
    numbers : array of int, shape (rows of the table,), or None
        None for 0, 1, 2, …, so that a long table that is as it came has nothing to keep.
    unused : int
        No row has had this number or a larger one, besides those that are there.
    """

    numbers: IntArray | None = None
    unused: int = 0

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowIds) or self.unused != other.unused:
            return False
        if self.numbers is None or other.numbers is None:
            return self.numbers is other.numbers
        return np.array_equal(self.numbers, other.numbers)

    __hash__ = None  # type: ignore[assignment]

    def of(self, n_rows: int) -> IntArray:
        """The number of each of the rows, of which there are so many."""
        return np.arange(n_rows) if self.numbers is None else self.numbers

    def taken(self, order: IntArray, n_rows: int) -> RowIds:
        """The identities once the rows, of which there were so many, are taken in this order.

        −1 stands for a new row, which gets a number that no row has had.
        """
        old = order >= 0
        first = max(self.unused, n_rows)
        count = len(order) - int(np.count_nonzero(old))
        numbers = np.empty(len(order), dtype=np.int64)
        numbers[old] = order[old] if self.numbers is None else self.numbers[order[old]]
        numbers[~old] = np.arange(first, first + count)
        as_they_came = np.array_equal(numbers, np.arange(len(order)))
        return RowIds(None if as_they_came else frozen(numbers), first + count)

    def order_after(self, before: RowIds, n_before: int, n_rows: int) -> IntArray | None:
        """Where each of the rows stood before, −1 for a new one; None if each is where it was."""
        same = self.numbers is before.numbers or np.array_equal(self.of(n_rows), before.of(n_before))
        if n_before == n_rows and same:
            return None
        numbers = self.of(n_rows)
        if before.numbers is None:
            return np.where(numbers < n_before, numbers, -1)
        if not n_before:
            return np.full(n_rows, -1)
        order = np.argsort(before.numbers, kind="stable")
        found = order[np.minimum(np.searchsorted(before.numbers, numbers, sorter=order), n_before - 1)]
        return np.where(before.numbers[found] == numbers, found, -1)

    def in_order(self, rows: IntArray) -> IntArray:
        """Rows of the table, which are ascending, by ascending identity: an order that no sorting changes."""
        if self.numbers is None:
            return rows
        return rows[np.argsort(self.numbers[rows], kind="stable")]

    def places(self, numbers: IntArray, n_rows: int) -> IntArray:
        """The rows that have these numbers, ascending; those that are not there any more are left out."""
        if self.numbers is None:
            return np.sort(numbers[numbers < n_rows])
        return np.flatnonzero(np.isin(self.numbers, numbers))
