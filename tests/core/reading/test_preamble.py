"""What stands before a table is found: a line that names the separator, and lines of comment."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv

TABLE = {"a": [1, 3], "b": [2.5, 4.5]}


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("sep=,", ","),
        ("sep=;", ";"),
        ('"sep=,"', ","),
        ('"sep=;"', ";"),
        ("SEP=;;;", ";"),
        ("sep=;;;;;", ";"),
        ("sep=,,,,", ","),
        ("sep=|", "|"),
        ("sep=\t", "\t"),
        ("sep=\\t", "\t"),
        ('"sep=,",,', ","),
        ('"sep=,";;', ";"),
        ("sep=;", ","),
    ],
)
def test_a_line_that_names_the_separator_is_none_of_the_table(write, line, separator):
    text = "\r\n".join([line, *(separator.join(cells) for cells in (("a", "b"), ("1", "2.5"), ("3", "4.5")))])
    frame, report = read_csv(write(text))
    assert frame.to_dict("list") == TABLE
    assert report.separator == separator


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["#", "%", "//", "# ", "## ", "%% ", "  # "]),
    st.lists(st.text("abc ,;.:=123\t", max_size=20), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
)
def test_lines_of_comment_before_the_names_are_left_out_and_told(write, sign, lines, separator, end):
    rows = [separator.join(cells) for cells in (("a", "b"), ("1", "2.5"), ("3", "4.5"))]
    path = write(end.join([*(f"{sign}{line}" for line in lines), *rows]))
    frame, report = read_csv(path, separator=separator)
    assert frame.to_dict("list") == TABLE
    assert any("of comment" in found.sentence for found in report.findings)
    assert preview_csv(path).findings[0].sentence.split(":")[0] == report.findings[0].sentence.split(":")[0]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("#a,b\n1,2.5\n3,4.5\n", ["a", "b"]),
        ("# a b\n1 2.5\n3 4.5\n", ["a", "b"]),
        ("# made by x\n# a\tb\n1\t2.5\n3\t4.5\n", ["a", "b"]),
        ("% made in May\n% a,b\n1,2.5\n3,4.5\n", ["a", "b"]),
        ("% of total,b\n1,2.5\n3,4.5\n", ["% of total", "b"]),
        ("# of rooms,b\n1,2.5\n3,4.5\n", ["# of rooms", "b"]),
        ("% a b\n1 2.5\n3 4.5\n", ["a", "b"]),
        ("// a;b\n1;2.5\n3;4.5\n", ["a", "b"]),
    ],
)
def test_names_in_a_line_of_comment_are_names_and_told(write, text, columns):
    frame, report = read_csv(write(text))
    assert list(frame.columns) == columns
    assert frame.to_numpy().tolist() == [[1, 2.5], [3, 4.5]]
    (finding,) = report.findings
    assert "names" in finding.sentence
    assert list(read_csv(write(text), header=finding.other.header)[0].columns) == ["column 1", "column 2"]


def test_units_in_the_last_line_of_comment_go_with_the_names_before_it(write):
    _, report = read_csv(write("# t v\n# (s) (m/s)\n1 2.5\n3 4.5\n"))
    assert report.units == {"t": "s", "v": "m/s"}


def test_where_all_lines_look_like_comments_they_are_cells(write):
    assert preview_csv(write("#1,2\n#2,3\n#3,5\n")).texts == [["#1", "2"], ["#2", "3"], ["#3", "5"]]
