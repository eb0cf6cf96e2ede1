"""Between two recorded steps, the very first one near the exact answer: found in a job, once for each run."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.explaining.first_near import can_be_sought, first_near
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.session.job_thread import Jobs, LatestJob

from .training import Phase, Training

# More than runs that are kept and those they are branches of.
_MOST_KNOWN = 1000


class _Way(NamedTuple):
    """What decides which step it is."""

    data: str
    changes: tuple[tuple[int, SgdConfig], ...]
    recorded: int


class NearSteps(QObject):
    """One run after the other, as long as nothing trains."""

    found = Signal()

    def __init__(self, training: Training, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._job = LatestJob(jobs)
        self._known: dict[_Way, int | None] = {}  # None where it could not be found
        self._wanted: dict[_Way, Run] = {}
        training.phase_changed.connect(lambda _: self._go_on())
        training.replaced.connect(self._forget)

    def of(self, run: Run, recorded: int) -> int | None:
        """The first step of a run on the present data that is near; None as long as that is not known.

        ``recorded`` is the first of the recorded ones. Where it takes too long it is never known.
        """
        way = _Way(run.data, tuple(entry for entry in run.changes if entry[0] < max(1, recorded)), recorded)
        if way in self._known:
            return self._known[way]
        data = None if self._training.analysis is None else self._training.analysis.data
        if data is not None and can_be_sought(run, data.n_rows, data.n_features, recorded):
            self._wanted.setdefault(way, run)
            self._go_on()
        return None

    def _forget(self) -> None:
        """The data may be others."""
        self._job.retire()
        self._wanted.clear()

    def _go_on(self) -> None:
        analysis = self._training.analysis
        if analysis is None or self._job.running or self._training.phase is not Phase.IDLE:
            return
        for way, run in self._wanted.items():
            if way.data == self._training.data:
                seek = partial(first_near, analysis, run, way.recorded)
                self._job.start(seek, partial(self._on_found, way))
                return

    def _on_found(self, way: _Way, outcome: int | Problem) -> None:
        self._wanted.pop(way, None)
        if len(self._known) >= _MOST_KNOWN:
            self._known.clear()
        self._known[way] = None if isinstance(outcome, Problem) else outcome
        self.found.emit()
        self._go_on()
