"""Wires the lab below the noise plot: the residuals of the moment, for noise that is moved by hand."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.explaining.noise_lab import NoiseLab, noise_lab
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.model.noise import NoiseSummary
from linreg_gui.core.model.residual_noise import drawable
from linreg_gui.core.model.true_noise import true_density
from linreg_gui.core.solvers.sgd.config import Snapshot
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight

_PLACE = "noise lab"


class NoiseLabWiring(QObject):
    """Between the residuals that are shown, their true noise, and the noise plot; comes after the plots."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._plot = session, window.noise_histogram
        self._in_sight = InSight(self._plot, self._show)
        session.analysed.connect(self._show_truth)
        session.table_changed.connect(self._forget)
        session.not_analysed.connect(self._forget)
        session.moment.moved.connect(self._show)
        session.training.objective_changed.connect(self._show)
        session.rows_moved.connect(self._move)
        self._plot.source_changed.connect(self._show)
        self._plot.lab.opened.connect(self._show)

    def _forget(self) -> None:
        self._session.feed.drop(_PLACE)
        self._plot.lab.show_lab(None)
        self._plot.show_truth(None)

    def _show_truth(self, analysis: Analysis) -> None:
        """The noise that the data were made with, where that is known."""
        truth = analysis.data.linear_truth
        known = truth is not None and true_density(truth, np.zeros(1)) is not None
        self._plot.show_truth(truth if known else None)

    def _show(self) -> None:
        objective, picture = self._session.training.objective, self._session.moment.picture
        if self._session.analysis is None or objective is None or picture is None:
            return
        exact = self._plot.shows_exact()
        model: Fit | Snapshot | None = objective.exact if exact else picture.snapshot
        summary = objective.exact_noise if exact else picture.noise
        if model is None or summary is None:
            self._session.feed.drop(_PLACE)
            self._plot.lab.show_lab(None)
        elif self._plot.lab.is_open and self._in_sight:
            prepare = partial(_lab_of, objective, summary, model)
            self._session.feed.want(_PLACE, prepare, partial(self._show_of, objective))

    def _show_of(self, objective: Objective, lab: NoiseLab | str) -> None:
        if objective is self._session.training.objective and not self._session.painting.active:
            self._plot.lab.show_lab(lab)

    def _move(self, data: MovingData | None) -> None:
        """The rows in the middle of a stroke."""
        objective, picture = self._session.training.objective, self._session.moment.picture
        if data is None or objective is None or picture is None or not self._plot.lab.is_open:
            return
        state = picture.snapshot
        if len(state.weights) != 1:
            return
        line = data.line if self._plot.shows_exact() else Line(float(state.weights[0]), state.bias)
        summary = data.noise(line)
        if summary is not None:
            best = summary.mean, summary.std
            self._plot.lab.show_lab(noise_lab(objective.loss, summary, best, np.empty(0)))


def _lab_of(objective: Objective, summary: NoiseSummary, model: Fit | Snapshot) -> NoiseLab | str:
    """Of the most likely noise that is drawn; the squared loss needs no look at the rows."""
    curve, residuals = summary.curve, np.empty(0)
    if not objective.is_quadratic and objective.has_lines:
        rows = objective.analysis.noise_sample
        residuals = drawable(objective.residuals(rows, model.weights, model.bias, model.bias_rest))
    best = (summary.mean, 0.0) if curve is None else (curve.location, curve.scale)
    weighted = objective.analysis.data.row_weights is not None
    return noise_lab(objective.loss, summary, best, residuals, weighted=weighted)
