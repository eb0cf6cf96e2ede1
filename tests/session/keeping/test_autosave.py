"""Unsaved work is kept soon after a change, and only as long as it is not saved."""

from __future__ import annotations

import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from weakref import ref

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import QTimer
from studies import study_of

from linreg_gui.core.drawing.fit_view import FitView
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.autosave import Autosave, Task
from linreg_gui.session.keeping.recovery import RecoveryFolder, find_leftovers
from linreg_gui.session.session import Session
from linreg_gui.session.training.training import Phase


@pytest.fixture
def session(qtbot, settings, tmp_path) -> Iterator[Session]:
    session = Session(settings)
    path = tmp_path / "small.csv"
    path.write_text("x,y\n" + "".join(f"{x},{2 * x + x % 3}\n" for x in range(20)))
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.opening.open_file(path)
    yield session
    session.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "recovery"


@pytest.fixture
def autosave(session, root) -> Iterator[Autosave]:
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.02, calm=0.02)
    yield autosave
    session.close()
    autosave.close()


def kept_projects(root: Path) -> list[Project]:
    """What is kept, as another process would find it if this one were dead."""
    copy = root.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    if root.exists():
        shutil.copytree(root, copy)
    left = find_leftovers(copy)
    projects = [entry.folder.read() for entry in left]
    for entry in left:
        entry.folder.release()
    return projects


def kept(root: Path) -> list[float]:
    """The first cell of each."""
    return [float(project.table.frame.iloc[0, 0]) for project in kept_projects(root)]


def holding(autosave: Autosave, is_wanted: Callable[[Project], bool] | None) -> dict[str, object]:
    """What to wait for: that such a project is kept, or that none is.

    What the analysis of a change brings is a change as well: on a slow day it is kept on its own.
    """

    def fits(project: Project | None) -> bool:
        return project is None if is_wanted is None else project is not None and is_wanted(project)

    return {"signal": autosave.kept, "timeout": 30_000, "check_params_cb": fits}


def first_cell_is(value: float) -> Callable[[Project], bool]:
    return lambda project: float(project.table.frame.iloc[0, 0]) == value


def has_epochs(count: int) -> Callable[[Project], bool]:
    return lambda project: bool(project.runs) and project.runs[-1].config.epochs == count


def test_nothing_is_written_for_work_that_is_as_it_was_opened(qtbot, session, autosave, root) -> None:
    session.training.step(3)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=30_000)
    assert not root.exists()


def test_a_change_is_kept_and_forgotten_once_it_is_undone(qtbot, session, autosave, root) -> None:
    with qtbot.waitSignal(autosave.kept, timeout=30_000) as signal:
        session.document.edit_cell(0, 0, "5")
    assert signal.args[0].table is session.document.table
    assert kept(root) == [5.0]
    with qtbot.waitSignal(**holding(autosave, None)):
        session.document.history.undo()
    assert kept(root) == []


def test_every_kind_of_change_is_kept(qtbot, session, autosave, root) -> None:
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.training.set_config(replace(session.training.config, learning_rate=0.0625))
    (left,) = kept_projects(root)
    assert left.runs[-1].config.learning_rate == 0.0625


def test_the_trials_of_a_search_are_kept_even_of_a_table_that_was_only_opened(
    qtbot, session, autosave, root
) -> None:
    table, study = session.document.table, study_of(done=3)
    session.tuning.put(table.origin, study)
    with qtbot.waitSignal(**holding(autosave, lambda project: project.study == study)):
        session.tuning.follow(table)
    assert not session.projects.dirty
    assert [project.study for project in kept_projects(root)] == [study]


def test_changes_that_follow_each_other_are_written_together(qtbot, session, autosave, root) -> None:
    states = []
    autosave.kept.connect(states.append)
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        for count in range(1, 21):
            session.document.edit_cell(0, 0, str(count))
    assert [state.table for state in states] == [session.document.table]
    assert kept(root) == [20.0]


