"""What stands before a table is found: a line that names the separator, and lines of comment."""

from __future__ import annotations

import pytest
from growth import is_linear
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.csv_reader import read_csv
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.preamble import find_preamble, find_title

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


@pytest.mark.parametrize("title", ["My results 2024", '"Flats, all of them"', "Flats,", "  Flats "])
@pytest.mark.parametrize("between", ["\n\n", "\r\n\r\n", "\n\n\n", "\n,\n", "\n  \n"])
def test_a_title_above_an_empty_line_is_left_out_and_told(write, title, between):
    path = write(f"{title}{between}a,b\n1,2.5\n3,4.5\n")
    frame, report = read_csv(path)
    assert frame.to_dict("list") == TABLE
    (finding,) = report.findings
    assert finding.sentence.startswith("The first line was taken for a title and left out: “")
    assert title.strip('", ')[:5] in finding.sentence
    assert preview_csv(path).findings == report.findings


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("y\n\n1\n2\n3\n", ["y"]),  # a column with its name
        ("y\n\n1,5\n2,5\n", ["y"]),  # the same in another country
        ("a,b\n\n1,2.5\n3,4.5\n", ["a", "b"]),  # names above an empty line
        ("a\tb\n\n1\t2.5\n3\t4.5\n", ["a", "b"]),
        ("y\n\nr1,1\nr2,2\n", ["column 1", "y"]),  # rows with names of their own
    ],
)
def test_what_may_be_a_name_is_no_title(write, text, names):
    frame, report = read_csv(write(text))
    assert list(frame.columns) == names
    assert not any(
        "title" in found.sentence and "taken for a title" in found.sentence for found in report.findings
    )


def test_whoever_skips_lines_has_decided_what_is_a_title(write):
    path = write("Flats\n\na,b\n1,2.5\n3,4.5\n")
    assert read_csv(path, skip_rows=2)[0].to_dict("list") == TABLE
    preview = preview_csv(path, ReadOptions(header=False))
    assert not any("taken for a title" in found.sentence for found in preview.findings)


@pytest.mark.parametrize(
    "text",
    [lambda n: "name," * n + "\n1,2\n", lambda n: " " * n + "x\n1\n", lambda n: '"' + "\t" * n + '"\n1\n'],
    ids=["names", "blanks", "quoted blanks"],
)
def test_a_very_long_first_line_is_looked_at_once(text) -> None:
    assert is_linear(text, lambda made: (find_preamble(made), find_title(made)), 10_000)


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_the_end_of_a_line_is_no_empty_line(end: str) -> None:
    assert find_title(f"prices{end}a,b{end}1,2{end}") == ("", 0)
    title, length = find_title(f"prices{end}{end}a,b{end}1,2{end}")
    assert title == "prices"
    assert length == len("prices") + 2 * len(end)
