"""A start that is chosen in a view, in the whole window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.solvers.sgd.start import ZeroStart
from linreg_gui.session.training.training import Phase
from linreg_gui.views.explaining.neuron_view import NeuronView
from linreg_gui.views.explaining.surface_plot import SurfacePlot


@pytest.fixture
def opened(qtbot, program):
    session = program.session
    program.window.show()
    engel = next(sample for sample in samples() if "engel" in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(engel.path)
    return program


def test_a_start_is_told_and_can_be_taken_back(opened) -> None:
    training, bar = opened.session.training, opened.window.message_bar
    opened.session.starts.choose(np.array([0.25]), 100.0)
    assert bar.sentence == "Training will start at weight 0.25 and bias 100."
    assert "%" in opened.window.equation.chip.text
    assert training.picture.snapshot.bias == pytest.approx(100.0)
    bar.action_button.click()
    assert training.config.start == ZeroStart()
    assert training.picture.snapshot.bias == 0.0
    assert opened.window.equation.chip.text == "SGD has not started"


def test_with_a_run_there_it_offers_to_begin_anew(qtbot, opened) -> None:
    training, bar = opened.session.training, opened.window.message_bar
    training.step(5)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)
    opened.session.starts.choose(np.array([0.25]), 100.0)
    assert bar.sentence == "The next run will start at weight 0.25 and bias 100."
    assert training.picture.snapshot.step == 5
    bar.action_button.click()
    assert training.picture.snapshot.step == 0
    assert training.picture.snapshot.weights[0] == pytest.approx(0.25)


def test_a_click_on_the_surface_is_where_the_next_run_begins(qtbot, opened) -> None:
    window, training = opened.window, opened.session.training
    training.step(5)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)
    surface = window.view(SurfacePlot)
    window.show_view(SurfacePlot)
    qtbot.waitUntil(lambda: surface.now.isVisible(), timeout=60_000)
    where = surface.view_box.sceneBoundingRect().center()
    point = surface.view_box.mapSceneToView(where)
    QTest.mouseClick(
        surface.canvas.viewport(), Qt.MouseButton.LeftButton, pos=surface.canvas.mapFromScene(where)
    )
    qtbot.waitUntil(lambda: surface.next_start.isVisible())
    window.message_bar.action_button.click()
    state = training.picture.snapshot
    (left, right), (bottom, top) = surface.view_ranges()
    assert state.step == 0
    assert state.weights[0] == pytest.approx(point.x(), abs=0.02 * (right - left))
    assert state.bias == pytest.approx(point.y(), abs=0.02 * (top - bottom))
    qtbot.waitUntil(lambda: not surface.next_start.isVisible())


def test_a_weight_that_is_typed_in_the_neuron_is_where_the_next_run_begins(qtbot, opened) -> None:
    window, training = opened.window, opened.session.training
    training.step(5)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=60_000)
    neuron = window.view(NeuronView)
    window.show_view(NeuronView)
    qtbot.waitUntil(lambda: neuron.shown is not None and neuron.shown.step == 5, timeout=60_000)
    bias = training.picture.snapshot.bias
    neuron.canvas.setFocus()
    qtbot.keyClick(neuron.canvas, Qt.Key.Key_Down)
    qtbot.keyClick(neuron.canvas, Qt.Key.Key_Return)
    neuron.field.selectAll()
    qtbot.keyClicks(neuron.field, "0.75")
    qtbot.keyClick(neuron.field, Qt.Key.Key_Return)
    assert window.message_bar.sentence.startswith("The next run will start at weight 0.75 and bias ")
    qtbot.waitUntil(lambda: neuron.subtitle() == "at the next start")
    assert neuron.shown.value(0) == pytest.approx(0.75)
    assert training.picture.snapshot.step == 5
    window.message_bar.action_button.click()
    state = training.picture.snapshot
    assert (state.step, state.bias, state.weights[0]) == (0, pytest.approx(bias), pytest.approx(0.75))
    qtbot.waitUntil(lambda: neuron.shown.step == 0)
    assert neuron.subtitle() == ""


def test_a_weight_that_is_dragged_before_the_first_update_can_be_taken_back(qtbot, opened) -> None:
    window, training = opened.window, opened.session.training
    neuron = window.view(NeuronView)
    window.show_view(NeuronView)
    qtbot.waitUntil(lambda: neuron.shown is not None, timeout=60_000)
    neuron.canvas.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        qtbot.keyClick(neuron.canvas, key)
    assert training.picture.snapshot.weights[0] > 0.0
    qtbot.waitUntil(lambda: neuron.shown.value(0) > 0.0)
    window.message_bar.action_button.click()
    assert training.picture.snapshot.weights[0] == 0.0
    qtbot.waitUntil(lambda: neuron.shown.value(0) == 0.0)


def test_a_place_that_keys_chose_on_the_surface_is_where_the_next_run_begins(qtbot, opened) -> None:
    window, training = opened.window, opened.session.training
    surface = window.view(SurfacePlot)
    window.show_view(SurfacePlot)
    qtbot.waitUntil(lambda: surface.now.isVisible(), timeout=60_000)
    surface.canvas.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Left):
        qtbot.keyClick(surface.canvas, key)
    qtbot.keyClick(surface.canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    at = surface.cross.at
    assert at[0] > 0.0
    qtbot.keyClick(surface.canvas, Qt.Key.Key_Return)
    state = training.picture.snapshot
    assert (state.step, state.weights[0], state.bias) == (0, *map(pytest.approx, at))
    assert window.message_bar.sentence.startswith("Training will start at weight ")
