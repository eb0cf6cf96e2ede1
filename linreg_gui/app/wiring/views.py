"""Wires the views that draw a moment of the run: each is fed while it is in sight, and only then."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject

from linreg_gui.core.explaining.scene import Scene
from linreg_gui.core.explaining.shown_run import ShownRun
from linreg_gui.core.fitting.analysis import Standing
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import FRAME, VIEWS

from .fed_views import FedViews

_RACE_SECONDS = 0.1


class ViewsWiring(QObject):
    """Between the moment and every row of the tables that says how its view is prepared."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._scene: Scene | None = None
        self._raced = 0.0  # when ways of a race were drawn last
        self._views = FedViews(window, session.feed, self._present, self._is_current, of_moment=True)
        for row in (*FRAME, *VIEWS):
            if row.prepare is not None:
                self._views.add(row, row.prepare)
        session.moment.moved.connect(self._follow)
        session.moment.changed.connect(self._renew)
        session.training.objective_changed.connect(lambda _: self._renew())
        session.not_analysed.connect(lambda _: self._clear())
        session.runs.changed.connect(self._renew_runs)
        session.race.progressed.connect(self._follow_race)
        session.rows_moved.connect(lambda _: self._follow_rows(moving=session.moving))
        session.points_ready.connect(lambda _: self._follow_rows(points=session.points))

    def _follow_rows(self, **rows: Any) -> None:
        """A hand has moved them, or they are known as the fit plot shows them; the run is where it was."""
        if self._scene is not None:
            self._scene = replace(self._scene, **rows)
        self._views.follow(only=lambda row: row.in_hand)

    def _follow(self) -> None:
        self._scene = None
        self._views.follow()

    def _renew(self) -> None:
        """The exact solution may be another one, or stand in other rows, though the moment has not moved."""
        if self._scene is not None and self._session.training.objective not in (None, self._scene.objective):
            self._follow()

    @property
    def _beside(self) -> tuple[ShownRun, ...]:
        """The runs that are drawn beside the present one."""
        return (*self._session.runs.drawn, *self._session.race.drawn)

    def _renew_runs(self) -> None:
        if self._scene is not None and self._scene.runs != (beside := self._beside):
            self._scene = replace(self._scene, runs=beside)
            self._views.follow(only=lambda row: row.beside)

    def _follow_race(self) -> None:
        """Ways that grow are drawn anew less often than a display could."""
        if self._scene is not None and time.monotonic() - self._raced >= _RACE_SECONDS:
            self._raced = time.monotonic()
            self._renew_runs()

    def _present(self) -> Scene | None:
        """What there is to be drawn; the same for all views."""
        if self._scene is None:
            run, picture = self._session.training.replay(), self._session.moment.picture
            if run is not None and picture is not None:
                table = self._session.document.table
                self._scene = Scene(
                    run[0],
                    picture.snapshot,
                    run[1],
                    self._session.moment.end,
                    self._session.starts.waiting,
                    self._beside,
                    Standing(picture.distance, picture.standard_errors_off, picture.noise),
                    self._session.moving,
                    {} if table is None else table.units,
                    self._session.points,
                    picture.examples_per_second,
                )
        return self._scene

    def _is_current(self, scene: Scene) -> bool:
        if scene.moving is not None and scene.moving is self._session.moving:
            return True  # by a hand that goes on while strokes before are looked at
        analysis = self._session.analysis
        return analysis is not None and analysis.has_the_numbers_of(scene.analysis)

    @property
    def scene(self) -> Scene | None:
        """What all of them draw now."""
        return self._present()

    def _clear(self) -> None:
        self._scene = None
        self._views.clear()
