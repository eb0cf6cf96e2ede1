"""Analysing whatever the table is now, solving, points and closing, without a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from session_steps import open_and_wait, small_csv, write

from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.session.session import Session
from linreg_gui.session.training.advice import advised_config
from linreg_gui.session.training.training import Phase


def test_an_opened_file_is_analysed_and_waits_at_step_zero(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, small_csv(tmp_path))
    assert session.document.table.name == "small.csv"
    assert session.analysis.data.feature_names == ("area",)
    assert session.analysis.exact.weights[0] == pytest.approx(2.0, abs=0.05)
    assert session.training.picture.snapshot.step == 0
    assert session.training.config == session.analysis.suggested
    assert "by_table_row" in vars(session.analysis)  # worked out in the job, see `Analysis.get_ready`
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
    session.request_points(FitView(0))
    session.request_points(FitView())
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


# --- what becomes of a run when the table is edited

FAST = SgdConfig(learning_rate=0.01, batch_size=7, epochs=40, seed=5)


def three_columns(folder: Path) -> Path:
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(2, 60))
    rows = zip(a, b, 2.0 * a - b + 0.1 * rng.normal(size=60), strict=True)
    return write(folder, "three.csv", "a,b,note,y\n" + "".join(f"{a},{b},7,{y}\n" for a, b, y in rows))


@pytest.fixture
def running(qtbot, session, tmp_path) -> Session:
    """With 30 updates behind it."""
    open_and_wait(qtbot, session, three_columns(tmp_path))
    changed(
        qtbot,
        session,
        lambda: session.document.choose_roles({**session.document.table.roles, "note": Role.IGNORED}),
    )
    session.training.set_speed(None)
    session.training.set_config(FAST)
    step(qtbot, session, 30)
    return session


def changed(qtbot, session: Session, edit: Callable[[], object]) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        edit()
    settled(qtbot, session)


def settled(qtbot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=60_000)


def step(qtbot, session: Session, count: int) -> None:
    session.training.step(count)
    settled(qtbot, session)


def state(session: Session) -> tuple[int, bytes, float, str]:
    """Where the run is, to the last bit, with its curve."""
    shown = session.training.picture.snapshot
    return shown.step, shown.weights.tobytes(), shown.bias, str(session.training.history.points)


def later(session: Session, steps: int) -> bytes:
    """The weights that the run would have come to by so many updates more."""
    sgd = Sgd(session.analysis.data, FAST)
    sgd.advance(session.training.picture.snapshot.step + steps)
    return sgd.snapshot().weights.tobytes()


HARMLESS = {
    "rename a feature": lambda d: d.rename_column("a", "z"),
    "rename the label": lambda d: d.rename_column("y", "a label"),
    "rename what is ignored": lambda d: d.rename_column("note", "remark"),
    "move a feature": lambda d: d.move_column("a", 3),
    "move the label": lambda d: d.move_column("y", 0),
    "sort": lambda d: d.sort_rows("b", False),
    "sort downwards": lambda d: d.sort_rows("y", True),
    "edit what is ignored": lambda d: d.edit_cell(0, list(d.table.frame.columns).index("note"), "8"),
    "add a column": lambda d: d.add_column("more", 1),
}


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS.keys())
def test_an_edit_that_changes_no_number_keeps_the_run_and_so_does_its_undo(qtbot, running, edit) -> None:
    document, told = running.document, []
    running.run_reset.connect(told.append)
    before, goal = state(running), later(running, 25)
    changed(qtbot, running, lambda: edit(document))
    assert state(running) == before
    changed(qtbot, running, document.undo)
    assert state(running) == before
    changed(qtbot, running, document.redo)
    step(qtbot, running, 25)
    assert running.training.picture.snapshot.weights.tobytes() == goal
    assert running.training.config == FAST
    assert told == []


def test_a_run_in_full_swing_goes_on_through_harmless_edits_as_if_nothing_had_been(qtbot, running) -> None:
    document, training = running.document, running.training
    training.set_config(replace(FAST, epochs=3000))
    goal = Sgd(running.analysis.data, FAST)
    goal.advance(30)
    goal.change(epochs=3000)
    training.run()
    for edit in (
        partial(document.rename_column, "a", "z"),
        partial(document.move_column, "z", 3),
        partial(document.sort_rows, "b", True),
        document.undo,
        document.redo,
        partial(document.add_column, "more", 0),
    ):
        with qtbot.waitSignal(running.analysed, timeout=30_000):
            edit()
        assert training.finished or training.phase is Phase.RUNNING
    settled(qtbot, running)
    assert training.finished
    goal.advance(goal.steps_left)
    assert training.picture.snapshot.step == goal.step
    assert training.picture.snapshot.weights.tobytes() == goal.snapshot().weights.tobytes()


HARMFUL = {
    "edit": lambda d: d.edit_cell(3, 0, "9"),
    "exclude": lambda d: d.exclude_rows([1, 2]),
    "remove": lambda d: d.remove_rows([59]),
    "another feature": lambda d: d.choose_roles({**d.table.roles, "b": Role.IGNORED}),
    "hold out": lambda d: d.change_recipe("Hold out rows", Recipe(holdout=0.2)),
}


@pytest.mark.parametrize("edit", HARMFUL.values(), ids=HARMFUL.keys())
def test_an_edit_of_the_data_resets_the_run_says_so_and_undo_brings_it_back(qtbot, running, edit) -> None:
    document, told = running.document, []
    running.run_reset.connect(told.append)
    table, before, goal = document.table, state(running), later(running, 25)
    changed(qtbot, running, lambda: edit(document))
    assert running.training.picture.snapshot.step == 0
    assert told == [table]
    step(qtbot, running, 4)
    others = state(running)
    changed(qtbot, running, document.undo)
    assert state(running) == before
    changed(qtbot, running, document.redo)
    assert state(running) == others
    changed(qtbot, running, lambda: document.history.go_to(document.history.index_of(table)))
    step(qtbot, running, 25)
    assert running.training.picture.snapshot.weights.tobytes() == goal
    assert told == [table]
    assert running.training.config == FAST


def test_states_with_the_same_numbers_have_the_same_run_to_come_back_to(qtbot, running) -> None:
    document, first = running.document, running.document.table
    changed(qtbot, running, lambda: document.rename_column("a", "z"))
    step(qtbot, running, 10)
    before = state(running)
    changed(qtbot, running, lambda: document.edit_cell(3, 0, "9"))
    changed(qtbot, running, lambda: document.history.go_to(document.history.index_of(first)))
    assert state(running) == before


def test_a_table_that_allows_no_fit_does_not_cost_the_run(qtbot, running) -> None:
    document, before = running.document, state(running)
    with qtbot.waitSignal(running.not_analysed, timeout=30_000):
        document.choose_roles({**document.table.roles, "y": Role.IGNORED})
    assert not running.training.available
    changed(qtbot, running, document.undo)
    assert state(running) == before


def test_edits_in_quick_succession_are_followed_by_the_last_and_keep_the_run(qtbot, running) -> None:
    document, before = running.document, state(running)
    with qtbot.waitSignal(running.analysed, timeout=30_000):
        document.rename_column("a", "z")
        document.sort_rows("b", True)
        document.edit_cell(0, 0, "5")
        document.undo()
    settled(qtbot, running)
    assert state(running) == before


def test_what_is_chosen_while_the_table_is_looked_at_counts_from_the_next_update_on(qtbot, running) -> None:
    goal = Sgd(running.analysis.data, FAST)
    goal.advance(30)
    goal.change(learning_rate=0.002)
    goal.advance(5)
    with qtbot.waitSignal(running.analysed, timeout=30_000):
        running.document.rename_column("a", "z")
        running.training.set_config(replace(FAST, learning_rate=0.002))
    step(qtbot, running, 5)
    assert running.training.picture.snapshot.weights.tobytes() == goal.snapshot().weights.tobytes()


def test_another_table_has_a_run_of_its_own_and_undo_brings_back_the_one_before(
    qtbot, running, tmp_path
) -> None:
    before, told = state(running), []
    running.run_reset.connect(told.append)
    open_and_wait(qtbot, running, small_csv(tmp_path))
    assert running.training.picture.snapshot.step == 0
    changed(qtbot, running, running.document.undo)
    assert state(running) == before
    assert running.training.config == FAST
    assert told == []


def test_settings_that_were_chosen_outlive_every_edit(qtbot, running) -> None:
    document, training = running.document, running.training
    training.set_config(replace(FAST, batch_size=50, standardise=False))
    for edit in HARMFUL.values():
        changed(qtbot, running, lambda edit=edit: edit(document))
        assert replace(training.config, batch_size=50) == replace(FAST, batch_size=50, standardise=False)
    changed(qtbot, running, lambda: document.exclude_rows(range(30)))
    assert training.config.batch_size == running.analysis.data.n_rows < 50
    changed(qtbot, running, document.undo)
    changed(qtbot, running, lambda: document.change_recipe("Hold out nothing", Recipe()))
    assert training.config == replace(FAST, batch_size=50, standardise=False)


def test_seed_and_standardising_are_not_suggested_anew(qtbot, session, tmp_path) -> None:
    open_and_wait(qtbot, session, three_columns(tmp_path))
    session.training.set_config(replace(session.training.config, seed=17))
    session.training.set_config(replace(session.training.config, standardise=False))
    assert session.training.suggested
    changed(qtbot, session, lambda: session.document.exclude_rows([0, 1]))
    assert (session.training.config.seed, session.training.config.standardise) == (17, False)
    assert (
        session.training.config.learning_rate
        == advised_config(session.analysis, session.training.config).learning_rate
    )


def test_what_could_not_be_made_ready_beforehand_is_found_when_it_is_needed(
    qtbot, session, tmp_path, monkeypatch
) -> None:
    tried = []

    def fails() -> None:
        tried.append(True)
        raise ModuleNotFoundError("No module named 'pandas'")

    monkeypatch.setattr("linreg_gui.session.session.import_pandas", fails)
    mistakes = []
    monkeypatch.setattr("sys.excepthook", lambda *mistake: mistakes.append(mistake))
    session.prepare()
    qtbot.waitUntil(lambda: bool(tried))
    open_and_wait(qtbot, session, small_csv(tmp_path))
    assert session.analysis is not None
    assert not mistakes
