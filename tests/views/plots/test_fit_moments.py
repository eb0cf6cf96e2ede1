"""The fit plot is given its points once, and then one moment after the other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.drawing.group_lines import GroupLine
from linreg_gui.core.drawing.scatter import scatter_of
from linreg_gui.core.explaining.fit_points import FitNames, FitPoints
from linreg_gui.core.explaining.run_fit import MomentLines, NoFit, RunFit
from linreg_gui.core.fitting.analysis import Standing
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.model.noise import summarise_noise
from linreg_gui.views.plots.fit_plot import FitPlot

X = np.arange(30.0)
Y = 2.0 * X + 1.0
NOTHING = np.empty(0)
STANDS = Standing(0.25, 1.0, summarise_noise(X - X.mean()))


def points_of(choice: int | None) -> FitPoints:
    names = FitNames(("size (m)", "age"), "price (€)")
    scatter = scatter_of(X if choice is not None else Y, Y, np.arange(30))
    codes = np.empty(0, dtype=np.int64)
    return FitPoints(FitView(choice), scatter, None, np.empty((0, 2)), NOTHING, (), codes, (), names)


def moment(points: FitPoints, fit: Line, step: int = 5, **more) -> RunFit:
    lines = MomentLines(fit, Line(2.0, 1.0), None, ())
    return RunFit(points, replace(lines, **more), (X[:3], Y[:3]), step, True, STANDS)


@pytest.fixture
def plot(qtbot: QtBot) -> FitPlot:
    widget = FitPlot()
    qtbot.addWidget(widget)
    return widget


def ends(plot: FitPlot, key: str) -> float:
    x, y = plot.lines[key].getData()
    return float((y[1] - y[0]) / (x[1] - x[0])) if x.size else 0.0


def test_lines_minibatch_and_standing_come_with_the_moment_and_the_points_stay(
    plot: FitPlot, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = points_of(0)
    plot.set_choices(points.names.features, points.names.label)
    plot.set_choice(0)
    plot.show_points(points)
    np.testing.assert_array_equal(plot.points.getData(), (X, Y))
    assert plot.axis_labels() == ("size (m)", "price (€)")
    assert "exact solution" not in plot.strip.names()
    drawn: list[object] = []
    monkeypatch.setattr(plot.points, "setData", lambda *_, **values: drawn.append(values))
    for slope in (0.5, 1.5):
        plot.show_value(moment(points, Line(slope, 0.0)))
        assert ends(plot, "fit") == pytest.approx(slope)
    assert drawn == []
    assert ends(plot, "exact") == pytest.approx(2.0)
    assert plot.strip.names()[:4] == ["30 rows", "current minibatch", "current fit", "exact solution"]
    assert plot.rings.count() == 3
    assert "25 % from exact" in plot.summary()
    plot.show_value(moment(points, Line(1.5, 0.0), exact=None, groups=(GroupLine("m", 12, Line(9.0, 0.0)),)))
    assert not plot.lines["exact"].getData()[0].size
    assert plot.group_layer.has_lines


def test_a_moment_of_other_points_or_of_another_view_is_left_out(plot: FitPlot) -> None:
    points = points_of(0)
    plot.set_choices(points.names.features, points.names.label)
    plot.set_choice(0)
    plot.show_value(moment(points, Line(0.5, 0.0)))
    assert "rows appear" in plot.message() or "to see its rows" in plot.message()
    plot.show_points(points)
    plot.show_value(NoFit())
    plot.show_value(moment(points_of(0), Line(0.5, 0.0)))
    assert ends(plot, "fit") == 0.0
    plot.show_value(moment(points, Line(0.5, 0.0)))
    plot.choose(1)
    plot.show_value(moment(points, Line(1.5, 0.0)))
    assert ends(plot, "fit") == 0.0
    plot.show_points(replace(points, view=FitView(1)))
    assert ends(plot, "exact") == 0.0
    plot.clear()
    plot.show_value(moment(points, Line(1.5, 0.0)))
    assert ends(plot, "fit") == 0.0


def test_predictions_come_with_the_moment(plot: FitPlot) -> None:
    points = replace(points_of(None), exact=Y + 1.0)
    plot.set_choices(points.names.features, points.names.label)
    plot.show_points(points)
    assert plot.axis_labels() == ("actual price (€)", "predicted price (€)")
    start = RunFit(points, np.zeros(30), (NOTHING, NOTHING), 0, False, STANDS)
    plot.show_value(start)
    assert plot.exact_points.isVisible()
    plot.show_value(replace(start, shown=0.5 * Y, step=3, is_a_fit=True, minibatch=(Y[:2], 0.5 * Y[:2])))
    assert not plot.exact_points.isVisible()
    np.testing.assert_array_equal(plot.points.getData(), (Y, 0.5 * Y))
    np.testing.assert_array_equal(plot.rings.getData(), (Y[:2], 0.5 * Y[:2]))


def test_a_line_out_of_sight_is_told_of_and_shown_at_a_click(plot: FitPlot, qtbot: QtBot) -> None:
    points = points_of(0)
    plot.resize(600, 400)
    plot.show()
    plot.show_points(points)
    plot.show_value(moment(points, Line(2.0, 1.0)))
    assert not plot.outside.isVisible()
    plot.show_value(moment(points, Line(1.0, 500.0)))
    assert plot.outside.isVisible()
    assert plot.outside.text() == "The fit line is above what is shown ↑"
    qtbot.mouseClick(plot.outside, Qt.MouseButton.LeftButton)
    assert not plot.outside.isVisible()
    assert plot.view_ranges()[1][1] > 529.0
    assert plot.view_ranges()[1][0] < 1.0  # the points stay in sight
    plot.show_value(moment(points, Line(0.0, -400.0)))
    assert "below" in plot.outside.text()
    plot.show_points(points_of(None))
    assert not plot.outside.isVisible()
