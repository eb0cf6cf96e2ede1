"""What one row of the table does to the exact fit, in time for every frame; and what counts as much."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.cells.values import column_named
from linreg_gui.core.inference.without_row import WithoutRow, without_row
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError

from .desk import Desk
from .least_squares import other_than_least_squares
from .parts import notes_of, rows_judged_of


class Measure(enum.Enum):
    """What is told of every row: its name, that in short, how its bound is written, whose rule it is."""

    LEVERAGE = (
        "Leverage",
        "Leverage",
        "2k/n",
        "How far a row is from the middle of the features, between 0 and 1. Beyond twice the mean k/n of all "
        "rows it is worth a look: Hoaglin and Welsch, The American Statistician 32 (1978).",
    )
    STUDENTISED = (
        "Studentised residual",
        "Studentised",
        "3",
        "The residual in its standard errors, by the σ of all other rows. Beyond 3 it is worth a look: "
        "Montgomery, Peck and Vining, Introduction to Linear Regression Analysis, 4.2.",
    )
    COOK = (
        "Cook’s distance",
        "Cook’s D",
        "4/n",
        "How far all predictions move without the row. Beyond 4/n it is worth a look: Bollen and Jackman, "
        "Modern Methods of Data Analysis (1990); beyond 1 it moves the fit: Cook and Weisberg, Residuals and "
        "Influence in Regression (1982).",
    )
    DFFITS = (
        "DFFITS",
        "DFFITS",
        "2√(k/n)",
        "How far its own prediction moves without the row, in its standard errors. Beyond 2√(k/n) it is "
        "worth a look: Belsley, Kuh and Welsch, Regression Diagnostics (1980), 2.1.",
    )

    @property
    def title(self) -> str:
        """What it is called."""
        return self.value[0]

    @property
    def short(self) -> str:
        """The same where there is little room."""
        return self.value[1]

    @property
    def symbol(self) -> str:
        """The shortest there is, as books write it."""
        return {Measure.LEVERAGE: "h", Measure.STUDENTISED: "t", Measure.COOK: "D"}.get(self, self.short)

    @property
    def bound(self) -> str:
        """How its bound is written."""
        return self.value[2]

    @property
    def help_text(self) -> str:
        """What it says, and whose rule its bound is."""
        return self.value[3]


def bound_text(bound: float) -> str:
    """A bound with three digits, with two where the power of ten needs the room."""
    text = number_text(bound, 3)
    return number_text(bound, 2) if "×" in text else text


@dataclass(frozen=True)
class Bounds:
    """Beyond which numbers a row is worth a look, for n rows that count and k numbers that are fitted."""

    n: int
    k: int

    def of(self, measure: Measure) -> float:
        """That of a measure; of its magnitude, where it has a sign."""
        return {
            Measure.LEVERAGE: 2.0 * self.k / self.n,
            Measure.STUDENTISED: 3.0,
            Measure.COOK: 4.0 / self.n,
            Measure.DFFITS: 2.0 * math.sqrt(self.k / self.n),
        }[measure]

    def text(self, measure: Measure) -> str:
        """That of a measure as it is written."""
        return bound_text(self.of(measure))

    @property
    def of_dfbetas(self) -> float:
        """That of DFBETAS: Belsley, Kuh and Welsch (1980), 2.1."""
        return 2.0 / math.sqrt(self.n)


@dataclass(frozen=True, eq=False)
class RowSway:
    """A row and what it does.

    Attributes
    ----------
    row : int
        Of the table.
    title : str
        Its number and name.
    found : WithoutRow
    bounds : Bounds
    label : str
        In whose units predictions are.
    sentence : str
        What has to be said of the fit without it; empty where numbers say all.
    """

    row: int
    title: str
    found: WithoutRow
    bounds: Bounds
    label: str
    sentence: str = ""

    def value(self, measure: Measure) -> float:
        """A number of the row."""
        found = self.found
        return {
            Measure.LEVERAGE: found.leverage,
            Measure.STUDENTISED: found.studentised,
            Measure.COOK: found.cooks_distance,
            Measure.DFFITS: found.dffits,
        }[measure]

    @property
    def most_moved(self) -> tuple[str, float] | None:
        """The number of the model that the row moves most, and its DFBETAS; None where none is known."""
        moves = np.abs(self.found.dfbetas)
        if np.isnan(moves).all():
            return None
        at = int(np.nanargmax(moves))
        return self.found.names[at], float(self.found.dfbetas[at])

    def is_beyond(self, measure: Measure) -> bool:
        """Whether that is worth a look."""
        return abs(self.value(measure)) > self.bounds.of(measure)


@dataclass(frozen=True)
class NoSway:
    """A row of which nothing can be told, and why."""

    row: int
    title: str
    sentence: str


def sway_of(desk: Desk, row: int) -> RowSway | NoSway:
    """`RowSway` of a row of the table; the first one of a desk takes a pass over all rows."""
    title = notes_of(desk).title(row)
    why = other_than_least_squares(desk, "What a row does to the fit is told")
    analysis = desk.analysis
    place = analysis.dataset_rows(np.array([row]))
    if not why and not place.size:
        why = _left_out(desk, row)
    if why:
        return NoSway(row, title, why)
    try:
        checked, _ = rows_judged_of(desk)
    except ProblemError as error:
        return NoSway(row, title, error.problem.sentence)
    found = without_row(desk.data, int(place[0]), checked)
    bounds = Bounds(checked.data.n_rows, len(checked.names))
    sentence = ""
    if not found.counts:
        sentence = "The row has no weight, so that nothing changes without it."
    elif not found.is_determined:
        sentence = "The row alone decides a number of the model: without it there would be no single fit."
    return RowSway(row, title, found, bounds, analysis.data.label_name, sentence)


def _left_out(desk: Desk, row: int) -> str:
    if row in desk.analysis.held_out_rows:
        return "The row is held out: the fit does without it."
    excluded = desk.table.recipe.excluded
    if excluded is not None and excluded[row]:
        return "The row is excluded: the fit does without it."
    weights = desk.table.recipe.weights
    if weights is not None and column_named(desk.table.frame, weights).iloc[row] == 0:
        return "The row has a weight of 0: the fit does without it."
    return "The row is left out, as a cell of it is missing or cannot be used: the fit does without it."
