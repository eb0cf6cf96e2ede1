"""The arithmetic of one update, line by line (eq. 3.1.10 and 3.1.11), and what each line does in words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted

from .microscope import Microscope, UpdateTerms
from .shown_update import ShownUpdate

_DIGITS = 5  # of the learning rate


@dataclass(frozen=True)
class UpdateStep:
    """One line of the arithmetic.

    Attributes
    ----------
    caption : str
        What is written before the number.
    text : str
    value : float
        What ``text`` shows, with all digits.
    sentence : str
        What the line does.
    is_result : bool
        Whether it is what the lines above it come to.
    """

    caption: str
    text: str
    value: float
    sentence: str
    is_result: bool = False


@dataclass(frozen=True)
class _Asked:
    """Which parameter of which update is told of, and in which units."""

    seen: Microscope
    terms: UpdateTerms
    parameter: int

    @property
    def is_weight(self) -> bool:
        return self.parameter < len(self.terms.centres)

    @property
    def noun(self) -> str:
        return "weight" if self.is_weight else constant_name(self.terms)

    @property
    def centre(self) -> float:
        return float(self.terms.centres[self.parameter]) if self.is_weight else 0.0

    @property
    def is_standardised(self) -> bool:
        """Whether it is the weight of a feature that training standardises."""
        return self.is_weight and self.seen.config.standardise

    def value(self, numbers: FloatArray) -> float:
        """The number of the parameter."""
        return float(numbers[self.parameter])


def constant_name(terms: UpdateTerms) -> str:
    """The last parameter is the bias, unless something else is 0 where it stands alone."""
    return "bias" if terms.units == "data" and not terms.centres.any() else "constant"


def heading(seen: Microscope, terms: UpdateTerms, parameter: int) -> str:
    """Which update it is, and with which settings it is made."""
    which = f"Update {seen.step:,} → {seen.step + 1:,} in epoch {math.floor(seen.epoch) + 1:,}"
    if not seen.made:
        which = f"The first update to come, {seen.step:,} → {seen.step + 1:,}"
    text = f"{which}: {counted(terms.size, 'row')}, learning rate {number_text(seen.learning_rate, _DIGITS)}."
    numbers = (terms.total, terms.velocity, terms.after, terms.shown)
    if all(math.isfinite(each[parameter]) for each in numbers):
        return text
    return f"{text} The numbers have grown too large to be added up: try a smaller learning rate."


def shares_sentence(seen: Microscope, terms: UpdateTerms, parameter: int) -> str:
    """What the share of a row is, and in which direction it pulls."""
    asked = _Asked(seen, terms, parameter)
    slope = "error" if seen.config.loss.slope_is_error else "slope of the loss by its output"
    if seen.weighted:
        slope = f"{slope} times the weight of the row over the mean weight"
    if not asked.is_weight:
        return f"Each row’s {slope}: labels above the prediction pull the {asked.noun} up, others down."
    factor, side = "x", "positive"
    if asked.centre:
        factor, side = "x less its mean", "above its mean"
    elif asked.is_standardised:
        in_data = terms.units == "data"
        factor = "standardised x" if seen.has_bias else "x" if in_data else "scaled x"
    return (
        f"Each row’s {slope} times its {factor}: where x is {side}, labels above the prediction pull the "
        "weight up, others down; elsewhere it is the other way round. Both are rounded here, the shares are "
        "worked out from all their digits."
    )


def update_steps(
    seen: Microscope, terms: UpdateTerms, parameter: int, shown: ShownUpdate
) -> tuple[UpdateStep, ...]:
    """The lines from the sum of the shares to the parameter after the update.

    Momentum, weight decay, their sum with the gradient, and the mean of several states are told where the
    settings have them.

    Parameters
    ----------
    seen : Microscope
    terms : UpdateTerms
        Its terms in one kind of units.
    parameter : int
        0 to d − 1 for a weight, d for the constant.
    shown : ShownUpdate
        What is written of them.
    """
    asked = _Asked(seen, terms, parameter)
    pulls = _pulls(asked, shown)
    steps = [*_gradient(asked, shown), *pulls, *_move(asked, shown, "velocity" if pulls else "gradient")]
    if seen.averaged:
        states = counted(seen.averaged, "state")
        sentence = f"What is shown is the mean of {states}; training itself goes on from the last one."
        mean = asked.value(terms.shown)
        steps.append(UpdateStep(f"Mean of {states}", shown.shown, mean, sentence, is_result=True))
    return tuple(steps)


def _gradient(asked: _Asked, shown: ShownUpdate) -> list[UpdateStep]:
    terms, rows = asked.terms, counted(shown.size, "row")
    gradient = asked.value(terms.gradient)
    adding = f"The shares of all {rows} of the minibatch are added up."
    if shown.size == 1:
        adding = "The minibatch has a single row: its share is the sum."
    mean = "The mean share is the gradient g of the minibatch’s mean loss."
    return [
        UpdateStep("Sum of the shares Σ", shown.total, asked.value(terms.total), adding, is_result=True),
        UpdateStep(f"Σ ÷ {rows} = gradient g", shown.gradient, gradient, f"{mean}{_pull(asked, gradient)}"),
    ]


def _pull(asked: _Asked, gradient: float) -> str:
    if gradient > 0.0:
        return f" It is positive: the loss falls when the {asked.noun} falls."
    if gradient < 0.0:
        return f" It is negative: the loss falls when the {asked.noun} rises."
    return f" It is 0: it leaves the {asked.noun} where it is." if gradient == 0.0 else ""


def _pulls(asked: _Asked, shown: ShownUpdate) -> list[UpdateStep]:
    """What is added to the gradient, and the sum; nothing where nothing is added."""
    config, terms = asked.seen.config, asked.terms
    steps = []
    if config.momentum > 0.0:
        share = number_text(config.momentum)
        sentence = f"Momentum μ keeps {share} of the last velocity: past gradients go on."
        kept = asked.value(terms.kept)
        steps.append(UpdateStep("+ μ · last velocity", shown.kept, kept, sentence))
    if config.weight_decay > 0.0 and asked.is_weight:
        decay = number_text(config.weight_decay)
        sentence = f"Weight decay λ, {decay}, pulls the weight towards 0, the more the larger it is."
        steps.append(UpdateStep("+ weight decay λ · w", shown.decay, asked.value(terms.decay), sentence))
    if steps:
        sentence = f"The velocity v is all that moves the {asked.noun} now."
        if config.momentum > 0.0:
            sentence += " Momentum keeps a part of it for the next update."
        velocity = asked.value(terms.velocity)
        steps.append(UpdateStep("= velocity v", shown.velocity, velocity, sentence, is_result=True))
    return steps


def _move(asked: _Asked, shown: ShownUpdate, by: str) -> list[UpdateStep]:
    terms, noun, letter = asked.terms, asked.noun, "w" if asked.is_weight else "b"
    rate = number_text(asked.seen.learning_rate, _DIGITS)
    caption, sentence = "× learning rate η", f"The learning rate η, {rate}, says how far one update goes."
    if asked.is_standardised and terms.units == "data":
        by_what = "variance of x" if asked.seen.has_bias else "mean of x²"
        caption = f"× η ÷ {by_what}"
        sentence = (
            f"Training standardises the features: in units of the data its learning rate η, {rate}, is "
            f"divided by the {by_what}."
        )
        if not asked.value(terms.rates):
            sentence = "x is the same in all rows: its weight is not trained."
    move = asked.value(terms.moves)
    direction = "falls" if move > 0.0 else "rises" if move < 0.0 else "stays"
    far = f"So far the {noun} moves, against the {by}."
    before = f"The {noun} before the update.{_meaning(asked)}"
    after = f"Before less move: the {noun} {direction}.{_bias_told(asked)}"
    named = noun.capitalize()
    return [
        UpdateStep(caption, shown.rate, asked.value(terms.rates), sentence),
        UpdateStep("= move", shown.move, move, far, is_result=True),
        UpdateStep(f"{named} {letter} before", shown.before, asked.value(terms.before), before),
        UpdateStep(
            f"{named} {letter} after: {letter} − move",
            shown.after,
            asked.value(terms.after),
            after,
            is_result=True,
        ),
    ]


def _meaning(asked: _Asked) -> str:
    if asked.noun != "constant":
        return ""
    if asked.terms.units == "internal":
        return " In internal units it is what is added to the weighted sum of the features."
    return " It is the prediction where every feature has its mean."


def _bias_told(asked: _Asked) -> str:
    """What the bias does, where the constant is another number."""
    if asked.noun != "constant":
        return ""
    before, after = number_text(asked.seen.bias_before), number_text(asked.seen.bias_after)
    return f" The bias, the prediction where every feature is 0, goes from {before} to {after}."
