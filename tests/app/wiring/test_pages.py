"""File > Export > Interactive Page in the whole window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from played import equation_in, record_of
from PySide6.QtWidgets import QFileDialog
from session_steps import open_and_wait, small_csv

from linreg_gui.app.wiring.pages import PagesWiring
from linreg_gui.core.model.loss_curve import LossAxis
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.playing.page import Page
from linreg_gui.core.telling.equation_text import terms, whole_text
from linreg_gui.session.training.training_job import Phase
from linreg_gui.views.dialogs.page_dialog import PageDialog


@pytest.fixture
def opened(qtbot, program, tmp_path: Path):
    program.window.show()
    open_and_wait(qtbot, program.session, small_csv(tmp_path))
    qtbot.waitUntil(program.menus.export_page.isEnabled, timeout=30_000)
    return program


def make_steps(qtbot, program, count: int) -> None:
    training = program.session.training
    training.step(count)
    qtbot.waitUntil(
        lambda: training.phase is Phase.IDLE and training.picture.snapshot.step == count, timeout=30_000
    )


def dialog_of(qtbot, program) -> PageDialog:
    program.menus.export_page.trigger()
    dialog = program.window.findChildren(PageDialog)[-1]
    qtbot.waitUntil(dialog.ok.isEnabled, timeout=30_000)
    return dialog


def test_runs_are_saved_as_a_page_with_the_names_and_looks_of_the_window(qtbot, opened, tmp_path) -> None:
    session = opened.session
    opened.menus.export_page.trigger()
    assert "no run yet" in opened.window.message_bar.sentence
    make_steps(qtbot, opened, 9)
    session.runs.rename(0, "small steps")
    session.training.set_config(replace(session.training.config, batch_size=20))
    session.runs.begin_anew()
    make_steps(qtbot, opened, 4)
    opened.window.loss_plot.axes.set_axis(LossAxis.ABOVE_OPTIMUM)
    dialog = dialog_of(qtbot, opened)
    assert [dialog.list.item(at).text().partition("  –")[0] for at in range(2)] == ["Run 1", "small steps"]
    assert dialog.told.text().startswith("• All 9 steps are kept")
    dialog.column_names.click()
    qtbot.waitUntil(lambda: "names of columns" in dialog.told.text(), timeout=30_000)
    dialog.column_names.click()
    qtbot.waitUntil(lambda: dialog.ok.isEnabled() and "columns" not in dialog.told.text(), timeout=30_000)
    wiring = next(each for each in opened._wirings if isinstance(each, PagesWiring))
    path, size = tmp_path / "race.html", dialog.hint.text
    with qtbot.waitSignal(wiring.saving.saved, timeout=30_000):
        dialog.accept()
        files = opened.window.findChildren(QFileDialog, "file_dialog")[-1]
        files.selectFile(str(path))
        files.accept()
    assert "Saved the page" in opened.window.message_bar.sentence
    text = path.read_text("utf-8")
    record = record_of(Page(text, ()))
    assert size.removesuffix(".") in text
    assert [run["name"] for run in record["runs"]] == ["Run 1", "small steps"]
    assert "--run-0: #B34200;" in text
    assert "--run-1: #0072B2;" in text
    assert record["loss"]["kinds"][record["loss"]["first"]]["name"].startswith("above")
    objective, state = session.training.objective, session.training.picture.snapshot
    shown = objective.shown_equation()
    assert equation_in(record, 0, 4) == whole_text("price", terms(["area"], state.weights, state.bias, shown))
    kept = session.runs.kept[0].run
    assert equation_in(record, 1, 9) == whole_text("price", terms(["area"], kept.weights, kept.bias, shown))

    # A run of another loss stands beside another exact answer.
    session.training.set_config(replace(session.training.config, loss=AbsoluteLoss()))
    qtbot.waitUntil(lambda: session.training.objective.exact is not None, timeout=30_000)
    opened.menus.export_page.trigger()
    assert "open it first" in opened.window.message_bar.sentence


def test_the_table_that_was_read_is_not_written_over_and_without_a_fit_there_is_no_page(
    qtbot, opened, tmp_path
) -> None:
    make_steps(qtbot, opened, 3)
    dialog = dialog_of(qtbot, opened)
    wiring = next(each for each in opened._wirings if isinstance(each, PagesWiring))
    wiring._save(wiring._page, wiring._asked, str(tmp_path / "small.csv"))
    assert ".html" in opened.window.message_bar.sentence
    source = opened.session.document.table.report.path
    with qtbot.waitSignal(wiring.saving.failed, timeout=30_000):
        wiring.saving.save(wiring._page, wiring._asked.table, source)
    assert "not written over" in opened.window.message_bar.sentence
    dialog.reject()
    recipe = replace(opened.session.document.table.recipe, excluded=np.ones(20, dtype=bool))
    with qtbot.waitSignal(opened.session.not_analysed, timeout=30_000):
        opened.session.document.change_recipe("Exclude all", recipe)
    assert not opened.menus.export_page.isEnabled()
