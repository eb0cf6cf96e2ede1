"""Wires the three plots: static points when the data change, moving lines when training goes on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.model.linear_model import Line, partial_line
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.table.table import Table
from linreg_gui.session.analysis_jobs import FitPoints
from linreg_gui.session.session import Session
from linreg_gui.session.training.loss_history import LossHistory
from linreg_gui.session.training.training_job import Picture
from linreg_gui.views.window.main_window import MainWindow


class PlotsWiring(QObject):
    """Between analysis, training and plots; draws nothing until the points of the new data are there."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._fit = window.fit_plot
        self._loss = window.loss_plot
        self._noise = window.noise_histogram
        self._own_units = window.menus.own_units
        self._points: FitPoints | None = None
        session.table_changed.connect(self._forget_points)
        session.analysed.connect(self._show_analysis)
        session.not_analysed.connect(self._show_nothing)
        session.points_ready.connect(self._show_points)
        session.training.progressed.connect(self._show_picture)
        session.painting.stroke_progressed.connect(lambda stroke: self._show_moving(stroke.data))
        session.painting.stroke_cancelled.connect(self._show_moving)
        session.training.history_changed.connect(self._show_history)
        self._fit.view_requested.connect(self._change_view)
        self._fit.own_units_changed.connect(window.menus.own_units.setChecked)
        window.menus.own_units.toggled.connect(self._fit.set_own_units)
        window.menus.own_units.toggled.connect(lambda: self._change_view(self._fit.choice()))
        window.menus.logarithmic.toggled.connect(self._loss.set_logarithmic)
        self._loss.logarithmic_changed.connect(window.menus.logarithmic.setChecked)

    def _forget_points(self) -> None:
        self._points = None

    def _show_analysis(self, analysis: Analysis) -> None:
        data = analysis.data
        self._fit.set_choices(*self._shown_names(analysis, data.label_name))
        self._noise.set_label_name(self._shown_names(analysis, data.label_name)[1])
        self._loss.show_optimum(analysis.exact.half_mse)
        scaled = analysis.label_scale is not LabelScale.PLAIN
        self._fit.offer_own_units(analysis.label if scaled else None)
        self._own_units.setEnabled(scaled)
        self._request_points(self._fit.choice())

    def _show_nothing(self, problem: Problem) -> None:
        self._points = None
        for plot in (self._fit, self._loss, self._noise):
            plot.clear()
        self._fit.show_message(problem.sentence)

    def _change_view(self, choice: int | None) -> None:
        self._points = None
        self._request_points(choice)

    def _request_points(self, choice: int | None) -> None:
        analysis = self._session.analysis
        scaled = analysis is not None and analysis.label_scale is not LabelScale.PLAIN
        self._session.request_points(choice, scaled and self._own_units.isChecked())

    def _show_points(self, points: FitPoints) -> None:
        analysis = self._session.analysis
        if analysis is None or points.choice != self._fit.choice():
            return
        self._points = points
        self._name_axes(analysis, points)
        if points.choice is None:
            self._fit.show_actual(points.scatter.y, points.scatter.y_range, points.scatter.n_rows)
        else:
            subject = view_subject(self._session.document.table, points.choice, points.own_units)
            self._fit.show_scatter(points.scatter, curved=points.own_units, subject=subject)
            exact, truth = analysis.exact, analysis.data.linear_truth
            self._fit.show_lines(
                None,
                self._line(analysis, exact.weights, exact.bias, points.choice),
                self._line(analysis, truth.weights, truth.bias, points.choice) if truth else None,
            )
        picture = self._session.training.picture
        if picture is not None:
            self._draw_fit(analysis, picture, points)

    def _show_picture(self, picture: Picture) -> None:
        analysis = self._session.analysis
        if analysis is None:
            return
        self._noise.show_noise(picture.noise)
        if self._points is not None:
            self._draw_fit(analysis, picture, self._points)

    def _show_moving(self, data: MovingData | None) -> None:
        """The rows in the middle of a stroke: optimum and residuals in the frame of the line."""
        picture = self._session.training.picture
        if data is None or picture is None or len(picture.snapshot.weights) != 1:
            return
        state = picture.snapshot
        self._loss.show_optimum(data.least)
        noise = data.noise(Line(float(state.weights[0]), state.bias))
        if noise is not None:
            self._noise.show_noise(noise)

    def _name_axes(self, analysis: Analysis, points: FitPoints) -> None:
        label = analysis.label if points.own_units else analysis.data.label_name
        self._fit.set_choices(*self._shown_names(analysis, label))

    def _shown_names(self, analysis: Analysis, label: str) -> tuple[Sequence[str], str]:
        """With the units of the columns."""
        table = self._session.document.table
        units = {} if table is None else table.units
        features = shown_features(analysis.data.feature_names, analysis.ledger.sources, units)
        return features, shown_label(label, analysis.label, units)

    def _draw_fit(self, analysis: Analysis, picture: Picture, points: FitPoints) -> None:
        data, state, choice = analysis.data, picture.snapshot, points.choice
        rows = state.minibatch_rows
        scale = analysis.label_scale if points.own_units else LabelScale.PLAIN
        labels = unscaled(data.y[rows], scale)
        if choice is None:
            predictions = data.X[rows] @ state.weights + state.bias
            self._fit.show_predictions(unscaled(picture.predictions, scale))
            self._fit.show_minibatch(labels, unscaled(predictions, scale))
        else:
            self._fit.show_fit_line(self._line(analysis, state.weights, state.bias, choice))
            self._fit.show_minibatch(np.ascontiguousarray(data.X[rows, choice]), labels)

    def _line(self, analysis: Analysis, weights: FloatArray, bias: float, choice: int) -> Line:
        return partial_line(weights, bias, analysis.moments.feature_means, choice)

    def _show_history(self, history: LossHistory) -> None:
        self._loss.show_curve(*history.arrays())


def view_subject(table: Table | None, choice: int | None, own_units: bool = False) -> object:
    """What a view of the fit is about: edits of the rows leave it the same."""
    return None if table is None else (table.name, table.source, dict(table.roles), choice, own_units)
