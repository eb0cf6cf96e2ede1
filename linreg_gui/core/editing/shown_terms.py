"""The terms of the model of a table with the columns that each makes, and what others would make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.coding import MOST_COLUMNS, column_counts
from linreg_gui.core.terms.model_formula import ModelFormula, has_term
from linreg_gui.core.terms.notation import MOST_TERMS
from linreg_gui.core.terms.term import Factor, FactorKind, Term, in_order, interaction, power
from linreg_gui.core.wording import counted, is_or_are, joined

from .model_edits import model_of

# Of the columns that are offered; all others can be typed.
MOST_LISTED = 1_000


@dataclass(frozen=True)
class ShownTerms:
    """What there is to be seen of the terms, and to be chosen.

    Attributes
    ----------
    model : ModelFormula or None
        None while there is no label.
    counts : tuple of int or None
        How many columns each term makes; None where the levels of a category are not known.
    types : mapping from column name to ColumnType
        Of all columns but the label.
    levels : mapping from column name to int
        How many levels columns have as categories, where that is known.
    indicated : collection of str
        Columns of numbers that have an indicator of missing cells besides.
    problem : str
        Why there is no model to be seen; empty where there is one.
    """

    model: ModelFormula | None = None
    counts: tuple[int | None, ...] = ()
    types: Mapping[str, ColumnType] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    problem: str = ""
    indicated: Collection[str] = ()

    @property
    def offered(self) -> list[str]:
        """The columns that terms can be made of, not more than are listed."""
        label = None if self.model is None else self.model.label
        return [name for name in islice(self.types, MOST_LISTED + 1) if name != label][:MOST_LISTED]

    def is_category(self, factor: Factor) -> bool:
        """Whether a factor makes a column for each level."""
        if factor.kind is FactorKind.CATEGORY:
            return True
        is_column = factor.kind is FactorKind.COLUMN
        return is_column and self.types.get(factor.text) is ColumnType.CATEGORY

    def sizes(self, terms: Sequence[Term]) -> tuple[int | None, ...]:
        """How many columns each of these terms makes."""
        factors = {factor for term in terms for factor in term.factors if self.is_category(factor)}
        # What is not known counts as something, and is not told.
        levels = {factor: self.levels.get(factor.text, 2) for factor in factors}
        unknown = {factor for factor in factors if factor.text not in self.levels}
        counts = column_counts(terms, levels, True if self.model is None else self.model.has_bias)
        return tuple(
            None if unknown & term.key else count + (term.main in self.indicated)
            for term, count in zip(terms, counts, strict=True)
        )


def shown_terms(table: Table, levels: Mapping[str, int], indicated: Collection[str] = ()) -> ShownTerms:
    """The terms of a table, whose columns have so many levels as far as that is known.

    Missing cells count as a level where they are indicated; ``indicated`` are the columns of numbers for
    which there is an indicator.
    """
    features = list(table.roles.values()).count(Role.FEATURE)
    if features > MOST_TERMS:
        return ShownTerms(problem=f"{features:,} features are too many to be shown as terms here.")
    model = model_of(table)
    if model is None:
        return ShownTerms(problem="No column is the label yet.")
    shown = ShownTerms(model, (), table.types, dict(levels), indicated=tuple(indicated))
    return replace(shown, counts=shown.sizes(model.terms))


@dataclass(frozen=True)
class Addition:
    """What a choice would add to a model.

    Attributes
    ----------
    model : ModelFormula
        The model with it.
    name : str
        Of what is added, such as ``area × town``.
    sentence : str
        How many columns come with it, or why it cannot be added.
    possible : bool
    """

    model: ModelFormula
    name: str
    sentence: str
    possible: bool = True


def addition(shown: ShownTerms, term: Term) -> Addition | None:
    """A model with a term more; None without a model.

    An interaction or a power brings the features along that it is made of, as ``a * b`` does; a polynomial
    takes the place of the feature, which is a part of it.
    """
    if shown.model is None:
        return None
    model = shown.model
    if has_term(model.terms, term):
        return Addition(model, term.shown, f"{term.shown} is a term already.", possible=False)
    known = {other.key for other in model.terms}
    terms = [*model.terms, *(main for main in _parts(term) if main.key not in known), term]
    if term.order == 1 and term.factors[0].kind is FactorKind.POLYNOMIAL:
        terms = [other for other in terms if other.main != term.factors[0].text]
    ordered = in_order(terms)
    sizes = dict(zip(ordered, shown.sizes(ordered), strict=True))
    size = sizes[next(other for other in ordered if other.key == term.key)]
    new = replace(model, terms=ordered)
    if size is not None and size > MOST_COLUMNS:
        return Addition(new, term.shown, _too_many(term, size), possible=False)
    brought = [other.shown for other in ordered if other.key not in known and other.key != term.key]
    if size is None:
        told = f"{term.shown} makes as many columns as there are levels."
    else:
        told = f"{term.shown} makes {counted(size, 'column')}."
    if brought:
        told += f" {joined(brought)} {is_or_are(len(brought))} added with it."
    return Addition(new, term.shown, told)


def without_terms(model: ModelFormula, terms: Sequence[Term]) -> ModelFormula:
    """A model without some of its terms."""
    gone = {term.key for term in terms}
    return replace(model, terms=tuple(term for term in model.terms if term.key not in gone))


def too_many_columns(shown: ShownTerms, model: ModelFormula) -> str:
    """Why a model cannot be fitted, as a term makes too many columns; empty where none does."""
    for term, size in zip(model.terms, shown.sizes(model.terms), strict=True):
        if size is not None and size > MOST_COLUMNS:
            return _too_many(term, size)
    return ""


def choices(shown: ShownTerms, name: str) -> tuple[tuple[str, Term], ...]:
    """What can be made of a column, with the words for it: itself, powers, products with others."""
    if shown.model is None or name == shown.model.label or name not in shown.types:
        return ()
    alone = Term.of_column(name)
    found = [] if has_term(shown.model.terms, alone) else [("by itself", alone)]
    if shown.types[name] is ColumnType.NUMBER:
        found += [("squared", power(name, 2)), ("cubed", power(name, 3))]
        found += [(f"polynomial of degree {k}", _of(FactorKind.POLYNOMIAL, name, k)) for k in (2, 3, 4)]
        found.append(("as a category", _of(FactorKind.CATEGORY, name)))
    features = list(dict.fromkeys([*shown.model.columns, *shown.offered]))[:MOST_LISTED]
    found += [(f"× {other}", interaction(name, other)) for other in features if other != name]
    return tuple(found)


def _of(kind: FactorKind, name: str, degree: int = 0) -> Term:
    return Term((Factor(kind, name, degree),))


def _parts(term: Term) -> list[Term]:
    """The features that a term is made of, to stand before it."""
    if term.order == 1 and not term.factors[0].is_power:
        return []
    return [Term.of_column(name) for factor in term.factors for name in factor.columns]


def _too_many(term: Term, size: int) -> str:
    return (
        f"{term.shown} would make {size:,} columns, and a term makes at most {MOST_COLUMNS:,}: choose "
        "categories with fewer levels."
    )
