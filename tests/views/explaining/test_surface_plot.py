"""The loss surface: contours, markers, the path and the next move, and what is wished to be seen of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest

from linreg_gui.core.explaining.run_on_surface import RunOnSurface, SurfaceWish
from linreg_gui.core.explaining.scene import Scene, surface_of
from linreg_gui.core.explaining.shown_run import ShownRun
from linreg_gui.core.explaining.start_on_surface import SurfacePoint
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.solvers.sgd.scaling import beginning
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.start import ChosenStart
from linreg_gui.core.table.roles import Role
from linreg_gui.views.explaining.surface_plot import SurfacePlot


def scene_after(step: int, features: int = 3, *, twin: bool = False, epochs: int = 20) -> Scene:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(50, features)) * np.linspace(1.0, 3.0, features) + 1.0
    if twin:
        X[:, 1] = X[:, 0]
    columns = {f"f{j}": X[:, j] for j in range(features)}
    frame = pd.DataFrame({**columns, "y": X.sum(axis=1) + rng.normal(size=50)})
    analysis = analyse(frame, {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame})
    sgd = Sgd(analysis.data, SgdConfig(0.05, 10, epochs))
    sgd.advance(step)
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), sgd.replay())


@pytest.fixture
def view(qtbot) -> SurfacePlot:
    view = SurfacePlot()
    qtbot.addWidget(view)
    view.resize(304, 380)
    view.show()
    return view


def shown(view: SurfacePlot, scene: Scene) -> RunOnSurface:
    found = surface_of(scene, view.wish)
    view.show_value(found)
    return found


def place(points) -> list[float]:
    return [points.pos().x(), points.pos().y()]


def test_start_state_optimum_and_path_lie_where_they_are(view) -> None:
    found = shown(view, scene_after(30))
    assert place(view.start) == found.path[0].tolist()
    assert place(view.now) == found.path[-1].tolist()
    assert place(view.optimum) == found.optimum.tolist()
    np.testing.assert_array_equal(np.column_stack(view.path.getData()), found.path)
    shapes = [item.symbol for item in (view.start, view.now, view.optimum, view.minimum)]
    assert len(set(shapes)) == 4
    for item in (view.start, view.now, view.optimum):
        assert view.view_box.viewRect().contains(QPointF(*place(item)))


def test_contours_lie_at_the_losses_that_are_written_on_them(view) -> None:
    found = shown(view, scene_after(30))
    x, y = view.contours.lines.getData()
    values = np.array([found.loss.value(*point) for point in zip(x, y, strict=True)])
    levels = [ellipse.level for ellipse in found.loss.ellipses(*view.view_ranges())]
    drawn = [level for level in levels if np.isclose(values, level.loss, rtol=1e-9, atol=0.0).any()]
    assert 4 <= len(drawn) <= 10
    assert (
        np.isclose(values[~np.isnan(x)][:, None], [level.loss for level in drawn], rtol=1e-9)
        .any(axis=1)
        .all()
    )
    texts = view.contours.texts()
    assert len(texts) > 2
    assert set(texts) <= {level.text for level in drawn}


def test_labels_lie_on_their_contours_in_sight_and_apart(view) -> None:
    found = shown(view, scene_after(30))
    levels = {ellipse.level.text: ellipse.level.loss for ellipse in found.loss.ellipses(*view.view_ranges())}
    labels = view.contours.labels
    assert len(labels) > 2
    places = [view.view_box.mapRectToScene(label.room) for label in labels]
    for label, rect in zip(labels, places, strict=True):
        assert found.loss.value(*label.at) == pytest.approx(levels[label.text], rel=1e-6)
        assert view.view_box.sceneBoundingRect().contains(rect)
        there = view.view_box.mapViewToScene(QPointF(*label.at)) - rect.center()
        assert there.manhattanLength() < 1.0
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_the_arrow_points_where_the_next_move_goes(view) -> None:
    found = shown(view, scene_after(30))
    drawn = view.arrow.deviceTransform(view.canvas.viewportTransform())
    pixels = drawn.map(QPointF(30.0, 0.0)) - drawn.map(QPointF(0.0, 0.0))
    ahead = view.view_box.mapViewToScene(QPointF(*(found.path[-1] + found.move)))
    wanted = ahead - view.view_box.mapViewToScene(QPointF(*found.path[-1]))
    cosine = QPointF.dotProduct(pixels, wanted) / np.hypot(*pixels.toTuple()) / np.hypot(*wanted.toTuple())
    assert view.arrow.isVisible()
    assert cosine == pytest.approx(1.0, abs=1e-3)
    shown(view, scene_after(30, epochs=6))
    assert not view.arrow.isVisible()


def test_pointing_at_it_reads_the_exact_loss_there(view) -> None:
    found = shown(view, scene_after(30))
    x, y = 0.3 * found.path[0] + 0.7 * found.optimum
    view.point_at(x, y)
    assert float(view.strip.value("pointer")) == pytest.approx(found.loss.value(x, y), rel=1e-5)
    view.point_at_nothing()
    assert view.strip.value("pointer") == "–"
    where = view.view_box.mapViewToScene(QPointF(x, y))
    view.canvas.scene().sigMouseMoved.emit(where)
    assert float(view.strip.value("pointer")) == pytest.approx(found.loss.value(x, y), rel=1e-4)


def test_the_minibatch_is_seen_where_it_is_wished_for(view) -> None:
    scene = scene_after(30)
    shown(view, scene)
    assert not view.dashed.lines.isVisible()
    assert "next minibatch" not in view.strip.names()
    view.bar.minibatch.click()
    found = shown(view, scene)
    assert found.minibatch is not None
    x, y = view.dashed.lines.getData()
    values = [found.minibatch.value(*point) for point in zip(x, y, strict=True)]
    levels = [ellipse.level.loss for ellipse in found.minibatch.ellipses(*view.view_ranges(), 4)]
    assert np.isclose(np.array(values)[~np.isnan(x)][:, None], levels, rtol=1e-9).any(axis=1).all()
    assert view.dashed.lines.opts["pen"].style() == Qt.PenStyle.DashLine
    assert place(view.minimum) == found.minibatch.centre.tolist()
    assert "next minibatch" in view.strip.names()
    shown(view, scene_after(30, epochs=6))
    assert view.strip.value("minibatch") == "–"
    assert not view.dashed.lines.isVisible()


def test_in_a_narrow_pane_nothing_is_cut_off_and_the_pointer_is_read(view) -> None:
    view.resize(view.minimumWidth(), 320)
    view.bar.minibatch.click()
    shown(view, scene_after(30))
    assert view.width() <= 260
    for box in (view.bar.others, view.bar.minibatch):
        assert box.width() >= box.sizeHint().width()
        assert view.rect().contains(box.geometry().translated(view.bar.pos()))
    view.point_at(0.5, 0.5)
    assert {"SGD", "at the pointer", "next minibatch"} <= set(view.strip.names())
    assert len(view.strip.shown_names()) == len(view.strip.names())


def test_choices_become_a_wish_and_the_same_twice_change_places(view, qtbot) -> None:
    shown(view, scene_after(3))
    bar = view.bar
    assert [bar.first_box.itemText(i) for i in range(bar.first_box.count())] == ["f0", "f1", "f2", "bias"]
    assert (bar.first_box.currentText(), bar.second_box.currentText()) == ("f0", "f1")
    with qtbot.waitSignal(view.wish_changed):
        bar.second_box.setCurrentIndex(3)
    assert view.wish == SurfaceWish(("f0", None))
    bar.first_box.setCurrentIndex(3)
    assert view.wish == SurfaceWish((None, "f0"))
    bar.second_box.setCurrentIndex(3)
    assert view.wish == SurfaceWish(("f0", None))
    bar.others.click()
    bar.units_box.setCurrentIndex(1)
    assert view.wish == SurfaceWish(("f0", None), standardised=True, others_at_best=True)
    found = shown(view, scene_after(3))
    assert bar.second_box.currentText() == "constant"
    assert view.axis_labels() == found.axes == ("weight of f0, standardised", "constant")


def test_showing_changes_no_wish_and_what_was_wished_before_is_left_out(view) -> None:
    told: list[bool] = []
    view.wish_changed.connect(lambda: told.append(True))
    found = shown(view, scene_after(3))
    assert told == []
    view.show_value(replace(found, wish=SurfaceWish(standardised=True), names=("other",)))
    assert view.bar.first_box.currentText() == "f0"
    assert view.axis_labels() == found.axes


def test_one_feature_has_no_others(view) -> None:
    found = shown(view, scene_after(3, features=1))
    assert found.axes == ("weight of f0", "bias")
    assert view.bar.others.isHidden()
    assert "others" not in view.accessibleDescription()
    shown(view, scene_after(3))
    assert not view.bar.others.isHidden()


def test_zooming_stays_through_a_run_and_a_double_click_shows_it_all(view) -> None:
    found = shown(view, scene_after(30))
    view.view_box.scaleBy((0.1, 0.1), center=found.path[-1].tolist())
    view.view_box.sigRangeChangedManually.emit([True, True])
    near = view.view_ranges()
    shown(view, scene_after(31))
    assert view.view_ranges() == near
    view.canvas.double_clicked.emit()
    for item in (view.start, view.now, view.optimum):
        assert view.view_box.viewRect().contains(QPointF(*place(item)))
    # Another pair of parameters is another place.
    view.view_box.sigRangeChangedManually.emit([True, True])
    view.bar.first_box.setCurrentIndex(2)
    shown(view, scene_after(31))
    assert view.view_box.viewRect().contains(QPointF(*place(view.optimum)))


def test_without_a_lowest_point_a_sentence_takes_the_place_of_the_plot(view) -> None:
    scene = scene_after(5, twin=True)
    found = shown(view, scene)
    assert view.message() == found.problem != ""
    assert view.bar.isVisible()
    view.bar.second_box.setCurrentIndex(2)
    shown(view, scene)
    assert view.message() == ""  # one of the twins, with the other as it is
    view.bar.others.click()
    found = shown(view, scene)
    assert view.message() == found.problem != ""


def test_what_it_is_about_is_said(view) -> None:
    found = shown(view, scene_after(5))
    assert view.accessibleDescription() == found.sentence
    assert view.summary() == found.sentence


def test_it_can_be_cleared(view) -> None:
    shown(view, scene_after(5))
    view.clear()
    assert "something to train on" in view.message()
    assert not view.bar.isVisible()
    view.point_at(0.0, 0.0)
    shown(view, scene_after(5))
    assert view.message() == ""
    assert view.bar.isVisible()


def test_a_run_that_blew_up_is_shown(view) -> None:
    scene = scene_after(0)
    sgd = Sgd(scene.analysis.data, SgdConfig(5.0, 10, 500))
    sgd.advance(2000)
    assert sgd.diverged
    shown(view, Scene(scene.objective, sgd.snapshot(), sgd.replay()))
    assert view.message() == ""
    view.grab()


def click(view: SurfacePlot, x: float, y: float, press=QTest.mouseClick) -> None:
    where = view.canvas.mapFromScene(view.view_box.mapViewToScene(QPointF(x, y)))
    press(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=where)


def test_a_click_asks_for_a_start_at_the_point(view, qtbot) -> None:
    view.bar.wish = SurfaceWish((None, "f1"), standardised=True)
    found = shown(view, scene_after(30))
    x, y = 0.3 * found.path[0] + 0.7 * found.optimum
    with qtbot.waitSignal(view.start_requested) as asked:
        click(view, x, y)
    point = asked.args[0]
    assert (point.parameters, point.standardised) == ((3, 1), True)
    (left, right), (bottom, top) = view.view_ranges()
    pixel = (right - left) / view.view_box.width(), (top - bottom) / view.view_box.height()
    assert (point.x, point.y) == (pytest.approx(x, abs=1.5 * pixel[0]), pytest.approx(y, abs=1.5 * pixel[1]))


def test_a_double_click_shows_everything_and_takes_the_start_of_its_first_click_back(view) -> None:
    found = shown(view, scene_after(30))
    told = []
    view.start_requested.connect(lambda _: told.append("asked"))
    view.start_withdrawn.connect(lambda: told.append("withdrawn"))
    click(view, *found.optimum)
    click(view, *found.optimum, QTest.mouseDClick)
    click(view, *found.optimum, QTest.mouseDClick)
    assert told == ["asked", "withdrawn"]


def test_neither_a_drag_nor_a_click_beside_it_asks_for_a_start(view) -> None:
    told = []
    view.start_requested.connect(told.append)
    view.start_withdrawn.connect(lambda: told.append("withdrawn"))
    viewport = view.canvas.viewport()
    shown(view, scene_after(30))
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    middle = view.canvas.mapFromScene(view.view_box.sceneBoundingRect().center())
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle)
    for away in (10, 20, 30):
        QTest.mouseMove(viewport, middle + QPoint(away, 0))
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=middle + QPoint(30, 0))
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=middle)
    assert told == []


def test_where_the_next_run_begins_is_marked_and_named(view) -> None:
    scene = scene_after(30)
    shown(view, scene)
    assert not view.next_start.isVisible()
    assert "next start" not in view.strip.names()
    waiting = beginning(SgdConfig(start=ChosenStart((1.0, -2.0, 0.5), 3.0)), scene.analysis.moments)
    found = shown(view, replace(scene, next_start=waiting))
    np.testing.assert_allclose(found.next_start, [1.0, -2.0], rtol=1e-12)
    assert place(view.next_start) == found.next_start.tolist()
    assert "next start" in view.strip.names()


def roundness(view: SurfacePlot, found: RunOnSurface) -> float:
    """How much longer than wide contours are drawn."""
    pixel = np.array(view.view_box.viewPixelSize())
    return float(np.linalg.cond(found.loss.root * pixel))


def test_standardising_turns_a_narrow_valley_into_a_round_bowl(view, qtbot) -> None:
    scene = scene_after(200, features=1)
    assert roundness(view, shown(view, scene)) > 1.3
    view.bar.units_box.setCurrentIndex(1)
    bowl = shown(view, scene)
    assert roundness(view, bowl) == pytest.approx(1.0, abs=0.02)
    view.resize(500, 380)
    qtbot.waitUntil(lambda: roundness(view, bowl) == pytest.approx(1.0, abs=0.02))
    view.bar.units_box.setCurrentIndex(0)
    assert roundness(view, shown(view, scene)) > 1.3


def test_runs_beside_the_present_one_lie_where_they_would_by_themselves(view) -> None:
    scene = scene_after(30)
    other = Sgd(scene.analysis.data, SgdConfig(0.02, 5, 20))
    other.advance(60)
    beside = ShownRun("slow", 3, other.replay(), 60)
    found = shown(view, replace(scene, runs=(beside,)))
    path = beside.path
    assert path.steps[-1] == 60
    alone = surface_of(
        replace(scene, run=other.replay(), state=other.snapshot()), replace(view.wish, others_at_best=True)
    )
    fixed = surface_of(replace(scene, runs=(beside,)), replace(view.wish, others_at_best=True))
    (way,) = fixed.beside
    assert (way.name, way.look) == ("slow", 3)
    np.testing.assert_allclose(way.places, alone.path)
    assert [item.isVisible() for item in view.ways.items] == [False, False, False, True, False, False]
    x, y = view.ways.items[3].getData()
    np.testing.assert_array_equal(np.column_stack([x, y]), found.beside[0].places)
    assert "path of slow" in [series.name for series in view.series()]
    shown(view, scene)
    assert not any(item.isVisible() for item in view.ways.items)


def test_the_minibatch_of_another_loss_is_dashed_without_a_lowest_point(view) -> None:
    scene = scene_after(30)
    config = SgdConfig(0.01, 10, 20, loss=AbsoluteLoss())
    sgd = Sgd(scene.analysis.data, config)
    sgd.advance(5)
    view.bar.minibatch.click()
    shown(view, Scene(Objective.of(scene.analysis, config).solved(), sgd.snapshot(), sgd.replay()))
    assert view.dashed.lines.isVisible()
    assert not view.minimum.isVisible()
    assert view.strip.value("minibatch") == "–"


def test_keys_move_a_cross_hair_that_is_read_and_is_a_start(view, qtbot) -> None:
    found = shown(view, scene_after(30))
    said: list[str] = []
    view.reader.said.connect(said.append)
    view.canvas.setFocus()
    assert press(view, Qt.Key.Key_Left) is False  # goes through the run
    assert press(view, Qt.Key.Key_Up)
    (left, right), (bottom, top) = view.view_ranges()
    x, y = view.cross.at
    assert (x, y) == (
        pytest.approx(found.path[-1][0], abs=0.002 * (right - left)),
        pytest.approx(found.path[-1][1], abs=0.002 * (top - bottom)),
    )
    press(view, Qt.Key.Key_Right)
    press(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    at = view.cross.at
    assert at[0] - x == pytest.approx(0.02 * (right - left), rel=0.11)
    assert at[1] - y == pytest.approx(-0.1 * (top - bottom), rel=0.03)
    assert (view.cross.up.value(), view.cross.across.value()) == at
    assert len(said) == 3
    assert said[-1].startswith("weight of f0 ")
    numbers = [float(word.strip(",:").replace("−", "-")) for word in said[-1].split()[3::4][:2]]
    assert numbers == list(at)  # what is read is what is chosen
    assert float(said[-1].split()[-1]) == pytest.approx(found.loss.value(*at), rel=1e-5)
    assert view.reader.chart.value == view.cross.words.toPlainText() == said[-1]
    assert float(view.strip.value("pointer")) == pytest.approx(found.loss.value(*at), rel=1e-5)
    with qtbot.waitSignal(view.start_requested) as asked:
        press(view, Qt.Key.Key_Return)
    assert asked.args == [SurfacePoint((0, 1), False, *at)]
    press(view, Qt.Key.Key_Escape)
    assert view.cross.at is None
    assert not view.cross.up.isVisible()
    assert not view.cross.words.isVisible()
    assert view.strip.value("pointer") == "–"
    assert press(view, Qt.Key.Key_Return) is False


def test_the_cross_hair_stays_in_sight_follows_the_loss_and_goes_with_it(view) -> None:
    shown(view, scene_after(3))
    press(view, Qt.Key.Key_Down)
    for _ in range(12):
        press(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.cross.at[0] == pytest.approx(view.view_ranges()[0][0], abs=0.01)
    before = view.cross.words.toPlainText()
    shown(view, scene_after(40))  # the third weight has moved, and with it the loss
    assert view.cross.words.toPlainText() != before
    shown(view, scene_after(3, features=2))
    assert view.cross.at is None
    press(view, Qt.Key.Key_Down)
    view.clear()
    assert view.cross.at is None
    assert press(view, Qt.Key.Key_Down) is False


def test_with_ctrl_keys_read_the_points_and_escape_ends_that(view) -> None:
    shown(view, scene_after(3))
    press(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert view.reader.at == ("path of the run", 0)
    assert view.cross.at is None
    press(view, Qt.Key.Key_Escape)
    assert view.reader.at is None


def test_what_is_prepared_is_told_where_nothing_is_drawn(view) -> None:
    assert "when there is something to train on" in view.message()
    view.show_waiting()
    assert view.message() == view.summary() == "This is being prepared."
    shown(view, scene_after(3))
    view.show_waiting()
    assert view.message() == ""
    view.clear()
    assert "when there is something to train on" in view.message()


def press(view: SurfacePlot, key: Qt.Key, held=Qt.KeyboardModifier.NoModifier) -> bool:
    """Whether the plot has a use for a key."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, held)
    return view.cross.eventFilter(view.canvas, event) or view.reader.eventFilter(view.canvas, event)


def test_the_legend_keeps_out_of_the_way_of_what_is_told_at_the_cross_hair(view) -> None:
    shown(view, scene_after(3, features=1))
    view.legend.choose()
    legend = view.legend.area
    where = view.view_box.mapSceneToView(view.canvas.mapToScene(legend.topLeft()))
    QTest.keyClick(view.canvas, Qt.Key.Key_Up)
    view.cross.words.setAnchor((0.0, 0.0))
    view.cross.words.setPos(where)
    view.legend.choose()
    words = view.canvas.mapFromScene(view.cross.words.sceneBoundingRect()).boundingRect()
    assert words.intersects(legend)
    assert not words.intersects(view.legend.area)
