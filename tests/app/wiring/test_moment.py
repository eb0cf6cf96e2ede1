"""The time machine in the whole window: every view shows the step that is looked at."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView

from linreg_gui.core.installation.resources import samples
from linreg_gui.session.training.training import Phase
from linreg_gui.views.explaining.weights_plot import WeightsPlot
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.training.training_panel import TrainingPanel


@pytest.fixture
def run(qtbot, program):
    """A window with a bundled sample and a run of 60 updates."""
    session, window = program.session, program.window
    window.show()
    window.show_view(WeightsTable)
    engel = next(sample for sample in samples() if "engel" in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(engel.path)
    session.training.step(60)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=60_000)
    qtbot.waitUntil(lambda: len(window.fit_plot.lines["fit"].getData()[1]) > 0, timeout=60_000)
    losses = window.loss_plot.all_rows
    qtbot.waitUntil(lambda: losses.getData()[0][-1:].tolist() == [60.0], timeout=60_000)
    return program


def look_at(qtbot, program, step: int) -> None:
    moment = program.session.moment
    moment.look_at(step)
    qtbot.waitUntil(lambda: moment.picture.snapshot.step == step)


def shown_numbers(window) -> tuple[list[float], str]:
    table = window.view(WeightsTable).model
    return table.numbers(Column.SGD).tolist(), window.equation.sgd_line.text()


def test_every_view_shows_the_step_and_comes_back_to_the_end(qtbot, run) -> None:
    window, training = run.window, run.session.training
    end = shown_numbers(window)
    line_at_end = window.fit_plot.lines["fit"].getData()[1]
    look_at(qtbot, run, 3)
    state = run.session.moment.picture.snapshot
    assert shown_numbers(window)[0] == [state.bias, *state.weights]
    assert shown_numbers(window) != end
    assert not np.array_equal(window.fit_plot.lines["fit"].getData()[1], line_at_end)
    assert "step 3 " in window.status_line.progress.text()
    assert window.status_line.phase.text() == "Looking back"
    qtbot.waitUntil(window.loss_plot.moment_line.isVisible, timeout=30_000)
    assert window.scrubber.field.text() == "3"
    assert training.picture.snapshot.step == 60
    qtbot.mouseClick(window.scrubber.end_button, Qt.MouseButton.LeftButton)
    assert shown_numbers(window) == end
    assert np.array_equal(window.fit_plot.lines["fit"].getData()[1], line_at_end)
    qtbot.waitUntil(lambda: not window.loss_plot.moment_line.isVisible(), timeout=30_000)
    assert window.status_line.phase.text() == "Paused"


def test_steps_of_one_who_looks_back_go_through_what_has_been(qtbot, run) -> None:
    window, moment, training = run.window, run.session.moment, run.session.training
    actions = window.transport_actions
    look_at(qtbot, run, 57)
    actions.step.trigger()
    actions.step_back.trigger()
    actions.step_back.trigger()
    assert moment.step == 56
    assert training.picture.snapshot.step == 60
    actions.step_ten.trigger()
    assert moment.is_live
    actions.step.trigger()
    qtbot.waitUntil(lambda: training.picture.snapshot.step == 61 and training.phase is Phase.IDLE)
    assert moment.step == 61


def test_run_goes_on_at_the_end(qtbot, run) -> None:
    window, session = run.window, run.session
    look_at(qtbot, run, 10)
    window.transport_actions.run.trigger()
    assert session.moment.is_live
    qtbot.waitUntil(lambda: session.moment.step > 61, timeout=30_000)
    session.training.pause()
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE)


def test_keys_of_the_menu_and_a_click_on_the_loss_curve_look_back(qtbot, run) -> None:
    window, moment = run.window, run.session.moment
    menus, plot = window.menus, window.loss_plot
    menus.look_back.trigger()
    assert moment.step == 59
    menus.look_on.trigger()
    assert moment.is_live
    assert not menus.look_on.isEnabled()
    where = plot.canvas.mapFromScene(plot.view_box.mapViewToScene(plot.view_box.viewRect().center()))
    qtbot.mouseClick(plot.canvas.viewport(), Qt.MouseButton.LeftButton, pos=where)
    qtbot.waitUntil(lambda: not moment.is_live)
    assert 20 < moment.step < 40
    menus.look_at_end.trigger()
    assert moment.is_live


def test_arrows_home_and_end_go_through_the_run_where_a_plot_has_the_focus(qtbot, run) -> None:
    window, moment = run.window, run.session.moment
    shift = Qt.KeyboardModifier.ShiftModifier
    for plot in (window.fit_plot, window.loss_plot, window.view(WeightsPlot)):
        window.show_view(type(plot))
        plot.canvas.setFocus()
        for key, modifiers, step in (
            (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 59),
            (Qt.Key.Key_Left, shift, 49),
            (Qt.Key.Key_Right, Qt.KeyboardModifier.KeypadModifier, 50),
            (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
            (Qt.Key.Key_Right, shift, 10),
            (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 60),
        ):
            qtbot.keyClick(plot.canvas, key, modifiers)
            assert moment.step == step
        qtbot.keyClick(plot.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        assert moment.is_live


def test_arrows_stay_with_fields_tables_and_sliders_that_use_them(qtbot, run) -> None:
    window, moment = run.window, run.session.moment
    panel = window.view(TrainingPanel)
    table = window.view(WeightsTable).findChild(QAbstractItemView)
    window.show_view(WeightsTable)
    fields = (panel.learning_rate, panel.epochs, panel.decay, panel.ruler, window.transport_bar.speed.slider)
    for field in (*fields, window.scrubber.field, table):
        field.setFocus()
        target = window.focusWidget()
        for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Home):
            qtbot.keyClick(target, key)
        assert moment.is_live, field


def test_a_click_on_the_weights_over_time_looks_back_and_the_whole_run_stays_in_sight(qtbot, run) -> None:
    window, moment = run.window, run.session.moment
    plot = window.view(WeightsPlot)
    window.show_view(WeightsPlot)
    qtbot.waitUntil(lambda: plot.strip.value("step") == "60")
    middle = plot.view_box.viewRect().center()
    at = plot.canvas.mapFromScene(plot.view_box.mapViewToScene(middle))
    qtbot.mouseClick(plot.canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: plot.moment_line.isVisible())
    assert 0 < moment.step < 60
    assert plot.moment_line.value() == moment.step
    steps, values = plot.lines[0].getData()
    assert steps[-1] == 60
    exact = run.session.analysis.exact
    spread = float(run.session.analysis.moments.feature_stds[0])
    assert values[moment.step] == moment.picture.snapshot.weights[0] * spread
    assert plot.exact_lines[0].value() == exact.weights[0] * spread


def test_other_data_are_shown_at_their_own_end(qtbot, run) -> None:
    session = run.session
    look_at(qtbot, run, 5)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.document.edit_cell(0, 0, "123.5")
    assert session.moment.is_live
    assert run.window.scrubber.state.text() == "of 0"
    assert not run.window.scrubber.line.isEnabled()
