"""Numbers as a person reads them: how many digits, a real minus sign, powers of ten; and back to plain text.

The one place for the style of numbers. It does not know what a number means.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

MINUS = "−"
# A number that is less than so many steps is written as 0, with the digits of its neighbours.
_NOTHING = 1e-6
MOST_DIGITS = 17  # enough for every float64 to be read back as it was
_TO_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_FROM_SUPERSCRIPT = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_NUMBER = re.compile(
    r"(?<![\w.])[-+−]?(?:[0-9][0-9,]*\.?[0-9]*|\.[0-9]+)(?:e[-+]?[0-9]+|×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?(?![\w])"
)
# Dates and times count as numbers where a text is cut.
_UNCUT = re.compile(r"(?<!\w)[-+−]?\.?[0-9][-0-9.,:/]*(?:e[-+]?[0-9]+|×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")
_DIGITS = re.compile(r"[0-9][0-9.,]*")
_POWER = re.compile(r"\s*[×x·*]\s*10(?:\^([-+]?[0-9]+)|([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+))\s*$")


MOST_DECIMALS = 8
_DECIMALS_OF_P = 3
# Of numbers that stand below each other.
_DIGITS_LIKE, _DECIMALS_LIKE = 5, 6


@dataclass(frozen=True)
class TableStyle:
    """How a person wants the numbers of tables written, on the screen and where they are pasted.

    Attributes
    ----------
    decimals : int or None
        None for as many as the spread of the numbers asks for.
    apa : bool
        As the American Psychological Association has it: no 0 before the point of a number that cannot exceed
        1, and symbols of statistics in italics.
    """

    decimals: int | None = None
    apa: bool = False

    def __post_init__(self) -> None:
        if self.decimals is not None and not 0 <= self.decimals <= MOST_DECIMALS:
            raise ValueError(f"The decimals must be a number from 0 to {MOST_DECIMALS}.")

    def decimal(self, value: float, decimals: int) -> str:
        """A number with the decimals that a person chose, or so many; what would look like 0 has digits."""
        if infinite := _infinite(value):
            return infinite
        wanted = decimals if self.decimals is None else self.decimals
        text = f"{value:.{max(0, wanted)}f}"
        if value and (float(text) == 0.0 or len(text) > MOST_DIGITS):
            return number_text(value, 3 if float(text) == 0.0 else 6)
        return in_style(text if float(text) else text.removeprefix("-"))

    def share(self, value: float, decimals: int = _DECIMALS_OF_P) -> str:
        """A number that cannot exceed 1; one below it does not look like it, if so many decimals tell."""
        text = self.decimal(value, decimals)
        if value < 1.0 and text.startswith("1."):
            text = in_style(f"{value:.{decimals}f}")
        return self._without_zero(text)

    def p(self, value: float) -> str:
        """A p-value, never 0: such as 0.012, < 0.001 and > 0.999."""
        if math.isnan(value):
            return _infinite(value)
        decimals = max(_DECIMALS_OF_P, self.decimals or 0)
        least = 10.0**-decimals
        if value < least:
            return f"< {self._without_zero(f'{least:.{decimals}f}')}"
        if 1.0 - least < value < 1.0:
            return f"> {self._without_zero(f'{1.0 - least:.{decimals}f}')}"
        return self._without_zero(f"{value:.{decimals}f}")

    def p_in_words(self, value: float) -> str:
        """Such as p = 0.012 and p < 0.001."""
        text = self.p(value)
        return f"p {text}" if text[0] in "<>" else f"p = {text}"

    def _without_zero(self, text: str) -> str:
        return re.sub(rf"^({MINUS}?)0\.", r"\1.", text) if self.apa else text


def number_text(value: float, digits: int = 6) -> str:
    """A number with at most so many significant digits: −1.5×10⁻⁷ instead of -1.5000e-07."""
    return _infinite(value) or in_style(f"{value:.{digits}g}")


def whole_number_text(value: float) -> str:
    """A number with as many digits as tell it from every other, and none that say nothing."""
    if not math.isfinite(value):
        return number_text(value)
    return in_style(repr(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(float(value)))


def steady_number(size: float, digits: int) -> str:
    """A number with exactly so many significant digits, so that it does not change its width."""
    return _infinite(size) or in_style(f"{size:#.{digits}g}")


def in_style(text: str) -> str:
    """A number as Python writes it, in the style of the program."""
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.removesuffix(".").replace("-", MINUS)
    return f"{mantissa}×10{str(int(exponent)).translate(_TO_SUPERSCRIPT)}" if exponent else mantissa


def plain_number(text: str) -> str:
    """The opposite of `in_style`: 1.5×10⁻⁷ and 1.5×10^-7 are 1.5e-7; other texts stay but for their minus."""
    power = _POWER.search(text)
    if power is not None:
        exponent = power[1] or power[2].translate(_FROM_SUPERSCRIPT)
        text = f"{text[: power.start()]}e{exponent}"
    return text.replace(MINUS, "-")


def is_number(text: str) -> bool:
    """Whether a text is one number in the style of the program, such as −1.5×10⁻⁷."""
    return _NUMBER.fullmatch(text) is not None


def shorter_numbers(text: str) -> Iterator[str]:
    """The number rounded to fewer and fewer digits."""
    plain = plain_number(text.replace(",", ""))
    value = float(plain)
    if math.isinf(value):  # a whole number beyond all of float64
        return (in_style(f"{Decimal(plain):.{digits - 1}e}") for digits in range(MOST_DIGITS - 1, 0, -1))
    return (number_text(value, digits) for digits in range(MOST_DIGITS - 1, 0, -1))


def without_cut_numbers(text: str, cut: str) -> str:
    """A text that was cut where it has its …, with numbers that were cut taken out as a whole."""
    start, dots, end = cut.partition("…")
    if not dots:
        return cut
    first, last = len(start), len(text) - len(end)
    for number in _UNCUT.finditer(text):
        if number.start() < first < number.end():
            first = number.start()
        if number.start() < last < number.end():
            last = number.end()
    # What is left of a word such as x12 must not pass for a number.
    rest = _DIGITS.match(text, last) if end and re.match(r"\w", text[last - 1]) else None
    last = rest.end() if rest else last
    return f"{text[:first].rstrip()}…{text[last:].lstrip() if end else ''}"


def digits_to(value: float, step: float, least: int = 1) -> int:
    """How many significant digits a number needs for the last to be worth no more than a step."""
    if not (math.isfinite(value) and value and step > 0.0 and math.isfinite(step)):
        return least
    # The number may be rounded up to the next power of ten, which only adds a digit.
    needed = _power(value) - _power(step) + 1
    return min(MOST_DIGITS, max(least, needed))


def text_to(value: float, step: float, least: int = 5) -> str:
    """A number of steady width whose last digit is worth no more than a step; next to nothing is 0."""
    if value == 0.0 or abs(value) < _NOTHING * step < math.inf:
        value = 0.0  # without a sign
    return steady_number(value, digits_to(value, step, least))


def steps_text(value: float, step: float) -> str:
    """A number without digits worth less than a step, but for the first one: −0.036 by steps of 0.007."""
    if value == 0.0 or abs(value) < _NOTHING * step < math.inf:
        return "0"
    return number_text(value, min(digits_to(value, step), MOST_DIGITS))


def number_like(number: float, example: float | None, step: float = 0.0) -> str:
    """A number with as many decimals as an example of five digits, or more if a step needs them.

    So numbers that are to be compared stand digit under digit, and one that changes keeps its width.
    """
    sign = MINUS if number < 0.0 else ""
    size = abs(number)
    if example and math.isfinite(example) and math.isfinite(number):
        power = math.floor(math.log10(abs(example)))
        digits = digits_to(example, step, _DIGITS_LIKE)
        if -4 <= power < digits and size < 10.0 ** (power + 2):
            decimals = max(0, digits - 1 - power)
            return f"{sign}{size:.{min(_DECIMALS_LIKE, decimals) if digits == _DIGITS_LIKE else decimals}f}"
        if -4 <= power < digits and size >= 10.0**digits:
            # Far off: the power of ten says it all, in the width there is.
            return sign + steady_number(size, 2)
    return text_to(number, step, _DIGITS_LIKE)


def rounded_to(value: float, step: float) -> float:
    """The number nearest to a value that has no needless digits worth less than a step; itself for step 0."""
    return float(f"{value:.{digits_to(value, step) - 1}e}") if step > 0.0 and math.isfinite(value) else value


def last_power(value: float) -> int:
    """The power of ten of the last digit that a finite number needs: −1 for 0.5, 1 for 340, 0 for 0."""
    exponent = Decimal(repr(float(value))).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def last_step(value: float) -> float:
    """What the last digit of a number is worth that is written with all it needs; 1.0 for 0."""
    return 10.0 ** last_power(value) if math.isfinite(value) else math.nan


def _power(value: float) -> int:
    """The power of ten of its first digit; exact, unlike a logarithm."""
    return int(f"{value:.16e}".partition("e")[2])


def _infinite(value: float) -> str:
    if math.isnan(value):
        return "–"
    return "" if math.isfinite(value) else "∞" if value > 0 else f"{MINUS}∞"
