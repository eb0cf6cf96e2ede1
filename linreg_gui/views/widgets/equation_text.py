"""The equation of a model as text: terms, names that are not too long, and numbers of steady width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import MINUS, text_to, whole_number_text, without_cut_numbers
from linreg_gui.core.table.feature_sources import Source

_LONGEST_NAME = 22
_DIGITS = 5
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Term:
    """One summand: its sign, the size of its number, and the feature it multiplies ("" for the constant).

    The centre is what is subtracted from the feature, with its sign, such as “− 2459115”; or "".
    """

    sign: str
    number: str
    name: str
    centre: str = ""

    def product(self, name: str | None = None) -> str:
        """What the number is multiplied by, under another name if there is one; "" for the constant."""
        shown = self.name if name is None else name
        if not self.name:
            return ""
        return f"× ({shown} {self.centre})" if self.centre else f"× {shown}"


def terms(
    features: Sequence[str],
    weights: FloatArray,
    bias: float,
    shown: ShownEquation | None = None,
    constant: float | None = None,
) -> list[Term]:
    """All summands, the constant last; the sign of the first is empty when it is positive.

    Numbers have five digits, and more where ``shown`` says that predictions need them. The constant follows
    from the bias, unless it is known better than from that.
    """
    numbers = [*(float(weight) for weight in weights), bias]
    steps, centres = [0.0] * len(numbers), [0.0] * len(numbers)
    if shown is not None:
        numbers[-1] = shown.constant(weights, bias) if constant is None else constant
        steps, centres = [*shown.weight_steps, shown.step], [*shown.centres, 0.0]
    result: list[Term] = []
    for number, name, step, centre in zip(numbers, [*features, ""], steps, centres, strict=True):
        text = text_to(number, step, _DIGITS)
        sign = MINUS if text.startswith(MINUS) else "+" if result else ""
        result.append(Term(sign, text.removeprefix(MINUS), name, _subtracted(centre)))
    return result


def equation_names(names: Sequence[str], sources: Sequence[Source]) -> list[str]:
    """Names to multiply with: indicators stand in brackets, which are 1 where what they hold is true.

    Differences, such as ``x − 1700000000``, stand in parentheses.
    """
    pairs = zip(names, sources, strict=True)
    return [
        f"[{name}]" if source.is_indicator else f"({name})" if source.offset else name
        for name, source in pairs
    ]


def whole_text(label: str, all_terms: Sequence[Term]) -> str:
    """The equation in one line, every name in full."""
    parts = (f"{term.sign} {term.number} {term.product()}".strip() for term in all_terms)
    return " ".join([f"{label} =", *parts])


def short_name(name: str, longest: int = _LONGEST_NAME) -> str:
    """A name of bearable length, on one line."""
    flat = " ".join(name.split())
    if len(flat) <= longest:
        return flat
    end = next((f"…{last}" for first, last in ("[]", "()") if flat[0] + flat[-1] == first + last), "…")
    if flat.endswith(")") and (unit := flat.rfind(" (")) > 0 and len(flat) - unit < longest // 2:
        end = f"…{flat[unit:]}"
    return without_cut_numbers(flat, f"{flat[: longest - len(end)].rstrip()}{end}")


def distance_text(distance: float | None) -> str:
    """How far the predictions of SGD are from the exact ones, in words; equal only where they are."""
    if distance is None:
        return "SGD has not started"
    if distance == 0.0:
        return "predictions equal"
    if distance < 1e-4:
        digits = 15 if distance < 1e-15 else min(15, math.floor(-math.log10(distance)))
        return f"predictions to {digits} digits"
    percent = 100.0 * distance
    if not percent < 1e6:
        return "predictions far off"
    text = f"{percent:.2f}" if percent < 1.0 else f"{percent:.1f}" if percent < 10.0 else f"{percent:,.0f}"
    return f"predictions {text} % off"


def _power_of_ten(exponent: int) -> str:
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def _subtracted(centre: float) -> str:
    return f"{'+' if centre < 0.0 else MINUS} {whole_number_text(abs(centre))}" if centre else ""
