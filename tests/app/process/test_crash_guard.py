"""Whatever goes wrong is in the log; the program goes on where it can."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from processes import start
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from linreg_gui.app.folders import log_folder
from linreg_gui.app.process.errors import ExceptHook
from linreg_gui.app.program import Program
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.session.job_thread import JobThread
from linreg_gui.session.keeping.crash_log import CrashLog, read_log
from linreg_gui.session.keeping.recovery import find_leftovers
from linreg_gui.views.dialogs.log_dialog import LogDialog

NORRIS = resource_path("samples", "norris.csv")

# A program that opens a file and edits a cell; then `act(windows, program)` does what goes wrong.
STORY = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer, qFatal, qWarning
from PySide6.QtWidgets import QApplication
from linreg_gui.app.process.application import make_application, run_application
from linreg_gui.app.process.windows import Windows
from linreg_gui.views.dialogs.error_dialog import ErrorDialog

def begin(program):
    def edit():
        program.session.analysed.disconnect()
        program.session.analysed.connect(lambda _: QTimer.singleShot(0, lambda: act(program)))
        program.session.document.edit_cell(0, 0, "5")
    program.session.analysed.connect(lambda _: QTimer.singleShot(0, edit))

make = Windows.__init__
def made(self, *arguments):
    make(self, *arguments)
    self.opened.connect(begin)
Windows.__init__ = made

{act}
application = make_application(["linreg-gui"])
print("ended", run_application(application, Path(sys.argv[1])), flush=True)
"""


def story(act: str, home: Path) -> tuple[int, str, str]:
    """Status, output and log of a program in which something goes wrong."""
    process = start(STORY.replace("{act}", act), home, str(NORRIS))
    output, _ = process.communicate(timeout=90)
    (log,) = home.rglob("log.txt")
    return process.returncode, output, log.read_text(encoding="utf-8")


@pytest.fixture
def hook(program, tmp_path):
    log = CrashLog(log_folder())
    yield ExceptHook(lambda: program, program)
    log.close()


def go_wrong(hook: ExceptHook, text: str = "by design") -> None:
    try:
        raise RuntimeError(text)
    except RuntimeError as error:
        hook(type(error), error, error.__traceback__)


def opened(qtbot, program: Program) -> Program:
    program.window.show()
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(NORRIS)
    return program


def test_a_mistake_can_be_copied_and_read_in_the_log(qtbot, program, hook) -> None:
    opened(qtbot, program)
    go_wrong(hook)
    qtbot.mouseClick(hook.dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "RuntimeError: by design" in QApplication.clipboard().text()
    assert hook.dialog.isVisible()
    assert hook.dialog.save_button is None
    qtbot.mouseClick(hook.dialog.log_button, Qt.MouseButton.LeftButton)
    log = program.window.findChild(LogDialog)
    assert "RuntimeError: by design" in log.text.toPlainText()
    assert log.path.whole_text == str(log_folder() / "log.txt")
    log.reject()
    hook.dialog.close_button.click()
    assert not hook.dialog.isVisible()


def test_a_mistake_offers_to_save_what_is_not_saved(qtbot, program, hook, tmp_path) -> None:
    opened(qtbot, program)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.document.edit_cell(0, 0, "5")
    go_wrong(hook)
    qtbot.mouseClick(hook.dialog.save_button, Qt.MouseButton.LeftButton)
    chooser = program.window.findChild(QFileDialog, "file_dialog")
    chooser.selectFile(str(tmp_path / "safe.linreg"))
    with qtbot.waitSignal(program.session.projects.saved, timeout=30_000):
        chooser.accept()
    assert (tmp_path / "safe.linreg").exists()
    hook.dialog.close_button.click()


def test_one_dialog_at_a_time_and_one_for_each_mistake(qtbot, program, hook) -> None:
    opened(qtbot, program)
    for text in ("first", "second", "first"):
        go_wrong(hook, text)
    dialog = hook.dialog
    assert "first" in dialog.detailedText()
    dialog.close_button.click()
    go_wrong(hook, "first")
    assert hook.dialog is dialog
    assert not dialog.isVisible()
    assert "has happened again" in program.window.statusBar().currentMessage()
    go_wrong(hook, "second")
    assert "second" in hook.dialog.detailedText()
    hook.dialog.close_button.click()
    assert read_log(log_folder()).count("RuntimeError: first") == 3


def test_a_mistake_in_a_thread_reaches_the_window(qtbot, program, hook) -> None:
    opened(qtbot, program)

    class Faulty(JobThread):
        def run(self) -> None:
            go_wrong(hook, "in a thread")

    thread = Faulty(lambda _: None, lambda _: None)
    thread.start()
    qtbot.waitUntil(lambda: hook.dialog is not None, timeout=30_000)
    thread.wait()
    assert "in a thread" in hook.dialog.detailedText()
    hook.dialog.close_button.click()


def test_an_exception_in_a_slot_is_logged_and_the_program_goes_on_to_its_end(tmp_path) -> None:
    act = """
def act(program):
    QTimer.singleShot(0, lambda: go_on(program))
    qWarning("beware")
    raise ValueError("in a slot")

def go_on(program):
    (dialog,) = program.window.findChildren(ErrorDialog)
    dialog.close_button.click()
    program.confirm_loss = lambda: True
    program.window.close()
"""
    status, output, log = story(act, tmp_path)
    assert status == 0, output
    assert "ended 0" in output
    assert "ValueError: in a slot" in output
    assert "ValueError: in a slot" in log
    assert "Qt: beware" in log
    assert log.rstrip().endswith("Ended.")


@pytest.mark.skipif(sys.platform == "win32", reason="aborts with a dialog of the system")
def test_a_fatal_message_of_qt_keeps_the_work_and_tells_before_the_end(tmp_path) -> None:
    act = """
def act(program):
    QTimer.singleShot(0, lambda: last(program))
    qFatal("no way on")

def last(program):
    (dialog,) = program.window.findChildren(ErrorDialog)
    print("told", dialog.text(), dialog.save_button is not None, "in act" in dialog.detailedText())
    print("kept", "is kept and offered" in dialog.informativeText())
    dialog.close_button.click()
"""
    status, output, log = story(act, tmp_path)
    assert status != 0
    assert "has to end. True True" in output
    assert "kept True" in output
    assert "Qt: no way on" in log
    assert "Fatal Python error: Aborted" in log
    assert "Ended." not in log
    (recovery,) = tmp_path.rglob("recovery")
    (left,) = find_leftovers(recovery)
    assert left.name == "norris.csv"
    assert left.folder.read().table.frame.iloc[0, 0] == 5
    left.folder.remove()
