"""Holds back what has to wait for an edit or a file that is written, and lets a person do without these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from linreg_gui.views.dialogs.waiting_dialog import WaitingDialog
from linreg_gui.views.window.main_window import MainWindow

_PATIENCE_MS = 250


@dataclass(frozen=True)
class Task:
    """Something that may be at work.

    Attributes
    ----------
    sentence : callable
        What is at work; gives an empty text if nothing is.
    when_done : callable
        Gets a call that it makes once nothing is at work, or that was given up.
    give_up : callable
        Lets go of it at once; what was there before stays.
    """

    sentence: Callable[[], str]
    when_done: Callable[[Callable[[], None]], None]
    give_up: Callable[[], None]


class Waiting(QObject):
    """One thing at a time is held back; another one takes its place."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._go: Callable[[], None] | None = None
        self._tasks: Sequence[Task] = ()
        self._dialog: WaitingDialog | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._tell)

    def until_done(self, tasks: Sequence[Task], go: Callable[[], None]) -> None:
        """Do it once none of the tasks is at work; whoever has to wait for it is told, and may cancel."""
        self._tasks, self._go = tasks, go
        self._look(go)

    def _look(self, go: Callable[[], None]) -> None:
        if self._go is not go:
            return  # cancelled, or another one has taken its place
        task = self._at_work()
        if task is None:
            self._forget()
            go()
            return
        if self._dialog is not None:
            self._dialog.show_sentence(task.sentence())
        elif not self._patience.isActive():
            self._patience.start()
        task.when_done(lambda: self._look(go))

    def _at_work(self) -> Task | None:
        return next((task for task in self._tasks if task.sentence()), None)

    def _tell(self) -> None:
        task = self._at_work()
        if task is not None and self._go is not None:
            dialog = self._dialog = WaitingDialog(task.sentence(), self._window)
            dialog.give_up_requested.connect(self._give_up)
            dialog.cancelled.connect(self._forget)
            dialog.open()

    def _give_up(self) -> None:
        self._dialog = None  # it closes itself
        while (task := self._at_work()) is not None:
            task.give_up()

    def _forget(self) -> None:
        self._go = None
        self._patience.stop()
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.close()
