"""Hidden, labelled and coloured rows keep their states by their identities."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.editing.row_edits import insert_rows, remove_rows, sort_rows
from linreg_gui.core.editing.state_edits import (
    all_hidden,
    all_labelled,
    colour_rows,
    hide_rows,
    label_rows,
    show_all_rows,
)
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_states import RowStates, states_as_numbers, states_from_numbers, states_text
from linreg_gui.core.table.table import Table


def made() -> Table:
    return Table(pd.DataFrame({"x": [3, 1, 4, 1, 5, 9, 2, 6], "name": list("abcdefgh")}), {}, "t")


def names(table: Table, flags) -> set[str]:
    return set() if flags is None else set(table.frame["name"][flags].dropna())


@given(st.lists(st.sampled_from(["up", "down", "insert", "remove"]), max_size=5))
def test_states_stay_with_their_rows_through_every_edit(edits) -> None:
    table = colour_rows(label_rows(hide_rows(made(), [1, 4, 6], True), [0, 4], True), [2, 3, 4], 5)
    kept = set("abcdefgh")
    for edit in edits:
        match edit:
            case "insert":
                table = insert_rows(table, 2, 2)
            case "remove":
                kept -= set(table.frame["name"][:2].dropna())
                table = remove_rows(table, [0, 1])
            case _:
                table = sort_rows(table, "x", edit == "down")
        of = table.row_ids, len(table.frame)
        assert names(table, table.states.hidden_flags(*of)) == kept & set("beg")
        assert names(table, table.states.labelled_flags(*of)) == kept & set("ae")
        codes = table.states.colour_codes(*of)
        assert names(table, codes == 5) == kept & set("cde")
        if not len(table.frame) > 2:
            break


def test_a_state_is_taken_back_and_a_colour_replaced() -> None:
    table = colour_rows(hide_rows(made(), [1, 4], True), [1, 2], 0)
    assert all_hidden(table, [1, 4])
    assert not all_hidden(table, [1, 2])
    table = colour_rows(hide_rows(table, [1, 2], False), [2, 7], 3)
    codes = table.states.colour_codes(table.row_ids, 8)
    assert codes.tolist() == [-1, 0, 3, -1, -1, -1, -1, 3]
    assert table.states.hidden.tolist() == [4]
    table = colour_rows(show_all_rows(table), np.arange(8), None)
    assert not table.states
    assert table.states.hidden_flags(table.row_ids, 8) is None
    assert not all_labelled(table, [0])
    with pytest.raises(ValueError, match="6 colours"):
        colour_rows(table, [0], 6)


def test_states_of_rows_that_are_gone_come_back_with_them() -> None:
    table = hide_rows(made(), [0], True)
    gone = remove_rows(table, [0])
    assert gone.states.hidden_flags(gone.row_ids, 7) is None
    assert gone.states.hidden.tolist() == [0]


def test_states_are_numbers_and_back() -> None:
    states = RowStates().hiding(np.array([5, 2])).labelling(np.array([9])).colouring(np.array([2, 7]), 4)
    numbers = states_as_numbers(states)
    assert numbers.tolist() == [[2, 1, 0, 5], [5, 1, 0, 0], [7, 0, 0, 5], [9, 0, 1, 0]]
    again = states_from_numbers(numbers)
    for name in ("hidden", "labelled", "coloured", "colours"):
        assert getattr(again, name).tolist() == getattr(states, name).tolist()
    assert again.colour_codes(RowIds(), 8).tolist() == [-1, -1, 4, -1, -1, -1, -1, 4]


@pytest.mark.parametrize(
    "numbers",
    [[[1, 2, 0, 0]], [[1, 1, 0, 7]], [[2, 1, 0, 0], [1, 1, 0, 0]], [[-1, 1, 0, 0]], [[1, 1, 0]]],
)
def test_numbers_that_are_no_states_are_refused(numbers) -> None:
    with pytest.raises(ValueError, match=r"rows|Rows"):
        states_from_numbers(np.array(numbers))


def test_states_are_told_in_words() -> None:
    assert states_text(True, True, 1) == "hidden, labelled, colour 2"
    assert states_text(False, False, -1) == ""
