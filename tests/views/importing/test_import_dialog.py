"""The import dialog: choices in, wishes out; previews and problems shown."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.cells.column_types import DecimalSign
from linreg_gui.core.reading.csv_preview import preview_csv
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.table_file import preview_table
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.widgets.style import dark_palette

TEXT = "area;rooms;town\n50,5;1;Köln\n51,5;x;Ulm\n52,5;3;?\n"


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "houses.csv"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def dialog(qtbot):
    made = ImportDialog("houses.csv")
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    "options",
    [
        ReadOptions(),
        ReadOptions(separator="\t", decimal=",", thousands=".", encoding="cp1252"),
        ReadOptions(separator="", header=False, skip_rows=4, missing=("x", "n/a")),
        ReadOptions(separator="#", header=True, thousands=""),
        ReadOptions(quote="'", types=(("a", "date"), ("b", "ignore"))),
    ],
    ids=str,
)
def test_options_go_in_and_come_out(qtbot, options) -> None:
    made = ImportDialog("houses.csv", options)
    qtbot.addWidget(made)
    assert made.options() == options


def test_each_choice_asks_for_another_preview(qtbot, dialog) -> None:
    for act, expected in (
        (lambda: dialog.fields.separator.setCurrentIndex(2), {"separator": ";"}),
        (lambda: dialog.fields.decimal.setCurrentIndex(2), {"decimal": ","}),
        (lambda: dialog.fields.quote.setCurrentIndex(2), {"quote": "'"}),
        (lambda: dialog.fields.thousands.setCurrentIndex(1), {"thousands": ""}),
        (lambda: dialog.fields.header.setCurrentIndex(2), {"header": False}),
        (lambda: dialog.fields.encoding.setCurrentIndex(2), {"encoding": "cp1252"}),
        (lambda: dialog.fields.skip_rows.setValue(3), {"skip_rows": 3}),
        (lambda: dialog.fields.missing.setText("x, none"), {"missing": ("x", "none")}),
    ):
        with qtbot.waitSignal(dialog.preview_requested) as asked:
            act()
        for name, value in expected.items():
            assert getattr(asked.args[0], name) == value


def test_a_separator_of_ones_own_is_typed(qtbot, dialog) -> None:
    dialog.fields.separator.setCurrentIndex(dialog.fields.separator.count() - 1)
    assert dialog.fields.own_separator.isVisible()
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        qtbot.keyClicks(dialog.fields.own_separator, "#")
    assert asked.args[0].separator == "#"


def test_a_preview_shows_the_rows_and_what_was_found(dialog, path) -> None:
    dialog.show_preview(preview_csv(path))
    table = dialog.table
    assert [table.horizontalHeaderItem(j).text() for j in range(3)] == [
        "area\nnumbers",
        "rooms\nnumbers",
        "town\ntext",
    ]
    cells = [[table.item(i, j).text() for j in range(3)] for i in range(3)]
    assert cells == [["50.5", "1", "Köln"], ["51.5", "x", "Ulm"], ["52.5", "3", "–"]]
    assert "“x” is not a number" in table.item(1, 1).toolTip()
    assert "missing: “?”" in table.item(2, 2).toolTip()
    assert dialog.fields.separator.itemText(0) == "automatic: semicolon"
    assert dialog.fields.decimal.itemText(0) == "automatic: comma"
    assert dialog.fields.encoding.itemText(0) == "automatic: UTF-8"
    assert dialog.hint.text.startswith("All 3 rows, 3 columns, 2 of them of numbers.")
    assert dialog.ok.isEnabled()


def test_import_asks_for_the_file_under_the_choices(qtbot, dialog, path) -> None:
    dialog.fields.skip_rows.setValue(0)
    dialog.fields.decimal.setCurrentIndex(2)
    dialog.show_preview(preview_csv(path, dialog.options()))
    with qtbot.waitSignal(dialog.import_requested) as asked:
        qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    assert asked.args[0] == ReadOptions(decimal=",")
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("text", "options", "part"),
    [
        ("a;b\n1;2\n3\n", ReadOptions(separator=";"), "1 row has another number of cells"),
        ("a,b\nx,y\nz,w\n", ReadOptions(), "No column of numbers"),
    ],
)
def test_what_cannot_be_read_cannot_be_imported(dialog, tmp_path, text, options, part) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    dialog.show_preview(preview_csv(path, options))
    assert part in dialog.hint.text
    assert dialog.hint.warns
    assert not dialog.ok.isEnabled()


def test_rows_that_do_not_fit_are_shown_as_they_are_split(dialog, tmp_path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("made in May\na;b\n1;2\n3;4\n")
    dialog.show_preview(preview_csv(path, ReadOptions(separator=";")))
    table = dialog.table
    rows = [[item.text() if (item := table.item(i, j)) else None for j in range(2)] for i in range(4)]
    assert rows == [["made in May", None], ["a", "b"], ["1", "2"], ["3", "4"]]
    assert "3 rows have another number of cells than the first" in dialog.hint.text
    dialog.show_preview(preview_csv(path, ReadOptions(separator=";", skip_rows=1)))
    assert table.rowCount() == 2
    assert dialog.ok.isEnabled()


def test_the_sheets_of_a_workbook_can_be_chosen_and_signs_cannot(qtbot, dialog, tmp_path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.active.append([1.5])
    book.create_sheet("second").append([2])
    path = tmp_path / "book.xlsx"
    book.save(path)
    assert not dialog.fields.sheet.isVisible()
    dialog.show_preview(preview_table(path))
    assert dialog.fields.sheet.isVisible()
    assert not dialog.fields.decimal.isVisible()
    assert [dialog.fields.sheet.itemText(i) for i in range(3)] == ["automatic: Sheet", "Sheet", "second"]
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        dialog.fields.sheet.setCurrentIndex(2)
    assert asked.args[0] == ReadOptions(sheet="second")
    dialog.show_preview(preview_table(path, asked.args[0]))
    assert dialog.options().sheet == "second"


def test_a_problem_empties_the_table(dialog, path) -> None:
    dialog.show_preview(preview_csv(path))
    dialog.show_problem("“houses.csv” is empty.")
    assert (dialog.table.rowCount(), dialog.hint.text) == (0, "“houses.csv” is empty.")
    assert not dialog.ok.isEnabled()


def test_two_readings_are_told_of_and_can_still_be_imported(dialog, tmp_path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("a;b\n1;1,234\n2;5,678\n")
    dialog.show_preview(preview_csv(path))
    assert "could be read in two ways" in dialog.hint.text
    assert [button.text() for button in dialog.choice.buttons] == ["1.234", "1234"]
    assert [dialog.table.item(i, 1).text() for i in range(2)] == ["1.234 or 1234", "5.678 or 5678"]
    assert dialog.ok.isEnabled()


def test_beside_two_readings_all_else_is_told(dialog, tmp_path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("475,962\n12,000\n1,250\n")
    dialog.show_preview(preview_csv(path))
    assert "could be read in two ways" in dialog.hint.text
    assert "could separate columns" in dialog.hint.text


def test_the_same_sign_twice_is_refused(qtbot, dialog) -> None:
    dialog.fields.decimal.setCurrentIndex(dialog.fields.decimal.findData(","))
    with qtbot.assertNotEmitted(dialog.preview_requested):
        dialog.fields.thousands.setCurrentIndex(dialog.fields.thousands.findData(","))
    assert "cannot be the same" in dialog.hint.text


def test_marks_follow_the_palette(dialog, path) -> None:
    dialog.show_preview(preview_csv(path))
    before = dialog.table.item(1, 1).foreground().color()
    dialog.setPalette(dark_palette())
    assert dialog.table.item(1, 1).foreground().color() != before


def test_the_type_of_a_column_is_chosen_by_clicking_it(qtbot, dialog, path) -> None:
    dialog.show_preview(preview_csv(path))
    kinds = dialog.fields.types
    assert (kinds.column.currentText(), kinds.kind.currentText()) == ("area", "automatic: numbers")
    dialog.table.horizontalHeader().sectionClicked.emit(2)
    assert (kinds.column.currentText(), kinds.kind.currentText()) == ("town", "automatic: text")
    dialog.table.setCurrentCell(0, 1)
    assert kinds.column.currentText() == "rooms"
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        kinds.kind.setCurrentIndex(kinds.kind.findData("category"))
        kinds.kind.activated.emit(kinds.kind.currentIndex())
    assert asked.args[0] == ReadOptions(types=(("rooms", "category"),))
    dialog.show_preview(preview_csv(path, asked.args[0]))
    assert dialog.table.horizontalHeaderItem(1).text() == "rooms\ncategories"
    assert kinds.column.currentText() == "rooms"
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        kinds.choose_type("rooms", "")
    assert asked.args[0] == ReadOptions()


def test_cells_that_fit_no_type_and_columns_left_out_are_marked(dialog, tmp_path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("n,day,rest\n1,2026-01-31,x\n2,soon,y\n3,,z\n")
    dialog.show_preview(preview_csv(path, ReadOptions(types=(("day", "date"), ("rest", "ignore")))))
    table = dialog.table
    assert [table.item(i, 1).text() for i in range(3)] == ["2026-01-31", "soon", "–"]
    assert "is no date" in table.item(1, 1).toolTip()
    assert table.horizontalHeaderItem(2).text() == "rest\nleft out"
    assert table.item(0, 2).toolTip() == "This column is left out."
    assert dialog.ok.isEnabled()


def test_dates_with_two_readings_must_be_decided(qtbot, dialog, tmp_path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("n,day\n1,1/2/2026\n2,3/3/2026\n")
    dialog.fields.types.choose_type("day", "date")
    dialog.show_preview(preview_csv(path, dialog.options()))
    assert [dialog.table.item(i, 1).text() for i in range(2)] == ["2026-02-01 or 2026-01-02", "2026-03-03"]
    assert "1 date in “day” could be read in two ways" in dialog.hint.text
    assert not dialog.ok.isEnabled()
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        dialog.choice.buttons[1].click()
    assert asked.args[0].types == (("day", "month-first date"),)
    dialog.show_preview(preview_csv(path, asked.args[0]))
    assert dialog.ok.isEnabled()
    assert dialog.choice.isHidden()


def test_one_of_two_readings_of_numbers_is_chosen_by_a_button(qtbot, dialog, tmp_path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("a;b\n1;1,234\n2;5,678\n")
    dialog.show_preview(preview_csv(path))
    with qtbot.waitSignal(dialog.preview_requested) as asked:
        dialog.choice.buttons[1].click()
    assert dict(asked.args[0].types) == {"b": DecimalSign.POINT}
    dialog.show_preview(preview_csv(path, asked.args[0]))
    assert dialog.table.item(0, 1).text() == "1234"
    assert dialog.choice.isHidden()


def test_two_readings_are_chosen_for_one_column_after_the_other(qtbot, dialog, tmp_path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("a;b;c\n1.5;1,234;7,125\n2.5;5,678;8,250\n")
    dialog.show_preview(preview_csv(path))
    for column, number in (("b", 0), ("c", 1)):
        assert f"In “{column}”" in dialog.choice.label.text()
        with qtbot.waitSignal(dialog.preview_requested) as asked:
            dialog.choice.buttons[number].click()
        dialog.show_preview(preview_csv(path, asked.args[0]))
    assert dialog.choice.isHidden()
    assert [dialog.table.item(0, j).text() for j in range(3)] == ["1.5", "1.234", "7125"]


def test_a_question_between_two_readings_moves_nothing(qtbot, dialog) -> None:
    dialog.show()
    qtbot.waitExposed(dialog)
    before = [widget.geometry() for widget in (dialog.fields, dialog.table, dialog.hint, dialog.buttons)]
    dialog.choice.show_readings("In “x”, “1,234” is", ("1234", "1.234"))
    dialog.layout().activate()
    after = [widget.geometry() for widget in (dialog.fields, dialog.table, dialog.hint, dialog.buttons)]
    assert after == before
