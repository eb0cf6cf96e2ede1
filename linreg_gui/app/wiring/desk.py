"""Wires the views of the desk, which are about the exact fit: each is fed while it is in sight."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.desk.desk import Desk
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS

from .fed_views import FedViews


class DeskWiring(QObject):
    """Between the fit on the desk and every row of the table of views that is of a desk."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._views = FedViews(window, session.feed, self._present, self._is_current, in_job=True)
        for row in VIEWS:
            if row.of_desk is not None:
                self._views.add(row, row.of_desk)
        session.desk.changed.connect(self._follow)

    def _follow(self) -> None:
        if self._session.desk.desk is None:
            self._views.clear()
        else:
            self._views.follow()

    def _present(self) -> Desk | None:
        return self._session.desk.desk

    def _is_current(self, desk: Desk) -> bool:
        return desk is self._session.desk.desk
