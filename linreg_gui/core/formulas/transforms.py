"""Usual transforms of a column, written as formulas: a name for the new column, and how it is computed."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass

from linreg_gui.core.wording import unused_name

from .tokens import quoted

MOST_DEGREE = 10


@dataclass(frozen=True)
class NewColumn:
    """A column to be computed."""

    name: str
    formula: str


def logarithm(name: str) -> NewColumn:
    """Natural logarithm; missing where the number is 0 or less."""
    return NewColumn(f"log {name}", f"log({quoted(name)})")


def square_root(name: str) -> NewColumn:
    """Square root; missing where the number is negative."""
    return NewColumn(f"sqrt {name}", f"sqrt({quoted(name)})")


def standardised(name: str) -> NewColumn:
    """Mean 0 and standard deviation 1."""
    return NewColumn(f"{name} standardised", f"standardise({quoted(name)})")


def power(name: str, exponent: float) -> NewColumn:
    """The column to some power."""
    return NewColumn(f"{name}^{exponent:g}", f"{quoted(name)} ^ {_number(exponent)}")


def product(name: str, other: str) -> NewColumn:
    """Two columns multiplied: how the effect of one depends on the other."""
    return NewColumn(f"{name} × {other}", f"{quoted(name)} * {quoted(other)}")


def lagged(name: str, rows: int) -> NewColumn:
    """What stands some rows above; below for a negative number of rows."""
    return NewColumn(f"{name} lag {rows}", f"lag({quoted(name)}, {rows})")


def polynomial(name: str, degree: int, *, centred: bool = False) -> list[NewColumn]:
    """Powers from 2 to ``degree``, of the column itself or of its distance from its mean.

    Centred powers depend far less on the column itself, so that the weights are easier to find.
    """
    base = f"({quoted(name)} - mean({quoted(name)}))" if centred else quoted(name)
    suffix = " centred" if centred else ""
    return [NewColumn(f"{name}^{k}{suffix}", f"{base} ^ {k}") for k in range(2, degree + 1)]


def with_unused_names(columns: Collection[NewColumn], names: Collection[str]) -> list[NewColumn]:
    """The columns with a number after each name that is taken."""
    taken, new = set(names), []
    for column in columns:
        name = unused_name(column.name, taken)
        taken.add(name)
        new.append(NewColumn(name, column.formula))
    return new


def _number(value: float) -> str:
    text = f"{value:.15g}"
    return text if value >= 0.0 else f"({text})"


class Transform(enum.StrEnum):
    """The usual transforms, by the words for them."""

    LOGARITHM = "Logarithm"
    SQUARE_ROOT = "Square root"
    POWER = "Power"
    STANDARDISE = "Standardise"
    PRODUCT = "Product of two columns"
    POLYNOMIAL = "Polynomial terms"
    LAG = "Lag"


def transformed(
    transform: Transform, name: str, *, other: str = "", number: float = 2.0, centred: bool = False
) -> list[NewColumn]:
    """The columns of a transform; ``number`` is the exponent, the degree, or the rows of a lag."""
    if transform is Transform.POLYNOMIAL:
        return polynomial(name, int(number), centred=centred)
    simple = {
        Transform.LOGARITHM: lambda: logarithm(name),
        Transform.SQUARE_ROOT: lambda: square_root(name),
        Transform.STANDARDISE: lambda: standardised(name),
        Transform.POWER: lambda: power(name, number),
        Transform.PRODUCT: lambda: product(name, other),
        Transform.LAG: lambda: lagged(name, int(number)),
    }
    return [simple[transform]()]
