"""A table for word processors, as Markdown, as LaTeX and for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.writing.table_text import (
    TextTable,
    table_html,
    table_latex,
    table_markdown,
    table_plain,
    table_tsv,
)

TABLE = TextTable(
    heads=("", "estimate", "p"),
    rows=[("bias", "−334.57", "< .001"), ("town = A|B & <b>", "1.5×10⁻⁷", ".012")],
    numbers=(False, True, True),
    title="Coefficients of 100 %",
    notes=("n = 442.",),
    exact=[("bias", "-334.5713872", "1.0e-12"), ("town = A|B & <b>", "1.5e-07", "0.0123")],
    italics=True,
)


class Cells(HTMLParser):
    """The texts of the cells of a table, row by row, and every tag."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self._inside = False

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._inside = True

    def handle_endtag(self, tag):
        self._inside = self._inside and tag not in ("td", "th")

    def handle_data(self, data):
        if self._inside:
            self.rows[-1][-1] += data


def cells_of(table: TextTable) -> Cells:
    cells = Cells()
    cells.feed(table_html(table))
    return cells


def test_a_word_processor_gets_the_cells_as_they_are_shown():
    cells = cells_of(TABLE)
    assert cells.rows == [list(TABLE.heads), *map(list, TABLE.rows)]
    assert "b" not in cells.tags
    assert "<caption>Coefficients of 100 %</caption>" in table_html(TABLE)
    assert "<p>n = 442.</p>" in table_html(TABLE)
    assert "<i>p</i>" in table_html(TABLE)
    assert table_html(TABLE).count("text-align:right") == 6


@given(st.text(max_size=30))
def test_no_name_is_markup_or_breaks_a_table(name):
    table = TextTable(("", "estimate"), [(name, "1"), ("b", "2")], (False, True))
    cells = cells_of(table)
    assert [len(row) for row in cells.rows] == [2, 2, 2]
    assert cells.tags == {"html", "head", "meta", "body", "table", "thead", "tbody", "tr", "th", "td"}
    lines = table_markdown(table).splitlines()
    assert len(lines) == 4
    assert all(len(re.findall(r"(?<!\\)\|", line.replace("\\\\", ""))) == 3 for line in lines)
    assert len(list(csv.reader(io.StringIO(table_tsv(table), newline=""), dialect="excel-tab"))) == 3


def test_markdown_sets_numbers_to_the_right():
    lines = table_markdown(TABLE).splitlines()
    assert lines[:4] == ["**Coefficients of 100 %**", "", "|  | estimate | p |", "| :--- | ---: | ---: |"]
    assert lines[4] == r"| bias | −334.57 | \< .001 |"
    assert lines[5] == r"| town = A\|B & \<b\> | 1.5×10⁻⁷ | .012 |"
    assert lines[-1] == "n = 442."


def test_latex_has_rules_and_no_sign_of_its_own():
    text = table_latex(TABLE)
    assert r"\begin{tabular}{lrr}" in text
    assert r" & estimate & \textit{p} \\" in text
    assert r"bias & $-$334.57 & $<$ .001 \\" in text
    assert r"town = A$|$B \& $<$b$>$ & 1.5$\times$10$^{-7}$ & .012 \\" in text
    assert r"\caption{Coefficients of 100 \%}" in text
    assert text.index(r"\toprule") < text.index(r"\midrule") < text.index(r"\bottomrule")


@pytest.mark.parametrize("sign", list("\\&%$#_{}~^"))
def test_a_sign_of_latex_in_a_name_is_escaped(sign):
    row = table_latex(TextTable(("",), [(f"a{sign}b",)], (False,))).splitlines()[7]
    assert f"a{sign}b" not in row
    assert row.strip().startswith("a\\")


def test_a_bracket_at_the_start_of_a_row_is_no_argument():
    text = table_latex(TextTable(("a", "b"), [("[1]", "2")], (False, True)))
    assert "{}[1] & 2" in text


def test_a_spreadsheet_gets_all_digits_and_no_formula():
    lines = table_tsv(TABLE).splitlines()
    assert lines[0] == "\testimate\tp"
    assert lines[1] == "bias\t-334.5713872\t1.0e-12"
    wicked = TextTable(("name", "x"), [("=1+1", "2")], (False, True))
    assert table_tsv(wicked).splitlines()[1] == "'=1+1\t2"
    assert "mso-number-format:'\\@'\">=1+1<" in table_html(wicked)


def test_a_plain_text_says_what_is_shown():
    assert table_plain(TABLE).splitlines() == [
        "Coefficients of 100 %",
        "\testimate\tp",
        "bias\t−334.57\t< .001",
        "town = A|B & <b>\t1.5×10⁻⁷\t.012",
        "n = 442.",
    ]
