"""The terms of the model on the desk as groups of features that go in and out of it together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from linreg_gui.core.comparing.kept_cross import folds_of
from linreg_gui.core.editing.model_edits import model_of
from linreg_gui.core.progress import tell_progress
from linreg_gui.core.project.kept_fit import FoldSettings
from linreg_gui.core.shrinking.sums import Sums, sums_by_fold
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.term import Factor, FactorKind, Term

from .desk import Desk

_SHARE_OF_FOLDS = 0.3  # of the progress, for the pass over the rows


@dataclass(frozen=True, eq=False)
class TermGroups:
    """Which features each term of a model makes.

    Attributes
    ----------
    model : ModelFormula
    features : tuple of tuple of int
        For each of its terms.
    needs : tuple of frozenset of int
        The terms that must be in wherever one is: those that it is a product of, and those without which its
        categories would be coded otherwise.
    """

    model: ModelFormula
    features: tuple[tuple[int, ...], ...]
    needs: tuple[frozenset[int], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the terms are called, each another name."""
        return tuple(term.written if term.main is None else term.main for term in self.model.terms)

    def of_features(self, features: Collection[int]) -> tuple[int, ...]:
        """The terms that make some of these features, with those that they need."""
        chosen = {at for at, made in enumerate(self.features) if not set(made).isdisjoint(features)}
        left = list(chosen)
        while left:
            for need in self.needs[left.pop()] - chosen:
                chosen.add(need)
                left.append(need)
        return tuple(sorted(chosen))

    def model_with(self, chosen: Collection[int]) -> ModelFormula:
        """The model of some of the terms."""
        return replace(self.model, terms=tuple(self.model.terms[at] for at in sorted(chosen)))


def term_groups_of(desk: Desk) -> TermGroups:
    """`TermGroups` of the model on the desk."""
    return desk.once("term groups", lambda: _term_groups(desk))


def fold_sums_of(desk: Desk) -> list[Sums]:
    """`sums_by_fold` of the rows that take part, in folds by their identities; raises as that."""
    return desk.once(("fold sums", desk.folds), lambda: _fold_sums(desk))


def tell_after_folds(share: float) -> None:
    """Tell the progress of what comes once there are `fold_sums_of`, of which it tells the first part."""
    tell_progress(_SHARE_OF_FOLDS + (1.0 - _SHARE_OF_FOLDS) * share)


def _fold_sums(desk: Desk) -> list[Sums]:
    data = desk.data
    # To leave out single rows would take a path, or a choice of features, for each of them.
    count = max(2, min(desk.folds.folds or FoldSettings.folds, data.n_rows))
    settings = replace(desk.folds, folds=count, repeats=1)
    folds = folds_of(desk.table, desk.analysis.table_rows, settings)[0]
    return sums_by_fold(data, folds, lambda share: tell_progress(_SHARE_OF_FOLDS * share))


def _term_groups(desk: Desk) -> TermGroups:
    model, sources = model_of(desk.table), desk.analysis.ledger.sources
    assert model is not None
    categories = {base.column for source in sources for base in source.bases if base.kind is SourceKind.LEVEL}
    numbers = {source.column for source in sources if source.kind in (SourceKind.NUMBER, SourceKind.DATE)}

    def is_category(factor: Factor) -> bool:
        plain = factor.kind is FactorKind.COLUMN and factor.text in categories - numbers
        return plain or factor.kind is FactorKind.CATEGORY

    made: list[list[int]] = [[] for _ in model.terms]
    for feature, source in enumerate(sources):
        made[_term_of(source, model.terms, numbers)].append(feature)
    needs = _needs(model, is_category)
    return TermGroups(model, tuple(map(tuple, made)), needs)


def _term_of(source: Source, terms: Sequence[Term], numbers: Collection[str]) -> int:
    """The place of the term that makes a feature."""
    if source.is_made:
        return next(
            at for at, term in enumerate(terms) if term.main is None and term.written == source.column
        )
    mains = {term.main: at for at, term in enumerate(terms)}
    as_category = {
        term.factors[0].text: at
        for at, term in enumerate(terms)
        if term.order == 1 and term.factors[0].kind is FactorKind.CATEGORY
    }
    name = source.column
    if source.kind is SourceKind.LEVEL and name in as_category and (name in numbers or name not in mains):
        return as_category[name]
    if name in mains:
        return mains[name]
    return next(at for at, term in enumerate(terms) if name in term.columns)


def _needs(model: ModelFormula, is_category: object) -> tuple[frozenset[int], ...]:
    assert callable(is_category)
    found = []
    first = next((at for at, term in enumerate(model.terms) if any(map(is_category, term.factors))), None)
    for at, term in enumerate(model.terms):
        needs = {other for other, part in enumerate(model.terms) if part.key < term.key}
        for factor in filter(is_category, term.factors):
            rest = term.key - {factor}
            if rest and not any(rest <= model.terms[need].key for need in needs):
                needs |= {next((k for k in range(at) if rest <= model.terms[k].key), at)} - {at}
            if not model.has_bias and first is not None and first != at:
                needs.add(first)  # which has a column for each of its levels, as there is no bias
        found.append(frozenset(needs))
    return tuple(found)
