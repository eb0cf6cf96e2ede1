"""A row in words: its number, its name, its values as the table shows them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hostile_values import HUGE, LONG, OVERRIDE, SURROGATE

from linreg_gui.core.drawing.row_note import RowNotes, name_column
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table


def table_of(columns: dict[str, object], label: str, **more: object) -> Table:
    frame = pd.DataFrame(columns)
    roles = {
        name: Role.LABEL if name == label else Role.FEATURE
        if pd.api.types.is_numeric_dtype(frame[name])
        else Role.IGNORED
        for name in frame.columns
    }  # fmt: skip
    return Table(frame, roles, "t", **more)  # type: ignore[arg-type]


CARS = table_of(
    {"mpg": [21.0, 22.8], "car": ["Mazda", "Datsun"], "weight": [2.5, 2.32], "time": [16.5, 18.61]},
    "time",
    units={"weight": "t"},
)


def test_it_has_number_name_values_and_what_is_predicted() -> None:
    note = RowNotes(CARS).note(1, fitted=(17.0, 1.61))
    assert note.title == "Row 2, Datsun"
    assert note.lines == ("mpg: 22.8", "weight: 2.32 t", "time: 18.61", "predicted: 17", "residual: 1.61")
    assert note.text.splitlines() == [note.title, *note.lines]


def test_the_feature_that_is_looked_at_comes_first() -> None:
    assert RowNotes(CARS).note(0, first=("weight",)).lines[:2] == ("weight: 2.5 t", "mpg: 21")


def test_what_is_predicted_is_named_where_it_is_not_the_label_itself() -> None:
    lines = RowNotes(CARS).note(0, fitted=(2.0, 0.5), fitted_label="log time", remark="held out").lines
    assert lines[-3:] == ("predicted log time: 2", "residual: 0.5", "held out")
    assert "predicted: 2" in RowNotes(CARS).note(0, fitted=(2.0, 0.5), fitted_label="time").lines


def test_of_many_features_some_are_told() -> None:
    table = table_of({f"x{j}": [float(j)] for j in range(40)} | {"y": [1.0]}, "y")
    lines = RowNotes(table).note(0, first=("x39",)).lines
    assert lines[0] == "x39: 39"
    assert lines[6:] == ("and 34 more features", "y: 1")


def test_numbers_are_those_of_the_table_however_it_is_sorted() -> None:
    frame = CARS.frame.iloc[::-1]
    table = Table(frame, CARS.roles, "t")
    assert RowNotes(table).note(0).title == "Row 1, Datsun"


def test_there_may_be_no_name_and_no_label() -> None:
    table = table_of({"x": [1.0], "y": [2.0]}, "none")
    assert name_column(table) is None
    assert RowNotes(table).note(0).text == "Row 1"


class Unreadable:
    def __str__(self) -> str:
        raise ValueError


@pytest.mark.parametrize(
    "cell", [SURROGATE, OVERRIDE, LONG, "", None, np.nan, "a\nb", HUGE, Unreadable()], ids=range(9)
)
def test_whatever_is_in_a_cell_there_are_words(cell: object) -> None:
    odd = pd.Series([cell, cell], dtype=object)
    table = Table(
        pd.DataFrame({"name": odd, "x": odd, "y": [1.0, 2.0]}),
        {"name": Role.IGNORED, "x": Role.FEATURE, "y": Role.LABEL},
        "t",
    )
    note = RowNotes(table).note(1, fitted=(np.nan, np.inf))
    assert note.title.startswith("Row 2")
    assert all("\n" not in line and len(line) < 120 for line in (note.title, *note.lines))