def test_steady_edits_do_not_put_off_what_was_edited_first(qtbot, session, root) -> None:
    """Twenty edits come before the first of them has waited long enough; waiting for quiet, none is kept."""
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.5)
    edits = QTimer()
    edits.setInterval(25)
    numbers = itertools.count(100)
    edits.timeout.connect(lambda: session.document.edit_cell(0, 0, str(next(numbers))))
    edits.start()
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        pass
    edits.stop()
    assert kept(root)[0] >= 100
    session.close()
    autosave.close()


def test_training_neither_delays_nor_hurries_what_is_kept(qtbot, session, root, tmp_path) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.3, calm=3600.0)
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(tmp_path / "x.linreg")
    session.training.set_config(replace(session.training.config, epochs=10**9))
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.training.run()
    progress: list[object] = []
    session.training.progressed.connect(progress.append)
    states: list[Project] = []
    autosave.kept.connect(states.append)
    qtbot.waitUntil(lambda: len(progress) > 20, timeout=30_000)
    assert states == []
    with qtbot.waitSignal(**holding(autosave, has_epochs(10**8))):
        session.training.set_config(replace(session.training.config, epochs=10**8))
    assert kept_projects(root)[0].runs[-1].config.epochs == 10**8
    session.close()
    autosave.close()


def test_the_last_moments_wait_for_a_job_that_is_writing_and_write_what_is_newer(
    qtbot, session, root, monkeypatch
) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.0)
    writing, may_go_on = threading.Event(), threading.Event()
    real, at_work = RecoveryFolder.keep, []

    def keep(folder: RecoveryFolder, *state: object) -> None:
        at_work.append(state)
        if threading.current_thread() is not threading.main_thread():
            writing.set()
            assert may_go_on.wait(30.0)
        real(folder, *state)
        at_work.pop()

    monkeypatch.setattr(RecoveryFolder, "keep", keep)
    session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(writing.is_set, timeout=30_000)
    session.document.edit_cell(0, 0, "6")
    threading.Timer(0.1, may_go_on.set).start()
    assert autosave.keep_now()
    qtbot.waitUntil(lambda: not at_work)  # as it could not be copied as it is at one moment
    assert kept(root) == [6.0]
    qtbot.waitUntil(lambda: session.analysis is not None and not at_work, timeout=30_000)
    assert kept(root) == [6.0]
    session.close()
    autosave.close()


def test_a_state_that_was_captured_earlier_never_replaces_a_later_one(session, root) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session)
    early = session.projects.capture()
    session.document.edit_cell(0, 0, "6")
    assert autosave.keep_now()
    assert autosave._carry_out(0, Task(early, False, None))
    assert kept(root) == [6.0]
    session.close()
    autosave.close()


def test_nothing_to_keep_is_not_kept_at_the_end(session, root) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session)
    assert not autosave.keep_now()
    assert not root.exists()
    session.close()
    autosave.close()


def test_what_is_left_behind_is_offered(session, root) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session)
    session.document.edit_cell(0, 0, "5")
    assert autosave.keep_now()
    assert find_leftovers(root) == []
    session.close()
    autosave.leave()
    (left,) = find_leftovers(root)
    assert left.folder.read().table.frame.iloc[0, 0] == 5
    left.folder.release()


def files(root: Path) -> list[str]:
    return sorted(path.name for path in root.glob("*/*") if path.name not in ("lock", "nothing"))


def test_a_large_table_is_written_before_it_is_edited_and_then_only_what_changes(
    qtbot, session, root, monkeypatch, tmp_path
) -> None:
    monkeypatch.setattr("linreg_gui.session.keeping.autosave.LARGE_CELLS", 40)
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.02)
    session.training.step(1)
    qtbot.waitUntil(lambda: root.exists() and files(root) == ["base-1.zip"], timeout=30_000)
    assert kept_projects(root) == []
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.document.edit_cell(0, 0, "5")
    assert (files(root), kept(root)) == (["base-1.zip", "state.zip"], [5.0])
    with qtbot.waitSignal(**holding(autosave, None)):
        session.projects.save(tmp_path / "x.linreg")
    assert files(root) == ["base-1.zip"]
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.document.edit_cell(0, 0, "6")
    assert (files(root), kept(root)) == (["base-1.zip", "state.zip"], [6.0])
    frame = ref(session.document.table.frame)
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(tmp_path / "x.linreg")
    session.document.start_with(Table(pd.DataFrame({"x": [1.0]}), {"x": Role.FEATURE}, "other.csv"))
    qtbot.waitUntil(lambda: not files(root), timeout=30_000)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=30_000)
    assert frame() is None
    session.close()
    autosave.close()


