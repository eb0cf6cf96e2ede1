"""What the actions of a lesson come to, by the facts of the moment; who does them is elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.chapter.lab.state import LabState
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

from .actions import Action
from .answers import Given
from .facts import FactSheet


def given_by(action: Action, facts: FactSheet) -> Given:
    """The answer that an action gives."""
    numbers = tuple(number.number(facts) for number in action.numbers)
    match action.verb:
        case "type":
            return Given(number=numbers[0])
        case "choose":
            return Given(choice=action.names[0])
        case "order":
            return Given(order=action.names)
        case "point":
            return Given(point=(numbers[0], numbers[1]))
        case "line":
            return Given(line=(numbers[0], numbers[1]))
    return Given(formula=action.names[0])


def roles_after(table: Table, action: Action) -> Mapping[str, Role]:
    """The roles of the columns once a label or features were chosen."""
    for name in action.names:
        if name not in table.names:
            raise ProblemError(f"There is no column “{name}”.", ProblemKind.NO_COLUMN)
    wanted = Role.LABEL if action.verb == "label" else Role.FEATURE
    roles = {name: Role.IGNORED if role is wanted else role for name, role in table.roles.items()}
    return roles | dict.fromkeys(action.names, wanted)


def setting_of(action: Action, facts: FactSheet) -> Mapping[str, object]:
    """The setting that an action chooses, with its value."""
    name = action.names[0]
    if action.numbers:
        return {name: action.numbers[0].number(facts)}
    value = action.names[1]
    return {name: value == "on" if value in ("on", "off") else value}


def start_of(action: Action, facts: FactSheet, names: Sequence[str]) -> tuple[tuple[float, ...], float]:
    """Weights and bias to begin with; those that are not named stay as they are shown."""
    given = dict(zip(action.names, (number.number(facts) for number in action.numbers), strict=True))
    for name in given:
        if name not in names and name != "bias":
            raise ProblemError(f"There is no feature “{name}”.", ProblemKind.NO_COLUMN)
    weights = tuple(given.get(name, float(facts(f"weights.{name}"))) for name in names)
    bias = given.get("bias", float(facts("bias")))
    if not np.isfinite([*weights, bias]).all():
        raise ProblemError("A run begins at finite numbers.", ProblemKind.ARGUMENT)
    return weights, bias


def lab_after(action: Action, facts: FactSheet, state: LabState) -> LabState:
    """What the Chapter lab shows then: without values the figure as it begins, else the others stay."""
    figure, *names = action.names
    numbers = (number.number(facts) for number in action.numbers)
    return state.set_to(figure, dict(zip(names, numbers, strict=True)))


def column_place(name: str, names: Sequence[str]) -> int:
    """Where a column stands; a `ProblemError` where there is none."""
    if name not in names:
        raise ProblemError(f"There is no column “{name}”.", ProblemKind.NO_COLUMN)
    return names.index(name)


def row_places(action: Action, facts: FactSheet, n_rows: int) -> IntArray:
    """The rows of an action, counted from 0; a `ProblemError` where one is not there."""
    rows = [row_place(number.number(facts), n_rows) for number in action.numbers]
    return np.unique(np.array(rows, dtype=np.int64))


def row_place(number: float, n_rows: int) -> int:
    """A row counted from 0, by its number; a `ProblemError` where it is not there."""
    if not (float(number).is_integer() and 1 <= number <= n_rows):
        raise ProblemError(f"Rows are counted from 1 to {n_rows:,}.", ProblemKind.ARGUMENT)
    return int(number) - 1
