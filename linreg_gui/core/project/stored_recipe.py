"""The recipe of a table as a project file has it, which anyone may have written."""

from __future__ import annotations

from collections.abc import Collection

from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.notation import read_terms

# Of the newest projects that are understood.
FORMAT = 3
# With terms, weights, groups or states of rows; without any of these, and no sample, the first one will do.
_OF_TERMS = 2


def format_for(table: Table) -> int:
    """The first format that has all of a table: an earlier program would leave things out without a word."""
    recipe = table.recipe
    if table.large is not None:
        return FORMAT  # or the sample would be taken for all rows
    newer = recipe.terms or not recipe.has_bias or recipe.weights is not None or recipe.groups is not None
    return _OF_TERMS if newer or table.states else 1


def check_recipe(recipe: Recipe, columns: Collection[str]) -> None:
    """Raise a WrongValue unless it can be the recipe of a table with these columns."""
    if not 0.0 <= recipe.holdout < 1.0:
        raise WrongValue("recipe, holdout", "from 0 to less than 1")
    for used in (recipe.weights, recipe.row_names, recipe.groups):
        if used is not None and used not in columns:
            raise WrongValue("recipe", "about columns that are there")
    try:
        mentioned = {column for term in recipe.terms for column in term.columns}
        same = all(read_terms([term.written]) == (term,) and term.main is None for term in recipe.terms)
    except ProblemError as error:
        raise WrongValue("recipe, terms", "some that can be computed") from error
    if not same:
        raise WrongValue("recipe, terms", "as they are written")
    if not mentioned <= set(columns) or not set(recipe.only_in_terms) <= mentioned:
        raise WrongValue("recipe, terms", "about columns that are there")
