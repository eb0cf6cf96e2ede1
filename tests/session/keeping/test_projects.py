"""Where the work is kept, and whether anything would be lost without saving."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.project.layout import DockPlace, Layout, Workplace
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.table.recipe import Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.session.session import Session
from linreg_gui.session.training.training import Phase


@pytest.fixture
def session(qtbot, settings, tmp_path) -> Iterator[Session]:
    session = Session(settings)
    session.training.set_speed(None)
    open_and_wait(qtbot, session, csv(tmp_path, "small.csv"))
    yield session
    session.close()


def csv(folder: Path, name: str, slope: float = 2.0) -> Path:
    path = folder / name
    lines = "".join(f"{x},{x % 5},{slope * x + 1 + 0.1 * (-1) ** x}\n" for x in range(20))
    path.write_text(f"area,age,price\n{lines}", encoding="utf-8")
    return path


def open_and_wait(qtbot, session: Session, path: Path) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path)
    idle(qtbot, session)


def analysed(qtbot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.analysis is not None, timeout=30_000)
    idle(qtbot, session)


def idle(qtbot, session: Session) -> None:
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=30_000)


def steps(qtbot, session: Session, count: int) -> None:
    session.training.step(count)
    idle(qtbot, session)


def save(qtbot, session: Session, path: Path) -> None:
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(path)


def step_of(session: Session) -> int:
    return session.training.picture.snapshot.step


def test_an_opened_file_is_clean_until_something_is_changed_and_after_undo(qtbot, session) -> None:
    projects, document = session.projects, session.document
    assert (projects.dirty, projects.path, projects.name) == (False, None, "small.csv")
    for change in (
        lambda: document.edit_cell(0, 0, "5"),
        lambda: document.choose_roles({**document.table.roles, "age": Role.IGNORED}),
        lambda: document.change_recipe("Hold out rows", Recipe(holdout=0.2)),
    ):
        change()
        assert projects.dirty
        document.history.undo()
        assert not projects.dirty
        document.history.redo()
        assert projects.dirty
        document.history.undo()
    analysed(qtbot, session)
    assert not projects.dirty


def test_other_settings_are_a_change_until_they_are_as_before(qtbot, session) -> None:
    config = session.training.config
    session.training.set_config(replace(config, learning_rate=0.001))
    assert session.projects.dirty
    session.training.set_config(config)
    assert not session.projects.dirty


def test_a_run_is_a_change_only_of_a_project_that_was_saved(qtbot, session, tmp_path) -> None:
    steps(qtbot, session, 3)
    assert not session.projects.dirty
    save(qtbot, session, tmp_path / "small.linreg")
    assert not session.projects.dirty
    steps(qtbot, session, 1)
    assert session.projects.dirty
    session.training.step_back()
    idle(qtbot, session)
    assert not session.projects.dirty
    session.training.reset()
    assert session.projects.dirty


def test_saving_keeps_the_history_and_only_that_state_is_clean(qtbot, session, tmp_path) -> None:
    session.document.edit_cell(0, 0, "5")
    analysed(qtbot, session)
    save(qtbot, session, tmp_path / "small.linreg")
    assert session.projects.path == tmp_path / "small.linreg"
    assert session.projects.name == "small.linreg"
    assert not session.projects.dirty
    assert session.document.history.undo_text == "Edit cell"
    session.document.history.undo()
    assert session.projects.dirty
    assert session.projects.path == tmp_path / "small.linreg"
    session.document.history.redo()
    analysed(qtbot, session)
    assert not session.projects.dirty


def test_what_was_changed_while_it_was_being_saved_is_not_saved(qtbot, session, tmp_path) -> None:
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(tmp_path / "small.linreg")
        session.document.edit_cell(0, 0, "77")
    assert session.projects.dirty
    assert read_project(tmp_path / "small.linreg").table.frame["area"][0] == 0


def test_of_two_savings_the_later_one_stays(qtbot, session, tmp_path) -> None:
    done = []
    for number in range(5):
        session.document.edit_cell(0, 0, str(100 + number))
        session.projects.save(tmp_path / "small.linreg", lambda number=number: done.append(number))
    qtbot.waitUntil(lambda: len(done) == 5, timeout=30_000)
    assert done == [0, 1, 2, 3, 4]
    assert read_project(tmp_path / "small.linreg").table.frame["area"][0] == 104
    analysed(qtbot, session)
    assert not session.projects.dirty


def test_a_project_brings_back_the_table_the_choices_the_run_and_its_curve(
    qtbot, session, settings, tmp_path
) -> None:
    document, training = session.document, session.training
    document.edit_cell(3, 0, "17.25")
    document.choose_roles({"area": Role.FEATURE, "age": Role.IGNORED, "price": Role.LABEL})
    document.change_recipe("Exclude rows", Recipe(excluded=np.arange(20) == 7, holdout=0.25))
    analysed(qtbot, session)
    steps(qtbot, session, 7)
    training.set_config(replace(training.config, learning_rate=0.003, batch_size=3))
    steps(qtbot, session, 5)
    training.set_speed(25.0)
    layout = Layout("learn", {"learn": Workplace(docks=(DockPlace("data", "right"),))})
    session.projects.layout = lambda: layout
    save(qtbot, session, tmp_path / "work.linreg")
    wanted, curve, config = training.picture.snapshot, training.history.points, training.config
    frame, rows = document.table.frame, session.analysis.data.n_rows

    other = Session(settings)
    layouts = []
    other.projects.layout_found.connect(layouts.append)
    with qtbot.waitSignal(other.training.restored, timeout=30_000) as restored:
        other.opening.open_file(tmp_path / "work.linreg")
    idle(qtbot, other)
    assert restored.args == [True]
    table = other.document.table
    pd.testing.assert_frame_equal(table.frame, frame)
    assert table.roles == document.table.roles
    assert table.recipe.excluded.tolist() == document.table.recipe.excluded.tolist()
    assert other.analysis.data.n_rows == rows
    state = other.training.picture.snapshot
    assert (state.step, state.bias) == (12, wanted.bias)
    assert np.array_equal(state.weights, wanted.weights)
    assert np.array_equal(other.training.history.points, curve, equal_nan=True)
    assert other.training.config == config
    assert other.training.speed == 25.0
    assert layouts == [layout]
    assert (other.projects.path, other.projects.dirty) == (tmp_path / "work.linreg", False)
    assert other.settings.recent_files()[0] == tmp_path / "work.linreg"
    other.close()


def test_undoing_back_to_the_saved_state_brings_back_the_saved_run(qtbot, session, tmp_path) -> None:
    steps(qtbot, session, 9)
    weights = session.training.picture.snapshot.weights
    save(qtbot, session, tmp_path / "small.linreg")
    session.document.edit_cell(0, 0, "5")
    analysed(qtbot, session)
    assert step_of(session) == 0
    assert session.projects.dirty
    session.document.history.undo()
    analysed(qtbot, session)
    assert step_of(session) == 9
    assert np.array_equal(session.training.picture.snapshot.weights, weights)
    assert not session.projects.dirty


def test_undo_leads_back_to_the_file_of_the_table_before(qtbot, session, tmp_path) -> None:
    save(qtbot, session, tmp_path / "first.linreg")
    open_and_wait(qtbot, session, csv(tmp_path, "other.csv", 3.0))
    assert (session.projects.path, session.projects.name) == (None, "other.csv")
    session.document.history.undo()
    analysed(qtbot, session)
    assert session.projects.path == tmp_path / "first.linreg"
    assert not session.projects.dirty


def test_settings_of_a_table_that_allows_no_run_are_kept(qtbot, session, settings, tmp_path) -> None:
    with qtbot.waitSignal(session.not_analysed, timeout=30_000):
        session.document.choose_roles(dict.fromkeys(session.document.table.roles, Role.IGNORED))
    session.training.set_config(replace(session.training.config, learning_rate=0.0625))
    save(qtbot, session, tmp_path / "no run.linreg")
    other = Session(settings)
    with qtbot.waitSignal(other.not_analysed, timeout=30_000):
        other.opening.open_file(tmp_path / "no run.linreg")
    assert other.training.config.learning_rate == 0.0625
    assert not other.projects.dirty
    other.close()


def test_a_project_that_cannot_be_written_is_told_and_stays_unsaved(qtbot, session, tmp_path) -> None:
    session.document.edit_cell(0, 0, "5")
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as found:
        session.projects.save(tmp_path / "missing folder" / "x.linreg")
    assert "x.linreg" in found.args[0].sentence
    assert session.projects.dirty
    assert session.projects.path is None


def test_a_full_disk_leaves_the_earlier_project_as_it_was(qtbot, session, tmp_path, monkeypatch) -> None:
    path = tmp_path / "small.linreg"
    save(qtbot, session, path)
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    session.document.edit_cell(0, 0, "5")
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as found:
        session.projects.save(path)
    assert "No space left" in found.args[0].sentence
    assert path.read_bytes() == before
    assert sorted(tmp_path.glob("*small.linreg*")) == [path]
    assert session.projects.dirty


def test_a_damaged_project_is_a_sentence_and_the_data_stay(qtbot, session, tmp_path) -> None:
    path = tmp_path / "bad.linreg"
    path.write_bytes(b"PK nonsense")
    table = session.document.table
    with qtbot.waitSignal(session.problem_found, timeout=30_000) as found:
        session.opening.open_file(path)
    assert "bad.linreg" in found.args[0].sentence
    assert session.document.table is table


def test_exported_cells_are_saved_but_not_the_choices_beside_them(qtbot, session, tmp_path) -> None:
    session.document.edit_cell(0, 0, "5")
    session.projects.data_saved(session.document.table)
    assert not session.projects.dirty
    session.document.choose_roles({**session.document.table.roles, "age": Role.IGNORED})
    session.projects.data_saved(session.document.table)
    assert session.projects.dirty


def test_a_pasted_table_is_not_saved_anywhere(qtbot, session) -> None:
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.paste_table("x\ty\n1\t2\n2\t4.5\n3\t6\n", "")
    assert session.projects.dirty


def test_what_is_saved_before_settings_were_suggested_for_it_is_saved_all_the_same(
    qtbot, session, settings, tmp_path
) -> None:
    session.document.edit_cell(0, 0, "500")
    assert session.analysis is None
    save(qtbot, session, tmp_path / "early.linreg")
    analysed(qtbot, session)
    assert not session.projects.dirty
    other = Session(settings)
    open_and_wait(qtbot, other, tmp_path / "early.linreg")
    assert other.training.config == session.training.config == session.analysis.suggested
    assert not other.projects.dirty
    steps(qtbot, other, 1)
    assert other.projects.dirty
    other.close()


def without_ids(path: Path) -> None:
    """As an earlier version wrote it, which knew nothing of who a row is."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    described = json.loads(parts["project.json"])
    del described["held_out_by_id"], described["unused_id"]
    parts["project.json"] = json.dumps(described).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("holdout", [0.0, 0.25])
def test_a_project_whose_rows_were_held_out_otherwise_says_that_they_are_drawn_anew(
    qtbot, session, tmp_path, holdout
) -> None:
    session.document.change_recipe("Hold out rows", Recipe(holdout=holdout))
    analysed(qtbot, session)
    steps(qtbot, session, 4)
    save(qtbot, session, tmp_path / "old.linreg")
    without_ids(tmp_path / "old.linreg")
    told = []
    session.problem_found.connect(lambda problem: told.append(problem.sentence))
    open_and_wait(qtbot, session, tmp_path / "old.linreg")
    qtbot.waitUntil(lambda: step_of(session) == 4)
    assert [("held out other rows" in sentence) for sentence in told] == ([True] if holdout else [])
