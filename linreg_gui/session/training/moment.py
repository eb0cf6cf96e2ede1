"""Which state of the run is shown: the end, which moves on, or one that a person looks back at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.session.job_thread import Jobs, LatestJob

from .training import Training
from .training_job import Picture, picture_of


class Moment(QObject):
    """What every view shows. Looking back asks a replay, and never the run, which may go on meanwhile."""

    moved = Signal(object)  # Picture: what is to be shown now
    changed = Signal()  # where it is, where the end is, or whether it follows the end

    def __init__(self, training: Training, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._picture: Picture | None = None  # what is looked back at
        self._wanted: int | None = None  # the step that is to be looked at next
        self._looking = LatestJob(jobs)
        training.replaced.connect(self._forget)
        training.progressed.connect(self._on_progress)

    @property
    def picture(self) -> Picture | None:
        """What is shown; None without data."""
        return self._training.picture if self._picture is None else self._picture

    @property
    def is_live(self) -> bool:
        """Whether the end is shown, wherever it moves."""
        return self._picture is None and self._wanted is None

    @property
    def end(self) -> int:
        """The latest step there is."""
        picture = self._training.picture
        return 0 if picture is None else picture.snapshot.step

    @property
    def step(self) -> int:
        """The step that is shown, or will be in a moment."""
        if self._wanted is not None:
            return self._wanted
        return self.end if self._picture is None else self._picture.snapshot.step

    def look_at(self, step: int) -> None:
        """Show the state after so many updates, to the last bit; at the end, follow it again."""
        step = max(0, step)
        if step >= self.end:
            self.return_to_end()
        elif step != self.step or self.is_live:
            self._wanted = step
            self._look()
            self.changed.emit()

    def look_by(self, updates: int) -> None:
        """So many updates later, or earlier."""
        self.look_at(self.step + updates)

    def return_to_end(self) -> None:
        """Show the end again, and follow it."""
        if not self.is_live:
            self._forget()
            self._tell()

    def _look(self) -> None:
        """One state after the other is worked out; of those that are asked for meanwhile, the last one."""
        run = self._training.replay()
        if self._wanted is None or self._looking.running or run is None:
            return
        analysis, replay = run
        self._looking.start(partial(_picture_at, analysis, replay, self._wanted), self._on_picture)

    def _on_picture(self, picture: Picture | Problem) -> None:
        if isinstance(picture, Problem):
            self.return_to_end()
            return
        self._picture = picture
        if self._wanted == picture.snapshot.step:
            self._wanted = None
        self._tell()
        self._look()

    def _on_progress(self, picture: Picture) -> None:
        if self.is_live:
            self.moved.emit(picture)
            self.changed.emit()
        elif self.step >= picture.snapshot.step:  # the run was taken back to before it
            self.return_to_end()
        else:
            self._look()  # where the data were looked at anew meanwhile
            self.changed.emit()

    def _forget(self) -> None:
        self._looking.retire()
        self._picture = self._wanted = None

    def _tell(self) -> None:
        if self.picture is not None:
            self.moved.emit(self.picture)
        self.changed.emit()


def _picture_at(analysis: Analysis, replay: Sgd, step: int) -> Picture:
    replay.seek(step)
    return picture_of(analysis, replay.snapshot())
