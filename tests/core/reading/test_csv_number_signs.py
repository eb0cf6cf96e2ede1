"""How numbers are written is told by the whole file, and no cell is altered for the sake of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from linreg_gui.core.cells.values import numeric_values
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
