"""The equation of a model as text: terms, names that are not too long, and numbers of steady width."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import overload

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.shown_equation import ShownEquation
from linreg_gui.core.number_text import MINUS, text_to, whole_number_text, without_cut_numbers
from linreg_gui.core.table.feature_sources import Source
from linreg_gui.core.wording import counted

_LONGEST_NAME = 22
_DIGITS = 5
# What can be read at all, and what a tooltip or a screen reader can tell.
MOST_TERMS, MOST_TOLD = 2_000, 50
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


class Terms(Sequence[Term]):
    """All summands of an equation, the constant last if there is one; each is written when it is looked at.

    Numbers have five digits, and more where ``shown`` says that predictions need them.
    """

    def __init__(
        self, features: Sequence[str], weights: FloatArray, constant: float, shown: ShownEquation | None
    ) -> None:
        self._features, self._weights = features, weights
        self._constant, self._shown = constant, shown

    def __len__(self) -> int:
        return len(self._features) + (self._shown is None or self._shown.has_constant)

    @overload
    def __getitem__(self, index: int) -> Term: ...
    @overload
    def __getitem__(self, index: slice) -> list[Term]: ...
    def __getitem__(self, index: int | slice) -> Term | list[Term]:
        places = range(len(self))[index]
        return self._term(places) if isinstance(places, int) else [self._term(place) for place in places]

    def _term(self, place: int) -> Term:
        shown, last = self._shown, place == len(self._features)
        name = "" if last else self._features[place]
        number = self._constant if last else float(self._weights[place])
        step = 0.0 if shown is None else shown.step if last else float(shown.weight_steps[place])
        centre = 0.0 if shown is None or last else float(shown.centres[place])
        text = text_to(number, step, _DIGITS)
        # The sign of the first is empty when it is positive.
        sign = MINUS if text.startswith(MINUS) else "+" if place else ""
        return Term(sign, text.removeprefix(MINUS), name, _subtracted(centre))


def terms(
    features: Sequence[str],
    weights: FloatArray,
    bias: float,
    shown: ShownEquation | None = None,
    constant: float | None = None,
) -> Terms:
    """All summands, see `Terms`. The constant follows from the bias, unless it is known better than so."""
    if shown is not None:
        return Terms(
            features, weights, shown.constant(weights, bias) if constant is None else constant, shown
        )
    return Terms(features, weights, bias, None)


def equation_names(
    names: Sequence[str], sources: Sequence[Source], made: Iterable[int] | None = None
) -> list[str]:
    """Names to multiply with: indicators stand in brackets, which are 1 where what they hold is true.

    Differences, such as ``x − 1700000000``, stand in parentheses. ``made`` are the places of these two, where
    they are known.
    """
    result = list(names)
    for j in range(len(sources)) if made is None else made:
        if sources[j].is_indicator:
            result[j] = f"[{names[j]}]"
        elif sources[j].offset:
            result[j] = f"({names[j]})"
    return result


def n_products(all_terms: Sequence[Term]) -> int:
    """How many of these are no constant, which comes last."""
    return len(all_terms) - (not all_terms[-1].name)


def whole_text(label: str, all_terms: Sequence[Term], most: int = MOST_TERMS) -> str:
    """The equation in one line, every name in full; of very many terms the first ones, and the constant."""
    n_features = n_products(all_terms)
    left_out = n_features - most
    if left_out > 0:
        told = [*map(_written, all_terms[:most]), f"+ {counted(left_out, 'more term')}"]
        return " ".join([f"{label} =", *told, *map(_written, all_terms[n_features:])])
    return " ".join([f"{label} =", *map(_written, all_terms)])


def _written(term: Term) -> str:
    return f"{term.sign} {term.number} {term.product()}".strip()


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
    """How far the predictions of SGD are from the exact ones, in words; NaN where there are none."""
    if distance is None:
        return "SGD has not started"
    if math.isnan(distance):
        return "no exact solution"
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


def short_distance_text(distance: float | None) -> str:
    """The same where there is little room."""
    if distance is None:
        return "not started"
    if math.isnan(distance):
        return "no exact one"
    return distance_text(distance).removeprefix("predictions ")


def _power_of_ten(exponent: int) -> str:
    return f"10{str(exponent).translate(_SUPERSCRIPTS)}"


def _subtracted(centre: float) -> str:
    return f"{'+' if centre < 0.0 else MINUS} {whole_number_text(abs(centre))}" if centre else ""
