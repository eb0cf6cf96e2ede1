"""Cross-validates the fits that are kept, one after the other in a job."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from linreg_gui.core.comparing.kept_cross import cross_numbers
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.kept_fit import CrossNumbers, FoldSettings, KeptFit
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.document import Document
from linreg_gui.session.job_thread import Jobs, Mailbox, Stop
from linreg_gui.session.progress_job import ProgressJob

from .fits import Fits

# How far it is, or the numbers of a fit.
_News = float | tuple[int, CrossNumbers]


class Crossing(QObject):
    """Follows the fits and the folds: whatever lacks numbers is looked at, unless a person has stopped it."""

    progressed = Signal(float)  # the share that is done
    ended = Signal()
    problem_found = Signal(object)  # Problem

    def __init__(self, document: Document, fits: Fits, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document, self._fits = document, fits
        self._job = ProgressJob[_News](jobs, self._take, self)
        self._tried: dict[int, tuple[FoldSettings, Table]] = {}
        self.stopped = False
        fits.changed.connect(self._go_on)
        fits.was_kept.connect(lambda _: self._allow())
        fits.folds_changed.connect(self._begin_anew)

    @property
    def running(self) -> bool:
        """Whether numbers are being worked out."""
        return self._job.running

    def start(self) -> None:
        """Go on where a person has stopped it."""
        self.stopped = False
        self._tried.clear()
        self._go_on()

    def stop(self) -> None:
        """Give up what has no numbers yet."""
        self.stopped = True
        self._job.retire()
        self.ended.emit()

    def follow(self) -> None:
        """The table is another one: fits of its rows may be looked at now."""
        self._go_on()

    def _allow(self) -> None:
        self.stopped = False

    def _begin_anew(self) -> None:
        self._job.retire()
        self.stopped = False
        self._go_on()

    def _go_on(self) -> None:
        table, folds = self._document.table, self._fits.folds
        if table is None or self.stopped or self._job.running:
            return
        wanted = [entry for entry in self._fits.kept if self._is_wanted(entry, table)]
        if wanted:
            self._tried.update({key: (folds, table) for key, _ in wanted})
            self._job.start(partial(_cross, table, wanted, folds), self._on_end)
            self.progressed.emit(0.0)

    def _is_wanted(self, entry: tuple[int, KeptFit], table: Table) -> bool:
        (key, fit), folds = entry, self._fits.folds
        if fit.cross is None:
            return True
        tried = self._tried.get(key)
        done = fit.cross.settings == folds and not fit.cross.problem
        return not done and (tried is None or tried[0] != folds or tried[1] is not table)

    def _take(self, items: Sequence[_News]) -> None:
        for news in items:
            if isinstance(news, tuple):
                self._fits.take_cross(*news)
        shares = [news for news in items if isinstance(news, float)]
        if shares:
            self.progressed.emit(shares[-1])

    def _on_end(self, _outcome: Problem | None) -> None:
        self.ended.emit()
        self._go_on()


def _cross(
    table: Table,
    fits: Sequence[tuple[int, KeptFit]],
    folds: FoldSettings,
    mailbox: Mailbox[_News],
    stop: Stop,
) -> None:
    for done, (key, fit) in enumerate(fits):
        if stop():
            return

        def told(share: float, done: int = done) -> None:
            mailbox.put((done + share) / len(fits))

        mailbox.put((key, cross_numbers(table, fit, folds, told)))
