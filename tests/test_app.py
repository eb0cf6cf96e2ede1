"""The real window, driven as a person drives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QMessageBox
from shiboken6 import delete

from linreg_gui.app.process.errors import ExceptHook
from linreg_gui.app.program import Program
from linreg_gui.core.installation.resources import samples
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.table.roles import Role
from linreg_gui.session.keeping.crash_log import CrashLog, read_log
from linreg_gui.session.training.training import Phase
from linreg_gui.views.dialogs.generate_dialog import GenerateDialog
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.importing.import_report import ImportReportDialog
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.training.training_panel import TrainingPanel

LONG = SgdConfig(learning_rate=0.001, batch_size=16, epochs=1_000_000)


def open_file(qtbot, program: Program, path: Path) -> None:
    """File > Open, the path typed into the dialog, Return."""
    program.menus.open.trigger()
    dialog = program.window.findChild(QFileDialog, "file_dialog")
    assert dialog is not None
    dialog.selectFile(str(path))
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        dialog.accept()


def opened(qtbot, program: Program, path: Path) -> Program:
    program.window.show()
    open_file(qtbot, program, path)
    return program


@pytest.fixture
def small(tmp_path: Path) -> Path:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(60, 2))
    y = X @ [2.0, -3.4] + 4.2 + 0.1 * rng.normal(size=60)
    path = tmp_path / "small.csv"
    np.savetxt(path, np.column_stack([X, y]), delimiter=",", header="a,b,y", comments="")
    return path


@pytest.fixture
def one_feature(tmp_path: Path) -> Path:
    path = tmp_path / "line.csv"
    path.write_text("x;y\n" + "".join(f"{x},5;{3 * x},25\n" for x in range(30)), encoding="utf-8")
    return path


def until(qtbot, condition: Callable[[], bool]) -> None:
    qtbot.waitUntil(condition, timeout=60_000)


def step_of(program: Program) -> int:
    return program.session.training.picture.snapshot.step


def is_idle(program: Program) -> bool:
    return program.session.training.phase is Phase.IDLE


def is_dark_in_the_middle(program: Program) -> bool:
    picture = program.window.grab().toImage()
    return picture.pixelColor(QPoint(picture.width() // 2, picture.height() - 3)).lightness() < 128


def test_the_first_look_without_the_welcome_page_is_a_fitted_sample(qtbot, program) -> None:
    program.start(None)
    until(qtbot, lambda: program.session.training.finished)
    assert samples()[0].file in program.window.windowTitle()
    assert program.session.training.picture.distance < 0.01
    assert program.window.isVisible()


def test_a_file_opened_by_the_dialog_is_fitted_exactly_and_waits(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    assert "small.csv" in program.window.windowTitle()
    analysis = program.session.analysis
    assert np.allclose(analysis.exact.weights, [2.0, -3.4], atol=0.1)
    assert step_of(program) == 0
    model = program.window.view(DataTable).view.model()
    assert (model.rowCount(), model.columnCount()) == (60, 3)


def test_a_dropped_file_is_opened(qtbot, program, small) -> None:
    program.window.show()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(small))])
    event = QDropEvent(
        QPointF(50, 50),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.window.dropEvent(event)
    assert "small.csv" in program.window.windowTitle()


def test_a_recent_file_is_opened_from_its_menu(qtbot, program, small, one_feature) -> None:
    opened(qtbot, program, small)
    open_file(qtbot, program, one_feature)
    texts = [action.text() for action in program.menus.recent.actions()]
    assert "line.csv" in texts[0]
    assert "small.csv" in texts[1]
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.menus.recent.actions()[1].trigger()
    assert "small.csv" in program.window.windowTitle()


def test_a_bad_file_is_a_sentence_and_the_data_stay(qtbot, program, small, tmp_path) -> None:
    opened(qtbot, program, small)
    bad = tmp_path / "words.csv"
    bad.write_text("a,b\nx,y\nz,w\n")
    with qtbot.waitSignal(program.session.problem_found, timeout=30_000):
        program.session.opening.open_file(bad)
    assert "words.csv" in program.window.message_bar.sentence
    assert "small.csv" in program.window.windowTitle()
    assert program.session.training.available


def test_numbers_with_two_readings_are_asked_about_and_read_the_other_way(qtbot, program, tmp_path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("size;price\n" + "".join(f"{k};{k},{100 + k}\n" for k in range(1, 30)))
    opened(qtbot, program, path)
    bar, document = program.window.message_bar, program.session.document
    assert "29 numbers in “price” could be read in two ways" in bar.sentence
    assert document.table.frame["price"][0] == 1.101
    assert "as 1101" in bar.action_button.text()
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        bar.action_button.click()
    assert document.table.frame["price"][0] == 1101
    assert bar.sentence == ""
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        document.history.undo()
    assert document.table.frame["price"][0] == 1.101


def test_a_file_is_imported_as_the_person_says_and_so_again_when_recent(qtbot, program, tmp_path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("made in May\nsize;price\n" + "".join(f"{k};{k},{100 + k}\n" for k in range(1, 30)))
    program.window.show()
    with qtbot.waitSignal(program.session.opening.reading_failed, timeout=30_000):
        program.session.opening.open_file(path)
    program.window.message_bar.action_button.click()
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    program.window.findChild(ImportDialog).reject()
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is None)
    program.menus.import_file.trigger()
    chooser = program.window.findChild(QFileDialog, "file_dialog")
    chooser.selectFile(str(path))
    chooser.accept()
    qtbot.waitUntil(lambda: program.window.findChild(ImportDialog) is not None)
    dialog = program.window.findChild(ImportDialog)
    qtbot.waitUntil(lambda: "another number of cells" in dialog.hint.text)
    assert not dialog.ok.isEnabled()
    dialog.fields.skip_rows.setValue(1)
    dialog.fields.decimal.setCurrentIndex(dialog.fields.decimal.findData("."))
    qtbot.waitUntil(lambda: dialog.ok.isEnabled() and dialog.table.rowCount() == 29)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        dialog.accept()
    assert program.session.document.table.frame["price"].tolist()[:2] == [1101, 2102]
    assert program.window.message_bar.sentence == ""
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.menus.recent.actions()[0].trigger()
    assert program.session.document.table.frame["price"].tolist()[:2] == [1101, 2102]


def test_of_several_sheets_the_first_is_shown_and_another_can_be_chosen(qtbot, program, tmp_path) -> None:
    book = openpyxl.Workbook()
    for name, factor in (("one", 2.0), ("two", 3.0)):
        sheet = book.create_sheet(name)
        for row in [["x", "y"], *[[k, factor * k + 1.0] for k in range(12)]]:
            sheet.append(row)
    path = tmp_path / "book.xlsx"
    book.save(path)
    opened(qtbot, program, path)
    bar = program.window.message_bar
    assert bar.sentence == "“book.xlsx” has 3 sheets; “one” is shown."
    assert program.session.analysis.exact.weights[0] == pytest.approx(2.0)
    bar.action_button.click()
    dialog = program.window.findChild(ImportDialog)
    qtbot.waitUntil(lambda: dialog.fields.sheet.count() == 4)
    dialog.fields.sheet.setCurrentIndex(dialog.fields.sheet.findData("two"))
    qtbot.waitUntil(lambda: dialog.ok.isEnabled() and dialog.table.item(1, 1).text() == "4")
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        dialog.accept()
    assert program.session.analysis.exact.weights[0] == pytest.approx(3.0)
    assert bar.sentence == ""


def test_the_report_of_a_file_is_had_from_the_ledger_and_the_menu(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    for ask in (program.window.view(DataTable).report_button.click, program.menus.data.import_report.trigger):
        ask()
        dialog = program.window.findChild(ImportReportDialog)
        assert dialog.table.model().rowCount() == 3
        dialog.reject()
        qtbot.waitUntil(lambda: program.window.findChild(ImportReportDialog) is None)
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        program.session.opening.generate((2.0,), 1.0, 0.1, 50, 0)
    assert not program.menus.data.import_report.isEnabled()
    assert program.window.view(DataTable).report_button.isHidden()


def test_a_long_reading_shows_its_progress_and_can_be_cancelled(qtbot, program, small, tmp_path) -> None:
    opened(qtbot, program, small)
    big = tmp_path / "big.csv"
    big.write_text("a,b,y\n" + "0.123456,1.5,2.25\n" * 400_000)
    progress = program.window.reading_progress
    with qtbot.waitSignal(program.session.opening.reader.ended, timeout=30_000):
        program.session.opening.open_file(big)
        assert progress.isVisible()
        assert "big.csv" in progress.label.text()
        progress.cancel.click()
    assert not progress.isVisible()
    assert "small.csv" in program.window.windowTitle()
    assert program.session.training.available


def test_roles_chosen_in_the_panel_and_the_header_change_the_fit(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    program.menus.data.choose_columns.trigger()
    view = program.window.view(ColumnsPanel).view
    ignored = view.visualRect(view.model().index(1, 3)).center()
    with qtbot.waitSignal(program.session.analysed):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=ignored)
    assert program.session.analysis.data.feature_names == ("a",)
    menu = program.window.view(DataTable).header.open_menu(0)
    choice = next(action for action in menu.actions() if "label" in action.text().lower())
    with qtbot.waitSignal(program.session.analysed):
        choice.trigger()
    menu.close()
    data = program.session.analysis.data
    assert data.label_name == "a"
    assert data.feature_names == ("y",)
    with qtbot.waitSignal(program.session.analysed):
        program.menus.edit.undo.trigger()
    assert program.session.analysis.data.label_name == "y"


def test_step_run_pause_and_reset_by_their_actions(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    actions = program.window.transport_actions
    actions.step.trigger()
    until(qtbot, lambda: is_idle(program) and step_of(program) == 1)
    actions.step_ten.trigger()
    until(qtbot, lambda: is_idle(program) and step_of(program) == 11)
    weights = program.session.training.picture.snapshot.weights
    actions.step.trigger()
    until(qtbot, lambda: is_idle(program) and step_of(program) == 12)
    actions.step_back.trigger()
    until(qtbot, lambda: is_idle(program) and step_of(program) == 11)
    assert np.array_equal(program.session.training.picture.snapshot.weights, weights)
    actions.run.trigger()
    until(qtbot, lambda: step_of(program) > 12)
    actions.run.trigger()
    until(qtbot, lambda: is_idle(program))
    actions.reset.trigger()
    assert step_of(program) == 0
    assert not actions.step_back.isEnabled()


def test_the_space_bar_steps_and_steps_back(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    program.window.setFocus()
    qtbot.keyClick(program.window, Qt.Key.Key_Space)
    until(qtbot, lambda: is_idle(program) and step_of(program) == 1)
    qtbot.keyClick(program.window, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    until(qtbot, lambda: is_idle(program) and step_of(program) == 0)


def test_a_smaller_batch_in_mid_run_counts_from_the_next_update(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    training = program.session.training
    training.set_config(LONG)
    training.set_speed(500.0)
    program.window.transport_actions.run.trigger()
    until(qtbot, lambda: step_of(program) > 5)
    program.window.view(TrainingPanel).config_requested.emit(replace(training.config, batch_size=7))
    until(qtbot, lambda: len(training.picture.snapshot.minibatch_rows) in (7, 60 % 7))
    assert training.phase is Phase.RUNNING
    assert training.config.batch_size == 7
    assert program.window.view(TrainingPanel).config().batch_size == 7


def test_running_to_the_end_meets_the_exact_answer(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    program.window.transport_actions.run_to_end.trigger()
    until(qtbot, lambda: program.session.training.finished)
    picture, exact = program.session.training.picture, program.session.analysis.exact
    assert np.allclose(picture.snapshot.weights, exact.weights, rtol=0.01)
    assert not program.window.transport_actions.step.isEnabled()


def test_closing_in_mid_run_is_safe(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    program.session.training.set_config(LONG)
    program.session.training.set_speed(None)
    program.window.transport_actions.run.trigger()
    until(qtbot, lambda: step_of(program) > 5)
    assert program.window.close()
    assert is_idle(program)


def test_other_data_in_mid_run_show_no_old_numbers(qtbot, program, small, one_feature) -> None:
    opened(qtbot, program, small)
    program.session.training.set_config(LONG)
    program.session.training.set_speed(None)
    program.window.transport_actions.run.trigger()
    until(qtbot, lambda: step_of(program) > 5)
    open_file(qtbot, program, one_feature)
    qtbot.wait(60)
    assert is_idle(program)
    assert step_of(program) == 0
    assert program.session.analysis.data.feature_names == ("x",)
    assert program.session.analysis.exact.weights[0] == pytest.approx(3.0)


def test_an_edited_cell_moves_the_exact_fit_and_is_undone_by_name(qtbot, program, one_feature) -> None:
    opened(qtbot, program, one_feature)
    model = program.window.view(DataTable).view.model()
    with qtbot.waitSignal(program.session.analysed):
        model.setData(model.index(29, 1), "500", Qt.ItemDataRole.EditRole)
    assert program.session.analysis.exact.weights[0] > 3.5
    assert "Edit cell" in program.menus.edit.undo.text()
    with qtbot.waitSignal(program.session.analysed):
        program.menus.edit.undo.trigger()
    assert program.session.analysis.exact.weights[0] == pytest.approx(3.0)
    assert "Edit cell" in program.menus.edit.redo.text()


def test_a_block_from_a_spreadsheet_is_pasted_at_the_current_cell(qtbot, program, one_feature) -> None:
    opened(qtbot, program, one_feature)
    view = program.window.view(DataTable).view
    QGuiApplication.clipboard().setText("100\t7\n200\t8\n")
    view.setCurrentIndex(view.model().index(29, 0))
    with qtbot.waitSignal(program.session.analysed):
        program.menus.edit.paste.trigger()
    assert view.model().rowCount() == 31
    assert program.session.document.table.frame.iloc[-2:].to_numpy().tolist() == [[100, 7], [200, 8]]
    assert "Paste" in program.menus.edit.undo.text()


def test_generated_data_show_the_true_line_and_the_error(qtbot, program) -> None:
    program.window.show()
    program.menus.data.generate.trigger()
    dialog = program.window.findChild(GenerateDialog)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok).click()
    data = program.session.analysis.data
    assert data.n_rows == 1000
    assert data.truth.weights.tolist() == [2.0, -3.4]
    program.window.fit_plot.set_choice(0)
    until(qtbot, lambda: program.window.fit_plot.choice() == 0)


def test_too_large_a_rate_stops_says_so_and_offers_a_safe_one(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    training = program.session.training
    training.set_config(SgdConfig(learning_rate=40.0, batch_size=10, epochs=500))
    with qtbot.waitSignal(training.diverged, timeout=60_000):
        program.window.transport_actions.run_to_end.trigger()
    bar = program.window.message_bar
    assert "2/λmax" in bar.sentence
    assert np.isfinite(training.picture.snapshot.weights).all()
    bar.action_button.click()
    assert 0 < training.config.learning_rate < 2
    assert step_of(program) == 0
    program.window.transport_actions.run_to_end.trigger()
    until(qtbot, lambda: training.finished)
    assert not training.has_diverged
    training.set_config(SgdConfig(learning_rate=40.0, batch_size=10, epochs=500))
    with qtbot.waitSignal(training.diverged, timeout=60_000):
        program.window.transport_actions.run.trigger()
    program.window.transport_actions.reset.trigger()
    assert bar.sentence == ""


def test_dependent_columns_are_named(qtbot, program, tmp_path) -> None:
    path = tmp_path / "twice.csv"
    path.write_text("a,b,y\n" + "".join(f"{x},{2 * x},{x * x}\n" for x in range(20)))
    opened(qtbot, program, path)
    assert "“b”" in program.window.message_bar.sentence
    assert program.session.analysis.exact.method == "minimum-norm"


@pytest.mark.parametrize(
    "text",
    ["a,b,y\n1,2,3\n", "a,y\n1,5\n2,5\n3,5\n", "a,b,c,y\n1,2,3,4\n2,1,5,6\n", "a,y\n7,1\n7,2\n7,4\n"],
    ids=["one row", "constant label", "fewer rows than unknowns", "constant feature"],
)
def test_degenerate_data_are_shown_and_trained_without_a_crash(qtbot, program, tmp_path, text) -> None:
    path = tmp_path / "odd.csv"
    path.write_text(text)
    opened(qtbot, program, path)
    program.window.transport_actions.run_to_end.trigger()
    until(qtbot, lambda: program.session.training.finished)
    assert np.isfinite(program.session.training.picture.snapshot.weights).all()
    assert np.isfinite(program.session.analysis.exact.weights).all()


def test_no_label_is_a_sentence_and_nothing_can_be_run(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    with qtbot.waitSignal(program.session.not_analysed):
        program.window.view(ColumnsPanel).role_requested.emit("y", Role.IGNORED)
    assert "label" in program.window.message_bar.sentence
    assert not program.window.transport_actions.run.isEnabled()


def test_dark_and_light_can_be_chosen_at_run_time(qtbot, program) -> None:
    program.start(None)
    until(qtbot, lambda: program.session.training.finished)
    for name in ("dark", "light", "dark"):
        program.menus.appearance_requested.emit(name)
        until(qtbot, lambda name=name: is_dark_in_the_middle(program) == (name == "dark"))


def test_unsaved_edits_are_not_lost_without_asking(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    program.session.document.edit_cell(0, 0, "1")
    asked = []
    program.confirm_loss = lambda: asked.append(True) is not None
    assert not program.window.close()
    assert asked
    assert program.window.isVisible()
    program.confirm_loss = lambda: True


def test_a_bug_becomes_a_dialog_and_the_program_goes_on(qtbot, program, small, tmp_path) -> None:
    opened(qtbot, program, small)
    log = CrashLog(tmp_path / "logs")
    hook = ExceptHook(lambda: program, program)
    try:
        _ = 1 // 0
    except ZeroDivisionError as error:
        hook(type(error), error, error.__traceback__)
    assert isinstance(hook.dialog, QMessageBox)
    assert "ZeroDivisionError" in hook.dialog.detailedText()
    assert "ZeroDivisionError" in read_log(tmp_path / "logs")
    hook.dialog.close()
    log.close()
    program.window.transport_actions.step.trigger()
    until(qtbot, lambda: is_idle(program) and step_of(program) == 1)


def test_layout_and_size_are_remembered(qapp, qtbot, settings, small) -> None:
    first = Program(qapp, settings)
    first.window.show()
    first.window.resize(first.window.minimumSizeHint().width(), 640)
    size = first.window.size()
    first.window.close()
    second = Program(qapp, settings)
    second.window.show()
    assert second.window.size() == size
    for program in (first, second):
        program.window.close()
        delete(program.window)
        delete(program)


def test_held_out_rows_get_a_curve_and_a_step_of_undo(qtbot, program, small) -> None:
    opened(qtbot, program, small)
    window, document = program.window, program.session.document
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        window.view(TrainingPanel).holdout.setValue(25)
    assert program.session.analysis.data.n_rows == 45
    window.transport_actions.run_to_end.trigger()
    until(qtbot, lambda: program.session.training.finished)
    drawn = window.loss_plot.validation.getData
    until(qtbot, lambda: drawn()[0][-1:].tolist() == [step_of(program)])
    assert np.isfinite(drawn()[1]).all()
    assert document.history.undo_text == "Hold out rows"
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        window.menus.edit.undo.trigger()
    assert window.view(TrainingPanel).holdout.value() == 0
    assert program.session.analysis.data.n_rows == 60


def test_the_logarithm_of_the_label_is_shown_on_either_scale(qtbot, program, tmp_path) -> None:
    x = np.linspace(0.0, 5.0, 40)
    price = np.exp(0.4 * x + 1.0)
    path = tmp_path / "prices.csv"
    np.savetxt(path, np.column_stack([x, price]), delimiter=",", header="area,price", comments="")
    opened(qtbot, program, path)
    window, session = program.window, program.session
    window.show_view(PredictPanel)
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        window.menus.log_label.trigger()
    assert session.document.history.undo_text == "Fit the logarithm of the label"
    assert window.fit_plot.axis_labels() == ("area", "log price")
    np.testing.assert_allclose(window.fit_plot.points.getData()[1], np.log(price))
    assert window.view(PredictPanel).heading.text() == "Predicted log price"
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        window.menus.own_units.trigger()
    assert window.fit_plot.axis_labels() == ("area", "price")
    np.testing.assert_allclose(window.fit_plot.points.getData()[1], price)
    exact = window.fit_plot.lines["exact"]
    until(qtbot, lambda: exact.getData()[0].size > 2)  # a curve
    line_x, line_y = exact.getData()
    np.testing.assert_allclose(line_y, np.exp(0.4 * line_x + 1.0))
    assert window.view(PredictPanel).heading.text() == "Predicted median price"
    assert float(window.view(PredictPanel).exact.text()) == pytest.approx(np.exp(0.4 * 2.5 + 1.0), rel=1e-4)
    with qtbot.waitSignal(session.points_ready, timeout=30_000):
        window.menus.edit.undo.trigger()
    assert not window.menus.own_units.isEnabled()
    assert window.fit_plot.axis_labels() == ("area", "price")
    until(qtbot, lambda: exact.getData()[0].size == 2)
