"""What a lesson can do by itself: a small closed vocabulary, and how its sentences are read.

“Show me”, and the sequences that solve a task or must not, are made of these alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

from linreg_gui.core.chapter.lab.figures import FIGURES
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.sgd.config import SgdConfig

from .expressions import Expression, expression
from .fact_readers import LOSSES
from .facts import kind_of_fact
from .kinds import NUMBER
from .limits import LONGEST_ACTION, MOST_STEPS_AT_ONCE

# Settings of training that a lesson can choose.
SETTINGS = tuple(f.name for f in fields(SgdConfig) if f.name not in ("start", "precision", "average_after"))
_FLAGS = {"on": 1.0, "off": 0.0}
_WORD_SETTINGS = {"loss": tuple(LOSSES), "decay": ("constant", "cosine", "inverse time", "step")}


@dataclass(frozen=True, eq=False)
class Action:
    """One action: its verb, the names it is about, and numbers that are worked out when it is done."""

    verb: str
    written: str
    names: tuple[str, ...] = ()
    numbers: tuple[Expression, ...] = ()


@dataclass(frozen=True)
class Verb:
    """How an action is written, and what it does; one ``of_window`` needs more than a session."""

    written: str
    about: str
    read: Callable[[str], tuple[tuple[str, ...], tuple[Expression, ...]]]
    of_window: bool = False


def wrong(sentence: str) -> ProblemError:
    """A mistake in an action."""
    return ProblemError(sentence, ProblemKind.FORMULA)


def action(text: str) -> Action:
    """Read an action, such as “set learning_rate limit.stable / 2”.

    Raises
    ------
    ProblemError
        In a sentence for the person who writes the lesson.
    """
    if len(text) > LONGEST_ACTION:
        raise wrong(f"An action has at most {LONGEST_ACTION} characters.")
    name, _, rest = text.strip().partition(" ")
    verb = VERBS.get(name)
    if verb is None:
        raise wrong(f"There is no action “{name}”. The actions are: {', '.join(VERBS)}.")
    names, numbers = verb.read(rest.strip())
    return Action(name, text.strip(), names, numbers)


def _number(text: str) -> Expression:
    return expression(text, kind_of_fact, NUMBER)


def _nothing(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    if rest:
        raise wrong(f"“{rest}” is too much: this action stands by itself.")
    return (), ()


def _names(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    names = tuple(name.strip() for name in rest.split("|"))
    if not all(names):
        raise wrong("A name is missing; several are separated by “|”.")
    return names, ()


def _one_name(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    if not rest:
        raise wrong("A name is missing.")
    return (rest,), ()


def _count(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    count = int(rest) if rest.isascii() and rest.isdigit() and len(rest) < 9 else 1 if not rest else 0
    if not 1 <= count <= MOST_STEPS_AT_ONCE:
        raise wrong(f"The number of updates is a whole one from 1 to {MOST_STEPS_AT_ONCE:,}.")
    return (), (_number(str(count)),)


def _one_number(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    return (), (_number(rest),)


def _numbers(count: int | None) -> Callable[[str], tuple[tuple[str, ...], tuple[Expression, ...]]]:
    def read(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
        numbers = tuple(_number(part) for part in rest.split(";"))
        if count is not None and len(numbers) != count:
            raise wrong(f"Here stand {count} numbers, separated by “;”.")
        return (), numbers

    return read


def _flag(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    if rest not in _FLAGS:
        raise wrong("Here stands “on” or “off”.")
    return (rest,), ()


def _setting(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    name, _, value = rest.partition(" ")
    if name not in SETTINGS:
        raise wrong(f"There is no setting “{name}”. The settings are: {', '.join(SETTINGS)}.")
    if name in _WORD_SETTINGS:
        if value.strip() not in _WORD_SETTINGS[name]:
            raise wrong(f"“{name}” is one of: {', '.join(_WORD_SETTINGS[name])}.")
        return (name, value.strip()), ()
    if name in ("standardise", "with_replacement"):
        return (name, *_flag(value.strip())[0]), ()
    return (name,), (_number(value),)


def _weights(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    pairs = [part.partition("=") for part in rest.split(";")]
    if not all(name.strip() and value.strip() for name, _, value in pairs):
        raise wrong("Weights are written as in “area = 2; bias = 1”.")
    return tuple(name.strip() for name, _, _ in pairs), tuple(_number(value) for _, _, value in pairs)


def _lab(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    figure, _, values = rest.partition(" ")
    if figure not in FIGURES:
        raise wrong(f"There is no figure “{figure}” in the Chapter lab. There are: {', '.join(FIGURES)}.")
    if not values.strip():
        return (figure,), ()
    pairs = [part.partition("=") for part in values.split(";")]
    names = tuple(name.strip() for name, _, _ in pairs)
    if not all(value.strip() for _, _, value in pairs):
        raise wrong("A figure of the Chapter lab is written as in “lab density mean = 1; std = 2”.")
    for name in names:
        if FIGURES[figure].value(name) is None:
            known = ", ".join(value.name for value in FIGURES[figure].values)
            raise wrong(f"The figure “{figure}” has no value “{name}” to be chosen. There are: {known}.")
    return (figure, *names), tuple(_number(value) for _, _, value in pairs)


def _cell(rest: str) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    where, _, value = rest.partition("=")
    row, _, column = where.strip().partition(" ")
    if not column.strip() or not value.strip():
        raise wrong("A cell is written as in “cell 3 price = 500”.")
    return (column.strip(),), (_number(row), _number(value))


VERBS: Mapping[str, Verb] = {
    "label": Verb("label COLUMN", "makes a column the label", _one_name),
    "features": Verb("features COLUMN | COLUMN", "makes these columns the features, and no others", _names),
    "model": Verb("model FORMULA", "predicts by a formula, such as y ~ x + I(x^2) or log(y) ~ x", _one_name),
    "bias": Verb("bias on|off", "gives the model a bias, or none", _flag),
    "set": Verb("set SETTING VALUE", "changes a setting of training", _setting),
    "start": Verb("start FEATURE = VALUE; bias = VALUE", "begins the run at these weights", _weights),
    "step": Verb("step COUNT", "makes so many updates; one without a number", _count),
    "back": Verb("back", "takes the last update back", _nothing),
    "run": Verb("run", "trains to the end of the last epoch", _nothing),
    "reset": Verb("reset", "goes back to step 0", _nothing),
    "select": Verb("select ROW; ROW", "selects rows of the table, counted from 1", _numbers(None)),
    "exclude": Verb("exclude ROW; ROW", "excludes rows", _numbers(None)),
    "include": Verb("include", "includes all rows again", _nothing),
    "cell": Verb("cell ROW COLUMN = VALUE", "changes a cell", _cell),
    "lab": Verb(
        "lab FIGURE NAME = VALUE; NAME = VALUE",
        "shows a figure of the Chapter lab, and sets values of it",
        _lab,
    ),
    "view": Verb("view NAME", "shows a view", _one_name, of_window=True),
    "type": Verb("type VALUE", "answers with a number", _one_number),
    "choose": Verb("choose OPTION", "answers with an option", _one_name),
    "order": Verb("order OPTION | OPTION", "answers with the options in this order", _names),
    "point": Verb("point X; Y", "answers with a point on the plot", _numbers(2)),
    "line": Verb("line SLOPE; INTERCEPT", "answers with a line on the plot", _numbers(2)),
    "formula": Verb("formula FORMULA", "answers with a formula", _one_name),
}
ANSWERS = ("type", "choose", "order", "point", "line", "formula")
