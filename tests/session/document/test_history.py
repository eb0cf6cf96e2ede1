"""The states of the table and the memory they take."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.editing.cell_edits import edit_cell
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.history import History

ROWS = 1000
COLUMN = 8 * ROWS


def table(frame: pd.DataFrame | None = None) -> Table:
    if frame is None:
        frame = pd.DataFrame({name: np.arange(float(ROWS)) for name in "abc"}, copy=False)
    return Table(frame, {}, "t")


def edited(before: Table, column: int = 0) -> Table:
    return edit_cell(before, 0, column, "7.5")


@pytest.fixture
def history(qtbot) -> History:
    history = History()
    history.start_with(table(), "Open")
    return history


def test_there_is_nothing_to_undo_at_first(history) -> None:
    before = history.table
    assert (history.undo_text, history.redo_text) == ("", "")
    history.undo()
    history.redo()
    assert history.table is before


def test_any_state_can_be_gone_to_and_a_new_one_replaces_the_later_ones(qtbot, history) -> None:
    tables = [history.table]
    for name in ("one", "two", "three"):
        tables.append(edited(tables[-1]))
        history.push(name, tables[-1])
    with qtbot.waitSignal(history.changed):
        history.go_to(1)
    assert history.table is tables[1]
    assert (history.undo_text, history.redo_text) == ("one", "two")
    assert history.texts == ("Open", "one", "two", "three")
    history.push("other", edited(tables[1]))
    assert history.texts == ("Open", "one", "other")
    assert history.redo_text == ""


def test_selections_are_one_step_until_an_edit_and_change_no_table(qtbot, history) -> None:
    told, wanted = [], []
    history.table_changed.connect(lambda: told.append(history.table))
    history.selection_wanted.connect(wanted.append)
    one, two, three = (RowSet.of_ranges([(start, start + 2)]) for start in (0, 5, 9))
    history.select(NO_ROWS, one)
    history.select(one, two)
    assert history.texts == ("Open", "Select 2 rows")
    first = history.table
    history.push("Edit cell", edited(first))
    history.select(two, three)
    assert history.texts == ("Open", "Select 2 rows", "Edit cell", "Select 2 rows")
    assert history.are_selections == (False, True, False, True)
    assert told == [history.table]
    history.undo()  # the last selection
    assert wanted == [two]
    assert told == [history.table]
    history.undo()  # the edit: its rows are selected as they were
    assert wanted == [two, two]
    assert told[1:] == [first]
    history.undo()  # both selections before
    assert wanted == [two, two, NO_ROWS]
    history.redo()
    assert wanted[3:] == [two]
    assert len(told) == 2
    assert history.memory == 4 * COLUMN


def test_a_selection_never_takes_away_what_can_be_done_again(history) -> None:
    one = RowSet.of_ranges([(0, 1)])
    history.push("Edit cell", edited(history.table))
    history.undo()
    history.select(NO_ROWS, one)
    assert (history.undo_text, history.redo_text) == ("", "Edit cell")
    history.redo()
    history.select(NO_ROWS, one)
    history.undo()
    history.select(NO_ROWS, RowSet.of_ranges([(3, 9)]))  # in place of a selection that was undone
    assert history.texts == ("Open", "Edit cell", "Select 6 rows")


def test_the_same_rows_again_are_no_step_and_an_amended_edit_takes_its_selections_along(history) -> None:
    one = RowSet.of_ranges([(0, 1)])
    history.select(NO_ROWS, one)
    history.select(one, NO_ROWS)
    assert history.texts == ("Open",)
    history.push("Edit cell", edited(history.table))
    history.select(NO_ROWS, one)
    history.amend("Edit cell", edited(history.table, 1))
    assert history.texts == ("Open", "Edit cell")


def test_a_state_costs_only_the_columns_it_changed(history) -> None:
    assert history.memory == 3 * COLUMN
    history.push("Edit cell", edited(history.table))
    assert history.memory == 4 * COLUMN
    history.undo()
    history.push("Edit cell", edited(history.table, column=2))
    assert history.memory == 4 * COLUMN


def test_the_oldest_states_go_when_memory_is_short_but_one_step_of_undo_stays(qtbot) -> None:
    history = History(budget=5 * COLUMN)
    history.start_with(table(), "Open")
    for number in range(6):
        history.push(f"edit {number}", edited(history.table))
    assert history.texts == ("edit 3", "edit 4", "edit 5")
    assert history.memory == 5 * COLUMN
    last = history.table
    history.push("all new", table(pd.DataFrame({"a": np.zeros(20 * ROWS)}, copy=False)))
    assert history.texts == ("edit 5", "all new")
    history.undo()
    assert history.table is last


@pytest.mark.parametrize(
    "values", [["x", "y"] * 500, pd.Categorical(["a", "b"] * 500), np.array([1.0, "n"] * 500, dtype=object)]
)
def test_columns_of_any_type_are_shared(qtbot, values) -> None:
    history = History()
    frame = pd.DataFrame({"a": np.zeros(ROWS), "other": values}, copy=False)
    history.start_with(table(frame))
    before = history.memory
    history.push("Edit cell", edited(history.table))
    assert history.memory == before + COLUMN


@given(st.lists(st.sampled_from(["push", "undo", "redo", "start"]), max_size=30))
def test_the_memory_is_that_of_the_states_that_are_left(steps) -> None:
    history = History(budget=8 * COLUMN)
    history.start_with(table())
    for number, step in enumerate(steps):
        if step == "push":
            history.push(str(number), edited(history.table, number % 3))
        elif step == "start":
            history.start_with(table())
        else:
            getattr(history, step)()
        assert 0 <= history.index < len(history.texts)
    index, seen = history.index, {}
    for state in range(len(history.texts)):
        history.go_to(state)
        frame = history.table.frame
        for j in range(frame.shape[1]):
            seen[frame.iloc[:, j].to_numpy().__array_interface__["data"][0]] = COLUMN
    history.go_to(index)
    assert history.memory == sum(seen.values())


def test_a_state_is_put_in_place_of_the_present_one(history) -> None:
    first = history.table
    history.push("one", edited(first))
    history.push("two", edited(first))
    history.undo()
    other = edited(first)
    history.amend("one", other)
    assert (history.texts, history.table) == (("Open", "one"), other)
    history.undo()
    assert history.table is first
