"""What is shown of the terms of a model, and what a choice would add."""

from __future__ import annotations

import numpy as np
import pandas as pd

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.editing.shown_terms import (
    MOST_LISTED,
    ShownTerms,
    addition,
    choices,
    shown_terms,
    too_many_columns,
    without_terms,
)
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.terms.notation import read_terms
from linreg_gui.core.terms.term import Term, interaction

FRAME = pd.DataFrame(
    {
        "area": np.arange(12.0),
        "town": ["Ulm", "Bonn", "Köln"] * 4,
        "street": list("abcd") * 3,
        "age": np.arange(12.0) ** 2,
        "price": np.arange(12.0),
    }
)


def shown(model: str, **levels: int) -> ShownTerms:
    numeric = frozenset(numeric_columns(FRAME))
    table = Table(FRAME, dict.fromkeys(FRAME, Role.IGNORED), "houses", numeric=numeric)
    return shown_terms(with_model(table, model_of_text(model, FRAME)), levels)


def test_each_term_tells_how_many_columns_it_makes() -> None:
    found = shown("price ~ area + town + poly(age, 3) + area:town + town:street", town=3, street=4)
    assert found.model is not None
    assert [term.shown for term in found.model.terms] == [
        "area",
        "town",
        "poly(age, 3)",
        "area × town",
        "town × street",
    ]
    assert found.counts == (1, 2, 3, 2, 9)
    assert shown("price ~ area + town:area").counts == (1, None)


def test_a_product_brings_its_features_along_and_a_polynomial_takes_the_place_of_its_own() -> None:
    before = shown("price ~ area", town=3)
    (term,) = read_terms(["area:town"])
    added = addition(before, term)
    assert added is not None
    assert added.model.written == "price ~ area + town + area:town"
    assert added.sentence == "area × town makes 2 columns. town is added with it."
    (bent,) = read_terms(["poly(area, 2)"])
    instead = addition(before, bent)
    assert instead is not None
    assert instead.model.written == "price ~ poly(area, 2)"


def test_what_would_make_thousands_of_columns_is_told_and_not_possible() -> None:
    before = shown("price ~ area", town=80, street=80)
    (term,) = read_terms(["town:street"])
    added = addition(before, term)
    assert added is not None
    assert not added.possible
    assert "would make 6,241 columns" in added.sentence
    assert "6,400" in too_many_columns(before, model_of_text("price ~ town:street", FRAME))


def test_a_term_that_is_there_already_is_not_added_again() -> None:
    (term,) = read_terms(["town:area"])
    added = addition(shown("price ~ area + town + area:town", town=3), term)
    assert added is not None
    assert (added.possible, added.sentence) == (False, "town × area is a term already.")


def test_of_a_column_of_numbers_more_can_be_made_than_of_texts() -> None:
    found = shown("price ~ area")
    assert [words for words, _ in choices(found, "age")] == [
        "by itself",
        "squared",
        "cubed",
        "polynomial of degree 2",
        "polynomial of degree 3",
        "polynomial of degree 4",
        "as a category",
        "× area",
        "× town",
        "× street",
    ]
    assert [words for words, _ in choices(found, "town")] == ["by itself", "× area", "× street", "× age"]


def test_terms_that_are_taken_out_leave_the_others() -> None:
    model = model_of_text("price ~ area * town", FRAME)
    (term,) = read_terms(["town:area"])
    assert without_terms(model, [term]).written == "price ~ area + town"


def test_without_a_label_and_with_very_many_features_there_is_a_sentence() -> None:
    nobody = Table(FRAME, dict.fromkeys(FRAME, Role.IGNORED), "houses")
    assert shown_terms(nobody, {}).problem == "No column is the label yet."
    wide = pd.DataFrame(np.zeros((2, 2_002)), columns=[f"x{k}" for k in range(2_002)])
    roles = {name: Role.LABEL if name == "x0" else Role.FEATURE for name in wide}
    assert shown_terms(Table(wide, roles, "genes"), {}).problem.startswith("2,001 features are too many")


def test_the_label_is_not_offered_and_of_very_many_columns_the_first_are() -> None:
    few = shown("price ~ area")
    assert few.offered == ["area", "town", "street", "age"]
    assert choices(few, "price") == ()
    names = [f"c{j}" for j in range(MOST_LISTED + 5)]
    frame = pd.DataFrame(np.zeros((3, len(names))), columns=names)
    roles = dict.fromkeys(names, Role.IGNORED) | {"c2": Role.LABEL, "c7": Role.FEATURE}
    many = shown_terms(Table(frame, roles, "wide", numeric=frozenset(names)), {})
    assert many.offered == [name for name in names if name != "c2"][:MOST_LISTED]


def test_a_term_is_added_to_thousands_by_a_look_at_each(monkeypatch) -> None:
    names = [f"c{j}" for j in range(1_500)]
    frame = pd.DataFrame(np.zeros((3, len(names))), columns=names)
    roles = dict.fromkeys(names, Role.FEATURE) | {"c0": Role.LABEL}
    many = shown_terms(Table(frame, roles, "wide", numeric=frozenset(names)), {})
    asked = []
    key = Term.key.func
    monkeypatch.setattr(Term, "key", property(lambda term: asked.append(term) or key(term)))
    added = addition(many, interaction("c1", "c2"))
    assert added is not None
    assert added.name == "c1 × c2"
    assert len(asked) < 20 * len(names)
