"""What is asked of a model, what is answered and what is drawn: values that a view shows as they are."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.drawing.placed_rows import Places
from linreg_gui.core.drawing.scatter import Scatter
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.table import Table

Bounds = tuple[float, float]
_NONE = np.empty(0)
_NO_INTS = np.empty(0, dtype=np.int64)


class Question(enum.Enum):
    """What a person asks before they believe a model; the value is the question in words."""

    STRAIGHT = "Is it a straight line?"
    SPREAD = "Is the spread even?"
    NORMAL = "Is the noise normal?"
    INDEPENDENT = "Are the rows independent?"
    FEW_ROWS = "Do a few rows decide?"
    SAME = "Do features say the same?"
    EXACT = "Are the features exact?"
    NEW_DATA = "Would it hold on new data?"


class Standing(enum.Enum):
    """How an answer stands; the value is the word for it."""

    FINE = "nothing speaks against the model"
    LOOK = "have a look"
    DOUBT = "this speaks against the model"
    YOURS = "only you can know"
    UNTOLD = "cannot be told"


@dataclass(frozen=True)
class Verdict:
    """The answer to one question.

    Attributes
    ----------
    question : Question
    standing : Standing
    short : str
        The answer in a few words.
    numbers : tuple of (str, str)
        What was worked out: names with their values, the test last.
    reasons : tuple of str
        Sentences: how the answer comes from the numbers, and what can be done.
    yours : str
        What no number tells.
    """

    question: Question
    standing: Standing
    short: str
    numbers: tuple[tuple[str, str], ...] = ()
    reasons: tuple[str, ...] = ()
    yours: str = ""


@dataclass(frozen=True, eq=False)
class CheckWish:
    """Which question is looked at, and how.

    Attributes
    ----------
    question : Question
    choice : int
        Which of the pictures that the question has; the first where there is none of this number.
    selected : RowSet
        Rows of the table that are marked.
    """

    question: Question = Question.STRAIGHT
    choice: int = 0
    selected: RowSet = field(default_factory=lambda: NO_ROWS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CheckWish) and (self.question, self.choice, self.selected) == (
            other.question,
            other.choice,
            other.selected,
        )

    __hash__ = None  # type: ignore[assignment]


class Look(enum.Enum):
    """How a curve is drawn."""

    SMOOTH = enum.auto()  # through the points
    EXPECTED = enum.auto()  # where they would lie
    BAND = enum.auto()  # between two curves
    CONTOUR = enum.auto()
    SIMULATED = enum.auto()
    OBSERVED = enum.auto()
    BARS = enum.auto()  # from 0 along x, one a place on y


@dataclass(frozen=True, eq=False)
class Curve:
    """Lines of one look, parted by NaN; of a band ``y`` is its lower end, ``upper`` its upper one."""

    look: Look
    name: str
    x: FloatArray
    y: FloatArray
    upper: FloatArray = field(default_factory=lambda: _NONE)


@dataclass(frozen=True, eq=False)
class CheckPicture:
    """One plot.

    Attributes
    ----------
    x_name, y_name : str
        Of the axes.
    x_range, y_range : (float, float)
        What there is to be seen.
    points_name : str
        What the points are; empty where there are none.
    x, y : array, shape (n,)
        All points.
    rows : array of int, shape (n,)
        The row of the table of each.
    places : callable or None
        Gives where every row is, those among them that are no points of their own; None where rows are no
        points.
    scatter : Scatter or None
        How they are drawn where they are too many.
    curves : tuple of Curve
        At most one of each look.
    excluded, held_out, marked : pair of arrays
        Rows without a part in the fit, and the selected ones among all.
    coloured : (array, array, array of int)
        Where rows with a colour of their own are, not finite for nowhere, and which.
    labelled : (array, array, tuple of str)
        Likewise those with a label, and what they are called.
    hidden : str
        How many rows are hidden, and whether they count; empty for none.
    named : tuple of (float, float, str)
        Places with a word beside them.
    ticks : tuple of (float, str)
        What stands along y in place of numbers.
    sentence : str
        What is to be seen, in words.
    of_residuals : bool
        Whether the points are residuals, which have a colour of their own.
    """

    x_name: str
    y_name: str
    x_range: Bounds
    y_range: Bounds
    points_name: str = ""
    x: FloatArray = field(default_factory=lambda: _NONE)
    y: FloatArray = field(default_factory=lambda: _NONE)
    rows: IntArray = field(default_factory=lambda: _NO_INTS)
    places: Places | None = None
    scatter: Scatter | None = None
    curves: tuple[Curve, ...] = ()
    excluded: tuple[FloatArray, FloatArray] = (_NONE, _NONE)
    held_out: tuple[FloatArray, FloatArray] = (_NONE, _NONE)
    marked: tuple[FloatArray, FloatArray] = (_NONE, _NONE)
    coloured: tuple[FloatArray, FloatArray, IntArray] = (_NONE, _NONE, _NO_INTS)
    labelled: tuple[FloatArray, FloatArray, tuple[str, ...]] = (_NONE, _NONE, ())
    hidden: str = ""
    named: tuple[tuple[float, float, str], ...] = ()
    ticks: tuple[tuple[float, str], ...] = ()
    sentence: str = ""
    of_residuals: bool = True


@dataclass(frozen=True, eq=False)
class ModelCheck:
    """All answers, and the picture of one.

    Attributes
    ----------
    wish : CheckWish
        What it was made for.
    verdicts : tuple of Verdict
        In the order of the questions.
    choices : tuple of str
        The pictures that there are for the question.
    picture : CheckPicture or None
    no_picture : str
        Why there is none.
    subject : object
        What the picture is about: the view of the same subject stays.
    table : Table or None
        Whose rows its points are.
    """

    wish: CheckWish
    verdicts: tuple[Verdict, ...]
    choices: tuple[str, ...] = ()
    picture: CheckPicture | None = None
    no_picture: str = ""
    subject: object = None
    table: Table | None = None

    @property
    def verdict(self) -> Verdict:
        """The one that is looked at."""
        return next(one for one in self.verdicts if one.question is self.wish.question)
