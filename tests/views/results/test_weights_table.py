"""Bias and weights of both solutions, as they are read and copied."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QWidget

from linreg_gui.core.number_text import number_like
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.views.results.weights_columns import Column, percent_text
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.widgets.style import Series, dark_palette, light_palette, muted


@pytest.fixture
def table(qtbot) -> WeightsTable:
    table = WeightsTable()
    qtbot.addWidget(table)
    table.tester = QAbstractItemModelTester(table.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.resize(300, 400)
    table.show()
    return table


@pytest.fixture
def filled(table) -> WeightsTable:
    table.show_names(("x1", "x2"), "y")
    table.show_exact(np.array([2.0, -3.4]), 4.0)
    table.show_truth(None, None)
    table.show_sgd(np.array([1.0, -3.4]), 4.1)
    return table


def column(table: WeightsTable, which: Column) -> list[str]:
    return [table.model.index(row, which).data() for row in range(table.model.rowCount())]


def test_the_bias_comes_first_then_every_feature(filled) -> None:
    assert column(filled, Column.NAME) == ["bias", "x1", "x2"]


def test_both_solutions_stand_side_by_side_with_their_difference(filled) -> None:
    assert column(filled, Column.SGD) == ["4.1000", "1.0000", "−3.4000"]
    assert column(filled, Column.EXACT) == ["4.0000", "2.0000", "−3.4000"]
    assert column(filled, Column.OFF_BY) == ["+2.50 %", "−50.0 %", "0.00 %"]


def test_a_number_that_is_not_known_yet_is_a_dash(table) -> None:
    table.show_names(("x1",), "y")
    for which in (Column.SGD, Column.EXACT, Column.OFF_BY):
        assert column(table, which) == ["–", "–"]


def test_the_difference_from_an_exact_zero_is_a_dash(table) -> None:
    table.show_names(("x1",), "y")
    table.show_exact(np.array([0.0]), 1.0)
    table.show_sgd(np.array([0.5]), 1.0)
    assert column(table, Column.OFF_BY) == ["0.00 %", "–"]


@pytest.mark.parametrize(
    ("exact", "sgd", "text"),
    [
        (0.001, -0.0094, "−1.0 SE"),
        (0.0, 0.0, "0.0 SE"),
        (0.0, 1e-9, "<0.1 SE"),
        (-0.019, 1.0, "+102 SE"),
        (0.0201, 0.0402, "+100 %"),
        (-2.0, -2.1, "−5.00 %"),
        (0.0, 1e9, "far"),
    ],
)
def test_a_number_that_may_be_zero_is_off_by_standard_errors(table, exact, sgd, text) -> None:
    table.show_names(("x1",), "y")
    table.show_standard_errors((np.array([0.01]), 0.5))
    table.show_exact(np.array([exact]), 1.0)
    table.show_sgd(np.array([sgd]), 1.0)
    assert column(table, Column.OFF_BY) == ["0.00 %", text]
    copied = table.model.index(1, Column.OFF_BY).data(Qt.ItemDataRole.EditRole)
    assert copied.endswith(" SE") == (text.endswith("SE") or text == "far")


def test_standard_errors_of_noiseless_data_or_of_another_model_are_not_used(table) -> None:
    table.show_names(("x1",), "y")
    for errors in ((np.array([0.0]), 0.0), (np.array([1.0, 1.0]), 1.0), (np.array([np.inf]), np.inf), None):
        table.show_standard_errors(errors)
        table.show_exact(np.array([1e-3]), 1.0)
        table.show_sgd(np.array([2e-3]), 1.0)
        assert column(table, Column.OFF_BY) == ["0.00 %", "+100 %"]


def test_the_true_numbers_appear_only_where_they_are_known(filled) -> None:
    assert filled.view.isColumnHidden(Column.TRUE)
    assert not filled.errors.isVisible()
    filled.show_truth(np.array([2.0, -3.4]), 4.2)
    assert not filled.view.isColumnHidden(Column.TRUE)
    assert column(filled, Column.TRUE) == ["4.2000", "2.0000", "−3.4000"]
    assert filled.errors.texts("SGD") == ("(1, 0)", "0.1")
    assert filled.errors.texts("Exact") == ("(0, 0)", "0.2")
    filled.show_sgd(np.array([2.0, -3.0]), 4.2)
    assert filled.errors.texts("SGD") == ("(0, −0.4)", "0")
    filled.show_truth(None, None)
    assert filled.view.isColumnHidden(Column.TRUE)
    assert not filled.errors.isVisible()


def test_the_error_of_one_weight_is_a_number_and_of_many_a_length(table) -> None:
    table.show_names(("x1",), "y")
    table.show_truth(np.array([2.0]), 0.0)
    table.show_sgd(np.array([1.5]), 0.0)
    assert table.errors.texts("SGD") == ("0.5", "0")
    assert table.errors.texts("Exact") == ("–", "–")
    table.show_names(("x1", "x2", "x3"), "y")
    table.show_truth(np.array([2.0, 3.0, 4.0]), 0.0)
    table.show_sgd(np.array([-1.0, 7.0, 4.0]), 0.0)
    assert table.errors.texts("SGD")[0] == "5"


def test_another_model_forgets_all_numbers(filled) -> None:
    filled.show_truth(np.array([2.0, -3.4]), 4.2)
    filled.show_names(("a", "b"), "c")
    assert column(filled, Column.NAME) == ["bias", "a", "b"]
    assert column(filled, Column.SGD) == ["–", "–", "–"]
    assert filled.view.isColumnHidden(Column.TRUE)


def test_numbers_of_another_model_are_never_shown(filled) -> None:
    filled.show_sgd(np.array([1.0, 2.0, 3.0]), 0.0)
    assert column(filled, Column.SGD) == ["–", "–", "–"]


def test_clearing_leaves_a_sentence(filled) -> None:
    filled.of_moment.clear()
    assert filled.model.rowCount() == 0
    assert "label" in filled.explanation.text()


def test_the_explanation_is_said_and_wraps(filled) -> None:
    sentence = (
        "Solved by the normal equations: the condition number of the scaled features is only 21.5. " * 2
    )
    filled.show_explanation(sentence)
    assert filled.explanation.text() == sentence
    assert filled.explanation.wordWrap()
    assert filled.width() == 300


def test_an_update_changes_texts_alone(qtbot, filled) -> None:
    resets = []
    filled.model.modelReset.connect(lambda: resets.append(True))
    widths = [filled.view.columnWidth(which) for which in Column]
    with qtbot.waitSignal(filled.model.dataChanged) as change:
        filled.show_sgd(np.array([-123.456, 9e-9]), 1e7)
    assert change.args[0].column() == Column.SGD
    assert resets == []
    assert widths == [filled.view.columnWidth(which) for which in Column]


def test_selected_rows_are_copied_with_every_digit(qtbot, filled) -> None:
    filled.show_sgd(np.array([1 / 3, -3.4]), 4.1)
    filled.view.selectRow(1)
    qtbot.keyClick(filled.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().rstrip("\n").split("\t")
    assert cells[:3] == ["x1", "0.3333333333333333", "2.0"]
    assert float(cells[-1]) == pytest.approx(-83.3333, rel=1e-4)


def test_the_true_numbers_are_copied_where_they_are_known(qtbot, filled) -> None:
    filled.show_truth(np.array([2.25, -3.4]), 4.2)
    filled.view.selectRow(1)
    filled.view.copy()
    assert "2.25" in QGuiApplication.clipboard().text().split("\t")


@pytest.mark.parametrize(
    ("number", "example", "text"),
    [
        (1.0, 949.443, "1.00"),
        (949.4431, 949.443, "949.44"),
        (-0.5, 66.9, "−0.500"),
        (0.0030594, 0.0030, "0.003059"),
        (1.23456e-7, 1.2e-7, "1.2346×10⁻⁷"),
        (3e8, 2.0, "3.0×10⁸"),
        (0.1, None, "0.10000"),
        (0.1, 0.0, "0.10000"),
        (0.1, float("inf"), "0.10000"),
        (float("nan"), 2.0, "–"),
        (-float("inf"), 2.0, "−∞"),
    ],
)
def test_a_number_is_written_with_the_decimals_of_the_exact_one(number, example, text) -> None:
    assert number_like(number, example) == text


@pytest.mark.parametrize(
    ("percent", "text"),
    [
        (0.0, "0.00 %"),
        (-0.001, "<0.01 %"),
        (0.006, "+0.01 %"),
        (1.234, "+1.23 %"),
        (-12.34, "−12.3 %"),
        (9.999, "+10.0 %"),
        (123.4, "+123 %"),
        (1e9, "far"),
        (float("nan"), "far"),
    ],
)
def test_a_difference_is_short_and_signed(percent, text) -> None:
    assert percent_text(percent) == text


@pytest.mark.parametrize("palette", [light_palette(), dark_palette()], ids=["light", "dark"])
def test_the_heads_have_the_colours_of_their_series(qapp, filled, palette) -> None:
    filled.setPalette(palette)
    dark = palette.window().color().lightness() < 128
    brush = filled.model.headerData(Column.SGD, Qt.Orientation.Horizontal, Qt.ItemDataRole.ForegroundRole)
    assert brush == Series.FIT.colour(dark)


def test_everything_fits_a_narrow_dock_with_the_chapters_example(filled) -> None:
    filled.show_truth(np.array([2.0, -3.4]), 4.2)
    header = filled.view.horizontalHeader()
    assert sum(header.sectionSize(which) for which in Column) <= 300


@pytest.fixture
def with_levels(table) -> WeightsTable:
    sources = (
        Source("area"),
        Source("town", SourceKind.LEVEL, "Bonn", "Ulm"),
        Source("town", SourceKind.MISSING, "", "Ulm"),
        Source("area", SourceKind.MISSING),
        Source("sold", SourceKind.DATE),
    )
    names = ("area", "town = Bonn", "town missing", "area missing", "sold")
    table.show_names(names, "price", sources)
    table.show_exact(np.array([1.0, -20.0, 5.0, 2.0, 0.5]), 100.0)
    table.show_sgd(np.array([2.0, -10.0, 5.0, 2.0, 0.5]), 100.0)
    return table


def test_the_reference_level_stands_above_the_others_as_a_quiet_zero(with_levels) -> None:
    assert column(with_levels, Column.NAME) == [
        "bias",
        "area",
        "town = Ulm",
        "town = Bonn",
        "town missing",
        "area missing",
        "sold",
    ]
    assert column(with_levels, Column.EXACT)[1:5] == ["1.0000", "0", "−20.000", "5.0000"]
    assert column(with_levels, Column.SGD)[1:4] == ["2.0000", "0", "−10.000"]
    assert column(with_levels, Column.OFF_BY)[1:4] == ["+100 %", "(base)", "+50.0 %"]
    colours = [with_levels.model.index(row, 0).data(Qt.ItemDataRole.ForegroundRole) for row in (2, 3)]
    assert colours == [muted(with_levels.palette()), None]


def test_what_a_weight_means_is_told(with_levels) -> None:
    tips = [with_levels.model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(7)]
    assert tips == [
        "bias, in the unit of price",
        "weight of area, in the unit of price per unit of area",
        "town = Ulm is the reference level: the weights of the others say how much more they are",
        "weight of town = Bonn, in the unit of price: so much more than town = Ulm",
        "weight of town missing, in the unit of price: so much more than town = Ulm",
        "weight of area missing, in the unit of price: so much more than where it is not missing",
        "weight of sold, in the unit of price per day",
    ]


def test_a_row_of_a_reference_level_is_copied_as_zero(with_levels) -> None:
    with_levels.view.selectRow(2)
    with_levels.view.copy()
    assert QGuiApplication.clipboard().text().rstrip("\n").split("\t")[:3] == ["town = Ulm", "0.0", "0.0"]


def test_tab_leaves_the_table(qtbot) -> None:
    frame = QWidget()
    qtbot.addWidget(frame)
    table, after = WeightsTable(frame), QLineEdit(frame)
    table.show_names(("x1",), "y")
    QWidget.setTabOrder(table.view, after)
    frame.show()
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    table.setFocus()
    assert table.view.hasFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_sgd_takes_no_room_until_it_has_started(qtbot) -> None:
    table = WeightsTable()
    qtbot.addWidget(table)
    table.show_names(("x1",), "y")
    table.show_exact(np.array([2.0]), 1.0)
    table.show_sgd(np.zeros(1), 0.0, is_start=True)
    assert table.view.isColumnHidden(Column.SGD)
    assert not table.options.columns[Column.SGD].isEnabled()
    assert table.options.columns[Column.SGD].isChecked()  # it comes by itself
    table.show_sgd(np.ones(1), 0.0)
    assert not table.view.isColumnHidden(Column.SGD)
    table.show_sgd(np.zeros(1), 0.0, is_start=True)  # looked back at
    assert not table.view.isColumnHidden(Column.SGD)
    table.show_names(("x2",), "y")
    assert table.view.isColumnHidden(Column.SGD)


def test_long_names_give_way_so_that_every_number_is_visible(qtbot) -> None:
    table = WeightsTable()
    qtbot.addWidget(table)
    table.show_names(["a name of a feature that takes much room"], "y")
    table.show_exact(np.array([0.48518]), 147.48)
    table.show_sgd(np.array([0.4]), 147.0)
    table.resize(400, 300)
    table.show()
    header = table.view.horizontalHeader()
    least = table.fontMetrics().horizontalAdvance("−00.0 %")
    wide = header.sectionSize(Column.NAME)
    narrower = []
    for width in range(400, 224, -4):
        table.resize(width, 300)
        if header.sectionSize(Column.NAME) < wide:
            narrower.append(header.sectionSize(Column.NAME))
            columns = (Column.NAME, Column.SGD, Column.EXACT)
            assert sum(header.sectionSize(column) for column in columns) + least <= width
    assert narrower
    assert min(narrower) >= 60
