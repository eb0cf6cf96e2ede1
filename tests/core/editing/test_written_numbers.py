"""Numbers that are pasted or typed are read as in a file: right, or in doubt with the other reading."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_signs import UNKNOWN, ColumnSigns
from linreg_gui.core.cells.column_types import ColumnType, DecimalSign
from linreg_gui.core.cells.number_style import BLANKS, NumberStyle
from linreg_gui.core.editing.cell_edits import edit_cell, paste
from linreg_gui.core.editing.column_edits import delete_columns, duplicate_column, rename_column, set_type
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

WHOLE = pd.DataFrame({"k": [1, 2, 3, 4], "price": [100, 200, 300, 400]})
EMPTY = pd.DataFrame({"a": np.full(3, math.nan), "b": np.full(3, math.nan), "c": np.full(3, math.nan)})


def table_of(frame: pd.DataFrame, **signs: ColumnSigns) -> Table:
    roles = dict.fromkeys(frame.columns, Role.FEATURE)
    return Table(frame, roles, "t", numeric=frozenset(frame.columns), signs=signs)


@pytest.fixture
def from_file(tmp_path: Path) -> Callable[[str], Table]:
    def read(text: str) -> Table:
        path = tmp_path / "table.csv"
        path.write_text(text, encoding="utf-8")
        frame, report = read_csv(path)
        return table_of(frame, **{note.name: note.signs for note in report.columns if note.signs != UNKNOWN})

    return read


def column(table: Table, name: str = "price") -> list[object]:
    return [None if pd.isna(cell) else cell for cell in table.frame[name]]


@pytest.mark.parametrize(
    ("pasted", "values"),
    [
        ("475,962\n1,234,567\n1,250\n", [475962, 1234567, 1250, 400]),
        ("475.962\n1.234.567\n1.250\n", [475962, 1234567, 1250, 400]),
        ("1,5\n2,345\n", [1.5, 2.345, 300, 400]),
        ("12'000\n7’500\n2,345\n", [12000, 7500, 2.345, 400]),
        ("12 000\n7\u202f500\n1\u00a0234\u2009567\n2.345\n", [12000, 7500, 1234567, 2.345]),
        ("NA\nn/a\n-\n7\n", [None, None, None, 7]),
        ("1.234,5\n12.000\n", [1234.5, 12000, 300, 400]),
        ("−1,234.5\n1e3\n", [-1234.5, 1000, 300, 400]),
        ("0,435\n1,250\n", [0.435, 1.25, 300, 400]),
    ],
)
def test_a_pasted_column_is_read_by_all_its_cells(pasted, values):
    new = paste(table_of(WHOLE), 0, 1, pasted)
    assert column(new) == values
    assert new.left_open is None


@pytest.mark.parametrize(
    ("pasted", "was", "other"),
    [
        ("475,962\n12,000\n1,250\n", [475962, 12000, 1250, 400], [475.962, 12, 1.25, 400]),
        ("12.000\n7.500\n", [12, 7.5, 300, 400], [12000, 7500, 300, 400]),
        ("1,250", [1250, 200, 300, 400], [1.25, 200, 300, 400]),
        ("-1,250\n7\nNA\n", [-1250, 7, None, 400], [-1.25, 7, None, 400]),
        ("1.5\t1,250\n2.5\t3,000\n", [1250, 3000, 300, 400], [1.25, 3, 300, 400]),
        ("1 234.5\t1,250\n", [1.25, 200, 300, 400], [1250, 200, 300, 400]),
    ],
)
def test_what_is_left_in_doubt_is_told_with_the_other_reading(pasted, was, other):
    new = paste(table_of(WHOLE), 0, 0 if "\t" in pasted else 1, pasted)
    assert column(new) == was
    assert new.left_open.doubt.columns == ("price",)
    assert f"“{new.left_open.doubt.example}” was read as" in new.left_open.doubt.sentence
    again = new.left_open.otherwise()
    assert column(again) == other
    assert again.left_open is None
    assert column(again, "k") == column(new, "k")


def test_cells_pasted_beside_a_column_settle_the_same_sign_in_it():
    new = paste(table_of(EMPTY), 0, 0, "1,234,567\t1,250\tUS\n2\t3\tNA\n")
    assert new.left_open is None
    assert (column(new, "a"), column(new, "b")) == ([1234567, 2, None], [1250, 3, None])
    assert column(new, "c") == ["US", "NA", None]  # a name among texts, as in a file


@pytest.mark.parametrize(
    ("file", "texts", "values"),
    [
        ("k;p\n1;1,5\n2;12,25\n", "1,250\n7,125\n", [1.25, 7.125]),
        ("k;p\n1;1.234,5\n2;12,25\n", "12.000\n7,125\n", [12000, 7.125]),
        ('k,p\n1,"1,234,567"\n2,"12"\n', "12,000\n7,125\n", [12000, 7125]),
        ("k;p\n1;1.234.567\n2;12\n", "12.000\n7.125\n", [12000, 7125]),
        ("k,p\n1,0.5\n2,12.25\n", "12.000\n7.125\n", [12, 7.125]),
    ],
)
def test_a_column_keeps_the_style_it_was_read_with(from_file, file, texts, values):
    for table in (from_file(file), rename_column(duplicate_column(from_file(file), "p"), "p copy", "q")):
        new = paste(table, 0, len(table.frame.columns) - 1, texts)
        assert column(new, table.frame.columns[-1]) == values
        assert new.left_open is None


def test_a_style_in_doubt_stays_in_doubt_and_one_that_was_chosen_does_not(from_file):
    doubtful = from_file("k;p\n1;1,234\n2;5,678\n")
    new = paste(doubtful, 0, 1, "7,125")
    assert (column(new, "p")[0], new.left_open.doubt.readings) == (7.125, ("7.125", "7125"))
    chosen = new.left_open.otherwise()
    assert column(chosen, "p")[0] == 7125
    assert paste(chosen, 0, 1, "8,125").left_open is None
    assert column(paste(chosen, 0, 1, "8,125"), "p")[0] == 8125


def test_the_style_of_a_deleted_column_is_no_style_of_another_of_its_name(from_file):
    table = from_file("k;p\n1;1,5\n2;12,25\n")
    assert table.signs["p"].style == NumberStyle(",")
    assert "p" not in delete_columns(table, ["p"]).signs


def test_a_column_that_is_made_numbers_keeps_the_style_of_its_texts():
    texts = table_of(pd.DataFrame({"p": pd.Series(["1,5", "2,25"], dtype="str"), "q": [1, 2]}))
    made = set_type(texts, "p", ColumnType.NUMBER)
    assert made.signs["p"].style.decimal == ","
    assert column(paste(made, 0, 0, "7,125"), "p") == [7.125, 2.25]
    open_ones = table_of(pd.DataFrame({"p": pd.Series(["1,250"], dtype="str"), "q": [1]}))
    chosen = set_type(open_ones, "p", ColumnType.NUMBER, DecimalSign.COMMA)
    assert paste(chosen, 0, 0, "7,125").left_open is None


@pytest.mark.parametrize(
    ("present", "typed", "value", "other"),
    [
        ([100, 200], "1,250", 1250, 1.25),
        ([100, 200], "1.250", 1.25, 1250),
        ([100, 200], "1,25", 1.25, None),
        ([100, 200], "12'000", 12000, None),
        ([0.5, 2.25], "1.250", 1.25, None),
        ([0.5, 2.25], "1,250", 1250, 1.25),
        ([0.5, 2.25], "1,234,567", 1234567, None),
        ([0.5, 2.25], "2,5", 2.5, None),
        ([0.5, 2.25], "n/a", None, None),
    ],
)
def test_a_typed_number_is_read_by_the_style_of_its_column_or_told(present, typed, value, other):
    new = edit_cell(table_of(pd.DataFrame({"price": present})), 0, 0, typed)
    assert column(new)[0] == value
    assert (new.left_open is None) == (other is None)
    if other is not None:
        assert column(new.left_open.otherwise())[0] == other


@pytest.mark.parametrize(("typed", "value", "other"), [("1,250", 1.25, None), ("1.250", 1.25, 1250)])
def test_what_a_cell_shows_is_the_same_number_typed_again_in_any_style(from_file, typed, value, other):
    new = edit_cell(from_file("k;p\n1;1.234,5\n2;12,25\n"), 0, 1, typed)
    assert column(new, "p")[0] == value
    assert (new.left_open and column(new.left_open.otherwise(), "p")[0]) == other


@pytest.mark.parametrize("file", ["k;p\n1;1.234,5\n2;12,25\n", 'k,p\n1,"1,234,567"\n2,5\n'])
def test_cells_copied_from_the_program_are_the_same_numbers_in_any_style(from_file, file):
    new = paste(from_file(file), 0, 1, "1.234\n1e-07\n", own=True)
    assert column(new, "p") == [1.234, 1e-07]
    assert new.left_open is None


def test_large_whole_numbers_are_pasted_digit_by_digit():
    new = paste(table_of(WHOLE), 0, 1, "9,007,199,254,740,993\n9007199254740995\n")
    assert column(new) == [9007199254740993, 9007199254740995, 300, 400]


def test_dates_levels_and_texts_have_holes_as_a_file_has():
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime(["2024-01-01", "2024-01-02"]),
            "level": pd.Categorical(["NA", "?"]),
            "text": pd.Series(["red", "blue"], dtype="str"),
        }
    )
    new = paste(table_of(frame), 0, 0, "NA\tNA\tNA\n2024-02-29\tNULL\tNULL\n")
    assert column(new, "day") == [None, pd.Timestamp(2024, 2, 29)]
    assert column(new, "level") == ["NA", None]
    assert column(new, "text") == ["NA", None]


styles = st.sampled_from([(d, t) for d in ".," for t in ("", *(",." + BLANKS)) if d != t])
numbers = st.lists(st.decimals(-(10**7), 10**7, places=3).map(float), min_size=1, max_size=4)
columns = st.lists(st.tuples(numbers, st.integers(0, 4)), min_size=1, max_size=3)


def written(value: float, digits: int, decimal: str, thousands: str) -> str:
    return f"{value:,.{digits}f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


@settings(max_examples=80, deadline=None)
@given(styles, columns, styles, st.sampled_from([[1, 2, 3], [0.5, 1.25, 7.0], [math.nan] * 3]))
def test_a_pasted_number_is_right_or_in_doubt_whatever_the_column_holds(style, pasted, held_style, present):
    frame = pd.DataFrame({name: pd.Series(present) for name in "abc"})
    table = table_of(frame, a=ColumnSigns(NumberStyle(*held_style)))
    lines = max(len(values) for values, _ in pasted)
    texts = [
        [written(values[i], digits, *style) if i < len(values) else "" for values, digits in pasted]
        for i in range(lines)
    ]
    new = paste(table, 0, 0, "\n".join("\t".join(line) for line in texts))
    told = set() if new.left_open is None else set(new.left_open.doubt.columns)
    for (values, digits), name in zip(pasted, "abc", strict=False):
        for i, value in enumerate(values):
            cell = new.frame[name].iloc[i]
            right = cell == float(f"{value:.{digits}f}")
            mixed = held_style[0] != style[0] and name == "a"  # its own style comes first
            assert right or name in told or isinstance(cell, str) or mixed, (texts, cell, told)
