"""Work that was not saved is offered at the next start, once."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import QStandardPaths, Qt
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.core.project.project import Project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.session.keeping.recovery import RecoveryFolder, find_leftovers
from linreg_gui.session.training.training import Phase
from linreg_gui.views.dialogs.log_dialog import LogDialog
from linreg_gui.views.dialogs.recovery_dialog import RecoveryDialog
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate


@pytest.fixture
def root() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "recovery"


def leave(root: Path, name: str, value: float = 5.0) -> Path:
    """What a process leaves behind that was killed."""
    frame = pd.DataFrame({"x": [value, 2.0, 3.0, 4.0], "y": [1.0, 2.0, 3.5, 4.0]})
    roles = {"x": Role.FEATURE, "y": Role.LABEL}
    folder = RecoveryFolder.create(root)
    folder.keep(Project(Table(frame, roles, name, numeric=frozenset(roles))))
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


def test_keeping_unsaved_work_can_be_switched_off_for_good(qapp, qtbot, program, settings) -> None:
    assert program.menus.keep_work.isChecked()
    program.menus.keep_work.trigger()
    assert not settings.keeps_unsaved_work()
    second = Program(qapp, settings)
    assert not second.menus.keep_work.isChecked()
    second.window.close()
    delete(second.window)
    delete(second)
