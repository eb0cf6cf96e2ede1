"""Keeps unsaved work for recovery soon after it has changed, as long as it is not saved.

An edit waits for a moment, so that those that follow each other are written together, and never for quiet:
with what writing takes, no more than some three seconds of edits are ever lost. A stroke that goes on counts
as far as it has come, though it is no step of undo yet; what is typed into a cell counts once it is entered.
What is no edit, such as the progress of training, neither hurries nor delays anything. The cells of a large
table are written before any of them is edited, as that takes its time.
"""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.table import Origin
from linreg_gui.session.document.edit_queue import Edit
from linreg_gui.session.job_thread import Jobs

from .place import Place
from .projects import Projects, Work
from .recovery import RecoveryFolder

# From the first edit that is not kept to the time when it should be on the way, writing it included.
_WAIT_SECONDS = 1.0
_SHORTEST_SECONDS = 0.1
# Of a table that was not written yet, whose size says how long that takes.
_CELLS_PER_SECOND = 10_000_000.0
_CALM_SECONDS = 10.0
_RETRY_SECONDS = 5.0
# From so many cells on a table is prepared, but for one that would fill the disk.
LARGE_CELLS = 1_000_000
_MOST_CELLS = 50_000_000
# The longest that the end of the process waits for a job that is writing.
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class Task:
    """What is to be written: a state that is not saved, a base for what comes, or else that there is nothing.

    Attributes
    ----------
    project : Project or None
    prepares : bool
        Whether it only makes ready for the first edit.
    origin : Origin or None
        Of the table whose cells are on the disk afterwards.
    place : Place or None
        Of the project that the work belongs to.
    in_hand : callable or None
        What is to be done to the table before that, see `Projects.in_hand`.
    """

    project: Project | None
    prepares: bool
    origin: Origin | None
    place: Place | None = None
    in_hand: Edit | None = None

    def carry_out(self, folder: RecoveryFolder) -> None:
        """Do it."""
        if self.project is None:
            folder.clear(self.origin)
        elif self.prepares:
            folder.prepare(self.project, self.place)
        else:
            folder.keep(self._with_hand(self.project), self.place)

    def _with_hand(self, project: Project) -> Project:
        if self.in_hand is not None:
            with contextlib.suppress(ProblemError):  # the document will not have it either
                return replace(project, table=self.in_hand(project.table))
        return project


