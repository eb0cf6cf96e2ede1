"""Data frames as they come: odd types of columns, odd names, odd roles."""

from __future__ import annotations

import datetime as dt
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui import core
from linreg_gui.core.problem import ProblemError

nan = np.nan
WIDE = np.array([1, 2, 3], dtype=np.longdouble)
with np.errstate(over="ignore"):  # infinite where a long double is a double
    HUGE = WIDE * np.longdouble(1e308) * 10
# A column of three cells, and what it is as numbers.
COLUMNS = {
    "float32": (pd.Series([1.0, 2.0, 3.0], dtype="float32"), [1, 2, 3]),
    "long double": (pd.Series(WIDE), [1, 2, 3]),
    "huge long double": (pd.Series(HUGE), [nan, nan, nan]),
    "unsigned": (pd.Series([2**63, 1, 2], dtype="uint64"), [2.0**63, 1, 2]),
    "Int64": (pd.Series([1, None, 3], dtype="Int64"), [1, nan, 3]),
    "bool": (pd.Series([True, False, True]), [1, 0, 1]),
    "boolean": (pd.Series([True, None, False], dtype="boolean"), [1, nan, 0]),
    "arrow bool": (pd.Series([True, None, False], dtype=pd.ArrowDtype(pa.bool_())), [1, nan, 0]),
    "arrow decimal": (
        pd.Series([Decimal("1.5"), None, Decimal(2)], dtype=pd.ArrowDtype(pa.decimal128(5, 2))),
        [1.5, nan, 2],
    ),
    "arrow list": (pd.Series([[1], [2], None], dtype=pd.ArrowDtype(pa.list_(pa.int64()))), [nan, nan, nan]),
    "sparse": (pd.Series(pd.arrays.SparseArray([1.0, 0.0, nan])), [1, 0, nan]),
    "complex": (pd.Series([1 + 2j, 1.0, 2.0]), [nan, nan, nan]),
    "dates": (pd.Series(pd.date_range("2020", periods=3)), [18262, 18263, 18264]),
    "durations": (pd.Series(pd.to_timedelta([1, 2, 3], unit="s")), [nan, nan, nan]),
    "intervals": (pd.Series(pd.interval_range(0, 3)), [nan, nan, nan]),
    "huge integers": (pd.Series([10**400, 1, -(10**400)], dtype=object), [nan, 1, nan]),
    "exact numbers": (pd.Series([Decimal("1.5"), Fraction(1, 4), np.True_], dtype=object), [1.5, 0.25, 1]),
    "infinite": (pd.Series([Decimal("Infinity"), np.inf, -np.inf], dtype=object), [nan, nan, nan]),
    "missing": (pd.Series([None, pd.NA, pd.NaT], dtype=object), [nan, nan, nan]),
    "containers": (pd.Series([[1], (2,), {}], dtype=object), [nan, nan, nan]),
    "times": (pd.Series([np.timedelta64(1, "s"), dt.date(2020, 1, 1), 1], dtype=object), [nan, nan, 1]),
    "complex cells": (pd.Series([1j, np.complex128(2), 1], dtype=object), [nan, nan, 1]),
}
# A column of three texts, and what it is as an indicator.
TEXTS = {
    "text": (pd.Series(["1", "2", "1"]), [0, 1, 0]),
    "arrow text": (pd.Series(["1", "1", "2"], dtype=pd.ArrowDtype(pa.string())), [0, 0, 1]),
    "categories": (pd.Series([2.0, 1.5, 1.5], dtype="category"), [1, 0, 0]),
    "texts and a number": (pd.Series(["no", "no", 1], dtype=object), [0, 0, 1]),
    "blanks": (pd.Series(["a", " ", "a"]), [nan, nan, nan]),
}
ANYTHING = {**COLUMNS, **TEXTS}
small = pd.DataFrame({"a": [1.0, 2.0, 4.0], "b": [0.0, 1.0, 5.0], "y": [1.0, 2.0, 3.0]})


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_of_any_type_is_numbers_or_counted_as_not(name):
    column, expected = COLUMNS[name]
    frame = small.assign(a=column)
    before = frame.copy(deep=True)
    used = np.isfinite(expected)
    roles = core.suggest_roles(frame)
    assert roles["a"] in (core.Role.FEATURE, core.Role.IGNORED)
    if used.any():
        data, ledger = core.to_dataset(frame, "y", ["a"])
        assert data.X[:, 0].tolist() == [value for value in expected if np.isfinite(value)]
        assert ledger.used_rows.tolist() == np.flatnonzero(used).tolist()
    else:
        with pytest.raises(ProblemError, match="No complete row is left"):
            core.to_dataset(frame, "y", ["a"])
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("name", TEXTS)
def test_a_column_of_any_kind_of_text_is_an_indicator_or_refused(name):
    column, expected = TEXTS[name]
    frame = small.assign(a=column)
    before = frame.copy(deep=True)
    assert core.suggest_roles(frame)["a"] is core.Role.IGNORED
    if np.isfinite(expected).all():
        assert core.to_dataset(frame, "y", ["a"])[0].X[:, 0].tolist() == expected
    else:
        with pytest.raises(ProblemError, match="nothing to predict from: “a” is “a” in every used row"):
            core.to_dataset(frame, "y", ["a"])
    pd.testing.assert_frame_equal(frame, before)


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from(sorted(ANYTHING)), min_size=1),
    st.dictionaries(st.sampled_from("abcde"), st.sampled_from(list(core.Role)), min_size=1),
)
def test_any_table_with_any_roles_is_analysed_or_refused_in_a_sentence(kinds, roles):
    frame = pd.DataFrame({name: ANYTHING[kind][0] for name, kind in kinds.items()})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = core.analyse(frame, roles)
        except ProblemError as error:
            if not (error.problem.kind and error.problem.sentence.endswith(".")):
                raise
        else:
            assert np.isfinite([*found.exact.weights, found.exact.bias]).all()
            assert found.ledger.rows_used == found.data.n_rows


