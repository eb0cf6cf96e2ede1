"""The columns of the table of weights: what they are called, what each number is, and how it is written."""

from __future__ import annotations

import enum

from linreg_gui.core.desk.coefficients import CoefficientTable, Statistic
from linreg_gui.core.number_text import MINUS
from linreg_gui.views.widgets.style import Series


class Column(enum.IntEnum):
    """The columns, from left to right."""

    NAME = 0
    SGD = 1
    EXACT = 2
    TRUE = 3
    OFF_BY = 4
    ERROR = 5
    T = 6
    P = 7
    LOW = 8
    HIGH = 9
    STANDARDISED = 10
    INFLATION = 11


STATISTICS = {
    Column.ERROR: Statistic.ERROR,
    Column.T: Statistic.T,
    Column.P: Statistic.P,
    Column.LOW: Statistic.LOW,
    Column.HIGH: Statistic.HIGH,
    Column.STANDARDISED: Statistic.STANDARDISED,
    Column.INFLATION: Statistic.INFLATION,
}
SERIES = {Column.SGD: Series.FIT, Column.EXACT: Series.EXACT, Column.TRUE: Series.TRUTH}
# What a menu calls them, and the settings.
TITLES = {
    Column.SGD: "SGD",
    Column.EXACT: "Exact",
    Column.OFF_BY: "Off by",
    Column.ERROR: "Standard error",
    Column.T: "t",
    Column.P: "p",
    Column.LOW: "Interval, low end",
    Column.HIGH: "Interval, high end",
    Column.STANDARDISED: "Standardised",
    Column.INFLATION: "Variance inflation (VIF)",
}
# Those beside the numbers themselves that are shown unless a person chooses.
AT_FIRST = frozenset({Column.SGD, Column.EXACT, Column.ERROR, Column.P, Column.LOW, Column.HIGH})

_HEADS = {
    Column.NAME: ("", "What the number belongs to: the bias, or the weight of a feature."),
    Column.SGD: ("SGD", "The number minibatch SGD has found so far."),
    Column.EXACT: ("Exact", "The number of the exact solution."),
    Column.TRUE: ("True", "The number the data were made with."),
    Column.OFF_BY: (
        "Off by",
        "SGD − exact, in per cent of the exact number; where that may be 0, in its standard errors (SE).",
    ),
    Column.ERROR: (
        "SE",
        "Standard error: how far the exact number would usually move if the rows had other noise.",
    ),
    Column.T: ("t", "The exact number in its standard errors; beyond 2 or so, noise alone seldom makes it."),
    Column.P: (
        "p",
        "In how many of such samples noise alone would make |t| as large, if the true number were 0.",
    ),
    Column.STANDARDISED: (
        "std.",
        "The weight in standard deviations of the label per standard deviation of the feature, so that "
        "features of different units can be compared.",
    ),
    Column.INFLATION: (
        "VIF",
        "Variance inflation: by what the other features multiply the variance of the weight. 1 is nothing; "
        "from 10 on, they say nearly the same.",
    ),
}


def head(column: Column, known: CoefficientTable | None) -> str:
    """What stands above a column."""
    if column in (Column.LOW, Column.HIGH):
        end = "low" if column is Column.LOW else "high"
        return f"{end} {level_text(known)}" if known is not None else end
    return "z" if column is Column.T and known is not None and known.is_z else _HEADS[column][0]


def head_help(column: Column, known: CoefficientTable | None) -> str:
    """What a number of the column is."""
    if column in (Column.LOW, Column.HIGH):
        level = level_text(known) if known is not None else "95 %"
        end = "Lower" if column is Column.LOW else "Upper"
        return (
            f"{end} end of the {level} confidence interval: of all samples with such rows, so many have an "
            "interval that holds the true number."
        )
    text = _HEADS[column][1]
    if column is Column.ERROR and known is not None and known.choices.errors != "plain":
        text += f" Robust ({known.choices.errors}): it holds where the noise varies from row to row, too."
    return text


def level_text(known: CoefficientTable) -> str:
    """Such as 95 %."""
    return f"{100.0 * known.choices.level:.6g} %"


def percent_text(percent: float) -> str:
    """A difference in per cent with its sign."""
    return _short_difference(percent, 2, "%")


def errors_text(errors: float) -> str:
    """A difference in standard errors with its sign."""
    return _short_difference(errors, 1, "SE")


def _short_difference(difference: float, decimals: int, unit: str) -> str:
    """Some three digits with a sign; 0 only where there is no difference."""
    size, least = abs(difference), 10.0**-decimals
    if not size < 99_999.5:
        return "far"
    if 0.0 < size < 0.5 * least:
        return f"<{least:g} {unit}"
    decimals = min(decimals, 2 if size < 9.995 else 1 if size < 99.95 else 0)
    sign = "" if size == 0.0 else MINUS if difference < 0.0 else "+"
    return f"{sign}{size:.{decimals}f} {unit}"
