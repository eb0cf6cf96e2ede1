"""Wires the noise that stands on the line of the fit plot, where the pointer is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from linreg_gui.core.drawing.fit_extras import Extra
from linreg_gui.core.explaining.standing_noise import noise_of, noise_words, standing_noise
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.linear_model import partial_line
from linreg_gui.core.model.loss_noise import LossNoise
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.session.session import Session
from linreg_gui.views.plots.pointing import Pointed
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

_PLACE = "standing noise"


class FitNoiseWiring(QObject):
    """Between the moment, the pointer and the noise on the line; comes after the plots."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._plot = session, window.fit_plot
        self._own_units = window.menus.own_units
        self._x: float | None = None  # in the middle of what is in sight until it is pointed elsewhere
        self._known: tuple[Objective, Snapshot, LossNoise | None] | None = None
        self._in_sight = InSight(self._plot, self._want)
        for signal in (session.points_ready, session.moment.moved, self._plot.extras.changed):
            signal.connect(self._want)
        session.table_changed.connect(self._forget)
        self._plot.hover.pointing.pointed.connect(self._point_at)
        self._plot.view_box.sigRangeChanged.connect(self._draw)

    def _forget(self) -> None:
        self._known = self._x = None
        self._session.feed.drop(_PLACE)

    def _want(self) -> None:
        """Ask for the noise of the moment, if it is to be seen."""
        objective, picture = self._session.training.objective, self._session.moment.picture
        if self._session.analysis is None or objective is None or picture is None or not self._in_sight:
            return
        wanted = Extra.NOISE in self._plot.extras.chosen() and self._plot.choice() is not None
        if wanted and len(picture.snapshot.weights) == objective.analysis.data.n_features:
            state = picture.snapshot
            self._session.feed.want(
                _PLACE, partial(noise_of, objective, state), partial(self._take, objective, state)
            )
        elif self._known is not None:
            self._session.feed.drop(_PLACE)
            self._known = None
            self._plot.extras.show_noise(None)

    def _take(self, objective: Objective, state: Snapshot, noise: LossNoise | None) -> None:
        if objective is self._session.training.objective:
            self._known = objective, state, noise
            self._draw()

    def _point_at(self, pointed: Pointed | None) -> None:
        if pointed is not None and not pointed.residuals:
            self._x = pointed.x
            self._draw()

    def _draw(self) -> None:
        choice = self._plot.choice()
        if self._known is None or choice is None:
            return
        objective, state, noise = self._known
        analysis = objective.analysis
        if noise is None or choice >= len(state.weights):
            self._plot.extras.show_noise(None)
            return
        x_range, y_range = self._plot.view_ranges()
        x = 0.5 * (x_range[0] + x_range[1]) if self._x is None else self._x
        line = partial_line(state.weights, state.bias, analysis.moments.feature_means, choice)
        scaled = analysis.label_scale is LabelScale.LOG and self._own_units.isChecked()
        output = line.slope * x + line.intercept
        found = standing_noise(noise, x, output, y_range, of_logarithm=scaled)
        weighted = analysis.data.row_weights is not None
        self._plot.extras.show_noise(found, noise_words(noise, weighted=weighted))
