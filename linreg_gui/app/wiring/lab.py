"""Wires the Chapter lab to the figure that the session has of it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.session.session import Session
from linreg_gui.views.chapter.lab_view import LabView
from linreg_gui.views.window.main_window import MainWindow


class LabWiring(QObject):
    """Between the state and the view, once that is made."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._lab = session.lab
        window.when_made(LabView, self._take)

    def _take(self, view: LabView) -> None:
        view.state_requested.connect(self._lab.show)
        self._lab.changed.connect(lambda: view.show_state(self._lab.state))
        view.show_state(self._lab.state)
