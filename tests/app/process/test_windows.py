"""Several windows in one process, each a program of its own."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from weakref import ref

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QFileDialog, QToolBar

from linreg_gui.app.folders import recovery_folder
from linreg_gui.app.process import garbage
from linreg_gui.app.process.qt_application import Application
from linreg_gui.app.process.windows import Windows
from linreg_gui.app.program import Program
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.table.roles import Role
from linreg_gui.session.keeping.recovery import find_leftovers
from linreg_gui.views.dialogs.conflict_question import ConflictQuestion, ReloadQuestion
from linreg_gui.views.dialogs.save_question import SaveQuestion
from linreg_gui.views.table.terms_panel import TermsPanel
from linreg_gui.views.window.main_window import MainWindow

NORRIS = resource_path("samples", "norris.csv")


@pytest.fixture
def windows(qapp, qtbot, settings, monkeypatch) -> Iterator[Windows]:
    # Half a million objects are put aside already that were there before: each look through them takes long.
    looks = SimpleNamespace(collect=gc.collect, get_count=gc.get_count, disable=gc.disable)
    looks.freeze = looks.unfreeze = lambda: None
    monkeypatch.setattr(garbage, "gc", looks)
    settings.set_shows_welcome(True)
    palette = qapp.palette()
    windows = Windows(qapp, settings)
    yield windows
    for program in windows.programs:
        program.confirm_loss = lambda: True
        program.window.close()
    flush()
    qapp.setPalette(palette)
    windows.deleteLater()
    flush()


def flush() -> None:
    """Qt deletes what is to be deleted later."""
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()


def opened(qtbot, windows: Windows, path: Path = NORRIS) -> Program:
    program = windows.open(path)
    qtbot.waitUntil(lambda: program.session.analysis is not None, timeout=30_000)
    return program


def edit(qtbot, program: Program) -> None:
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.document.edit_cell(0, 0, "5")


def texts(window: MainWindow) -> list[str]:
    return [action.text() for action in window.menuBar().actions()]


def test_the_first_window_stays_as_it_is_when_the_rest_of_the_program_comes(qtbot, windows, settings) -> None:
    settings.set_zoom(125)
    windows.open_first()
    window = windows.first.window
    window.resize(780, 600)
    qtbot.waitUntil(lambda: window.was_painted)
    page = window.welcome_page
    before = texts(window), window.geometry(), page.heading.font(), page.open_button.mapTo(window, QPoint())
    cards = page.sample_cards()
    qtbot.waitUntil(lambda: len(windows.programs) == 1, timeout=30_000)
    assert windows.first is None
    assert windows.programs[0].window is window
    assert window.shows_welcome
    after = texts(window), window.geometry(), page.heading.font(), page.open_button.mapTo(window, QPoint())
    assert after == before
    assert page.sample_cards() == cards
    assert not [dock for dock in window.findChildren(QDockWidget) if dock.isVisible()]
    qtbot.waitUntil(lambda: page.sample_cards()[0].picture.accessibleName() != "No picture", timeout=30_000)


def test_what_is_clicked_before_the_program_is_there_is_done_once_it_is(qtbot, windows) -> None:
    windows.open_first()
    windows.first.window.welcome_page.sample_cards()[1].click()
    assert not windows.programs
    qtbot.waitUntil(lambda: len(windows.programs) == 1, timeout=30_000)
    session = windows.programs[0].session
    qtbot.waitUntil(lambda: session.document.table is not None, timeout=30_000)
    card = windows.programs[0].window.welcome_page.sample_cards()[1]
    assert session.document.table.name == card.sample.path.name


def test_what_stands_around_the_views_is_there_in_a_window_that_was_on_the_screen_before(
    qtbot, windows
) -> None:
    windows.open_first()
    window = windows.first.window
    qtbot.waitUntil(lambda: len(windows.programs) == 1, timeout=30_000)
    rails = [bar for bar in window.findChildren(QToolBar) if bar.objectName().startswith("rail")]
    around = [window.scrubber, *rails]
    assert len(rails) == 2
    assert not any(part.isVisible() for part in around)
    windows.programs[0].session.opening.open_file(NORRIS)
    qtbot.waitUntil(lambda: not window.shows_welcome, timeout=30_000)
    qtbot.waitUntil(lambda: all(part.isVisible() for part in around), timeout=30_000)
    assert window.menuBar().cornerWidget().isVisible()


def test_the_key_of_a_menu_that_is_not_there_yet_is_not_lost(qtbot, windows, monkeypatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "open", lambda dialog: asked.append(dialog.windowTitle()))
    windows.open_first()
    page = windows.first.window.welcome_page
    qtbot.keyClick(page.open_button, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["Open a Table"], timeout=30_000)


def test_a_file_that_comes_before_the_program_is_there_is_opened_in_its_window(qtbot, windows) -> None:
    windows.open_first()
    windows.open_here(NORRIS)
    (program,) = windows.programs
    qtbot.waitUntil(lambda: program.session.analysis is not None, timeout=30_000)
    assert not program.window.shows_welcome


def test_a_first_window_that_is_closed_at_once_leaves_nothing(qtbot, windows) -> None:
    windows.open_first()
    gone = ref(windows.first.window)
    windows.first.window.close()
    assert windows.first is None
    assert windows.current is None
    flush()
    gc.collect()
    assert gone() is None
    assert not windows.programs
    opened(qtbot, windows)


def test_quitting_closes_a_first_window(qtbot, windows) -> None:
    windows.open_first()
    window = windows.first.window
    windows.close_all()
    assert not window.isVisible()
    assert windows.first is None


def test_a_new_window_has_data_of_its_own(qtbot, windows) -> None:
    first = opened(qtbot, windows)
    first.menus.new_window.trigger()
    second = windows.programs[1]
    assert second.window.isVisible()
    with qtbot.waitSignal(second.session.analysed, timeout=30_000):
        second.session.opening.open_file(resource_path("samples", "engel.csv"))
    assert "norris.csv" in first.window.windowTitle()
    assert "engel.csv" in second.window.windowTitle()
    qtbot.waitUntil(lambda: first.window.pos() != second.window.pos())


def test_what_is_remembered_is_the_same_in_all_windows(qtbot, windows, settings) -> None:
    first, second = windows.open(), opened(qtbot, windows)
    assert "norris.csv" in first.menus.recent.actions()[0].text()
    second.menus.keep_work.trigger()
    assert not first.menus.keep_work.isChecked()
    assert settings.keeps_unsaved_work() is False
    assert not first._recovery.autosave.enabled
    second.menus.appearance_requested.emit("dark")
    assert first.menus._appearances["dark"].isChecked()
    assert windows.programs[0].appearance is windows.programs[1].appearance


def test_closing_a_window_leaves_the_others_and_none_of_its_data(qtbot, windows) -> None:
    first, second = opened(qtbot, windows), opened(qtbot, windows)
    frame = ref(second.session.document.table.frame)
    second.menus.close_window.trigger()
    del second
    assert windows.programs == (first,)
    flush()
    assert [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)] == [first.window]
    assert frame() is None
    first.window.transport_actions.step.trigger()
    qtbot.waitUntil(lambda: first.session.training.picture.snapshot.step == 1, timeout=60_000)


def test_quitting_asks_for_each_window_and_goes_on_when_it_is_settled(qtbot, windows) -> None:
    clean, changed = opened(qtbot, windows), opened(qtbot, windows)
    edit(qtbot, changed)
    clean.menus.quit.trigger()
    question = changed.window.findChild(SaveQuestion)
    assert windows.programs == (clean, changed)
    question.discard_button.click()
    assert windows.programs == ()


def test_quitting_that_is_cancelled_leaves_everything_open_also_when_a_window_is_closed_later(
    qtbot, windows
) -> None:
    clean, changed = opened(qtbot, windows), opened(qtbot, windows)
    edit(qtbot, changed)
    clean.menus.quit.trigger()
    changed.window.findChild(SaveQuestion).cancel_button.click()
    assert windows.programs == (clean, changed)
    changed.confirm_loss = lambda: True
    changed.menus.close_window.trigger()
    assert windows.programs == (clean,)


def test_unsaved_work_of_two_windows_is_kept_apart_and_not_offered_to_the_other(qtbot, windows) -> None:
    programs = [opened(qtbot, windows), opened(qtbot, windows)]
    for program in programs:
        edit(qtbot, program)
        program.keep_work()
    assert len(list(recovery_folder().iterdir())) == 2
    assert find_leftovers(recovery_folder()) == []
    programs[0].confirm_loss = lambda: True
    programs[0].window.close()
    assert len(list(recovery_folder().iterdir())) == 1


@pytest.fixture
def project(qtbot, windows, tmp_path) -> Path:
    """A project that the first window has; the second one has something else."""
    path = tmp_path / "work.linreg"
    program = opened(qtbot, windows)
    edit(qtbot, program)
    with qtbot.waitSignal(program.session.projects.saved, timeout=30_000):
        program.session.projects.save(path)
    opened(qtbot, windows)
    return path


def test_a_project_that_a_window_has_is_not_opened_again_but_the_window_raised(
    qtbot, windows, project, tmp_path, monkeypatch
) -> None:
    first, second = windows.programs
    raised = []
    monkeypatch.setattr(type(first.window), "activateWindow", lambda window: raised.append(window))
    (tmp_path / "link.linreg").symlink_to(project)
    (tmp_path / "hard.linreg").hardlink_to(project)

    def choose_file() -> None:
        second.menus.open.trigger()
        dialog = second.window.findChild(QFileDialog, "file_dialog")
        dialog.selectFile(str(project))
        dialog.accept()

    ways = {
        "second start": lambda: windows.open(project),
        "file manager": lambda: windows.open_here(project),
        "File > Open": choose_file,
        "Open Recent": lambda: second.menus.recent_requested.emit(project),
        "drop": lambda: second.window.open_requested.emit(project),
        "link": lambda: second.session.opening.open_file(tmp_path / "link.linreg"),
        "hard link": lambda: windows.open(tmp_path / "hard.linreg"),
    }
    for way, go in ways.items():
        first.window.showMinimized()
        first.window.message_bar.clear()
        go()
        assert raised == [first.window], way
        assert not first.window.isMinimized(), way
        assert "is open here already" in first.window.message_bar.sentence, way
        assert windows.programs == (first, second), way
        assert second.session.opening.project_read is None, way
        raised.clear()
    with qtbot.waitSignal(first.session.analysed, timeout=30_000):
        first.session.opening.open_file(NORRIS)
    with qtbot.waitSignal(second.session.analysed, timeout=30_000):
        second.session.opening.open_file(project)
        assert windows.open(project) is second, "one that is just being read"
    assert "work.linreg" in second.window.windowTitle()


def test_the_own_project_is_reloaded_only_when_that_is_wanted_and_that_of_another_window_told(
    qtbot, windows, project
) -> None:
    first, second = windows.programs
    with qtbot.waitSignal(first.session.analysed, timeout=30_000):
        first.session.document.edit_cell(0, 0, "7")
    first.session.opening.open_file(project)
    assert "is open here already" in first.window.message_bar.sentence
    assert first.session.document.table.frame.iloc[0, 0] == 7
    assert first.window.message_bar.action_button.text() == "Reload"
    first.window.message_bar.action_button.click()
    with qtbot.waitSignal(first.session.analysed, timeout=30_000):
        first.window.findChild(ReloadQuestion).reload_button.click()
    assert first.session.document.table.frame.iloc[0, 0] == 5
    assert second.is_elsewhere(project)
    assert not first.is_elsewhere(project)
    assert not second.is_elsewhere(project.with_name("new.linreg"))
    with qtbot.waitSignal(second.session.projects.saved, timeout=30_000):
        second.session.projects.save(project, chosen=True)
    with qtbot.waitSignal(first.session.projects.conflict_found, timeout=30_000):
        first.save()
    first.window.findChild(ConflictQuestion).reject()
    second.window.close()
    assert not first.is_elsewhere(project), "a window that is closed has nothing any more"


def test_a_window_is_opened_with_a_formula(qtbot, windows, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,z,y\n" + "".join(f"{x},{x * x % 7},{3 * x + x % 4}\n" for x in range(20)))
    program = windows.open(path, "y ~ x + I(x^2) - 1")
    names = ("x", "x^2")
    qtbot.waitUntil(
        lambda: program.session.analysis is not None and program.session.analysis.data.feature_names == names,
        timeout=30_000,
    )
    assert not program.session.analysis.data.has_bias
    program.session.document.undo()
    assert program.session.document.table.roles["z"] is Role.FEATURE


def test_a_mistake_in_the_formula_of_a_start_is_shown_in_its_place(qtbot, windows, tmp_path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("x,z,y\n" + "".join(f"{x},{x * x % 7},{3 * x + x % 4}\n" for x in range(20)))
    program = windows.open(path, "y ~ x + zz")
    panel = program.window.view(TermsPanel)
    qtbot.waitUntil(panel.isVisible, timeout=30_000)
    qtbot.waitUntil(lambda: program.session.analysis is not None, timeout=30_000)
    assert panel.formula.toPlainText() == "y ~ x + zz"
    assert panel.formula.textCursor().selectedText() == "zz"
    assert "Do you mean “z”?" in panel.message.text
    assert program.session.analysis.data.feature_names == ("x", "z")


def test_a_file_from_the_file_manager_is_opened_in_an_empty_window_or_else_in_another(qtbot, windows) -> None:
    first = windows.open()
    with qtbot.waitSignal(first.session.analysed, timeout=30_000):
        windows.open_here(NORRIS)
    windows.open_here(NORRIS)
    assert len(windows.programs) == 2


def test_files_that_the_system_asks_for_before_there_is_a_window_are_not_lost() -> None:
    class Files:
        _requested, _takes_files = [], False

    event = QFileOpenEvent(QUrl.fromLocalFile(str(NORRIS)))
    files = Files()
    assert Application.event(files, event)
    assert Application.take_files(files) == [NORRIS]
    assert Application.take_files(files) == []


def test_ended_from_outside_everything_closes_without_a_question_and_is_offered_again(
    qtbot, windows, monkeypatch
) -> None:
    first, second = opened(qtbot, windows), opened(qtbot, windows)
    edit(qtbot, first)
    windows.keep_work()
    assert windows.programs == (first, second)
    ended: list[int] = []
    monkeypatch.setattr(windows, "_application", SimpleNamespace(exit=lambda: ended.append(1)))
    second.session.training.run_to_end()
    first.session.document.queue.add("Wait", lambda table: replace(table, name="waited.csv"), 10**6)
    assert first.session.document.queue.busy
    windows.end()
    qtbot.waitUntil(lambda: ended == [1], timeout=30_000)
    assert windows.programs == ()
    (left,) = find_leftovers(recovery_folder())
    assert left.name == "waited.csv"
    assert left.folder.read().table.frame.iloc[0, 0] == 5
    left.folder.remove()
