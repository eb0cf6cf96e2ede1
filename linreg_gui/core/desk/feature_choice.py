"""The terms of the model on the desk, chosen forwards, backwards or as the best subset."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.shrinking.curve import ValidationCurve
from linreg_gui.core.shrinking.selection import MOST_STEPWISE, FeatureSelection, select_features
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.wording import counted, first_few

from .desk import Desk
from .shrinkage import PenaltyRule, error_text
from .term_groups import TermGroups, fold_sums_of, tell_after_folds, term_groups_of

_NAMED = 6
WARNING_HELP = (
    "These very data chose the terms: intervals and p-values of the model that is taken are too narrow, as "
    "they know nothing of the choice. The cross-validated error does, as terms are chosen anew in each fold."
)


class ChoiceMethod(enum.StrEnum):
    """How terms are chosen; the values are kept on the disk, and those of `select_features`."""

    FORWARDS = "forwards"
    BACKWARDS = "backwards"
    BEST = "best"


@dataclass(frozen=True)
class ChoiceWish:
    """What is to be seen.

    Attributes
    ----------
    method : ChoiceMethod
    rule : PenaltyRule
        Which size is taken where none was chosen by hand.
    size : int
        How many terms; −1 for as many as the rule says.
    """

    method: ChoiceMethod = ChoiceMethod.FORWARDS
    rule: PenaltyRule = PenaltyRule.SIMPLEST
    size: int = -1

    def __post_init__(self) -> None:
        if not -1 <= self.size <= MOST_STEPWISE:
            raise ValueError(f"A model has from 0 to {MOST_STEPWISE} terms.")


@dataclass(frozen=True, eq=False)
class FeatureChoice:
    """What is shown.

    Attributes
    ----------
    wish : ChoiceWish
    found : FeatureSelection
        A model of each size, from no terms on.
    at : int
        The size that is chosen.
    label : str
    model : ModelFormula or None
        Of the terms that are chosen; None where that is the model there is, or none is left.
    sentence : str
    remark : str
        What else holds for these data; may be empty.
    """

    wish: ChoiceWish
    found: FeatureSelection
    at: int
    label: str
    model: ModelFormula | None
    sentence: str
    remark: str

    @property
    def curve(self) -> ValidationCurve:
        """Of each size."""
        return self.found.curve

    @property
    def sizes(self) -> FloatArray:
        """How many terms each model has, shape (m,)."""
        return np.arange(len(self.found.sets), dtype=float)

    @property
    def taken(self) -> tuple[str, ...]:
        """What the terms are called that are chosen."""
        return self.found.names(self.at)

    def is_in(self, size: int, term: int) -> bool:
        """Whether a term is in the model of a size."""
        return term in self.found.sets[size]

    def note(self, size: int, term: int) -> str:
        """Whether a term is in a model, and in how many folds it is, in words."""
        found = self.found
        where = "in" if self.is_in(size, term) else "not in"
        times = f"{int(found.times_chosen[size, term])} of {counted(found.n_folds, 'fold')}"
        return (
            f"{found.group_names[term]} is {where} the model of {counted(size, 'term')}, in that of {times}."
        )


@dataclass(frozen=True)
class NoFeatureChoice:
    """Why there is none."""

    wish: ChoiceWish
    sentence: str


def feature_choice_of(desk: Desk, wish: ChoiceWish) -> FeatureChoice | NoFeatureChoice:
    """What is wished for; in a job, as it may take a while."""
    groups = term_groups_of(desk)
    made = [at for at, features in enumerate(groups.features) if features]
    try:
        found = desk.once(
            ("choice", wish.method, desk.folds), partial(_selected, desk, groups, made, wish.method)
        )
    except ProblemError as error:
        return NoFeatureChoice(wish, error.problem.sentence)
    at = found.best if wish.rule is PenaltyRule.BEST else found.simplest
    if wish.size >= 0:
        at = min(wish.size, len(found.sets) - 1)
    chosen = {made[one] for one in found.sets[at]}
    return FeatureChoice(
        wish=wish,
        found=found,
        at=at,
        label=desk.data.label_name,
        model=groups.model_with(chosen) if 0 < len(chosen) < len(groups.features) else None,
        sentence=_sentence(found, at),
        remark=_remark(desk, found, len(made)),
    )


def _selected(desk: Desk, groups: TermGroups, made: Sequence[int], method: ChoiceMethod) -> FeatureSelection:
    names, features = groups.names, desk.data.feature_names
    return select_features(
        desk.data,
        method.value,
        groups={names[at]: [features[j] for j in groups.features[at]] for at in made},
        needs={names[at]: [names[need] for need in groups.needs[at] if need in made] for at in made},
        known=desk.analysis.moments,
        known_folds=fold_sums_of(desk),
        told=tell_after_folds,
    )


def _sentence(found: FeatureSelection, at: int) -> str:
    curve = found.curve
    told = f"{counted(at, 'term')}: cross-validated RMSE {error_text(curve, at)}"
    if at == curve.best:
        told += ", the least."
    else:
        least = f"{error_text(curve, curve.best)} with {curve.best:,}"
        within = ", within one standard error of the least, " if at == curve.simplest else "; the least is "
        told += f"{within}{least}."
    names = found.names(at)
    if not names:
        return told
    return f"{told} {'It is' if len(names) == 1 else 'These are'} {first_few(names, _NAMED)}."


def _remark(desk: Desk, found: FeatureSelection, n_terms: int) -> str:
    told = []
    if found.curve.best == 0:
        told.append("No term does better than none at all.")
    if len(found.sets) <= n_terms:
        most = counted(len(found.sets) - 1, "term")
        told.append(f"More than {most} would be too many for the rows of a fold.")
    if found.curve.best == n_terms and n_terms:
        whole = number_text(float(found.curve.rmse[n_terms]), 4)
        told.append(f"All terms together do best, {whole}: to leave some out is of no use here.")
    if not desk.objective.is_least_squares:
        told.append("All of these are answers of least squares.")
    return " ".join(told)
