"""A project is written over what was seen in its file, and over nothing else."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pytest

from linreg_gui.core.problem import ProblemKind
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping import project_writing
from linreg_gui.session.keeping.conflicts import Conflict
from linreg_gui.session.keeping.file_version import FileVersion
from linreg_gui.session.session import Session


def project(rows: int, first: float = 0.0) -> Project:
    frame = pd.DataFrame(
        {"x": [first, *(float(i) for i in range(1, rows))], "y": [2.0 * i for i in range(rows)]}
    )
    table = Table(frame, {"x": Role.FEATURE, "y": Role.LABEL}, "work", numeric=frozenset(frame))
    return Project(table)


def put(path: Path, work: Project) -> None:
    with path.open("wb") as file:
        write_project(file, work)


@dataclass
class Window:
    """A session with what it was told."""

    session: Session
    conflicts: list[Conflict] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.projects.conflict_found.connect(lambda conflict, _: self.conflicts.append(conflict))
        self.session.problem_found.connect(lambda problem: self.problems.append(problem.sentence))

    def first_cell(self) -> float:
        return float(self.session.document.table.frame.iloc[0, 0])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "work.linreg"
    put(path, project(20))
    return path


@pytest.fixture
def opened(qtbot, settings, path) -> Iterator[Callable[[], Window]]:
    """Makes sessions that have the project open."""
    sessions = []

    def open_one(path: Path = path) -> Window:
        session = Session(settings)
        sessions.append(session)
        with qtbot.waitSignal(session.analysed, timeout=30_000):
            session.opening.open_file(path)
        return Window(session)

    yield open_one
    for session in sessions:
        session.close()


def save(qtbot, window: Window, path: Path, **how: bool) -> None:
    """Wait until it is saved, or told why not."""
    before = len(window.conflicts) + len(window.problems)
    window.session.projects.save(path, lambda: window.done.append("closed"), **how)
    qtbot.waitUntil(lambda: not window.session.projects.saving, timeout=30_000)
    assert len(window.conflicts) + len(window.problems) in (before, before + 1)


def edit(qtbot, window: Window, text: str) -> None:
    with qtbot.waitSignal(window.session.analysed, timeout=30_000):
        window.session.document.edit_cell(0, 0, text)


def test_what_another_window_has_saved_is_not_written_over_and_told(qtbot, opened, path) -> None:
    one, other = opened(), opened()
    edit(qtbot, one, "111")
    save(qtbot, one, path)
    assert one.done == ["closed"]
    edit(qtbot, other, "222")
    before = path.read_bytes()
    save(qtbot, other, path)
    assert path.read_bytes() == before
    (conflict,) = other.conflicts
    assert conflict.sentence == "“work.linreg” was changed since it was opened here."
    assert conflict.kind is ProblemKind.CONFLICT
    assert f"was written at {dt.datetime.fromtimestamp(path.stat().st_mtime):%H:%M}" in conflict.details
    assert "It has 20 rows and 2 columns, as yours." in conflict.details
    assert other.done == [], "what was to be done once it is saved"
    assert other.session.projects.dirty
    assert [entry.name for entry in path.parent.glob(".*")] == []


def test_the_window_that_has_saved_goes_on_saving(qtbot, opened, path) -> None:
    window = opened()
    for text in ("5", "6", "7"):
        edit(qtbot, window, text)
        save(qtbot, window, path)
    assert (window.conflicts, window.done) == ([], ["closed"] * 3)
    assert read_project(path).table.frame.iloc[0, 0] == 7


def test_overwriting_replaces_just_what_was_told_and_not_what_came_after(qtbot, opened, path) -> None:
    window = opened()
    edit(qtbot, window, "5")
    put(path, project(30))
    save(qtbot, window, path)
    assert "It has 30 rows and 2 columns; yours has 20 rows and 2 columns." in window.conflicts[0].details
    put(path, project(31))
    window.session.projects.overwrite(window.conflicts[0])
    qtbot.waitUntil(lambda: len(window.conflicts) == 2, timeout=30_000)
    assert len(read_project(path).table.frame) == 31
    with qtbot.waitSignal(window.session.projects.saved, timeout=30_000):
        window.session.projects.overwrite(window.conflicts[1])
    assert read_project(path).table.frame.iloc[0, 0] == 5
    assert not window.session.projects.dirty


def test_another_stamp_on_the_same_content_is_no_conflict(qtbot, opened, path) -> None:
    window = opened()
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    os.utime(path, (1e9, 1e9))
    edit(qtbot, window, "5")
    save(qtbot, window, path)
    assert (window.conflicts, window.problems, window.done) == ([], [], ["closed"])


def test_another_content_under_the_same_stamp_is_a_conflict(qtbot, opened, path) -> None:
    window = opened()
    seen = path.stat()
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    edit(qtbot, window, "5")
    save(qtbot, window, path)
    assert len(window.conflicts) == 1


def test_what_is_no_project_any_more_is_told_so(qtbot, opened, path) -> None:
    window = opened()
    path.write_text("a shopping list")
    save(qtbot, window, path)
    assert window.conflicts[0].details.endswith("It is no project that can be read.")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.json", '{"format": 99, "program": "9.9"}')
    save(qtbot, window, path)
    assert window.conflicts[1].details.endswith("It needs a newer version of the program.")


def test_a_file_that_is_gone_is_told_and_written_again_if_that_is_wanted(qtbot, opened, path) -> None:
    window = opened()
    edit(qtbot, window, "5")
    path.rename(path.with_name("moved.linreg"))
    save(qtbot, window, path)
    (conflict,) = window.conflicts
    assert conflict.sentence == "“work.linreg” is not there any more."
    assert conflict.found is None
    assert not path.exists()
    with qtbot.waitSignal(window.session.projects.saved, timeout=30_000):
        window.session.projects.overwrite(conflict)
    assert read_project(path).table.frame.iloc[0, 0] == 5


def test_a_name_that_was_chosen_anew_needs_no_file_and_replaces_what_was_agreed_to(
    qtbot, opened, path, tmp_path
) -> None:
    window = opened()
    edit(qtbot, window, "5")
    path.unlink()
    save(qtbot, window, path, chosen=True)
    (tmp_path / "other.linreg").write_text("to be replaced")
    save(qtbot, window, tmp_path / "other.linreg", chosen=True)
    assert (window.conflicts, window.problems) == ([], [])
    assert window.session.projects.path == tmp_path / "other.linreg"


def test_choosing_the_own_name_is_no_way_around(qtbot, opened, path, tmp_path) -> None:
    window = opened()
    (tmp_path / "link.linreg").symlink_to(path)
    put(path, project(30))
    for name in (path, tmp_path / "link.linreg"):
        save(qtbot, window, name, chosen=True)
    assert [conflict.path for conflict in window.conflicts] == [path, tmp_path / "link.linreg"]
    assert len(read_project(path).table.frame) == 30


def test_what_appears_while_it_is_being_written_is_not_written_over(
    qtbot, opened, path, tmp_path, monkeypatch
) -> None:
    """Looked at once more, right before the replacement: not only when saving begins."""
    window = opened()

    def write_slowly(file, work) -> None:
        put(tmp_path / "new.linreg", project(30))
        put(path, project(31))
        write_project(file, work)

    monkeypatch.setattr(project_writing, "write_project", write_slowly)
    for name, rows in (("new.linreg", 30), ("work.linreg", 31)):
        (tmp_path / "new.linreg").unlink(missing_ok=True)
        put(path, project(20))
        save(qtbot, window, tmp_path / name, chosen=name == "new.linreg")
        assert len(read_project(tmp_path / name).table.frame) == rows
    assert [conflict.path.name for conflict in window.conflicts] == ["new.linreg", "work.linreg"]


def test_work_that_was_restored_belongs_to_the_version_that_it_was_begun_with(
    qtbot, settings, path, tmp_path
) -> None:
    begun = FileVersion.of(path)
    put(path, project(30))
    session = Session(settings)
    window = Window(session)
    restored = project(20, 5.0)
    session.projects.expect(restored, path, FileVersion.restored(begun.stored()), saved=False)
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.replace("Restore", restored.table)
    assert (session.projects.path, session.projects.dirty) == (path, True)
    save(qtbot, window, path)
    assert len(window.conflicts) == 1
    session.close()


def test_work_of_which_no_version_is_known_is_not_written_over_a_file(qtbot, settings, path) -> None:
    session = Session(settings)
    window = Window(session)
    restored = project(20, 5.0)
    session.projects.expect(restored, path, saved=False)
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.replace("Restore", restored.table)
    save(qtbot, window, path)
    assert len(window.conflicts) == 1
    session.close()


def test_undo_to_a_state_from_before_the_file_was_read_again_has_not_seen_it(qtbot, opened, path) -> None:
    window = opened()
    edit(qtbot, window, "5")
    put(path, project(30))
    with qtbot.waitSignal(window.session.analysed, timeout=30_000):
        window.session.opening.read_project_anew(path)
    save(qtbot, window, path)
    assert window.conflicts == []
    with qtbot.waitSignal(window.session.analysed, timeout=30_000):
        window.session.document.undo()
    assert window.first_cell() == 5
    save(qtbot, window, path)
    assert len(window.conflicts) == 1
