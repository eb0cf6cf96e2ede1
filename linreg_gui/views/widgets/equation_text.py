"""The equation of a model as text: terms, names that are not too long, and numbers of steady width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.table.feature_sources import Source

from .style import MINUS, number_text

MOST_TERMS = 6
_LONGEST_NAME = 22
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Term:
    """One summand: its sign, the size of its number, and the feature it multiplies ("" for the bias)."""

    sign: str
    number: str
    name: str


def steady_number(size: float, digits: int) -> str:
    """A number with exactly ``digits`` significant digits, so that it does not change its width."""
    if not math.isfinite(size):
        return number_text(size)
    mantissa, _, exponent = f"{size:#.{digits}g}".partition("e")
    mantissa = mantissa.removesuffix(".")
    if not exponent:
        return mantissa
    return f"{mantissa}×{_power_of_ten(int(exponent))}"


def terms(features: Sequence[str], weights: FloatArray, bias: float, digits: int = 5) -> list[Term]:
    """All summands, the bias last; the sign of the first is empty when it is positive."""
    numbers = [*(float(weight) for weight in weights), bias]
    names = [*features, ""]
    result: list[Term] = []
    for number, name in zip(numbers, names, strict=True):
        negative = math.copysign(1.0, number) < 0.0 and number != 0.0
        sign = MINUS if negative else "+" if result else ""
        result.append(Term(sign, steady_number(abs(number), digits), name))
    return result


def equation_names(names: Sequence[str], sources: Sequence[Source]) -> list[str]:
    """Names to multiply with: indicators stand in brackets, which are 1 where what they hold is true."""
    pairs = zip(names, sources, strict=True)
    return [f"[{name}]" if source.is_indicator else name for name, source in pairs]


def whole_text(label: str, all_terms: Sequence[Term]) -> str:
    """The equation in one line, every name in full."""
    parts = [f"{label} ="]
    for term in all_terms:
        product = f"{term.number} × {term.name}" if term.name else term.number
        parts.append(f"{term.sign} {product}".strip())
    return " ".join(parts)


def short_name(name: str) -> str:
    """A name of bearable length, on one line."""
    flat = " ".join(name.split())
    if len(flat) <= _LONGEST_NAME:
        return flat
    end = "…]" if flat.startswith("[") and flat.endswith("]") else "…"
    return f"{flat[: _LONGEST_NAME - len(end)].rstrip()}{end}"


def distance_text(distance: float | None) -> str:
    """How far SGD is from the exact answer, in words."""
    if distance is None:
        return "SGD has not started"
    if distance < 1e-4:
        digits = 15 if distance < 1e-15 else min(15, math.floor(-math.log10(distance)))
        return f"exact to {digits} digits"
    percent = 100.0 * distance
    if not percent < 1e6:
        return "far from exact"
    text = f"{percent:.2f}" if percent < 1.0 else f"{percent:.1f}" if percent < 10.0 else f"{percent:,.0f}"
    return f"{text} % from exact"


def _power_of_ten(exponent: int) -> str:
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"
