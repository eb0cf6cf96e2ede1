"""Editing the table in the whole window, as a person does it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pandas as pd
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelection, QItemSelectionModel, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QInputDialog, QMessageBox, QStyleOptionViewItem

from linreg_gui.app.program import Program
from linreg_gui.app.wiring import editing
from linreg_gui.core.cells.column_signs import ColumnSigns
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.number_style import NumberStyle
from linreg_gui.core.editing import column_edits
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table
from linreg_gui.views.table import cell_commands
from linreg_gui.views.table.data_table import DataTable

FRAME = pd.DataFrame(
    {
        "size": [3.0, 1.0, 2.0, 5.0, 4.0, 6.0],
        "colour": ["red", "blue", "Red", "green", "blue", "1,5"],
        "price": [6.5, 1.5, 4.0, 10.0, 8.5, 12.0],
    }
)
ROLES = {"size": Role.FEATURE, "colour": Role.IGNORED, "price": Role.LABEL}


@pytest.fixture
def shown(qtbot, program) -> Program:
    program.window.show()
    table = Table(FRAME, ROLES, "small", numeric=frozenset({"size", "price"}))
    program.session.document.start_with(table)
    view = program.window.view(DataTable).view
    view.tester = QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    return program


def frame(program: Program) -> pd.DataFrame:
    return program.session.document.table.frame


def select(program: Program, top: int, left: int, bottom: int, right: int) -> None:
    view = program.window.view(DataTable).view
    view.setCurrentIndex(view.model().index(top, left))
    block = QItemSelection(view.model().index(top, left), view.model().index(bottom, right))
    view.selectionModel().select(block, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def struck_rows(program: Program) -> list[int]:
    model = program.window.view(DataTable).view.model()
    return [row for row in range(model.rowCount()) if model.index(row, 0).data(Qt.ItemDataRole.UserRole)]


def current(program: Program) -> tuple[int, int]:
    return program.window.view(DataTable).current_cell()


def drag(qtbot, header, start: int, end: int) -> None:
    """Take the name of a column and let it go over another."""
    left = Qt.MouseButton.LeftButton
    first, last = (header.sectionViewportPosition(at) + header.sectionSize(at) - 12 for at in (start, end))
    qtbot.mousePress(header.viewport(), left, pos=QPoint(first, 10))
    for share in (0.2, 0.5, 1.0):
        x = round(first + share * (last - first))
        event = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(x, 10),
            QPointF(header.viewport().mapToGlobal(QPoint(x, 10))),
            Qt.MouseButton.NoButton,
            left,
            Qt.KeyboardModifier.NoModifier,
        )
        QCoreApplication.sendEvent(header.viewport(), event)
    qtbot.mouseRelease(header.viewport(), left, pos=QPoint(last, 10))


def answer(program: Program, text: str) -> None:
    dialog = program.window.findChildren(QInputDialog)[-1]
    dialog.setTextValue(text)
    dialog.accept()


def test_rows_are_excluded_counted_and_included_again(qtbot, shown) -> None:
    data = shown.menus.data
    select(shown, 1, 0, 2, 0)
    with qtbot.waitSignal(shown.session.analysed):
        data.toggle_excluded.trigger()
    assert struck_rows(shown) == [1, 2]
    assert "2 excluded" in shown.window.view(DataTable).ledger_label.toolTip()
    with qtbot.waitSignal(shown.session.analysed):
        data.toggle_excluded.trigger()
    assert struck_rows(shown) == []
    select(shown, 0, 0, 4, 0)
    data.exclude_other_rows.trigger()
    assert struck_rows(shown) == [5]
    data.include_all_rows.trigger()
    assert struck_rows(shown) == []
    shown.menus.edit.undo.trigger()
    assert struck_rows(shown) == [5]
    select(shown, 5, 0, 5, 0)
    data.include_rows.trigger()
    assert struck_rows(shown) == []


def test_excluded_rows_look_different_and_not_by_colour_alone(qtbot, shown) -> None:
    view = shown.window.view(DataTable).view
    select(shown, 1, 0, 1, 0)
    shown.menus.data.toggle_excluded.trigger()
    delegate = view.itemDelegate()
    fonts = []
    for row in (0, 1):
        option = QStyleOptionViewItem()
        delegate.initStyleOption(option, view.model().index(row, 0))
        fonts.append((option.font.strikeOut(), option.palette.text().color().name()))
    assert fonts[0][0] is False
    assert fonts[1][0] is True
    assert fonts[0][1] != fonts[1][1]


def test_sorting_moves_the_excluded_rows_too_and_is_one_step(qtbot, shown) -> None:
    select(shown, 1, 0, 1, 0)
    shown.menus.data.toggle_excluded.trigger()
    shown.menus.data.sort_rows_descending.trigger()
    assert frame(shown)["size"].tolist() == [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
    assert frame(shown)["colour"].tolist()[0] == "1,5"
    assert struck_rows(shown) == [5]
    assert shown.menus.edit.undo.text() == "&Undo Sort by “size”"
    before = shown.session.document.history
    shown.menus.edit.undo.trigger()
    assert frame(shown)["size"].tolist() == FRAME["size"].tolist()
    assert before.index == 1


def test_a_column_is_renamed_by_a_double_click_on_its_name(qtbot, shown) -> None:
    header = shown.window.view(DataTable).header
    where = QPoint(header.sectionViewportPosition(0) + 20, 10)
    assert not header.is_on_badge(where)
    qtbot.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, pos=where)
    answer(shown, "area")
    assert list(frame(shown).columns) == ["area", "colour", "price"]
    assert shown.session.document.table.roles["area"] is Role.FEATURE
    select(shown, 0, 0, 0, 0)
    shown.menus.data.rename_column.trigger()
    answer(shown, "price")
    assert shown.window.message_bar.sentence == "There is a column named “price” already."


def test_columns_are_added_copied_deleted_and_moved_by_commands(qtbot, shown) -> None:
    data = shown.menus.data
    select(shown, 0, 0, 0, 0)
    data.add_column.trigger()
    answer(shown, "new")
    assert list(frame(shown).columns) == ["size", "new", "colour", "price"]
    data.duplicate_column.trigger()
    assert list(frame(shown).columns) == ["size", "size copy", "new", "colour", "price"]
    data.move_column_right.trigger()
    assert list(frame(shown).columns) == ["size copy", "size", "new", "colour", "price"]
    assert current(shown)[1] == 1
    data.move_column_left.trigger()
    assert list(frame(shown).columns) == ["size", "size copy", "new", "colour", "price"]
    shown.window.view(DataTable).view.selectColumn(2)
    data.delete_columns.trigger()
    assert list(frame(shown).columns) == ["size", "size copy", "colour", "price"]


def test_dragging_a_name_moves_the_data(qtbot, shown) -> None:
    header = shown.window.view(DataTable).header
    drag(qtbot, header, 0, 2)
    assert list(frame(shown).columns) == ["colour", "price", "size"]
    assert [header.visualIndex(section) for section in range(3)] == [0, 1, 2]
    assert list(shown.session.document.table.roles) == ["colour", "price", "size"]


def test_a_type_that_would_empty_cells_is_asked_about_and_can_be_undone(qtbot, shown) -> None:
    data, bar = shown.menus.data, shown.window.message_bar
    select(shown, 0, 1, 0, 1)
    data.type_menu.aboutToShow.emit()
    assert [kind for kind, action in data.types.items() if action.isChecked()] == [ColumnType.TEXT]
    data.types[ColumnType.NUMBER].trigger()
    assert bar.sentence == (
        "5 cells are no numbers in “colour”, such as “red”, “blue”, “Red”, and would be emptied."
    )
    assert frame(shown)["colour"].tolist() == FRAME["colour"].tolist()
    bar.action_button.click()
    assert frame(shown)["colour"].dropna().tolist() == [1.5]
    shown.menus.edit.undo.trigger()
    data.types[ColumnType.CATEGORY].trigger()
    assert isinstance(frame(shown)["colour"].dtype, pd.CategoricalDtype)


def test_numbers_with_two_readings_are_read_as_a_person_says(qtbot, shown) -> None:
    frame_with_doubt = FRAME.assign(colour=pd.Series(["1,234", "2", "3", "x", "5", "6"], dtype="str"))
    shown.session.document.start_with(replace(shown.session.document.table, frame=frame_with_doubt))
    select(shown, 0, 1, 0, 1)
    shown.menus.data.types[ColumnType.NUMBER].trigger()
    box = shown.window.findChild(QMessageBox)
    assert box.text() == "“1,234” in “colour” may be 1.234 or 1234."
    button = next(button for button in box.buttons() if button.text() == "Decimal point")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown.window.message_bar.sentence == "1 cell is no number in “colour”: “x” would be emptied."
    shown.window.message_bar.action_button.click()
    assert frame(shown)["colour"].tolist()[:3] == [1234.0, 2.0, 3.0]


def test_pasted_numbers_with_two_readings_are_told_and_read_otherwise_at_a_click(qtbot, shown) -> None:
    bar, document = shown.window.message_bar, shown.session.document
    before = document.table
    QGuiApplication.clipboard().setText("475,962\n12,000\n1,250\n")
    select(shown, 0, 2, 0, 2)
    shown.menus.edit.paste.trigger()
    assert "3 numbers in “price” could be read in two ways: “475,962” was read as 475962" in bar.sentence
    assert frame(shown)["price"].tolist()[:4] == [475962.0, 12000.0, 1250.0, 10.0]
    assert bar.action_button.text() == "Read “475,962” as 475.962"
    bar.action_button.click()
    assert frame(shown)["price"].tolist()[:4] == [475.962, 12.0, 1.25, 10.0]
    assert "two ways" not in bar.sentence
    shown.menus.edit.undo.trigger()
    assert document.table is before


def test_pasted_percentages_are_told_and_are_text_at_a_click_in_one_step_of_undo(qtbot, shown) -> None:
    bar, document = shown.window.message_bar, shown.session.document
    before = document.table
    QGuiApplication.clipboard().setText("42%\n43%\n")
    select(shown, 0, 2, 0, 2)
    shown.menus.edit.paste.trigger()
    assert "“price” holds numbers without a unit, so that cells such as “42%” stay texts." in bar.sentence
    assert frame(shown)["price"].tolist()[:2] == ["42%", "43%"]
    assert bar.action_button.text() == "Read “price” as Numbers"
    bar.action_button.click()
    assert frame(shown)["price"].tolist()[:2] == [42.0, 43.0]
    assert "“price” holds percentages: “42%” was read as 42." in bar.sentence
    assert bar.action_button.text() == "Read “price” as Text"
    bar.action_button.click()
    assert frame(shown)["price"].tolist()[:2] == ["42%", "43%"]
    assert "price" not in bar.sentence
    shown.menus.edit.undo.trigger()
    assert document.table is before


def test_a_typed_number_with_two_readings_is_told_until_the_table_is_another(qtbot, shown) -> None:
    bar, model = shown.window.message_bar, shown.window.view(DataTable).view.model()
    model.setData(model.index(0, 2), "1,250")
    assert "1 number in “price” could be read in two ways: “1,250” was read as 1250" in bar.sentence
    model.setData(model.index(1, 2), "2,5")
    assert "two ways" not in bar.sentence
    assert frame(shown)["price"].tolist()[:2] == [1250.0, 2.5]


def test_cells_copied_here_are_pasted_as_they_are(qtbot, shown) -> None:
    comma = ColumnSigns(NumberStyle(",", "."))
    given = FRAME.assign(price=[1.125, 2.25, 3.375, 4.5, 5.625, 6.75])
    table = replace(shown.session.document.table, frame=given, signs={"size": comma})
    shown.session.document.start_with(table)
    select(shown, 0, 2, 5, 2)
    shown.menus.edit.copy.trigger()
    select(shown, 0, 0, 0, 0)
    shown.menus.edit.paste.trigger()
    assert frame(shown)["size"].tolist() == given["price"].tolist()
    assert "two ways" not in shown.window.message_bar.sentence


def test_a_paste_wider_than_the_table_brings_columns_and_rows(qtbot, shown) -> None:
    before = shown.session.document.table
    QGuiApplication.clipboard().setText("7\t8\t9\n10\t11\t12\n")
    select(shown, 5, 2, 5, 2)
    shown.menus.edit.paste.trigger()
    assert frame(shown).shape == (7, 5)
    assert frame(shown).iloc[5:, 2:].to_numpy().tolist() == [[7.0, 8.0, 9.0], [10.0, 11.0, 12.0]]
    shown.menus.edit.undo.trigger()
    assert shown.session.document.table is before


def test_the_first_selected_row_is_filled_down(qtbot, shown) -> None:
    select(shown, 1, 0, 3, 1)
    shown.menus.edit.fill_down.trigger()
    assert frame(shown)["size"].tolist() == [3.0, 1.0, 1.0, 1.0, 4.0, 6.0]
    assert frame(shown)["colour"].tolist()[1:4] == ["blue"] * 3
    select(shown, 5, 0, 5, 0)
    shown.menus.edit.fill_down.trigger()
    assert frame(shown)["size"].tolist()[5] == 4.0


@pytest.mark.parametrize("many", [False, True])
def test_a_text_that_others_would_run_is_pasted_here_as_it_is(qtbot, shown, monkeypatch, many) -> None:
    given = FRAME.assign(colour=["=1+1", "-A1", "x", "＝y", "z", "@b"])
    shown.session.document.start_with(replace(shown.session.document.table, frame=given))
    monkeypatch.setattr(cell_commands, "CELLS_AT_ONCE", 2 if many else 1000)
    QGuiApplication.clipboard().clear()
    select(shown, 0, 1, 3, 1)
    shown.menus.edit.copy.trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "'=1+1\n'-A1\nx\n'＝y\n")
    select(shown, 2, 1, 2, 1)
    shown.menus.edit.paste.trigger()
    qtbot.waitUntil(lambda: frame(shown)["colour"].tolist() == ["=1+1", "-A1", "=1+1", "-A1", "x", "＝y"])


def test_many_cells_are_copied_in_the_background(qtbot, shown, monkeypatch) -> None:
    monkeypatch.setattr(cell_commands, "CELLS_AT_ONCE", 2)
    QGuiApplication.clipboard().setText("mine")
    select(shown, 0, 0, 1, 1)
    shown.menus.edit.copy.trigger()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "3\tred\n1\tblue\n")


def test_cells_are_found_while_typing_one_after_the_other(qtbot, shown) -> None:
    bar = shown.window.view(DataTable).find_bar
    assert bar.isHidden()
    shown.menus.edit.find.trigger()
    qtbot.keyClicks(bar.field, "red")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 2")
    assert current(shown) == (0, 1)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert (current(shown), bar.count.text()) == ((2, 1), "2 of 2")
    shown.menus.edit.find_next.trigger()
    assert current(shown) == (0, 1)
    shown.menus.edit.find_previous.trigger()
    assert current(shown) == (2, 1)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert current(shown) == (0, 1)
    bar.field.setText("1.5")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    assert current(shown) == (1, 2)
    bar.field.setText("nowhere")
    qtbot.waitUntil(lambda: bar.count.text() == "nothing found")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_only_selected_columns_are_searched_if_that_is_wanted(qtbot, shown) -> None:
    bar = shown.window.view(DataTable).find_bar
    shown.window.view(DataTable).view.selectColumn(0)
    shown.menus.edit.find.trigger()
    bar.only_selected.setChecked(True)
    qtbot.keyClicks(bar.field, "5")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    assert current(shown) == (3, 0)


def test_what_is_found_follows_the_edits(qtbot, shown) -> None:
    bar = shown.window.view(DataTable).find_bar
    shown.menus.edit.find.trigger()
    qtbot.keyClicks(bar.field, "green")
    qtbot.waitUntil(lambda: bar.count.text() == "1 of 1")
    shown.session.document.edit_cell(0, 1, "green")
    qtbot.waitUntil(lambda: bar.count.text() == "2 of 2")
    assert current(shown) == (3, 1)


def test_undo_names_and_gives_up_the_edit_that_is_under_way(qtbot, shown) -> None:
    document, edit, gate = shown.session.document, shown.menus.edit, threading.Event()

    def think(table: Table) -> Table:
        assert gate.wait(30)
        return table

    assert not edit.undo.isEnabled()
    document.edit("Think", think, cells=10**6)
    qtbot.waitUntil(lambda: edit.undo.text() == "&Undo Think")
    assert shown.window.statusBar().currentMessage() == "Think…"
    edit.undo.trigger()
    gate.set()
    assert not document.queue.busy
    assert not edit.undo.isEnabled()
    assert shown.window.statusBar().currentMessage() == ""


def test_a_long_edit_is_given_up_by_esc_and_leaves_the_table_as_it_is(qtbot, shown) -> None:
    document, gate, cancel = shown.session.document, threading.Event(), shown.window.cancel_edit
    before = document.table

    def think(table: Table) -> Table:
        assert gate.wait(30)
        return column_edits.rename_column(table, "size", "area")

    assert not cancel.isVisible()
    document.edit("Think", think, cells=10**6)
    document.edit("Think again", think, cells=10**6)
    qtbot.waitUntil(cancel.isVisible)
    qtbot.keyClick(shown.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not document.queue.busy)  # the button is seen to be pressed
    assert not cancel.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not shown.session.jobs._running, timeout=30_000)
    assert document.table is before
    assert not shown.menus.edit.undo.isEnabled()


def test_copying_is_given_up_at_once(qtbot, shown, monkeypatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr(editing, "cells_text", lambda *_: gate.wait(30) and "too late")
    QGuiApplication.clipboard().setText("before")
    shown.window.view(DataTable).cells.copy_requested.emit([(0, 0, 2, 2)])
    cancel = shown.window.cancel_edit
    qtbot.waitUntil(cancel.isVisible)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    gate.set()
    qtbot.waitUntil(lambda: not shown.session.jobs._running, timeout=30_000)
    assert QGuiApplication.clipboard().text() == "before"


def test_closing_and_saving_wait_for_the_edit_that_is_under_way(qtbot, shown, tmp_path) -> None:
    document, gate, path = shown.session.document, threading.Event(), tmp_path / "work.linreg"
    shown.session.projects.save(path)
    qtbot.waitUntil(lambda: shown.session.projects.path == path and not shown.session.projects.dirty)

    def rename(table: Table) -> Table:
        assert gate.wait(30)
        return column_edits.rename_column(table, "size", "area")

    document.edit("Rename", rename, cells=10**6)
    shown.menus.save.trigger()
    shown.window.close()
    assert shown.window.isVisible()
    gate.set()
    qtbot.waitUntil(lambda: not shown.window.isVisible())
    assert "area" in read_project(path).table.frame.columns


def test_a_row_is_gone_to_by_its_number(qtbot, shown) -> None:
    select(shown, 0, 1, 0, 1)
    shown.menus.edit.go_to_row.trigger()
    dialog = shown.window.findChildren(QInputDialog)[-1]
    assert dialog.intMaximum() == 6
    dialog.setIntValue(5)
    dialog.accept()
    assert current(shown) == (4, 1)


def test_a_command_without_a_current_column_says_what_to_do(qtbot, shown) -> None:
    shown.window.view(DataTable).view.setCurrentIndex(shown.window.view(DataTable).view.model().index(-1, -1))
    shown.menus.data.sort_rows_ascending.trigger()
    assert shown.window.message_bar.sentence == "Click a cell or the name of a column first."
