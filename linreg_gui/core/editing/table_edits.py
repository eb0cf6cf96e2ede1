"""What a person does to a table, as functions from a table to the next: all about a column goes along."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pandas as pd

from linreg_gui.core.arrays import BoolArray, IntArray, frozen
from linreg_gui.core.cells.conversion import ColumnType, Conversion, Reading, convert_column
from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.formulas.dependencies import refuse_writing, with_renamed, without_columns
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

from .cell_edits import Rectangle, clear_cells, fill_down, set_block
from .clipboard import parse_block
from .column_edits import add_column, delete_columns, duplicate_column, move_column, rename_column
from .row_edits import inserted, removed, sorted_order, take_rows

T = TypeVar("T")
LOSSY = "lossy type"  # the kind of problem that goes away if cells may be emptied


def write_cells(table: Table, row: int, column: int, block: Sequence[Sequence[str]]) -> Table:
    """Texts put into cells; rows below the end are added."""
    width = max(map(len, block), default=0)
    refuse_writing(table.formulas, table.frame.columns[column : column + width])
    frame = set_block(table.frame, row, column, block)
    n_rows = len(table.frame)
    more = len(frame) - n_rows
    recipe = table.recipe.with_rows(inserted(n_rows, n_rows, more)) if more else table.recipe
    return replace(with_frame(table, frame), recipe=recipe)


def paste(table: Table, row: int, column: int, text: str) -> Table:
    """A tab-separated text put into cells."""
    return write_cells(table, row, column, parse_block(text))


def empty_cells(table: Table, rectangles: Sequence[Rectangle]) -> Table:
    """Nothing left in blocks of cells."""
    refuse_writing(table.formulas, _columns_in(table, rectangles))
    return with_frame(table, clear_cells(table.frame, rectangles))


def repeat_down(table: Table, rectangles: Sequence[Rectangle]) -> Table:
    """The first row of each block repeated in all its rows."""
    refuse_writing(table.formulas, _columns_in(table, rectangles))
    return with_frame(table, fill_down(table.frame, rectangles))


def order_rows(table: Table, order: IntArray) -> Table:
    """The rows in another order, −1 for new ones."""
    return replace(with_frame(table, take_rows(table.frame, order)), recipe=table.recipe.with_rows(order))


def insert_rows(table: Table, at: int, count: int) -> Table:
    """Empty rows put before a row."""
    return order_rows(table, inserted(len(table.frame), at, count))


def remove_rows(table: Table, rows: Sequence[int] | IntArray) -> Table:
    """Rows taken out."""
    return order_rows(table, removed(len(table.frame), rows))


def sort_rows(table: Table, name: str, descending: bool) -> Table:
    """The rows sorted by one column."""
    return order_rows(table, sorted_order(table.frame[name], descending=descending))


def exclude_rows(table: Table, rows: Sequence[int] | IntArray, excluded: bool) -> Table:
    """Rows that take no part any more, or take part again."""
    flags = excluded_flags(table).copy()
    flags[np.asarray(rows, dtype=np.int64)] = excluded
    return replace(table, recipe=table.recipe.with_excluded(flags))


def exclude_others(table: Table, rows: Sequence[int] | IntArray) -> Table:
    """Every row but these takes no part any more; these do."""
    flags = np.ones(len(table.frame), dtype=bool)
    flags[np.asarray(rows, dtype=np.int64)] = False
    return replace(table, recipe=table.recipe.with_excluded(flags))


def excluded_flags(table: Table) -> BoolArray:
    """Which rows take no part."""
    excluded = table.recipe.excluded
    return np.zeros(len(table.frame), dtype=bool) if excluded is None else excluded


def rename(table: Table, old: str, new: str) -> Table:
    """A column called otherwise, wherever its name stands."""
    frame = rename_column(table.frame, old, new)
    if frame is table.frame:
        return table
    names = dict(zip(table.frame.columns, frame.columns, strict=True))
    recipe = replace(table.recipe, references=_renamed(table.recipe.references, names))
    renamed = replace(
        table,
        roles=_renamed(table.roles, names),
        formulas=with_renamed(table.formulas, old, names[old]),
        numeric=frozenset(names[name] for name in table.numeric),
        truth=_renamed_truth(table.truth, names),
        recipe=recipe,
    )
    return replace(renamed, frame=frame, edited=True)


def add(table: Table, name: str, at: int) -> Table:
    """An empty column before place ``at``, that takes no part yet."""
    frame = add_column(table.frame, name, at)
    added = frame.columns[at]
    return _with_columns(replace(table, roles={**table.roles, added: Role.IGNORED}), frame)


def duplicate(table: Table, name: str) -> Table:
    """A copy of a column beside it, that takes no part yet."""
    frame, copy = duplicate_column(table.frame, name)
    references = dict(table.recipe.references)
    if name in references:
        references[copy] = references[name]
    numeric = table.numeric | {copy} if name in table.numeric else table.numeric
    recipe = replace(table.recipe, references=references)
    doubled = replace(table, roles={**table.roles, copy: Role.IGNORED}, numeric=numeric, recipe=recipe)
    return _with_columns(doubled, frame)


def delete(table: Table, names: Collection[str]) -> Table:
    """Columns taken out."""
    formulas = without_columns(table.formulas, names)
    return _with_columns(replace(table, formulas=formulas), delete_columns(table.frame, names))


def move(table: Table, name: str, to: int) -> Table:
    """A column put in another place."""
    frame = move_column(table.frame, name, to)
    return table if list(frame.columns) == list(table.frame.columns) else _with_columns(table, frame)


def set_type(
    table: Table, name: str, to: ColumnType, reading: Reading = Reading.CLEAR, lossy: bool = False
) -> Table:
    """A column in another type; cells that are nothing in it are emptied only if ``lossy``."""
    refuse_writing(table.formulas, [name])
    column = table.frame[name]
    conversion = convert_column(column, to, reading)
    if conversion.lost and not lossy:
        raise ProblemError(_loss_sentence(name, to, conversion), LOSSY)
    if conversion.column is column:
        return table
    frame = table.frame.copy(deep=False)
    frame[name] = conversion.column
    return with_frame(table, frame)


def with_frame(table: Table, frame: pd.DataFrame) -> Table:
    """A table with other cells; only columns whose type changed are looked at again for numbers."""
    changed = [name for name in frame.columns if frame[name].dtype != table.frame[name].dtype]
    numeric = (table.numeric - set(changed)) | set(numeric_columns(frame[changed]))
    return replace(table, frame=frame, numeric=numeric, edited=True)


def _with_columns(table: Table, frame: pd.DataFrame) -> Table:
    """A table with some of its columns, in the order of the frame."""
    names = list(frame.columns)
    return replace(
        table,
        frame=frame,
        roles={name: table.roles[name] for name in names},
        numeric=table.numeric & set(names),
        truth=_truth_of(table.truth, names),
        recipe=replace(
            table.recipe,
            references={name: level for name, level in table.recipe.references.items() if name in names},
        ),
        edited=True,
    )


def _columns_in(table: Table, rectangles: Sequence[Rectangle]) -> list[str]:
    names = list(table.frame.columns)
    return [name for _, column, _, width in rectangles for name in names[column : column + width]]


def _loss_sentence(name: str, to: ColumnType, conversion: Conversion) -> str:
    count, examples = conversion.lost, "”, “".join(conversion.examples)
    if count == 1:
        return f"1 cell is no {to} in “{name}”: “{examples}” would be emptied."
    return f"{count:,} cells are no {to}s in “{name}”, such as “{examples}”, and would be emptied."


def _renamed(mapping: Mapping[str, T], names: Mapping[str, str]) -> dict[str, T]:
    return {names.get(name, name): value for name, value in mapping.items()}


def _truth_of(truth: Truth | None, names: Sequence[str]) -> Truth | None:
    """The truth with its features in the order of the columns, unless one is gone."""
    if truth is None or not {*truth.feature_names, truth.label_name} <= set(names):
        return None
    order = sorted(range(len(truth.feature_names)), key=lambda j: names.index(truth.feature_names[j]))
    features = tuple(truth.feature_names[j] for j in order)
    return replace(truth, feature_names=features, weights=frozen(truth.weights[order]))


def _renamed_truth(truth: Truth | None, names: Mapping[str, str]) -> Truth | None:
    if truth is None:
        return None
    features = tuple(names.get(name, name) for name in truth.feature_names)
    return replace(truth, feature_names=features, label_name=names.get(truth.label_name, truth.label_name))
