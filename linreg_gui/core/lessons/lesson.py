"""A lesson as frozen values: its text, its data, its tasks. Reading and checking are elsewhere."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from .actions import Action
from .expressions import Expression
from .text import Block


class AnswerKind(enum.StrEnum):
    """How a task is answered; by none of them where it is about what is done."""

    NONE = ""
    NUMBER = "number"
    CHOICE = "choice"
    ORDER = "order"
    POINT = "point"
    LINE = "line"
    FORMULA = "formula"


@dataclass(frozen=True, eq=False)
class Mistake:
    """A mistake that is known: what it looks like, or which formula it is, and what is answered to it."""

    when: Expression | None
    formula: str
    say: str


@dataclass(frozen=True, eq=False)
class Task:
    """Something to do or to answer.

    Attributes
    ----------
    id : str
    say : str
        The sentence, with emphasis and equations as in the text.
    line : int
        Of the file, from 1.
    rows : tuple of str
        The rows of the table of what is to be taught that it covers, such as “4d”.
    check : Expression or None
        The condition that is true once it is done; for a point or a line, about that.
    answer : AnswerKind
    right : Expression or None
        The right number.
    tolerance : Expression or None
        How far from it a number may be.
    options : tuple of str
        To choose from, or in the right order.
    right_option : str
    right_formula : str
    variables : mapping from name to (float, float)
        What a formula is about, and between which numbers it is compared.
    unit : str
        Of the number.
    plot : str
        The view that a point or line is drawn on.
    guess : bool
        Whether any answer will do, as it is a guess that is made before something is shown.
    hints : tuple of str
        The weak one, and the strong one.
    then : str
        What is said once it is done.
    mistakes : tuple of Mistake
        In the order in which they are looked for.
    begin, show, solve, fail : tuple of Action
        What is done as the task begins; what “Show me” does; what solves it, and what does not.
    lines : mapping from name of a field to int
        Where it stands in the file.
    """

    id: str
    say: str
    line: int = 0
    rows: tuple[str, ...] = ()
    check: Expression | None = None
    answer: AnswerKind = AnswerKind.NONE
    right: Expression | None = None
    tolerance: Expression | None = None
    options: tuple[str, ...] = ()
    right_option: str = ""
    right_formula: str = ""
    variables: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    unit: str = ""
    plot: str = ""
    guess: bool = False
    hints: tuple[str, ...] = ()
    then: str = ""
    mistakes: tuple[Mistake, ...] = ()
    begin: tuple[Action, ...] = ()
    show: tuple[Action, ...] = ()
    solve: tuple[Action, ...] = ()
    fail: tuple[Action, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class LessonData:
    """Where the rows of a lesson come from: one of the three.

    Attributes
    ----------
    sample : str
        The file of a bundled dataset.
    generate : mapping from str
        Arguments of `generate_table`, by name.
    table : str
        As CSV.
    label : str
    features : tuple of str
        Roles; the usual first choice where they are not given.
    has_bias : bool
    """

    sample: str = ""
    generate: Mapping[str, object] = field(default_factory=dict)
    table: str = ""
    label: str = ""
    features: tuple[str, ...] = ()
    has_bias: bool = True


@dataclass(frozen=True, eq=False)
class Lesson:
    """One lesson.

    Attributes
    ----------
    id : str
        By which other lessons link to it, and progress is kept.
    title : str
    number : int
        Its place among the lessons of the book.
    sections : tuple of str
        Of the book, such as “3.1.1.1”.
    equations : tuple of str
        Their numbers in the book.
    minutes : int
    data : LessonData
    preset : str
        Of the window.
    panes : tuple of tuple of tuple of str
        The views in its middle: columns of panes of views; as the preset has them where there are none.
    lab : Action or None
        What the Chapter lab shows as the lesson begins.
    settings : mapping from str
        Of training, by the name of the field of `SgdConfig`, and ``loss`` by its name in lessons.
    blocks : tuple of Block
        The text; a task stands where its block has its id.
    tasks : tuple of Task
    own_data : str
        What one can now do with data of one's own.
    own_view : str
        The view that this starts with.
    """

    id: str
    title: str
    number: int = 0
    sections: tuple[str, ...] = ()
    equations: tuple[str, ...] = ()
    minutes: int = 0
    data: LessonData = field(default_factory=LessonData)
    preset: str = "learn"
    panes: tuple[tuple[tuple[str, ...], ...], ...] = ()
    lab: Action | None = None
    settings: Mapping[str, object] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()
    tasks: tuple[Task, ...] = ()
    own_data: str = ""
    own_view: str = ""

    def task(self, task_id: str) -> Task | None:
        """The task of a name."""
        return next((task for task in self.tasks if task.id == task_id), None)
