"""Columns of plain numbers that are read all at once are what each is when it is read alone."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cells.chosen_type import make_chosen_column
from linreg_gui.core.cells.number_style import MISSING_TOKENS, NumberStyle
from linreg_gui.core.cells.plain_columns import plain_columns

CELLS = [
    *("0", "7", "-3", "-0", "1.5", "-0.25", "2.50", "100", "999999999999999", "9007199254740993"),
    *("007", "-07", "00.5", "1,5", "1.234", "1,234", ".5", "5.", "+4", "−5", "1e5", "inf", "nan", " 8 "),
    *("", "NA", "-", ".", "5 %", "red", "2024-01-02", "123456789012345678901234567890", "0.1234567890123456"),
]
ROWS = 4


def texts(cells: list[str]) -> pa.Array:
    return pa.array(cells, pa.string())


def made(column: pa.Array, decimal: str, missing: tuple[str, ...]) -> tuple[pd.Series, object]:
    return make_chosen_column("x", [column], NumberStyle(decimal), missing, lambda: None, None)


@given(
    st.lists(
        st.tuples(st.lists(st.sampled_from(CELLS), min_size=ROWS, max_size=ROWS), st.sampled_from(",."))
    ),
    st.sampled_from([MISSING_TOKENS, ("", "7", "1.5")]),
)
def test_a_column_is_what_its_texts_are(columns, missing) -> None:
    arrays, decimals = [texts(cells) for cells, _ in columns], [decimal for _, decimal in columns]
    for alone, together, decimal in zip(
        arrays, plain_columns(arrays, decimals, missing), decimals, strict=True
    ):
        series, note = made(together, decimal, missing)
        expected, expected_note = made(alone, decimal, missing)
        pd.testing.assert_series_equal(series, expected)
        assert note == expected_note


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "-20", "", "0"], "int64"),
        (["1", "-2.5", "NA", "0"], "double"),
        (["", "NA", "", "-"], "double"),
        (["1", "007", "", "0"], "string"),
        (["1", "1e5", "", "0"], "string"),
        (["1", "5 %", "", "0"], "string"),
        (["1", "9007199254740993", "", "0"], "string"),
    ],
)
def test_only_plain_numbers_become_numbers(cells, kind) -> None:
    (column,) = plain_columns([texts(cells)], ["."], MISSING_TOKENS)
    assert str(column.type) == kind


def test_many_columns_take_no_more_calls_than_one(monkeypatch) -> None:
    called = []
    match = pc.match_substring_regex

    def counting(*args: object) -> object:
        called.append(args)
        return match(*args)

    monkeypatch.setattr(pc, "match_substring_regex", counting)
    plain_columns([texts(["1", "2.5"])], ["."], MISSING_TOKENS)
    once = len(called)
    plain_columns([texts(["1", "2.5"])] * 300, ["."] * 300, MISSING_TOKENS)
    assert 0 < len(called) == 2 * once
