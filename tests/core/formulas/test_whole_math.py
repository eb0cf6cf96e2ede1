"""Formulas about whole numbers beyond 2⁵³: exact where that can be, and told where it cannot."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.cells.whole_numbers import numbers_of
from linreg_gui.core.formulas.evaluating import compute
from linreg_gui.core.formulas.transforms import polynomial, standardised

NS = 1_700_000_000_000_000_000
TIMES = [NS + 1, NS + 8, NS + 3, NS + 123]
KINDS = {
    "int64": lambda cells: pd.Series(cells, dtype="int64"),
    "Int64": lambda cells: pd.Series(cells, dtype="Int64"),
    "UInt64": lambda cells: pd.Series(cells, dtype="UInt64"),
    "uint64": lambda cells: pd.Series(cells, dtype="uint64"),
    "object": lambda cells: pd.Series(cells, dtype=object),
}


def cells_of(formula: str, frame: pd.DataFrame) -> list[object]:
    column = compute(formula, frame).column
    return [None if pd.isna(cell) else cell for cell in column.tolist()]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("t", TIMES),
        ("-t", [-t for t in TIMES]),
        ("t + 1", [t + 1 for t in TIMES]),
        ("t * 5", [t * 5 for t in TIMES]),
        ("t - 1700000000000000000", [1, 8, 3, 123]),
        ("t - 1700000000000000001", [0, 7, 2, 122]),
        ("t - min(t)", [0, 7, 2, 122]),
        ("max(t) - t", [122, 115, 120, 0]),
        ("t - median(t)", [-4.5, 2.5, -2.5, 117.5]),
        ("4 * (t - mean(t))", [-131, -103, -123, 357]),
        ("sum(t) - 4 * 1700000000000000000", [135] * 4),
        ("diff(t)", [None, 7, -5, 120]),
        ("lag(t, 2) - 1700000000000000000", [None, None, 1, 8]),
        ("t % 1000", [1, 8, 3, 123]),
        ("abs(-t)", TIMES),
        ("round(t)", TIMES),
        ("t > 1700000000000000003", [0, 1, 0, 1]),
        ("t == 1700000000000000003", [0, 0, 1, 0]),
        ("1700000000000000001 <= t < 1700000000000000008", [1, 0, 1, 0]),
        ("where(t > 1700000000000000003, t, 7)", [7, NS + 8, 7, NS + 123]),
        ("max(t, 1700000000000000005)", [NS + 5, NS + 8, NS + 5, NS + 123]),
        ("min(t, lag(t)) - 1700000000000000000", [None, 1, 3, 3]),
        ("1 - is_missing(t)", [1, 1, 1, 1]),
    ],
)
def test_whole_numbers_beyond_float64_stay_what_they_are(kind, formula, expected):
    computed = compute(formula, pd.DataFrame({"t": KINDS[kind](TIMES)}))
    assert [None if pd.isna(cell) else cell for cell in computed.column.tolist()] == expected
    assert computed.n_rounded == 0


@pytest.mark.parametrize(
    ("formula", "n"),
    [("log(t)", 3), ("t / 3", 3), ("t * 0.5", 3), ("t + 0.5", 4), ("t * t * t", 4), ("sqrt(abs(t - 1))", 3)],
)
def test_numbers_that_cannot_be_kept_are_counted(formula, n):
    frame = pd.DataFrame({"t": numbers_of([NS, NS + 1, NS + 3, None, NS + 5])})
    computed = compute(formula, frame)
    assert computed.column.dtype == np.float64
    assert computed.sentence == f"{n} numbers were rounded to 16 digits."


def test_holes_and_fractions_among_them_stay():
    frame = pd.DataFrame({"t": numbers_of([NS + 1, None, 2.5])})
    assert cells_of("t + 1", frame) == [NS + 2, None, 3.5]
    frame = pd.DataFrame({"t": numbers_of([NS + 1, None, 2])})
    assert cells_of("t * 2", frame) == [2 * NS + 2, None, 4]


def test_products_of_columns_that_float64_holds_are_exact():
    whole = pd.DataFrame({"a": [4_000_000_001, 3, 5], "b": [4_000_000_003, 3, 7]})
    expected = [4_000_000_001 * 4_000_000_003, 9, 35]
    assert cells_of("a * b", whole) == expected
    assert cells_of("(a * b) % 7", whole) == [p % 7 for p in expected]
    # A hole makes it a column of float64, which is no reason to round.
    holes = whole.astype(float).assign(c=[1.0, np.nan, 2.0])
    assert cells_of("a * b * c", holes) == [expected[0], None, 70]


def test_measured_numbers_are_no_whole_ones_though_they_are_large():
    frame = pd.DataFrame({"n": [6.02214076e23, 1e17, 0.5]})
    computed = compute("n * 3 + 1", frame)
    np.testing.assert_array_equal(computed.column, frame["n"] * 3 + 1)
    assert not computed.sentence


def test_usual_transforms_keep_them_too():
    rng = np.random.default_rng(0)
    away = rng.integers(0, 1000, 50)
    frame = pd.DataFrame({"t": NS + away})
    plain = pd.DataFrame({"t": away.astype(float)})
    for column in [standardised("t"), *polynomial("t", 3, centred=True)]:
        computed, expected = compute(column.formula, frame), compute(column.formula, plain)
        np.testing.assert_allclose(computed.values, expected.values, rtol=1e-12)
        assert not computed.sentence


def test_a_constant_has_no_spread_and_one_number_none_that_is_known():
    assert cells_of("std(t)", pd.DataFrame({"t": [NS + 1] * 3})) == [0.0] * 3
    assert "spread of fewer than 2 numbers" in compute("std(t)", pd.DataFrame({"t": [NS + 1]})).sentence


@pytest.mark.parametrize(
    "cells", [[2**63 - 1, -(2**63)], [2**64 - 1, 0], [-(2**63) + 1, 2**64 - 1], [10**30, 1]]
)
def test_the_ends_of_the_types_are_kept(cells):
    frame = pd.DataFrame({"t": numbers_of(cells)})
    assert cells_of("t + 0", frame) == cells
    assert cells_of("t - 1", frame) == [cell - 1 for cell in cells]


def test_without_rows_or_numbers_nothing_fails():
    formulas = ("t + 1", "t - mean(t)", "standardise(t)", "median(t)", "min(t)", "lag(t)", "sum(t)")
    for formula in formulas:
        assert cells_of(formula, pd.DataFrame({"t": pd.Series([], dtype="int64")})) == []
        cells_of(formula, pd.DataFrame({"t": pd.Series([None, None], dtype="Int64")}))


leaves = st.sampled_from(["a", "b", "c", "3", "-2", "9007199254740993", "1700000000000000001"])
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from("+-*"), inner),
        st.builds("abs({})".format, inner),
        st.builds("min({}, {})".format, inner, inner),
        st.builds("max({}, {})".format, inner, inner),
    ),
    max_leaves=5,
)
wholes = st.integers(-(2**63), 2**63 - 1) | st.integers(-5, 5) | st.integers(NS - 9, NS + 9)


@given(expressions, st.lists(st.tuples(wholes, wholes, wholes), min_size=1, max_size=4))
def test_sums_and_products_are_those_of_whole_numbers_or_told(formula, rows):
    frame = pd.DataFrame(
        {name: numbers_of(cells) for name, cells in zip("abc", zip(*rows, strict=True), strict=True)}
    )
    computed = compute(formula, frame)
    expected = [
        eval(formula, {"abs": abs, "min": min, "max": max}, dict(zip("abc", row, strict=True)))
        for row in rows
    ]
    right = [exactly == cell for exactly, cell in zip(expected, computed.column.tolist(), strict=True)]
    assert len(right) - sum(right) <= computed.n_rounded
    if max(map(abs, expected)) < 2**63:
        np.testing.assert_allclose(computed.values, np.array(expected, dtype=float), rtol=1e-15)


@pytest.mark.parametrize(
    "formula",
    [
        "9007199254740993 * 9007199254740993",
        "a * a",
        "a * a * a",
        "-(a * a)",
        "a * a + 1700000000000000001",
        "1700000000000000001 + a * a * a",
    ],
)
def test_products_too_large_for_a_pair_are_told(formula):
    frame = pd.DataFrame({"a": pd.Series([9007199254740993, -1700000000000000001])})
    assert compute(formula, frame).n_rounded == 2


@given(st.lists(wholes, min_size=1, max_size=6), wholes)
def test_comparisons_are_those_of_whole_numbers(cells, other):
    frame = pd.DataFrame({"t": numbers_of(cells), "u": numbers_of([other] * len(cells))})
    for sign in ("<", "<=", ">", ">=", "==", "!="):
        assert cells_of(f"t {sign} u", frame) == [float(eval(f"{cell} {sign} {other}")) for cell in cells]


@given(st.lists(wholes, min_size=1, max_size=9))
def test_the_distance_from_the_mean_has_sixteen_digits(cells):
    frame = pd.DataFrame({"t": numbers_of(cells)})
    mean = Fraction(sum(cells), len(cells))
    expected = [float(cell - mean) for cell in cells]
    scale = max(map(abs, expected), default=0.0)
    np.testing.assert_allclose(compute("t - mean(t)", frame).values, expected, rtol=1e-14, atol=1e-15 * scale)


def test_a_number_in_a_formula_is_read_with_all_digits():
    frame = pd.DataFrame({"x": [0, 1]})
    assert cells_of("x + 12345678901234567890", frame) == [12345678901234567890, 12345678901234567891]
    assert cells_of("x + 1e18", frame) == [float(Decimal("1e18")), 10**18 + 1]
