"""The layout of a table of text is found in its first rows."""

from __future__ import annotations

import pytest

from linreg_gui.core.reading.csv_sniffer import (
    find_separator,
    read_records,
    sniff,
)
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.plain_rows import RowStyle


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n3,4\n", ","),
        ("a;b\n1,5;2\n2,5;3\n", ";"),
        ("1,5;2,5;3,5\n2,5;3,5;1\n", ";"),
        ("a\tb\n1,5\t2,5\n2,5\t3\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("01.02.2020;1,5\n02.02.2020;2,5\n", ";"),
        ('name,price\n"Smith; John",1\n"Doe; Jane",2\n', ","),
        ('name,price\n"Smith, John",1\n"Doe",2\n', ","),
        ("name;price\nSmith, John;3.5\nDoe, Jane;4.5\n", ";"),
        ("when,v\n2020-01-01 10:00,3\n2020-01-01 11:00,4\n", ","),
        ("  x   y\n 1.0  2.5\n10.0  3\n", " "),
        ("1 234;5 678\n2 345;6\n", ";"),
        ("1, 2, 3\n4, 5, 6\n", ","),
        ("a,b,c\n1,2,3\n4,5\n6,7,8\n", ","),
    ],
)
def test_the_separator_gives_every_row_the_same_number_of_cells(text: str, separator: str) -> None:
    assert find_separator(text) == separator


@pytest.mark.parametrize(
    "text",
    ["x\n1\n2\n", "1\n2\n", "x\n1,5\n2,5\n", "people\n950\n1,234\n12,345,678\n", "word\nred, white\nblue\n"],
)
def test_one_column_stays_one_column(text: str) -> None:
    assert find_separator(text) == ""


def test_a_column_without_names_counts_from_one() -> None:
    layout = sniff("1,2\n3,4\n")
    assert layout is not None
    assert layout.names == ("column 1", "column 2")
    assert layout.start == 0


def test_the_data_start_after_a_header_of_several_lines() -> None:
    text = '\n"a\nb",c\n1,2\n3,4\n'
    layout = sniff(text)
    assert layout is not None
    assert layout.names == ("a b", "c")
    assert text[layout.start :] == "1,2\n3,4\n"


@pytest.mark.parametrize(("names", "end"), [("a,b,", ","), ("a,b", ","), ("a,b,", "")])
def test_a_separator_at_the_end_of_rows_is_no_column(names: str, end: str) -> None:
    layout = sniff(f"{names}\n1,2{end}\n3,4{end}\n")
    assert layout is not None
    assert layout.names[:2] == ("a", "b")
    assert layout.trailing == bool(end)


def test_a_header_without_a_name_for_the_row_names_is_understood() -> None:
    layout = sniff('"a","b"\n"r1",1,2\n"r2",3,4\n')
    assert layout is not None
    assert layout.names == ("column 1", "a", "b")


def test_excel_may_name_the_separator_in_the_first_line() -> None:
    layout = sniff("sep=;\na;b\n1;2\n")
    assert layout is not None
    assert (layout.separator, layout.names, layout.rows) == (";", ("a", "b"), [["1", "2"]])


def test_what_is_known_is_not_looked_for() -> None:
    layout = sniff("a,b\n1,2\n", options=ReadOptions(separator="", header=False))
    assert layout is not None
    assert (layout.separator, layout.header, layout.rows) == ("", False, [["a,b"], ["1,2"]])


def test_a_row_that_is_cut_off_is_not_looked_at() -> None:
    assert [record.cells for record in read_records("1,2\n3,4\n5", RowStyle(","), complete=False)] == [
        ["1", "2"],
        ["3", "4"],
    ]


def test_a_text_of_blank_lines_has_no_layout() -> None:
    assert sniff("\n  \n\r\n") is None


@pytest.mark.parametrize(
    "rows",
    [
        ["1 6 a", "2 7 b", "3 8 c"],
        ['"1" 1 6 "a"', '"2" 2 7 "b"', '"3" 3 8 "c"'],
        ['"a" "x y" 1', '"b" "z" 2', '"c" "w" 3'],
        ["Ann;1,5;red", "Bob;2,5;blue", "Cid;3,5;red"],
        ["7\t8\t9", "10\t11\t12", "13\t14\t15"],
        ["1,2,3", "4,5,6", "7,8,9"],
        ["2020-01-01|5", "2020-01-02|6", "2020-01-03|7"],
        ["  1  2.5", " 10  3.5", "  3  4.5"],
        ["Ann,5", "Bob,6", "Cid,7"],
        ["5", "6", "7"],
    ],
)
@pytest.mark.parametrize("count", [2, 3])
def test_few_rows_without_a_header_are_a_table(rows, count):
    layout = sniff("\n".join(rows[:count]) + "\n")
    assert not layout.header
    assert len(layout.rows) == count
    assert len({len(row) for row in layout.rows}) == 1
    assert len(layout.rows[0]) == len(layout.names)
    assert len(layout.names) > 1 or rows == ["5", "6", "7"]
