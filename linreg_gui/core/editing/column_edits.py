"""Columns of a table renamed, added, copied, taken out and moved: new frames that share all values."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from linreg_gui.core.cells.names import checked_name, unused_name
from linreg_gui.core.problem import ProblemError


def rename_column(frame: pd.DataFrame, old: str, new: str) -> pd.DataFrame:
    """A frame in which one column is called otherwise.

    Raises
    ------
    ProblemError
        If the name is empty or taken.
    """
    if new == old:
        return frame
    return frame.rename(columns={old: checked_name(new, frame.columns)})


def add_column(frame: pd.DataFrame, name: str, at: int, values: pd.Series | None = None) -> pd.DataFrame:
    """A frame with one more column before place ``at``, by default an empty one of numbers.

    Raises
    ------
    ProblemError
        If the name is empty or taken.
    """
    column = pd.Series(np.full(len(frame), np.nan)) if values is None else values
    new = frame.copy(deep=False)
    new.insert(at, checked_name(name, frame.columns), column)
    return new


def duplicate_column(frame: pd.DataFrame, name: str) -> tuple[pd.DataFrame, str]:
    """A frame with a copy of a column right of it, and the name of the copy."""
    copy = unused_name(f"{name} copy", frame.columns)
    return add_column(frame, copy, list(frame.columns).index(name) + 1, frame[name]), copy


def delete_columns(frame: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """A frame without these columns.

    Raises
    ------
    ProblemError
        If none would be left.
    """
    kept = [name for name in frame.columns if name not in names]
    if not kept:
        raise ProblemError("A table needs at least one column.", "no columns")
    return frame[kept]


def move_column(frame: pd.DataFrame, name: str, to: int) -> pd.DataFrame:
    """A frame in which a column stands at place ``to``."""
    others: list[str] = [other for other in frame.columns if other != name]
    place = min(max(to, 0), len(others))
    return frame[[*others[:place], name, *others[place:]]]
