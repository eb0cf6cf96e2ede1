"""HTML is taken apart as browsers do, in a time that grows with its length whatever is never closed in it."""

from __future__ import annotations

import pytest
from growth import is_linear

from linreg_gui.core.cancellation import Cancelled, cancelled_by
from linreg_gui.core.reading.html_pieces import Tag, html_pieces
from linreg_gui.core.reading.pasted_table import html_table


def shown(html: str) -> list[str]:
    return [
        piece if isinstance(piece, str) else f"<{'' if piece.opens else '/'}{piece.name}>"
        for piece in html_pieces(html)
    ]


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("a<B>b</B >c", ["a", "<b>", "b", "</b>", "c"]),
        ("<br/>x<a href='>'>y", ["<br>", "x", "<a>", "y"]),
        ("1 < 2 &lt; 3 &amp &#65;", ["1 ", "<", " 2 < 3 & A"]),
        ("x<!-- <td> -->y<!-->z<!---->", ["x", "y", "z"]),
        ("<!doctype html><?xml?></ >t", ["t"]),
        ("<script>if (a<b) '</td>'</script>x", ["<script>", "</script>", "x"]),
        ("<STYLE>td {}</Style>x", ["<style>", "</style>", "x"]),
        ("x<td", ["x"]),
        ('x<td title="> never closed', ["x"]),
        ("x<!-- never closed <td>", ["x"]),
        ("", []),
    ],
)
def test_html_is_taken_apart_as_browsers_do(html, pieces):
    assert shown(html) == pieces


def test_attributes_have_their_values_with_and_without_quotes():
    (tag,) = html_pieces("<TD ColSpan=2 rowspan='3' title=\"a colspan=9 > b\" data-x=&lt; hidden>")
    assert isinstance(tag, Tag)
    assert tag.attributes == {
        "colspan": "2",
        "rowspan": "3",
        "title": "a colspan=9 > b",
        "data-x": "<",
        "hidden": "",
    }


def test_a_letter_with_a_number_of_5000_digits_is_none():
    assert shown(f"&#{'9' * 5000};&#x{'f' * 5000};") == ["\ufffd\ufffd"]


@pytest.mark.parametrize(
    "unit",
    [
        *("<!--", "<!-", "<![CDATA[", "<?", "</", "</a", "<a ", '<a b="', "<a b='x", "<a b= ", "<script>"),
        *("<table>", "<td>", "<tr><td>", "<td rowspan=2>", "<td colspan=3>", "&", "&#1", "&#x", "&amp", "<"),
        *("\n", "--", "<td =", "<td a", "<table><tr><td>", "</table>", "<br>"),
    ],
)
def test_a_hostile_clipboard_takes_a_time_that_grows_with_its_length(unit):
    assert is_linear(lambda n: "<table><tr><td>" + unit * n, html_table, 700)


def test_reading_ends_once_nobody_wants_it():
    with cancelled_by(lambda: True), pytest.raises(Cancelled):
        html_table("<table><td>1")
