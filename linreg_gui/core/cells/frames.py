"""Putting columns into a frame: all at once, and without a copy of those that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from linreg_gui.core.late_pandas import pd

if TYPE_CHECKING:
    from pandas.api.extensions import ExtensionArray

# The cells of a column, with an index or without.
Values: TypeAlias = "pd.Series | ExtensionArray | np.ndarray"


def without_index(column: pd.Series) -> Values:
    """What `frame_of` needs of a column: where it holds numbers, one object instead of a dozen."""
    if column.dtype == object:
        return column.reset_index(drop=True)  # an array of objects would be looked through for texts
    values = column.array
    return values.to_numpy() if isinstance(values, pd.arrays.NumpyExtensionArray) else values


def frame_of(columns: Mapping[str, Values]) -> pd.DataFrame:
    """Columns side by side, their rows counted from 0, whatever index they have; nothing is copied."""
    # Without their indexes, which pandas would compare one by one.
    return pd.DataFrame({name: _bare(column) for name, column in columns.items()}, copy=False)


def frame_called(names: Sequence[str], columns: Sequence[Values], n_rows: int) -> pd.DataFrame:
    """The same where there may be no column, or several of one name; each has so many rows."""
    values = dict(enumerate(map(_bare, columns)))
    frame = pd.DataFrame(values, index=pd.RangeIndex(n_rows), copy=False)
    frame.columns = pd.Index(names)
    return frame


def _bare(column: Values) -> Values:
    return without_index(column) if isinstance(column, pd.Series) else column


def with_new_columns(frame: pd.DataFrame, columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """A frame with more columns on the right; those that were there are shared.

    Parameters
    ----------
    frame : pandas.DataFrame
        It is not changed.
    columns : mapping from name to pandas.Series
        With the index of the frame; none has a name that is taken.
    """
    # Not one after the other: pandas takes longer for each, and warns of it from the hundredth on.
    there = {name: frame[name] for name in frame.columns}
    return pd.DataFrame({**there, **columns}, index=frame.index, copy=False)
