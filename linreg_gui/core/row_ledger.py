"""Where the rows of a table went: used, excluded, or dropped, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .arrays import FloatArray, IntArray, frozen
from .recipe import BoolArray


@dataclass(frozen=True)
class Dropped:
    """How many rows one column costs, and why."""

    column: str
    reason: str  # "missing" or "not a number"
    rows: int

    def __str__(self) -> str:
        return f"missing {self.column}" if self.reason == "missing" else f"not a number in {self.column}"


@dataclass(frozen=True, eq=False)
class RowLedger:
    """Where the rows of a table went.

    Attributes
    ----------
    rows_read, rows_used : int
        Rows of the table, and rows that take part in the regression.
    dropped : tuple of Dropped
        Each dropped row is counted once, under the first column that costs it.
    used_rows : array of int, shape (rows_used,)
        Table row of each row of the dataset.
    excluded : int
        Rows that somebody has excluded.
    held_out : int
        Used rows that are held out for validation.
    """

    rows_read: int
    rows_used: int
    dropped: tuple[Dropped, ...]
    used_rows: IntArray
    excluded: int = 0
    held_out: int = 0

    @property
    def sentence(self) -> str:
        """For example ``442 rows read, 437 used, 5 dropped: missing bmi``."""
        text = f"{self.rows_read:,} rows read, {self.rows_used:,} used"
        if self.excluded:
            text += f", {self.excluded:,} excluded"
        lost = self.rows_read - self.rows_used - self.excluded
        if not lost:
            return text
        if len(self.dropped) == 1:
            return f"{text}, {lost:,} dropped: {self.dropped[0]}"
        parts = ", ".join(f"{entry.rows:,} {entry}" for entry in self.dropped)
        return f"{text}, {lost:,} dropped: {parts}"


def make_ledger(
    frame: pd.DataFrame, names: Sequence[str], columns: Sequence[FloatArray], kept: BoolArray
) -> RowLedger:
    """Count each incomplete row under the first column that makes it so."""
    n_rows = len(frame)
    usable, excluded = kept, n_rows - int(kept.sum())
    dropped = []
    for name, values in zip(names, columns, strict=True):
        lost = np.isnan(values)
        if not lost.any():
            continue
        lost &= usable
        empty = frame[name].isna().to_numpy()
        for reason, rows in (("missing", lost & empty), ("not a number", lost & ~empty)):
            if rows.any():
                dropped.append(Dropped(name, reason, int(rows.sum())))
        usable &= ~lost
    used = np.flatnonzero(usable)
    return RowLedger(n_rows, used.size, tuple(dropped), frozen(used), excluded)
