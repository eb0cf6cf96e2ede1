"""Does the actions of a lesson in the session, as a person would in the window; each is one wish.

What takes a while is done in the jobs of the session: whoever performs several waits between them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from linreg_gui.core.lessons.actions import Action
from linreg_gui.core.lessons.facts import FactSheet
from linreg_gui.core.lessons.lesson_data import changed_config
from linreg_gui.core.lessons.performed import (
    column_place,
    lab_after,
    roles_after,
    row_place,
    row_places,
    setting_of,
    start_of,
)
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.session.session import Session


def perform(session: Session, action: Action, facts: FactSheet) -> bool:
    """Do one action by the facts of the moment; False for one that only a window can do, or an answer.

    Raises
    ------
    ProblemError
        If it cannot be done: there is no such column or row, or a setting is out of its range.
    """
    doing = _DOINGS.get(action.verb)
    table = session.document.table
    if doing is None or table is None:
        return False
    doing(session, table, action, facts)
    return True


def is_at_rest(session: Session) -> bool:
    """Whether what was asked for is done: the table analysed, its exact solution known, no run at work."""
    training = session.training
    objective = training.objective
    known = objective is not None and objective.is_known
    return session.analysis is not None and known and training.phase.value == "idle"


def _roles(session: Session, table: Table, action: Action, _: FactSheet) -> None:
    session.document.choose_roles(roles_after(table, action))


def _model(session: Session, table: Table, action: Action, _: FactSheet) -> None:
    session.document.change_model("Change the model", model_of_text(action.names[0], table.frame))


def _bias(session: Session, table: Table, action: Action, _: FactSheet) -> None:
    has_bias = action.names[0] == "on"
    if table.recipe.has_bias != has_bias:
        text = "Give the model a bias" if has_bias else "Take the bias away"
        session.document.change_recipe(text, replace(table.recipe, has_bias=has_bias))


def _set(session: Session, _: Table, action: Action, facts: FactSheet) -> None:
    training = session.training
    training.set_config(changed_config(training.config, setting_of(action, facts)))


def _start(session: Session, _: Table, action: Action, facts: FactSheet) -> None:
    analysis = session.training.analysis
    if analysis is not None:
        weights, bias = start_of(action, facts, analysis.data.feature_names)
        session.starts.choose(np.array(weights), bias)
        if session.training.begun:
            session.training.reset()


def _step(session: Session, _: Table, action: Action, facts: FactSheet) -> None:
    session.moment.return_to_end()
    session.training.step(int(action.numbers[0].number(facts)))


def _run(session: Session, _: Table, __: Action, ___: FactSheet) -> None:
    session.moment.return_to_end()
    if session.training.finished or session.training.has_diverged:
        session.training.reset()
    session.training.run_to_end()


def _select(session: Session, table: Table, action: Action, facts: FactSheet) -> None:
    session.selection.select(RowSet.of_rows(row_places(action, facts, len(table.frame))))


def _exclude(session: Session, table: Table, action: Action, facts: FactSheet) -> None:
    session.document.exclude_rows(row_places(action, facts, len(table.frame)))


def _cell(session: Session, table: Table, action: Action, facts: FactSheet) -> None:
    row, value = (number.number(facts) for number in action.numbers)
    session.document.edit_cell(
        row_place(row, len(table.frame)), column_place(action.names[0], table.names), repr(value)
    )


def _lab(session: Session, _: Table, action: Action, facts: FactSheet) -> None:
    session.lab.show(lab_after(action, facts, session.lab.state))


_DOINGS: Mapping[str, Callable[[Session, Table, Action, FactSheet], None]] = {
    "label": _roles,
    "features": _roles,
    "model": _model,
    "bias": _bias,
    "set": _set,
    "start": _start,
    "step": _step,
    "back": lambda session, *_: session.training.step_back(),
    "run": _run,
    "reset": lambda session, *_: session.training.reset(),
    "select": _select,
    "exclude": _exclude,
    "include": lambda session, *_: session.document.include_all_rows(),
    "cell": _cell,
    "lab": _lab,
}
