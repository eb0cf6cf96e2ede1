"""Putting columns into a frame: all at once, and without a copy of those that are there."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def frame_of(columns: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Columns side by side, their rows counted from 0, whatever index they have; nothing is copied."""
    # Without their indexes, which pandas would compare one by one; objects would be looked through for texts.
    arrays = {
        name: column.reset_index(drop=True) if column.dtype == object else column.array
        for name, column in columns.items()
    }
    return pd.DataFrame(arrays, copy=False)


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
