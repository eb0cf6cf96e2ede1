"""Numbers shown so that they add up to the very digits that are shown; it does not know what they mean."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, Context, Decimal

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.number_text import in_style, number_text

# Enough for every digit of sums of float64 numbers.
_EXACT = Context(prec=1000)
# Numbers between these powers of ten are written without one.
_LOW, _HIGH = -9, 12


def power_below(size: float | Decimal) -> int:
    """The power of ten of the first digit of a finite number, such as 2 for 340; 0 for 0."""
    return Decimal(size).adjusted() if size else 0


def power_for(values: FloatArray | Sequence[float], digits: int) -> int:
    """The last place where the largest of the finite numbers gets so many digits, see `last_place`."""
    sizes = np.abs(np.asarray(values, dtype=float))
    largest = float(sizes[np.isfinite(sizes)].max(initial=0.0))
    return last_place(power_below(largest) - digits + 1, largest)


def last_place(wanted: int, largest: float) -> int:
    """The power of ten of the last digit of numbers up to a size, where a digit of that worth is wanted.

    Numbers that are written without a power of ten get all digits before the point.
    """
    return min(wanted, 0) if power_below(largest) < _HIGH else wanted


def rounded(value: float | Decimal, power: int) -> Decimal:
    """The multiple of a power of ten that is nearest to a finite number."""
    return Decimal(value).scaleb(-power, _EXACT).to_integral_value().scaleb(power, _EXACT)


def quotient(number: Decimal, divisor: int, power: int) -> Decimal:
    """The multiple of a power of ten that is nearest to a quotient."""
    return rounded(_EXACT.divide(number, Decimal(divisor)), power)


def product(a: Decimal, b: Decimal, power: int) -> Decimal:
    """The multiple of a power of ten that is nearest to a product."""
    return rounded(_EXACT.multiply(a, b), power)


def difference(a: Decimal, b: Decimal) -> Decimal:
    """a − b, of which nothing is rounded."""
    return _EXACT.subtract(a, b)


def exact_total(numbers: Iterable[Decimal]) -> Decimal:
    """The sum, of which nothing is rounded."""
    total = Decimal(0)
    for number in numbers:
        total = _EXACT.add(total, number)
    return total


def parts_of_sum(values: Sequence[float | Decimal], power: int) -> list[Decimal]:
    """Finite numbers as multiples of a power of ten that add up exactly to their rounded sum.

    Every number is rounded down, and those that lose most by that are rounded up instead until the sum is met
    (the method of the largest remainder). So each is less than one last digit off, and what is a multiple
    already stays as it is.
    """
    scaled = [Decimal(value).scaleb(-power, _EXACT) for value in values]
    whole = [value.to_integral_value(rounding=ROUND_FLOOR) for value in scaled]
    missing = int(_EXACT.subtract(exact_total(scaled).to_integral_value(), exact_total(whole)))
    most_lost_first = sorted(range(len(whole)), key=lambda i: _EXACT.subtract(whole[i], scaled[i]))
    for i in most_lost_first[:missing]:
        whole[i] = _EXACT.add(whole[i], Decimal(1))
    return [value.scaleb(power, _EXACT) for value in whole]


def digits_text(number: Decimal, power: int) -> str:
    """A multiple of a power of ten with all its digits down to that, in the style of the program."""
    if not number:
        number = Decimal(0)  # without a sign
    if _LOW <= power <= 0 and number.adjusted() < _HIGH:
        return in_style(f"{number.quantize(Decimal(1).scaleb(power), context=_EXACT):f}")
    return in_style(f"{number.quantize(Decimal(1).scaleb(power), context=_EXACT):e}") if number else "0"


def texts_adding_up(values: Sequence[float], power: int) -> tuple[tuple[str, ...], str]:
    """Numbers and their sum as texts that add up to the last digit, see `parts_of_sum`.

    Where one is infinite or no number, nothing adds up, and each is written on its own.
    """
    if not all(map(math.isfinite, values)):
        return tuple(map(number_text, values)), number_text(float(np.sum(values)))
    parts = parts_of_sum(values, power)
    return tuple(digits_text(part, power) for part in parts), digits_text(exact_total(parts), power)
