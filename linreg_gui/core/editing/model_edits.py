"""Edits of the model: which columns it is about, by which terms; each gives a new table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.term import Term, in_order


def model_of(table: Table) -> ModelFormula | None:
    """The model that roles and recipe of a table mean; None while there is no label."""
    roles, recipe = table.roles_as_came, table.recipe
    label = next((name for name, role in roles.items() if role is Role.LABEL), None)
    if label is None:
        return None
    features = [name for name, role in roles.items() if role is Role.FEATURE]
    mains = [Term.of_column(name) for name in features if name not in recipe.only_in_terms]
    terms = in_order([*mains, *recipe.terms])
    return ModelFormula(label, terms, recipe.has_bias, recipe.label_scale is LabelScale.LOG)


def with_model(table: Table, model: ModelFormula) -> Table:
    """The table with another model: the columns it names are features, all others are ignored."""
    features = set(model.columns)
    roles = {name: Role.FEATURE if name in features else Role.IGNORED for name in table.roles}
    roles[model.label] = Role.LABEL
    recipe = replace(
        table.recipe,
        terms=model.others,
        only_in_terms=model.only_in_terms,
        has_bias=model.has_bias,
        label_scale=LabelScale.of(model),
    )
    return replace(table, roles=roles, recipe=recipe)


def with_roles(table: Table, roles: Mapping[str, Role]) -> Table:
    """The table with other roles; terms of columns that are no features any more go with them."""
    features = {name for name, role in roles.items() if role is Role.FEATURE}
    return replace(table, roles=dict(roles), recipe=table.recipe.of_features(features))
