"""File > Export in the whole window."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PySide6.QtWidgets import QFileDialog

from linreg_gui.core.table.recipe import Missing
from linreg_gui.core.table.roles import Role, with_role
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.views.dialogs.conflict_question import ConflictQuestion
from linreg_gui.views.dialogs.export_dialog import ExportDialog


@pytest.fixture
def prices(qtbot, program, tmp_path: Path):
    rng = np.random.default_rng(1)
    a = rng.normal(size=30)
    frame = pd.DataFrame({"a": a, "note": ["=1+1"] * 30, "price": 3.0 * a + 7.0 + rng.normal(size=30)})
    frame.loc[4, "a"] = np.nan
    path = tmp_path / "prices.csv"
    frame.to_csv(path, index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    return program


def dialog_of(program) -> ExportDialog:
    program.menus.export.trigger()
    return program.window.findChildren(ExportDialog)[-1]


def accept(program, dialog: ExportDialog, path: Path) -> None:
    dialog.accept()
    files = program.window.findChildren(QFileDialog, "file_dialog")[-1]
    files.setOption(QFileDialog.Option.DontConfirmOverwrite)
    files.selectFile(str(path))
    files.accept()


def exporting_of(program):
    return next(wiring.exporting for wiring in program._wirings if hasattr(wiring, "exporting"))


@pytest.mark.parametrize("kind", list(OutputKind))
def test_a_table_is_exported_with_its_results(qtbot, prices, tmp_path, kind) -> None:
    dialog = dialog_of(prices)
    dialog.kind.setCurrentIndex(dialog.kind.findData(kind.value))
    dialog.label_interval.click()
    path = tmp_path / f"out.{kind}"
    with qtbot.waitSignal(exporting_of(prices).exported, timeout=30_000):
        accept(prices, dialog, path)
    if kind is OutputKind.EXCEL:
        found = pd.read_excel(path, engine="calamine")
    else:
        found = pd.read_csv(path) if kind is OutputKind.CSV else pd.read_parquet(path)
    results = [
        "price fitted by exact solution",
        "price residual by exact solution",
        "price low 95 % by exact solution",
        "price high 95 % by exact solution",
    ]
    assert list(found.columns) == ["a", "note", "price", *results]
    assert found[results].isna().sum().tolist() == [1, 1, 1, 1]
    assert found["note"][0] == ("'=1+1" if kind is OutputKind.CSV else "=1+1")
    exact = prices.session.analysis.exact
    expected = found["a"] * exact.weights[0] + exact.bias
    np.testing.assert_allclose(found["price fitted by exact solution"], expected, rtol=1e-12)
    np.testing.assert_allclose(
        found["price residual by exact solution"], found["price"] - expected, atol=1e-12
    )
    assert prices.window.message_bar.sentence == f"Exported 30 rows to “{path}”."
    assert not prices.window.writing_progress.isVisible()
    assert prices.menus.export.isEnabled()


def test_filled_cells_are_told_beside_the_intervals_and_their_rows_dropped_at_a_click(qtbot, prices) -> None:
    document = prices.session.document
    with qtbot.waitSignal(prices.session.analysed, timeout=30_000):
        document.change_recipe("", replace(document.table.recipe, missing=Missing.MEAN))
    dialog = dialog_of(prices)
    assert dialog.caveat.isVisible()
    assert "1 filled cell counts as measured" in dialog.caveat.text()
    with qtbot.waitSignal(prices.session.analysed, timeout=30_000):
        dialog.drop_holes.click()
    assert document.table.recipe.missing is Missing.DROP
    assert prices.session.analysis.data.n_rows == 29
    assert not dialog.caveat.isVisible()
    assert not dialog.drop_holes.isVisible()
    document.history.undo()
    qtbot.waitUntil(lambda: prices.session.analysis is not None and dialog.caveat.isVisible())


def test_the_choice_about_formulas_is_remembered(qtbot, prices, tmp_path) -> None:
    dialog = dialog_of(prices)
    assert dialog.escape.isChecked()
    dialog.escape.click()
    path = tmp_path / "out.csv"
    with qtbot.waitSignal(exporting_of(prices).exported, timeout=30_000):
        accept(prices, dialog, path)
    assert pd.read_csv(path)["note"][0] == "=1+1"
    again = dialog_of(prices)
    assert not again.escape.isChecked()
    again.reject()


def test_a_full_disk_is_a_sentence_and_costs_nothing(qtbot, prices, tmp_path, monkeypatch) -> None:
    path = tmp_path / "out.csv"
    path.write_text("precious")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with qtbot.waitSignal(exporting_of(prices).failed, timeout=30_000):
        accept(prices, dialog_of(prices), path)
    sentence = "“out.csv” could not be saved: No space left on device."
    assert prices.window.message_bar.sentence == sentence
    assert path.read_text() == "precious"
    assert not [entry for entry in tmp_path.iterdir() if entry.suffix == ".tmp"]


def test_a_name_of_another_kind_is_refused_in_a_sentence(prices, tmp_path) -> None:
    dialog = dialog_of(prices)
    dialog.kind.setCurrentIndex(dialog.kind.findData(OutputKind.EXCEL.value))
    accept(prices, dialog, tmp_path / "out.csv")
    assert "let it end with .xlsx" in prices.window.message_bar.sentence
    assert not (tmp_path / "out.csv").exists()


def test_without_a_solution_the_table_alone_is_exported(qtbot, prices, tmp_path) -> None:
    session = prices.session
    with qtbot.waitSignal(session.not_analysed, timeout=30_000):
        session.document.choose_roles(with_role(session.document.table.roles, "price", Role.IGNORED))
    dialog = dialog_of(prices)
    assert not dialog.fitted.isEnabled()
    assert "label" in dialog.hint.text
    path = tmp_path / "out.csv"
    with qtbot.waitSignal(exporting_of(prices).exported, timeout=30_000):
        accept(prices, dialog, path)
    assert list(pd.read_csv(path).columns) == ["a", "note", "price"]


def test_results_are_offered_as_soon_as_they_are_there(qtbot, prices) -> None:
    session = prices.session
    table = session.document.table
    with qtbot.waitSignal(session.analysed, timeout=30_000):
        session.document.edit_cell(0, 0, "2.5")
        dialog = dialog_of(prices)
        assert not dialog.fitted.isEnabled()
        assert "worked out" in dialog.hint.text
    assert table is not session.document.table
    assert dialog.fitted.isEnabled()
    dialog.reject()


def test_a_long_export_can_be_cancelled_and_leaves_the_earlier_file(qtbot, prices, tmp_path) -> None:
    with qtbot.waitSignal(prices.session.analysed, timeout=30_000):
        prices.session.opening.generate((1.0, 2.0), 0.0, 1.0, 400_000, 0)
    path = tmp_path / "out.csv"
    path.write_text("precious")
    exporting, progress = exporting_of(prices), prices.window.writing_progress
    with qtbot.waitSignal(exporting.ended, timeout=30_000):
        accept(prices, dialog_of(prices), path)
        assert progress.isVisible()
        assert "Writing out.csv" in progress.label.text()
        assert not prices.menus.export.isEnabled()
        progress.cancel.click()
    assert not progress.isVisible()
    assert path.read_text() == "precious"
    assert not [entry for entry in tmp_path.iterdir() if entry.suffix == ".tmp"]


def test_nothing_can_be_exported_before_there_is_a_table(program) -> None:
    assert not program.menus.export.isEnabled()


def test_what_was_exported_since_the_last_change_would_not_be_lost(qtbot, prices, tmp_path) -> None:
    prices.session.document.edit_cell(0, 0, "99")
    qtbot.waitUntil(lambda: prices.session.analysis is not None, timeout=30_000)
    assert prices.has_unsaved_work
    with qtbot.waitSignal(exporting_of(prices).exported, timeout=30_000):
        accept(prices, dialog_of(prices), tmp_path / "out.csv")
    assert not prices.has_unsaved_work
    prices.session.document.edit_cell(0, 0, "98")
    assert prices.has_unsaved_work


def test_a_csv_file_has_the_separators_of_the_file_that_was_opened(qtbot, program, tmp_path) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame({"a": rng.normal(size=30).round(3), "price": rng.normal(size=30).round(2)})
    path, target = tmp_path / "euro.csv", tmp_path / "out.csv"
    frame.to_csv(path, sep=";", decimal=",", index=False)
    program.window.show()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.open_file(path)
    dialog = dialog_of(program)
    with qtbot.waitSignal(exporting_of(program).exported, timeout=30_000):
        accept(program, dialog, target)
    found = pd.read_csv(target, sep=";", decimal=",")
    np.testing.assert_array_equal(found[["a", "price"]], frame)
    assert found.columns[2] == "price fitted by exact solution"
    residual = found["price"] - found["price fitted by exact solution"]
    np.testing.assert_allclose(found["price residual by exact solution"], residual, atol=1e-12)


def test_neither_a_table_that_somebody_else_has_changed_since_is_written_over_nor_a_project(
    qtbot, prices, tmp_path
) -> None:
    path = tmp_path / "prices.csv"
    changed = path.read_text() + "1,by somebody else,2\n"
    path.write_text(changed)
    with qtbot.waitSignal(exporting_of(prices).failed, timeout=30_000):
        accept(prices, dialog_of(prices), path)
    question = prices.window.findChild(ConflictQuestion)
    assert question.text() == "“prices.csv” was changed since it was opened here."
    assert path.read_text() == changed
    question.elsewhere_button.click()
    files = prices.window.findChildren(QFileDialog, "file_dialog")[-1]
    files.selectFile(str(tmp_path / "other.csv"))
    with qtbot.waitSignal(exporting_of(prices).exported, timeout=30_000):
        files.accept()
    assert path.read_text() == changed
    with qtbot.waitSignal(exporting_of(prices).failed, timeout=30_000):
        accept(prices, dialog_of(prices), path)
    question = next(box for box in prices.window.findChildren(ConflictQuestion) if box.isVisible())
    with qtbot.waitSignal(exporting_of(prices).exported, timeout=30_000):
        question.overwrite_button.click()
    assert "by somebody else" not in path.read_text()
    accept(prices, dialog_of(prices), tmp_path / "work.linreg")  # the name of a project
    assert "let it end with .csv" in prices.window.message_bar.sentence
    assert not (tmp_path / "work.linreg").exists()
