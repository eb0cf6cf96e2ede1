"""The table and its undo."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from linreg_gui.core.table.roles import Role, suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document


def table_of(frame: pd.DataFrame, name: str = "small") -> Table:
    return Table(frame, suggest_roles(frame), name, numeric=frozenset(frame.columns))


@pytest.fixture
def document(jobs) -> Document:
    document = Document(jobs)
    document.start_with(table_of(pd.DataFrame({"x": [1.0, 2.0, 3.0], "y": [2.0, 4.0, 6.0]})))
    return document


def cells(document: Document) -> list[list[object]]:
    return document.table.frame.to_numpy().tolist()


EDITS = {
    "Edit cell": lambda document: document.edit_cell(1, 0, "7,5"),
    "Paste": lambda document: document.paste(2, 0, "8\t9\n10\t11"),
    "Clear cells": lambda document: document.clear_cells([(0, 0, 2, 1)]),
    "Insert row": lambda document: document.insert_rows(0, 1),
    "Insert rows": lambda document: document.insert_rows(3, 2),
    "Remove row": lambda document: document.remove_rows([1]),
    "Remove rows": lambda document: document.remove_rows([0, 2]),
    "Choose columns": lambda document: document.choose_roles({"x": Role.LABEL, "y": Role.FEATURE}),
}


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_is_one_named_step_of_undo_and_redo(document, name) -> None:
    before = document.table
    EDITS[name](document)
    after = document.table
    assert after is not before
    assert document.history.texts == ("", name)
    assert document.history.undo_text == name
    document.history.undo()
    assert document.table is before
    document.history.redo()
    assert document.table is after


def test_edits_change_what_they_say(document) -> None:
    document.edit_cell(1, 0, "7,5")
    assert cells(document)[1] == [7.5, 4.0]
    document.paste(2, 0, "8\t9\n10\t11")
    assert cells(document)[2:] == [[8.0, 9.0], [10.0, 11.0]]
    document.remove_rows([0, 1])
    assert cells(document) == [[8.0, 9.0], [10.0, 11.0]]
    document.insert_rows(1, 1)
    assert document.table.frame.isna().to_numpy().tolist() == [[False] * 2, [True] * 2, [False] * 2]


def test_the_frame_before_an_edit_is_never_changed(document) -> None:
    before = document.table.frame
    copy = before.copy(deep=True)
    for edit in EDITS.values():
        edit(document)
    pd.testing.assert_frame_equal(before, copy)


def test_opening_other_data_can_be_undone(document) -> None:
    before = document.table
    other = table_of(pd.DataFrame({"a": [1.0], "b": [2.0]}), "other.csv")
    document.replace("Open other.csv", other)
    assert document.history.undo_text == "Open other.csv"
    document.history.undo()
    assert document.table is before


def test_choosing_the_same_roles_is_no_step(document) -> None:
    document.choose_roles(dict(document.table.roles))
    assert document.history.texts == ("",)


def test_text_in_a_column_of_numbers_makes_it_a_mixed_one_and_back(document) -> None:
    document.edit_cell(0, 0, "many")
    assert document.table.frame["x"].tolist() == ["many", 2.0, 3.0]
    assert "x" in document.table.numeric  # most of it is numbers still
    document.edit_cell(0, 0, "1")
    assert document.table.frame["x"].dtype == float


def heard(document: Document) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    document.reading_told.connect(lambda *arguments: found.append(arguments))
    return found


@pytest.mark.parametrize(
    ("write", "was", "other"),
    [
        (lambda document: document.paste(0, 0, "475,962\n12,000"), [475962, 12000], [475.962, 12]),
        (lambda document: document.paste(2, 0, "1,250\n2,500"), [1250, 2500], [1.25, 2.5]),
        (lambda document: document.edit_cell(0, 0, "1,250"), [1250, 2], [1.25, 2]),
    ],
)
def test_both_readings_of_what_was_put_in_are_one_step_of_undo(document, write, was, other) -> None:
    before, found = document.table, heard(document)
    write(document)
    (told, read_as) = found.pop()
    assert told.doubt.columns == ("x",)
    row = document.table.frame["x"].tolist().index(was[0])
    assert document.table.frame["x"].tolist()[row : row + 2] == was
    steps = document.history.texts
    read_as(told.offers[0][1])
    assert document.table.frame["x"].tolist()[row : row + 2] == other
    assert (document.history.texts, found) == (steps, [])
    document.history.undo()
    assert document.table is before
    document.history.redo()
    assert document.table.frame["x"].tolist()[row : row + 2] == other


def test_the_other_reading_comes_too_late_once_the_table_is_another(document) -> None:
    found = heard(document)
    document.edit_cell(0, 0, "1,250")
    document.edit_cell(1, 0, "7")
    found[0][1](found[0][0].offers[0][1])
    assert document.table.frame["x"].tolist() == [1250.0, 7.0, 3.0]
    assert len(document.history.texts) == 3


def test_a_doubt_is_told_once_and_not_by_undo_or_other_edits(document) -> None:
    found = heard(document)
    document.edit_cell(0, 0, "1,250")
    document.undo()
    document.redo()
    document.choose_roles({"x": Role.LABEL, "y": Role.FEATURE})
    document.insert_rows(0, 1)
    assert len(found) == 1


def test_computed_columns_follow_the_other_reading(document) -> None:
    document.start_with(replace(document.table, formulas={"y": "x * 2"}))
    found = heard(document)
    document.edit_cell(0, 0, "1,250")
    assert cells(document)[0] == [1250.0, 2500.0]
    found[0][1](found[0][0].offers[0][1])
    assert cells(document)[0] == [1.25, 2.5]


def test_a_paste_that_sticks_out_is_one_step_with_its_columns_and_rows(document) -> None:
    before = document.table
    document.paste(2, 1, "8\t9\t1.5\n10\t11\t2.5")
    assert list(document.table.frame) == ["x", "y", "column 3", "column 4"]
    assert document.table.roles["column 3"] is Role.IGNORED
    assert cells(document)[2] == [3.0, 8.0, 9.0, 1.5]
    document.undo()
    assert document.table is before
