"""Keeps unsaved work for recovery some seconds after it has changed, as long as it is not saved."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.project.project import Project
from linreg_gui.session.job_thread import Jobs

from .projects import Projects
from .recovery import RecoveryFolder

_QUIET_SECONDS = 3.0
_LONGEST_SECONDS = 30.0
# After writing, which may take a while for a large table, comes a pause of so many times as long.
_PAUSE = 4.0


class Autosave(QObject):
    """Writes in a job, once things have been quiet for a while, or at the latest after some time.

    Parameters
    ----------
    projects : Projects
    jobs : Jobs
    root : Path
        Where the folder of this process is made as soon as it is needed.
    quiet, longest : float
        Seconds without a change after which is written, and the longest time a change waits.
    """

    kept = Signal(object)  # the Project that is kept now, or None if nothing needs to be
    problem_found = Signal(object)  # Problem, once until it works again

    def __init__(
        self,
        projects: Projects,
        jobs: Jobs,
        root: Path,
        parent: QObject | None = None,
        *,
        quiet: float = _QUIET_SECONDS,
        longest: float = _LONGEST_SECONDS,
    ) -> None:
        super().__init__(parent)
        self._projects = projects
        self._jobs = jobs
        self._root = root
        self._quiet = quiet
        self._longest = longest
        self._enabled = True
        self._folder: RecoveryFolder | None = None
        self._holds_work = False
        self._busy = False
        self._failed = False
        self._waiting_since: float | None = None
        self._started = 0.0
        self._not_before = 0.0
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
        if self._folder is not None:
            self._folder.remove()
        self._folder = folder
        self._holds_work = True
        self._touch()

    def keep_now(self) -> bool:
        """Keep what is unsaved before this returns, for the last moments of a process; whether it is kept.

        A job that is keeping it already is left to its work.
        """
        project = self._projects.capture() if self._wants_to_keep() and not self._busy else None
        if project is None:
            return False
        with contextlib.suppress(ProblemError):
            self._keep(project)
            return True
        return False

    def close(self) -> None:
        """The program ends as it should, and no job is left: nothing needs to be recovered."""
        self._timer.stop()
        self._enabled = False
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    def _touch(self) -> None:
        """Something may have changed."""
        if not self._wants_to_keep():
            if self._holds_work and not self._busy:
                self._write()
            return
        now = time.monotonic()
        if self._waiting_since is None:
            self._waiting_since = now
        left = max(min(self._quiet, self._waiting_since + self._longest - now), self._not_before - now)
        self._timer.start(max(0, round(1000 * left)))

    def _wants_to_keep(self) -> bool:
        return self._enabled and self._projects.dirty

    def _write(self) -> None:
        if self._busy:
            return  # when that is done, it is looked at again
        self._timer.stop()
        self._waiting_since = None
        project = self._projects.capture() if self._wants_to_keep() else None
        if project is None and not self._holds_work:
            return
        self._busy = True
        self._started = time.monotonic()
        self._jobs.start(lambda _: self._keep(project), partial(self._on_kept, project))

    def _keep(self, project: Project | None) -> None:
        """In the job, of which there is one at a time."""
        if project is None:
            if self._folder is not None:
                self._folder.clear()
            return
        if self._folder is None:
            self._folder = RecoveryFolder.create(self._root)
        self._folder.keep(project)

    def _on_kept(self, project: Project | None, outcome: Problem | None) -> None:
        now = time.monotonic()
        self._busy = False
        self._not_before = now + min(_PAUSE * (now - self._started), self._longest)
        if isinstance(outcome, Problem):
            if not self._failed:
                self.problem_found.emit(outcome)
            self._failed = True
            return
        self._failed = False
        self._holds_work = project is not None
        self.kept.emit(project)
        if self._waiting_since is not None or self._holds_work != self._wants_to_keep():
            self._touch()
