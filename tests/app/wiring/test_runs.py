"""Runs in the whole window: what is replaced is kept, listed, opened again and saved."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.core.project.project_file import read_project
from linreg_gui.session.training.training import Phase
from linreg_gui.views.training.race_dialog import RaceDialog
from linreg_gui.views.training.runs_model import RunColumn
from linreg_gui.views.training.runs_panel import RunsPanel
from linreg_gui.views.training.training_panel import TrainingPanel
from linreg_gui.views.widgets.fitted_text import shown_text


@pytest.fixture
def run(qtbot, program):
    """A window with a bundled sample and a run of 60 updates."""
    session, window = program.session, program.window
    window.show()
    engel = next(sample for sample in samples() if "engel" in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(engel.path)
    session.training.set_speed(None)
    session.training.step(60)
    rest(qtbot, program)
    return program


def rest(qtbot, program) -> None:
    qtbot.waitUntil(lambda: program.session.training.phase is Phase.IDLE, timeout=60_000)


def look_at(qtbot, program, step: int) -> None:
    moment = program.session.moment
    moment.look_at(step)
    qtbot.waitUntil(lambda: moment.picture.snapshot.step == step)


def listed(program) -> list[str]:
    return [row.name for row in program.window.view(RunsPanel).model.rows]


def test_run_from_a_past_moment_is_a_branch_and_the_way_back_is_offered(qtbot, run) -> None:
    window, session = run.window, run.session
    end = session.training.picture.snapshot
    look_at(qtbot, run, 10)
    assert window.transport_actions.run.text() == "&Run from Here"
    window.transport_actions.run.trigger()
    assert session.moment.is_live
    rest(qtbot, run)
    assert session.training.finished
    assert listed(run) == ["Run 2", "Run 1"]
    assert "“Run 1”, with its 60 updates, is kept" in window.message_bar.sentence
    window.message_bar.action_button.click()
    rest(qtbot, run)
    state = session.training.picture.snapshot
    assert (state.step, state.bias) == (60, end.bias)
    assert np.array_equal(state.weights, end.weights)
    # Nothing of the branch is lost, which ran with the same settings further than the run that is open.
    assert listed(run) == ["Run 1", "Run 2"]


def test_other_settings_of_a_run_that_has_ended_offer_a_new_run(qtbot, run) -> None:
    window, session = run.window, run.session
    session.training.run_to_end()
    rest(qtbot, run)
    panel = window.view(TrainingPanel)
    panel.epochs.setValue(panel.epochs.value() + 1)
    assert "“Run 1” had ended: Run goes on from step" in window.message_bar.sentence
    window.message_bar.action_button.click()
    rest(qtbot, run)
    assert listed(run) == ["Run 2", "Run 1"]
    assert session.training.changed_at == ()
    kept = window.view(RunsPanel).model.rows[1]
    assert kept.shown
    assert kept.settings != window.view(RunsPanel).model.rows[0].settings


def test_another_loss_of_a_run_that_has_ended_is_offered_as_a_new_run(qtbot, run) -> None:
    window, session = run.window, run.session
    session.training.run_to_end()
    rest(qtbot, run)
    end, panel = session.training.picture.snapshot, window.view(TrainingPanel)
    panel.config_requested.emit(replace(session.training.config, loss=AbsoluteLoss()))
    bar = window.message_bar
    assert bar.sentence == (
        f"“Run 1”, with its {end.step:,} updates, is kept. Training begins anew as “Run 2”."
    )
    assert session.training.picture.snapshot.step == 0
    assert window.view(RunsPanel).model.rows[1].shown
    bar.action_button.click()
    rest(qtbot, run)
    assert session.training.finished
    assert listed(run) == ["Run 2", "Run 1"]


def test_updates_taken_back_by_keys_are_told_to_be_kept_when_settings_change(qtbot, run) -> None:
    window, session = run.window, run.session
    for _ in range(4):
        window.transport_actions.step_back.trigger()
        rest(qtbot, run)
    panel = window.view(TrainingPanel)
    panel.config_requested.emit(replace(session.training.config, learning_rate=0.01))
    rest(qtbot, run)
    assert session.training.picture.snapshot.step == 56
    assert window.message_bar.sentence == (
        "“Run 1”, with its 60 updates, is kept. Training goes on from step 56 as “Run 2”."
    )
    assert listed(run) == ["Run 2", "Run 1"]


def test_a_run_is_pinned_renamed_hidden_deleted_and_brought_back_by_keys_alone(qtbot, run) -> None:
    window, session = run.window, run.session
    window.transport_actions.pin.trigger()
    assert window.transport_actions.pin.iconText() == "Unpin run"
    window.transport_actions.reset.trigger()
    panel = window.view(RunsPanel)
    window.show_view(RunsPanel)
    view, model = panel.view, panel.model
    view.setFocus()
    view.selectRow(1)
    assert model.rows[1].shown
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert not model.rows[1].shown
    qtbot.keyClick(view, Qt.Key.Key_F2)
    editor = view.viewport().findChild(QLineEdit)
    editor.setText("my <b>best</b>")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.runs.kept[0].run.name == "my <b>best</b>")
    view.setFocus()
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert listed(run) == ["Run 2"]
    assert "was deleted" in window.message_bar.sentence
    window.message_bar.action_button.click()
    assert listed(run)[1:] == ["my <b>best</b>"]
    view.setFocus()
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    rest(qtbot, run)
    assert session.training.picture.snapshot.step == 60
    assert session.runs.name == "my <b>best</b>"


def test_the_list_says_how_fast_and_how_far_each_run_came(qtbot, run) -> None:
    session = run.session
    session.training.run_to_end()
    rest(qtbot, run)
    model = run.window.view(RunsPanel).model
    (row,) = model.rows
    steps, _, _, losses, *_ = session.training.history.arrays()
    assert row.loss == number_text(losses[-1], 4)
    apart = np.sqrt(2.0 * (losses - session.analysis.exact.half_mse)) / session.analysis.data.y.std()
    recorded = int(steps[np.flatnonzero(apart <= 0.01)[0]])
    first = next(step for step in range(recorded + 1) if distance_at(session, step) <= 0.01)
    qtbot.waitUntil(lambda: model.rows[0].near == f"{first:,}")
    assert f"within 1 % from step {first:,}, " in model.rows[0].sentence
    assert model.index(0, RunColumn.SETTINGS).data().startswith("η ")


def distance_at(session, step: int) -> float:
    _, replay = session.training.replay()
    replay.seek(step)
    state = replay.snapshot()
    return session.analysis.surface.distance(state.weights, state.bias, bias_rest=state.bias_rest)


def test_a_loss_beyond_all_bounds_is_shown_as_a_number_in_the_narrowest_list(qtbot, run) -> None:
    panel = run.window.view(RunsPanel)
    row = replace(panel.model.rows[0], loss="2.59×10¹²")
    panel.model.show_rows([row])
    panel.resize(256, 300)
    loss = panel.model.index(0, RunColumn.LOSS)
    assert shown_text(panel.view, loss) in ("3×10¹²", "2.6×10¹²", "2.59×10¹²")


def test_between_recorded_steps_the_first_near_one_is_found_and_until_then_it_says_about(
    qtbot, run, monkeypatch
) -> None:
    session, model = run.session, run.window.view(RunsPanel).model
    monkeypatch.setattr("linreg_gui.session.training.near_steps.can_be_sought", lambda *_: False)
    session.training.reset()
    slow = replace(session.training.config, learning_rate=0.004, epochs=600, decay="constant")
    session.training.set_config(slow)
    session.training.run_to_end()
    rest(qtbot, run)
    recorded = int(model.rows[0].near.removeprefix("≈ ").replace(",", ""))
    assert model.rows[0].near.startswith("≈ ")
    assert f"within 1 % from about step {recorded:,}, " in model.rows[0].sentence
    steps = session.training.history.arrays().step
    before = int(steps[steps < recorded].max())
    assert recorded - before > 1
    monkeypatch.undo()
    session.runs.changed.emit()
    qtbot.waitUntil(lambda: not model.rows[0].near.startswith("≈"))
    found = int(model.rows[0].near.replace(",", ""))
    assert found <= recorded
    assert distance_at(session, found) <= 0.01 < distance_at(session, found - 1)
    assert all(distance_at(session, step) > 0.01 for step in range(found - 40, found))
    session.training.reset()  # of a run that is kept it stays known
    assert model.rows[2].near == f"{found:,}"


def test_runs_come_back_with_their_project(qtbot, run, tmp_path) -> None:
    session, window = run.session, run.window
    window.transport_actions.pin.trigger()
    session.training.reset()
    session.training.step(7)
    rest(qtbot, run)
    session.runs.rename(session.runs.kept[0].key, "first")
    weights = session.runs.kept[0].run.weights
    path = tmp_path / "runs.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=60_000):
        session.projects.save(path, chosen=True)
    assert not session.projects.dirty
    session.runs.rename(session.runs.kept[0].key, "other")
    assert session.projects.dirty
    (kept,) = read_project(path).kept
    assert (kept.name, kept.step, kept.look, kept.shown) == ("first", 60, 0, True)
    with qtbot.waitSignal(session.training.restored, timeout=60_000):
        session.opening.open_file(path)
    rest(qtbot, run)
    assert listed(run) == ["Run 2", "first"]
    assert not session.projects.dirty
    heard = []
    session.training.restored.connect(heard.append)
    session.runs.open(session.runs.kept[0].key)
    rest(qtbot, run)
    assert heard == [True]
    assert np.array_equal(session.training.picture.snapshot.weights, weights)


def test_another_table_has_runs_of_its_own(qtbot, run) -> None:
    session = run.session
    session.training.reset()
    assert len(listed(run)) == 2
    other = next(sample for sample in samples() if "engel" not in sample.path.name)
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.opening.open_file(other.path)
    assert len(listed(run)) == 1
    session.document.history.go_to(session.document.history.index - 1)
    qtbot.waitUntil(lambda: len(listed(run)) == 2, timeout=60_000)


def test_after_an_edit_of_the_data_a_run_is_listed_but_cannot_be_opened_until_undo(qtbot, run) -> None:
    session, window = run.session, run.window
    session.runs.pin(0, True)
    session.training.reset()
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.document.edit_cell(0, 1, "123")
    (_, row) = window.view(RunsPanel).model.rows
    assert "other data" in row.sentence
    assert not row.shown
    panel = window.view(RunsPanel)
    panel.view.selectRow(1)
    assert not panel.open.isEnabled()
    with qtbot.waitSignal(session.analysed, timeout=60_000):
        session.document.history.go_to(session.document.history.index - 1)
    (_, row) = panel.model.rows
    assert row.shown
    assert not row.remark


def test_a_race_is_set_up_watched_paused_and_kept(qtbot, run) -> None:
    session, window = run.session, run.window
    session.training.set_speed(1000.0)
    window.menus.race.trigger()
    (dialog,) = window.findChildren(RaceDialog)
    dialog.vary.setCurrentIndex(1)
    dialog.accept()
    assert session.race.running
    assert not window.menus.race.isEnabled()
    qtbot.waitUntil(lambda: session.race.progress > 0.02, timeout=60_000)
    chips = [chip for chip in window.loss_plot.chips.chips if chip.isVisible()]
    assert [chip.text() for chip in chips] == ["batch 1", "batch 32", "batch 235"]
    lines = window.loss_plot.run_lines.items
    qtbot.waitUntil(lambda: all(item.isVisible() for item in lines[:3]), timeout=30_000)
    strip = window.view(RunsPanel).race
    qtbot.waitUntil(lambda: strip.bar.value() > 0, timeout=30_000)
    strip.pause_button.click()
    qtbot.waitUntil(lambda: not session.race.running, timeout=60_000)
    assert strip.pause_button.text() == "Go On"
    assert "batch 32" in listed(run)
    session.training.step(1)  # goes before the race
    rest(qtbot, run)
    strip.end_button.click()
    assert not strip.isVisible()
    assert window.menus.race.isEnabled()
    assert listed(run)[1:] == ["batch 1", "batch 32", "batch 235"]
    assert all(row.shown for row in window.view(RunsPanel).model.rows[1:])
    session.runs.open(session.runs.kept[0].key)
    rest(qtbot, run)
    assert session.training.config.batch_size == 1


def test_the_window_closes_in_mid_race(qtbot, run) -> None:
    session = run.session
    config = session.training.config
    configs = [replace(config, batch_size=size, epochs=10**6) for size in (1, 2, 3, 4, 5, 6)]
    assert session.race.start(configs, list("abcdef"))
    qtbot.waitUntil(lambda: session.race.lanes[0].step > 10, timeout=60_000)
    run.window.close()
    assert not session.race.running


def test_the_list_of_runs_is_copied_as_a_table(program) -> None:
    panel = program.window.view(RunsPanel)
    panel.show_rows([RunRow(3, "A run", "η 0.1", "8", "0.5", "9", None, shown=False, present=True)])
    next(action for action in panel.copying if action.data() == "markdown").trigger()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("**Runs**")
    assert "| A run | η 0.1 | 8 | 0.5 |" in text
