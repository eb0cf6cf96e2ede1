"""Whole columns of dates, times and codes, and columns that are such in part only."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.number_style import MISSING_TOKENS
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.cells.written_forms import leading_zeros, recognised


def found(*texts: str | None):
    column = pd.Series(texts, dtype="str")
    return recognised(column, ColumnNote("c", ColumnType.TEXT, int(column.isna().sum())), MISSING_TOKENS)


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["2020-01-01", "2020-02-01"], "date"),
        (["2020-01-01T00:00:00Z", "NA", None], "date"),
        (["31.12.2020", "1.1.2021"], "date"),
        (["13/07/2020", "03/04/2020"], "date"),
        (["2020-01-01 1:30 PM"], "date"),
        (["00:01:30", "?", "00:02:00"], "number"),
        (["1:30 pm", "2:30 am"], "number"),
        (["1:30", "2:30"], "number"),
        (["red", "blue"], "text"),
        (["3/4/2020", "5/6/2020"], "text"),
        (["2020-01-01", "soon", "2020-01-03"], "text"),
        (["00:01:30", "late", "00:01:40"], "text"),
        (["2020-13-01", "2020-14-01"], "text"),
        ([None, "NA"], "text"),
    ],
)
def test_a_column_is_what_all_its_cells_are(texts, kind):
    column, note = found(*texts)
    assert note.kind == kind
    if kind == "text":
        assert column.dropna().tolist() == [text for text in texts if text is not None]
    else:
        assert note.missing == sum(text in (None, "NA", "?") for text in texts)
        assert column.isna().sum() == note.missing


@pytest.mark.parametrize(
    ("texts", "sentence", "choices"),
    [
        (["2020-01-01"], "“c” holds dates: “2020-01-01” was read as 2020-01-01.", ["text"]),
        (
            ["2020-01-01T01:00+01:00"],
            "“c” holds dates: “2020-01-01T01:00+01:00” was read as 2020-01-01 00:00:00 UTC.",
            ["text"],
        ),
        (
            ["3/4/2020"],
            "“c” holds dates such as “3/4/2020”, whose day and month nothing tells apart: it stays text.",
            ["day-first date", "month-first date"],
        ),
        (
            ["2020-01-01", "soon"],
            "“c” holds dates such as “2020-01-01” beside “soon”: it stays text.",
            ["date"],
        ),
        (["00:01:30"], "“c” holds times, read in seconds: “00:01:30” as 90.", ["text"]),
        (["1:30 pm"], "“c” holds times, read in seconds since midnight: “1:30 pm” as 48600.", ["text"]),
        (
            ["1:30"],
            "“c” holds times, read in seconds: “1:30” as 5400, by hours and minutes.",
            ["minutes and seconds", "text"],
        ),
        (
            ["00:01:30", "late"],
            "“c” holds times such as “00:01:30” beside “late”: it stays text.",
            ["number"],
        ),
    ],
)
def test_it_is_told_with_the_other_ways(texts, sentence, choices):
    _, note = found(*texts)
    (told,) = note.findings
    assert told.sentence == sentence
    assert [choice for _, choice in told.ways] == choices


@pytest.mark.parametrize(
    ("pieces", "example"),
    [
        ([["01234", "10001", ""]], "01234"),
        ([[12345], ["00501"]], "00501"),
        ([["007", "NA"]], "007"),
        ([["0", "10"]], ""),
        ([["01.5", "2"]], ""),
        ([["012", "-3"]], ""),
        ([[-5], ["012"]], ""),
        ([[1.5], ["012"]], ""),
        ([["012", "x"]], ""),
        ([[1, 2]], ""),
    ],
)
def test_leading_zeros_are_those_of_whole_columns_of_digits(pieces, example):
    assert leading_zeros([pa.array(piece) for piece in pieces], MISSING_TOKENS) == example
