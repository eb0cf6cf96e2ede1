"""File > Export > As a Script in the whole window."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from session_steps import open_and_wait, small_csv

from linreg_gui.app.wiring.scripts import ScriptsWiring
from linreg_gui.core.desk.desk import DeskChoices
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.session.training.training_job import Phase
from linreg_gui.views.dialogs.script_dialog import ScriptDialog


@pytest.fixture
def opened(qtbot, program, tmp_path: Path):
    program.window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    qtbot.waitUntil(program.menus.export_script.isEnabled, timeout=30_000)
    return program


def dialog_of(qtbot, program) -> ScriptDialog:
    program.menus.export_script.trigger()
    dialog = program.window.findChildren(ScriptDialog)[-1]
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    return dialog


def save(qtbot, program, dialog: ScriptDialog, path: Path) -> None:
    wiring = next(each for each in program._wirings if isinstance(each, ScriptsWiring))
    with qtbot.waitSignal(wiring.saving.saved, timeout=30_000):
        dialog.accept()
        files = program.window.findChildren(QFileDialog, "file_dialog")[-1]
        files.setOption(QFileDialog.Option.DontConfirmOverwrite)
        files.selectFile(str(path))
        files.accept()


def test_the_script_that_is_saved_gives_the_numbers_of_the_window(qtbot, opened, tmp_path) -> None:
    training = opened.session.training
    training.step(7)
    qtbot.waitUntil(
        lambda: training.phase is Phase.IDLE and training.picture.snapshot.step == 7, timeout=30_000
    )
    opened.session.desk.choose(DeskChoices(0.9, "HC1"))
    dialog = dialog_of(qtbot, opened)
    dialog.language.setCurrentText(Language.CORE)
    qtbot.waitUntil(
        lambda: dialog.ok.isEnabled() and "import core" in dialog.text.toPlainText(), timeout=30_000
    )
    assert "last digit shown" in dialog.told.text()
    path = tmp_path / "mine.py"
    save(qtbot, opened, dialog, path)
    assert not (tmp_path / "mine data.csv").exists()
    assert "level=0.9, errors='HC1'" in path.read_text("utf-8")
    done = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, check=True, timeout=120
    )
    numbers = [line.split()[1:] for line in done.stdout.splitlines() if line.startswith(("bias", "area"))]
    exact, state = opened.session.training.objective.exact, training.picture.snapshot
    found = [float(row[0]) for row in numbers]
    np.testing.assert_allclose(found, [exact.bias, *exact.weights, state.bias, *state.weights], rtol=1e-10)


def test_data_that_are_no_file_lie_beside_and_are_told_of_before(qtbot, opened, tmp_path) -> None:
    document = opened.session.document
    with qtbot.waitSignal(opened.session.analysed, timeout=30_000):
        document.edit_cell(3, 1, "99")
    qtbot.waitUntil(opened.menus.export_script.isEnabled, timeout=30_000)
    dialog = dialog_of(qtbot, opened)
    assert "a table beside the script: the table was edited" in dialog.told.text()
    dialog.copy_button.click()
    assert QApplication.clipboard().text() == dialog.text.toPlainText()
    path = tmp_path / "mine.py"
    save(qtbot, opened, dialog, path)
    assert "99.0" in (tmp_path / "mine data.csv").read_text("utf-8")
    assert "beside it" in opened.window.message_bar.sentence


def test_there_is_no_script_of_what_is_not_fitted(qtbot, opened) -> None:
    recipe = replace(opened.session.document.table.recipe, excluded=np.ones(20, dtype=bool))
    with qtbot.waitSignal(opened.session.not_analysed, timeout=30_000):
        opened.session.document.change_recipe("Exclude all", recipe)
    assert not opened.menus.export_script.isEnabled()
