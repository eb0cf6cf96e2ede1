"""Judges a task by the facts: done, not yet, or a mistake that is known. Ticks are kept."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from linreg_gui.core.problem import ProblemError

from .answers import Given
from .comparing import same_function
from .facts import FactSheet
from .lesson import AnswerKind, Lesson, Task

_GUESSED = "That is your guess. Now see for yourself."


class Outcome(enum.Enum):
    """What a task comes to."""

    DONE = "done"
    NOT_YET = "not yet"
    MISTAKE = "mistake"


@dataclass(frozen=True)
class Verdict:
    """What a task comes to, and what is said: of a mistake that is known, or once it is done."""

    outcome: Outcome
    say: str = ""


_NOT_YET = Verdict(Outcome.NOT_YET)


def judge(task: Task, facts: FactSheet) -> Verdict:
    """What a task comes to by these facts, the answer among them; known mistakes are looked for first."""
    given = facts.state.given
    if task.answer is not AnswerKind.NONE and not _is_answered(task.answer, given):
        return _NOT_YET
    if task.guess:
        return Verdict(Outcome.DONE, task.then or _GUESSED)
    if task.answer is AnswerKind.FORMULA:
        return _judge_formula(task, given.formula)
    for mistake in task.mistakes:
        if mistake.when is not None and mistake.when.holds(facts):
            return Verdict(Outcome.MISTAKE, mistake.say)
    if _is_right(task, facts) and (task.check is None or task.check.holds(facts)):
        return Verdict(Outcome.DONE, task.then)
    return _NOT_YET


def right_number(task: Task, facts: FactSheet) -> float:
    """The number that a task asks for; NaN where it asks for none, or it is missing."""
    return math.nan if task.right is None else task.right.number(facts)


def _is_answered(kind: AnswerKind, given: Given) -> bool:
    match kind:
        case AnswerKind.NUMBER:
            return not math.isnan(given.number)
        case AnswerKind.CHOICE:
            return bool(given.choice)
        case AnswerKind.ORDER:
            return bool(given.order)
        case AnswerKind.POINT:
            return given.point is not None
        case AnswerKind.LINE:
            return given.line is not None
    return bool(given.formula.strip())


def _is_right(task: Task, facts: FactSheet) -> bool:
    given = facts.state.given
    match task.answer:
        case AnswerKind.NUMBER:
            tolerance = 0.0 if task.tolerance is None else task.tolerance.number(facts)
            return abs(given.number - right_number(task, facts)) <= tolerance
        case AnswerKind.CHOICE:
            return given.choice == task.right_option
        case AnswerKind.ORDER:
            return given.order == task.options
    return True


def _judge_formula(task: Task, formula: str) -> Verdict:
    try:
        for mistake in task.mistakes:
            if same_function(formula, mistake.formula, task.variables):
                return Verdict(Outcome.MISTAKE, mistake.say)
        right = same_function(task.right_formula, formula, task.variables)
    except ProblemError as error:
        return Verdict(Outcome.MISTAKE, error.problem.sentence)
    return Verdict(Outcome.DONE, task.then) if right else _NOT_YET


@dataclass(frozen=True)
class Tick:
    """When a task was done, after how many answers that were not right, and whether it was shown how."""

    step: int
    seconds: float
    tries: int = 0
    shown: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a person is in a lesson.

    Attributes
    ----------
    lesson : str
        Its id.
    ticks : mapping from id of a task to Tick
    tries : mapping from id of a task to int
        Answers that were not right.
    """

    lesson: str
    ticks: Mapping[str, Tick] = field(default_factory=dict)
    tries: Mapping[str, int] = field(default_factory=dict)

    def after(
        self, task: Task, verdict: Verdict, step: int, seconds: float, *, shown: bool = False
    ) -> Progress:
        """With a tick that was earned just now; one that is there already stays as it was earned.

        It says so where it was ``shown`` how to do it.
        """
        if verdict.outcome is not Outcome.DONE or task.id in self.ticks:
            return self
        tick = Tick(step, seconds, self.tries.get(task.id, 0), shown)
        return replace(self, ticks={**self.ticks, task.id: tick})

    def tried(self, task: Task, verdict: Verdict) -> Progress:
        """After an answer, which counts as a try unless it was right."""
        if verdict.outcome is Outcome.DONE or task.id in self.ticks:
            return self
        return replace(self, tries={**self.tries, task.id: self.tries.get(task.id, 0) + 1})

    def is_done(self, lesson: Lesson) -> bool:
        """Whether every task has its tick."""
        return all(task.id in self.ticks for task in lesson.tasks)

    def next_task(self, lesson: Lesson) -> Task | None:
        """The first task without a tick; None where all have one."""
        return next((task for task in lesson.tasks if task.id not in self.ticks), None)
