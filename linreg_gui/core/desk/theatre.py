"""Which features say the same, what leaving one out does, and what noise on all of them does."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.inference.checked_fit import CheckedFit
from linreg_gui.core.inference.collinearity import Collinearity
from linreg_gui.core.inference.without_feature import WithoutFeature, without_feature
from linreg_gui.core.model.moments import moments
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.wording import first_few, joined, shortened

from .desk import Desk
from .least_squares import other_than_least_squares
from .noisy_features import NoisyFeatures, noisy_features
from .parts import checked_of, collinearity_of

MOST_SIGMA = 1.0
_STRONG, _WEAK = 30.0, 10.0  # condition indices: Belsley, Kuh and Welsch (1980), 3.2
_SHARE = 0.5
_NAMED, _LONGEST = 5, 40


class Act(enum.StrEnum):
    """What is to be seen; the values are kept on the disk."""

    DIRECTIONS = "directions"
    WITHOUT = "without"
    NOISE = "noise"


@dataclass(frozen=True)
class TheatreWish:
    """What a person plays with.

    Attributes
    ----------
    act : Act
    without : str
        The feature that is left out; none where there is no such feature.
    sigma : float
        Of the noise, in standard deviations of each feature.
    seed : int
        Of the draws.
    """

    act: Act = Act.DIRECTIONS
    without: str = ""
    sigma: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        if not (0.0 <= self.sigma <= MOST_SIGMA and 0 <= self.seed < 1 << 32):
            raise ValueError(f"The noise is from 0 to {MOST_SIGMA}, and its seed a whole number.")


@dataclass(frozen=True, eq=False)
class FeatureNumbers:
    """Numbers of the features as they are, and NaN where they have none; shape (d,) each.

    Standard errors are those of noise of constant variance.
    """

    weights: FloatArray
    standard_errors: FloatArray
    variance_inflation: FloatArray


@dataclass(frozen=True, eq=False)
class Theatre:
    """What is shown.

    Attributes
    ----------
    wish : TheatreWish
    names : sequence of str
    found : Collinearity or None
        None where features depend on each other exactly, or there are too few rows.
    now : FeatureNumbers
    then : WithoutFeature or None
        Without the feature that is left out.
    noise : NoisyFeatures or None
        With noise on the features.
    label : str
        In whose units weights are.
    sentence : str
        On the act that is shown.
    """

    wish: TheatreWish
    names: Sequence[str]
    found: Collinearity | None
    now: FeatureNumbers
    then: WithoutFeature | None
    noise: NoisyFeatures | None
    label: str
    sentence: str


def theatre_of(desk: Desk, wish: TheatreWish) -> Theatre:
    """What is wished for; directions and inflation are of the features alone, whatever the loss is."""
    names, label, found, problem = desk.data.feature_names, desk.data.label_name, None, ""
    try:
        found = collinearity_of(desk)
    except ProblemError as error:
        problem = error.problem.sentence
    now = _now(desk, found)
    if wish.act is Act.NOISE:
        noise, sentence = _with_noise(desk, wish)
        return Theatre(wish, names, found, now, None, noise, label, sentence)
    if wish.act is Act.WITHOUT:
        then, sentence = _without(desk, wish, problem)
        return Theatre(wish, names, found, now, then, None, label, sentence)
    return Theatre(wish, names, found, now, None, None, label, problem or _shared(names, found))


def _now(desk: Desk, found: Collinearity | None) -> FeatureNumbers:
    unknown = np.full(desk.data.n_features, math.nan)
    errors = unknown
    if not other_than_least_squares(desk, ""):
        with suppress(ProblemError):  # the sentence of the act tells why
            errors = _errors(checked_of(desk))
    weights = unknown if desk.fit is None else desk.fit.weights
    return FeatureNumbers(weights, errors, unknown if found is None else found.variance_inflation)


def _errors(checked: CheckedFit) -> FloatArray:
    """Standard errors of the weights, on noise of constant variance; raises where no row is to spare."""
    checked.need(1)
    variances = checked.factor.unit_variances()[checked.design.first :]
    return np.sqrt(checked.residual_sum / checked.freedom * variances)


def _shared(names: Sequence[str], found: Collinearity | None) -> str:
    """Which features share a direction, by their shares of variance at the largest indices."""
    if found is None:
        return ""
    told = []
    for index, shares in zip(found.condition_indices[::-1], found.variance_proportions[::-1], strict=True):
        together = np.flatnonzero(shares > _SHARE)
        if index <= _WEAK or together.size < 2:
            continue
        together = together[np.argsort(-shares[together], kind="stable")]
        parts = [f"“{shortened(names[j], _LONGEST)}” ({100.0 * shares[j]:.0f} %)" for j in together[:_NAMED]]
        strength = "strongly" if index > _STRONG else "moderately"
        told.append(
            f"{_listed(parts, together.size)} share a direction {strength}: "
            f"condition index {number_text(float(index), 3)}"
        )
    if not told:
        number = number_text(found.condition_number, 3)
        return (
            f"No two features share a direction: the condition number is {number}, and above 10 that would "
            "be of note, above 30 of harm."
        )
    listed = first_few(told, 3, "such direction", separator="; ", last="; and ")
    return f"{listed}. In brackets, the share of the variance of each weight."


def _listed(parts: Sequence[str], total: int) -> str:
    return joined(parts) if total == len(parts) else first_few(parts, _NAMED, of=total)


def _without(desk: Desk, wish: TheatreWish, problem: str) -> tuple[WithoutFeature | None, str]:
    names = desk.data.feature_names
    why = problem or other_than_least_squares(desk, "Standard errors are told")
    if why:
        return None, why
    if wish.without not in names:
        return None, "Choose a feature to see what errors and inflation are without it."
    try:
        checked = checked_of(desk)
        errors = _errors(checked)
    except ProblemError as error:
        return None, error.problem.sentence
    then = without_feature(desk.data, wish.without, checked)
    sigma = math.sqrt(checked.residual_sum / checked.freedom * checked.unit)
    name = f"“{shortened(wish.without, _LONGEST)}”"
    before, after = number_text(checked.fit.r_squared, 4), number_text(then.r_squared, 4)
    fall = f"R² stays at {before}" if before == after else f"R² falls from {before} to {after}"
    cost = f"{fall}, and σ goes from {number_text(sigma, 4)} to {number_text(then.sigma, 4)}"
    ratio = errors / then.standard_errors
    if len(names) == 1 or np.isnan(ratio).all():
        return then, f"Without {name}: {cost}."
    best = int(np.nanargmax(ratio))
    if ratio[best] < 1.05:
        return then, f"Without {name} no weight is told more surely; {cost}."
    other = f"“{shortened(names[best], _LONGEST)}”"
    times = number_text(float(ratio[best]), 3)
    return then, f"Without {name} the standard error of {other} is {times} times smaller; {cost}."


def _with_noise(desk: Desk, wish: TheatreWish) -> tuple[NoisyFeatures | None, str]:
    analysis, data = desk.analysis, desk.data
    if data.row_weights is not None:
        return None, "The noise is that of rows of equal weight, and these rows have weights."
    plain, has_bias = (
        None if analysis.exact.dependencies else analysis.exact.weights,
        analysis.exact.bias_fitted,
    )
    try:
        m = analysis.moments if has_bias else desk.once("about 0", lambda: moments(data, centred=False))
        noise = noisy_features(m, wish.sigma, plain, centred=has_bias, seed=wish.seed)
    except ProblemError as error:
        return None, error.problem.sentence
    n = noise.n_rows
    own, expected = (float(np.diag(gram).mean()) / n for gram in (noise.mean_gram, noise.expected_gram))
    off = float(np.abs(noise.mean_gram - noise.expected_gram).max()) / n
    penalty = f"{noise.times}σ²"
    text = (
        f"E[XᵀX] = XᵀX + {penalty}I, as under ridge with {penalty} = {number_text(noise.penalty, 4)}. Over "
        f"n its diagonal is 1 without noise, {number_text(expected, 4)} expected, {number_text(own, 4)} in "
        f"{len(noise.drawn)} draws, whose mean is nowhere off by more than {number_text(off, 2)}. Weights "
        "come near those of ridge, but are not the same."
    )
    if plain is None:
        text = f"{analysis.exact.dependencies[0]}, so that the weights are open; noise settles them. {text}"
    if not desk.objective.is_least_squares:
        text = f"{text} All of these are answers of least squares."
    return noise, text
