"""Analysing whatever the table is now, solving, points and closing, without a window."""

from __future__ import annotations

import numpy as np
import pytest
from session_steps import open_and_wait, small_csv

from linreg_gui.core.installation.resources import samples
from linreg_gui.core.table.roles import Role
from linreg_gui.session.session import Session
from linreg_gui.session.training.training import Phase


def test_an_opened_file_is_analysed_and_waits_at_step_zero(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    assert session.document.table.name == "small.csv"
    assert session.analysis.data.feature_names == ("area",)
    assert session.analysis.exact.weights[0] == pytest.approx(2.0, abs=0.05)
    assert session.training.picture.snapshot.step == 0
    assert session.training.config == session.analysis.suggested
    assert session.settings.recent_files() == [tmp_path / "small.csv"]
    assert session.document.history.undo_text == "Open small.csv"


def test_an_edit_is_followed_by_the_exact_fit_at_once(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    before = session.analysis.exact.weights[0]
    with qtbot.waitSignal(session.analysed):
        session.document.edit_cell(19, 1, "500")
    assert session.analysis.exact.weights[0] > before + 1
    with qtbot.waitSignal(session.analysed):
        session.document.history.undo()
    assert session.analysis.exact.weights[0] == before


def test_roles_without_a_label_are_a_sentence_and_nothing_can_be_trained(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    with qtbot.waitSignal(session.not_analysed) as signal:
        session.document.choose_roles({"area": Role.FEATURE, "price": Role.IGNORED})
    assert "label" in signal.args[0].sentence
    assert session.analysis is None
    assert not session.training.available
    assert session.training.phase is Phase.IDLE
    with qtbot.waitSignal(session.analysed):
        session.document.history.undo()
    assert session.training.available


def test_changing_roles_in_mid_run_stops_and_starts_over_on_the_new_data(qtbot, session) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_sample(samples()[1])
    session.training.set_speed(None)
    session.training.run()
    qtbot.waitUntil(lambda: session.training.picture.snapshot.step > 0, timeout=60_000)
    pictures = []
    session.training.progressed.connect(pictures.append)
    roles = dict(session.document.table.roles)
    first = next(name for name, role in roles.items() if role is Role.FEATURE)
    roles[first] = Role.IGNORED
    with qtbot.waitSignal(session.analysed):
        session.document.choose_roles(roles)
    qtbot.wait(60)
    assert session.training.phase is Phase.IDLE
    assert all(len(p.snapshot.weights) == session.analysis.data.n_features for p in pictures)
    assert session.training.picture.snapshot.step == 0


def test_generated_data_keep_their_truth_through_edits(qtbot, session) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.generate((2.0, -3.4), 4.2, 0.01, 1000, 0)
    assert session.document.history.undo_text == "Generate data"
    truth = session.analysis.data.truth
    assert truth.weights.tolist() == [2.0, -3.4]
    assert np.allclose(session.analysis.exact.weights, truth.weights, atol=0.01)
    with qtbot.waitSignal(session.analysed):
        session.document.edit_cell(0, 0, "0")
    assert session.analysis.data.truth.bias == 4.2


def test_points_are_those_of_the_choice_asked_for_last(qtbot, session) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_sample(samples()[1])
    seen = []
    session.points_ready.connect(seen.append)
    session.request_points(0)
    session.request_points(None)
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(30)
    assert [points.choice for points in seen] == [None]
    assert np.array_equal(seen[0].scatter.x, seen[0].scatter.y)


def test_solving_exactly_says_how_and_how_long(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    with qtbot.waitSignal(session.solved) as signal:
        session.solve_exactly()
    fit, seconds = signal.args
    assert fit.weights[0] == session.analysis.exact.weights[0]
    assert seconds > 0


def test_closing_in_the_middle_of_everything_leaves_no_thread(qtbot, settings, tmp_path) -> None:
    session = Session(settings)
    open_and_wait(qtbot, session, small_csv(tmp_path))
    session.training.run()
    session.opening.open_file(small_csv(tmp_path, "other.csv"))
    session.document.edit_cell(0, 0, "1")
    session.close()
    assert session.training.phase is Phase.IDLE
