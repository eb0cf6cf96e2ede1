"""Columns of whole numbers that a float64 does not hold."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.whole_numbers import (
    holds_wide,
    is_wide,
    numbers_of,
    with_room_for_holes,
    with_wide,
)

WIDE = st.integers(-(2**70), 2**70).filter(is_wide)
CELLS = st.one_of(st.none(), WIDE, st.integers(-5, 5), st.floats(-1e6, 1e6))


def plain(column: pd.Series) -> list[object]:
    return [None if pd.isna(cell) else cell for cell in column.array]


@settings(max_examples=100, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_a_column_holds_the_very_numbers(cells):
    column = numbers_of(cells)
    assert plain(column) == cells
    assert holds_wide(column) == any(map(is_wide, cells))


@settings(max_examples=100, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=6))
def test_numbers_put_in_by_row_are_those_of_the_cells(cells):
    rows = [row for row, cell in enumerate(cells) if is_wide(cell)]
    values = np.array([math.nan if cell is None else float(cell) for cell in cells])
    column = with_wide(values, np.array(rows, dtype=np.int64), [cells[row] for row in rows])
    assert plain(column) == cells


@pytest.mark.parametrize(
    ("cells", "dtype"),
    [
        ([1, 2], "float64"),
        ([2**53 + 1, 1], "int64"),
        ([2**53 + 1, None, 3.0], "Int64"),
        ([2**64 - 1, 0], "uint64"),
        ([2**64 - 1, None], "UInt64"),
        ([2**64 - 1, -1], "object"),
        ([2**53 + 1, 1.5], "object"),
        ([2**64, 1], "object"),
    ],
)
def test_the_type_is_the_narrowest_that_holds_them_all(cells, dtype):
    assert str(numbers_of(cells).dtype) == dtype


@pytest.mark.parametrize(
    ("cells", "dtype", "wider"),
    [
        ([1, 2**53], "int64", "float64"),
        ([1, 2**53 + 1], "int64", "Int64"),
        ([-(2**53) - 1], "int64", "Int64"),
        ([-(2**63)], "int64", "Int64"),
        ([2**64 - 1], "uint64", "UInt64"),
        ([1], "uint64", "float64"),
        ([1], "Int64", "Int64"),
    ],
)
def test_room_for_holes_costs_no_digit(cells, dtype, wider):
    column = with_room_for_holes(pd.Series(cells, dtype=dtype))
    assert (str(column.dtype), column.tolist()) == (wider, cells)
