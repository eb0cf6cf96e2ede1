"""Work that was not saved is offered at the next start, once."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QStandardPaths, Qt
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.core.project.project import Project
from linreg_gui.core.project.project_file import read_project, write_project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.file_version import FileVersion
from linreg_gui.session.keeping.place import Place
from linreg_gui.session.keeping.recovery import RecoveryFolder, find_leftovers
from linreg_gui.session.keeping.saving import write_whole
from linreg_gui.session.keeping.temporary_files import TemporaryFile
from linreg_gui.session.training.training import Phase
from linreg_gui.views.dialogs.log_dialog import LogDialog
from linreg_gui.views.dialogs.recovery_dialog import RecoveryDialog
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate


@pytest.fixture
def root() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "recovery"


def leave(root: Path, name: str, value: float = 5.0, place: Place | None = None) -> Path:
    """What a process leaves behind that was killed."""
    frame = pd.DataFrame({"x": [value, 2.0, 3.0, 4.0], "y": [1.0, 2.0, 3.5, 4.0]})
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    folder = RecoveryFolder.create(root)
    folder.keep(Project(Table(frame, roles, name, numeric=frozenset(roles))), place)
    folder.release()
    return folder.path


def dialog_of(program: Program) -> RecoveryDialog | None:
    found = [box for box in program.window.findChildren(RecoveryDialog) if box.isVisible()]
    return found[0] if found else None


@pytest.fixture
def started(qtbot, program, root) -> Program:
    """Started with two pieces of work left behind."""
    leave(root, "houses.csv", 5.0)
    leave(root, "cars.csv", 6.0)
    program.start(None)
    qtbot.waitUntil(lambda: dialog_of(program) is not None, timeout=30_000)
    qtbot.waitUntil(lambda: program.session.training.finished, timeout=60_000)
    return program


def select(dialog: RecoveryDialog, name: str) -> None:
    texts = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.setCurrentRow(next(row for row, text in enumerate(texts) if name in text))


def test_a_start_without_leftovers_offers_nothing(qtbot, program) -> None:
    program.start(None)
    qtbot.waitUntil(lambda: program.session.training.finished, timeout=60_000)
    assert dialog_of(program) is None
    assert not program.menus.unsaved_work.isEnabled()


def test_work_left_behind_is_listed_and_restored_as_unsaved(qtbot, started, root) -> None:
    dialog = dialog_of(started)
    assert dialog.list.count() == 2
    select(dialog, "houses.csv")
    assert dialog.list.currentItem().data(TwoLineDelegate.SECOND_LINE).startswith("4 rows, changed ")
    with qtbot.waitSignal(started.session.analysed, timeout=30_000):
        qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert started.session.document.table.frame.iloc[0, 0] == 5
    assert started.window.isWindowModified()
    assert "houses.csv" in started.window.windowTitle()
    assert dialog_of(started) is None
    assert started.session.training.phase is Phase.IDLE
    started.menus.unsaved_work.trigger()
    assert dialog_of(started).list.count() == 1
    dialog_of(started).reject()
    started.window.close()
    (left,) = find_leftovers(root)
    assert left.name == "cars.csv"
    left.folder.remove()


def test_the_offer_leads_to_the_log(qtbot, started) -> None:
    dialog = dialog_of(started)
    qtbot.mouseClick(dialog.log_button, Qt.MouseButton.LeftButton)
    started.window.findChild(LogDialog).reject()
    assert dialog.isVisible()


def test_discarded_work_is_gone_and_the_rest_stays(qtbot, started, root) -> None:
    dialog = dialog_of(started)
    select(dialog, "cars.csv")
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    assert dialog.list.count() == 1
    assert len(list(root.iterdir())) == 1
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    assert list(root.iterdir()) == []
    assert not dialog.isVisible()
    assert not started.menus.unsaved_work.isEnabled()


def test_work_that_is_not_decided_on_is_offered_again_but_not_to_a_second_copy(
    qapp, qtbot, started, settings, root
) -> None:
    qtbot.mouseClick(dialog_of(started).later_button, Qt.MouseButton.LeftButton)
    assert find_leftovers(root) == []
    started.window.close()
    left = find_leftovers(root)
    assert len(left) == 2
    for entry in left:
        entry.folder.remove()


def flip_in(path: Path, text: bytes) -> None:
    """Damage the part of a file whose name is this text; the sums are those of before."""
    content = bytearray(path.read_bytes())
    content[content.index(text) + len(text) + 60] ^= 1
    path.write_bytes(content)


def test_damaged_work_is_restored_as_far_as_it_is_whole_and_stays_until_it_is_discarded(
    qtbot, program, root
) -> None:
    folder = leave(root, "houses.csv", 5.0)
    flip_in(folder / "base-1.zip", b"columns/0.parquet")
    program.start(None)
    qtbot.waitUntil(lambda: dialog_of(program) is not None, timeout=30_000)
    dialog = dialog_of(program)
    assert dialog.list.count() == 1
    assert dialog.about.text().startswith("The column “x” is damaged and left out.")
    with qtbot.waitSignal(program.session.document.table_changed, timeout=30_000):
        qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
    assert list(program.session.document.table.frame.columns) == ["y"]
    assert program.window.isWindowModified()
    assert (folder / "base-1.zip").exists()
    program.menus.unsaved_work.trigger()
    qtbot.mouseClick(dialog_of(program).discard_button, Qt.MouseButton.LeftButton)
    assert not folder.exists()
    assert not program.menus.unsaved_work.isEnabled()


def test_what_cannot_be_read_is_named_and_can_be_discarded(qtbot, program, root) -> None:
    folder = leave(root, "houses.csv", 5.0)
    for name in ("base-1.zip", "state.zip"):
        (folder / name).write_bytes(b"garbage" * 500)
    program.start(None)
    qtbot.waitUntil(lambda: dialog_of(program) is not None, timeout=30_000)
    dialog = dialog_of(program)
    assert not dialog.restore_button.isEnabled()
    assert f"Its files, 7 kB, are in “{folder}”." in dialog.about.text()
    qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    assert list(root.iterdir()) == []


@pytest.mark.parametrize("changed_since", [False, True])
def test_restored_work_is_saved_to_the_project_it_belongs_to_unless_that_has_changed(
    qtbot, program, root, tmp_path, changed_since
) -> None:
    path = tmp_path / "houses.linreg"
    frame = pd.DataFrame({"x": [1.0, 2.0, 3.0, 4.0], "y": [1.0, 2.0, 3.5, 4.0]})
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    project = Project(Table(frame, roles, "houses.csv", numeric=frozenset(roles)))
    write_whole(path, partial(write_project, project=project))
    leave(root, "houses.csv", 9.0, Place(path, FileVersion.of(path)))
    if changed_since:
        path.write_bytes(b"somebody's")
    program.start(None)
    qtbot.waitUntil(lambda: dialog_of(program) is not None, timeout=30_000)
    assert dialog_of(program).about.text() == f"It belongs to “houses.linreg” in {tmp_path}."
    qtbot.mouseClick(dialog_of(program).restore_button, Qt.MouseButton.LeftButton)
    projects = program.session.projects
    # What the window began with may be analysed first.
    qtbot.waitUntil(lambda: projects.path == path and program.session.analysis is not None, timeout=30_000)
    assert program.window.isWindowModified()
    if changed_since:
        with qtbot.waitSignal(program.session.projects.conflict_found, timeout=30_000):
            program.menus.save.trigger()
        assert path.read_bytes() == b"somebody's"
    else:
        with qtbot.waitSignal(program.session.projects.saved, timeout=30_000):
            program.menus.save.trigger()
        assert read_project(path).table.frame["x"][0] == 9.0


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there anyway")
def test_what_killed_processes_were_writing_is_swept_at_the_start(qtbot, program, settings, tmp_path) -> None:
    dead = TemporaryFile(tmp_path / "houses.linreg", 0o600)
    os.close(dead.handle)
    dead.unlock()
    settings.add_recent_file(tmp_path / "houses.linreg")
    program.start(None)
    qtbot.waitUntil(lambda: not dead.path.exists(), timeout=30_000)


def test_keeping_unsaved_work_can_be_switched_off_for_good(qapp, qtbot, program, settings) -> None:
    assert program.menus.keep_work.isChecked()
    program.menus.keep_work.trigger()
    assert not settings.keeps_unsaved_work()
    second = Program(qapp, settings)
    assert not second.menus.keep_work.isChecked()
    second.window.close()
    delete(second.window)
    delete(second)
