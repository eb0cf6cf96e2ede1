"""What a person decides about the rows and columns of a table, besides what each column is used for."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray, frozen
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.term import Term, renamed_terms, terms_among


class Missing(enum.StrEnum):
    """What becomes of a row whose feature has no number.

    A filled cell counts as if it had been measured, in the fit and in all that is said about its certainty.
    Multiple imputation would do better, but its answer is many tables with a fit each, and this program shows
    one table and one line: for honest intervals, drop the rows.
    """

    DROP = "drop"
    MEAN = "mean"
    MEDIAN = "median"
    INDICATE = "indicate"


class LabelScale(enum.StrEnum):
    """What is done to the label before the fit."""

    PLAIN = "plain"
    LOG = "log"

    @classmethod
    def of(cls, model: ModelFormula) -> LabelScale:
        """That of a model."""
        return cls.LOG if model.log_label else cls.PLAIN


@dataclass(frozen=True, eq=False)
class Recipe:
    """How a table becomes a dataset; the default changes nothing.

    Attributes
    ----------
    missing : Missing
        For features; a row without a label is always dropped.
    references : mapping from column name to str
        The level of a category that gets no indicator column; the most frequent one where none is named.
    label_scale : LabelScale
    excluded : array of bool, shape (rows of the table,), or None
        Rows that are there but take no part; None for none of them.
    holdout : float
        Share of the used rows that is held out for validation, from 0 (none) to less than 1.
    terms : tuple of Term
        Interactions, powers and other terms besides the features themselves.
    only_in_terms : tuple of str
        Features that take part in these terms alone, and not by themselves.
    has_bias : bool
        Whether the model has a bias.
    weights : str or None
        The column that says how much each row counts; None where all count alike.
    row_names : str or None
        The column that names the rows; None for the first one of texts that is ignored.
    groups : str or None
        The column by whose values rows are coloured on the fit plot, with a line for each; None for none.
    """

    missing: Missing = Missing.DROP
    references: Mapping[str, str] = field(default_factory=dict)
    label_scale: LabelScale = LabelScale.PLAIN
    excluded: BoolArray | None = None
    holdout: float = 0.0
    terms: tuple[Term, ...] = ()
    only_in_terms: tuple[str, ...] = ()
    has_bias: bool = True
    weights: str | None = None
    row_names: str | None = None
    groups: str | None = None

    def looks_alone_differ(self, other: Recipe) -> bool:
        """Whether nothing but the groups may be otherwise in another recipe that came of this one."""
        names = (one.name for one in fields(self) if one.name != "groups")
        return all(getattr(self, name) is getattr(other, name) for name in names)

    def with_rows(self, order: IntArray) -> Recipe:
        """The recipe once the rows of the table are taken in this order; −1 stands for a new row."""
        if self.excluded is None:
            return self
        taken = np.zeros(len(order), dtype=bool)
        old = order >= 0
        taken[old] = self.excluded[order[old]]
        return self.with_excluded(taken)

    @property
    def counted(self) -> BoolArray | None:
        """The rows that are not excluded, which means in formulas are taken over; None for all."""
        return None if self.excluded is None else ~self.excluded

    def with_excluded(self, excluded: BoolArray) -> Recipe:
        """The recipe with these rows left out."""
        return replace(self, excluded=frozen(excluded.copy()) if excluded.any() else None)

    def with_names(self, names: Mapping[str, str]) -> Recipe:
        """The recipe once columns are called otherwise."""
        return replace(
            self,
            references={names.get(name, name): level for name, level in self.references.items()},
            terms=renamed_terms(self.terms, names),
            only_in_terms=tuple(names.get(name, name) for name in self.only_in_terms),
            weights=None if self.weights is None else names.get(self.weights, self.weights),
            row_names=None if self.row_names is None else names.get(self.row_names, self.row_names),
            groups=None if self.groups is None else names.get(self.groups, self.groups),
        )

    def of_columns(self, columns: Collection[str]) -> Recipe:
        """The recipe where there are these columns alone."""
        references = {name: level for name, level in self.references.items() if name in columns}
        weights, row_names, groups = (
            name if name in columns else None for name in (self.weights, self.row_names, self.groups)
        )
        found = replace(self, references=references, weights=weights, row_names=row_names, groups=groups)
        return found.of_features(columns)

    def of_features(self, features: Collection[str]) -> Recipe:
        """The recipe where these are the features: terms of others are none any more.

        A feature that took part in such a term alone takes part by itself.
        """
        terms = terms_among(self.terms, features)
        left = {name for term in terms for name in term.columns}
        only = tuple(name for name in self.only_in_terms if name in left)
        if terms == self.terms and only == self.only_in_terms:
            return self
        return replace(self, terms=terms, only_in_terms=only)
