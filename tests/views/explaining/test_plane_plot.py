"""The plane of two features: what lies where and over what, and how it is turned and chosen from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from linreg_gui.core.explaining.plane import plane_view
from linreg_gui.core.explaining.run_plane import NoPlane, PlaneWish, RunPlane, placed_on_plane
from linreg_gui.core.explaining.scene import Scene, plane_of
from linreg_gui.core.explaining.view_box import Camera
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.explaining.plane_plot import PlanePlot
from linreg_gui.views.widgets.style import dark_palette


def scene_of(n_rows: int = 60, step: int = 40, name: str = "a") -> Scene:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(n_rows, 2)) * [1.0, 20.0] + [3.0, 100.0]
    y = X @ [30.0, 2.0] + rng.normal(size=n_rows) * 9.0
    frame = pd.DataFrame({name: X[:, 0], "b": X[:, 1], "y": y})
    analysis = analyse(frame, {key: Role.LABEL if key == "y" else Role.FEATURE for key in frame})
    sgd = Sgd(analysis.data, SgdConfig(0.05, 10, 100))
    sgd.advance(step)
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), sgd.replay())


@pytest.fixture
def view(qtbot) -> PlanePlot:
    view = PlanePlot()
    qtbot.addWidget(view)
    view.resize(420, 380)
    view.show()
    qtbot.waitExposed(view)
    view.grab()
    return view


def shown(view: PlanePlot, scene: Scene) -> RunPlane:
    found = plane_of(scene, view.wish)
    view.show_value(found)
    return found


def drawn_points(view: PlanePlot) -> np.ndarray:
    return np.concatenate([np.column_stack([p.data["x"], p.data["y"]]) for p in view.points])


def pixel_of(view: PlanePlot, place: np.ndarray) -> QPoint:
    return view.canvas.mapFromScene(view.view_box.mapViewToScene(QPointF(*place)))


def test_points_sticks_and_planes_are_drawn_in_the_order_of_a_painter(view) -> None:
    found = shown(view, scene_of())
    drawn = plane_view(found.points, found.fitted, found.exact, found.box, view.camera)
    for layer, points, sticks, plane in zip(drawn.layers, view.points, view.sticks, view.planes, strict=True):
        np.testing.assert_array_equal(points.data["x"], drawn.points[layer.points, 0])
        np.testing.assert_array_equal(points.data["y"], drawn.points[layer.points, 1])
        ends = drawn.sticks[layer.points].reshape(-1, 2)
        if len(ends):
            np.testing.assert_array_equal(np.column_stack(sticks.getData()), ends)
        assert plane.isVisible() == (layer.plane is not None)
        if layer.plane is not None:
            corners = [(p.x(), p.y()) for p in plane.polygon()]
            np.testing.assert_allclose(corners, layer.polygon)
        assert sticks.zValue() <= points.zValue() <= plane.zValue()
    heights = [item.zValue() for item in view.planes]
    assert heights == sorted(set(heights))
    assert len(drawn_points(view)) == 60


def test_points_are_read_one_by_one_where_they_are_seen_and_their_predictions_too(view) -> None:
    found = shown(view, scene_of())
    view.turn_to(Camera(30.0, 20.0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(view.canvas, key, Qt.KeyboardModifier.ControlModifier)
    assert view.camera == Camera(30.0, 20.0)
    first = found.points[found.points[:, 0].argmin(), :2]
    height = float(first @ found.exact.weights + found.exact.bias)
    mark = np.array([view.reader.mark.data["x"][0], view.reader.mark.data["y"][0]])
    np.testing.assert_allclose(mark, view.camera.project(found.box.scaled(np.array([[*first, height]])))[0])
    assert view.reader.words.toPlainText().startswith("exact solution, a ")


def test_both_planes_are_told_apart_by_colour_and_line(view) -> None:
    shown(view, scene_of())
    looks = {(item.pen().color().name(), item.pen().style()) for item in view.planes if item.isVisible()}
    assert len({colour for colour, _ in looks}) == len({style for _, style in looks}) == 2
    assert all(0 < item.brush().color().alpha() < 128 for item in view.planes if item.isVisible())


def test_everything_is_in_sight_from_every_side(view) -> None:
    shown(view, scene_of())
    inside = view.view_box.boundingRect()
    for azimuth in range(-180, 180, 45):
        for elevation in (-90, -30, 0, 25, 55, 90):
            view.turn_to(Camera(azimuth, elevation))
            view.grab()
            places = [view.view_box.mapFromView(QPointF(*place)) for place in drawn_points(view)]
            assert all(inside.contains(place) for place in places)
            texts = view.frame.texts
            assert all(inside.contains(room.center()) for _, room in texts)
    view.turn_to(Camera())
    view.grab()
    texts = [text for text, _ in view.frame.texts]
    assert {"a", "b", "y"} <= set(texts)
    assert len(texts) > 8


def test_dragging_turns_it_and_a_double_click_turns_it_back(view, qtbot) -> None:
    shown(view, scene_of())
    viewport, before = view.canvas.viewport(), drawn_points(view)
    asked: list[object] = []
    view.selecting.spot_requested.connect(lambda *given: asked.append(given))
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    qtbot.mouseMove(viewport, QPoint(240, 170))
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(240, 170))
    assert view.camera == Camera(-80.0, 35.0)
    assert asked == []
    turned = drawn_points(view)
    assert not np.array_equal(turned, before)
    qtbot.mouseMove(viewport, QPoint(300, 170))
    assert view.camera == Camera(-80.0, 35.0)
    shown(view, scene_of(step=42))  # the run goes on, and it stays turned
    assert view.camera == Camera(-80.0, 35.0)
    qtbot.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert view.camera == Camera()


def test_keys_turn_it_and_home_turns_it_back(view, qtbot) -> None:
    shown(view, scene_of())
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    assert view.camera == Camera(-50.0, 35.0)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.camera == Camera(-52.0, 33.0)
    for _ in range(20):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Up)
    assert view.camera.elevation == 90.0
    for _ in range(20):
        qtbot.keyClick(view.canvas, Qt.Key.Key_Left)
    assert -180.0 <= view.camera.azimuth < 180.0
    assert "90° above" in view.accessibleDescription()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Home)
    assert view.camera == Camera()


def test_a_click_on_a_point_asks_for_its_row_and_one_beside_for_none(view, qtbot) -> None:
    found = shown(view, scene_of(8))
    at = 5
    place = found.box.scaled(found.points)[at] @ view.camera.axes[:2].T
    places = placed_on_plane(scene_of(8).analysis, found, view.camera)
    for pos, rows in ((pixel_of(view, place), found.table_rows[at : at + 1]), (QPoint(12, 12), [])):
        with qtbot.waitSignal(view.selecting.spot_requested) as asked:
            qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=pos)
        assert places.at(asked.args[0]).rows().tolist() == list(rows)


def test_selected_rows_are_marked(view, qtbot) -> None:
    scene = scene_of()
    shown(view, scene)
    assert "selected" not in " ".join(view.strip.names())
    with qtbot.waitSignal(view.wish_changed):
        view.select(RowSet.of_rows(np.array([3, 5])))
    found = shown(view, scene)
    places = found.box.scaled(found.selected) @ view.camera.axes[:2].T
    np.testing.assert_allclose(np.column_stack([view.marks.data["x"], view.marks.data["y"]]), places)
    assert "2 selected" in view.strip.names()


def test_residuals_can_be_left_out(view, qtbot) -> None:
    scene = scene_of()
    shown(view, scene)
    assert any(item.isVisible() for item in view.sticks)
    with qtbot.waitSignal(view.wish_changed):
        view.residuals.click()
    shown(view, scene)
    assert not any(item.isVisible() for item in view.sticks)
    assert "residuals" not in view.strip.names()


def test_of_many_points_some_have_a_stick_and_their_number_is_told(view) -> None:
    shown(view, scene_of(4000))
    count = sum(len(item.getData()[0]) // 2 for item in view.sticks if item.isVisible())
    assert count == 4000 // 3 + 1
    assert f"residuals of {count:,}" in view.strip.names()
    assert "4,000 rows" in view.strip.names()


def test_another_number_of_features_is_answered_with_a_sentence(view) -> None:
    shown(view, scene_of())
    view.show_value(NoPlane(PlaneWish(), "Choose two."))
    assert view.message() == view.accessibleDescription() == "Choose two."
    assert not view.residuals.isVisible()
    view.turn_to(Camera(0.0, 0.0))
    shown(view, scene_of())
    assert view.message() == ""
    assert view.camera == Camera(0.0, 0.0)


def test_what_was_prepared_for_another_wish_is_left_out(view) -> None:
    found = shown(view, scene_of())
    view.show_value(replace(found, wish=PlaneWish(residuals=False), points=found.points[:3]))
    assert len(drawn_points(view)) == 60


def test_what_there_is_to_see_is_said_and_cleared(view) -> None:
    found = shown(view, scene_of())
    assert view.accessibleDescription().startswith(found.sentence)
    assert view.summary().startswith(found.sentence)
    view.clear()
    assert "something to train on" in view.message()


@pytest.mark.parametrize("wild", [np.nan, np.inf, 1e308, -1e300])
def test_weights_that_blew_up_and_names_of_any_kind_are_borne(view, wild) -> None:
    found = shown(view, scene_of(name="<b>&" + "w" * 3000))

    class Wild:
        weights, bias, bias_rest = np.array([wild, -wild]), wild, 0.0

    view.show_value(replace(found, fitted=Wild()))
    for camera in (Camera(0.0, 0.0), Camera(90.0, 90.0), Camera(10.0, -10.0)):
        view.turn_to(camera)
        view.grab()
    view.resize(60, 60)
    view.grab()


def test_colours_follow_the_palette(view) -> None:
    shown(view, scene_of())
    light = view.planes[1].pen().color(), view.points[0].opts["brush"].color()
    view.setPalette(dark_palette())
    assert (view.planes[1].pen().color(), view.points[0].opts["brush"].color()) != light
