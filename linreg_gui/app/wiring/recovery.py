"""Wires recovery: unsaved work is kept, and what an earlier start has left behind is offered."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.core.problem import Problem
from linreg_gui.session.keeping.autosave import Autosave
from linreg_gui.session.keeping.litter import sweep_litter
from linreg_gui.session.keeping.recovery import Leftover, find_leftovers
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.recovery_dialog import RecoveryDialog, UnsavedWork
from linreg_gui.views.window.main_window import MainWindow


class RecoveryWiring(QObject):
    """Between the window and the folders of unsaved work under one root."""

    def __init__(self, session: Session, window: MainWindow, settings: Settings, root: Path) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._settings = settings
        self._root = root
        self._leftovers: list[Leftover] = []
        self.autosave = Autosave(session.projects, session.jobs, root, self)
        self.autosave.set_enabled(settings.keeps_unsaved_work())
        self.autosave.problem_found.connect(self._show_problem)
        menus = window.menus
        menus.keep_work.setChecked(settings.keeps_unsaved_work())
        menus.keep_work.toggled.connect(settings.set_keeps_unsaved_work)
        settings.changed.connect(self._follow)
        menus.unsaved_work.triggered.connect(lambda: self._offer())
        menus.unsaved_work.setEnabled(False)

    def look_for_leftovers(self) -> None:
        """Find, in a job, what processes that have ended did not save, and offer it once; sweep the rest."""
        self._session.jobs.start(lambda _: find_leftovers(self._root), self._on_found)
        # Of its own, as the disk of a file that was opened once may not answer any more.
        files = self._settings.recent_files()
        places = (self._root.parent, self._root)
        self._session.jobs.start(lambda _: sweep_litter(files, places), lambda _: None)

    def leave(self) -> None:
        """The process is ended from outside, and is about to close: what is kept is offered again."""
        self.autosave.leave()

    def close(self) -> None:
        """Nothing of this process needs to be recovered; what was not decided on is offered again."""
        self.autosave.close()
        for left in self._leftovers:
            left.folder.release()
        self._leftovers = []

    def _on_found(self, outcome: list[Leftover] | Problem) -> None:
        if isinstance(outcome, list) and outcome:
            self._leftovers = outcome
            self._offer()

    def _offer(self) -> None:
        self._window.menus.unsaved_work.setEnabled(bool(self._leftovers))
        if not self._leftovers:
            return
        dialog = RecoveryDialog(self._works(), self._window)
        dialog.restore_requested.connect(self._restore)
        dialog.discard_requested.connect(partial(self._discard, dialog))
        dialog.log_requested.connect(self._window.menus.show_log.trigger)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _works(self) -> list[UnsavedWork]:
        return [_unsaved_work(left) for left in self._leftovers]

    def _restore(self, row: int) -> None:
        left = self._leftovers[row]
        taken_up = partial(self._take_up, left)
        self._session.opening.open_recovered(left.name, left.read, taken_up, left.offer.place)

    def _take_up(self, left: Leftover) -> None:
        """Damaged work stays as it is until it is discarded: more may be had of it."""
        if left.offer.whole:
            self._drop(left)
            self.autosave.adopt(left.folder)

    def _discard(self, dialog: RecoveryDialog, row: int) -> None:
        left = self._leftovers[row]
        self._drop(left)
        left.folder.remove()
        if self._leftovers:
            dialog.show_works(self._works())
        else:
            dialog.reject()

    def _drop(self, left: Leftover) -> None:
        """It, and what else its folder offers, is dealt with."""
        self._leftovers = [other for other in self._leftovers if other.folder is not left.folder]
        self._window.menus.unsaved_work.setEnabled(bool(self._leftovers))

    def _follow(self, setting: str) -> None:
        """What is switched in one window holds for all."""
        if setting == "keep_unsaved_work":
            enabled = self._settings.keeps_unsaved_work()
            self._window.menus.keep_work.setChecked(enabled)
            self.autosave.set_enabled(enabled)

    def _show_problem(self, problem: Problem) -> None:
        self._window.message_bar.show_message(problem.sentence, "warning")


def _unsaved_work(left: Leftover) -> UnsavedWork:
    offer = left.offer
    project = None if offer.place is None else offer.place.path
    return UnsavedWork(
        left.name, left.rows, left.changed, project, offer.damage, offer.readable, offer.earlier
    )
