"""Wires the views of what is recorded of the run and of those beside it: each is fed while in sight."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject

from linreg_gui.core.explaining.losses import Losses
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS

from .fed_views import FedViews
from .runs import RunsWiring

_RACE_SECONDS = 0.03


class LossesWiring(QObject):
    """Between the losses and every row of the table of views that is of them; comes after the runs."""

    def __init__(self, session: Session, window: MainWindow, runs: RunsWiring) -> None:
        super().__init__(window)
        self._session, self._runs = session, runs
        self._moment: int | None = None  # that is drawn
        self._raced = 0.0  # when the curves of a race were drawn last
        self._views = FedViews(window, session.feed, self._present, self._is_current)
        for row in VIEWS:
            if row.of_losses is not None:
                self._views.add(row, row.of_losses)
        for signal in (session.training.history_changed, session.training.objective_changed, runs.listed):
            signal.connect(self._views.follow)
        session.rows_moved.connect(self._views.follow)
        session.moment.changed.connect(self._follow_moment)
        session.race.progressed.connect(self._follow_race)
        session.not_analysed.connect(self._views.clear)
        plot, menus = window.loss_plot, window.menus
        menus.logarithmic.toggled.connect(plot.set_logarithmic)
        plot.axes_changed.connect(lambda: menus.logarithmic.setChecked(plot.is_logarithmic()))

    def _follow_moment(self) -> None:
        """Told with every picture of a run; only what is looked back at is marked."""
        if self._looked_at != self._moment:
            self._views.follow()

    def _follow_race(self) -> None:
        """Curves that grow are drawn anew no more often than a display shows."""
        if time.monotonic() - self._raced >= _RACE_SECONDS:
            self._raced = time.monotonic()
            self._views.follow()

    @property
    def _looked_at(self) -> int | None:
        moment = self._session.moment
        return None if moment.is_live else moment.step

    def _present(self) -> Losses | None:
        session, objective = self._session, self._session.training.objective
        if objective is None or not len(session.training.history):
            return None
        if session.analysis is None and session.moving is None:
            return None
        self._moment = self._looked_at
        curve = session.training.history.arrays()
        return Losses(objective, curve, self._moment, self._runs.beside, session.moving)

    @property
    def losses(self) -> Losses | None:
        """What they draw now."""
        return self._present()

    def _is_current(self, losses: Losses) -> bool:
        if losses.moving is not None and losses.moving is self._session.moving:
            return True  # by a hand that goes on while strokes before are looked at
        analysis = self._session.analysis
        return analysis is not None and analysis.has_the_numbers_of(losses.objective.analysis)
