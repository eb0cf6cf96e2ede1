"""What the cells of a column show: what tells them apart, wherever they lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.cells.shown import cell_writer, written_cell
from linreg_gui.core.cells.text import parse_number


def shown(values) -> list[str]:
    column = pd.Series(values).array
    write = cell_writer(column)
    return [write(cell) for cell in column]


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([2459115.5, 2459115.55, 2459120.0], ["2459115.5", "2459115.55", "2459120"]),
        ([1.7e9 + 0.123, 1.7e9 + 0.25], ["1700000000.123", "1700000000.25"]),
        ([1700000000123.0, 1700000000124.5], ["1700000000123", "1700000000124.5"]),
        ([1.7e9 + 0.123456, 1.7e9 + 3e7 + 0.654321], ["1700000000.123456", "1730000000.654321"]),
        ([0.1 + 0.2, 1 / 3, 2 / 7], ["0.3", "0.333333333", "0.285714286"]),
        ([-1.5, 2.0], ["−1.5", "2"]),
        ([1.5e-7, -2e20], ["1.5×10⁻⁷", "−2×10²⁰"]),
        ([9007199254740993, -1], ["9007199254740993", "−1"]),
        (["1e5", "a"], ["1e5", "a"]),
        ([True, False], ["True", "False"]),
    ],
)
def test_cells_show_what_was_written_and_computed_ones_what_tells_them_apart(values, texts) -> None:
    assert shown(values) == texts


def test_a_missing_cell_shows_nothing_whatever_the_column() -> None:
    assert shown([1.5, None]) == ["1.5", ""]
    assert shown(pd.array([1, None], dtype="Int64")) == ["1", ""]
    assert shown(pd.array([None, None], dtype="Float64")) == ["", ""]
    assert shown([]) == []


@settings(max_examples=60, deadline=None)
@given(
    offset=st.floats(0.0, 1e15),
    power=st.integers(-9, 9),
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 60),
)
def test_what_is_shown_tells_cells_apart_by_a_millionth_of_their_spread(offset, power, seed, n) -> None:
    values = offset + 10.0**power * np.random.default_rng(seed).uniform(-1.0, 1.0, n)
    back = np.array([parse_number(text) for text in shown(values)])
    assert np.abs(back - values).max() <= 1e-6 * np.ptp(values)


@settings(max_examples=60, deadline=None)
@given(
    offset=st.integers(0, 10**12),
    decimals=st.integers(0, 3),
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(2, 60),
)
def test_what_somebody_wrote_is_shown_to_its_last_digit(offset, decimals, seed, n) -> None:
    units = np.random.default_rng(seed).integers(0, 10**5, n)
    values = np.array([float(f"{offset + unit // 10**decimals}.{unit % 10**decimals}") for unit in units])
    assert [float(parse_number(text)) for text in shown(values)] == list(values)


def test_of_a_very_long_text_the_beginning_is_shown() -> None:
    shown = written_cell("x" * 1_000_000)
    assert len(shown) == 1000
    assert shown.endswith("…")


def test_no_number_is_cut_however_many_digits_it_has() -> None:
    assert written_cell(-(10**2000)) == "−1.0000000000000000×10²⁰⁰⁰"
    assert written_cell(10**500) == "1" + "0" * 500
