"""Edits of the cells of a table as pure functions: each gives a new frame that shares untouched columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd

from .cell_writing import cleared, filled_down, with_texts
from .row_order import inserted, take_rows

# Row, column, height and width of a block of cells.
Rectangle = tuple[int, int, int, int]


def set_block(frame: pd.DataFrame, row: int, column: int, block: Sequence[Sequence[str]]) -> pd.DataFrame:
    """Put texts into the cells from (row, column) on; what sticks out to the right is left out.

    Rows that stick out below are added. Columns become text columns only if they must.

    Raises
    ------
    ProblemError
        If a text for a column of dates is no date.
    """
    block = [list(line) for line in block]
    n_rows, missing = len(frame), row + len(block) - len(frame)
    new = take_rows(frame, inserted(n_rows, n_rows, missing)) if missing > 0 else frame.copy(deep=False)
    width = max((len(line) for line in block), default=0)
    for offset in range(min(width, frame.shape[1] - column)):
        name = frame.columns[column + offset]
        texts = {row + i: line[offset] for i, line in enumerate(block) if offset < len(line)}
        new[name] = with_texts(new[name], texts)
    return new


def clear_cells(frame: pd.DataFrame, rectangles: Sequence[Rectangle]) -> pd.DataFrame:
    """Leave nothing in these blocks of cells."""
    return _with_rectangles(frame, rectangles, cleared)


def fill_down(frame: pd.DataFrame, rectangles: Sequence[Rectangle]) -> pd.DataFrame:
    """Repeat the first row of each block in all its rows."""
    return _with_rectangles(frame, rectangles, filled_down)


def _with_rectangles(
    frame: pd.DataFrame,
    rectangles: Sequence[Rectangle],
    write: Callable[[pd.Series, int, int], pd.Series],
) -> pd.DataFrame:
    new = frame.copy(deep=False)
    for row, column, height, width in rectangles:
        for name in frame.columns[column : column + width]:
            new[name] = write(new[name], row, row + height)
    return new
