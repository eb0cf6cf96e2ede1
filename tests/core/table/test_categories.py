"""Columns of texts as indicator columns, against pandas; levels that are not there."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui import core
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.categories import vanished_levels
from linreg_gui.core.table.to_dataset import to_dataset

TOWNS = ["Ulm", "Köln", "Ulm", "Bonn", "Köln", "Ulm", "Bonn", "Ulm"]


def table(towns=TOWNS) -> pd.DataFrame:
    area = np.array([50.0, 80.0, 65.0, 120.0, 30.0, 95.0, 70.0, 40.0])
    price = np.array([2.0, 3.5, 2.2, 7.0, 1.5, 4.0, 2.8, 1.9])
    return pd.DataFrame({"town": towns, "area": area, "price": price})


def encoded(frame=None, **options):
    return to_dataset(table() if frame is None else frame, "price", ["town", "area"], **options)


def flags(*rows: int) -> np.ndarray:
    return np.isin(np.arange(len(TOWNS)), rows)


def test_every_level_but_the_most_frequent_becomes_an_indicator() -> None:
    data, ledger = encoded()
    assert data.feature_names == ("town = Bonn", "town = Köln", "area")
    dummies = pd.get_dummies(table()["town"]).drop(columns="Ulm")
    np.testing.assert_array_equal(data.X, np.column_stack([dummies, table()["area"]]))
    (category,) = ledger.categories
    assert dict(zip(category.levels, category.counts, strict=True)) == {"Bonn": 2, "Köln": 2, "Ulm": 4}
    assert (category.column, category.reference) == ("town", "Ulm")
    assert ledger.notes == ()


def test_the_fit_is_that_of_least_squares_on_the_dummies_of_pandas() -> None:
    data, _ = encoded()
    fit = core.fit(data)
    dummies = pd.get_dummies(table()["town"]).drop(columns="Ulm")
    design = np.column_stack([np.ones(8), dummies, table()["area"]])
    solution = np.linalg.lstsq(design.astype(float), data.y)[0]
    np.testing.assert_allclose([fit.bias, *fit.weights], solution, rtol=1e-10)


def test_of_levels_that_are_as_frequent_the_first_of_the_alphabet_is_the_reference() -> None:
    frame = pd.DataFrame({"town": ["b", "A", "c"] * 2, "price": np.arange(6.0)})
    assert to_dataset(frame, "price", ["town"])[0].feature_names == ("town = b", "town = c")
    # So sorting the table does not change what the weights mean.
    backwards = frame.iloc[::-1].reset_index(drop=True)
    assert to_dataset(backwards, "price", ["town"])[0].feature_names == ("town = b", "town = c")


def test_accents_count_in_the_alphabet_last() -> None:
    frame = pd.DataFrame({"town": ["Zell", "Öhr", "ulm", "Oz"] * 2, "price": np.arange(8.0)})
    assert to_dataset(frame, "price", ["town"])[1].categories[0].levels == ("Oz", "Öhr", "ulm", "Zell")


def test_an_ordered_category_keeps_its_order() -> None:
    sizes = pd.Categorical(["large", "small", "medium"] * 2, ["small", "medium", "large"], ordered=True)
    frame = pd.DataFrame({"size": sizes, "price": np.arange(6.0)})
    assert to_dataset(frame, "price", ["size"])[0].feature_names == ("size = medium", "size = large")


def test_a_reference_can_be_named() -> None:
    data, ledger = encoded(references={"town": "Bonn", "area": "x"})
    assert data.feature_names == ("town = Köln", "town = Ulm", "area")
    assert ledger.categories[0].reference == "Bonn"
    assert [(s.level, s.reference) for s in ledger.sources[:2]] == [("Köln", "Bonn"), ("Ulm", "Bonn")]


def test_a_reference_that_vanishes_is_told_with_the_one_that_takes_its_place() -> None:
    data, ledger = encoded(references={"town": "Bonn"}, excluded=flags(3, 6))
    assert data.feature_names == ("town = Köln", "area")
    assert ledger.notes == (
        "“Bonn”, the reference level of “town”, is in no row that is used: “Ulm” is the reference instead.",
    )


def test_a_level_that_vanishes_has_no_column_and_is_told() -> None:
    data, ledger = encoded(excluded=flags(3, 6))
    assert data.feature_names == ("town = Köln", "area")
    assert ledger.notes == ("“Bonn” of “town” is in no row that is used.",)
    spare = pd.Categorical(TOWNS, ["Ulm", "Köln", "Bonn", "Aalen", "Berlin", "Cottbus", "Dresden"])
    _, ledger = encoded(table(spare))
    assert ledger.notes == ("“Aalen”, “Berlin”, “Cottbus” and 1 more of “town” are in no row that is used.",)


def test_levels_that_have_vanished_since_are_told() -> None:
    def categories(*excluded: int, **options):
        return encoded(excluded=flags(*excluded), **options)[1].categories

    assert vanished_levels(categories(), categories(3, 6)) == (
        "“Bonn” of “town” has vanished with the last row that was used, and so has the weight.",
    )
    assert vanished_levels(categories(), categories(1, 3, 4, 6)) == (
        "“Bonn” and “Köln” of “town” have vanished with the last row that was used, and so have the weights.",
    )
    assert vanished_levels(categories(3, 6), categories()) == ()
    assert vanished_levels(categories(), ()) == ()
    # Of a reference that is gone the category tells itself.
    bonn = {"references": {"town": "Bonn"}}
    assert vanished_levels(categories(**bonn), categories(3, 6, **bonn)) == ()


def test_blanks_around_a_text_make_no_other_level() -> None:
    data, ledger = encoded(table(["Ulm", " Ulm", "Ulm ", "Köln", "Köln", "Ulm", "Köln ", "Ulm"]))
    assert data.feature_names == ("town = Köln", "area")
    assert ledger.categories[0].counts == (3, 5)


def test_the_same_level_everywhere_adds_nothing_and_is_told() -> None:
    data, ledger = encoded(table(["Ulm"] * 8))
    assert data.feature_names == ("area",)
    assert ledger.notes == ("“town” is “Ulm” in every used row and tells nothing.",)
    with pytest.raises(ProblemError, match="nothing to predict from: “town” is “Ulm” in every used row"):
        to_dataset(table(["Ulm"] * 8), "price", ["town"])


def test_a_text_for_each_row_is_no_category() -> None:
    with pytest.raises(ProblemError, match="“town” has 8 different texts in 8 rows, too many for a category"):
        encoded(table(list("abcdefgh")))


def test_more_than_a_hundred_levels_are_too_many() -> None:
    frame = pd.DataFrame({"town": [f"t{i % 101}" for i in range(300)], "price": np.arange(300.0)})
    with pytest.raises(ProblemError, match="“town” has 101 different texts in 300 rows"):
        to_dataset(frame, "price", ["town"])
    data, _ = to_dataset(frame, "price", ["town"], excluded=(frame["town"] == "t7").to_numpy())
    assert data.n_features == 99


def test_a_missing_text_drops_its_row_or_is_a_level_of_its_own() -> None:
    holes = ["Ulm", None, "Ulm", "Bonn", " ", "Ulm", "Bonn", "Ulm"]
    for policy in ("drop", "mean", "median"):
        data, ledger = encoded(table(holes), missing=policy)
        assert data.feature_names == ("town = Bonn", "area")
        assert ledger.sentence == "8 read → 6 used (2 missing town)"
    data, ledger = encoded(table(holes), missing="indicate")
    assert data.feature_names == ("town = Bonn", "town missing", "area")
    np.testing.assert_array_equal(data.X[:, 1], [0, 1, 0, 0, 1, 0, 0, 0])
    assert ledger.sentence == "8 read → 8 used, 2 missing cells filled and indicated (2 in town)"
    assert [source.kind for source in ledger.sources] == ["level", "missing", "number"]


def test_without_any_text_there_is_no_level() -> None:
    nothing = table([None] * 8).astype({"town": "str"})
    with pytest.raises(ProblemError, match=r"No complete row is left: 8 read → 0 used \(8 missing town\)"):
        encoded(nothing)
    with pytest.raises(ProblemError, match="“town” has no level in any used row"):
        encoded(nothing, missing="indicate")


def test_names_of_indicators_never_meet_other_names() -> None:
    frame = table()
    frame["town = Köln"] = frame["area"] ** 2
    frame["town = Köln (2)"] = np.sqrt(frame["area"])
    data, ledger = to_dataset(frame, "price", ["town", "town = Köln", "town = Köln (2)"])
    assert data.feature_names == ("town = Bonn", "town = Köln (3)", "town = Köln", "town = Köln (2)")
    assert ledger.sources[1].level == "Köln"


def test_a_column_named_by_a_number_may_hold_texts() -> None:
    data, ledger = to_dataset(pd.DataFrame({0: ["a", "b", "a"], 1: [1.0, 2.0, 3.0]}), 1, [0])
    assert data.feature_names == ("0 = b",)
    assert ledger.sources[0].column == "0"


def test_dates_become_days() -> None:
    days = pd.to_datetime(["1970-01-01", "1970-01-03", None, "1969-12-31"])
    frame = pd.DataFrame({"sold": days, "price": [1.0, 2.0, 3.0, 4.0]})
    data, ledger = to_dataset(frame, "price", ["sold"])
    assert data.X[:, 0].tolist() == [0.0, 2.0, -1.0]
    assert ledger.sources == (core.Source("sold", "date"),)
    assert ledger.sentence == "4 read → 3 used (1 missing sold)"


LEVELS = st.sampled_from(["a", "B", "ä", "1", " ", "", "a b", "a = b"])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_predictions_do_not_depend_on_the_reference_level(data) -> None:
    n = data.draw(st.integers(8, 30))
    towns = data.draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    rng = np.random.default_rng(n)
    frame = pd.DataFrame({"town": towns, "area": rng.normal(size=n), "price": rng.normal(size=n)})
    predictions = []
    for level in sorted(set(towns)) if len(set(towns)) > 1 else []:
        found, ledger = encoded(frame, references={"town": level})
        assert ledger.categories[0].reference == level
        fit = core.fit(found)
        predictions.append(core.predict(found.X, fit.weights, fit.bias))
    for other in predictions[1:]:
        np.testing.assert_allclose(other, predictions[0], rtol=1e-7, atol=1e-9)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_texts_any_holes_any_recipe_give_finite_numbers_or_a_sentence(data) -> None:
    n = data.draw(st.integers(1, 12))
    number = st.one_of(st.none(), st.floats(), st.sampled_from(["?", 2**70]))
    column = {
        "town": data.draw(st.lists(st.one_of(st.none(), LEVELS), min_size=n, max_size=n)),
        "area": data.draw(st.lists(number, min_size=n, max_size=n)),
        "price": data.draw(st.lists(st.one_of(st.none(), st.floats()), min_size=n, max_size=n)),
    }
    kind = data.draw(st.sampled_from(["str", "object", "category"]))
    frame = pd.DataFrame({name: pd.Series(cells, dtype=object) for name, cells in column.items()})
    frame["town"] = frame["town"].astype(kind)
    before = frame.copy(deep=True)
    recipe = {
        "missing": data.draw(st.sampled_from(list(core.Missing))),
        "references": data.draw(st.dictionaries(st.just("town"), LEVELS)),
        "excluded": np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n))),
    }
    try:
        found, ledger = encoded(frame, **recipe)
    except ProblemError as error:
        if not error.problem.sentence.endswith("."):
            raise
    else:
        assert np.isfinite(found.X).all()
        assert len(ledger.sources) == found.n_features
        lost = sum(entry.rows for entry in ledger.dropped) + ledger.excluded
        assert ledger.rows_read == n == ledger.rows_used + lost
        assert all(sum(c.counts) <= ledger.rows_used for c in ledger.categories)
        assert "NaN" not in ledger.sentence
    pd.testing.assert_frame_equal(frame, before)


def test_texts_too_long_to_name_a_weight_are_no_levels() -> None:
    with pytest.raises(ProblemError, match="more than 1,000 characters"):
        encoded(table(["x" * 1001 if town == "Ulm" else town for town in TOWNS]))
