"""Edits of the cells of a table as pure functions: each gives a new frame that shares untouched columns."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.cells.dates import dates_of
from linreg_gui.core.cells.text import Cell, cell_text, parse_cell
from linreg_gui.core.problem import ProblemError

from .row_edits import inserted, take_rows

_NO_NUMBERS = (str, bool)
_FLAGS = {"true": True, "false": False}
# Making or copying Python objects holds the GIL, so only so many are made at a time.
_OBJECT_ROWS = 8192
# Row, column, height and width of a block of cells.
Rectangle = tuple[int, int, int, int]


def with_texts(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    """A column with what was typed into some of its cells, by row.

    A column of texts keeps a number as it was typed, unless all its filled cells are numbers typed now.
    A column of numbers becomes a mixed one by a text. A category gets the level that is typed.

    Raises
    ------
    ProblemError
        If what is typed into a column of dates is none.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _with_levels(column, texts)
    if column.dtype.kind == "M":
        return _with_dates(column, texts)
    cells = {row: parse_cell(text) for row, text in texts.items()}
    if isinstance(column.dtype, pd.StringDtype) and not _become_numbers(column, cells):
        return _with_strings(column, texts)
    return _with_cells(column, cells)


def cleared(column: pd.Series, start: int, end: int) -> pd.Series:
    """A column without the cells from row ``start`` up to, not including, row ``end``."""
    if column.dtype.kind in "iu":
        column = column.astype(np.float64)
    elif column.dtype.kind == "b":
        column = column.astype(object)
    return _with_value(column, start, end, None if column.dtype == object else np.nan)


def filled_down(column: pd.Series, start: int, end: int) -> pd.Series:
    """A column whose cell in row ``start`` is repeated up to, not including, row ``end``."""
    return _with_value(column, start, end, column.iloc[start])


def as_objects(column: pd.Series) -> np.ndarray:
    """A new array of the cells as Python objects, made in pieces so that other threads get their turn."""
    objects = np.empty(len(column), dtype=object)
    for at in range(0, len(column), _OBJECT_ROWS):
        objects[at : at + _OBJECT_ROWS] = column.iloc[at : at + _OBJECT_ROWS].to_numpy(dtype=object)
    return objects


def _with_value(column: pd.Series, start: int, end: int, value: Any) -> pd.Series:
    if column.dtype == object:
        objects = as_objects(column)
        objects[start:end] = value
        return _narrowed(objects)
    values = column.array.copy()
    values[start:end] = value
    return pd.Series(values, copy=False)


def _with_levels(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    levels = {str(level): level for level in column.cat.categories}
    kind = type(next(iter(levels.values()), ""))
    typed = {row: text.strip() for row, text in texts.items()}
    added = dict.fromkeys(text for text in typed.values() if text and text not in levels)
    if added and kind is not str:  # levels that are numbers and texts cannot be put in order
        column, levels = column.cat.rename_categories(list(levels)), {text: text for text in levels}
    values = column.cat.add_categories(list(added)).array.copy()
    levels.update(zip(added, added, strict=True))
    values[list(typed)] = [levels[text] if text else np.nan for text in typed.values()]
    return pd.Series(values, copy=False)


def _with_dates(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    typed = pd.Series([text.strip() or None for text in texts.values()], dtype="str")
    dates, either_way, bad = dates_of(typed, "date")
    if either_way or len(bad):
        doubtful = (row for row in range(len(typed)) if dates_of(typed.iloc[[row]], "date")[1])
        text = typed.iloc[bad[0] if len(bad) else next(doubtful)]
        sentence = f"“{text}” is no clear date for “{column.name}”: type it like 2024-01-31 18:30."
        raise ProblemError(sentence, "not a date")
    values = column.array.copy()
    zone = getattr(column.dtype, "tz", None)
    values[list(texts)] = pd.DatetimeIndex(dates).tz_localize(zone).as_unit(values.unit)
    return pd.Series(values, copy=False)


def _with_strings(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    values = column.array.copy()
    typed = [text.strip() or np.nan for text in texts.values()]
    rows = list(texts)
    if len(rows) == 1:  # a tenth of the time
        values[rows[0]] = typed[0]
    else:
        values[rows] = np.array(typed, dtype=object)
    return pd.Series(values, copy=False)


def _become_numbers(column: pd.Series, cells: Mapping[int, Cell]) -> bool:
    """Whether every filled cell is typed now, and as a number."""
    numbers = [value for value in cells.values() if isinstance(value, int | float)]
    if not numbers or any(isinstance(value, str) for value in cells.values()):
        return False
    return int(column.notna().sum()) == int(column.iloc[list(cells)].notna().sum())


def _with_cells(column: pd.Series, cells: Mapping[int, Cell]) -> pd.Series:
    """A copy of a column with some cells changed, of a wider type where a value needs it."""
    if _holds_flags(column):
        return _with_flags(column, cells)
    values = list(cells.values())
    rows = list(cells)
    if all(value is None or not isinstance(value, str) for value in values) and column.dtype.kind in "iuf":
        whole = column.dtype.kind == "i" and all(isinstance(value, int) for value in values)
        if whole and not column.hasnans:
            new = column.to_numpy(dtype=np.int64, copy=True)
        else:
            # Not `copy=True`: pandas 3.0 forgets it where `na_value` is given and nothing is missing.
            new = np.array(column.to_numpy(dtype=np.float64, na_value=math.nan))
        new[rows] = [math.nan if value is None else value for value in values]
        return pd.Series(new, copy=False)
    objects = as_objects(column)
    for row, value in cells.items():
        objects[row] = None if value is None else (value if isinstance(value, str) else float(value))
    return _narrowed(objects)


def _holds_flags(column: pd.Series) -> bool:
    return column.dtype.kind == "b" or (
        column.dtype == object and any(isinstance(value, bool) for value in column.to_numpy())
    )


def _with_flags(column: pd.Series, cells: Mapping[int, Cell]) -> pd.Series:
    """A copy of a column of true and false with some cells changed; other values do not make it numbers."""
    objects = as_objects(column)
    for row, value in cells.items():
        objects[row] = _FLAGS.get(str(value).lower(), value)
    return pd.Series(objects, dtype=object, copy=False).infer_objects()


def _narrowed(objects: np.ndarray) -> pd.Series:
    """The cells as a column of numbers again once every filled cell is one."""
    if any(isinstance(cell, _NO_NUMBERS) for cell in objects) or all(map(_is_empty, objects)):
        return pd.Series(objects, dtype=object, copy=False)
    return pd.Series(np.fromiter(map(_as_float, objects), np.float64, len(objects)), copy=False)


def _as_float(cell: Any) -> float:
    if type(cell) is float:  # nearly all are, and asking is quick
        return cell
    return math.nan if _is_empty(cell) else float(cell)


def _is_empty(cell: object) -> bool:
    return cell_text(cell) == ""


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
