"""The scale the label is fitted on, and the way back: prices are often fitted as logarithms (exercise 7)."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, frozen, quiet_overflow
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.shifted_values import shifted_numbers
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import unused_name

from .feature_sources import shifted_name
from .recipe import LabelScale
from .row_ledger import digit_remarks, lost_cells


class LabelColumn:
    """The column that is the label, on the scale it is fitted on; a row without a label is dropped."""

    def __init__(self, column: pd.Series, name: str, scale: LabelScale) -> None:
        self.name = name
        self._column = column
        self._scale = scale
        found = shifted_numbers(column, may_shift=scale is LabelScale.PLAIN)
        self._values, self._offset, self._rounded = found.values, found.offset, found.rounded
        if np.isnan(self._values).all() and column.notna().any():
            self._refuse_other_types()

    @property
    def offset(self) -> int:
        """What is subtracted from each number, so that it keeps its last digits."""
        return self._offset

    def costs(self) -> Iterator[tuple[str, BoolArray]]:
        """Reasons to drop rows, with the rows."""
        yield from lost_cells(self._values, self._column)
        if self._scale is LabelScale.LOG:
            yield "not above 0", self._values <= 0.0

    def fitted_name(self, taken: Collection[str] = ()) -> str:
        """What the dataset calls the label, other than the names that are taken."""
        if not self._offset:
            return scaled_name(self.name, self._scale, taken)
        return unused_name(shifted_name(self.name, self._offset), taken)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What became of numbers with more digits than are computed with."""
        return digit_remarks(self.name, shifted_name(self.name, self._offset), self._rounded)

    def _refuse_other_types(self) -> None:
        """Without any number it may be a column of another type, which is said better than counted."""
        found = feature_type(self._column)
        if found is not ColumnType.NUMBER:
            what = "dates" if found is ColumnType.DATE else "texts"
            raise ProblemError(
                f"“{self.name}” holds {what}, but a label has to be a number.", ProblemKind.ROLES
            )

    def values(self, rows: IntArray) -> FloatArray:
        """The labels of these rows, which are not dropped."""
        values = self._values[rows]
        return frozen(np.log(values) if self._scale is LabelScale.LOG else values)


def scaled_name(name: str, scale: LabelScale, taken: Collection[str] = ()) -> str:
    """What the label is called on this scale, other than the names that are taken."""
    if scale is LabelScale.PLAIN:
        return name
    short = f"log {name}"
    return f"log of {name}" if short in taken else short


def unscaled(values: FloatArray, scale: LabelScale) -> FloatArray:
    """Labels or predictions in the units of the table again; infinite where that is too large a number.

    The exponential of a predicted mean of logarithms is a prediction of the median, not of the mean.
    """
    if scale is LabelScale.PLAIN:
        return values
    with quiet_overflow():
        return np.asarray(np.exp(values))
