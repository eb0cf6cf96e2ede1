"""One column with texts put into some of its cells; which sign is the decimal one is decided elsewhere."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.column_signs import decide_columns
from linreg_gui.core.cells.dates import dates_of
from linreg_gui.core.cells.number_style import (
    MISSING_TOKENS,
    Evidence,
    NumberStyle,
    evidence_of,
    text_missing_tokens,
)
from linreg_gui.core.cells.text import Cell, cell_text, parse_cell
from linreg_gui.core.cells.values import OBJECTS_AT_ONCE, holds_numbers
from linreg_gui.core.cells.whole_numbers import holds_wide, is_wide, numbers_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind

_UNITS = ["s", "ms", "us", "ns"]  # of dates, the finest last
_FLAGS = {"true": True, "false": False}
_NO_NAMES = text_missing_tokens(MISSING_TOKENS)


def with_texts(column: pd.Series, texts: Mapping[int, str], style: NumberStyle | None = None) -> pd.Series:
    """A column with what was typed into some of its cells, by row.

    A column of texts keeps a number as it was typed, unless all its filled cells are numbers typed now.
    A column of numbers becomes a mixed one by a text. A category gets the level that is typed. What stands
    for a missing value leaves a cell empty; in texts and levels only what can be no name, as in a file.

    Parameters
    ----------
    column : pandas.Series
    texts : mapping from row to str
    style : NumberStyle, optional
        How numbers are written; by default as these texts say.

    Raises
    ------
    ProblemError
        If what is typed into a column of dates is none.
    """
    check_wanted()
    if isinstance(column.dtype, pd.CategoricalDtype):
        return _with_levels(column, texts)
    if column.dtype.kind == "M":
        return _with_dates(column, texts)
    if style is None:
        style = decide_columns([_evidence(texts)])[0].style
    cells = {row: parse_cell(text, style) for row, text in texts.items()}
    words = sum(isinstance(cell, str) for cell in cells.values())
    if 2 * words > sum(cell is not None for cell in cells.values()) and not holds_numbers(column):
        cells = {row: parse_cell(text, style, _NO_NAMES) for row, text in texts.items()}
    if isinstance(column.dtype, pd.StringDtype) and not _become_numbers(column, cells):
        return _with_strings(column, texts)
    if _holds_flags(column):
        return _with_flags(column, cells)
    return _with_cells(column, cells)


def writable_cells(column: pd.Series, *, whole: bool) -> np.ndarray[Any, np.dtype[Any]]:
    """A new array of the cells in a type that takes numbers: int64, float64, or objects among others.

    Objects also where whole numbers are too large for a float64.

    Parameters
    ----------
    column : pandas.Series
    whole : bool
        Whether the numbers are whole, so that a column of whole numbers stays one.
    """
    if whole and column.dtype.kind == "i" and not column.hasnans:
        return np.array(column.to_numpy(dtype=np.int64))
    if column.dtype.kind in "iuf" and not holds_wide(column):
        # Not `copy=True`: pandas 3.0 forgets it where `na_value` is given and nothing is missing.
        return np.array(column.to_numpy(dtype=np.float64, na_value=math.nan))
    return as_objects(column)


def _with_levels(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    levels = {str(level): level for level in column.cat.categories}
    kind = type(next(iter(levels.values()), ""))
    typed = {row: text.strip() for row, text in texts.items()}
    typed = {row: "" if text in _NO_NAMES and text not in levels else text for row, text in typed.items()}
    added = dict.fromkeys(text for text in typed.values() if text and text not in levels)
    if added and kind is not str:  # levels that are numbers and texts cannot be put in order
        column, levels = column.cat.rename_categories(list(levels)), {text: text for text in levels}
    values = column.cat.add_categories(list(added)).array.copy()
    levels.update(zip(added, added, strict=True))
    values[list(typed)] = [levels[text] if text else np.nan for text in typed.values()]
    return pd.Series(values, copy=False)


def _with_dates(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    filled = [None if text.strip() in MISSING_TOKENS else text.strip() for text in texts.values()]
    typed = pd.Series(filled, dtype="str")
    found, zone = dates_of(typed), getattr(column.dtype, "tz", None)
    if found.either_way or len(found.bad) or (found.zoned and zone is None):
        doubtful = (row for row in range(len(typed)) if dates_of(typed.iloc[[row]]).either_way)
        zoned = (row for row in range(len(typed)) if dates_of(typed.iloc[[row]]).zoned)
        text = typed.iloc[found.bad[0] if len(found.bad) else next(doubtful, next(zoned, 0))]
        sentence = f"“{text}” is no clear date for “{column.name}”: type it like 2024-01-31 18:30."
        raise ProblemError(sentence, ProblemKind.NOT_A_DATE)
    dates = found.values if found.zoned else found.values.dt.tz_localize(zone)
    finer = max(dates.dt.unit, column.dt.unit, key=_UNITS.index)
    values = column.dt.as_unit(finer).array.copy()
    values[list(texts)] = dates.dt.tz_convert(zone).dt.as_unit(finer) if zone else dates.dt.as_unit(finer)
    return pd.Series(values, copy=False)


def _with_strings(column: pd.Series, texts: Mapping[int, str]) -> pd.Series:
    values = column.array.copy()
    typed = [np.nan if text.strip() in _NO_NAMES else text.strip() for text in texts.values()]
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
    return not filled_besides(column, cells)


def filled_besides(column: pd.Series, rows: Collection[int]) -> int:
    """How many cells are filled besides those in some rows."""
    return int(column.notna().sum()) - int(column.iloc[list(rows)].notna().sum())


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


def _with_cells(column: pd.Series, cells: Mapping[int, Cell]) -> pd.Series:
    """A copy of a column of numbers or texts with some cells changed, of a wider type if one needs it."""
    rows, values = list(cells), list(cells.values())
    whole = all(isinstance(value, int) and -(2**63) <= value < 2**63 for value in values)
    exact = (whole and column.dtype == np.int64) or not (any(map(is_wide, values)) or holds_wide(column))
    if column.dtype.kind in "iuf" and exact and not any(isinstance(value, str) for value in values):
        numbers = writable_cells(column, whole=whole)
        numbers[rows] = [math.nan if value is None else value for value in values]
        return pd.Series(numbers, copy=False)
    objects = as_objects(column)
    for row, value in cells.items():
        plain = isinstance(value, int | float) and not is_wide(value)
        objects[row] = float(value) if plain else value  # type: ignore[arg-type]
    return narrowed(objects)


def as_objects(column: pd.Series) -> np.ndarray:
    """A new array of the cells as Python objects, made in pieces so that other threads get their turn."""
    objects = np.empty(len(column), dtype=object)
    for at in range(0, len(column), OBJECTS_AT_ONCE):
        check_wanted()
        objects[at : at + OBJECTS_AT_ONCE] = column.iloc[at : at + OBJECTS_AT_ONCE].to_numpy(dtype=object)
    return objects


def narrowed(objects: np.ndarray) -> pd.Series:
    """Cells as a column: one of numbers once every filled cell is one."""
    if objects.dtype != object:
        return pd.Series(objects, copy=False)
    if any(isinstance(cell, str | bool) for cell in objects) or all(map(_is_empty, objects)):
        return pd.Series(objects, dtype=object, copy=False)
    return numbers_of(None if _is_empty(cell) else cell for cell in objects)


def _is_empty(cell: object) -> bool:
    return cell_text(cell) == ""


def _evidence(texts: Mapping[int, str]) -> Evidence:
    return evidence_of([strings(texts)])


def strings(texts: Mapping[int, str]) -> Any:
    import pyarrow as pa

    return pa.array(list(texts.values()), pa.string())
