"""How numbers are written is told by the whole file, and no cell is altered for the sake of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.number_style import Evidence, NumberStyle, evidence_of
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.reading import csv_number_signs
from linreg_gui.core.reading.csv_reader import read_csv

Write = Callable[..., Path]


def values(path: Path, **options: object) -> dict[str, list[object]]:
    frame, _ = read_csv(path, **options)  # type: ignore[arg-type]
    return frame.to_dict("list")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,b\n1,"1,234,567.5"\n2,"12.25"\n', [1234567.5, 12.25]),
        ('a,b\n1,"1,234"\n2,"5,678"\n', [1234, 5678]),
        ("a;b\n1;1.234,5\n2;5.678,25\n", [1234.5, 5678.25]),
        ("a;b\n1,5;1.234\n2,5;5.678\n", [1234, 5678]),
        ("a;b\n1;1 234,5\n2;950,25\n", [1234.5, 950.25]),
        ("a;b\n1;1\u00a0234\n2;950\n", [1234, 950]),
        ("a;b\n1;1'234.5\n2;950\n", [1234.5, 950.0]),
        ("a;b\n1;1,234\n2;950\n", [1234, 950]),
        ("a;b\n1;1,234\n2;5,678\n", [1.234, 5.678]),
        ("a;b\n1;1,234\n2;0,435\n", [1.234, 0.435]),
        ("a;b\n1;1.234\n2;5.678\n", [1.234, 5.678]),
        ('a,b\n1,"1,234"\n2,"0,435"\n', [1.234, 0.435]),
        ("a;b\n1;1 234 567\n2;5\n3;2,345\n", [1234567, 5, 2.345]),
        ("a\tb\n1\t1’234\n2\t5\n3\t2,345\n", [1234, 5, 2.345]),
        ('a,b\n1,1\u202f234\n2,12\u00a0000\n3,"2,345"\n', [1234, 12000, 2.345]),
        ("k;b\n1 234;5\n2 345;2,345\n3 456;4,125\n", [5, 2.345, 4.125]),
        ("k;b\n1'234;5\n2'345;2,345\n", [5, 2.345]),
        ("v;b\n1\u00a0200,5;1\u2009200,5\n2\u202f300,1;12\u202f000\u00a0000,1\n", [1200.5, 12000000.1]),
        ("a;b\n1.5;0,25\n2.5;1.234,5\n", [0.25, 1234.5]),
    ],
)
def test_thousands_are_told_from_decimals_by_the_whole_column(
    write: Write, text: str, expected: list[float]
) -> None:
    assert values(write(text))["b"] == expected


def test_a_cell_that_contradicts_its_column_stays_text(write: Write) -> None:
    rows = "".join(f'{k},"{k},234,567"\n' for k in range(1, 9))
    frame, report = read_csv(write(f'a,b\n{rows}9,"0,435"\n'))
    assert report.thousands == ","
    assert frame["b"].tolist() == [k * 1_000_000 + 234_567.0 for k in range(1, 9)] + ["0,435"]
    assert report.columns[1].not_numbers == 1
    assert np.isnan(numeric_values(frame["b"])[-1])


def test_a_decimal_comma_far_down_the_file_is_found(write: Write) -> None:
    path = write("a;b\n" + "1;20\n" * 200_000 + "2,5;3\n")
    frame, report = read_csv(path)
    assert report.decimal == ","
    assert frame["a"].tolist()[-2:] == [1.0, 2.5]


def test_a_column_that_turns_into_text_keeps_its_first_cells_as_written(write: Write) -> None:
    about = "x" * 500
    path = write("id,about,v\n" + f"007,{about},1.5\n" * 40_000 + f"x7,{about},2.5\n" * 41_000)
    frame, _ = read_csv(path)
    assert frame["id"].iloc[0] == "007"
    assert frame["id"].iloc[-1] == "x7"


def test_columns_may_each_have_a_style_of_their_own(write: Write) -> None:
    frame, report = read_csv(write("a;b;c\n1.5;0,25;1,234,567\n2.25;12,5;2,000,000\n3.125;1,75;9\n"))
    assert frame.to_dict("list") == {
        "a": [1.5, 2.25, 3.125],
        "b": [0.25, 12.5, 1.75],
        "c": [1234567, 2000000, 9],
    }
    assert report.doubt is None
    assert [note.signs.style for note in report.columns] == [
        NumberStyle("."),
        NumberStyle(","),
        NumberStyle(".", ","),
    ]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_groups_of_three_that_come_late_in_the_file_are_told_too(write: Write, separator: str) -> None:
    early = "".join(f"{k}{separator}{k % 900}\n" for k in range(700))
    late = "".join(f"{k}{separator}{k}.{100 + k}\n" for k in range(1, 100))
    frame, report = read_csv(write(f"a{separator}b\n{early}{late}"))
    assert report.doubt.columns == ("b",)
    assert report.doubt.cells == 99
    settled, clear = read_csv(write(f"a{separator}b\n{early}{late}7{separator}0.5\n"))
    assert clear.doubt is None
    assert settled["b"].tolist()[:-1] == frame["b"].tolist()


def test_columns_in_doubt_are_read_the_other_way_and_the_others_stay(write: Write) -> None:
    path = write("a;b;c\n1.5;1,234;7,5\n2.5;5,678;0,25\n")
    first, report = read_csv(path)
    second, decided = read_csv(path, **report.doubt.other)
    assert first.to_dict("list") == {"a": [1.5, 2.5], "b": [1.234, 5.678], "c": [7.5, 0.25]}
    assert second.to_dict("list") == {"a": [1.5, 2.5], "b": [1234, 5678], "c": [7.5, 0.25]}
    assert (report.doubt.columns, decided.doubt) == (("b",), None)


@pytest.mark.parametrize("decimal", [None, ","])
def test_a_wide_file_is_read_as_column_by_column(
    write: Write, monkeypatch: pytest.MonkeyPatch, decimal: str | None
) -> None:
    sorts = [
        ["1", "2", "3"], ["1,5", "0,435", "12"], ["1,234", "5", "950"], ["1.234", "5.678", "0.5"],
        ["1.234,5", "1.234.567,5", "7"], ["1 234", "2 345,5", "3"], ["5 %", "6 %", "7 %"],
        ["$1,234", "$5", "$ -"], ["(3)", "4", "5"], ["<0,5", "1", "2"], ["red", "green", "NA"],
        ["2024-01-02", "2024-01-03", ""], ["12:30:00", "13:45:00", ""], ["007", "012", "001"], ["", "", ""],
        ["1", "two", "3"], ["9007199254740993", "1", "2"],
    ]  # fmt: skip
    columns = sorts * 12
    rows = [[f"x{j}" for j in range(len(columns))], *zip(*columns, strict=True)]
    path = write("\n".join(map(";".join, rows)) + "\n")
    frame, report = read_csv(path, decimal=decimal)

    def one_by_one(columns: Sequence[Any]) -> list[Evidence]:
        return [evidence_of([column]) for column in columns]

    monkeypatch.setattr(csv_number_signs, "evidence_of_each", one_by_one)
    monkeypatch.setattr(csv_number_signs, "not_plain", lambda columns, _: set(range(len(columns))))
    other, other_report = read_csv(path, decimal=decimal)
    assert report == other_report
    pd.testing.assert_frame_equal(frame, other)
