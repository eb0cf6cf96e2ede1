"""Edits of the cells of a table: each gives a new table, which shares the columns that stay as they are."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from linreg_gui.core.cells.column_signs import (
    UNKNOWN,
    ColumnSigns,
    Held,
    decide_columns,
    shown_by_itself,
)
from linreg_gui.core.cells.column_types import DecimalSign
from linreg_gui.core.cells.dates import dates_of
from linreg_gui.core.cells.held_numbers import held_by
from linreg_gui.core.cells.number_style import (
    MISSING_TOKENS,
    Evidence,
    NumberStyle,
    evidence_of,
    text_missing_tokens,
)
from linreg_gui.core.cells.own_signs import without_own_signs
from linreg_gui.core.cells.text import Cell, cell_text, parse_cell
from linreg_gui.core.cells.two_readings import TwoReadings, doubt_about, open_cells
from linreg_gui.core.cells.values import OBJECTS_AT_ONCE, holds_numbers
from linreg_gui.core.cells.whole_numbers import holds_wide, is_wide, numbers_of, with_room_for_holes
from linreg_gui.core.formulas.dependencies import refuse_writing
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.table import LeftOpen, Table

from .clipboard import Rectangle, parse_block
from .column_edits import with_empty_columns
from .row_edits import inserted, take_rows

_UNITS = ["s", "ms", "us", "ns"]  # of dates, the finest last
MOST_ADDED = 50_000_000  # cells of columns that are added by pasting

_FLAGS = {"true": True, "false": False}
_NO_NAMES = text_missing_tokens(MISSING_TOKENS)


def edit_cell(table: Table, row: int, column: int, text: str) -> Table:
    """A text typed into one cell, see `write_cells`."""
    return write_cells(table, row, column, [[text]], typed=True)


def paste(table: Table, row: int, column: int, text: str, *, own: bool = False) -> Table:
    """A tab-separated text put into the cells from (row, column) on, see `write_cells`."""
    return write_cells(table, row, column, parse_block(text), own=own)


def clear_cells(table: Table, rectangles: Sequence[Rectangle]) -> Table:
    """Nothing left in these blocks of cells."""
    return _with_rectangles(table, rectangles, _cleared)


def fill_down(table: Table, rectangles: Sequence[Rectangle]) -> Table:
    """The first row of each block repeated in all its rows."""
    return _with_rectangles(table, rectangles, _filled_down)


def write_cells(
    table: Table,
    row: int,
    column: int,
    block: Sequence[Sequence[str]],
    *,
    typed: bool = False,
    own: bool = False,
    decimals: Mapping[str, DecimalSign] | None = None,
) -> Table:
    """Texts put into the cells from (row, column) on; rows and columns that stick out are added.

    How numbers are written is decided column by column as in a file: by the numbers that a column holds, by
    those that are put in, and by those that are put in beside them. What is left in doubt is in ``left_open``
    of the table. Columns become text columns only if they must, see `with_texts`.

    Parameters
    ----------
    table, row, column, block
    typed : bool
        Whether a person types the texts into cells as the program shows them.
    own : bool
        Whether the texts were copied from the program itself, which writes a decimal point.
    decimals : mapping from column name to DecimalSign, optional
        The decimal sign of columns, where a person has said it.

    Raises
    ------
    ProblemError
        If a column is computed, a text for a column of dates is no date, or so many cells are too many.
    """
    before, end = table, column + max(map(len, block), default=0)
    table = _with_room(table, row + len(block), end)
    names = table.frame.columns[column:end]
    refuse_writing(table.formulas, names)
    texts = {name: _column_of(block, place, row) for place, name in enumerate(names)}
    new = table.frame.copy(deep=False)
    if own:
        for name, cells in texts.items():
            new[name] = with_texts(new[name], cells, NumberStyle())
        return replace(_with_written(table, new, texts), left_open=None)
    chosen = decimals or {}
    if typed:
        texts = {name: _without_own_signs(table, name, cells) for name, cells in texts.items()}
    signs, evidence, doubt = _signs_of(table, texts, chosen, typed)
    for name, cells in texts.items():
        new[name] = with_texts(new[name], cells, signs[name].style)
    left = None
    if doubt is not None:
        again = {**chosen, **doubt.other["types"]}
        left = LeftOpen(doubt, partial(write_cells, before, row, column, block, typed=typed, decimals=again))
    known = dict(table.signs)
    for name, sign in signs.items():
        if name in chosen:
            known[name] = shown_by_itself(evidence[name], sign.style, sign.style.decimal)
        elif name not in known and evidence[name].is_clear and not typed:
            known[name] = shown_by_itself(evidence[name], sign.style)
    return replace(_with_written(table, new, texts), signs=known, left_open=left)


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


def _with_written(table: Table, frame: pd.DataFrame, names: Collection[str]) -> Table:
    """A table with other cells in some columns, which may be the first numbers in them."""
    new = table.with_frame(frame)
    first = {name for name in names if name not in new.numeric and holds_numbers(frame[name])}
    return replace(new, numeric=new.numeric | first)


def _with_room(table: Table, n_rows: int, n_columns: int) -> Table:
    """A table with so many rows and columns at least; new columns take no part yet."""
    frame = table.frame
    more_rows, more_columns = n_rows - len(frame), n_columns - frame.shape[1]
    if max(n_rows, len(frame)) * max(more_columns, 0) > MOST_ADDED:
        sentence = f"{more_columns:,} more columns of {max(n_rows, len(frame)):,} rows are too many."
        raise ProblemError(sentence, ProblemKind.TOO_LARGE)
    if more_rows > 0:
        order = inserted(len(frame), len(frame), more_rows)
        table = table.with_order(order, take_rows(frame, order))
    return with_empty_columns(table, more_columns) if more_columns > 0 else table


def _column_of(block: Sequence[Sequence[str]], place: int, row: int) -> dict[int, str]:
    return {row + i: line[place] for i, line in enumerate(block) if place < len(line)}


def _signs_of(
    table: Table, texts: Mapping[str, Mapping[int, str]], chosen: Mapping[str, DecimalSign], typed: bool
) -> tuple[dict[str, ColumnSigns], dict[str, Evidence], TwoReadings | None]:
    """How the numbers are written that go into each column, what tells it, and the doubt that is left."""
    names = list(texts)
    speaks = {name: _takes_numbers(table.frame[name], cells) for name, cells in texts.items()}
    arrays = {name: _strings(cells) for name, cells in texts.items()}
    evidence = {name: evidence_of([arrays[name]]) if speaks[name] else Evidence.none() for name in names}
    signs = decide_columns(
        list(evidence.values()),
        choices=[chosen.get(name) for name in names],
        one_origin=True,
        held=[_held(table, name, typed) if speaks[name] else Held() for name in names],
    )
    found = [open_cells(evidence[name], [arrays[name]]) for name in names]
    return dict(zip(names, signs, strict=True)), evidence, doubt_about(names, signs, found)


def _held(table: Table, name: str, typed: bool) -> Held:
    """What a column says about what comes into it."""
    known = table.signs.get(name, UNKNOWN)
    return held_by(table.frame[name], known, table.units.get(name, ""), typed=typed)


def _without_own_signs(table: Table, name: str, texts: Mapping[int, str]) -> dict[int, str]:
    """Texts typed into a column, without signs of their own that its numbers had."""
    if not _takes_numbers(table.frame[name], texts):
        return dict(texts)
    held = _held(table, name, typed=True)
    return {row: without_own_signs(text, held) for row, text in texts.items()}


def _takes_numbers(column: pd.Series, texts: Mapping[int, str]) -> bool:
    """Whether numbers among these texts become numbers in the column."""
    if isinstance(column.dtype, pd.CategoricalDtype) or column.dtype.kind == "M":
        return False
    return not isinstance(column.dtype, pd.StringDtype) or not _filled_besides(column, texts)


def _filled_besides(column: pd.Series, rows: Collection[int]) -> int:
    """How many cells are filled besides those in some rows."""
    return int(column.notna().sum()) - int(column.iloc[list(rows)].notna().sum())


def _strings(texts: Mapping[int, str]) -> Any:
    import pyarrow as pa

    return pa.array(list(texts.values()), pa.string())


def _evidence(texts: Mapping[int, str]) -> Evidence:
    return evidence_of([_strings(texts)])


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
    return _as_objects(column)


def _with_rectangles(
    table: Table,
    rectangles: Sequence[Rectangle],
    write: Callable[[pd.Series, int, int], pd.Series],
) -> Table:
    """A table in which some rows of some columns are written anew."""
    new = table.frame.copy(deep=False)
    blocks = [
        (new.columns[left : left + width], top, top + height) for top, left, height, width in rectangles
    ]
    refuse_writing(table.formulas, [name for names, _, _ in blocks for name in names])
    for names, start, end in blocks:
        for name in names:
            new[name] = write(new[name], start, end)
    return table.with_frame(new)


def _cleared(column: pd.Series, start: int, end: int) -> pd.Series:
    """A column without the cells from row ``start`` up to, not including, row ``end``."""
    if column.dtype.kind in "iu":
        column = with_room_for_holes(column)
    elif column.dtype.kind == "b":
        column = column.astype(object)
    return _with_value(column, start, end, None if column.dtype == object else np.nan)


def _filled_down(column: pd.Series, start: int, end: int) -> pd.Series:
    """A column whose cell in row ``start`` is repeated up to, not including, row ``end``."""
    return _with_value(column, start, end, column.iloc[start])


def _with_value(column: pd.Series, start: int, end: int, value: Any) -> pd.Series:
    if column.dtype == object:
        objects = _as_objects(column)
        objects[start:end] = value
        return narrowed(objects)
    values = column.array.copy()
    values[start:end] = value
    return pd.Series(values, copy=False)


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
    return not _filled_besides(column, cells)


def _holds_flags(column: pd.Series) -> bool:
    return column.dtype.kind == "b" or (
        column.dtype == object and any(isinstance(value, bool) for value in column.to_numpy())
    )


def _with_flags(column: pd.Series, cells: Mapping[int, Cell]) -> pd.Series:
    """A copy of a column of true and false with some cells changed; other values do not make it numbers."""
    objects = _as_objects(column)
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
    objects = _as_objects(column)
    for row, value in cells.items():
        plain = isinstance(value, int | float) and not is_wide(value)
        objects[row] = float(value) if plain else value  # type: ignore[arg-type]
    return narrowed(objects)


def _as_objects(column: pd.Series) -> np.ndarray:
    """A new array of the cells as Python objects, made in pieces so that other threads get their turn."""
    objects = np.empty(len(column), dtype=object)
    for at in range(0, len(column), OBJECTS_AT_ONCE):
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
