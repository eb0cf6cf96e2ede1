"""Numbers and moments with more digits than a float64, less an offset that costs none of them."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.shifted_values import shifted_dates, shifted_numbers
from linreg_gui.core.cells.whole_numbers import numbers_of


@settings(max_examples=80, deadline=None)
@given(
    st.integers(-(2**62), 2**63),
    st.lists(st.one_of(st.none(), st.integers(0, 10**14)), min_size=1, max_size=6),
)
def test_whole_numbers_of_a_common_beginning_lose_nothing(base, steps):
    cells = [None if step is None else base + step for step in steps]
    column = numbers_of(cells)
    found = shifted_numbers(column)
    back = [None if np.isnan(value) else int(value) + found.offset for value in found.values]
    assert back == cells
    assert found.rounded == 0


def test_the_offset_is_a_round_number():
    column = pd.Series(1_700_000_000_000_000_000 + 100 * np.arange(200))
    found = shifted_numbers(column)
    assert found.offset == 1_700_000_000_000_000_000
    assert found.values.tolist() == (100.0 * np.arange(200)).tolist()


@pytest.mark.parametrize(
    "cells",
    [
        [1, 2, 3],
        [10**16, 10**16 + 2**20],
        [0.5, None],
        [1e300, 2.0],
        [2**60, 2**60, None],
        [2**60, 2**60 + 2**24],
        [2459115.5, 2459116.25],
        [1e300, 1.0000000000000002e300],
    ],
)
def test_what_a_double_holds_with_digits_to_spare_is_not_shifted(cells):
    found = shifted_numbers(numbers_of(cells))
    assert (found.offset, found.rounded) == (0, 0)


@pytest.mark.parametrize("base", [9e15, -9e15, 1.7e18, 1e16, 6.02214076e23, 123456789012345.0])
@pytest.mark.parametrize("parts", [1, 8])
def test_numbers_whose_spread_is_tiny_against_them_are_shifted_without_a_loss(base, parts):
    step = np.spacing(abs(base)) * parts
    cells = base + step * np.array([0.0, 1.0, np.nan, 3.0, 7.0])
    found = shifted_numbers(pd.Series(cells))
    assert found.offset != 0
    assert found.rounded == 0
    wanted = [Fraction(cell) - found.offset for cell in cells[[0, 1, 3, 4]].tolist()]
    assert found.values[[0, 1, 3, 4]].tolist() == [float(w) for w in wanted]
    assert np.nanmax(np.abs(found.values)) < 1e5 * step
    assert np.isnan(found.values[2])
    assert shifted_numbers(pd.Series(cells), may_shift=False).offset == 0


def test_numbers_that_lie_too_far_apart_are_rounded_and_counted():
    cells = [9007199254740993, 9007199254740995, 1582218195625938945, 5]
    found = shifted_numbers(pd.Series(cells))
    assert (found.offset, found.rounded) == (0, 3)
    assert found.values.tolist() == [float(cell) for cell in cells]
    assert shifted_numbers(pd.Series([2**60 + 1, 2**60 + 2]), may_shift=False).rounded == 2


def test_fractions_and_texts_may_stand_among_them():
    column = pd.Series([2**60 + 1, 2**60 + 3, "x", None], dtype=object)
    found = shifted_numbers(column)
    assert (found.values[:2] + 0.0 == [2**60 + 1 - found.offset, 2**60 + 3 - found.offset]).all()
    assert np.isnan(found.values[2:]).all()


@pytest.mark.parametrize(
    ("step", "offset"),
    [
        (7, "2023-11-14 22:13:20.000000005"),
        (10**8 + 1, "2023-11-14 22:13:20"),
        (10**12 + 1, "2023-11-14"),
    ],
)
def test_nanoseconds_keep_their_distances(step, offset):
    ticks = 1_700_000_000_000_000_005 + step * np.arange(100)
    found = shifted_dates(pd.Series(pd.to_datetime(ticks)))
    assert pd.Timestamp(found.offset) == pd.Timestamp(offset)
    np.testing.assert_allclose(np.diff(found.values) * 86_400e9, step, rtol=1e-11)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_dates_count_in_days_since_1970_where_that_is_exact(unit):
    column = pd.Series(pd.to_datetime(["2024-01-01", None, "2024-03-01 12:00"], format="mixed")).dt.as_unit(
        unit
    )
    found = shifted_dates(column)
    assert found.offset == 0
    assert found.values[[0, 2]].tolist() == [19723.0, 19783.5]
    zoned = shifted_dates(column.dt.tz_localize("UTC"))
    np.testing.assert_array_equal(zoned.values, found.values)


def test_a_column_without_dates_is_all_missing():
    assert np.isnan(shifted_dates(pd.Series([pd.NaT, pd.NaT])).values).all()
