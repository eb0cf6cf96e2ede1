"""Rows kept as stretches behave like a set of rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.table.row_set import NO_ROWS, RowSet, SelectMode

ROWS = st.lists(st.integers(0, 60))
RANGES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 10)).map(lambda p: (p[0], p[0] + p[1])))


def of(rows: list[int]) -> RowSet:
    return RowSet.of_rows(np.array(rows, dtype=np.int64))


@given(ROWS)
def test_single_rows_come_back_sorted_and_once(rows: list[int]) -> None:
    made = of(rows)
    assert made.rows().tolist() == sorted(set(rows))
    assert len(made) == len(set(rows))
    assert made.contains(np.arange(70)).tolist() == [row in rows for row in range(70)]
    assert [row in made for row in range(70)] == [row in rows for row in range(70)]


@given(RANGES, st.integers(1, 30))
def test_a_sample_is_spread_over_all_rows(ranges: list[tuple[int, int]], most: int) -> None:
    made = RowSet.of_ranges(ranges)
    count = min(most, len(made))
    assert made.sample(most).tolist() == [int(made.rows()[k * len(made) // count]) for k in range(count)]


@given(RANGES)
def test_ranges_may_overlap(ranges: list[tuple[int, int]]) -> None:
    expected = sorted({row for start, stop in ranges for row in range(start, stop)})
    made = RowSet.of_ranges(ranges)
    assert made.rows().tolist() == expected
    assert made == of(expected)
    assert all(a[1] < b[0] for a, b in zip(made.stretches, made.stretches[1:], strict=False))


@given(ROWS, ROWS)
def test_two_sets_are_joined_and_taken_from_each_other(first: list[int], second: list[int]) -> None:
    assert (of(first) | of(second)) == of(first + second)
    assert of(first).without(of(second)) == of(sorted(set(first) - set(second)))


def test_all_rows_of_a_long_table_are_one_stretch() -> None:
    everything = RowSet.of_ranges([(0, 10_000_000)])
    assert (len(everything), everything.starts.size) == (10_000_000, 1)
    assert 9_999_999 in everything
    assert 10_000_000 not in everything


def test_it_cannot_be_changed_from_outside() -> None:
    with pytest.raises(ValueError, match="read-only"):
        of([1, 2, 5]).starts[0] = 0
    assert len(NO_ROWS) == 0
    assert NO_ROWS.rows().size == 0


@pytest.mark.parametrize(
    ("mode", "selected"),
    [
        (SelectMode.NEW, [2, 3, 7]),
        (SelectMode.ADD, [1, 2, 3, 4, 7]),
        (SelectMode.REMOVE, [1, 4]),
        (SelectMode.INTERSECT, [2, 3]),
    ],
)
def test_rows_change_what_is_selected_by_mode(mode: SelectMode, selected: list[int]) -> None:
    before, rows = RowSet.of_ranges([(1, 5)]), RowSet.of_rows(np.array([2, 3, 7]))
    assert before.changed_by(rows, mode).rows().tolist() == selected
    assert before.changed_by(NO_ROWS, mode) == (NO_ROWS if mode in ("new", "intersect") else before)
