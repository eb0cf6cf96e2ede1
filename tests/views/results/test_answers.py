"""What the data say of bias and weights, as it is shown, sorted, chosen and copied."""

from __future__ import annotations

import numpy as np
import pytest
from desk_cases import desk_of, homes
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from linreg_gui.core.desk.coefficients import coefficients_of
from linreg_gui.core.desk.desk import Desk, DeskChoices
from linreg_gui.core.desk.summary import summary_of
from linreg_gui.core.model.losses import AbsoluteLoss
from linreg_gui.core.number_text import TableStyle
from linreg_gui.core.writing.table_text import TableFormat
from linreg_gui.views.results.summary_strip import SummaryModel
from linreg_gui.views.results.weights_columns import Column
from linreg_gui.views.results.weights_table import WeightsTable


@pytest.fixture(scope="module")
def desk() -> Desk:
    return desk_of(homes(), "price", "age", "area", "town", units={"age": "year"})


@pytest.fixture
def table(qtbot, desk) -> WeightsTable:
    table = WeightsTable()
    qtbot.addWidget(table)
    table.tester = QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.resize(700, 500)
    table.show()
    show(table, desk)
    return table


def show(table: WeightsTable, desk: Desk) -> None:
    table.show_names(desk.data.feature_names, "price", desk.analysis.ledger.sources)
    table.show_exact(desk.fit.weights, desk.fit.bias)
    table.show_sgd(desk.fit.weights, desk.fit.bias)
    table.show_answers(coefficients_of(desk), summary_of(desk))


def column(table: WeightsTable, which: Column) -> list[str]:
    return [table.model.index(row, which).data() for row in range(table.model.rowCount())]


def shown(table: WeightsTable) -> list[Column]:
    return [which for which in Column if not table.view.isColumnHidden(which)]


def row_of(table: WeightsTable, name: str) -> int:
    return column(table, Column.NAME).index(name)


def test_each_number_stands_in_its_row(table, desk) -> None:
    names = ["bias", "age", "area", "town, all", "town = Köln", "town = Bonn", "town = Hof", "town = Ulm"]
    assert column(table, Column.NAME) == names
    found = coefficients_of(desk)
    age = row_of(table, "age")
    for which, number in {
        Column.ERROR: found.numbers["standard error"][1],
        Column.T: found.numbers["t"][1],
    }.items():
        assert table.model.index(age, which).data(Qt.ItemDataRole.EditRole) == repr(float(number))
    assert column(table, Column.P)[age] == "< 0.001"
    assert column(table, Column.INFLATION)[0] == "–"


