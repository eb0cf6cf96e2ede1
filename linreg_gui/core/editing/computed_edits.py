"""What is done about computed columns, as functions from a table to the next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cells.frames import with_new_columns
from linreg_gui.core.formulas.dependencies import computing_order, recomputed, with_formula
from linreg_gui.core.formulas.evaluating import Computed, compute, is_by_place, is_in_row
from linreg_gui.core.formulas.tokens import columns_of
from linreg_gui.core.formulas.transforms import NewColumn
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, joined

from .column_memory import memory_of
from .row_edits import sort_rows

_MOST_NAMED = 3


def add_computed(table: Table, columns: Sequence[NewColumn]) -> tuple[Table, list[str]]:
    """New columns right of what they are computed from, and sentences about cells not computed or rounded.

    They become features if they come from a feature, and not from the label.
    """
    frame, formulas, roles = table.frame, dict(table.formulas), dict(table.roles)
    names, place, sentences = list(frame.columns), 0, []
    for column in columns:
        if column.name in frame.columns:
            raise ProblemError(f"There is a column named “{column.name}” already.", ProblemKind.NAME)
        formulas = with_formula(frame, formulas, column.name, column.formula)
        computed = compute(column.formula, frame, table.recipe.counted)
        sentences += _sentences(column.name, computed)
        frame = with_new_columns(frame, {column.name: computed.column.set_axis(frame.index)})
        roles[column.name] = _role_of(column.formula, table)
        sources = [names.index(name) + 1 for name in columns_of(column.formula)]
        place = max([place, *sources]) or len(names)
        names.insert(place, column.name)
        place += 1
    # Not `frame[names]`, which would copy every column.
    ordered = pd.DataFrame({name: frame[name] for name in names}, copy=False)
    new = replace(table, formulas=formulas, roles={name: roles[name] for name in names}, edited=True)
    return _with_computed(new, ordered), sentences


def set_formula(table: Table, name: str, formula: str) -> tuple[Table, str]:
    """A column that is computed in another way from now on, and a sentence as from `add_computed`."""
    formulas = with_formula(table.frame, table.formulas, name, formula)
    if formulas == table.formulas:
        return table, ""
    counted = table.recipe.counted
    frame = recomputed(table.frame, formulas, {name}, counted)
    new = _with_computed(replace(table, formulas=formulas, edited=True), frame)
    return new, " ".join(_sentences(name, compute(formula, frame, counted)))


def make_plain(table: Table, names: Collection[str]) -> Table:
    """Computed columns that keep their numbers, and are computed no more."""
    kept = {name: formula for name, formula in table.formulas.items() if name not in names}
    return replace(table, formulas=kept, edited=True) if len(kept) < len(table.formulas) else table


def sort_with_computed(table: Table, name: str, descending: bool) -> Table:
    """The rows sorted by one column; only what looks at other rows is computed anew."""
    new = sort_rows(table, name, descending)
    by_place = columns_by_place(new)
    if not by_place:
        return new
    return _with_computed(new, recomputed(new.frame, new.formulas, by_place, new.recipe.counted))


def columns_by_place(table: Table) -> tuple[str, ...]:
    """The columns that are computed from the order of the rows, or from such a column."""
    found: set[str] = set()
    for name in computing_order(table.formulas):
        formula = table.formulas[name]
        if is_by_place(formula) or not found.isdisjoint(columns_of(formula)):
            found.add(name)
    return tuple(name for name in table.frame.columns if name in found)


def sorting_sentence(before: Table, after: Table) -> str:
    """Which columns have other numbers since the rows stand in another order; empty if there are none."""
    names = columns_by_place(after)
    if not names:
        return ""
    orders = [np.argsort(table.row_ids.of(len(table.frame))) for table in (before, after)]
    changed = [
        name for name in names if not _by_row(before, name, orders[0]).equals(_by_row(after, name, orders[1]))
    ]
    if not changed:
        return ""
    quoted = [f"“{name}”" for name in changed]
    if len(quoted) > _MOST_NAMED:
        quoted[_MOST_NAMED:] = [counted(len(quoted) - _MOST_NAMED, "more column")]
    follow = "follows" if len(changed) == 1 else "follow"
    return f"{joined(quoted)} {follow} the new order."


def _by_row(table: Table, name: str, order: IntArray) -> pd.Series:
    return table.frame[name].iloc[order].reset_index(drop=True)


def brought_up_to_date(before: Table, after: Table) -> Table:
    """The table after an edit, with every computed column as the cells are now."""
    others_count = after.recipe.excluded is not before.recipe.excluded
    if not after.formulas or (after.frame is before.frame and not others_count):
        return after
    changed = {str(name) for name in after.frame.columns if _differs(name, before.frame, after.frame)}
    if others_count:
        changed |= {name for name, formula in after.formulas.items() if not is_in_row(formula)}
    frame = recomputed(after.frame, after.formulas, changed, after.recipe.counted)
    return after if frame is after.frame else _with_computed(after, frame)


def _sentences(name: str, computed: Computed) -> list[str]:
    return [f"“{name}”: {computed.sentence}"] if computed.sentence else []


def _with_computed(table: Table, frame: pd.DataFrame) -> Table:
    filled = {name for name in table.formulas if frame[name].notna().any()}
    return replace(table, frame=frame, numeric=(table.numeric - set(table.formulas)) | filled)


def _role_of(formula: str, table: Table) -> Role:
    roles = [table.roles[name] for name in columns_of(formula)]
    return Role.FEATURE if Role.FEATURE in roles and Role.LABEL not in roles else Role.IGNORED


def _differs(name: str, before: pd.DataFrame, after: pd.DataFrame) -> bool:
    if name not in before.columns:
        return True
    one, other = before[name].array, after[name].array  # both alive, or they could lie at the same place
    return memory_of(one) != memory_of(other)
