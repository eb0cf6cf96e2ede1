"""Wires what a person looks at to the project that keeps it; for the docks app/wiring/projects.py does so."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from linreg_gui.core.drawing.fit_extras import known_extras
from linreg_gui.core.drawing.fit_view import FOLDS
from linreg_gui.core.explaining.noise_lab import is_curve
from linreg_gui.core.json_values import WrongValue, from_json_values, to_json_values
from linreg_gui.core.model.loss_curve import LossAxis
from linreg_gui.core.project.project import View
from linreg_gui.core.project.report_outline import Choices
from linreg_gui.core.table.groups import Group
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.session.session import Session
from linreg_gui.views.panes.view_row import ChoosingView
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS

# Of a selection of more stretches than this nobody would know again which rows they are.
_MOST_STRETCHES = 10_000


class _NoiseChoices(NamedTuple):
    """What a person chooses on the plot of the noise."""

    exact: bool = False
    lab: bool = False
    curve: tuple[float, float] | None = None


class ProjectViewWiring(QObject):
    """Between plots, predictions, selection and the project; comes after the wirings of all of them."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._choosing: dict[str, ChoosingView] = {}
        self._kept: dict[str, Choices] = {}  # for views that are not made yet
        self._noise = _NoiseChoices()  # as long as its plot is not made yet
        window.when_made(NoiseHistogram, lambda noise: _choose_noise(noise, self._noise))
        for row in VIEWS:
            window.when_made(row.view, partial(self._take, row.name))
        session.projects.view = self._view
        session.projects.view_found.connect(self._show)

    def _take(self, name: str, view: QWidget) -> None:
        if isinstance(view, ChoosingView):
            self._choosing[name] = view
            kept = self._kept.pop(name, None)
            if kept is not None:
                view.choose(_choices(type(view.choices), kept))

    def _view(self) -> View:
        menus, analysis = self._window.menus, self._session.analysis
        axes = self._window.loss_plot.axes
        bar = self._window.fit_plot.group_bar
        group = bar.shown()
        choice, selected = self._window.fit_plot.choice(), self._session.selection.rows
        noise = self._chosen_noise()
        return View(
            None if choice is None or analysis is None else analysis.data.feature_names[choice],
            menus.own_units.isChecked(),
            menus.logarithmic.isChecked(),
            self._window.view(PredictPanel).typed(),
            tuple(selected.stretches) if selected.starts.size <= _MOST_STRETCHES else (),
            None if group is None else (group.column, group.level),
            FOLDS if bar.colour() == FOLDS else None,
            noise.exact,
            axes.axis() is LossAxis.ABOVE_OPTIMUM,
            axes.logarithmic_steps.isChecked(),
            tuple(sorted(self._window.fit_plot.extras.chosen())),
            axes.along(),
            noise.lab,
            noise.curve,
            self._kept | {name: asdict(view.choices) for name, view in self._choosing.items()},
        )

    def _chosen_noise(self) -> _NoiseChoices:
        if not self._window.panes.is_made(NoiseHistogram):
            return self._noise
        noise = self._window.noise_histogram
        return _NoiseChoices(noise.shows_exact(), noise.lab.is_open, noise.lab.own)

    def _show(self, view: View) -> None:
        menus, analysis, table = self._window.menus, self._session.analysis, self._session.document.table
        self._window.loss_plot.axes.logarithmic_steps.setChecked(view.logarithmic_steps)
        self._window.loss_plot.axes.set_axis(_loss_axis(view))
        self._window.loss_plot.axes.set_along(view.along)
        unmade = {row.name for row in VIEWS}.difference(self._choosing)
        self._kept = {name: kept for name, kept in view.choices.items() if name in unmade}
        for name, choosing in self._choosing.items():
            choosing.choose(_choices(type(choosing.choices), view.choices.get(name, {})))
        menus.own_units.setChecked(view.own_units)
        self._window.fit_plot.extras.choose(known_extras(view.extras))
        curve = view.noise_curve if view.noise_curve is not None and is_curve(*view.noise_curve) else None
        self._noise = _NoiseChoices(view.exact_noise, view.noise_lab, curve)
        if self._window.panes.is_made(NoiseHistogram):
            _choose_noise(self._window.noise_histogram, self._noise)
        group = None if view.shown is None else Group(*view.shown)
        self._window.fit_plot.group_bar.ask_for(group, folds=view.colour == FOLDS)
        n_rows = 0 if table is None else len(table.frame)
        self._session.selection.select(RowSet.of_ranges(part for part in view.selected if part[1] <= n_rows))
        if analysis is None:
            return
        names, plot = analysis.data.feature_names, self._window.fit_plot
        choice = names.index(view.feature) if view.feature in names else None
        if choice != plot.choice() and (choice is not None or len(names) > 1):
            plot.choose(choice)
        self._window.view(PredictPanel).type_values(view.typed)


def _choose_noise(plot: NoiseHistogram, chosen: _NoiseChoices) -> None:
    plot.set_exact(chosen.exact)
    plot.lab.open(chosen.lab)
    plot.lab.move_to(chosen.curve)


def _choices(kind: type[Any], kept: Choices) -> Any:
    """What was chosen in a view; where a file has something else, nothing was."""
    try:
        return from_json_values(kind, to_json_values(kept), "choices")
    except WrongValue:
        return kind()


def _loss_axis(view: View) -> LossAxis:
    if view.above_optimum:
        return LossAxis.ABOVE_OPTIMUM
    return LossAxis.LOGARITHMIC if view.logarithmic else LossAxis.LINEAR
