"""What has to wait is told of, can be cancelled, and need not wait for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from linreg_gui.app.wiring.waiting import Task, Waiting
from linreg_gui.core.writing.results import ExportRequest, ResultColumns
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.session.keeping import saving
from linreg_gui.views.dialogs.save_question import SaveQuestion
from linreg_gui.views.dialogs.waiting_dialog import WaitingDialog

CSV = ExportRequest(OutputKind.CSV, ResultColumns(False, False, False, False), escape=False)


class Desk:
    """Two tasks that are at work until they are told to end."""

    def __init__(self, qtbot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.window.show()
        self.waiting = Waiting(self.window)
        self.sentences = ["The first.", "The second."]
        self.calls: list[list[Callable[[], None]]] = [[], []]
        self.gone: list[str] = []

    def tasks(self) -> list[Task]:
        return [
            Task(lambda k=k: self.sentences[k], self.calls[k].append, lambda k=k: self.end(k)) for k in (0, 1)
        ]

    def end(self, k: int) -> None:
        self.sentences[k] = ""
        calls, self.calls[k] = self.calls[k], []
        for call in calls:
            call()

    def go(self, what: str = "gone") -> None:
        self.waiting.until_done(self.tasks(), lambda: self.gone.append(what))

    def dialog(self) -> WaitingDialog | None:
        found = [box for box in self.window.findChildren(WaitingDialog) if box.isVisible()]
        return found[0] if found else None


@pytest.fixture
def desk(qtbot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.waiting._forget()


def test_where_nothing_is_at_work_nothing_waits(desk) -> None:
    desk.sentences = ["", ""]
    desk.go()
    assert desk.gone == ["gone"]


def test_what_is_done_soon_is_not_told_of(qtbot, desk) -> None:
    desk.go()
    desk.end(0)
    assert not desk.gone
    desk.end(1)
    assert desk.gone == ["gone"]
    qtbot.wait(300)
    assert desk.dialog() is None


def test_who_waits_is_told_for_what_and_goes_on_once_it_is_done(qtbot, desk) -> None:
    desk.go()
    qtbot.waitUntil(lambda: desk.dialog() is not None)
    dialog = desk.dialog()
    assert dialog.text() == "The first."
    desk.end(0)
    assert dialog.text() == "The second."
    desk.end(1)
    assert desk.gone == ["gone"]
    assert desk.dialog() is None


def test_cancel_leaves_everything_as_it_is(qtbot, desk) -> None:
    desk.go()
    qtbot.waitUntil(lambda: desk.dialog() is not None)
    qtbot.keyClick(desk.dialog(), Qt.Key.Key_Escape)
    desk.end(0)
    desk.end(1)
    assert desk.gone == []


def test_what_is_given_up_is_waited_for_no_more(qtbot, desk) -> None:
    desk.go()
    qtbot.waitUntil(lambda: desk.dialog() is not None)
    qtbot.mouseClick(desk.dialog().give_up_button, Qt.MouseButton.LeftButton)
    assert desk.sentences == ["", ""]
    assert desk.gone == ["gone"]


def test_a_second_wish_takes_the_place_of_the_first(desk) -> None:
    desk.go("first")
    desk.go("second")
    desk.end(0)
    desk.end(1)
    assert desk.gone == ["second"]


@pytest.fixture
def gate(monkeypatch, tmp_path) -> Iterator[threading.Event]:
    """Whatever writes a file for a person waits for it."""
    gate, real = threading.Event(), saving._write_beside

    def write_beside(path, *args):
        if path.parent == tmp_path:
            gate.wait(30)
        return real(path, *args)

    monkeypatch.setattr(saving, "_write_beside", write_beside)
    yield gate
    gate.set()


def opened(qtbot, program, tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("x,y\n" + "".join(f"{k},{k * k}\n" for k in range(20)))
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    qtbot.waitUntil(lambda: not program.session.jobs._running, timeout=30_000)
    return program


def told(program) -> WaitingDialog | None:
    found = [box for box in program.window.findChildren(WaitingDialog) if box.isVisible()]
    return found[0] if found else None


def test_closing_waits_visibly_for_the_project_that_is_saved(qtbot, program, gate, tmp_path) -> None:
    opened(qtbot, program, tmp_path)
    program.session.projects.save(tmp_path / "work.linreg")
    program.window.close()
    qtbot.waitUntil(lambda: told(program) is not None)
    assert told(program).text() == "“t.csv” is still being saved."
    assert program.window.isVisible()
    with qtbot.waitSignal(program.closed, timeout=30_000):
        gate.set()
    assert (tmp_path / "work.linreg").exists()


def test_a_save_that_does_not_end_is_given_up_and_asked_about_anew(qtbot, program, gate, tmp_path) -> None:
    opened(qtbot, program, tmp_path)
    program.confirm_loss = lambda: False
    program.session.document.edit_cell(0, 0, "5")
    qtbot.waitUntil(lambda: not program.session.jobs._running, timeout=30_000)
    program.session.projects.save(tmp_path / "work.linreg")
    program.window.close()
    qtbot.waitUntil(lambda: told(program) is not None)
    qtbot.mouseClick(told(program).give_up_button, Qt.MouseButton.LeftButton)
    (question,) = program.window.findChildren(SaveQuestion)
    with qtbot.waitSignal(program.closed):
        qtbot.mouseClick(question.discard_button, Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.wait(20)
    assert not (tmp_path / "work.linreg").exists()


def test_closing_waits_for_an_export_and_opening_a_file_does_not(qtbot, program, gate, tmp_path) -> None:
    opened(qtbot, program, tmp_path)
    (export,) = [wiring for wiring in program._wirings if hasattr(wiring, "exporting")]
    table = program.session.document.table
    export.exporting.export(table, None, tmp_path / "out.csv", CSV)
    program.session.opening.open_file(tmp_path / "t.csv")
    assert program.session.opening.reader._job.running
    program.window.close()
    qtbot.waitUntil(lambda: told(program) is not None)
    assert told(program).text() == "“out.csv” is still being written."
    qtbot.keyClick(told(program), Qt.Key.Key_Escape)
    assert program.window.isVisible()
    program.window.close()
    with qtbot.waitSignal(program.closed, timeout=30_000):
        gate.set()
    assert (tmp_path / "out.csv").exists()