def test_what_is_kept_knows_the_project_it_belongs_to(qtbot, session, root, tmp_path) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session)
    with qtbot.waitSignal(session.projects.saved, timeout=30_000):
        session.projects.save(tmp_path / "work.linreg")
    session.document.edit_cell(0, 0, "5")
    assert autosave.keep_now()
    autosave.leave()
    (left,) = find_leftovers(root)
    assert left.offer.place == session.projects.place
    assert left.offer.place.path == tmp_path / "work.linreg"
    assert left.offer.place.version.is_at(tmp_path / "work.linreg")
    left.folder.remove()


def test_saving_the_project_ends_the_need(qtbot, session, autosave, root, tmp_path) -> None:
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.document.edit_cell(0, 0, "5")
    with qtbot.waitSignal(**holding(autosave, None)):
        session.projects.save(tmp_path / "x.linreg")
    assert kept(root) == []


def test_a_proper_end_leaves_nothing_behind(qtbot, session, autosave, root) -> None:
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.document.edit_cell(0, 0, "5")
    session.close()
    autosave.close()
    assert list(root.iterdir()) == []


def test_switched_off_it_keeps_nothing(qtbot, session, autosave, root) -> None:
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        session.document.edit_cell(0, 0, "5")
    with qtbot.waitSignal(**holding(autosave, None)):
        autosave.set_enabled(False)
    session.document.edit_cell(0, 0, "6")
    qtbot.waitUntil(lambda: session.analysis is not None, timeout=30_000)
    assert kept(root) == []
    with qtbot.waitSignal(**holding(autosave, first_cell_is(6.0))):
        autosave.set_enabled(True)
    assert kept(root) == [6.0]


def test_a_full_disk_is_told_once_until_it_works_again(qtbot, session, autosave, root, monkeypatch) -> None:
    problems, tries, real = [], [], os.fsync
    autosave.problem_found.connect(problems.append)

    def full(_: int) -> None:
        tries.append(1)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for number in range(3):
        tried = len(tries)
        session.document.edit_cell(0, 0, str(50 + number))
        qtbot.waitUntil(lambda tried=tried: len(tries) > tried, timeout=30_000)
    assert [problem.kind for problem in problems] == ["not kept"]
    monkeypatch.setattr(os, "fsync", real)
    with qtbot.waitSignal(**holding(autosave, first_cell_is(60.0))):
        session.document.edit_cell(0, 0, "60")
    assert kept(root) == [60.0]


def test_restored_work_is_unsaved_and_goes_on_in_its_folder(qtbot, session, autosave, root, settings) -> None:
    session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(lambda: session.analysis is not None, timeout=30_000)
    session.training.step(7)
    qtbot.waitUntil(lambda: session.training.phase is Phase.IDLE, timeout=30_000)
    with qtbot.waitSignal(**holding(autosave, has_epochs(77))):
        session.training.set_config(replace(session.training.config, epochs=77))
    crashed = root.with_name("crashed")
    shutil.copytree(root, crashed)
    (left,) = find_leftovers(crashed)
    other = Session(settings)
    second = Autosave(other.projects, other.jobs, crashed, other, wait=0.02, calm=0.02)
    with qtbot.waitSignal(other.training.restored, timeout=30_000) as restored:
        other.opening.open_recovered(left.name, left.folder.read, lambda: second.adopt(left.folder))
    assert restored.args == [True]
    qtbot.waitUntil(lambda: other.training.phase is Phase.IDLE, timeout=30_000)
    assert other.training.picture.snapshot.step == 7
    assert other.training.config.epochs == 77
    assert other.document.table.frame.iloc[0, 0] == 5
    assert other.document.history.undo_text == "Restore small.csv"
    assert (other.projects.dirty, other.projects.path) == (True, None)
    with qtbot.waitSignal(**holding(second, first_cell_is(6.0))):
        other.document.edit_cell(0, 0, "6")
    assert [path.name for path in crashed.iterdir()] == [left.folder.path.name]
    assert kept(crashed) == [6.0]
    other.close()
    second.close()
    assert list(crashed.iterdir()) == []


