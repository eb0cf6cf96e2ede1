"""Finds the exact solution of what a run minimises, in a job: of the newest wish, and nothing else."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.session.job_thread import Jobs, LatestJob


class ObjectiveSeeker(QObject):
    """Has the objective of the present data and settings, at first without its exact solution."""

    changed = Signal(object)  # Objective: another one, or the same with its exact solution

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = LatestJob(jobs)
        self._objective: Objective | None = None

    @property
    def objective(self) -> Objective | None:
        """What is minimised now; None without data."""
        return self._objective

    def seek(self, analysis: Analysis, config: SgdConfig) -> Objective:
        """That of these data and settings, at once; what is known of it stays, the rest is worked out."""
        before = self._objective
        if before is not None and before.is_that_of(analysis, config):
            if before.analysis is not analysis:
                self._take(before.under(analysis))
            return self._objective or before
        self._job.retire()
        found = Objective.of(analysis, config)
        self._take(found)
        if not found.is_known:
            self._job.start(partial(_solved, found), self._on_solved)
        return found

    def forget(self) -> None:
        """There are no data."""
        self._job.retire()
        self._objective = None

    def _on_solved(self, outcome: Objective | Problem) -> None:
        present = self._objective
        if present is None:
            return
        if isinstance(outcome, Problem):
            self._take(present.without(outcome))
        else:
            self._take(outcome.under(present.analysis))

    def _take(self, objective: Objective) -> None:
        self._objective = objective
        self.changed.emit(objective)


def _solved(objective: Objective) -> Objective:
    found = objective.solved()
    found.get_ready()
    return found
