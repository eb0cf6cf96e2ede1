"""Tells every mistake in a lesson with its line: what is read wrong, leads nowhere, or cannot be done.

All sequences are played through in a rehearsal: what solves a task must tick it, what must not does not, and
nothing is ticked by merely opening it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from linreg_gui.core.problem import ProblemError

from .actions import Action
from .checking import Outcome, judge
from .equations import equation
from .expressions import Expression
from .lesson import AnswerKind, Lesson, Task
from .limits import MOST_DRAWN_EQUATIONS
from .places import PRESETS, VIEW_NAMES
from .reading import ReadLesson
from .rehearsal import Rehearsal
from .text import Span, read_spans

Found = tuple[int, str]


def inspect(read: ReadLesson, lessons: Collection[str] = ()) -> tuple[Found, ...]:
    """Every mistake of a lesson, with its line of the file from 1.

    Parameters
    ----------
    read : ReadLesson
    lessons : collection of str
        The ids of the lessons that it can link to, besides itself.
    """
    lesson = read.lesson
    found = [*read.mistakes, *_links(lesson, {*lessons, lesson.id}), *_drawn(lesson), *_named_views(lesson)]
    if not read.mistakes:
        found += _rehearsed(lesson)
    return tuple(sorted(dict.fromkeys(found)))


def spans_of(lesson: Lesson) -> Iterator[tuple[int, Span]]:
    """Every span of text and tasks, with its line."""
    for block in lesson.blocks:
        for span in block.spans:
            yield block.line, span
    for task in lesson.tasks:
        for sentence in (task.say, task.then, *task.hints, *(mistake.say for mistake in task.mistakes)):
            for span in _spans(sentence):
                yield task.line, span


def _spans(sentence: str) -> tuple[Span, ...]:
    try:
        return read_spans(sentence) if sentence else ()
    except ProblemError:
        return ()  # told already where it was read


def _links(lesson: Lesson, lessons: Collection[str]) -> Iterator[Found]:
    for line, span in spans_of(lesson):
        kind, _, target = span.link.partition(":")
        if kind == "lesson" and target not in lessons:
            yield line, f"There is no lesson “{target}”."
        if kind == "view" and target not in VIEW_NAMES:
            yield line, _no_view(target)


def _named_views(lesson: Lesson) -> Iterator[Found]:
    shown = [(block.line, block.target) for block in lesson.blocks if block.kind == "view"]
    shown += [(1, name) for column in lesson.panes for pane in column for name in pane]
    shown += [(1, lesson.own_view)] if lesson.own_view else []
    for task in lesson.tasks:
        shown += [(task.lines["plot"], task.plot)] if task.plot else []
        for field in ("begin", "show", "solve", "fail"):
            actions: Sequence[Action] = getattr(task, field)
            shown += [(task.lines[field], action.names[0]) for action in actions if action.verb == "view"]
    for line, name in shown:
        if name not in VIEW_NAMES:
            yield line, _no_view(name)
    if lesson.preset not in PRESETS:
        yield 1, f"There is no preset “{lesson.preset}”. The presets are: {', '.join(PRESETS)}."


def _no_view(name: str) -> str:
    return f"There is no view “{name}”. The views are: {', '.join(VIEW_NAMES)}."


def _drawn(lesson: Lesson) -> Iterator[Found]:
    equations = ((line, span.text) for line, span in spans_of(lesson) if span.equation)
    for line, text in islice(equations, MOST_DRAWN_EQUATIONS):
        try:
            equation(text)
        except ProblemError as error:
            yield line, error.problem.sentence


def _rehearsed(lesson: Lesson) -> Iterator[Found]:
    """Each task by itself, and all of them one after the other."""
    try:
        through = Rehearsal(lesson)
    except ProblemError as error:
        yield 1, f"The lesson cannot begin: {error.problem.sentence}"
        return
    for task in lesson.tasks:
        yield from _unknown_names(task, through)
        yield from _alone(task, through)
    through.start_over()
    for task in lesson.tasks:
        found = list(_opened(task, through, "after the tasks before it"))
        found = found or list(_done(task, through, "solve", Outcome.DONE))
        yield from found
        if found:
            return


def _alone(task: Task, rehearsal: Rehearsal) -> Iterator[Found]:
    rehearsal.start_over()
    found = list(_opened(task, rehearsal, "at the start"))
    if found:
        yield from found
        return
    for name in ("solve", "show", "fail"):
        rehearsal.start_over()
        rehearsal.begin_task(task.begin)
        shown_only = name == "show" and task.answer is not AnswerKind.NONE
        yield from _done(task, rehearsal, name, None if shown_only else Outcome.DONE)


def _opened(task: Task, rehearsal: Rehearsal, when: str) -> Iterator[Found]:
    """A task must not be ticked, nor answered with a mistake, before anything was done."""
    problem = _tried(lambda: rehearsal.begin_task(task.begin))
    if problem:
        yield task.lines["begin"], f"“begin” cannot be done {when}: {problem}"
        return
    outcome = judge(task, rehearsal.facts).outcome
    if outcome is Outcome.DONE:
        yield task.lines["check"], f"“check” is true {when}: the task would be ticked by opening it."
    elif outcome is Outcome.MISTAKE:
        yield task.lines["mistakes"], f"A known mistake is there {when}, before anything was done."


def _done(task: Task, rehearsal: Rehearsal, name: str, wanted: Outcome | None) -> Iterator[Found]:
    actions: Sequence[Action] = getattr(task, name)
    problem = _tried(lambda: rehearsal.perform(actions))
    if problem:
        yield task.lines[name], f"“{name}” cannot be done: {problem}"
        return
    verdict = judge(task, rehearsal.facts)
    if name == "fail":
        if verdict.outcome is Outcome.DONE:
            yield task.lines[name], "“fail” solves the task, which it must not."
    elif wanted is not None and verdict.outcome is not wanted:
        told = f" It is answered: {verdict.say}" if verdict.say else ""
        yield task.lines[name], f"“{name}” does not solve the task.{told}"


def _tried(do: Callable[[], None]) -> str:
    try:
        do()
    except ProblemError as error:
        return error.problem.sentence
    return ""


def _unknown_names(task: Task, rehearsal: Rehearsal) -> Iterator[Found]:
    """Facts about columns that the data of the lesson do not have."""
    asked: list[tuple[str, Expression]] = []
    asked += [("check", task.check)] if task.check else []
    asked += [("right", e) for e in (task.right, task.tolerance) if e]
    asked += [("mistakes", m.when) for m in task.mistakes if m.when]
    for name, expression in asked:
        for fact in expression.facts:
            if fact.startswith("data.") and not rehearsal.facts.has(fact):
                yield task.lines[name], f"There is no column “{fact.removeprefix('data.')}” in the data."
