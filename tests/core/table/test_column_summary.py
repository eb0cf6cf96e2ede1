from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.table import column_summary
from linreg_gui.core.table.column_summary import MOST_BARS, summarise_column


def test_numbers_are_counted_in_bins_as_numpy_counts_them():
    values = np.random.default_rng(0).normal(size=5_000)
    summary = summarise_column(pd.Series(values))
    assert summary.bars == tuple(np.histogram(values, MOST_BARS)[0])
    assert (summary.type, summary.least, summary.most) == ("number", values.min(), values.max())
    assert summary.mean == pytest.approx(values.mean())
    assert (summary.n_rows, summary.n_missing, summary.sampled) == (5_000, 0, 0)


def test_missing_cells_and_texts_among_numbers_are_counted_apart():
    summary = summarise_column(pd.Series([1.0, None, "n. a.", 3.0, 2.0, np.nan], dtype=object))
    assert (summary.type, summary.n_missing, summary.n_not_numbers) == ("number", 2, 1)
    assert sum(summary.bars) == 3


def test_levels_are_counted_the_most_frequent_first():
    column = pd.Series(["b", "a", "b", None, "c", "b", "a"], dtype="category")
    summary = summarise_column(column)
    assert (summary.type, summary.n_missing, summary.n_levels) == ("category", 1, 3)
    assert (summary.levels, summary.bars) == (("b", "a", "c"), (3, 2, 1))


def test_texts_are_counted_like_levels():
    summary = summarise_column(pd.Series([f"name {i % 40}" for i in range(100)], dtype="str"))
    assert (summary.type, summary.n_levels, len(summary.bars)) == ("text", 40, MOST_BARS)


def test_truth_values_are_a_category():
    summary = summarise_column(pd.Series([True, False, True]))
    assert (summary.type, summary.levels, summary.bars) == ("category", ("True", "False"), (2, 1))


def test_dates_have_a_first_and_a_last():
    summary = summarise_column(pd.Series(pd.to_datetime(["2026-03-01", None, "2025-01-31"])))
    assert (summary.type, summary.n_missing) == ("date", 1)
    assert (summary.least, summary.most) == ("2025-01-31", "2026-03-01")
    assert sum(summary.bars) == 2


def test_a_long_column_is_sampled_for_the_bars_but_not_for_the_counts(monkeypatch):
    monkeypatch.setattr(column_summary, "MOST_ROWS", 100)
    values = np.arange(1_050.0)
    values[::7] = np.nan
    summary = summarise_column(pd.Series(values))
    every = values[::11]
    assert summary.sampled == len(every) == 96
    assert sum(summary.bars) == np.isfinite(every).sum()
    assert (summary.n_missing, summary.most) == (150, 1_049.0)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([], dtype=float),
        pd.Series([np.nan, np.nan]),
        pd.Series([], dtype="str"),
        pd.Series([], dtype="datetime64[ns]"),
        pd.Series([None, None], dtype=object),
    ],
    ids=str,
)
def test_a_column_without_values_has_no_bars(column):
    summary = summarise_column(column)
    assert (summary.bars, summary.n_missing) == ((), len(column))


@pytest.mark.parametrize("values", [[5.0, 5.0], [-1.7e308, 1.7e308, 0.0], [5e-324, 0.0], [2**62, 2**62 + 1]])
def test_numbers_of_any_size_are_counted(values):
    assert sum(summarise_column(pd.Series(values)).bars) == len(values)


@given(st.permutations(range(9)))
def test_the_order_of_the_rows_changes_nothing(order):
    rows = list(order)
    for column in (
        pd.Series([0.1, 1e16, -1e16, 3.0, np.nan, 0.7, 1e-3, 5.0, 0.1]),
        pd.Series(["b", "a", "c", "a", "b", "d", None, "c", "e"], dtype="str"),
        pd.Series(pd.to_datetime(["2024-01-01", "2025-05-05", None] * 3)),
    ):
        assert summarise_column(column.iloc[rows].reset_index(drop=True)) == summarise_column(column)
