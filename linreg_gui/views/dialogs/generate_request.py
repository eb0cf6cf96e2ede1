"""What data to generate, read from and written as a person types it; no widgets."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.cells.text import typed_number
from linreg_gui.core.model.synthetic import LINKS
from linreg_gui.core.number_text import MINUS, number_text

_MOST_TERMS = 6
_DETACHED_SIGN = re.compile(r"([−+-])\s+(?=[\d.,])")


@dataclass(frozen=True)
class GenerateRequest:
    """What to make data with; the default is the chapter's example."""

    weights: tuple[float, ...] = (2.0, -3.4)
    bias: float = 4.2
    noise_std: float = 0.01
    n_rows: int = 1000
    seed: int = 0
    noise: str = "normal"
    outlier_share: float = 0.0
    features: str = "normal"
    correlation: float = 0.0


# What a family is shown with at first: with the chapter's weights, counts would go into the millions.
EXAMPLES = {
    "poisson": GenerateRequest((0.6, -0.4), 1.5, 0.0, noise="poisson"),
    "log-normal": GenerateRequest((0.5, -0.3), 12.2, 0.2, noise="log-normal"),
}


def parse_weights(text: str) -> tuple[float, ...]:
    """The numbers of a list; commas are decimal signs where semicolons separate.

    Raises ValueError with a sentence where one is no number.
    """
    joined = _DETACHED_SIGN.sub(r"\1", text.strip().strip("()[]"))
    parts = joined.split(";") if ";" in joined else re.split(r"[\s,]+", joined)
    parts = [part for part in parts if part.strip()]
    if not parts:
        raise ValueError("Type at least one weight, such as 2, −3.4.")
    return tuple(number_from(part, "A weight") for part in parts)


def weights_text(weights: Sequence[float]) -> str:
    """Weights as a person would type them, every digit of them."""
    return ", ".join(exact_text(weight) for weight in weights)


def weights_for(count: int, weights: Sequence[float]) -> tuple[float, ...]:
    """As many weights as asked for: the first of these, then numbers of one decimal, always the same ones."""
    more = range(len(weights), count)
    drawn = (round(float(np.random.default_rng(j).normal(scale=2.0)), 1) for j in more)
    return (*weights[:count], *(weight or 1.0 for weight in drawn))


def number_from(text: str, what: str) -> float:
    """A number that was typed, or a ValueError with a sentence about ``what``."""
    number = typed_number(text)
    if number is None:
        found = f": “{text.strip()}” is none" if text.strip() else ""
        raise ValueError(f"{what} must be a number{found}.")
    if number.other is not None:
        values = f"{exact_text(float(number.value))} or {exact_text(float(number.other))}"
        raise ValueError(f"{what} “{text.strip()}” may be {values}: type one of them.")
    return float(number.value)


def exact_text(number: float) -> str:
    """Every digit of a number, as short as a person would write it."""
    text = repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    return text.replace("-", MINUS)


def equation_text(request: GenerateRequest) -> str:
    """For example ``y = 2 x1 − 3.4 x2 + 4.2 + noise``; what is made from it where that is no line."""
    terms = [(weight, f" x{j}") for j, weight in enumerate(request.weights, 1)]
    shown = terms if len(terms) <= _MOST_TERMS else terms[: _MOST_TERMS - 1]
    parts = [_signed(number, name) for number, name in shown]
    if len(shown) < len(terms):
        parts.append(f"+ … ({len(terms):,} features)")
    parts.append(_signed(request.bias, ""))
    link = LINKS.get(request.noise, "identity")
    if request.noise_std and link != "log mean":
        parts.append("+ noise")
    first = parts[0].removeprefix("+ ").replace(f"{MINUS} ", MINUS)
    sum_text = " ".join([first, *parts[1:]])
    if link == "log mean":
        return f"y ~ Poisson(exp({sum_text}))"
    return f"{'log y' if link == 'log' else 'y'} = {sum_text}"


def hint_text(request: GenerateRequest) -> str:
    """What to know about the data: what the features are, or how large the labels come out."""
    link = LINKS.get(request.noise, "identity")
    if link == "identity":
        return "Every feature has mean 0 and standard deviation 1."
    low, high = _middle(request)
    if link == "log":
        return f"Prices, mostly from {low} to {high}: a straight line in log y, not in y."
    return f"Counts with means mostly from {low} to {high}: the logarithm of the mean is the sum."


def _middle(request: GenerateRequest) -> tuple[str, str]:
    """Where 95 % of the labels (of prices) or of their means (of counts) lie, about."""
    weights = np.array(request.weights)
    apart, common = float(weights @ weights), float(weights.sum()) ** 2
    variance = (1.0 - request.correlation) * apart + request.correlation * common
    if request.noise == "log-normal":
        variance += request.noise_std**2
    half = 2.0 * math.sqrt(variance)
    low, high = (float(np.exp(np.clip(request.bias + part, -700.0, 700.0))) for part in (-half, half))
    return _rough(low), _rough(high)


def _rough(number: float) -> str:
    """Two digits are enough."""
    return f"{float(f'{number:.2g}'):,.0f}" if 10.0 <= number < 1e7 else number_text(number, 2)


def _signed(number: float, name: str) -> str:
    return f"{MINUS if number < 0.0 else '+'} {number_text(abs(number))}{name}"
