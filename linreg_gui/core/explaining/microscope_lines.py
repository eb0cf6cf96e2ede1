"""One update as the lines of a table, in texts: rows of the minibatch, and what becomes of their shares."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.wording import counted

from .microscope import Microscope, Units, UpdateTerms
from .shown_update import ShownUpdate, shown_rows, shown_update
from .update_steps import constant_name, heading, shares_sentence, update_steps

_NO_ROWS = np.empty(0, dtype=np.int64)
_MOST_ROWS = 8  # that are written one by one
_DIGITS = 3  # of what is multiplied; shares have one more


class Column(enum.IntEnum):
    """What the columns say of a row of the minibatch; captions lie across several."""

    ROW, X, LABEL, PREDICTION, SLOPE, SHARE = range(6)


@dataclass(frozen=True)
class Line:
    """One line: a caption, or a text for each column, and the numbers behind them.

    Attributes
    ----------
    texts : tuple of str
        One per column; empty behind a caption.
    values : tuple
        What is copied, every digit of it.
    sentence : str
        What happens in this line.
    rows : array of int
        The rows of the table it is about.
    number : Column or None
        Where its only number begins, and reaches to the end; before it lies a caption. None for a row.
    is_result : bool
        Whether a rule is drawn above it.
    """

    texts: tuple[str, ...]
    values: tuple[Any, ...]
    sentence: str
    rows: IntArray
    number: Column | None = None
    is_result: bool = False


@dataclass(frozen=True)
class UpdateTable:
    """How one parameter is updated.

    Attributes
    ----------
    heading : str
    heads : tuple of (str, str)
        What stands above each column, and a help text for it.
    lines : tuple of Line
    constant : str
        What the last parameter is called in these units.
    """

    heading: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    constant: str


@dataclass(frozen=True)
class MicroscopeWish:
    """What is to be seen of an update.

    Attributes
    ----------
    parameter : int
        0 to d − 1 for a weight, d for the constant; the last one there is for more.
    units : "data" or "internal"
    """

    parameter: int = 0
    units: Units = "data"

    def __post_init__(self) -> None:
        if self.parameter < 0:
            raise ValueError("Parameters are counted from 0.")


@dataclass(frozen=True, eq=False)
class Unfolded:
    """An update with the tables that were asked for, each made once.

    Attributes
    ----------
    seen : Microscope
    wish : MicroscopeWish
        What it was made for.
    """

    seen: Microscope
    wish: MicroscopeWish = field(default_factory=MicroscopeWish)
    _tables: dict[MicroscopeWish, UpdateTable] = field(default_factory=dict)

    def table(self, wish: MicroscopeWish) -> UpdateTable:
        """The lines of one parameter."""
        if wish not in self._tables:
            seen = self.seen
            terms = seen.internal if wish.units == "internal" else seen.data
            parameter = min(wish.parameter, len(terms.centres))
            self._tables[wish] = UpdateTable(
                heading(seen, terms, parameter),
                _heads(seen, terms, parameter),
                _lines(seen, terms, parameter),
                constant_name(terms),
            )
        return self._tables[wish]


def _lines(seen: Microscope, terms: UpdateTerms, parameter: int) -> tuple[Line, ...]:
    shown = shown_update(terms, parameter, rows=_MOST_ROWS, digits=_DIGITS + 1)
    lines = _row_lines(seen, terms, parameter, shown)
    for step in update_steps(seen, terms, parameter, shown):
        numbers = step.text, step.value
        line = _after_caption(Column.SLOPE, step.caption, *numbers, step.sentence, is_result=step.is_result)
        lines.append(line)
    return tuple(lines)


def _row_lines(seen: Microscope, terms: UpdateTerms, parameter: int, shown: ShownUpdate) -> list[Line]:
    sentence = shares_sentence(seen, terms, parameter)
    is_error = seen.config.loss.slope_is_error and not seen.weighted
    shares = terms.shares[:_MOST_ROWS, parameter].tolist()
    is_weight = parameter < len(terms.centres)
    lines = []
    for place, (row, share) in enumerate(
        zip(shown_rows(terms, parameter, rows=_MOST_ROWS, digits=_DIGITS), shown.shares, strict=True)
    ):
        table_row = int(seen.table_rows[place])
        x = float(terms.features[place, parameter] - terms.centres[parameter]) if is_weight else 1.0
        slope = terms.errors if is_error else terms.slopes
        numbers = (terms.labels[place], terms.predictions[place], slope[place], shares[place])
        texts = (row.x, row.label, row.prediction, row.error if is_error else row.slope, share)
        lines.append(
            Line(
                (f"{table_row + 1}", *texts),
                (table_row + 1, x, *map(float, numbers)),
                sentence,
                seen.table_rows[place : place + 1],
            )
        )
    if shown.n_others:
        rows = seen.table_rows[_MOST_ROWS:]
        caption, total = counted(shown.n_others, "other"), float(terms.total[parameter]) - math.fsum(shares)
        lines.append(_after_caption(Column.SHARE, caption, shown.others, total, sentence, rows))
    return lines


def _after_caption(
    number: Column,
    caption: str,
    text: str,
    value: float,
    sentence: str,
    rows: IntArray = _NO_ROWS,
    *,
    is_result: bool = False,
) -> Line:
    before, behind = ("",) * (number - 1), ("",) * (len(Column) - number - 1)
    return Line(
        (caption, *before, text, *behind),
        (caption, *before, value, *behind),
        sentence,
        rows,
        number,
        is_result,
    )


def _heads(seen: Microscope, terms: UpdateTerms, parameter: int) -> tuple[tuple[str, str], ...]:
    slope = "ŷ − y", "The error: prediction less label."
    if seen.weighted:
        slope = (
            "v·(ŷ − y)",
            "The error, prediction less label, times v: the weight of the row over the mean one.",
        )
    elif not seen.config.loss.slope_is_error:
        slope = "∂loss/∂ŷ", "∂loss/∂output: how much the loss of the row grows with the output of the model."
    factor = "its factor" if parameter == len(terms.centres) else "x"
    return (
        ("Row", "The number of the row in the table of the data."),
        _x_head(seen, terms, parameter),
        ("y", f"The label, {seen.label_name}."),
        ("ŷ", "The prediction before the update."),
        slope,
        (
            "Share",
            f"What it adds to the gradient, {slope[0]} times {factor}; below, what becomes of it.",
        ),
    )


def _x_head(seen: Microscope, terms: UpdateTerms, parameter: int) -> tuple[str, str]:
    if parameter == len(terms.centres):
        return "x", "1 in every row: the constant is the weight of a feature that is always 1."
    name = seen.feature_names[parameter]
    if terms.centres[parameter]:
        return "x − x̄", f"{name} less its mean, as training standardises the features."
    if terms.units == "internal" and seen.config.standardise:
        how = "with mean 0 and standard deviation 1" if seen.has_bias else "divided by its root mean square"
        return "x", f"{name} as training sees it: {how}."
    return "x", f"The feature, {name}."
