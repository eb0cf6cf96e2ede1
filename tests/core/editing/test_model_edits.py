"""Models of a table as values: what roles and recipe mean, and how another model changes them."""

from __future__ import annotations

import pandas as pd
import pytest

from linreg_gui.core.editing.column_edits import delete_columns, rename_column
from linreg_gui.core.editing.model_edits import model_of, with_model, with_roles
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import (
    project_from_parts,
    project_parts,
    read_project,
    write_project,
)
from linreg_gui.core.table.roles import Role, with_role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text

FRAME = pd.DataFrame(
    {
        "area": [1.0, 2, 3, 4, 5, 7, 8, 9],
        "town": ["Ulm", "Bonn"] * 4,
        "age": [3.0, 1, 4, 1, 5, 9, 2, 6],
        "price": [2.0, 7, 1, 8, 2, 8, 1, 8],
    }
)


def table(model: str) -> Table:
    roles = dict.fromkeys(FRAME, Role.IGNORED)
    return with_model(Table(FRAME, roles, "houses"), model_of_text(model, FRAME))


def written(changed: Table) -> str:
    model = model_of(changed)
    return "" if model is None else model.written


@pytest.mark.parametrize(
    "model",
    [
        "price ~ area",
        "price ~ area + town - 1",
        "price ~ area + town + area:town",
        "log(price) ~ town + poly(age, 2)",
        "price ~ town:poly(age, 2) + town:log(area)",
    ],
)
def test_a_model_is_the_same_after_it_was_chosen_and_saved(model, tmp_path) -> None:
    changed = table(model)
    assert model_of(changed) == model_of_text(model, FRAME)
    path = tmp_path / "houses.linreg"
    with path.open("wb") as file:
        write_project(file, Project(changed))
    again = read_project(path).table
    assert again.recipe.terms == changed.recipe.terms
    assert written(again) == written(changed)


def test_an_analysis_has_the_columns_of_the_model_and_asks_for_what_they_are_made_of() -> None:
    changed = table("price ~ town + poly(age, 2):town + I(area^2)")
    analysis = analyse(changed.frame, changed.roles, recipe=changed.recipe)
    assert analysis.data.feature_names == (
        "town = Ulm",
        "area^2",
        "poly(age, 2)[1] × town[Bonn]",
        "poly(age, 2)[2] × town[Bonn]",
        "poly(age, 2)[1] × town[Ulm]",
        "poly(age, 2)[2] × town[Ulm]",
    )
    assert analysis.form is not None
    assert [asked.column for asked in analysis.form.asked] == ["town", "area", "age"]
    assert analysis.form.typical == ("Bonn", 4.875, 3.875)


def test_a_column_that_is_a_feature_no_more_takes_its_terms_with_it() -> None:
    changed = table("price ~ town + area:town + I(age^2)")
    less = with_roles(changed, with_role(changed.roles, "area", Role.IGNORED))
    assert written(less) == "price ~ town + I(age^2)"
    alone = with_roles(changed, with_role(changed.roles, "town", Role.IGNORED))
    assert written(alone) == "price ~ area + I(age^2)"
    other = with_roles(changed, with_role(changed.roles, "area", Role.LABEL))
    assert written(other) == "area ~ town + price + I(age^2)"


def test_names_in_terms_follow_and_go_with_their_columns() -> None:
    changed = table("price ~ town + area:town + I(age^2)")
    renamed = rename_column(changed, "area", "the `area`")
    assert written(renamed) == "price ~ town + I(age^2) + `the ``area```:town"
    assert renamed.recipe.only_in_terms == ("age", "the `area`")
    assert written(delete_columns(changed, ["age"])) == "price ~ town + area:town"


def test_a_project_whose_terms_are_none_is_refused() -> None:
    parts = {"x": b""} | project_parts(Project(table("price ~ area + I(age^2)")))
    for wrong in (b"age^", b"agf^2", b"age", b"mean(age)"):
        damaged = {name: part.replace(b'"age^2"', b'"%b"' % wrong) for name, part in parts.items()}
        with pytest.raises(ProblemError, match="recipe, terms"):
            project_from_parts("houses", damaged)


def test_only_projects_with_terms_need_the_newer_format() -> None:
    for model, version in (("price ~ area", b'"format": 1'), ("price ~ area:town", b'"format": 2')):
        parts = project_parts(Project(table(model)))
        assert any(version in part for part in parts.values())
