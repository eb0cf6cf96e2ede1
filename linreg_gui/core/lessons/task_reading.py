"""Reads a task from its block, which is written in TOML."""

from __future__ import annotations

import re
from collections.abc import Mapping

from linreg_gui.core.problem import ProblemError

from .actions import Action, action
from .comparing import check_formula
from .expressions import Expression, expression
from .facts import kind_of_fact
from .kinds import NUMBER, TRUTH, Kind
from .lesson import AnswerKind, Mistake, Task
from .limits import LONGEST_SENTENCE, MOST_ACTIONS, MOST_HINTS, MOST_MISTAKES, MOST_OPTIONS
from .text import read_spans
from .toml_parts import Fields, Mistakes

_ID = re.compile(r"[a-z][a-z0-9-]{0,63}")
_ROW = re.compile(r"[1-9][a-z]?(\.[1-9])?")
_PLACES = ("say", "check", "right", "mistakes", "plot", "begin", "show", "solve", "fail")
_DRAWN = (AnswerKind.POINT, AnswerKind.LINE)


def read_task(content: str, line: int, mistakes: Mistakes) -> Task:
    """A task, and what is wrong with it, with the lines of the file; it begins at ``line``."""
    fields = Fields(content, line, mistakes)
    task_id = fields.text("id", needed=True)
    if task_id and _ID.fullmatch(task_id) is None:
        fields.wrong("id", "The id of a task is made of small letters, digits and hyphens.")
    kind = _kind(fields)
    options = fields.texts("options", MOST_OPTIONS)
    check = _expression(fields, "check", TRUTH)
    right, right_option, right_formula = _right(fields, kind, options)
    variables = _variables(fields, right_formula)
    tolerance = _expression(fields, "tolerance", NUMBER)
    guess = fields.given("guess", bool, False, "true or false")
    if kind is AnswerKind.NUMBER and "tolerance" not in fields and not guess:
        fields.wrong("answer", "A number needs its “tolerance”: how far from the right one it may be.")
    if kind in (AnswerKind.NONE, *_DRAWN) and "check" not in fields and not guess:
        fields.wrong("id", "A task needs its “check”: a condition, such as step >= 10.")
    rows = fields.texts("rows", MOST_OPTIONS)
    if any(_ROW.fullmatch(row) is None for row in rows):
        fields.wrong("rows", "Rows are named as in the table of what is to be taught, such as “4d”.")
    hints = tuple(_sentence(fields, "hints", hint) for hint in fields.texts("hints", MOST_HINTS))
    if len(hints) != MOST_HINTS:
        fields.wrong("hints" if hints else "id", "A task has two hints: a weak one, then a strong one.")
    task = Task(
        task_id,
        _sentence(fields, "say", fields.text("say", needed=True)),
        line,
        rows,
        check,
        kind,
        right,
        tolerance,
        options,
        right_option,
        right_formula,
        variables,
        fields.text("unit", longest=40),
        fields.text("plot", longest=64),
        guess,
        hints,
        _sentence(fields, "then", fields.text("then")),
        _mistakes(fields, kind, variables),
        begin=_actions(fields, "begin", needed=False),
        show=_actions(fields, "show"),
        solve=_actions(fields, "solve"),
        fail=_actions(fields, "fail"),
        lines={name: fields.line(name) for name in _PLACES},
    )
    fields.done()
    return task


def _kind(fields: Fields) -> AnswerKind:
    name = fields.text("answer")
    if name not in set(AnswerKind):
        known = ", ".join(kind for kind in AnswerKind if kind)
        fields.wrong("answer", f"An answer is one of: {known}.")
        return AnswerKind.NONE
    return AnswerKind(name)


def _sentence(fields: Fields, name: str, text: str) -> str:
    if text:
        fields.read(name, text, read_spans)
    return text


def _expression(fields: Fields, name: str, wanted: Kind) -> Expression | None:
    text = fields.text(name, longest=4 * LONGEST_SENTENCE)
    return fields.read(name, text, lambda t: expression(t, kind_of_fact, wanted)) if text else None


def _right(fields: Fields, kind: AnswerKind, options: tuple[str, ...]) -> tuple[Expression | None, str, str]:
    """The right number, option or formula."""
    if kind is AnswerKind.NUMBER:
        right = _expression(fields, "right", NUMBER)
        if right is None and "right" not in fields:
            fields.wrong("answer", "“right” is missing: an expression for the right number.")
        return right, "", ""
    if kind is AnswerKind.CHOICE:
        right_option = fields.text("right", needed=True)
        if len(options) < 2 or right_option not in options:
            fields.wrong("answer", "A choice has two “options” or more, and “right” is one of them.")
        return None, right_option, ""
    if kind is AnswerKind.ORDER:
        if not 3 <= len(set(options)) == len(options):
            fields.wrong("answer", "“options” are three or more different ones, in the right order.")
        return None, "", ""
    if kind is AnswerKind.FORMULA:
        return None, "", fields.text("right", needed=True)
    return None, "", ""


def _variables(fields: Fields, formula: str) -> Mapping[str, tuple[float, float]]:
    """Between which numbers each variable of a formula is drawn."""
    found: dict[str, tuple[float, float]] = {}
    for name, ends in fields.table("variables").items():
        numbers = isinstance(ends, list) and len(ends) == 2 and all(_is_number(end) for end in ends)
        if not numbers or not ends[0] < ends[1]:
            fields.wrong(name, f"“{name}” lies between two numbers, written as [least, largest].")
        else:
            found[name] = float(ends[0]), float(ends[1])
    if formula:
        fields.read("right", formula, lambda text: check_formula(text, found))
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e100


def _mistakes(
    fields: Fields, kind: AnswerKind, variables: Mapping[str, tuple[float, float]]
) -> tuple[Mistake, ...]:
    found = []
    for place, entry in enumerate(fields.tables("mistakes", MOST_MISTAKES)):
        when, say = entry.get("when", ""), entry.get("say", "")
        if not isinstance(when, str) or not isinstance(say, str) or not when or not say:
            fields.wrong("mistakes", "A known mistake has “when”, what it is, and “say”, the answer.", place)
            continue
        if len(say) > LONGEST_SENTENCE:
            fields.wrong("mistakes", f"“say” has at most {LONGEST_SENTENCE} characters.", place)
        fields.read("mistakes", say, read_spans, place)
        if kind is AnswerKind.FORMULA:
            fields.read("mistakes", when, lambda text: check_formula(text, variables), place)
            found.append(Mistake(None, when, say))
            continue
        read = fields.read("mistakes", when, lambda text: expression(text, kind_of_fact, TRUTH), place)
        if read is not None:
            found.append(Mistake(read, "", say))
    return tuple(found)


def _actions(fields: Fields, name: str, *, needed: bool = True) -> tuple[Action, ...]:
    written = fields.texts(name, MOST_ACTIONS)
    if needed and not written:
        fields.wrong(name if name in fields else "id", f"“{name}” is missing: a list of actions.")
    found: list[Action] = []
    for text in written:
        read = fields.read(name, text, _action)
        if read is not None:
            found.append(read)
    return tuple(found)


def _action(text: str) -> Action:
    if not text:
        raise ProblemError("An action is missing.")
    return action(text)
