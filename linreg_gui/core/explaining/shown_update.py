"""The numbers of one update as texts that can be added up by hand; what they are is told by `microscope`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from linreg_gui.core.number_text import last_power, number_text, plain_number

from .adding_up import (
    difference,
    digits_text,
    exact_total,
    parts_of_sum,
    power_below,
    power_for,
    product,
    quotient,
    rounded,
)
from .microscope import UpdateTerms

_MOST_DIGITS = 17
_LEAST_OF_ERRORS, _MOST_OF_LABELS = 3, 7


@dataclass(frozen=True)
class ShownUpdate:
    """How one weight, or the constant, is updated, in texts.

    What is written adds up to its last digit: the ``shares`` and ``others`` to ``total``; ``total`` divided
    by ``size`` rounds to ``gradient``; ``gradient`` + ``kept`` + ``decay`` is ``velocity``; ``rate`` times
    ``velocity`` rounds to ``move``; and ``before`` − ``move`` is ``after``. ``shown`` has the same
    last place.

    Attributes
    ----------
    shares : tuple of str
        Of the first rows of the minibatch.
    n_others : int
        Rows of the minibatch whose shares are not written one by one.
    others : str
        The sum of theirs; empty where there are none.
    size : int
        |B|.
    total, gradient, kept, decay, velocity, rate, before, move, after, shown : str
        See `UpdateTerms`.
    """

    shares: tuple[str, ...]
    n_others: int
    others: str
    size: int
    total: str
    gradient: str
    kept: str
    decay: str
    velocity: str
    rate: str
    before: str
    move: str
    after: str
    shown: str


@dataclass(frozen=True)
class ShownRow:
    """One row of a minibatch, in texts.

    Attributes
    ----------
    x : str
        Its feature less the centre, or 1 for the constant.
    label, prediction, error : str
        y, ŷ and ŷ − y, which is the difference of the two as they are written.
    slope : str
        ∂loss/∂output.
    """

    x: str
    label: str
    prediction: str
    error: str
    slope: str


def shown_rows(terms: UpdateTerms, parameter: int, *, rows: int = 8, digits: int = 4) -> tuple[ShownRow, ...]:
    """The first rows of a minibatch as texts.

    Labels and predictions have so many digits, and more where errors would have less than three; then up to
    seven. Needless digits of x are left out.

    Parameters
    ----------
    terms : UpdateTerms
    parameter : int
        0 to d − 1 for a weight, d for the constant.
    rows : int
    digits : int
    """
    xs = np.ones(len(terms.labels[:rows]))
    if parameter < len(terms.centres):
        xs = terms.features[:rows, parameter] - terms.centres[parameter]
    labels, predictions, errors, slopes = (
        numbers[:rows] for numbers in (terms.labels, terms.predictions, terms.errors, terms.slopes)
    )
    both = np.append(labels, predictions)
    fine = max(power_for(errors, _LEAST_OF_ERRORS), power_for(both, _MOST_OF_LABELS))
    place = min(power_for(both, digits), fine)
    first = power_for(xs, digits)
    places = (max(first, min(0, last_power(x))) for x in xs.tolist() if math.isfinite(x))
    at, steep = min(places, default=first), power_for(slopes, digits)
    return tuple(
        ShownRow(_text(x, at), *_difference(label, prediction, error, place), _text(slope, steep))
        for x, label, prediction, error, slope in zip(
            xs.tolist(),
            labels.tolist(),
            predictions.tolist(),
            errors.tolist(),
            slopes.tolist(),
            strict=True,
        )
    )


def _difference(label: float, prediction: float, error: float, place: int) -> tuple[str, str, str]:
    if not (math.isfinite(label) and math.isfinite(prediction)):
        return number_text(label), number_text(prediction), number_text(error)
    y, guess = rounded(label, place), rounded(prediction, place)
    return digits_text(y, place), digits_text(guess, place), digits_text(difference(guess, y), place)


def _text(value: float, place: int) -> str:
    return digits_text(rounded(value, place), place) if math.isfinite(value) else number_text(value)


def shown_update(terms: UpdateTerms, parameter: int, *, rows: int = 8, digits: int = 5) -> ShownUpdate:
    """The terms of one parameter as texts that add up.

    The largest share is written with so many digits, and all others down to the same place; a share may be
    rounded away from the nearest, but by less than one last digit, so that the sum is right (see
    `parts_of_sum`). The gradient has as many digits as the sum, the move as many as the gradient, and the
    weights all digits down to the last one of the move; each of these is within two last digits of the
    number itself.

    Parameters
    ----------
    terms : UpdateTerms
    parameter : int
        0 to d − 1 for a weight, d for the constant.
    rows : int
        Rows that are written one by one.
    digits : int
    """
    values = terms.shares[:rows, parameter].tolist()
    n_others = terms.size - len(values)
    if n_others:
        values.append(float(terms.total[parameter]) - math.fsum(values))
    kept, decay = float(terms.kept[parameter]), float(terms.decay[parameter])
    rate, before = float(terms.rates[parameter]), float(terms.before[parameter])
    mean = float(terms.shown[parameter])
    if not all(map(math.isfinite, (*values, kept, decay, before, mean))):
        return _each_alone(terms, parameter, values, n_others)
    fine = power_for(values, digits)
    parts = parts_of_sum(values, fine)
    total = exact_total(parts)
    coarse = fine - power_below(terms.size)
    gradient = quotient(total, terms.size, coarse)
    _, *pulls = parts_of_sum([gradient, kept, decay], coarse)
    velocity = exact_total([gradient, *pulls])
    needed = power_below(velocity) - coarse + 2
    rate_text = number_text(rate, min(max(needed, digits), _MOST_DIGITS))
    last = power_below(rate) + coarse + 1
    move = product(Decimal(plain_number(rate_text)), velocity, last)
    start = rounded(before, last)
    texts = [digits_text(part, fine) for part in parts]
    return ShownUpdate(
        shares=tuple(texts[: len(texts) - bool(n_others)]),
        n_others=n_others,
        others=texts[-1] if n_others else "",
        size=terms.size,
        total=digits_text(total, fine),
        gradient=digits_text(gradient, coarse),
        kept=digits_text(pulls[0], coarse),
        decay=digits_text(pulls[1], coarse),
        velocity=digits_text(velocity, coarse),
        rate=rate_text,
        before=digits_text(start, last),
        move=digits_text(move, last),
        after=digits_text(difference(start, move), last),
        shown=digits_text(rounded(mean, last), last),
    )


def _each_alone(terms: UpdateTerms, parameter: int, values: list[float], n_others: int) -> ShownUpdate:
    """Where numbers blew up: nothing adds up."""
    texts = [number_text(value) for value in values]

    def text(numbers: np.ndarray) -> str:
        return number_text(float(numbers[parameter]))

    return ShownUpdate(
        shares=tuple(texts[: len(texts) - bool(n_others)]),
        n_others=n_others,
        others=texts[-1] if n_others else "",
        size=terms.size,
        total=text(terms.total),
        gradient=text(terms.gradient),
        kept=text(terms.kept),
        decay=text(terms.decay),
        velocity=text(terms.velocity),
        rate=text(terms.rates),
        before=text(terms.before),
        move=text(terms.moves),
        after=text(terms.after),
        shown=text(terms.shown),
    )
