"""Which state of the run is shown: the end, which moves on, or one that a person looks back at."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.problem import Problem
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.session.job_thread import Jobs, LatestJob

from .training import Training
from .training_job import Picture, picture_of

_LOOK_MS = 25  # from one picture to the next
_TICK_MS = 16
# The whole run, where its speed is as fast as possible.
_PLAYING_SECONDS = 10.0


class Moment(QObject):
    """What every view shows. Looking back asks a replay, and never the run, which may go on meanwhile."""

    moved = Signal(object)  # Picture: what is to be shown now
    changed = Signal()  # where it is, where the end is, or whether it follows the end

    def __init__(
        self,
        training: Training,
        jobs: Jobs,
        parent: QObject | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._player = QTimer(self)
        self._player.setInterval(_TICK_MS)
        self._player.timeout.connect(self._play_on)
        self._playing = 0  # forwards 1, backwards −1, not at all 0
        self._played_from = (0, 0.0)  # step and time
        self._training = training
        self._picture: Picture | None = None  # what is looked back at
        self._wanted: int | None = None  # the step that is to be looked at next
        self._looking = LatestJob(jobs)
        self._since_told = QElapsedTimer()
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self._look)
        training.replaced.connect(self._forget)
        training.progressed.connect(self._on_progress)
        training.objective_changed.connect(lambda _: self._look_again())

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

    @property
    def playing(self) -> int:
        """1 where the run is being played, −1 where backwards, 0 where not."""
        return self._playing

    def play(self, direction: int) -> None:
        """Go through the run by itself, forwards (1; from the start, where the end is shown) or back (−1).

        At the speed of training; what goes as fast as possible is played in ten seconds. 0 stops.
        """
        start = 0 if direction > 0 and self.step >= self.end else self.step
        self._playing = direction if self.end else 0
        self._played_from = start, self._clock()
        if self._playing:
            self._player.start()
            self._go_to(start)
        else:
            self._player.stop()
        self.changed.emit()

    def look_at(self, step: int) -> None:
        """Show the state after so many updates, to the last bit; at the end, follow it again."""
        self._stop_playing()
        self._go_to(step)

    def look_by(self, updates: int) -> None:
        """So many updates later, or earlier."""
        self.look_at(self.step + updates)

    def return_to_end(self) -> None:
        """Show the end again, and follow it."""
        if not self.is_live:
            self._forget()
            self._tell()

    def _go_to(self, step: int) -> None:
        step = max(0, step)
        if step >= self.end:
            self.return_to_end()
        elif step != self.step or self.is_live:
            self._wanted = step
            self._look()
            self.changed.emit()

    def _play_on(self) -> None:
        start, since = self._played_from
        rate = self._training.speed or max(1.0, self.end / _PLAYING_SECONDS)
        step = start + self._playing * int(rate * (self._clock() - since))
        if step <= 0 if self._playing < 0 else step >= self.end:
            self._stop_playing()
        if step != self.step:
            self._go_to(step)

    def _stop_playing(self) -> None:
        if self._playing:
            self._playing = 0
            self._player.stop()
            self.changed.emit()

    def _look(self) -> None:
        """One state after the other is worked out; of those that are asked for meanwhile, the last one.

        Between two of them the window has time for everything else, however fast a hand moves.
        """
        run = self._training.replay()
        if self._wanted is None or self._looking.running or run is None:
            return
        left = _LOOK_MS - self._since_told.elapsed() if self._since_told.isValid() else 0
        if left > 0:
            if not self._due.isActive():
                self._due.start(left)
            return
        objective, replay = run
        self._looking.start(partial(_picture_at, objective, replay, self._wanted), self._on_picture)

    def _on_picture(self, picture: Picture | Problem) -> None:
        if isinstance(picture, Problem):
            self.return_to_end()
            return
        self._picture = picture
        if self._wanted == picture.snapshot.step:
            self._wanted = None
        self._since_told.start()
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

    def _look_again(self) -> None:
        """What is looked back at stands beside another exact solution."""
        if not self.is_live:
            self._wanted = self.step
            self._looking.retire()
            self._look()

    def _forget(self) -> None:
        self._stop_playing()
        self._looking.retire()
        self._due.stop()
        self._picture = self._wanted = None

    def _tell(self) -> None:
        if self.picture is not None:
            self.moved.emit(self.picture)
        self.changed.emit()


def _picture_at(objective: Objective, replay: Sgd, step: int) -> Picture:
    replay.seek(step)
    return picture_of(objective, replay.snapshot())
