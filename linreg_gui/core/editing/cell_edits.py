"""Edits of the cells of a table: each gives a new table, which shares the columns that stay as they are."""

from __future__ import annotations

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
from linreg_gui.core.cells.held_numbers import held_by
from linreg_gui.core.cells.number_style import (
    Evidence,
    NumberStyle,
    evidence_of,
)
from linreg_gui.core.cells.own_signs import without_own_signs
from linreg_gui.core.cells.two_readings import TwoReadings, doubt_about, open_cells
from linreg_gui.core.cells.values import holds_numbers
from linreg_gui.core.cells.whole_numbers import with_room_for_holes
from linreg_gui.core.formulas.dependencies import refuse_writing
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.table import LeftOpen, Table

from .clipboard import Rectangle, parse_block
from .column_cells import as_objects, filled_besides, narrowed, strings, with_texts
from .column_edits import with_empty_columns
from .row_edits import inserted, take_rows

MOST_ADDED = 50_000_000  # cells of columns that are added by pasting


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
    arrays = {name: strings(cells) for name, cells in texts.items()}
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
    return not isinstance(column.dtype, pd.StringDtype) or not filled_besides(column, texts)


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
        objects = as_objects(column)
        objects[start:end] = value
        return narrowed(objects)
    values = column.array.copy()
    values[start:end] = value
    return pd.Series(values, copy=False)
