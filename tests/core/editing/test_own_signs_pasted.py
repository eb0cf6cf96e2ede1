"""Pasted numbers with signs of their own, times and dates are read as those of a file, or told."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.editing.cell_edits import edit_cell, paste
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.pasted_table import pasted_options, pasted_text
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

FORMS: dict[str, Callable[[float], str]] = {
    "percent": lambda n: f"{n}%",
    "percent with a blank": lambda n: f"{n}\u00a0%",
    "dollars before": lambda n: f"{'-' if n < 0 else ''}${abs(n):,}",
    "euros behind": lambda n: f"{n} €",
    "codes before": lambda n: f"USD {n}",
    "parentheses": lambda n: f"({-n})" if n < 0 else str(n),
    "dollars in parentheses": lambda n: f"(${-n})" if n < 0 else f"${n}",
    "minus behind": lambda n: f"{-n}-" if n < 0 else str(n),
    "stars": lambda n: f"{n}*",
    "Fortran": lambda n: f"{n:.3E}".replace("E", "D"),
    "times": lambda n: f"{'-' if n < 0 else ''}{abs(n) // 3600:02}:{abs(n) // 60 % 60:02}:{abs(n) % 60:02}",
    "times as the standard writes them": lambda n: f"{'-' if n < 0 else ''}PT{abs(n)}S",
}


def table_of(values: list[float], unit: str = "", **signs: ColumnSigns) -> Table:
    frame = pd.DataFrame({"v": values, "w": np.arange(len(values), dtype=float)})
    roles = dict.fromkeys(frame.columns, Role.FEATURE)
    units = {"v": unit} if unit else {}
    return Table(frame, roles, "t", numeric=frozenset(roles), units=units, signs=signs)


def cells(table: Table, name: str = "v") -> list[object]:
    return [None if pd.isna(cell) else cell for cell in table.frame[name]]


@pytest.mark.parametrize("kind", FORMS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(-9999, 9999), min_size=1, max_size=6))
def test_file_paste_and_typing_agree(tmp_path: Path, kind: str, numbers: list[int]) -> None:
    texts = [FORMS[kind](n) for n in (-1200, 17, *numbers)]
    path = tmp_path / "t.csv"
    path.write_text("\n".join(['k;"v"', *(f'{k};"{text}"' for k, text in enumerate(texts))]), "utf-8")
    frame, report = read_csv(path)
    block = "\n".join(["k\tv", *(f"{k}\t{text}" for k, text in enumerate(texts))])
    path.write_text(pasted_text(block, ""), "utf-8")
    as_new_table, _ = read_table(path, pasted_options(block, ""))
    assert as_new_table["v"].tolist() == frame["v"].tolist()
    empty = table_of([math.nan] * len(texts))
    pasted = paste(empty, 0, 0, "\n".join(texts))
    assert cells(pasted) == frame["v"].tolist() == [-1200, 17, *numbers]
    assert pasted.units.get("v", "") == report.units.get("v", "")
    assert pasted.left_open is not None
    again = paste(pasted, 2, 0, "\n".join(reversed(texts[2:])))
    assert cells(again) == [-1200, 17, *numbers[::-1]]
    assert again.units == pasted.units
    typed = edit_cell(again, 0, 0, texts[-1])
    assert cells(typed)[0] == numbers[-1]
    told = pasted.left_open
    as_text = next(types for words, types in told.offers if words == "Read “v” as Text")
    assert [str(cell) for cell in cells(told.otherwise(as_text))] == texts


@pytest.mark.parametrize(
    ("unit", "pasted", "values"),
    [
        ("%", "42%\n43", [42, 43, 3]),
        ("%", "42\n43", [42, 43, 3]),
        ("$", "$1,250\n7.5", [1250, 7.5, 3]),
        ("$", "($1,250.50)\n-$3", [-1250.5, -3, 3]),
        ("€", "1.250,5 €\n3,25 €", [1250.5, 3.25, 3]),
        ("s", "00:01:30\n15", [90, 15, 3]),
        ("s", "PT1M30.234S\n00:00:01.234", [90.234, 1.234, 3]),
        ("", "(500)\n5", [-500, 5, 3]),
        ("", "5-\nNA", [-5, None, 3]),
        ("", "1.5D+03\n2.5D-01", [1500, 0.25, 3]),
    ],
)
def test_a_column_takes_numbers_in_its_own_unit(unit: str, pasted: str, values: list[float | None]) -> None:
    assert cells(paste(table_of([1.0, 2.0, 3.0], unit), 0, 0, pasted)) == values


@pytest.mark.parametrize(
    ("unit", "pasted", "values", "sentence"),
    [
        (
            "",
            "$1,250\n$7",
            [1250, 7],
            "“v” holds numbers without a unit, so that cells such as “$1,250” stay texts.",
        ),
        ("", "42%\n7%", [42, 7], "“v” holds numbers without a unit, so that cells such as “42%” stay texts."),
        ("%", "$5\n$6", [5, 6], "“v” holds numbers in %, so that cells such as “$5” stay texts."),
        (
            "",
            "00:01:30\n00:02:00",
            [90, 120],
            "“v” holds numbers, so that times such as “00:01:30” stay texts.",
        ),
    ],
)
def test_numbers_in_another_unit_stay_texts_and_can_be_read_at_a_click(
    unit: str, pasted: str, values: list[float], sentence: str
) -> None:
    new = paste(table_of([1.0, 2.0, 3.0], unit), 0, 0, pasted)
    assert cells(new) == [*pasted.split("\n"), 3]
    assert new.left_open is not None
    assert new.left_open.is_doubt
    assert new.left_open.sentence == sentence
    assert cells(new.left_open.otherwise()) == [*values, 3]
    assert new.left_open.otherwise().units == ({"v": unit} if unit else {})


@pytest.mark.parametrize("pasted", ["42%\n43", "$5\n5 €", "42%\nmany", "(5)\nnone of it\n(6)"])
def test_what_is_written_so_in_part_is_left_and_told(pasted: str) -> None:
    new = paste(table_of([math.nan] * 3), 0, 0, pasted)
    assert [str(cell) for cell in cells(new)][: pasted.count("\n") + 1] == [
        text if not text.isdigit() else f"{float(text)}" for text in pasted.split("\n")
    ]
    assert new.left_open is not None
    assert new.left_open.is_doubt


@pytest.mark.parametrize(
    ("pasted", "values"),
    [
        ("2024-01-31\n2024-02-01", ["2024-01-31", "2024-02-01"]),
        ("31/01/2024\n01/02/2024", ["2024-01-31", "2024-02-01"]),
        ("2024-01-31T12:00:00Z\n2024-02-01T12:00:00Z", ["2024-01-31T12", "2024-02-01T12"]),
    ],
)
def test_a_new_column_of_dates_is_one(pasted: str, values: list[str]) -> None:
    new = paste(table_of([math.nan] * 3), 1, 0, pasted)
    column = new.frame["v"]
    assert column.dtype.kind == "M"
    assert column.isna().tolist() == [True, False, False]
    assert column.dt.tz_localize(None).iloc[1:].tolist() == [pd.Timestamp(value) for value in values]
    assert "v" not in new.numeric
    assert new.left_open is not None
    assert cells(new.left_open.otherwise())[1:] == pasted.split("\n")


def test_hours_and_minutes_may_be_minutes_and_seconds() -> None:
    new = paste(table_of([math.nan] * 2), 0, 0, "1:30\n2:00")
    assert (cells(new), new.units) == ([5400, 7200], {"v": "s"})
    assert new.left_open is not None
    other = new.left_open.otherwise()
    assert cells(other) == [90, 120]
    assert cells(paste(other, 0, 0, "1:45")) == [105, 120]
    assert cells(edit_cell(other, 0, 0, "1:45")) == [105, 120]


def test_codes_keep_their_zeros_and_are_numbers_at_a_click() -> None:
    new = paste(table_of([math.nan] * 2), 0, 0, "01234\n00999")
    assert cells(new) == ["01234", "00999"]
    assert new.left_open is not None
    assert cells(new.left_open.otherwise()) == [1234, 999]


def test_limits_stay_texts_and_are_numbers_at_a_click() -> None:
    new = paste(table_of([1.0, 2.0, 3.0]), 0, 0, "<0.5\n0.7")
    assert cells(new) == ["<0.5", 0.7, 3]
    assert new.left_open is not None
    assert cells(new.left_open.otherwise()) == [0.5, 0.7, 3]


@pytest.mark.parametrize(
    ("pasted", "was", "other", "unit"),
    [
        ("$1,250\n$2,500", [1250, 2500], [1.25, 2.5], "$"),
        ("£1,250\n(£2,500)", [1250, -2500], [1.25, -2.5], "£"),
        ("USD 1,250\nUSD 2,500", [1250, 2500], [1.25, 2.5], "USD"),
        ("1,459 €\n1,529 €", [1.459, 1.529], [1459, 1529], "€"),
        ("1,250 %\n2,500 %", [1.25, 2.5], [1250, 2500], "%"),
    ],
)
def test_the_doubt_about_a_sign_comes_first_and_keeps_the_unit(
    tmp_path: Path, pasted: str, was: list[float], other: list[float], unit: str
) -> None:
    new = paste(table_of([math.nan] * 2), 0, 0, pasted)
    assert (cells(new), new.units) == (was, {"v": unit})
    assert new.left_open is not None
    again = new.left_open.otherwise()
    assert (cells(again), again.units) == (other, {"v": unit})
    path = tmp_path / "t.csv"
    path.write_text(
        "\n".join(["k;v", *(f"{k};{text}" for k, text in enumerate(pasted.split("\n")))]), "utf-8"
    )
    frame, report = read_csv(path)
    assert frame["v"].tolist() == was
    assert report.doubt is not None


def test_columns_that_are_told_the_same_are_told_together() -> None:
    new = paste(table_of([math.nan] * 2), 0, 0, "1%\t3%\n2%\t4%")
    assert new.left_open is not None
    assert cells(new, "w") == ["3%", "4%"] or new.units == {"v": "%", "w": "%"}
    assert new.left_open.sentence.count("The same goes for “w”.") == (new.units == {"v": "%", "w": "%"})


def test_plain_numbers_are_told_nothing_of() -> None:
    new = paste(table_of([1.0, 2.0]), 0, 0, "7\n8.5")
    assert (cells(new), new.left_open) == ([7, 8.5], None)