@pytest.mark.parametrize(
    ("frame", "label", "features", "words"),
    [
        (small, "z", None, "no column named “z”. The columns are: a, b, y"),
        (small, None, None, "no column named “None”"),
        (small, ["y"], None, "no column named"),
        (small, "y", ["a", "z"], "no column named “z”"),
        (small, "y", [["a"]], "no column named"),
        (small, "y", "ab", "features must be a list of column names"),
        (small, "y", 5, "features must be a list of column names"),
        (small, "y", ["a", "a"], "named twice"),
        (small, "y", ["a", "y"], "both a feature and the label"),
        (small, "y", [], "no numeric column to predict from"),
        (small[["y"]], "y", None, "no numeric column to predict from"),
        (small.iloc[:0], "y", ["a"], "The table has no rows yet"),
        (pd.DataFrame(), "y", None, "no column named “y”"),
        (small.set_axis(["a", "a", "y"], axis=1), "y", None, "more than one column named “a”"),
        (small.set_axis(["a", "a", "y"], axis=1), "y", ["a"], "more than one column named “a”"),
        (small.set_axis(["a", "y", "y"], axis=1), "y", ["a"], "more than one column named “y”"),
        (small.set_axis([1, "1", "y"], axis=1), "y", [1, "1"], "a name of their own"),
    ],
)
def test_columns_that_cannot_be_chosen_are_refused(frame, label, features, words):
    with pytest.raises(ValueError, match=words):
        core.to_dataset(frame, label, features)


def test_a_name_twice_among_the_columns_left_alone_does_no_harm():
    frame = pd.concat([small, small[["b"]]], axis=1)
    assert core.to_dataset(frame, "y", ["a"])[0].feature_names == ("a",)
    with pytest.raises(ProblemError, match="more than one column named “b”"):
        core.suggest_roles(frame)


def test_columns_without_names_are_numbered_by_pandas():
    data, ledger = core.to_dataset(pd.DataFrame([[1, 2, 5], [3, nan, 4]]), 2)
    assert (data.feature_names, data.label_name) == (("0", "1"), "2")
    assert ledger.sentence == "2 read → 1 used (1 missing 1)"


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ({"a": "feature", "b": "feature"}, "No column is the label"),
        ({"a": "label"}, "No column is a feature"),
        ({"a": "label", "b": "label", "y": "feature"}, "Only one of “a” and “b” can be the label"),
        ({"a": "target", "y": "label"}, "“a” can be a feature, the label or ignored, not 'target'"),
        ({"a": [], "y": "label"}, "“a” can be a feature"),
    ],
)
def test_roles_that_allow_no_regression_are_refused(roles, words):
    with pytest.raises(ProblemError, match=words):
        core.analyse(small, roles)


def test_roles_may_be_plain_texts():
    assert core.analyse(small, {"a": "feature", "y": "label", "b": "ignored"}).data.feature_names == ("a",)
