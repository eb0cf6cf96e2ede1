"""Tuning in the whole window: held-out rows, twenty trials watched, the best one opened and scrubbed."""

from __future__ import annotations

from dataclasses import replace

from session_steps import open_and_wait, small_csv

from linreg_gui.core.explaining.tuning_picture import TuningWish
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.tuning.study import Sampler
from linreg_gui.session.training.training import Phase
from linreg_gui.views.tuning.tune_dialog import TuneDialog
from linreg_gui.views.tuning.tuning_view import TuningView


def search(qtbot, program, sampler: Sampler = Sampler.RANDOM) -> None:
    """By the dialog, with held-out rows to judge by; to the end."""
    session, window = program.session, program.window
    program.menus.tune.trigger()
    dialog = window.findChild(TuneDialog)
    dialog.sampler.setCurrentIndex(list(Sampler).index(sampler))
    dialog.accept()
    qtbot.waitUntil(lambda: window.findChild(TuneDialog) is None, timeout=30_000)
    qtbot.waitUntil(lambda: not session.tuning.running, timeout=60_000)
    assert session.tuning.study.is_complete


def test_twenty_trials_are_watched_and_the_best_one_is_opened_and_scrubbed(qtbot, program, tmp_path) -> None:
    session, window = program.session, program.window
    window.resize(1280, 800)
    window.show()
    open_and_wait(qtbot, session, small_csv(tmp_path))
    session.training.set_config(replace(session.training.config, epochs=10))
    program.menus.tune.trigger()
    assert "held out" in window.message_bar.sentence
    window.message_bar.action_button.click()
    qtbot.waitUntil(lambda: window.findChild(TuneDialog) is not None, timeout=30_000)
    window.findChild(TuneDialog).reject()
    qtbot.waitUntil(lambda: window.findChild(TuneDialog) is None, timeout=30_000)
    search(qtbot, program, Sampler.BAYESIAN)
    study, view = session.tuning.study, window.view(TuningView)
    assert len(study.trials) == 20
    qtbot.waitUntil(lambda: view.model.rowCount() == 20, timeout=30_000)
    assert view.isVisible()
    assert view.plane.stable.getData()[0].size > 1
    assert view.plane.mean_square.getData()[0].size > 1
    best = study.best
    assert f"Open Trial {best + 1}" in window.message_bar.action_button.text()
    view.open_best.click()
    training, moment = session.training, session.moment
    qtbot.waitUntil(
        lambda: session.runs.name == f"Trial {best + 1}" and training.phase is Phase.IDLE, timeout=30_000
    )
    assert training.config == study.config_of(study.trials[best])
    assert training.history.points[-1].validation_loss == study.trials[best].loss
    assert f"“Trial {best + 1}” is the present run" in window.message_bar.sentence
    end = moment.end
    moment.look_at(end // 2)
    qtbot.waitUntil(lambda: moment.picture.snapshot.step == end // 2, timeout=30_000)
    # The settings are those of the trial now; a search anew takes the place of the one before, or not.
    search(qtbot, program, Sampler.GRID)
    session.tuning.bring_back()
    assert session.tuning.study is study
    # Saved and opened again, it is there, with what was chosen of the view.
    view.choose(TuningWish("batch size", "learning rate"))
    path = tmp_path / "tuned.linreg"
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path)
    assert read_project(path).study == study
    assert not session.projects.dirty
    open_and_wait(qtbot, session, small_csv(tmp_path, "other.csv", slope=3.0))
    assert session.tuning.study is None
    qtbot.waitUntil(lambda: view.plane.message() != "", timeout=30_000)
    open_and_wait(qtbot, session, path)
    assert session.tuning.study == study
    assert session.tuning.of_these_data
    qtbot.waitUntil(lambda: view.plane.axis_labels() == ("batch size", "learning rate"), timeout=30_000)
    view.go_on.click()
    qtbot.waitUntil(lambda: session.tuning.study.is_complete and not session.tuning.running, timeout=60_000)
    assert session.tuning.study.trials[:20] == study.trials
    assert len(session.tuning.study.trials) == 40
