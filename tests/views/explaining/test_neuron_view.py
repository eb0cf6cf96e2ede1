"""The neuron: what is written at its edges, and how weights are tried, used and dropped."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from linreg_gui.core.explaining.run_neuron import NoNeuron, Parameters, RunNeuron
from linreg_gui.core.explaining.scene import Scene, neuron_of
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.widgets.style import dark_palette


def scene_of(features: int = 3, step: int = 7, next_start=None, first: str = "f0") -> Scene:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, features)) * np.arange(1, features + 1) + 2.0
    names = [first, *(f"f{j}" for j in range(1, features))]
    frame = pd.DataFrame({**dict(zip(names, X.T, strict=True)), "y": X.sum(axis=1) + rng.normal(size=60)})
    analysis = analyse(frame, {name: Role.LABEL if name == "y" else Role.FEATURE for name in frame})
    sgd = Sgd(analysis.data, SgdConfig(0.05, 10, 100))
    sgd.advance(step)
    return Scene(Objective.of(analysis, sgd.config), sgd.snapshot(), sgd.replay(), None, next_start)


@pytest.fixture
def view(qtbot) -> NeuronView:
    view = NeuronView()
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    qtbot.waitExposed(view)
    view.show_value(NoNeuron(view.wish, "Nothing."))
    view.grab()
    return view


def shown(view: NeuronView, scene: Scene) -> RunNeuron:
    view.show_value(neuron_of(scene, view.wish))
    view.grab()  # where there is a canvas, it is known how many inputs there is room for
    found = neuron_of(scene, view.wish)
    view.show_value(found)
    view.grab()
    return found


def place_of(view: NeuronView, parameter: int) -> QPoint:
    room = view.picture.weight_room(parameter)
    return view.canvas.mapFromScene(view.view_box.mapToScene(room.center()))


def drag(qtbot, view: NeuronView, parameter: int, up: int) -> None:
    viewport, start = view.canvas.viewport(), place_of(view, parameter)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(viewport, start - QPoint(0, up // 2))
    qtbot.mouseMove(viewport, start - QPoint(0, up))


def test_every_number_is_written(view) -> None:
    n = shown(view, scene_of()).neuron
    for edge in n.edges:
        assert {edge.name, edge.value_text, edge.weight_text, edge.product_text} <= set(view.picture.texts)
    written = [f"ŷ = {n.prediction_text}", f"y = {n.label_text}", f"ŷ − y = {n.error_text}", n.bias_text, "Σ"]
    assert set(written) <= set(view.picture.texts)


def test_an_edge_of_more_share_is_thicker_and_one_that_takes_away_is_dashed(view) -> None:
    found = shown(view, scene_of())
    first, second, third = (edge.value for edge in found.neuron.edges)
    view.show_value(found.of(Parameters(np.array([0.001 / first, 3.0 / second, -3.0 / third]), 0.0)))
    image, ground = view.canvas.grab().toImage(), view.palette().window().color()

    def ink(parameter: int) -> np.ndarray:
        """What is painted between node and weight, where there is nothing but the edge."""
        left = place_of(view, parameter) - QPoint(round(view.picture.weight_room(parameter).width() / 2), 0)
        across, up = range(left.x() - 5, left.x() - 1), range(left.y() - 8, left.y() + 9)
        return np.array([[image.pixelColor(x, y) != ground for x in across] for y in up])

    assert ink(1).sum(axis=0).min() > ink(0).sum(axis=0).max() > 0
    dashes = view.picture
    assert dashes.pen_of(3.0, 1.0).style() == Qt.PenStyle.SolidLine
    assert dashes.pen_of(-3.0, 1.0).style() == Qt.PenStyle.CustomDashLine
    assert dashes.pen_of(-3.0, 1.0).color() != dashes.pen_of(3.0, 1.0).color()


def test_many_inputs_are_a_bundle_and_as_many_are_drawn_as_there_is_room_for(view) -> None:
    found = shown(view, scene_of(features=40))
    drawn = len(found.neuron.edges)
    assert 2 <= drawn <= 11
    assert f"{40 - drawn} others" in view.picture.texts
    pitch = view.picture.weight_room(found.parameters[1]).height()
    assert pitch >= 20.0
    view.resize(420, 140)
    assert len(shown(view, scene_of(features=40)).neuron.edges) < drawn


def test_dragging_an_edge_tries_a_weight_and_letting_go_asks_to_begin_there(view, qtbot) -> None:
    found = shown(view, scene_of())
    asked: list[tuple] = []
    view.start_requested.connect(lambda weights, bias: asked.append((weights.tolist(), bias)))
    drag(qtbot, view, 1, 40)
    tried = view.shown
    step = found.fine_step(1)
    assert tried.value(1) == pytest.approx(found.value(1) + 40 * step, abs=step)
    assert (tried.value(0), tried.value(2), tried.state.bias) == (
        found.value(0),
        found.value(2),
        found.state.bias,
    )
    assert f"ŷ = {tried.neuron.prediction_text}" in painted(view)
    assert "tried" in view.subtitle()
    assert asked == []
    # The run goes on meanwhile: what is tried stays.
    view.show_value(neuron_of(scene_of(step=9), view.wish))
    assert view.shown.value(1) == tried.value(1)
    qtbot.mouseRelease(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 1))
    assert asked == [(tried.state.weights.tolist(), tried.state.bias)]
    assert view.shown.state is not tried.state


def painted(view: NeuronView) -> list[str]:
    view.grab()
    return view.picture.texts


def test_a_click_only_chooses_an_edge(view, qtbot) -> None:
    found = shown(view, scene_of())
    with qtbot.assertNotEmitted(view.start_requested):
        qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 2))
        qtbot.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(410, 5))
    assert view.picture.current == 2
    assert found.told(2) in view.accessibleDescription()


def test_what_waits_as_the_next_start_is_shown_until_the_run_moves(view, qtbot) -> None:
    scene = scene_of()
    shown(view, scene)
    drag(qtbot, view, 0, 30)
    with qtbot.waitSignal(view.start_requested) as asked:
        qtbot.mouseRelease(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 0))
    start = Parameters(*asked.args)
    view.show_value(neuron_of(replace(scene, next_start=start), view.wish))
    assert view.shown.state is start
    assert view.subtitle() == "at the next start"
    moved = scene_of(step=8, next_start=start)
    view.show_value(neuron_of(moved, view.wish))
    assert view.shown.state is moved.state
    assert view.subtitle() == ""
    view.show_value(neuron_of(scene, view.wish))  # undone
    assert view.shown.state is scene.state


def test_keys_choose_try_drop_and_use(view, qtbot) -> None:
    found = shown(view, scene_of())
    canvas = view.canvas
    canvas.setFocus()
    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert view.picture.current == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    qtbot.keyClick(canvas, Qt.Key.Key_Up)
    assert view.picture.current == 0
    step = found.fine_step(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view.shown.value(0) == pytest.approx(found.value(0) + 11 * step, abs=step)
    assert view.shown.told(0) in view.accessibleDescription()
    with qtbot.assertNotEmitted(view.start_requested):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert view.shown.value(0) == found.value(0)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    value = view.shown.value(0)
    assert value == pytest.approx(found.value(0) - step, abs=step)
    with qtbot.waitSignal(view.start_requested) as asked:
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert asked.args[0][0] == value


def test_a_weight_is_typed_in_a_field_on_its_edge(view, qtbot) -> None:
    found = shown(view, scene_of())
    qtbot.mouseDClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 1))
    assert view.field.isVisible()
    assert view.field.geometry().contains(place_of(view, 1))
    assert view.field.accessibleName() == "Weight of f1"
    assert view.field.text() == found.weight_text(1)
    with qtbot.assertNotEmitted(view.start_requested):
        qtbot.keyClick(view.field, Qt.Key.Key_Return)  # as it was
        assert not view.field.isVisible()
        qtbot.mouseDClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, pos=place_of(view, 1))
        view.field.selectAll()
        qtbot.keyClicks(view.field, "no number")
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
        assert view.field.isVisible()
        qtbot.keyClick(view.field, Qt.Key.Key_Escape)
        assert not view.field.isVisible()
    view.canvas.setFocus()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert view.field.isVisible()
    view.field.selectAll()
    qtbot.keyClicks(view.field, "-2.5")
    with qtbot.waitSignal(view.start_requested) as asked:
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert asked.args[0].tolist() == [found.value(0), -2.5, found.value(2)]
    assert asked.args[1] == found.state.bias


def test_numbers_that_cannot_be_added_up_are_not_taken(view, qtbot) -> None:
    found = shown(view, scene_of())
    view.picture.current = 1
    with qtbot.assertNotEmitted(view.start_requested):
        view._type()
        view.field.selectAll()
        qtbot.keyClicks(view.field, "1e300")
        qtbot.keyClick(view.field, Qt.Key.Key_Return)
    assert view.shown.value(1) == found.value(1)


def test_rows_and_means_are_wished_for(view, qtbot) -> None:
    scene = scene_of()
    shown(view, scene)
    with qtbot.waitSignal(view.wish_changed):
        view.select(RowSet.of_rows(np.array([9])))
    shown(view, scene)
    assert {"row 10", "selected"} <= set(painted(view))
    with qtbot.waitSignal(view.wish_changed):
        view.at_means.click()
    assert view.wish.at_means
    shown(view, scene)
    assert "the means" in painted(view)
    found = neuron_of(scene, replace(view.wish, at_means=False))
    view.show_value(found)  # prepared for another wish
    assert view.shown is not found


def test_what_cannot_be_shown_is_told_and_cleared(view) -> None:
    found = shown(view, scene_of())
    assert view.accessibleDescription() == found.sentence
    view.show_value(NoNeuron(view.wish, "Too large."))
    assert view.message() == "Too large."
    assert not view.at_means.isVisible()
    shown(view, scene_of())
    assert view.message() == ""
    view.clear()
    assert "something to train on" in view.message()
    assert view.shown is None


@pytest.mark.parametrize("width", [60, 280, 1600])
def test_names_and_numbers_of_any_kind_are_borne(view, width) -> None:
    view.resize(width, 300)
    name = "<b>&amp;" + "W" * 500 + "\u202e"
    found = shown(view, scene_of(first=name))
    for scale in (1e-300, 1e-9, 1e9, 1e15):
        other = found.of(Parameters(np.array([scale, -scale, 0.0]), -scale))
        if other is not None:
            view.show_value(other)
            view.grab()
    view.resize(width, 20)
    view.grab()


def test_no_number_is_cut_in_a_narrow_pane(view) -> None:
    view.resize(330, 260)
    n = shown(view, scene_of(features=11)).neuron
    for edge in n.edges:
        assert {edge.weight_text, edge.product_text} <= set(view.picture.texts)
    columns = view.picture._columns()
    assert columns.sum < view.view_box.width() - 60


def test_colours_follow_the_palette(view) -> None:
    shown(view, scene_of())
    light = view.canvas.grab().toImage()
    view.setPalette(dark_palette())
    assert view.canvas.grab().toImage() != light


def test_the_pointer_finds_edges_only_where_they_are(view) -> None:
    found = shown(view, scene_of())
    assert [view.picture.parameter_at(view.picture.weight_room(j).center()) for j in found.parameters] == [
        *found.parameters
    ]
    assert view.picture.parameter_at(QPointF(view.view_box.width() - 2.0, 100.0)) is None
    assert view.picture.parameter_at(QPointF(20.0, 1.0)) is None


def test_it_leaves_the_window_in_numbers_and_in_words(view, qtbot, monkeypatch) -> None:
    found = shown(view, scene_of())
    rows = {one.name: (one.x[0], one.y[0], one.z[0]) for one in view.series()}
    for edge in found.neuron.edges:
        assert rows[edge.name] == (edge.value, edge.weight, edge.product)
    assert rows["bias"] == (1.0, found.neuron.bias, found.neuron.bias)
    said: list[str] = []
    monkeypatch.setattr(view.reader.chart, "announce", said.append)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert said[0] == f"{found.told(0)} Prediction {found.neuron.prediction_text}."
    assert said[1] == f"{view.shown.told(0)} Prediction {view.shown.neuron.prediction_text}."
    assert view.summary() == view.accessibleDescription()
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert "f0" in said[-1]
    view.grab()
