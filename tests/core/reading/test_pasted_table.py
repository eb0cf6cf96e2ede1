"""What is on the clipboard, as text to be read: as it is, or from the table of a web page."""

from __future__ import annotations

import pytest

from linreg_gui.core.problem import ProblemError
from linreg_gui.core.reading.pasted_table import html_table, pasted_options, pasted_text

PAGE = """<html><head><style>td { color: red }</style></head><body>
<table><tr><td>menu</td></tr></table>
<table border=1><caption>Towns</caption><thead><tr><th>town<th>people<th>area</tr></thead>
<tr><td>Ulm &amp; Neu-Ulm</td><td>1,234</td><td>3 km<sup>2</sup></td></tr>
<tr><td rowspan="2"><a href="x">Köln</a></td><td>5<br>6</td><td>4</td></tr>
<tr><td colspan=2>7<script>alert(1)</script></td></tr></table></body></html>"""


def test_text_with_tabs_is_taken_as_it_is():
    assert pasted_text("a\tb\n1\t2\n", PAGE) == "a\tb\n1\t2\n"
    assert pasted_text("a;b\n1;2\n", "<b>a;b</b>") == "a;b\n1;2\n"


def test_a_table_of_a_web_page_tells_the_cells_apart_where_the_text_does_not():
    text = pasted_text("town\npeople\nUlm\n1,234\n", PAGE)
    assert text.splitlines() == [
        "town\tpeople\tarea",
        "Ulm & Neu-Ulm\t1,234\t3 km^2",
        "Köln\t5 6\t4",
        "Köln\t7\t7",
    ]


@pytest.mark.parametrize(
    ("html", "rows"),
    [
        ("", []),
        ("<p>no table at all</p>", []),
        ("<table><tr><td>1<td>2<tr><td>3<td>4</table>", [["1", "2"], ["3", "4"]]),
        ("<table><tr><td>1</td><td><table><tr><td>in</td></tr></table></td></tr>", [["1", "in"]]),
        ("<table><tr><td>1</td></tr><tr><td>2", [["1"], ["2"]]),
        ("</table></td><table><td rowspan=x>1", [["1"]]),
        ("<table><tr><td rowspan=99999999 colspan=2>1</td></tr></table>", [["1", "1"]]),
    ],
)
def test_html_of_any_kind_gives_the_cells_it_holds(html, rows):
    assert html_table(html) == rows


@pytest.mark.parametrize(("text", "html"), [("", ""), (" \n ", "<p>x</p>"), ("", "<table></table>")])
def test_an_empty_clipboard_is_a_sentence(text, html):
    with pytest.raises(ProblemError, match="There is no table on the clipboard"):
        pasted_text(text, html)


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("475,962\n12,000\n1,250\n", ""),
        ("475,962\n1,234,567\n1,250\n950\n", ""),
        ("price\r\n475,962\r\n12,000.50\r\n", ""),
        ("-1,250\n7\n", ""),
        ("1,5\n2,7\n", None),
        ("475,962\n12,00\n", None),
        ("a,b\n475,962\n12,000\n", None),
        ("475,962\t1\n12,000\t2\n", None),
        ("7\n8\n", None),
        ("475,962\nmany\n", None),
        ("", None),
    ],
)
def test_one_column_of_numbers_with_thousands_commas_is_not_several_of_small_ones(text, separator):
    assert pasted_options(text).separator == separator


@pytest.mark.parametrize(("second", "separator"), [("", ""), ("<td>7</td>", None)])
def test_a_table_of_a_web_page_says_how_many_columns_there_are(second, separator):
    html = f"<table><tr><td>475,962</td>{second}</tr></table>"
    assert pasted_options("475,962", html).separator == separator


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr>" + "<td colspan=1000>" * 5_000,
        "<table>" + f"<tr><td rowspan=1000>{'x' * 100_000}</td></tr>" * 20 + "<tr><td>1" * 20,
        f"<table><tr><td colspan=1000 rowspan=1000>{'x' * 1000}</td></tr>" + "<tr><td>1" * 1000,
    ],
)
def test_cells_over_more_rows_and_columns_than_there_could_be_are_refused(html):
    with pytest.raises(ProblemError, match="go over too many rows and columns"):
        html_table(html)


def test_a_span_of_5000_digits_is_a_wide_one():
    assert html_table(f"<table><tr><td colspan={'9' * 5000}>1</table>") == [["1"] * 1000]


def test_cells_fill_the_gaps_that_those_from_above_leave():
    html = "<table><tr><td>a<td rowspan=2>b<td>c<tr><td>d<td>e<td>f</table>"
    assert html_table(html) == [["a", "b", "c"], ["d", "b", "e", "f"]]