def test_levels_have_a_row_of_their_joint_test(table, desk) -> None:
    (group,) = coefficients_of(desk).groups
    row = row_of(table, "town, all")
    assert table.model.index(row, Column.T).data() == f"F {group.test.f:.2f}"
    assert float(table.model.index(row, Column.P).data(Qt.ItemDataRole.EditRole)) == group.test.p
    assert "town as a whole: F(3, " in table.model.index(row, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert column(table, Column.EXACT)[row] == ""
    assert column(table, Column.P)[row_of(table, "town = Köln")] == ""


def test_pointing_at_a_row_or_selecting_it_reads_it_in_words(table) -> None:
    row = row_of(table, "age")
    said = table.model.index(row, Column.NAME).data(Qt.ItemDataRole.ToolTipRole)
    assert "One more year of age goes with" in said.replace("&lt;", "<")
    assert table.words.isHidden()
    table.view.selectRow(row)
    assert table.words.text().startswith("One more year of age goes with ")
    assert table.words.isVisible()
    described = table.model.index(row, Column.NAME).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert described == table.words.text()
    standardised = table.model.index(row, Column.STANDARDISED).data(Qt.ItemDataRole.ToolTipRole)
    assert "standard deviations less of price" in standardised


def test_pointing_at_a_heading_says_what_the_number_is(table) -> None:
    for which in Column:
        told = table.model.headerData(which, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        assert told.endswith(".")
    assert table.model.headerData(Column.LOW, Qt.Orientation.Horizontal) == "low 95 %"


def test_level_and_errors_are_those_of_the_desk(table, desk) -> None:
    before = column(table, Column.ERROR)
    table.show_answers(coefficients_of(desk.with_choices(DeskChoices(0.9, "HC3"))), None)
    assert table.model.headerData(Column.HIGH, Qt.Orientation.Horizontal) == "high 90 %"
    help_text = table.model.headerData(Column.ERROR, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "HC3" in help_text
    assert column(table, Column.ERROR) != before
    assert "HC3" in table.remark.text()
    assert table.options.errors["HC3"].isChecked()
    assert table.options.levels[0.9].isChecked()


def test_numbers_of_other_exact_ones_are_never_shown(table, desk) -> None:
    table.show_exact(desk.fit.weights * 1.0001, desk.fit.bias)
    assert set(column(table, Column.ERROR)) == {"–", "", "(base)"}
    assert table.words.isHidden()
    table.show_exact(desk.fit.weights, desk.fit.bias)
    assert "–" not in column(table, Column.ERROR)
    table.show_names(("a", "b"), "c")
    assert set(column(table, Column.ERROR)) == {"–"}


def test_what_does_not_hold_is_no_column_but_a_sentence(table) -> None:
    other = desk_of(homes(), "price", "age", "area", loss=AbsoluteLoss())
    assert Column.P in shown(table)
    show(table, other)
    assert not {Column.ERROR, Column.T, Column.P, Column.LOW, Column.HIGH} & set(shown(table))
    assert Column.OFF_BY in shown(table)
    assert "not for the absolute error" in table.remark.text()
    assert table.remark.isVisible()
    assert not table.options.columns[Column.P].isEnabled()


def test_columns_that_are_chosen_are_shown(qtbot, table) -> None:
    with qtbot.waitSignal(table.columns_requested) as asked:
        table.options.columns[Column.T].trigger()
    assert asked.args[0] == {
        Column.SGD,
        Column.EXACT,
        Column.ERROR,
        Column.T,
        Column.P,
        Column.LOW,
        Column.HIGH,
    }
    table.show_chosen_columns({Column.EXACT, Column.INFLATION})
    assert shown(table) == [Column.NAME, Column.EXACT, Column.INFLATION]
    assert table.options.columns[Column.INFLATION].isChecked()
    table.show_chosen_columns(None)
    assert Column.INFLATION not in shown(table)


def test_a_click_on_a_heading_sorts_and_a_third_brings_the_order_back(qtbot, table) -> None:
    header = table.view.horizontalHeader()
    before = column(table, Column.NAME)
    table.view.selectRow(row_of(table, "area"))
    at = header.sectionPosition(Column.EXACT) + header.sectionSize(Column.EXACT) // 2 - header.offset()

    def click() -> list[str]:
        place = header.rect().topLeft()
        place.setX(at)
        place.setY(header.height() // 2)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
        return column(table, Column.EXACT)

    numbers = [float(text.replace("−", "-")) for text in click() if text not in ("", "0")]
    assert numbers == sorted(numbers)
    assert column(table, Column.NAME)[-2:] == ["town, all", "town = Köln"]
    assert table.view.currentIndex().row() == row_of(table, "area")
    numbers = [float(text.replace("−", "-")) for text in click() if text not in ("", "0")]
    assert numbers == sorted(numbers, reverse=True)
    click()
    assert column(table, Column.NAME) == before
    table.view.sortByColumn(Column.P, Qt.SortOrder.AscendingOrder)
    assert column(table, Column.NAME) != before
    table.options.first_order_requested.emit()
    assert column(table, Column.NAME) == before


def test_rows_are_sorted_once_the_numbers_are_there(table, desk) -> None:
    table.show_names(desk.data.feature_names, "price", desk.analysis.ledger.sources)
    table.show_exact(desk.fit.weights, desk.fit.bias)
    table.show_sgd(desk.fit.weights, desk.fit.bias)
    table.view.sortByColumn(Column.ERROR, Qt.SortOrder.DescendingOrder)
    table.show_answers(coefficients_of(desk), None)
    cells = [table.model.index(row, Column.ERROR).data(Qt.ItemDataRole.EditRole) for row in range(8)]
    numbers = [float(text) for text in cells if text]
    assert numbers == sorted(numbers, reverse=True)
    assert table.as_text().heads == ("", "SGD", "Exact", "SE", "p", "low 95 %", "high 95 %")


def test_a_hundred_features_are_sorted_and_read(qtbot) -> None:
    rng = np.random.default_rng(0)
    frame = homes(400).dropna(ignore_index=True)[["price"]]
    frame = frame.join(type(frame)(rng.normal(size=(len(frame), 100)), columns=[f"f{j}" for j in range(100)]))
    desk = desk_of(frame, "price", *frame.columns[1:])
    table = WeightsTable()
    qtbot.addWidget(table)
    show(table, desk)
    assert table.model.rowCount() == 101
    table.view.sortByColumn(Column.P, Qt.SortOrder.AscendingOrder)
    ps = [table.model.index(row, Column.P).data(Qt.ItemDataRole.EditRole) for row in range(101)]
    assert [float(p) for p in ps] == sorted(map(float, ps))
    assert table.model.in_words(50).startswith("One more in f")


def test_the_style_of_numbers_is_that_of_all_of_them(table) -> None:
    table.show_style(TableStyle(decimals=2, apa=True))
    age = row_of(table, "age")
    assert column(table, Column.P)[age] == "< .001"
    assert column(table, Column.ERROR)[age].count(".") == 1
    assert len(column(table, Column.EXACT)[age].split(".")[1]) == 2
    assert "R² = ." in table.summary.line.text()
    assert table.options.apa.isChecked()
    assert table.options.decimals[2].isChecked()


def test_the_table_is_copied_as_it_looks(table) -> None:
    table.show_chosen_columns({Column.EXACT, Column.P})
    text = table.as_text()
    assert text.heads == ("", "Exact", "p")
    assert text.rows[1][2] == "< 0.001"
    assert text.numbers == (False, True, True)
    (entry,) = [a for a in table.options.copy_table.actions() if a.data() == TableFormat.MARKDOWN.value]
    entry.trigger()
    assert QGuiApplication.clipboard().text().startswith("|  | Exact | p |")
    (entry,) = [a for a in table.options.copy_summary.actions() if a.data() == TableFormat.SHOWN.value]
    entry.trigger()
    assert ">adjusted R²<" in QGuiApplication.clipboard().mimeData().html()


def test_a_p_value_that_float64_has_no_room_for_is_not_copied_as_0(qtbot) -> None:
    frame = (
        homes(300)
        .dropna(ignore_index=True)
        .assign(price=lambda frame: 3.0 * frame.area + 1e-9 * frame.age**2)
    )
    table = WeightsTable()
    qtbot.addWidget(table)
    show(table, desk_of(frame, "price", "area"))
    assert table.model.index(1, Column.P).data(Qt.ItemDataRole.EditRole) == "< 1e-300"
    assert table.model.index(1, Column.P).data() == "< 0.001"


def test_the_summary_is_a_line_that_opens(qtbot, table) -> None:
    line = table.summary.line
    assert line.text().startswith("R² = 0.")
    assert table.summary.isHidden()
    with qtbot.waitSignal(table.summary.opened):
        qtbot.keyClick(line, Qt.Key.Key_Space)
    assert table.summary.view.isVisible()
    assert "open" in line.accessibleName()
    model = table.summary.model
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert {"n", "R²", "σ", "AIC", "PRESS", "condition number"} <= set(names)
    table.summary.view.selectRow(names.index("PRESS"))
    assert table.summary.sentence.text().startswith("The sum of the squares by which each row is missed")
    assert table.summary.sentence.isVisible()
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton)
    assert table.summary.isHidden()


def test_the_line_says_as_much_as_there_is_room_for(table) -> None:
    line = table.summary.line
    table.resize(1200, 500)
    wide = line.text()
    table.resize(240, 500)
    assert wide.startswith(line.text())
    assert len(line.text()) < len(wide)
    assert line.text().startswith("R² = 0.")


def test_without_a_solution_there_is_no_summary(table) -> None:
    table.clear()
    assert table.summary.line.text() == "Summary"
    assert table.summary.model.rowCount() == 0


def test_the_model_of_the_summary_keeps_the_rules_of_qt(qtbot, desk) -> None:
    model = SummaryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_lines(summary_of(desk).lines, TableStyle())
    model.show_lines(summary_of(desk, whole=False).lines, TableStyle())
    assert tester.model() is model
