"""What a person decides about the rows and columns of a table, besides what each column is used for."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray, frozen


class Missing(enum.StrEnum):
    """What becomes of a row whose feature has no number.

    A filled cell counts as if it had been measured, in the fit and in all that is said about its certainty.
    Multiple imputation would do better, but its answer is many tables with a fit each, and this program shows
    one table and one line: for honest intervals, drop the rows.
    """

    DROP = "drop"
    MEAN = "mean"
    MEDIAN = "median"
    INDICATE = "indicate"


class LabelScale(enum.StrEnum):
    """What is done to the label before the fit."""

    PLAIN = "plain"
    LOG = "log"


@dataclass(frozen=True, eq=False)
class Recipe:
    """How a table becomes a dataset; the default changes nothing.

    Attributes
    ----------
    missing : Missing
        For features; a row without a label is always dropped.
    references : mapping from column name to str
        The level of a category that gets no indicator column; the most frequent one where none is named.
    label_scale : LabelScale
    excluded : array of bool, shape (rows of the table,), or None
        Rows that are there but take no part; None for none of them.
    holdout : float
        Share of the used rows that is held out for validation, from 0 (none) to less than 1.
    """

    missing: Missing = Missing.DROP
    references: Mapping[str, str] = field(default_factory=dict)
    label_scale: LabelScale = LabelScale.PLAIN
    excluded: BoolArray | None = None
    holdout: float = 0.0

    def with_rows(self, order: IntArray) -> Recipe:
        """The recipe once the rows of the table are taken in this order; −1 stands for a new row."""
        if self.excluded is None:
            return self
        taken = np.zeros(len(order), dtype=bool)
        old = order >= 0
        taken[old] = self.excluded[order[old]]
        return self.with_excluded(taken)

    def with_excluded(self, excluded: BoolArray) -> Recipe:
        """The recipe with these rows left out."""
        return replace(self, excluded=frozen(excluded.copy()) if excluded.any() else None)
