"""Views as parts of a report: what was chosen in one, as plain values, and the same put into a fresh one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.comparing.compared import CompareChoices, ComparePage
from linreg_gui.core.comparing.kept_cross import folds_of
from linreg_gui.core.comparing.setting_curve import SettingCurve, setting_curve
from linreg_gui.core.comparing.two_residuals import FitResiduals, two_residuals
from linreg_gui.core.drawing.fit_extras import BANDS, Extra, known_extras
from linreg_gui.core.drawing.fit_view import FOLDS, FitView
from linreg_gui.core.explaining.fit_bands import fit_bands
from linreg_gui.core.explaining.fit_points import FitNames, FitPoints, fit_names, fit_points
from linreg_gui.core.explaining.run_fit import RunFit, run_fit
from linreg_gui.core.explaining.tuning_picture import tuning_picture
from linreg_gui.core.inference.line_bands import LineBands
from linreg_gui.core.json_values import WrongValue, from_json_values, to_json_values
from linreg_gui.core.model.dataset import Truth
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import Line, partial_line
from linreg_gui.core.model.loss_curve import LossAxis, ProgressAxis
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.report_outline import Choices
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.core.table.groups import Group, groups_of
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.telling.summaries import Standing
from linreg_gui.views.comparing.compare_view import CompareView
from linreg_gui.views.panes.view_row import ChoosingView, SceneView, ViewRow, WishingView
from linreg_gui.views.plots.fit_plot import FitPlot
from linreg_gui.views.plots.loss_plot import LossPlot
from linreg_gui.views.plots.noise_histogram import NoiseHistogram
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.tuning.tuning_view import TuningView
from linreg_gui.views.widgets.table_clipboard import CopyingTableView

_NO_RUN = "there is no run: train first."


def plots_of(view: QWidget) -> list[ThemedPlot]:
    """The plots of a view, itself if it is one; always in the same order."""
    return [*([view] if isinstance(view, ThemedPlot) else []), *view.findChildren(ThemedPlot)]


def tables_of(view: QWidget) -> list[CopyingTableView]:
    """The tables of a view; always in the same order."""
    return view.findChildren(CopyingTableView)


def chosen_in(view: QWidget, source: ReportSource) -> Choices:
    """What was chosen in a view, in plain values."""
    match view:
        case FitPlot():
            return _chosen_of_fit(view, source)
        case LossPlot():
            axes = view.axes
            return {
                "axis": axes.axis().name,
                "along": axes.along().name,
                "logarithmic_steps": axes.logarithmic_steps.isChecked(),
            }
        case NoiseHistogram():
            return {"exact": view.shows_exact()}
        case CompareView():
            pair = view.pair_of_fits()
            return {**_plain(asdict(view.choices)), "fit": "" if pair is None else pair[1].name}
        case ChoosingView():
            return _plain(asdict(view.choices))
    return {}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    found = to_json_values(values)
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


@dataclass(frozen=True, eq=False)
class _FitScene:
    names: FitNames
    points: FitPoints
    moment: RunFit | None
    extras: frozenset[Extra]
    bands: LineBands | str | None


@dataclass(frozen=True, eq=False)
class _CompareScene:
    pair: Sequence[FitResiduals] | None
    curve: SettingCurve | None


class FreshView:
    """A view of its own for one entry of a report, which nobody sees.

    Made, shown and let go on the GUI thread; `work` may be done in a job.
    """

    def __init__(self, row: ViewRow, choices: Choices, source: ReportSource) -> None:
        self._row, self._choices, self._source = row, choices, source
        self.view = row.view()
        self._wish: tuple[Any, ...] = ()
        match self.view:
            case LossPlot():
                _choose_axes(self.view, choices)
            case NoiseHistogram():
                self.view.set_exact(bool(choices.get("exact", not source.has_run)))
            case FitPlot():
                pass  # it is told with its points
            case ChoosingView():
                self.view.choose(_choices(type(self.view.choices), choices))
        if isinstance(self.view, WishingView):
            self._wish = (self.view.wish,)

    def work(self) -> Any:
        """What it draws.

        Raises
        ------
        ProblemError
            If there is nothing to be drawn.
        """
        row, source = self._row, self._source
        if isinstance(self.view, FitPlot):
            return _fit_scene(source, self._choices)
        if isinstance(self.view, CompareView):
            return _compare_scene(source, self._choices, self._wish[0].page)
        if isinstance(self.view, TuningView):
            if source.tuning is None or source.tuning.objective is None:
                raise ProblemError("no search was made on these data.", ProblemKind.NO_SOLUTION)
            return tuning_picture(source.tuning, *self._wish)
        if row.of_desk is not None:
            found = row.of_desk(source.desk, *self._wish)
        elif row.prepare is not None:
            found = None if source.scene is None else row.prepare(source.scene, *self._wish)
        elif row.of_losses is not None:
            found = None if source.losses is None else row.of_losses(source.losses, *self._wish)
        else:
            found = None
        if found is None:
            raise ProblemError(_NO_RUN, ProblemKind.NO_SOLUTION)
        return found

    def show(self, value: Any) -> None:
        """Draw it."""
        match self.view:
            case FitPlot():
                _show_fit(self.view, value, self._source)
            case CompareView():
                self.view.show_value(self._source.compared)
                if value.pair is not None:
                    self.view.pair.show_pair(value.pair, quantiles=self.view.choices.quantiles)
                if value.curve is not None:
                    self.view.curve.show_curve(value.curve, self._source.desk.data.label_name)
            case SceneView():
                self.view.show_value(value)

    def let_go(self) -> None:
        """Nobody needs it any more."""
        self.view.deleteLater()


def _choices(kind: type[Any], kept: Choices) -> Any:
    """What was chosen in a view; where a file has something else, nothing was."""
    try:
        return from_json_values(kind, to_json_values(kept), "choices")
    except WrongValue:
        return kind()


def _chosen_of_fit(plot: FitPlot, source: ReportSource) -> Choices:
    names, choice, shown = source.desk.data.feature_names, plot.choice(), plot.group_bar.shown()
    extras = plot.extras.chosen() & BANDS
    return {
        "feature": names[choice] if choice is not None and choice < len(names) else "",
        "own_units": plot.own_units,
        "column": None if shown is None else shown.column,
        "level": None if shown is None else shown.level,
        "folds": plot.group_bar.colour() == FOLDS,
        "extras": tuple(sorted(extra.value for extra in extras)),
    }


def _fit_scene(source: ReportSource, choices: Choices) -> _FitScene:
    desk = source.desk
    analysis, table = desk.analysis, desk.table
    names, wanted = list(analysis.data.feature_names), choices.get("feature")
    if wanted and wanted not in names:
        raise ProblemError(f"“{wanted}” is no feature of the model.", ProblemKind.ARGUMENT)
    place = names.index(str(wanted)) if wanted else 0 if wanted is None and len(names) == 1 else None
    column, level = choices.get("column"), choices.get("level")
    group = None
    if isinstance(column, str) and isinstance(level, str):
        if column not in table.names:
            raise ProblemError(f"There is no column “{column}” any more.", ProblemKind.NO_COLUMN)
        group = Group(column, level)
    own = bool(choices.get("own_units")) and analysis.label_scale is LabelScale.LOG
    colour = FOLDS if choices.get("folds") else table.recipe.groups
    points = fit_points(desk.objective, table, FitView(place, own, group, colour), source.folds)
    scene, moment = source.scene, None
    if scene is not None and source.has_run:
        found = run_fit(scene.objective, scene.state, scene.stands, None, points)
        moment = found if isinstance(found, RunFit) else None
    bands, extras = None, _extras_of(choices)
    if extras:
        bands = fit_bands(analysis, desk.objective.loss, desk.objective.weight_decay)
    return _FitScene(fit_names(analysis, table.units, own_units=own), points, moment, extras, bands)


def _extras_of(choices: Choices) -> frozenset[Extra]:
    kept = choices.get("extras")
    return known_extras(name for name in kept if name) & BANDS if isinstance(kept, tuple) else frozenset()


def _show_fit(plot: FitPlot, scene: _FitScene, source: ReportSource) -> None:
    points, table = scene.points, source.desk.table
    view, names = points.view, scene.names
    plot.set_choices(names.features, names.label, names.entwined)
    plot.set_choice(view.choice)
    groups: dict[str, tuple[str, ...]] = {}
    if view.shown is not None:
        groups[view.shown.column] = (view.shown.level,)
    if view.colour not in (None, FOLDS):
        groups[str(view.colour)] = groups_of(table.frame[view.colour]).texts
    plot.group_bar.show_colour(None if view.colour == FOLDS else view.colour)
    plot.group_bar.set_groups(groups, folds=view.colour == FOLDS)
    plot.group_bar.ask_for(view.shown, folds=view.colour == FOLDS)
    plot.extras.choose(scene.extras)
    plot.show_points(points)
    if scene.bands is not None:
        plot.extras.show_bands(scene.bands, curved=view.own_units)
    if scene.moment is not None:
        plot.show_value(scene.moment)
        plot.show_minibatch(np.empty(0), np.empty(0))  # a matter of the moment
        return
    objective = source.desk.objective
    fit, noise = objective.exact, objective.exact_noise
    if fit is None or noise is None:
        return
    means, truth = objective.analysis.moments.feature_means, objective.analysis.data.linear_truth
    models = fit, truth if objective.has_lines else None
    lines = [
        None if model is None or view.choice is None else _line_of(model, means, view.choice)
        for model in models
    ]
    plot.show_exact_alone(Standing(0, 0.0, noise), *lines)


def _line_of(model: Fit | Truth, means: FloatArray, choice: int) -> Line:
    return partial_line(model.weights, model.bias, means, choice)


def _compare_scene(source: ReportSource, choices: Choices, page: ComparePage) -> _CompareScene:
    table = source.desk.table
    if page is ComparePage.CURVE:
        return _CompareScene(None, _curve(source, choices))
    if not source.fits:
        raise ProblemError("No fit is kept.", ProblemKind.NO_SOLUTION)
    if page is not ComparePage.RESIDUALS:
        return _CompareScene(None, None)
    base = source.compared.fits.base
    others = [fit for _, fit in source.fits if base is not None and fit is not base.fit]
    wanted = [fit for fit in others if fit.name == choices.get("fit")] or others
    if base is None or not wanted:
        raise ProblemError("Two fits are needed beside each other.", ProblemKind.NO_SOLUTION)
    return _CompareScene(two_residuals(table, base.fit, wanted[0]), None)


def _curve(source: ReportSource, choices: Choices) -> SettingCurve:
    wish: CompareChoices = _choices(CompareChoices, choices)
    analysis, names = source.desk.analysis, source.desk.data.feature_names
    place = names.index(wish.feature) if wish.feature in names else 0
    parts = folds_of(source.desk.table, analysis.table_rows, source.folds)
    return setting_curve(analysis.data, wish.setting, parts, source.config, feature=place)


def _choose_axes(plot: LossPlot, choices: Choices) -> None:
    axes: tuple[tuple[str, type[Any], Callable[[Any], None]], ...] = (
        ("axis", LossAxis, plot.axes.set_axis),
        ("along", ProgressAxis, plot.axes.set_along),
    )
    for name, kind, choose in axes:
        wanted = choices.get(name)
        if wanted in kind.__members__:
            choose(kind[str(wanted)])
    plot.axes.logarithmic_steps.setChecked(bool(choices.get("logarithmic_steps")))


def zoom_of(plot: ThemedPlot) -> tuple[str, ...]:
    """What a person has zoomed to, as texts; nothing where everything is shown."""
    ranges = plot.chosen_ranges
    return () if ranges is None else tuple(repr(float(end)) for part in ranges for end in part)


def zoom(plot: ThemedPlot, choices: Choices) -> None:
    """Show what was zoomed to."""
    kept = choices.get("zoom")
    if not isinstance(kept, tuple) or len(kept) != 4:
        return
    try:
        left, right, low, high = (float(text or "") for text in kept)
    except ValueError:
        return
    if left < right and low < high and all(math.isfinite(end) for end in (left, right, low, high)):
        plot.zoom_to((left, right), (low, high))
