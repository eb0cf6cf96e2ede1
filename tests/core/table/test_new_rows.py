"""Rows of another table as features of a model, and what is said of those that cannot be predicted."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.table.new_rows import NewRows, new_rows
from linreg_gui.core.table.recipe import Missing, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.writing.predictions import known_of


def houses(n: int = 30) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(
        {
            "area": rng.uniform(20.0, 200.0, n),
            "town": rng.choice(["Ulm", "Köln", "Bonn"], n),
            "sold": pd.Timestamp("2020-01-01") + pd.to_timedelta(rng.integers(0, 900, n), "D"),
        }
    )
    frame["log area"] = np.log(frame["area"])
    return frame.assign(price=1000.0 * frame["area"] + rng.normal(size=n))


def rows_of(new: pd.DataFrame, frame: pd.DataFrame | None = None, missing: str = "drop") -> NewRows:
    frame = houses() if frame is None else frame
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL}
    formulas = {"log area": "log(area)"}
    analysis = analyse(frame, roles, recipe=Recipe(Missing(missing)), formulas=formulas)
    return new_rows(new, known_of(frame, analysis, formulas))


def test_the_rows_that_were_fitted_have_the_features_they_were_fitted_with() -> None:
    frame = houses()
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL}
    analysis = analyse(frame, roles)
    again = new_rows(frame, known_of(frame, analysis, {}))
    assert np.array_equal(again.X, analysis.data.X)
    assert again.sentences == ("All 30 rows can be predicted.",)


def test_columns_may_stand_in_another_order_and_among_others() -> None:
    frame = houses()
    mixed = frame[["sold", "price", "town", "log area", "area"]].assign(other="x")
    assert np.array_equal(rows_of(mixed).X, rows_of(frame).X)


def test_a_computed_column_follows_from_the_file_whatever_it_holds_itself() -> None:
    frame = houses()
    whole = rows_of(frame)
    for new in (frame.drop(columns="log area"), frame.assign(**{"log area": 99.0})):
        found = rows_of(new)
        assert np.array_equal(found.X, whole.X)
        assert "log area is computed by formula, as in the table." in found.sentences


def test_a_computed_column_is_taken_as_it_is_where_its_formula_lacks_something() -> None:
    new = houses().drop(columns="area")
    found = rows_of(new)
    assert found.absent == ("area",)


def test_columns_that_are_not_there_are_named_and_nothing_is_predicted() -> None:
    found = rows_of(houses().drop(columns=["area", "log area", "sold"]).assign(Area=1.0))
    assert found.absent == ("area", "sold")
    assert found.problem is not None
    assert len(found.X) == 0
    assert found.sentences == (
        "Nothing can be predicted: “area” and “sold” are not in the file, columns that the model needs.",
        "“Area” is in the file, but the model calls it “area”.",
    )


def test_rows_that_cannot_be_predicted_are_counted_once_with_the_reason() -> None:
    new = houses().head(8).astype({"town": object})
    new.loc[0, "area"] = np.nan
    new.loc[1, "town"] = "Mainz"
    new.loc[2, "town"] = None
    new.loc[3, "sold"] = pd.NaT
    new.loc[[0, 1], "sold"] = pd.NaT  # counted under another reason
    found = rows_of(new)
    assert found.rows.tolist() == [4, 5, 6, 7]
    told = {entry.reason: entry.rows for entry in found.not_predicted}
    assert told == {"missing area": 1, "unknown level of town": 1, "missing town": 1, "missing sold": 1}
    assert found.sentences[0] == "4 of 8 rows can be predicted."
    assert any("“Mainz” is in no row that was fitted" in sentence for sentence in found.sentences)


def test_a_text_among_numbers_is_no_number() -> None:
    new = houses().head(3).astype({"area": object})
    new.loc[1, "area"] = "big"
    found = rows_of(new)
    assert found.rows.tolist() == [0, 2]
    assert found.not_predicted[0].sentence == "1 row cannot be predicted: not a number in area."


def test_a_column_that_holds_no_dates_where_dates_were_fitted_predicts_nothing() -> None:
    found = rows_of(houses().assign(sold=18_262.0))
    assert found.problem is not None
    assert "not a date in sold" in found.problem.sentence


@pytest.mark.parametrize("missing", ["mean", "median", "indicate"])
def test_holes_are_filled_as_they_were_in_the_fit(missing) -> None:
    frame = houses().drop(columns="log area")
    frame.loc[3, "area"] = np.nan
    roles = dict.fromkeys(frame.columns, Role.FEATURE) | {"price": Role.LABEL}
    analysis = analyse(frame, roles, recipe=Recipe(Missing(missing)))
    found = new_rows(frame, known_of(frame, analysis, {}))
    assert np.array_equal(found.X, analysis.data.X)
    assert "1 missing cell of area is filled as in the rows that were fitted." in found.sentences


def test_a_hole_where_the_fit_saw_none_is_not_made_up_under_indicating() -> None:
    new = houses().drop(columns="log area")
    new.loc[3, "sold"] = pd.NaT
    frame = houses().drop(columns="log area")
    frame.loc[0, "area"] = np.nan
    found = rows_of(new, frame, "indicate")
    assert 3 not in found.rows
    assert found.not_predicted[0].reason == "missing sold"


def test_a_hole_in_a_category_is_a_level_of_its_own_only_where_the_fit_had_one() -> None:
    frame = houses().astype({"town": object})
    new = frame.copy()
    new.loc[5, "town"] = None
    assert 5 not in rows_of(new, frame, "indicate").rows
    frame.loc[2, "town"] = None
    assert 5 in rows_of(new, frame, "indicate").rows


def test_a_category_of_one_level_knows_no_other() -> None:
    frame = houses().assign(town="Ulm")
    new = frame.head(4).copy()
    new.loc[1, "town"] = "Bonn"
    found = rows_of(new, frame)
    assert found.rows.tolist() == [0, 2, 3]


def test_whole_numbers_beyond_a_float_keep_their_digits() -> None:
    base = 1_700_000_000_000_000_000
    frame = pd.DataFrame({"t": base + np.arange(20), "price": np.arange(20.0) ** 1.1})
    found = rows_of(frame.iloc[[3, 7]].reset_index(drop=True), frame)
    assert np.diff(found.X[:, 0]).tolist() == [4.0]
    outside = pd.DataFrame({"t": [base + 10**6, base - 10**6]})
    assert np.diff(rows_of(outside, frame).X[:, 0]).tolist() == [-2e6]


def test_moments_nanoseconds_apart_keep_their_digits_in_any_unit() -> None:
    start = pd.Timestamp("2024-05-05 10:00:00")
    frame = pd.DataFrame({"t": start + pd.to_timedelta(np.arange(20), "ns"), "price": np.arange(20.0) ** 1.1})
    found = rows_of(frame.iloc[[3, 7]].reset_index(drop=True), frame)
    assert np.diff(found.X[:, 0])[0] * 86_400e9 == pytest.approx(4.0)
    coarse = pd.DataFrame({"t": pd.Series([start, start + pd.Timedelta("1s")]).astype("datetime64[s]")})
    assert np.diff(rows_of(coarse, frame).X[:, 0])[0] * 86_400.0 == pytest.approx(1.0, rel=1e-9)


def test_terms_of_new_rows_are_made_as_those_of_the_fit_or_told_why_not() -> None:
    frame = houses().assign(rooms=[1.0, 2.0, 3.0] * 10)
    model = model_of_text("price ~ town:area + log(area) + poly(area, 2) + C(rooms) + rooms:area", frame)
    table = with_model(Table(frame, dict.fromkeys(frame, Role.IGNORED), "houses"), model)
    analysis = analyse(frame, table.roles, recipe=table.recipe)
    known = known_of(frame, analysis, {})
    again = new_rows(frame, known)
    assert np.array_equal(again.X, analysis.data.X)
    few = frame[:4].assign(area=[50.0, -1.0, 60.0, np.nan], rooms=[1.0, 2.0, 7.0, 3.0])
    found = new_rows(few, known)
    assert found.rows.tolist() == [0]
    assert {entry.sentence for entry in found.not_predicted} == {
        "1 row cannot be predicted: unknown level of rooms, as “7” is in no row that was fitted.",
        "1 row cannot be predicted: missing area.",
        "1 row cannot be predicted: log(area) cannot be computed.",
    }
