"""The text of a model: its names, calls and signs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linreg_gui.core.problem import Problem, ProblemError, ProblemKind

LONGEST_MODEL = 20_000
_PATTERN = re.compile(
    r"""(?P<space>\s+)
    |(?P<name>`(?:[^`]|``)+`|[^\W\d]\w*(?:\.\w+)*)
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<sign>\*\*|%in%|%%|\|\||[-+*:^()~/|.−×])""",
    re.VERBOSE,
)
_PLAIN = {"**": "^", "−": "-", "×": "*"}


@dataclass(frozen=True)
class NotationProblem(Problem):
    """What is wrong with a model in text, and from where to where in it."""

    start: int = 0
    end: int = 0


class NotationError(ProblemError):
    """A `NotationProblem` raised."""

    def __init__(self, sentence: str, start: int, end: int, kind: ProblemKind = ProblemKind.FORMULA) -> None:
        super().__init__(sentence)
        self.problem = NotationProblem(sentence, kind, start, end)


@dataclass(frozen=True)
class ModelToken:
    """A name, a call, a number, a sign or the end, and from where to where it stands in the text."""

    kind: str  # name, call, number, sign, end
    text: str
    start: int
    end: int
    arguments: str = ""  # of a call
    inside: int = 0  # where they begin


def model_tokens(text: str) -> list[ModelToken]:
    """The names, calls, numbers and signs of a model, and its end.

    Raises
    ------
    NotationError
        If it is too long, or something in it is none of these.
    """
    if len(text) > LONGEST_MODEL:
        raise NotationError(f"A model can have at most {LONGEST_MODEL:,} characters.", 0, len(text))
    return [*_scan(text), ModelToken("end", "", len(text), len(text))]


def _scan(text: str) -> Iterator[ModelToken]:
    place = 0
    while place < len(text):
        match = _PATTERN.match(text, place)
        start = place
        if match is None:
            raise NotationError(_sign_sentence(text[place]), place, place + 1)
        place = match.end()
        kind, found = str(match.lastgroup), match.group()
        if kind == "name" and found[0] != "`" and text[place : place + 1] == "(":
            end = _closing(text, place)
            yield ModelToken("call", found, start, end, text[place + 1 : end - 1], place + 1)
            place = end
        elif kind == "name":
            name = found[1:-1].replace("``", "`") if found[0] == "`" else found
            yield ModelToken("name", name, start, place)
        elif kind != "space":
            yield ModelToken(kind, _PLAIN.get(found, found), start, place)


def _sign_sentence(sign: str) -> str:
    if sign in "\"'“”‘’":
        return "A model holds no texts: write the name of a column as it is, or in backquotes: `name`."
    if sign == "`":
        return "The backquote that opens a name is not closed, or there is no name in it."
    if sign in "<>=!%,":
        return f"“{sign}” stands inside of I() or a function only, such as I(a > 2)."
    return f"“{sign}” cannot stand in a model. A name with signs in it stands in backquotes: `name`."


def _closing(text: str, opened: int) -> int:
    """The end of a bracket that opens at a place, which names in backquotes may hold, too."""
    depth, place = 0, opened
    while place < len(text):
        sign = text[place]
        if sign == "`":
            place = text.find("`", place + 1)
            if place < 0:
                break
        depth += {"(": 1, ")": -1}.get(sign, 0)
        place += 1
        if not depth:
            return place
    raise NotationError("A bracket is not closed yet.", opened, len(text))
