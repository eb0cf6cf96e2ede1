"""Weights over time: the lines, their exact values, the moment, and which of them a person wants to see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPointF, Qt

from linreg_gui.core.explaining.scene import Scene, weights_of
from linreg_gui.core.explaining.shown_run import ShownRun
from linreg_gui.core.explaining.weights_path import WeightsPath, WeightsWish
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.views.explaining.weight_list import Column
from linreg_gui.views.explaining.weights_plot import WeightsPlot
from linreg_gui.views.widgets.style import dark_palette, run_pen


def scene_at(step: int, last: int = 40, features: int = 3, rate: float = 0.05) -> Scene:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, features)) * np.geomspace(1.0, 30.0, features)
    columns = {f"f{j}": X[:, j] for j in range(features)}
    y = X @ np.linspace(1.0, 2.0, features) + rng.normal(size=50)
    frame = pd.DataFrame({**columns, "y": y})
    analysis = analyse(frame, {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame})
    sgd = Sgd(analysis.data, SgdConfig(rate, 10, 2000))
    last = sgd.advance(last)
    end = sgd.replay()
    sgd.seek(min(step, last))
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), end, last)


@pytest.fixture
def view(qtbot) -> WeightsPlot:
    view = WeightsPlot()
    qtbot.addWidget(view)
    view.resize(304, 420)
    view.show()
    return view


def shown(view: WeightsPlot, scene: Scene) -> WeightsPath:
    path = weights_of(scene, view.wish)
    view.show_value(path)
    return path


def drawn_lines(view: WeightsPlot) -> list:
    return [line for line in view.lines if line.isVisible()]


def cell(view: WeightsPlot, row: int, column: Column, role=Qt.ItemDataRole.DisplayRole):
    return view.model.index(row, column).data(role)


def test_each_line_is_a_weight_and_each_dashed_line_its_exact_value(view) -> None:
    path = shown(view, scene_at(40))
    lines = drawn_lines(view)
    assert len(lines) == len(path.drawn) == 3
    for line, exact, parameter in zip(lines, view.exact_lines, path.drawn, strict=False):
        steps, values = line.getData()
        np.testing.assert_array_equal(steps, path.steps)
        np.testing.assert_array_equal(values, path.values[:, parameter])
        assert exact.value() == path.exact[parameter]
        assert exact.pen.style() == Qt.PenStyle.CustomDashLine
        assert exact.pen.color() == line.opts["pen"].color()
    ends = [QPointF(0.0, path.exact[j]) for j in path.drawn]
    assert all(view.view_box.viewRect().contains(end) for end in ends)


def test_lines_are_told_apart_by_colour_and_by_shape(view) -> None:
    shown(view, scene_at(40, features=11))
    looks = {
        (line.opts["pen"].color().name(), spot["symbol"])
        for line, spot in zip(drawn_lines(view), view.marks.data, strict=True)
    }
    assert len(looks) == len(drawn_lines(view)) == 8
    assert len({symbol for _, symbol in looks}) == 8


def test_the_list_tells_where_they_stand_at_the_moment(view) -> None:
    path = shown(view, scene_at(12))
    assert view.strip.value("step") == "12"
    for row, parameter in enumerate(path.order):
        assert cell(view, row, Column.NAME) == path.names[parameter]
        assert cell(view, row, Column.VALUE, Qt.ItemDataRole.EditRole) == path.values[12, parameter]
        assert cell(view, row, Column.EXACT, Qt.ItemDataRole.EditRole) == path.exact[parameter]
    assert view.moment_line.isVisible()
    assert view.moment_line.value() == 12
    assert {spot["x"] for spot in view.marks.data} == {12.0}
    shown(view, scene_at(40))
    assert not view.moment_line.isVisible()


def test_pointing_reads_the_step_there_and_leaving_reads_the_moment_again(view) -> None:
    path = shown(view, scene_at(40))
    view.canvas.scene().sigMouseMoved.emit(view.view_box.mapViewToScene(QPointF(7.3, 0.0)))
    assert view.strip.value("step") == "7"
    assert cell(view, 0, Column.VALUE, Qt.ItemDataRole.EditRole) == path.values[7, path.order[0]]
    assert view.cursor_line.value() == 7
    view.canvas.pointer_left.emit()
    assert view.strip.value("step") == "40"
    assert not view.cursor_line.isVisible()


def test_a_click_asks_for_the_step(view, qtbot) -> None:
    shown(view, scene_at(40))
    viewport = view.canvas.viewport()
    places = {25: 25, -3: 0}
    for step, wanted in places.items():
        at = view.canvas.mapFromScene(
            view.view_box.mapViewToScene(QPointF(step, view.view_box.viewRect().center().y()))
        )
        if step < 0:
            at.setX(view.canvas.mapFromScene(view.view_box.sceneBoundingRect().topLeft()).x() + 1)
        with qtbot.waitSignal(view.step_requested) as asked:
            qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=at)
        assert asked.args[0] == pytest.approx(wanted, abs=1)


def test_each_may_have_a_lane_of_its_own(view, qtbot) -> None:
    scene = scene_at(40)
    shown(view, scene)
    with qtbot.waitSignal(view.wish_changed):
        view.common_axis.click()
    path = shown(view, scene)
    assert not path.wish.common_axis
    lanes = drawn_lines(view)
    assert len(lanes) == 4  # and the bias
    for lane, line in enumerate(lanes):
        _, heights = line.getData()
        exact = view.exact_lines[lane].value()
        bottom = len(lanes) - 1 - lane
        assert bottom < min(heights.min(), exact) < max(heights.max(), exact) < bottom + 1
        # As high as it is in its own units.
        values = path.values[:, path.drawn[lane]]
        slope, level = np.polyfit(values, heights, 1)
        np.testing.assert_allclose(slope * values + level, heights, atol=1e-9)
        assert slope * path.exact[path.drawn[lane]] + level == pytest.approx(exact)
    assert view.view_ranges()[1] == (0.0, 4.0)


def test_weights_are_chosen_in_the_list_by_key_and_by_tick(view, qtbot) -> None:
    scene = scene_at(40)
    path = shown(view, scene)
    view.list.setCurrentIndex(view.model.index(0, Column.NAME))
    view.list.setFocus()
    with qtbot.waitSignal(view.wish_changed):
        qtbot.keyClick(view.list, Qt.Key.Key_Space)
    names = [path.names[j] for j in path.order]
    assert view.wish.drawn == tuple(names[1:3])
    assert len(drawn_lines(view)) == 3  # what is drawn follows with the value
    path = shown(view, scene)
    assert len(drawn_lines(view)) == 2
    assert cell(view, 0, Column.NAME, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    view.model.setData(
        view.model.index(3, Column.NAME), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole
    )
    assert view.wish == WeightsWish(drawn=(*names[1:3], None))
    assert len(drawn_lines(view)) == 2
    shown(view, scene)
    assert len(drawn_lines(view)) == 3


def test_no_more_are_drawn_than_look_each_like_no_other(view) -> None:
    scene = scene_at(40, features=20)
    view._change(drawn=tuple(f"f{j}" for j in range(12)))
    shown(view, scene)
    assert (
        len(
            {
                (line.opts["pen"].color().name(), spot["symbol"])
                for line, spot in zip(drawn_lines(view), view.marks.data, strict=True)
            }
        )
        == 12
    )
    wish = view.wish
    free = [
        row
        for row in range(21)
        if cell(view, row, Column.NAME, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    ]
    index = view.model.index(free[0], Column.NAME)
    assert not view.model.flags(index) & Qt.ItemFlag.ItemIsUserCheckable
    assert not view.model.setData(index, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert view.wish == wish


def test_what_was_prepared_for_another_wish_is_left_out(view) -> None:
    path = shown(view, scene_at(40))
    view.show_value(
        replace(path, wish=WeightsWish(common_axis=False), steps=np.array([0]), values=path.values[:1], at=0)
    )
    assert view.strip.value("step") == "40"


def test_zooming_stays_through_a_run(view) -> None:
    shown(view, scene_at(40))
    view.view_box.scaleBy((0.1, 0.1))
    view.view_box.sigRangeChangedManually.emit([True, True])
    near = view.view_ranges()
    shown(view, scene_at(44, 44))
    assert view.view_ranges() == near
    view.canvas.double_clicked.emit()
    assert view.view_ranges()[0][1] >= 44


def test_a_run_that_blew_up_is_shown_as_far_as_there_are_numbers(view) -> None:
    scene = scene_at(3000, 3000, rate=9.0)
    assert 2 < scene.end < 3000
    shown(view, scene)
    view.grab()
    view.common_axis.click()
    path = shown(view, scene)
    view.show_value(replace(path, values=np.full(path.values.shape, np.nan)))
    view.grab()


def test_what_there_is_to_see_is_said_and_cleared(view) -> None:
    path = shown(view, scene_at(12))
    assert view.accessibleDescription() == path.sentence
    assert view.summary() == path.sentence
    view.clear()
    assert "something to train on" in view.message()
    assert view.model.rowCount() == 0
    assert not view.common_axis.isVisible()
    shown(view, scene_at(12))
    assert view.message() == ""


def test_in_a_wide_pane_the_list_stands_beside_the_plot(view, qtbot) -> None:
    shown(view, scene_at(40))
    assert view.list.geometry().top() >= view.canvas.geometry().bottom()
    view.resize(700, 300)
    qtbot.waitUntil(lambda: view.list.geometry().left() >= view.canvas.geometry().right())
    assert view.canvas.height() > 200


def test_colours_follow_the_palette(view) -> None:
    shown(view, scene_at(40))
    light = drawn_lines(view)[0].opts["pen"].color()
    view.setPalette(dark_palette())
    assert drawn_lines(view)[0].opts["pen"].color() != light


def test_runs_beside_the_present_one_have_its_colours_and_dashes_of_their_own(view) -> None:
    scene = scene_at(20)
    other = Sgd(scene.analysis.data, SgdConfig(0.01, 5, 40))
    other.advance(90)
    beside = ShownRun("slow", 3, other.replay(), 90)
    path = weights_of(replace(scene, runs=(beside,)), view.wish)
    (run,) = path.beside
    assert (run.name, run.look, path.last) == ("slow", 3, 90)
    stds, means = scene.analysis.moments.feature_stds, scene.analysis.moments.feature_means
    np.testing.assert_allclose(run.values[:, :-1], beside.path.weights * stds)
    np.testing.assert_allclose(run.values[:, -1], beside.path.biases + beside.path.weights @ means)
    view.show_value(path)
    drawn = [item for item in view.beside.items if item.isVisible()]
    assert len(drawn) == len(path.drawn)
    for item, line, parameter in zip(drawn, view.lines, path.drawn, strict=False):
        x, y = item.getData()
        np.testing.assert_array_equal(x, run.steps)
        np.testing.assert_array_equal(y, run.values[:, parameter])
        assert item.opts["pen"].color() == line.opts["pen"].color()
        assert item.opts["pen"].dashPattern() == run_pen(3, False).dashPattern()
    assert view.view_ranges()[0][1] >= 90.0
    view.show_value(weights_of(scene, view.wish))
    assert not any(item.isVisible() for item in view.beside.items)


def test_in_lanes_no_run_leaves_its_lane(view) -> None:
    view.common_axis.setChecked(False)
    scene = scene_at(20)
    other = Sgd(scene.analysis.data, SgdConfig(0.3, 5, 40))
    other.advance(90)
    path = weights_of(replace(scene, runs=(ShownRun("fast", 1, other.replay(), 90),)), view.wish)
    view.show_value(path)
    drawn = [item for item in view.beside.items if item.isVisible()]
    assert drawn
    for item in drawn:
        heights = item.getData()[1]
        lanes = np.floor(heights[np.isfinite(heights)])
        assert np.ptp(lanes) <= 1.0
