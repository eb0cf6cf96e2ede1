"""Finding cells by what they show or by the number they hold."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.shown import cell_writer
from linreg_gui.core.cells.text import cell_text, parse_number
from linreg_gui.core.editing.finding import find_cells

FRAME = pd.DataFrame(
    {
        "real": [1.5, -0.25, math.nan, 2 / 3],
        "whole": [15, 2, 3, 1500],
        "text": pd.Series(["Red", None, "1,5", "straße"], dtype="str"),
        "level": pd.Categorical(["low", "high", None, "low"]),
        "day": pd.to_datetime(["2024-01-31", "2024-02-01 18:30", None, "1999-01-01"], format="mixed"),
        "mixed": pd.Series([1.5, "rare", None, True], dtype=object),
    }
)


def found(sought: str, places: list[int] | None = None) -> list[tuple[int, str]]:
    cells = find_cells(FRAME, sought, range(6) if places is None else places)
    return [(int(cell) // 6, FRAME.columns[int(cell) % 6]) for cell in cells]


@pytest.mark.parametrize(
    ("sought", "cells"),
    [
        ("red", [(0, "text")]),
        (" RAR ", [(1, "mixed")]),
        ("1.5", [(0, "real"), (0, "mixed")]),
        ("1,5", [(0, "real"), (0, "mixed"), (2, "text")]),
        ("15", [(0, "whole"), (3, "whole")]),
        ("−0.25", [(1, "real")]),
        ("0.666666667", [(3, "real")]),
        ("0.66666", [(3, "real")]),
        ("1.5e3", [(3, "whole")]),
        ("ow", [(0, "level"), (3, "level")]),
        ("2024-0", [(0, "day"), (1, "day")]),
        ("18:30", [(1, "day")]),
        ("STRASSE", []),
        ("nan", []),
        ("", []),
        ("   ", []),
    ],
)
def test_cells_are_found_by_text_or_number(sought, cells):
    assert found(sought) == cells


def test_a_number_that_may_be_two_finds_both():
    frame = pd.DataFrame({"x": [1.25, 1250.0, 12.5]})
    assert find_cells(frame, "1,250", [0]).tolist() == [0, 1]


def test_only_some_columns_are_looked_through():
    assert found("1.5", [5]) == [(0, "mixed")]
    assert found("1.5", []) == []


def test_a_search_can_be_given_up():
    asked = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 1

    assert len(find_cells(FRAME, "1.5", range(6), stop)) == 1


values = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9).map(float)


@settings(max_examples=40, deadline=None)
@given(st.lists(values, min_size=1, max_size=8), st.data())
def test_every_number_is_found_as_it_is_shown_and_as_it_is_copied(numbers, data):
    frame = pd.DataFrame({"x": numbers})
    row = data.draw(st.integers(0, len(numbers) - 1))
    write = cell_writer(frame["x"].array)
    for text in (write(numbers[row]), cell_text(numbers[row])):
        cells = find_cells(frame, text, [0])
        assert row in cells
        for other in cells:
            value = numbers[other]
            shown = text in cell_text(value) or text in write(value) or value == parse_number(text)
            # Numbers are also found by digits that another program would write: 1e+15 for 1e15.
            assert shown or text in np.format_float_scientific(value)
