"""Edits of the columns of a table: each gives a new table, with all that is known of a column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from linreg_gui.core.arrays import frozen
from linreg_gui.core.cells.column_signs import UNKNOWN
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.conversion import Conversion, Reading, convert_column
from linreg_gui.core.cells.names import checked_name
from linreg_gui.core.formulas.dependencies import refuse_writing, with_renamed, without_columns
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import unused_name

T = TypeVar("T")

# The kind of problem that goes away if cells may be emptied.


def rename_column(table: Table, old: str, new: str) -> Table:
    """A column called otherwise, wherever its name stands.

    Raises
    ------
    ProblemError
        If the name is empty or taken.
    """
    if new == old:
        return table
    names = {old: checked_name(new, table.frame.columns)}
    return replace(
        table,
        frame=table.frame.rename(columns=names),
        roles=_renamed(table.roles, names),
        formulas=with_renamed(table.formulas, old, names[old]),
        signs=_renamed(table.signs, names),
        numeric=frozenset(names.get(name, name) for name in table.numeric),
        units=_renamed(table.units, names),
        truth=_renamed_truth(table.truth, names),
        recipe=table.recipe.with_names(names),
        came=None if table.came is None else tuple(names.get(name, name) for name in table.came),
        edited=True,
    )


def add_column(table: Table, name: str, at: int) -> Table:
    """An empty column of numbers before place ``at``, that takes no part yet.

    Raises
    ------
    ProblemError
        If the name is empty or taken.
    """
    plain = checked_name(name, table.frame.columns)
    return _with_new_column(table, plain, at, pd.Series(np.full(len(table.frame), np.nan)))


def with_empty_columns(table: Table, count: int) -> Table:
    """Empty columns of numbers on the right, with names by their places, that take no part yet."""
    columns = {name: table.frame[name] for name in table.frame.columns}
    for _ in range(count):
        name = unused_name(f"column {len(columns) + 1}", columns)
        columns[name] = pd.Series(np.full(len(table.frame), np.nan))
    frame = pd.DataFrame(columns, copy=False)
    return _with_columns(replace(table, roles={**dict.fromkeys(columns, Role.IGNORED), **table.roles}), frame)


def duplicate_column(table: Table, name: str) -> Table:
    """A copy of a column right of it, that takes no part yet."""
    copy, place = unused_name(f"{name} copy", table.frame.columns), list(table.frame.columns).index(name) + 1
    references = dict(table.recipe.references)
    if name in references:
        references[copy] = references[name]
    numeric = table.numeric | {copy} if name in table.numeric else table.numeric
    signs = {**table.signs, copy: table.signs[name]} if name in table.signs else table.signs
    recipe = replace(table.recipe, references=references)
    units = {**table.units, copy: table.units[name]} if name in table.units else table.units
    known = replace(table, numeric=numeric, recipe=recipe, signs=signs, units=units)
    return _with_new_column(known, copy, place, table.frame[name])


def delete_columns(table: Table, names: Collection[str]) -> Table:
    """Columns taken out.

    Raises
    ------
    ProblemError
        If none would be left, others are computed from them, or one holds the weights of the rows.
    """
    if table.recipe.weights in names:
        raise ProblemError(
            f"“{table.recipe.weights}” holds the weights of the rows: choose others under Columns first.",
            ProblemKind.ROLES,
        )
    formulas = without_columns(table.formulas, names)
    gone = set(names)
    kept = [name for name in table.frame.columns if name not in gone]
    if not kept:
        raise ProblemError("A table needs at least one column.", ProblemKind.NO_COLUMNS)
    return _with_columns(replace(table, formulas=formulas), table.frame[kept])


def move_column(table: Table, name: str, to: int) -> Table:
    """A column put in place ``to``, which changes no number: features are taken in the order they came."""
    names: list[str] = list(table.frame.columns)
    others = [other for other in names if other != name]
    place = min(max(to, 0), len(others))
    moved = [*others[:place], name, *others[place:]]
    if moved == names:
        return table
    return _with_columns(replace(table, came=tuple(table.roles_as_came)), table.frame[moved])


def set_type(
    table: Table,
    name: str,
    to: ColumnType,
    reading: Reading | None = None,
    may_empty_cells: bool = False,
) -> Table:
    """A column in another type, see `convert_column`.

    Raises
    ------
    ProblemError
        If the column is computed or cannot be converted; or, of the kind ``WOULD_EMPTY_CELLS``, if cells that
        are nothing in the type would have to be emptied and must not.
    """
    refuse_writing(table.formulas, [name])
    column = table.frame[name]
    conversion = convert_column(column, to, reading)
    if conversion.lost and not may_empty_cells:
        raise ProblemError(_loss_sentence(name, to, conversion), ProblemKind.WOULD_EMPTY_CELLS)
    if conversion.column is column:
        return table
    frame = table.frame.copy(deep=False)
    frame[name] = conversion.column
    signs = {**table.signs, name: conversion.signs} if conversion.signs != UNKNOWN else table.signs
    units = {**table.units, name: conversion.unit} if conversion.unit else table.units
    return replace(table.with_frame(frame), signs=signs, units=units)


def _with_new_column(table: Table, name: str, at: int, values: pd.Series) -> Table:
    """A table with one more column before place ``at``, which is ignored."""
    columns = {other: table.frame[other] for other in table.frame.columns}
    names = [*columns]
    names.insert(at, name)
    columns[name] = values
    frame = pd.DataFrame({other: columns[other] for other in names}, index=table.frame.index, copy=False)
    return _with_columns(replace(table, roles={**table.roles, name: Role.IGNORED}), frame)


def _with_columns(table: Table, frame: pd.DataFrame) -> Table:
    """A table with some of its columns, in the order of the frame."""
    names = dict.fromkeys(frame.columns)
    return replace(
        table,
        frame=frame,
        roles={name: table.roles[name] for name in names},
        numeric=table.numeric & set(names),
        units={name: unit for name, unit in table.units.items() if name in names},
        signs={name: signs for name, signs in table.signs.items() if name in names},
        truth=_truth_of(table.truth, list(names)),
        recipe=table.recipe.of_columns(names),
        edited=True,
    )


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
    places = {name: place for place, name in enumerate(names)}
    order = sorted(range(len(truth.feature_names)), key=lambda j: places[truth.feature_names[j]])
    features = tuple(truth.feature_names[j] for j in order)
    return replace(truth, feature_names=features, weights=frozen(truth.weights[order]))


def _renamed_truth(truth: Truth | None, names: Mapping[str, str]) -> Truth | None:
    if truth is None:
        return None
    features = tuple(names.get(name, name) for name in truth.feature_names)
    return replace(truth, feature_names=features, label_name=names.get(truth.label_name, truth.label_name))
