"""A session in small, without a window or a thread, in which the sequences of a lesson are played through.

What the window does with the same actions is in `session/lessons`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.chapter.lab.state import LabState
from linreg_gui.core.editing.cell_edits import edit_cell
from linreg_gui.core.editing.model_edits import model_of, with_model, with_roles
from linreg_gui.core.editing.row_edits import exclude_rows, include_all_rows
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.next_update import NextUpdate
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.start import ChosenStart, ZeroStart
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.core.terms.checking import model_of_text

from .actions import ANSWERS, Action
from .answers import Given
from .facts import FactSheet
from .lesson import Lesson
from .lesson_data import changed_config, lesson_config, lesson_table
from .performed import (
    column_place,
    given_by,
    lab_after,
    roles_after,
    row_place,
    row_places,
    setting_of,
    start_of,
)
from .state import Deed, SessionState, begun_anew, state_of_table

# A run in a rehearsal has at most so many updates.
_MOST_UPDATES = 200_000


class Rehearsal:
    """The state of a session, changed by actions one after the other.

    Raises
    ------
    ProblemError
        If the data of the lesson allow no regression, or its settings do not suit them.
    """

    def __init__(self, lesson: Lesson) -> None:
        first = state_of_table(lesson_table(lesson))
        self._first = begun_anew(first, lesson_config(lesson, first.config))
        self._opening = lesson.lab
        self._views = tuple(pane[0] for column in lesson.panes for pane in column if pane)
        self.start_over()

    def start_over(self) -> None:
        """As the lesson begins, with nothing done."""
        self._runs: tuple[Run, ...] = ()
        self.views = self._views
        self._deeds: list[Deed] = []
        self._given = Given()
        self._selected = NO_ROWS
        self._lab = LabState()
        self._begin_at(self._first)
        if self._opening is not None:
            self.lab(self._opening)

    @property
    def facts(self) -> FactSheet:
        """The facts as they are now."""
        sgd, base = self._sgd, self._base
        snapshot = sgd.snapshot(restart_mean=False)
        runs = self._runs if not sgd.step else (*self._runs, self._run())
        data = "" if base.analysis is None else base.analysis.fingerprint
        state = replace(
            base,
            config=sgd.config,
            end=snapshot,
            shown=snapshot,
            look_ahead=partial(_same, sgd.next_update()),
            finished=sgd.finished,
            diverged=sgd.diverged,
            runs=tuple(run for run in runs if run.data == data),
            views=self.views,
            lab=self._lab,
            selected=self._selected,
            deeds=tuple(self._deeds),
            given=self._given,
        )
        return FactSheet(state)

    def begin_task(self, begin: Sequence[Action] = ()) -> None:
        """What was done and answered before belongs to other tasks."""
        self.perform(begin)
        self._deeds = []
        self._given = Given()

    def perform(self, actions: Sequence[Action]) -> None:
        """Do these, one after the other; a `ProblemError` where one cannot be done."""
        for action in actions:
            if action.verb in ANSWERS:
                self._given = given_by(action, self.facts)
                continue
            doing = _DOINGS[action.verb]
            doing(self, action)
            self._deeds.append(Deed(action.verb, action.names[0] if action.names else "", self._sgd.step))

    def _begin_at(self, base: SessionState) -> None:
        assert base.analysis is not None
        self._base = base
        self._sgd = Sgd(base.analysis.data, base.config, known=base.analysis.moments)

    def _run(self) -> Run:
        """The present run as a value, with the losses at its end."""
        sgd, base = self._sgd, self._base
        assert base.objective is not None
        assert base.analysis is not None
        end = sgd.snapshot(restart_mean=False)
        model = end.weights, end.bias, end.bias_rest, end.centred
        losses = base.objective.mean_loss(*model), base.objective.validation_loss(*model)
        curve = np.array([[sgd.step, end.epoch, math.nan, 1, *losses, 0.0]])
        data = base.analysis.fingerprint
        return Run(sgd.changes, sgd.step, sgd.diverged, end.weights, end.bias, curve, data=data)

    def _replace_run(self, config: SgdConfig) -> None:
        """Another run begins, and the present one is kept."""
        base = begun_anew(self._base, config)
        if self._sgd.step:
            self._runs = (*self._runs, self._run())
        self._begin_at(base)

    def _edit(self, edit: Callable[[Table], Table]) -> None:
        """The run belongs to the numbers before, and is lost with them."""
        assert self._base.table is not None
        table, config, before = edit(self._base.table), self._sgd.config, self._base.analysis
        try:
            base = state_of_table(table, config, before)
        except ProblemError:
            # As the session does where the start belongs to other features.
            base = state_of_table(table, replace(config, start=ZeroStart()), before)
        self._begin_at(base)

    # What each verb does.

    def label(self, action: Action) -> None:
        table = self._base.table
        assert table is not None
        roles = roles_after(table, action)
        if dict(roles) != dict(table.roles):
            self._edit(lambda table: with_roles(table, roles))

    def features(self, action: Action) -> None:
        self.label(action)

    def model(self, action: Action) -> None:
        table = self._base.table
        assert table is not None
        model = model_of_text(action.names[0], table.frame)
        if model != model_of(table):
            self._edit(lambda table: with_model(table, model))

    def bias(self, action: Action) -> None:
        has_bias = action.names[0] == "on"
        assert self._base.table is not None
        if self._base.table.recipe.has_bias != has_bias:
            self._edit(lambda table: replace(table, recipe=replace(table.recipe, has_bias=has_bias)))

    def set(self, action: Action) -> None:
        config = changed_config(self._sgd.config, setting_of(action, self.facts))
        self._change(config)

    def _change(self, config: SgdConfig) -> None:
        old = self._sgd.config
        whole = any(getattr(config, name) != getattr(old, name) for name in ("seed", "standardise", "loss"))
        if whole or not self._sgd.step:
            self._replace_run(config)
        else:
            changed = {name: value for name, value in vars(config).items() if value != getattr(old, name)}
            self._sgd.change(**changed)

    def start(self, action: Action) -> None:
        assert self._base.analysis is not None
        weights, bias = start_of(action, self.facts, self._base.analysis.data.feature_names)
        self._replace_run(replace(self._sgd.config, start=ChosenStart(weights, bias)))

    def step(self, action: Action) -> None:
        self._sgd.advance(int(action.numbers[0].number(self.facts)))

    def back(self, _: Action) -> None:
        self._sgd.seek(max(0, self._sgd.step - 1))

    def run(self, _: Action) -> None:
        if self._sgd.finished or self._sgd.diverged:
            self._replace_run(self._sgd.config)
        if self._sgd.steps_left > _MOST_UPDATES:
            raise ProblemError(
                f"A run of a lesson has at most {_MOST_UPDATES:,} updates.", ProblemKind.ARGUMENT
            )
        self._sgd.advance(self._sgd.steps_left)

    def reset(self, _: Action) -> None:
        self._replace_run(self._sgd.config)

    def select(self, action: Action) -> None:
        self._selected = RowSet.of_rows(self._rows(action))

    def exclude(self, action: Action) -> None:
        rows = self._rows(action)
        self._edit(lambda table: exclude_rows(table, rows))

    def include(self, _: Action) -> None:
        self._edit(include_all_rows)

    def cell(self, action: Action) -> None:
        row, value = (number.number(self.facts) for number in action.numbers)
        table = self._base.table
        assert table is not None
        column = column_place(action.names[0], table.names)
        place = row_place(row, len(table.frame))
        self._edit(lambda table: edit_cell(table, row=place, column=column, text=repr(value)))

    def view(self, action: Action) -> None:
        self.views = tuple(dict.fromkeys([*self.views, action.names[0]]))

    def lab(self, action: Action) -> None:
        self._lab = lab_after(action, self.facts, self._lab)

    def _rows(self, action: Action) -> IntArray:
        assert self._base.table is not None
        return row_places(action, self.facts, len(self._base.table.frame))


def _same(update: NextUpdate | None) -> NextUpdate | None:
    return update


_DOINGS: Mapping[str, Callable[[Rehearsal, Action], None]] = {
    name: getattr(Rehearsal, name)
    for name in (
        *("label", "features", "model", "bias", "set", "start", "step", "back", "run", "reset"),
        *("select", "exclude", "include", "cell", "view", "lab"),
    )
}
