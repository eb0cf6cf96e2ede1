"""Saving, opening and closing, as a person does it in the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QFileDialog
from shiboken6 import delete

from linreg_gui.app.program import Program
from linreg_gui.core.project.project_file import read_project
from linreg_gui.session.training.training import Phase
from linreg_gui.views.dialogs.conflict_question import ConflictQuestion, ReloadQuestion
from linreg_gui.views.dialogs.save_question import SaveQuestion


@pytest.fixture
def asking(qtbot, program, tmp_path) -> Iterator[Program]:
    """With a small table open, and asking before anything is lost."""
    program.confirm_loss = lambda: False
    program.window.show()
    open_and_wait(qtbot, program, csv(tmp_path, "small.csv"))
    yield program
    program.confirm_loss = lambda: True


def csv(folder: Path, name: str) -> Path:
    path = folder / name
    rng = np.random.default_rng(3)
    X = rng.normal(size=(60, 2))
    np.savetxt(path, np.column_stack([X, X @ [2.0, -3.4]]), delimiter=",", header="a,b,y", comments="")
    return path


def open_and_wait(qtbot, program: Program, path: Path) -> None:
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    qtbot.waitUntil(lambda: program.session.training.phase is Phase.IDLE, timeout=30_000)


def question(program: Program, kind: type = SaveQuestion):
    found = [box for box in program.window.findChildren(kind) if box.isVisible()]
    return found[0] if found else None


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(program: Program, path: Path) -> None:
    dialog = program.window.findChild(QFileDialog, "file_dialog")
    assert dialog is not None
    dialog.selectFile(str(path))
    dialog.accept()


def edit(program: Program, text: str = "5") -> None:
    program.session.document.edit_cell(0, 0, text)


def title(program: Program) -> str:
    window = program.window
    return window.windowTitle().replace("[*]", "*" if window.isWindowModified() else "")


def test_the_title_names_the_work_and_marks_what_is_not_saved(qtbot, asking, tmp_path) -> None:
    assert title(asking) == "small.csv — Linear Regression"
    edit(asking)
    assert title(asking) == "small.csv* — Linear Regression"
    asking.menus.save.trigger()
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        choose(asking, tmp_path / "mine.linreg")
    assert title(asking) == "mine.linreg — Linear Regression"
    edit(asking, "6")
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        asking.menus.save.trigger()
    assert title(asking) == "mine.linreg — Linear Regression"
    assert read_project(tmp_path / "mine.linreg").table.frame.iloc[0, 0] == 6
    asking.menus.save_as.trigger()
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        choose(asking, tmp_path / "other.linreg")
    assert title(asking) == "other.linreg — Linear Regression"


def test_a_project_under_the_ending_of_another_kind_of_file_is_refused(qtbot, asking, tmp_path) -> None:
    asking.menus.save_as.trigger()
    choose(asking, tmp_path / "data.csv")
    assert "let it end with .linreg" in asking.window.message_bar.sentence
    assert not (tmp_path / "data.csv").exists()


def test_a_project_is_opened_like_any_file_with_its_run_and_its_layout(qtbot, asking, tmp_path) -> None:
    program, window = asking, asking.window
    training = program.session.training
    training.step(20)
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=30_000)
    bias = training.picture.snapshot.bias
    dock = window.findChild(QDockWidget, "prediction")
    dock.hide()
    program.menus.save.trigger()
    with qtbot.waitSignal(program.session.projects.saved, timeout=30_000):
        choose(program, tmp_path / "mine.linreg")
    dock.show()
    open_and_wait(qtbot, program, csv(tmp_path, "other.csv"))
    assert training.picture.snapshot.step == 0
    program.menus.open.trigger()
    with qtbot.waitSignal(training.restored, timeout=30_000) as restored:
        choose(program, tmp_path / "mine.linreg")
    assert restored.args == [True]
    assert (training.picture.snapshot.step, training.picture.snapshot.bias) == (20, bias)
    assert dock.isHidden()
    assert title(program) == "mine.linreg — Linear Regression"
    assert "mine.linreg" in program.menus.recent.actions()[0].text()
    qtbot.waitUntil(lambda: training.phase is Phase.IDLE, timeout=30_000)
    assert program.window.status_line.phase.text() == "Paused"


def test_closing_over_unsaved_work_asks_and_cancel_stays(qtbot, asking) -> None:
    edit(asking)
    assert not asking.window.close()
    box = question(asking)
    assert "“small.csv”" in box.text()
    click(qtbot, box.cancel_button)
    assert asking.window.isVisible()
    assert question(asking) is None


def test_closing_without_saving_is_possible(qtbot, asking) -> None:
    edit(asking)
    asking.window.close()
    click(qtbot, question(asking).discard_button)
    qtbot.waitUntil(lambda: not asking.window.isVisible())


def test_closing_can_save_first_and_closes_once_that_is_done(qtbot, asking, tmp_path) -> None:
    edit(asking)
    asking.window.close()
    click(qtbot, question(asking).save_button)
    assert asking.window.isVisible()
    choose(asking, tmp_path / "mine.linreg")
    qtbot.waitUntil(lambda: not asking.window.isVisible(), timeout=30_000)
    assert read_project(tmp_path / "mine.linreg").table.frame.iloc[0, 0] == 5


def test_a_saving_that_fails_keeps_the_window_open(qtbot, asking, tmp_path) -> None:
    edit(asking)
    asking.window.close()
    click(qtbot, question(asking).save_button)
    with qtbot.waitSignal(asking.session.problem_found, timeout=30_000):
        asking._projects._projects.save(tmp_path / "gone" / "x.linreg")
    assert asking.window.isVisible()
    asking.window.findChild(QFileDialog, "file_dialog").reject()


def test_opening_something_else_over_unsaved_work_asks_first(qtbot, asking, tmp_path) -> None:
    other = csv(tmp_path, "other.csv")
    edit(asking)
    asking.session.opening.open_file(other)
    click(qtbot, question(asking).cancel_button)
    assert title(asking) == "small.csv* — Linear Regression"
    asking.session.opening.open_file(other)
    click(qtbot, question(asking).discard_button)
    qtbot.waitUntil(lambda: title(asking) == "other.csv — Linear Regression", timeout=30_000)
    assert question(asking) is None


def test_generated_data_and_samples_ask_too(qtbot, asking) -> None:
    edit(asking)
    for bring in (
        lambda: asking.session.opening.generate((1.0,), 0.0, 0.1, 20, 1),
        lambda: asking.session.opening.paste_table("x\ty\n1\t2\n2\t3\n", ""),
        asking.session.opening.new_table,
    ):
        bring()
        click(qtbot, question(asking).cancel_button)
        assert title(asking) == "small.csv* — Linear Regression"


def test_there_is_nothing_to_save_without_a_table(qapp, qtbot, settings) -> None:
    program = Program(qapp, settings)
    assert not program.menus.save.isEnabled()
    assert program.window.close()
    delete(program.window)
    delete(program)


@pytest.fixture
def overtaken(qtbot, asking, tmp_path) -> Path:
    """The file of a project that another window has saved since it was opened here, where it was edited."""
    path = tmp_path / "mine.linreg"
    for name in ("other.linreg", "mine.linreg"):
        edit(asking, "77" if name == "other.linreg" else "1")
        with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
            asking.session.projects.save(tmp_path / name)
    (tmp_path / "other.linreg").replace(path)
    edit(asking, "5")
    return path


def first_cell(path: Path) -> float:
    return float(read_project(path).table.frame.iloc[0, 0])


def asked_about(qtbot, program: Program, kind: type):
    qtbot.waitUntil(lambda: question(program, kind) is not None, timeout=30_000)
    return question(program, kind)


def save_over(qtbot, program: Program) -> ConflictQuestion:
    program.menus.save.trigger()
    return asked_about(qtbot, program, ConflictQuestion)


def test_saving_over_what_another_window_has_saved_asks_and_can_do_so(qtbot, asking, overtaken) -> None:
    box = save_over(qtbot, asking)
    assert box.text() == "“mine.linreg” was changed since it was opened here."
    assert "60 rows and 3 columns" in box.informativeText()
    click(qtbot, box.cancel_button)
    assert first_cell(overtaken) == 77
    assert title(asking) == "mine.linreg* — Linear Regression"
    box = save_over(qtbot, asking)
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        click(qtbot, box.overwrite_button)
    assert first_cell(overtaken) == 5
    assert title(asking) == "mine.linreg — Linear Regression"


def test_it_can_be_reloaded_once_the_changes_are_given_up_and_undo_brings_them_back(
    qtbot, asking, overtaken
) -> None:
    document = asking.session.document
    click(qtbot, save_over(qtbot, asking).reload_button)
    click(qtbot, asked_about(qtbot, asking, ReloadQuestion).cancel_button)
    assert document.table.frame.iloc[0, 0] == 5
    click(qtbot, save_over(qtbot, asking).reload_button)
    with qtbot.waitSignal(asking.session.analysed, timeout=30_000):
        click(qtbot, asked_about(qtbot, asking, ReloadQuestion).reload_button)
    assert document.table.frame.iloc[0, 0] == 77
    assert title(asking) == "mine.linreg — Linear Regression"
    document.undo()
    assert document.table.frame.iloc[0, 0] == 5


def test_closing_that_saves_first_closes_only_once_it_is_saved(qtbot, asking, overtaken) -> None:
    def close() -> ConflictQuestion:
        asking.window.close()
        click(qtbot, question(asking).save_button)
        return asked_about(qtbot, asking, ConflictQuestion)

    click(qtbot, close().cancel_button)
    assert asking.window.isVisible()
    click(qtbot, close().reload_button)
    click(qtbot, asked_about(qtbot, asking, ReloadQuestion).cancel_button)
    assert asking.window.isVisible()
    assert first_cell(overtaken) == 77
    click(qtbot, close().overwrite_button)
    qtbot.waitUntil(lambda: not asking.window.isVisible(), timeout=30_000)
    assert first_cell(overtaken) == 5


def test_a_file_that_was_moved_away_is_told_and_can_be_saved_there_again(qtbot, asking, overtaken) -> None:
    overtaken.rename(overtaken.with_name("moved.linreg"))
    box = save_over(qtbot, asking)
    assert box.text() == "“mine.linreg” is not there any more."
    assert box.reload_button is None
    assert box.overwrite_button.text() == "Save &Here Again"
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        click(qtbot, box.overwrite_button)
    assert first_cell(overtaken) == 5
    # Another name of the file keeps the version before, and that is told.
    overtaken.with_name("same.linreg").hardlink_to(overtaken)
    edit(asking, "6")
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        asking.menus.save.trigger()
    assert "“mine.linreg” had 1 other name on the disk (a hard link)" in asking.window.message_bar.sentence
    assert (first_cell(overtaken), first_cell(overtaken.with_name("same.linreg"))) == (6, 5)


def test_it_can_be_saved_under_another_name_and_one_that_another_window_has_is_told(
    qtbot, asking, overtaken, tmp_path
) -> None:
    taken = tmp_path / "taken.linreg"
    asking.is_elsewhere = lambda path: path == taken
    click(qtbot, save_over(qtbot, asking).elsewhere_button)
    choose(asking, taken)
    box = question(asking, ConflictQuestion)
    assert box.text() == "“taken.linreg” is open in another window."
    assert not taken.exists()
    click(qtbot, box.elsewhere_button)
    choose(asking, taken)
    with qtbot.waitSignal(asking.session.projects.saved, timeout=30_000):
        click(qtbot, question(asking, ConflictQuestion).overwrite_button)
    assert (first_cell(overtaken), first_cell(taken)) == (77, 5)
