"""What a session looks like at one moment, as a frozen value of frozen values: what facts are read from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.chapter.lab.state import LabState
from linreg_gui.core.explaining.microscope import Microscope, microscope
from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.kept_fit import KeptFit
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.next_update import NextUpdate
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.table import Table

from .answers import NOTHING, Given
from .limits import MOST_FACT_ROWS

# In place of a column that is not known.
_MISSING = frozen(np.full(1, np.nan))


def _nothing_to_come() -> NextUpdate | None:
    return None


@dataclass(frozen=True)
class Deed:
    """Something that a person did: its verb, what it was about, and at which step of the run."""

    verb: str
    about: str = ""
    step: int = 0


@dataclass(frozen=True, eq=False)
class SessionState:
    """Everything that a lesson can ask about.

    Attributes
    ----------
    table : Table or None
    analysis : Analysis or None
        None while the table is looked at, or if it allows no regression.
    objective : Objective or None
    config : SgdConfig
        The settings of the next update.
    phase : str
        “idle”, “running” or “stopping”.
    end, shown : Snapshot or None
        The end of the run, and the moment that the views show.
    look_ahead : callable
        Gives what the next update starts from, the same at every call; None while a run is at work and after
        its end. Called only if something asks for it.
    finished, diverged : bool
        Whether the run is at the end of its last epoch, or its numbers blew up.
    runs : tuple of Run
        Those that were kept, and the present one last if it has made an update.
    fits : tuple of KeptFit
    selected : RowSet
        Rows of the table.
    pointed : int or None
        The row of the table that is pointed at.
    views : tuple of str
        The views in sight.
    lab : LabState
        The figure of the Chapter lab, and its values.
    deeds : tuple of Deed
        What was done since the task began, the latest last.
    given : Given
        What was answered.
    """

    table: Table | None = None
    analysis: Analysis | None = None
    objective: Objective | None = None
    config: SgdConfig = field(default_factory=SgdConfig)
    phase: str = "idle"
    end: Snapshot | None = None
    shown: Snapshot | None = None
    look_ahead: Callable[[], NextUpdate | None] = _nothing_to_come
    finished: bool = False
    diverged: bool = False
    runs: tuple[Run, ...] = ()
    fits: tuple[KeptFit, ...] = ()
    selected: RowSet = field(default_factory=lambda: NO_ROWS)
    pointed: int | None = None
    views: tuple[str, ...] = ()
    lab: LabState = field(default_factory=LabState)
    deeds: tuple[Deed, ...] = ()
    given: Given = NOTHING

    @cached_property
    def next_update(self) -> NextUpdate | None:
        """What the next update starts from; None where none is to come."""
        return self.look_ahead()

    def by_table_row(self, values: FloatArray, rows: IntArray) -> FloatArray:
        """A number for every row of the table, from one for each of these; missing for the others."""
        n = 0 if self.table is None else len(self.table.frame)
        if not 0 < n <= MOST_FACT_ROWS:
            return _MISSING
        placed = np.full(n, np.nan)
        placed[rows] = values
        return frozen(placed)

    def column(self, name: str) -> FloatArray:
        """The numbers of a column, missing where a cell has none; one of them for too large a table."""
        if self.table is None or name not in self.table.numeric or len(self.table.frame) > MOST_FACT_ROWS:
            return _MISSING
        return numeric_values(self.table.frame[name])

    @cached_property
    def predictions(self) -> FloatArray:
        """What the weights that are shown predict for each row of the table that takes part."""
        return _MISSING if self.objective is None else self._by_model(self.objective.predictions)

    @cached_property
    def residuals(self) -> FloatArray:
        """Label − prediction for each row of the table that takes part."""
        return _MISSING if self.objective is None else self._by_model(self.objective.residuals)

    def _by_model(self, worked_out: Callable[..., FloatArray]) -> FloatArray:
        """What the weights that are shown give for each row of the table that takes part."""
        if self.analysis is None or self.shown is None or self.analysis.data.n_rows > MOST_FACT_ROWS:
            return _MISSING
        model = self.shown.weights, self.shown.bias, self.shown.bias_rest
        found = worked_out(np.arange(self.analysis.data.n_rows), *model)
        return self.by_table_row(found, self.analysis.table_rows)

    @cached_property
    def after(self) -> Microscope | None:
        """The next update, unfolded, with what is shown after it; None where none is to come."""
        if self.analysis is None or self.next_update is None:
            return None
        return microscope(self.analysis.data, self.next_update)

    @cached_property
    def minibatch(self) -> FloatArray:
        """How often each row of the table is in the next minibatch."""
        if self.analysis is None or self.next_update is None:
            return _MISSING
        counts = np.bincount(self.next_update.rows, minlength=self.analysis.data.n_rows).astype(np.float64)
        placed = self.by_table_row(counts, self.analysis.table_rows)
        return placed if placed is _MISSING else frozen(np.nan_to_num(placed))


def state_of_table(
    table: Table, config: SgdConfig | None = None, before: Analysis | None = None
) -> SessionState:
    """The state of a session that has just opened a table, before anything was done.

    Where the numbers are those of an analysis ``before``, nothing is computed anew.

    Raises
    ------
    ProblemError
        If the table allows no regression, or the settings do not suit it.
    """
    analysis = analyse(
        table.frame,
        table.roles,
        table.truth,
        table.recipe,
        row_ids=table.row_ids,
        formulas=table.formulas,
        before=before,
    )
    return _at_step_zero(SessionState(table, analysis), analysis.suggested if config is None else config)


def begun_anew(state: SessionState, config: SgdConfig) -> SessionState:
    """The same data at step 0 with other settings; a `ProblemError` where these do not suit them."""
    return _at_step_zero(state, config)


def _at_step_zero(state: SessionState, config: SgdConfig) -> SessionState:
    analysis, objective = state.analysis, state.objective
    assert analysis is not None
    if objective is None or not objective.is_that_of(analysis, config):
        problem = unsuited(analysis, config.loss)
        if problem is not None:
            raise ProblemError.of(problem)
        objective = Objective.of(analysis, config)
        objective = objective if objective.is_known else objective.solved()
    sgd = Sgd(analysis.data, config, known=analysis.moments)
    snapshot = sgd.snapshot()
    return SessionState(
        state.table, analysis, objective, config, end=snapshot, shown=snapshot, look_ahead=sgd.next_update
    )
