"""Ridge, lasso and elastic net of the model on the desk, with the words for what is to be seen."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.shrinking.curve import ValidationCurve
from linreg_gui.core.shrinking.path import LEAST_MIXING, ShrinkagePath
from linreg_gui.core.shrinking.validated_path import ValidatedPath, validated_path
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.wording import counted, is_or_are, joined

from .desk import Desk
from .term_groups import fold_sums_of, tell_after_folds, term_groups_of

# λ of these orders of magnitude can be asked for.
LEAST_PENALTY, MOST_PENALTY = 1e-12, 1e6
_SAME = 1e-9
WARNING = "Intervals and p-values are not valid after selection."
WARNING_HELP = (
    "These weights are drawn to 0, and these very data chose by how much and which are left: intervals and "
    "p-values do not hold for them, nor for the same features fitted anew."
)


class PenaltyKind(enum.StrEnum):
    """What is penalised; the values are kept on the disk."""

    LASSO = "lasso"
    RIDGE = "ridge"
    ELASTIC_NET = "elastic net"


class PenaltyRule(enum.StrEnum):
    """Which λ is taken where none was chosen by hand; the values are kept on the disk."""

    BEST = "best"
    SIMPLEST = "simplest"


@dataclass(frozen=True)
class ShrinkageWish:
    """What is to be seen.

    Attributes
    ----------
    kind : PenaltyKind
    mixing : float
        Of the elastic net: the share of the sizes of weights in its penalty.
    common_axis : bool
        Every weight times the standard deviation of its feature, in label units, so that they share an axis;
        or each in its own units, label units per feature unit.
    rule : PenaltyRule
    penalty : float
        λ; 0 for that of the rule.
    """

    kind: PenaltyKind = PenaltyKind.LASSO
    mixing: float = 0.5
    common_axis: bool = True
    rule: PenaltyRule = PenaltyRule.SIMPLEST
    penalty: float = 0.0

    def __post_init__(self) -> None:
        known = self.penalty == 0.0 or LEAST_PENALTY <= self.penalty <= MOST_PENALTY
        if not (LEAST_MIXING <= self.mixing <= 1.0 and known):
            raise ValueError("The mixing is from 0.01 to 1, and the penalty 0 or a number of usual size.")

    @property
    def whole_mixing(self) -> float:
        """Of what is wished for: 0 for ridge, 1 for the lasso."""
        return {PenaltyKind.RIDGE: 0.0, PenaltyKind.LASSO: 1.0}.get(self.kind, self.mixing)


@dataclass(frozen=True, eq=False)
class Shrinkage:
    """What is shown.

    Attributes
    ----------
    wish : ShrinkageWish
    found : ValidatedPath
    at : int
        The place of the λ that is chosen among the penalties.
    unit : str
        What stands at the axis of the weights.
    order : tuple of int
        All features, those of most effect at the least penalty first.
    model : ModelFormula or None
        Of the terms whose weights are not 0; None where that is the model there is, or none is left.
    taken : tuple of str
        What these terms are called.
    sentence : str
    remark : str
        What else holds for these data; may be empty.
    """

    wish: ShrinkageWish
    found: ValidatedPath
    at: int
    unit: str
    order: tuple[int, ...]
    model: ModelFormula | None
    taken: tuple[str, ...]
    sentence: str
    remark: str

    @property
    def path(self) -> ShrinkagePath:
        """Of all rows."""
        return self.found.path

    @property
    def curve(self) -> ValidationCurve:
        """At each penalty."""
        return self.found.curve

    @property
    def penalty(self) -> float:
        """λ."""
        return float(self.path.penalties[self.at])

    @cached_property
    def values(self) -> FloatArray:
        """The weights in the units that are wished for, shape (penalties, d)."""
        return values_of(self.path, self.wish.common_axis)

    def note(self, feature: int, at: int) -> str:
        """A weight under a penalty, in words."""
        name = self.path.feature_names[feature]
        own = number_text(float(self.path.weights[at, feature]), 4)
        scaled = number_text(float(values_of(self.path, True)[at, feature]), 4)
        return f"{name}: {own} a unit, {scaled} a standard deviation"


@dataclass(frozen=True)
class NoShrinkage:
    """Why there is none."""

    wish: ShrinkageWish
    sentence: str


def values_of(path: ShrinkagePath, common_axis: bool) -> FloatArray:
    """Weights in label units per standard deviation of their features, or per unit of these."""
    return path.standardised * path.units.label if common_axis else path.weights


def shrinkage_of(desk: Desk, wish: ShrinkageWish) -> Shrinkage | NoShrinkage:
    """What is wished for; in a job, as it may take a while."""
    try:
        found = _validated(desk, wish)
    except ProblemError as error:
        return NoShrinkage(wish, error.problem.sentence)
    path, data = found.path, desk.data
    at = found.curve.best if wish.rule is PenaltyRule.BEST else found.curve.simplest
    if wish.penalty:
        at = path.nearest(wish.penalty)
    groups = term_groups_of(desk)
    left = np.flatnonzero(path.standardised[at])
    chosen = groups.of_features(left.tolist())
    is_new = bool(chosen) and len(chosen) < len(groups.features)
    effect = np.abs(values_of(path, True)[-1])
    spread = "standard deviation" if data.has_bias else "root mean square"
    return Shrinkage(
        wish=wish,
        found=found,
        at=at,
        unit=f"{data.label_name} per {spread}" if wish.common_axis else f"{data.label_name} per unit",
        order=tuple(np.argsort(-effect, kind="stable").tolist()),
        model=groups.model_with(chosen) if is_new else None,
        taken=tuple(groups.names[one] for one in chosen),
        sentence=_sentence(wish, found, at),
        remark=_remark(desk, found, left.tolist(), chosen),
    )


def _validated(desk: Desk, wish: ShrinkageWish) -> ValidatedPath:
    mixing = wish.whole_mixing
    base = desk.once(("shrinkage", mixing, desk.folds), lambda: _worked_out(desk, mixing, None))
    known = base.path.penalties
    if not wish.penalty or np.abs(known / wish.penalty - 1.0).min() < _SAME:
        return base
    # Of the penalties that are typed the last one stays known alone.
    penalties = np.append(known, wish.penalty)
    about = wish.penalty, desk.folds
    return desk.latest(("shrinkage at", mixing), about, lambda: _worked_out(desk, mixing, penalties))


def _worked_out(desk: Desk, mixing: float, penalties: FloatArray | None) -> ValidatedPath:
    return validated_path(
        desk.data,
        mixing,
        penalties=penalties,
        known=desk.analysis.moments,
        known_folds=fold_sums_of(desk),
        told=tell_after_folds,
    )


def _sentence(wish: ShrinkageWish, found: ValidatedPath, at: int) -> str:
    path, curve = found.path, found.curve
    count, d = int(path.n_nonzero[at]), len(path.feature_names)
    left = f"{count:,} of {counted(d, 'weight')}"
    if wish.kind is PenaltyKind.RIDGE:
        left = f"{counted(d, 'weight')}, as good as {number_text(float(path.freedom[at]), 3)}"
    penalty, error = number_text(float(path.penalties[at]), 4), error_text(curve, at)
    told = f"λ = {penalty}: {left}, cross-validated RMSE {error}"
    least = f"{error_text(curve, curve.best)} at λ = {number_text(found.best, 4)}"
    if at == curve.best:
        return f"{told}, the least."
    if at == curve.simplest:
        return f"{told}, within one standard error of the least, {least}."
    return f"{told}; the least is {least}."


def error_text(curve: ValidationCurve, at: int) -> str:
    """Such as “54.3 ± 2.1”, with digits that the error leaves."""
    error, rmse = float(curve.rmse_standard_error[at]), float(curve.rmse[at])
    shown = number_text(error, 2)
    if not (error > 0.0 and rmse > 0.0):
        return number_text(rmse, 4)
    digits = max(2, math.floor(math.log10(rmse)) - math.floor(math.log10(error)) + 2)
    return f"{number_text(rmse, min(digits, 6))} ± {shown}"


def _remark(desk: Desk, found: ValidatedPath, left: Sequence[int], chosen: Sequence[int]) -> str:
    path, told = found.path, []
    groups = term_groups_of(desk)
    if found.curve.best == len(path.penalties) - 1:
        told.append("The error falls down to the least λ: to shrink the weights is of no use here.")
    elif found.curve.best == 0 and path.mixing:
        told.append("No feature does better than none at all.")
    several = [
        at for at in chosen if 1 < len(groups.features[at]) != len(set(groups.features[at]) & set(left))
    ]
    if several:
        names = joined([f"“{groups.names[at]}”" for at in several[:3]] + (["others"] if several[3:] else []))
        told.append(f"Some features of {names} are out; in a model such a term is as a whole.")
    needed = [at for at in chosen if not set(groups.features[at]) & set(left)]
    if needed:
        names = joined([f"“{groups.names[at]}”" for at in needed[:3]] + (["others"] if needed[3:] else []))
        told.append(
            f"{names} {is_or_are(len(needed))} taken as others need {'it' if len(needed) == 1 else 'them'}."
        )
    if not desk.objective.is_least_squares:
        told.append("All of these are answers of least squares.")
    return " ".join(told)
