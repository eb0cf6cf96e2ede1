"""A segment of a file is parsed in parts, with what is known of its columns; what comes out is the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyarrow import csv as arrow_csv

from linreg_gui.core.reading import csv_segments
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.csv_segments import SegmentParser
from linreg_gui.core.reading.options import AUTOMATIC
from linreg_gui.core.reading.report import ReadCancelled
from linreg_gui.core.reading.text_file import read_head
from linreg_gui.core.reading.text_table import TextTable, text_tables

Write = Callable[..., Path]
TEXT = "a,b,c,d,e\n1.5,2,2024-01-02,007,x\n2.5,3,2024-01-03,008,\n,4,2024-01-04,009,7\n"


def table_of(path: Path) -> TextTable:
    return next(text_tables(path, read_head(path), AUTOMATIC))


def parsed(path: Path, rows: str, fractions: set[int]) -> list[tuple[str, list[object]]]:
    parser = SegmentParser(table_of(path), ".", set(), fractions, lambda: None)
    return [(str(column.type), column.to_pylist()) for column in parser.parse(rows.encode())]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The columns of each call of the parser."""
    found: list[list[str]] = []
    read = arrow_csv.read_csv

    def counting(*args: Any, convert_options: Any, **options: Any) -> Any:
        found.append(convert_options.include_columns)
        return read(*args, convert_options=convert_options, **options)

    monkeypatch.setattr(arrow_csv, "read_csv", counting)
    return found


@pytest.mark.parametrize(
    "rows",
    [
        "1.5,2.5,3,4,5\n,0.25,1,1,1\n",
        "1.5,2.5,3,4,5\nx,0.25,1,1,1\n",
        "1,2,3,4,5\n6,7,8,9,10\n",
        "1,,,4,5\n,,NA,9,10\n",
        "1.0,2.0,nan,inf,1e300\n1,2,3,4,5\n",
        "007,2024-01-02,12:30:00,true,9007199254740993\n008,1.5,,,1.5\n",
    ],
)
def test_columns_that_were_taken_for_fractions_are_what_their_cells_are(write: Write, rows: str) -> None:
    path = write("a,b,c,d,e\n1,2,3,4,5\n")
    assert parsed(path, rows, set(range(5))) == parsed(path, rows, set())


def test_a_table_of_fractions_is_parsed_once(write: Write, calls: list[list[str]]) -> None:
    read_csv(write("a,b,c\n" + "1.5,2.25,3.0625\n" * 5))
    assert calls == [["0", "1", "2"]]


def test_rows_are_looked_at_again_for_columns_that_are_needed_as_text_alone(
    write: Write, calls: list[list[str]]
) -> None:
    path = write(TEXT)
    columns = SegmentParser(table_of(path), ".", set(), {0}, lambda: None).parse(TEXT.encode()[10:])
    assert [str(column.type) for column in columns] == ["double", "int64", "string", "string", "string"]
    assert calls == [["0", "1", "2", "3", "4"], ["2"], ["1", "3"]]
    assert columns[3].to_pylist() == ["007", "008", "009"]


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_many_columns_are_parsed_some_at_a_time(
    write: Write, monkeypatch: pytest.MonkeyPatch, calls: list[list[str]], at_once: int
) -> None:
    path = write(TEXT)
    frame, report = read_csv(path)
    calls.clear()
    monkeypatch.setattr(csv_segments, "_COLUMNS_AT_ONCE", at_once)
    other, other_report = read_csv(path)
    assert frame.equals(other)
    assert report == other_report
    assert max(map(len, calls)) == at_once


def test_parsing_is_given_up_between_columns(
    write: Write, monkeypatch: pytest.MonkeyPatch, calls: list[list[str]]
) -> None:
    monkeypatch.setattr(csv_segments, "_COLUMNS_AT_ONCE", 1)
    path = write(TEXT)
    with pytest.raises(ReadCancelled):
        read_csv(path, progress=lambda _: len(calls) < 2)
    assert len(calls) == 2


def test_a_wide_segment_is_not_cut_into_many_blocks(write: Write) -> None:
    width = 2_000
    rows = (",".join(["1.2345678"] * width) + "\n") * 130
    path = write(",".join(f"c{j}" for j in range(width)) + "\n" + rows)
    parser = SegmentParser(table_of(path), ".", set(), set(), lambda: None)
    assert parser.parse(rows.encode())[0].num_chunks == 1
