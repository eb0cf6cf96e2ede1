"""Wires fit and noise: static points when the data change, moving lines when training goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.core.arrays import FloatArray, own_product, quiet_overflow
from linreg_gui.core.drawing.fit_view import FOLDS, FitView
from linreg_gui.core.drawing.moving_data import MovingData
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.linear_model import Line, partial_line
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.groups import MOST_GROUPS
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.shown_names import shown_features, shown_label
from linreg_gui.core.table.table import Table
from linreg_gui.core.telling.summaries import Standing
from linreg_gui.session.analysis_jobs import FitPoints
from linreg_gui.session.session import Session
from linreg_gui.session.training.training_job import Picture
from linreg_gui.views.window.main_window import MainWindow

from .in_sight import InSight


class PlotsWiring(QObject):
    """Between analysis, training and plots; draws nothing until the points of the new data are there."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._fit = window.fit_plot
        self._fit_seen = InSight(self._fit, self._renew_fit)
        self._own_units = window.menus.own_units
        self._points: FitPoints | None = None
        self._known: Analysis | None = None
        session.table_changed.connect(self._forget_points)
        session.analysed.connect(self._show_analysis)
        session.not_analysed.connect(self._show_nothing)
        session.points_ready.connect(self._show_points)
        session.training.objective_changed.connect(lambda _: self._renew_points())
        session.moment.moved.connect(self._show_picture)
        session.rows_moved.connect(self._show_moving)
        session.summaries.summarised.connect(self._offer_groups)
        session.fits.changed.connect(self._offer_groups)
        session.fits.folds_changed.connect(self._renew_folds)
        self._fit.view_requested.connect(self._change_view)
        self._fit.own_units_changed.connect(window.menus.own_units.setChecked)
        window.menus.own_units.toggled.connect(self._fit.set_own_units)
        window.menus.own_units.toggled.connect(self._change_view)

    def _forget_points(self) -> None:
        self._points = None

    def _show_analysis(self, analysis: Analysis) -> None:
        data, choice, before = analysis.data, self._fit.choice(), self._known
        self._name_choices(analysis, data.label_name)
        if before is not None and analysis.has_the_numbers_of(before):
            self._fit.set_choice(choice)  # of a feature that may have another name
        self._known = analysis
        scaled = analysis.label_scale is not LabelScale.PLAIN
        self._fit.offer_own_units(analysis.label if scaled else None)
        self._own_units.setEnabled(scaled)
        self._offer_groups()

    def _renew_points(self) -> None:
        """The exact solution is another one, and so are points and lines beside it."""
        if self._session.analysis is not None:
            self._request_points()

    def _show_nothing(self, problem: Problem) -> None:
        self._points = None
        self._fit.clear()
        self._fit.show_message(problem.sentence)

    def _offer_groups(self) -> None:
        """The columns of the table that make a few groups; the label is what is looked at."""
        table, analysis = self._session.document.table, self._session.analysis
        label = None if analysis is None else analysis.label
        found = {name: groups for name, groups in self._session.summaries.groups.items() if name != label}
        names = [] if table is None or not found else map(str, table.frame.columns.tolist())
        fits = self._session.fits
        folds = bool(fits.kept) and 2 <= fits.folds.folds <= MOST_GROUPS
        self._fit.group_bar.set_groups({name: found[name] for name in names if name in found}, folds=folds)

    def _change_view(self) -> None:
        self._points = None
        self._request_points()

    def _request_points(self) -> None:
        analysis = self._session.analysis
        scaled = analysis is not None and analysis.label_scale is not LabelScale.PLAIN
        own_units = scaled and self._own_units.isChecked()
        self._session.request_points(replace(self._fit.view(), own_units=own_units))

    def _renew_folds(self) -> None:
        """Others are chosen, by which the points may be coloured."""
        self._offer_groups()
        if self._fit.view().colour == FOLDS and self._session.analysis is not None:
            self._request_points()

    def _show_points(self, points: FitPoints) -> None:
        analysis, objective = self._session.analysis, self._session.training.objective
        if analysis is None or objective is None or replace(points.view, own_units=False) != self._fit.view():
            return
        self._points = points
        self._name_axes(analysis, points)
        scatter, groups = points.scatter, (points.levels, points.codes)
        if points.choice is None:
            self._fit.show_actual(scatter.y, scatter.y_range, scatter.n_rows, points.exact, groups)
        else:
            subject = view_subject(self._session.document.table, points.view)
            curved = points.view.own_units or not objective.has_lines
            self._fit.show_scatter(scatter, curved=curved, subject=subject, groups=groups)
            exact = objective.exact
            truth = analysis.data.linear_truth if objective.has_lines else None
            self._fit.show_lines(
                None,
                self._line(analysis, exact.weights, exact.bias, points.choice) if exact else None,
                self._line(analysis, truth.weights, truth.bias, points.choice) if truth else None,
            )
            self._fit.show_group_lines(points.lines)
        picture = self._session.moment.picture
        if picture is not None:
            self._draw_fit(objective, picture, points)

    def _show_picture(self, picture: Picture) -> None:
        objective = self._session.training.objective
        if self._session.analysis is None or objective is None:
            return
        if self._fit_seen.draws:
            self._fit.show_standing(Standing(picture.snapshot.step, picture.distance, picture.noise))
            if self._points is not None:
                self._draw_fit(objective, picture, self._points)

    def _renew_fit(self) -> None:
        if (picture := self._session.moment.picture) is not None:
            self._show_picture(picture)

    def _show_moving(self, data: MovingData | None) -> None:
        """The rows in the middle of a stroke: exact line, optimum and residuals in the same frame."""
        picture = self._session.moment.picture
        self._fit.show_exact_line(None if data is None else data.line)
        if data is None or picture is None or len(picture.snapshot.weights) != 1:
            return
        if self._points is not None and data.groups:
            pairs = zip(self._points.lines, data.group_lines, strict=True)
            self._fit.show_group_lines([replace(group, line=line) for group, line in pairs])

    def _name_axes(self, analysis: Analysis, points: FitPoints) -> None:
        label = analysis.label if points.view.own_units else analysis.data.label_name
        self._name_choices(analysis, label)

    def _name_choices(self, analysis: Analysis, label: str) -> None:
        self._fit.set_choices(*self._shown_names(analysis, label), analysis.ledger.entwined_features)

    def _shown_names(self, analysis: Analysis, label: str) -> tuple[Sequence[str], str]:
        """With the units of the columns."""
        table = self._session.document.table
        units = {} if table is None else table.units
        features = shown_features(analysis.data.feature_names, analysis.ledger.sources, units)
        return features, shown_label(label, analysis.label, units)

    def _draw_fit(self, objective: Objective, picture: Picture, points: FitPoints) -> None:
        analysis = objective.analysis
        data, state, choice = analysis.data, picture.snapshot, points.choice
        rows = state.minibatch_rows
        if points.among is not None:
            rows = rows[points.among[rows]]
        scale = analysis.label_scale if points.view.own_units else LabelScale.PLAIN
        labels = unscaled(data.y[rows], scale)
        if choice is None:
            model = state.weights, state.bias, state.bias_rest
            with quiet_overflow():
                outputs = own_product(points.X, state.weights) + analysis.mean_prediction(*model)
                predicted = objective.loss.prediction(outputs)
            drawn = points.scatter.rows
            if len(drawn) == data.n_rows:  # what is predicted for each row is known
                batch = predicted[np.searchsorted(drawn, rows)]
            else:
                batch = data.y[rows] - objective.residuals(rows, *model)
            self._fit.show_predictions(unscaled(predicted, scale), begun=picture.is_a_fit)
            self._fit.show_minibatch(labels, unscaled(batch, scale))
        else:
            self._fit.show_fit_line(self._line(analysis, state.weights, state.bias, choice))
            self._fit.show_minibatch(np.ascontiguousarray(data.X[rows, choice]), labels)

    def _line(self, analysis: Analysis, weights: FloatArray, bias: float, choice: int) -> Line:
        return partial_line(weights, bias, analysis.moments.feature_means, choice)


def view_subject(table: Table | None, view: FitView) -> object:
    """What a view of the fit is about: edits of the rows leave it the same, and so do colours and filters."""
    about = view.choice, view.own_units
    if table is None:
        return None
    recipe = table.recipe
    return table.name, table.source, dict(table.roles), recipe.terms, recipe.only_in_terms, *about