def last_x(project: Project) -> float:
    return float(project.table.frame["x"].iloc[-1])


def test_a_stroke_that_goes_on_is_kept_as_far_as_it_has_come(qtbot, session, autosave, root) -> None:
    with qtbot.waitSignal(session.painting.ground_changed, timeout=30_000):
        session.painting.prepare(session.document.table, FitView(0), session.analysis)
    before = session.document.table
    for x in (50.0, 60.0):
        with qtbot.waitSignal(autosave.kept, timeout=30_000):
            session.painting.add_points(np.array([x]), np.array([1.0]))
        assert [last_x(project) for project in kept_projects(root)] == [x]
    assert (session.document.table, session.projects.dirty) == (before, False)
    with qtbot.waitSignal(**holding(autosave, None)):
        session.painting.cancel_stroke()
    assert kept_projects(root) == []
    session.painting.add_points(np.array([70.0]), np.array([1.0]))
    assert autosave.keep_now()
    session.painting.end_stroke()
    assert [last_x(project) for project in kept_projects(root)] == [70.0]
    with qtbot.waitSignal(autosave.kept, timeout=30_000):
        pass
    assert [last_x(project) for project in kept_projects(root)] == [70.0]
    session.document.undo()
    assert session.document.table is before


class Gate:
    """Holds what is done until it may go on; by default only what is done in jobs."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str, *, for_all: bool = False) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        real = getattr(RecoveryFolder, name)

        def gated(*args: object) -> object:
            if for_all or threading.current_thread() is not threading.main_thread():
                self.reached.set()
                assert self.open.wait(30.0)
            return real(*args)

        monkeypatch.setattr(RecoveryFolder, name, gated)


def test_a_job_that_was_left_behind_keeps_nothing_that_was_given_up(
    qtbot, session, root, monkeypatch
) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.0)
    gate = Gate(monkeypatch, "create")
    session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(gate.reached.is_set, timeout=30_000)
    (job,) = [job for job in session.jobs._running if not job.is_done][:1]
    session.jobs.close(0.0)
    autosave.close()
    gate.open.set()
    assert job.wait(30.0)
    for path in root.iterdir() if root.exists() else ():
        raise AssertionError(f"{path} is left")


def test_work_before_never_gets_into_the_folder_of_work_that_was_taken_up(
    qtbot, session, root, monkeypatch
) -> None:
    left = RecoveryFolder.create(root)
    left.keep(Project(Table(pd.DataFrame({"x": [77.0]}), {"x": Role.FEATURE}, "left.csv")))
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.0)
    gate = Gate(monkeypatch, "create")
    session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(gate.reached.is_set, timeout=30_000)
    autosave._wait = 3600.0  # so that nothing else is written
    autosave.adopt(left)
    gate.open.set()
    qtbot.waitUntil(lambda: not autosave._writing.locked(), timeout=30_000)
    assert kept(root) == [77.0]
    session.close()
    autosave.close()
    assert list(root.iterdir()) == []


def test_a_disk_that_does_not_answer_does_not_hold_up_closing(qtbot, session, root, monkeypatch) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session)
    session.document.edit_cell(0, 0, "5")
    assert autosave.keep_now()
    session.close()
    gate = Gate(monkeypatch, "remove", for_all=True)
    autosave.close()
    gate.open.set()
    qtbot.waitUntil(lambda: list(root.iterdir()) == [], timeout=30_000)


def test_a_timer_that_comes_early_while_something_is_written_is_made_up_for(
    qtbot, session, root, monkeypatch
) -> None:
    autosave = Autosave(session.projects, session.jobs, root, session, wait=0.0)
    gate = Gate(monkeypatch, "keep")
    session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(gate.reached.is_set, timeout=30_000)
    autosave._wait = 3600.0
    session.document.edit_cell(0, 0, "6")
    autosave._timer.stop()
    autosave._timer.timeout.emit()
    with qtbot.waitSignal(**holding(autosave, first_cell_is(6.0))):
        gate.open.set()
    assert kept(root) == [6.0]
    session.close()
    autosave.close()
