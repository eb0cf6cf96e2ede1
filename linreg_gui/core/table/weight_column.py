"""The column that says how much each row counts; what is no weight costs the row, or is refused."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, frozen
from linreg_gui.core.cells.column_types import ColumnType, column_type
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import LARGEST_WEIGHT, SMALLEST_WEIGHT
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind

from .row_ledger import lost_cells


class WeightColumn:
    """Row weights from a column of numbers: a row of weight 0, or of none, takes no part.

    Raises
    ------
    ProblemError
        If the column holds texts or dates, a negative number, or one that is too large or small to weigh by.
    """

    def __init__(self, column: pd.Series, name: str) -> None:
        self.name = name
        self._column = column
        if column_type(column) is not ColumnType.NUMBER and column.notna().any():
            raise ProblemError(
                f"“{name}” holds no numbers, so rows cannot be weighted by it.", ProblemKind.ROLES
            )
        self._values: FloatArray = np.asarray(numeric_values(column))
        negative = np.flatnonzero(self._values < 0.0)
        if negative.size:
            first = int(negative[0])
            value = number_text(float(self._values[first]))
            raise ProblemError(
                f"“{name}” cannot weigh rows: weights are not negative, as {value} in row {first + 1:,} is.",
                ProblemKind.ROLES,
            )
        weighs = self._values[self._values > 0.0]
        if weighs.size and not (weighs.min() >= SMALLEST_WEIGHT and weighs.max() <= LARGEST_WEIGHT):
            raise ProblemError(
                f"The weights in “{name}” are too large or too small: use another unit.", ProblemKind.OVERFLOW
            )

    def costs(self) -> Iterator[tuple[str, BoolArray]]:
        """Reasons to drop rows, with the rows."""
        yield from lost_cells(self._values, self._column)
        yield "of weight 0", self._values == 0.0

    def values(self, rows: IntArray) -> FloatArray:
        """The weights of these rows, which are not dropped."""
        return frozen(self._values[rows])
