"""What the window says of settings and of runs that an edit has ended."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from session_steps import open_and_wait, small_csv

from linreg_gui.app.program import Program
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.session.training.training import Phase
from linreg_gui.views.training.training_panel import TrainingPanel


@pytest.fixture
def shown(qtbot, program, tmp_path: Path) -> Program:
    program.window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    return program


def step(qtbot, program: Program, count: int) -> None:
    training = program.session.training
    training.step(count)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE and training.picture.snapshot.step >= count)


def test_a_run_that_an_edit_has_ended_is_told_of_and_a_click_brings_it_back(qtbot, shown) -> None:
    session, bar = shown.session, shown.window.message_bar
    with qtbot.waitSignal(session.analysed):
        session.document.edit_cell(0, 0, "3")
    assert bar.isHidden()  # nothing was lost: there was no update yet
    step(qtbot, shown, 5)
    weights = session.training.picture.snapshot.weights
    with qtbot.waitSignal(session.run_reset):
        session.document.edit_cell(0, 0, "4")
    assert "the run was reset" in bar.sentence
    assert bar.action_button.text() == "Undo"
    with qtbot.waitSignal(session.training.restored):
        bar.action_button.click()
    assert session.training.picture.snapshot.weights.tobytes() == weights.tobytes()
    assert session.document.table.frame.iloc[0, 0] == 3
    assert bar.isHidden()
    with qtbot.waitSignal(session.analysed):
        session.document.rename_column("area", "size")
    assert bar.isHidden()
    assert session.training.picture.snapshot.step == 5


def test_a_run_that_undo_has_left_behind_is_offered_by_redo(qtbot, shown) -> None:
    session, bar = shown.session, shown.window.message_bar
    with qtbot.waitSignal(session.analysed):
        session.document.edit_cell(0, 0, "3")
    step(qtbot, shown, 5)
    with qtbot.waitSignal(session.run_reset):
        session.document.undo()
    assert bar.action_button.text() == "Redo"
    with qtbot.waitSignal(session.training.restored):
        bar.action_button.click()
    assert session.training.picture.snapshot.step == 5


def test_the_panel_says_whether_settings_are_suggested_or_chosen(qtbot, shown) -> None:
    panel, training = shown.window.view(TrainingPanel), shown.session.training
    assert panel.origin.text() == "Suggested for these data"
    training.set_config(replace(training.config, seed=3))
    assert panel.origin.text() == "Suggested for these data"
    training.set_config(replace(training.config, epochs=77))
    assert panel.origin.text() == "Chosen by you"
    with qtbot.waitSignal(shown.session.analysed):
        shown.session.document.exclude_rows([0])
    assert (panel.origin.text(), panel.epochs.value(), panel.more.seed.value()) == ("Chosen by you", 77, 3)
    panel.suggest.click()
    assert panel.origin.text() == "Suggested for these data"
    assert panel.more.seed.value() == 3


def test_one_click_standardises_raw_features_and_one_takes_a_safe_rate(shown) -> None:
    training, advice = shown.session.training, shown.window.view(TrainingPanel).advice
    assert not advice.standardise.isVisible()
    training.set_config(replace(training.config, standardise=False, seed=1))
    training.set_config(replace(training.config, learning_rate=1.0))
    assert advice.pace.text() == "At this rate it does not come nearer."
    advice.safe.click()
    analysis = shown.session.analysis
    assert 0.0 < training.config.learning_rate <= analysis.limits(training.config).safe_rate
    assert advice.standardise.isVisible()
    advice.standardise.click()
    assert training.config.standardise
    assert not advice.standardise.isVisible()


def test_which_rule_has_ended_a_run_is_told_in_a_sentence_and_kept_in_the_project(
    qtbot, shown, tmp_path: Path
) -> None:
    session, window = shown.session, shown.window
    training, panel = session.training, window.view(TrainingPanel)
    panel.more.rules_requested.emit(StopRules(target_loss=1e30, seconds=60.0))
    with qtbot.waitSignal(training.stopped, timeout=60_000):
        training.run()
    assert window.message_bar.sentence.startswith("Training stopped after step ")
    assert "the training loss came down to the 1×10³⁰ wanted" in window.message_bar.sentence
    assert window.status_line.phase.text() == "Stopped by a rule"
    assert session.projects.dirty
    with qtbot.waitSignal(session.projects.saved, timeout=60_000):
        session.projects.save(tmp_path / "ruled.linreg")
    assert not session.projects.dirty
    training.set_rules(StopRules())
    assert session.projects.dirty
    open_and_wait(qtbot, session, tmp_path / "ruled.linreg")
    assert training.rules == StopRules(target_loss=1e30, seconds=60.0)
    assert panel.more.unusual.text() == "Stops at loss 1×10³⁰, stops after 60 s"
    assert not session.projects.dirty
