"""Edits of the cells of a table: each gives a new table, which shares the columns that stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.column_signs import (
    UNKNOWN,
    ColumnSigns,
    Held,
    decide_columns,
    shown_by_itself,
)
from linreg_gui.core.cells.column_types import DecimalSign, TypeChoice, check_types
from linreg_gui.core.cells.form_findings import ColumnFinding, told_of_columns
from linreg_gui.core.cells.held_numbers import held_by
from linreg_gui.core.cells.incoming import Incoming, Target, understood, without_signs
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
from linreg_gui.core.late_pandas import pd
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
    types: Mapping[str, str] | None = None,
) -> Table:
    """Texts put into the cells from (row, column) on; rows and columns that stick out are added.

    How numbers are written is decided column by column as in a file: by the numbers that a column holds, by
    those that are put in, and by those that are put in beside them. Numbers with signs of their own are taken
    in the unit of the column, and a column that held nothing becomes what a file would be read as; single
    cells that are typed only have the signs that those of the column had. What is left in doubt is in
    ``left_open`` of the table. Columns become text columns only if they must, see `with_texts`.

    Parameters
    ----------
    table, row, column, block
    typed : bool
        Whether a person types the texts into cells as the program shows them.
    own : bool
        Whether the texts were copied from the program itself, which writes a decimal point.
    types : mapping from column name to str, optional
        What the texts of columns are, where a person has said it; see `TYPE_CHOICES`.

    Raises
    ------
    ProblemError
        If a column is computed, a text for a column of dates is no date, or so many cells are too many.
    """
    end = column + max(map(len, block), default=0)
    roomy = _with_room(table, row + len(block), end)
    names = roomy.frame.columns[column:end]
    refuse_writing(roomy.formulas, names)
    texts = {name: _column_of(block, place, row) for place, name in enumerate(names)}
    if own:
        frame = roomy.frame.copy(deep=False)
        for name, cells in texts.items():
            frame[name] = with_texts(frame[name], cells, NumberStyle())
        return replace(_with_written(roomy, frame, texts), left_open=None)
    chosen = check_types(types or {})
    new, doubt, findings = _taken(roomy, texts, chosen, typed)

    def again(others: Mapping[str, str]) -> Table:
        return write_cells(table, row, column, block, typed=typed, types={**(types or {}), **others})

    told = told_of_columns(findings)
    return replace(new, left_open=LeftOpen(doubt, told, again) if doubt or told else None)


def _taken(
    table: Table, texts: Mapping[str, dict[int, str]], chosen: Mapping[str, TypeChoice], typed: bool
) -> tuple[Table, TwoReadings | None, list[tuple[str, ColumnFinding]]]:
    """A table with texts in its columns, and what there is to be told of them."""
    targets, found = {}, {}
    for name, cells in texts.items():
        if not _takes_numbers(table.frame[name], cells):
            found[name] = Incoming(cells)
            continue
        target = _target(table, name, cells, chosen.get(name), typed)
        if typed:
            found[name] = Incoming({row: without_own_signs(cells[row], target.held) for row in cells})
        else:
            targets[name], found[name] = target, without_signs(cells, target)
    plain = {name: one.texts for name, one in found.items()}
    amounts = {name for name, one in found.items() if one.form is not None and one.form.groups_likely}
    signs, evidence, doubt = _signs_of(table, plain, chosen, typed, amounts)
    frame, known, units, findings = table.frame.copy(deep=False), dict(table.signs), dict(table.units), []
    for name, sign in signs.items():
        one = found[name]
        if name in targets:
            one = understood(texts[name], one, targets[name], sign.style)
            findings += [(name, finding) for finding in one.findings]
        frame[name] = _with_incoming(frame[name], one, list(texts[name]), sign.style)
        choice = chosen.get(name)
        if isinstance(choice, DecimalSign):
            known[name] = shown_by_itself(evidence[name], sign.style, sign.style.decimal)
        elif name not in known and evidence[name].is_clear and not typed:
            known[name] = shown_by_itself(evidence[name], sign.style)
        if one.forms:
            before = known.get(name, UNKNOWN)
            known[name] = replace(before, forms=tuple(dict.fromkeys((*before.forms, *one.forms))))
        if one.unit and targets[name].is_alone:
            units[name] = one.unit
    return replace(_with_written(table, frame, texts), signs=known, units=units), doubt, findings


def _target(
    table: Table, name: str, texts: Mapping[int, str], choice: TypeChoice | None, typed: bool
) -> Target:
    """The column that texts come into, which takes numbers."""
    column = table.frame[name]
    held = held_by(column, table.signs.get(name, UNKNOWN), table.units.get(name, ""), typed=typed)
    is_alone = not filled_besides(column, texts)
    is_text = isinstance(column.dtype, pd.StringDtype)
    return Target(name, held, is_alone and (is_text or not column.notna().any()), is_alone, choice)


def _with_incoming(column: pd.Series, found: Incoming, rows: list[int], style: NumberStyle) -> pd.Series:
    """A column with what came into some of its rows."""
    if found.column is None:
        return with_texts(column, found.texts, style)
    made = found.column.set_axis(rows)
    return made.reindex(range(len(column))) if len(rows) < len(column) else made


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
    table: Table,
    texts: Mapping[str, Mapping[int, str]],
    chosen: Mapping[str, TypeChoice],
    typed: bool,
    amounts: Collection[str],
) -> tuple[dict[str, ColumnSigns], dict[str, Evidence], TwoReadings | None]:
    """How the numbers are written that go into each column, what tells it, and the doubt that is left."""
    names = list(texts)
    speaks = {name: _takes_numbers(table.frame[name], cells) for name, cells in texts.items()}
    arrays = {name: strings(cells) for name, cells in texts.items()}
    evidence = {name: evidence_of([arrays[name]]) if speaks[name] else Evidence.none() for name in names}
    evidence |= {name: replace(evidence[name], groups_likely=True) for name in amounts}
    signs = decide_columns(
        list(evidence.values()),
        choices=[chosen.get(name) for name in names],
        one_origin=True,
        held=[
            _target(table, name, texts[name], None, typed).held if speaks[name] else Held() for name in names
        ],
    )
    found = [open_cells(evidence[name], [arrays[name]]) for name in names]
    return dict(zip(names, signs, strict=True)), evidence, doubt_about(names, signs, found)


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
            check_wanted()
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
