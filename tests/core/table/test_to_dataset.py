"""Roles of columns, and the ledger of the rows on their way from a table to a dataset."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.roles import Role, split_roles, suggest_roles, with_role
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.to_dataset import to_dataset

FEATURE, LABEL, IGNORED = Role.FEATURE, Role.LABEL, Role.IGNORED


def table_with_holes() -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(442, 3)), columns=["age", "bmi", "progress"])
    frame.loc[[3, 50, 51, 200, 441], "bmi"] = np.nan
    return frame


def test_the_ledger_says_which_rows_were_dropped_and_why() -> None:
    data, ledger = to_dataset(table_with_holes(), "progress")
    assert ledger.sentence == "442 read → 437 used (5 missing bmi)"
    assert data.n_rows == ledger.rows_used == 437


def test_the_ledger_of_a_whole_table_speaks_of_no_dropped_rows() -> None:
    _, ledger = to_dataset(table_with_holes(), "progress", ["age"])
    assert ledger.sentence == "442 read → 442 used"
    assert ledger.dropped == ()


def test_a_hole_in_an_ignored_column_costs_no_row() -> None:
    data, _ = to_dataset(table_with_holes(), "progress", ["age"])
    assert data.n_rows == 442


def test_each_dropped_row_is_counted_once_under_its_first_column() -> None:
    nan = np.nan
    frame = pd.DataFrame(
        {
            "a": [nan, 1, 2, 3, 4],
            "b": pd.Series([9.0, 8.0, "?", None, 5.0], dtype=object),
            "y": [nan, 2, 3, 4, nan],
        },
    )
    _, ledger = to_dataset(frame, "y", ["a", "b"])
    counted = [(entry.column, entry.reason, entry.rows) for entry in ledger.dropped]
    assert counted == [
        ("a", "missing", 1),
        ("b", "missing", 1),
        ("b", "not a number", 1),
        ("y", "missing", 1),
    ]
    assert ledger.sentence == ("5 read → 1 used (1 missing a, 1 missing b, 1 not a number in b, 1 missing y)")
    assert sum(entry.rows for entry in ledger.dropped) == ledger.rows_read - ledger.rows_used


def test_used_rows_lead_from_the_dataset_back_to_the_table() -> None:
    frame = table_with_holes()
    data, ledger = to_dataset(frame, "progress")
    assert np.array_equal(data.y, frame["progress"].to_numpy()[ledger.used_rows])
    assert np.array_equal(data.X, frame[["age", "bmi"]].to_numpy()[ledger.used_rows])


def test_features_keep_the_order_they_are_named_in() -> None:
    data, _ = to_dataset(table_with_holes(), "age", ["progress", "bmi"])
    assert data.feature_names == ("progress", "bmi")
    assert data.label_name == "age"


def test_the_dataset_cannot_be_written_to_and_the_table_does_not_change() -> None:
    frame = table_with_holes()
    before = frame.copy()
    data, _ = to_dataset(frame, "progress", ["age"])
    with pytest.raises(ValueError, match="read-only"):
        data.X[0, 0] = 1.0
    with pytest.raises(ValueError, match="read-only"):
        data.y[0] = 1.0
    pd.testing.assert_frame_equal(frame, before)


def test_the_truth_is_kept_only_for_the_columns_it_names() -> None:
    frame = pd.DataFrame({"x1": [1.0, 2.0, 4.0], "x2": [0.0, 1.0, 3.0], "y": [1.0, 2.0, 3.0]})
    truth = Truth(np.array([2.0, -3.4]), 4.2, 0.01, ("x1", "x2"), "y")
    assert to_dataset(frame, "y", truth=truth)[0].truth is truth
    assert to_dataset(frame, "y", ["x1"], truth=truth)[0].truth is None


@pytest.mark.parametrize(
    ("label", "features", "words"),
    [
        ("price", None, "no column named “price”"),
        ("progress", ["height"], "no column named “height”"),
        ("age", ["age", "bmi"], "“age” cannot be both"),
        ("age", ["bmi", "bmi"], "named twice"),
        ("age", [], "no numeric column"),
    ],
)
def test_an_impossible_choice_is_a_sentence(label, features, words) -> None:
    with pytest.raises(ProblemError, match=words):
        to_dataset(table_with_holes(), label, features)


@pytest.mark.parametrize(
    ("labels", "what"), [(["a", None], "texts"), (pd.to_datetime(["2020-01-01", None]), "dates")]
)
def test_texts_and_dates_are_no_labels(labels, what) -> None:
    frame = pd.DataFrame({"a": [1.0, 2.0], "y": labels})
    with pytest.raises(ProblemError, match=f"“y” holds {what}, but a label has to be a number"):
        to_dataset(frame, "y", ["a"])


def test_no_complete_row_is_a_sentence_with_the_ledger() -> None:
    frame = pd.DataFrame({"a": [1.0, np.nan], "y": [np.nan, 2.0]})
    with pytest.raises(ProblemError, match=r"is left: 2 read → 0 used \(1 missing a, 1 missing y\)\."):
        to_dataset(frame, "y", ["a"])


@pytest.mark.parametrize("missing", ["zero", None, [], 1])
def test_other_ways_with_missing_values_are_refused(missing) -> None:
    with pytest.raises(ValueError, match="'drop', 'mean', 'median' or 'indicate'"):
        to_dataset(table_with_holes(), "progress", missing=missing)


def test_the_last_numeric_column_is_suggested_as_the_label() -> None:
    frame = pd.DataFrame({"a": [1, 2], "name": ["x", "z"], "b": [0.5, 1.5], "town": ["u", "v"]})
    assert suggest_roles(frame) == {"a": FEATURE, "name": IGNORED, "b": LABEL, "town": IGNORED}


def test_without_numbers_everything_is_ignored() -> None:
    assert suggest_roles(pd.DataFrame({"a": ["x"], "b": [None]})) == {"a": IGNORED, "b": IGNORED}


def test_a_column_counts_as_numeric_when_half_of_its_filled_cells_are_numbers() -> None:
    frame = pd.DataFrame(
        {
            "half": [1.0, 2.0, "?", "no"],
            "less": [1.0, "?", "?", "no"],
            "few but filled": [1.0, None, None, None],
            "true or false": [True, False, True, True],
            "empty": [np.nan] * 4,
        }
    )
    assert numeric_columns(frame) == ["half", "few but filled"]


def test_roles_are_split_into_features_and_label() -> None:
    assert split_roles({"a": FEATURE, "b": LABEL, "c": IGNORED, "d": FEATURE}) == (("a", "d"), "b")


@pytest.mark.parametrize(
    ("roles", "words"),
    [({"a": FEATURE, "b": IGNORED}, "label"), ({"a": LABEL, "b": IGNORED}, "feature"), ({}, "label")],
)
def test_roles_without_label_or_feature_are_a_sentence(roles, words) -> None:
    with pytest.raises(ProblemError, match=f"No(ne| column) is (the|a) {words}"):
        split_roles(roles)


def test_a_new_label_makes_the_old_one_a_feature() -> None:
    assert with_role({"a": FEATURE, "b": IGNORED, "y": LABEL}, "b", LABEL) == {
        "a": FEATURE,
        "b": LABEL,
        "y": FEATURE,
    }


@pytest.mark.parametrize("role", [FEATURE, IGNORED])
def test_the_label_may_be_given_up_without_another(role) -> None:
    assert with_role({"a": FEATURE, "y": LABEL}, "y", role) == {"a": FEATURE, "y": role}


def test_choosing_the_label_again_changes_nothing() -> None:
    roles = {"a": FEATURE, "y": LABEL}
    assert with_role(roles, "y", LABEL) == roles


def test_another_role_keeps_the_order_and_the_old_choice() -> None:
    roles = {"z": FEATURE, "y": LABEL, "a": IGNORED}
    assert list(with_role(roles, "a", LABEL)) == ["z", "y", "a"]
    assert roles == {"z": FEATURE, "y": LABEL, "a": IGNORED}


def test_an_unknown_column_has_no_role() -> None:
    with pytest.raises(KeyError):
        with_role({"a": FEATURE}, "b", LABEL)


def test_a_label_of_nanoseconds_is_fitted_less_a_whole_offset():
    k = np.arange(200)
    frame = pd.DataFrame({"k": k, "t": 1_700_000_000_000_000_000 + 100 * k})
    data, ledger = to_dataset(frame, "t", ["k"])
    assert data.label_name == "t − 1700000000000000000"
    assert data.y.tolist() == (100.0 * k).tolist()
    assert ledger.notes == ("“t” is fitted as t − 1700000000000000000, so that its last digits count.",)


@pytest.mark.parametrize("missing", ["drop", "mean", "median", "indicate"])
def test_a_feature_of_long_numbers_is_fitted_less_a_whole_offset(missing):
    cells = [2**60 + 7, None, 2**60 + 9, 2**60 + 5]
    frame = pd.DataFrame({"id": pd.array(cells, dtype="Int64"), "y": [1.0, 2.0, 3.0, 4.0]})
    data, ledger = to_dataset(frame, "y", ["id"], missing=missing)
    source = ledger.sources[0]
    used = [cells[row] for row in ledger.used_rows if cells[row] is not None]
    kept = [
        value for value, row in zip(data.X[:, 0], ledger.used_rows, strict=True) if cells[row] is not None
    ]
    assert [int(value) + source.offset for value in kept] == used
    assert data.feature_names[0] == source.name == f"id − {source.offset}"


def test_a_feature_less_an_offset_has_a_name_of_its_own():
    name = "t − 1700000000000000000"
    frame = pd.DataFrame(
        {"t": 1_700_000_000_000_000_000 + np.arange(1, 4), name: [1.0, 4.0, 9.0], "y": [1.0, 2.0, 3.5]}
    )
    data, _ = to_dataset(frame, "y", ["t", name])
    assert data.feature_names == (f"{name} (2)", name)
    data, _ = to_dataset(frame, "t", [name])
    assert data.label_name == f"{name} 2"


def test_numbers_that_cannot_be_fitted_to_their_last_digit_are_counted():
    frame = pd.DataFrame({"id": [9007199254740993, 1582218195625938945, 5], "y": [1.0, 2.0, 4.0]})
    _, ledger = to_dataset(frame, "y", ["id"])
    assert ledger.notes == ("2 numbers of “id” were rounded for the fit, which has 16 digits.",)
    _, ledger = to_dataset(frame, "id", ["y"], label_scale="log")
    assert ledger.notes == ("2 numbers of “id” were rounded for the fit, which has 16 digits.",)


WEIGHED = pd.DataFrame(
    {"x": [1.0, 2.0, 3.0, 4.0, 5.0], "y": [2.0, 1.0, 4.0, 3.0, 6.0], "w": [2.0, 0.0, np.nan, 3.0, 0.5]}
)


def test_rows_are_weighted_by_a_column_and_those_without_weight_are_told() -> None:
    data, ledger = to_dataset(WEIGHED, "y", ["x"], weights="w")
    assert data.row_weights is not None
    assert data.row_weights.tolist() == [2.0, 3.0, 0.5]
    assert data.X[:, 0].tolist() == [1.0, 4.0, 5.0]
    assert ledger.sentence == "5 read → 3 used (1 missing w, 1 of weight 0 in w), weighted by w"


def test_weights_follow_the_identities_of_rows() -> None:
    frame, ids = WEIGHED.iloc[::-1].reset_index(drop=True), RowIds(np.array([4, 3, 2, 1, 0]), 5)
    data, _ = to_dataset(frame, "y", ["x"], weights="w", row_ids=ids)
    assert data.row_weights is not None
    assert data.row_weights.tolist() == [2.0, 3.0, 0.5]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([1.0, -3.0, 1.0, 1.0, 1.0], "−3 in row 2"),
        (["a", "b", "c", "d", "e"], "holds no numbers"),
        ([1e200, 1.0, 1.0, 1.0, 1.0], "too large or too small"),
        ([0.0, 0.0, 0.0, 0.0, 0.0], "No complete row"),
    ],
)
def test_what_cannot_weigh_rows_is_refused_in_a_sentence(cells, words: str) -> None:
    with pytest.raises(ProblemError) as refused:
        to_dataset(WEIGHED.assign(w=cells), "y", ["x"], weights="w")
    assert words in refused.value.problem.sentence