class Autosave(QObject):
    """Writes in a job, some time after the first of the changes that are not kept yet.

    Parameters
    ----------
    projects : Projects
    jobs : Jobs
    root : Path
        Where the folder of this process is made as soon as it is needed.
    wait : float
        Seconds that an edit waits for others.
    calm : float
        Seconds between two times that anything else is kept.
    """

    # The Project that is kept now, besides what is in the hand; None if none needs to be.
    kept = Signal(object)
    problem_found = Signal(object)  # Problem, once until it works again

    def __init__(
        self,
        projects: Projects,
        jobs: Jobs,
        root: Path,
        parent: QObject | None = None,
        *,
        wait: float = _WAIT_SECONDS,
        calm: float = _CALM_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._jobs = jobs
        self._root = root
        self._wait = wait
        self._calm = calm
        self._enabled = True
        self._folder: RecoveryFolder | None = None
        self._holds_work = False
        self._busy = False
        self._failed = False
        self._work: Work | None = None  # what was captured last
        self._captured = 0.0
        self._took: float | None = None  # seconds, to write that
        self._due: float | None = None
        self._prepared: Origin | None = None  # of the table whose cells are on the disk
        # Shared by the job and the last moments of the process: who may write, for as long as that takes; and
        # who may say, in no time, where to and what is written already.
        self._writing, self._saying = threading.Lock(), threading.Lock()
        self._n_captured = self._n_written = 0
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._write)
        projects.touched.connect(self._touch)

    @property
    def enabled(self) -> bool:
        """Whether anything is kept."""
        return self._enabled

    def set_enabled(self, enabled: bool) -> None:
        """Keep unsaved work from now on, or keep none and forget what is kept."""
        self._enabled = enabled
        self._touch()

    def adopt(self, folder: RecoveryFolder) -> None:
        """Go on in the folder of the work that was taken up again, which is the present work now."""
        with self._saying:  # what was captured of the work before must not get into it
            before, self._folder = self._folder, folder
            self._n_captured += 1
            self._n_written = self._n_captured
        if before is not None:
            before.remove()
        self._holds_work = True
        self._touch()

    def keep_now(self) -> bool:
        """Keep what is unsaved before this returns, for the last moments of a process; whether it is kept.

        A job that is writing an earlier state is waited for, but not for ever.
        """
        project = self._projects.capture() if self._wants_to_keep() else None
        if project is None:
            return False
        self._n_captured += 1
        try:
            task = Task(project, False, None, self._projects.place, self._projects.in_hand())
            return self._carry_out(self._n_captured, task, _PATIENCE_SECONDS)
        except ProblemError:
            return False

    def leave(self) -> None:
        """The process is ended from outside: what is kept, and not saved, is offered at the next start."""
        if self._wants_to_keep():
            folder = self._take_leave()
            if folder is not None:
                folder.release()
        self.close()

    def close(self) -> None:
        """The program ends as it should: nothing needs to be recovered.

        A disk that does not answer is not waited for; what is left there is removed at the next start.
        """
        folder = self._take_leave()
        if folder is not None:
            self._jobs.start(lambda _: folder.remove(), lambda _: None)
            self._jobs.close()

    def _take_leave(self) -> RecoveryFolder | None:
        """Nothing is written any more, even by a job that is left behind; the folder, if there is one."""
        self._timer.stop()
        with self._saying:
            self._enabled, self._is_closed = False, True
            folder, self._folder = self._folder, None
        return folder

    def _touch(self) -> None:
        """Something may have changed."""
        if not self._wants_to_keep():
            if self._holds_work and not self._busy:
                self._write()
            elif self._wants_to_prepare() or self._has_prepared_another():
                self._write_by(time.monotonic() + self._wait)
            return
        if self._projects.work != self._work:
            self._write_by(time.monotonic() + self._wait_for_others())
        elif not self._busy:
            self._write_by(self._captured + self._calm)

    def _wait_for_others(self) -> float:
        """Less where writing takes its time, which is counted in."""
        took = self._took
        if took is None and self._prepared is not self._projects.origin:
            took = self._projects.n_cells / _CELLS_PER_SECOND
        return max(self._wait - (took or 0.0), min(self._wait, _SHORTEST_SECONDS))

    def _write_by(self, due: float) -> None:
        if self._due is None or due < self._due:
            self._due = due
            self._timer.start(max(0, round(1000 * (due - time.monotonic()))))

    def _wants_to_keep(self) -> bool:
        return self._enabled and self._projects.unkept

    def _write(self) -> None:
        if self._busy:
            return  # when that is done, it is looked at again
        self._timer.stop()
        self._due = None
        task = self._task()
        if task is None:
            return
        self._busy = True
        self._work = None if task.project is None or task.prepares else self._projects.work
        self._captured = time.monotonic()
        self._n_captured += 1
        work = partial(self._carry_out, self._n_captured, task)
        self._jobs.start(lambda _: work(), partial(self._on_kept, task))

    def _task(self) -> Task | None:
        """What there is to be done now."""
        origin = self._projects.origin if self._enabled else None
        wants = self._wants_to_keep()
        if wants or (self._wants_to_prepare() and not self._holds_work):
            project = self._projects.capture()
            in_hand = self._projects.in_hand() if wants else None
            place = self._projects.place
            return None if project is None else Task(project, not wants, origin, place, in_hand)
        if self._holds_work or self._has_prepared_another():
            return Task(None, False, origin if self._prepared is origin else None)
        return None

    def _wants_to_prepare(self) -> bool:
        large = LARGE_CELLS <= self._projects.n_cells <= _MOST_CELLS
        return self._enabled and large and self._prepared is not self._projects.origin

    def _has_prepared_another(self) -> bool:
        """Whether cells are on the disk, and in memory, of a table that is not there any more."""
        return self._prepared is not None and self._prepared is not self._projects.origin

    def _carry_out(self, number: int, task: Task, patience: float = -1) -> bool:
        """Write a state, unless a later one is written already; whether one of them is.

        In the job, of which there is one at a time, or in the last moments of the process.
        """
        if not self._writing.acquire(timeout=patience):
            return False
        try:
            folder = self._folder_for(number, task)
            if folder is not None:
                task.carry_out(folder)
            with self._saying:
                self._n_written = max(self._n_written, number)
        finally:
            self._writing.release()
        return True

    def _folder_for(self, number: int, task: Task) -> RecoveryFolder | None:
        """Where a state is to be written, in a new folder if there is none yet; None if it is not needed."""
        with self._saying:
            if self._is_closed or number < self._n_written:
                return None
            if self._folder is not None or task.project is None:
                return self._folder
        folder = RecoveryFolder.create(self._root)
        with self._saying:  # it may have taken its time
            if not self._is_closed and number >= self._n_written:
                self._folder = folder
                return folder
        folder.remove()
        return None

    def _on_kept(self, task: Task, outcome: bool | Problem) -> None:
        now = time.monotonic()
        self._busy = False
        self._prepared = task.origin
        if task.prepares:  # whether it could be done or not: nothing is lost yet
            self._look_again(now)
            return
        self._took = None if task.project is None else now - self._captured
        if isinstance(outcome, Problem):
            if not self._failed:
                self.problem_found.emit(outcome)
            self._failed = True
            self._write_by(now + _RETRY_SECONDS)
            return
        self._failed = False
        self._holds_work = task.project is not None
        self.kept.emit(task.project)
        self._look_again(now)

    def _look_again(self, now: float) -> None:
        """At what has come meanwhile."""
        if self._due is not None and (self._due <= now or not self._timer.isActive()):
            self._write()  # the timer may have come a little early, while something else was being written
        elif self._holds_work != self._wants_to_keep() or self._has_prepared_another():
            self._touch()
