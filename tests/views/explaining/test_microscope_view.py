"""One update as a table: its rows and lines, the choices, the current line, and rows that are asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester

from linreg_gui.core.explaining import microscope_lines
from linreg_gui.core.explaining.microscope import Microscope, microscope
from linreg_gui.core.explaining.microscope_lines import Column, MicroscopeWish, Unfolded
from linreg_gui.core.explaining.shown_update import shown_update
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.number_text import plain_number
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.views.explaining.microscope_view import MicroscopeView
from linreg_gui.views.widgets.fitted_text import shown_text


def seen_after(steps: int, names: tuple[str, ...] = ("one", "two"), **settings: object) -> Microscope:
    rng = np.random.default_rng(0)
    X = rng.normal(5.0, 2.0, size=(50, len(names)))
    y = 2.0 * X[:, 0] - X[:, 1] + rng.normal(size=50)
    data = Dataset(X, y, feature_names=list(names), label_name="y")
    sgd = Sgd(data, SgdConfig(**({"learning_rate": 0.1, "batch_size": 20, "epochs": 9} | settings)))
    sgd.advance(steps)
    update = sgd.next_update()
    assert update is not None
    return microscope(data, update, table_rows=100 + 2 * np.arange(50), made=True)


@pytest.fixture
def view(qtbot) -> MicroscopeView:
    view = MicroscopeView()
    qtbot.addWidget(view)
    view.tester = QAbstractItemModelTester(view.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.resize(304, 600)
    view.show()
    return view


def texts(view: MicroscopeView, column: Column) -> list[str]:
    return [view.model.index(row, column).data() for row in range(view.model.rowCount())]


def lines(view: MicroscopeView) -> list[str]:
    return [text for text in texts(view, Column.ROW) if not text.isdigit()]


def choose(view: MicroscopeView, line: int) -> None:
    """Whatever keys are held."""
    selection = view.table.selectionModel()
    flags = selection.SelectionFlag.ClearAndSelect | selection.SelectionFlag.Rows
    selection.setCurrentIndex(view.model.index(line, 0), flags)


def test_the_first_rows_stand_above_the_sum_of_the_others(view) -> None:
    seen = seen_after(4)
    view.show_value(Unfolded(seen))
    assert texts(view, Column.ROW)[:9] == [*(str(row + 1) for row in seen.table_rows[:8]), "12 others"]
    shown = shown_update(seen.data, 0, rows=8, digits=4)
    assert texts(view, Column.SHARE)[:9] == [*shown.shares, shown.others]
    assert texts(view, Column.SLOPE)[9:] == [
        shown.total,
        shown.gradient,
        shown.rate,
        shown.move,
        shown.before,
        shown.after,
    ]
    shares = [float(plain_number(text)) for text in texts(view, Column.SHARE)[:9]]
    assert sum(shares) == pytest.approx(float(plain_number(shown.total)))
    assert view.heading.text().startswith("Update 4 → 5")


def test_another_parameter_and_other_units_are_chosen_and_stay(view) -> None:
    view.show_value(Unfolded(seen_after(4)))
    boxes = view.parameter_box, view.units_box
    assert [boxes[0].itemText(place) for place in range(boxes[0].count())] == ["one", "two", "constant"]
    assert boxes[1].currentText() == "data units"
    before = texts(view, Column.SHARE)
    view.parameter_box.setCurrentIndex(1)
    second = texts(view, Column.SHARE)
    assert second != before
    view.units_box.setCurrentIndex(1)
    assert view.units_box.currentText() == "internal units"
    seen = seen_after(5)
    view.show_value(Unfolded(seen))
    assert [box.currentIndex() for box in boxes] == [1, 1]
    assert texts(view, Column.SHARE)[0] == shown_update(seen.internal, 1, rows=8, digits=4).shares[0]
    view.show_value(Unfolded(seen_after(5, ("a", "b", "c"))))
    assert [box.currentIndex() for box in boxes] == [0, 1]


def test_the_constant_keeps_its_place_under_another_name(view) -> None:
    view.show_value(Unfolded(seen_after(4, standardise=False, learning_rate=0.01)))
    assert view.parameter_box.itemText(2) == "bias"
    view.parameter_box.setCurrentIndex(2)
    assert set(texts(view, Column.X)[:8]) == {"1"}
    view.units_box.setCurrentIndex(1)
    assert view.parameter_box.currentText() == "constant"


def test_up_and_down_go_from_line_to_line_and_say_what_each_does(qtbot, view) -> None:
    view.show_value(Unfolded(seen_after(4, momentum=0.9)))
    assert "labels above the prediction" in view.sentence.text()
    view.table.setFocus()
    choose(view, 9)
    said, height = [view.sentence.text()], view.sentence_area.height()
    for _ in range(5):
        qtbot.keyClick(view.table, Qt.Key.Key_Down)
        said.append(view.sentence.text())
    assert len(set(said)) == 6
    assert view.sentence_area.height() == height
    assert said == [view.model.lines[line].sentence for line in range(9, 15)]
    qtbot.keyClick(view.table, Qt.Key.Key_Up)
    assert view.sentence.text() == said[-2]


def test_the_current_line_stays_while_the_run_goes_on(view) -> None:
    view.show_value(Unfolded(seen_after(1)))
    choose(view, view.model.rowCount() - 2)
    before = view.sentence.text()
    assert before.startswith("The weight before")
    short = seen_after(2, batch_size=24)  # of 2 rows
    assert len(short.rows) == 2
    view.show_value(Unfolded(short))
    assert view.model.rowCount() == 8
    assert view.sentence.text() == before
    assert [index.row() for index in view.table.selectionModel().selectedRows()] == [6]


def test_selected_rows_are_asked_for_and_lines_ask_for_none(qtbot, view) -> None:
    seen = seen_after(4)
    view.show_value(Unfolded(seen))
    asked: list[RowSet] = []
    view.rows_requested.connect(asked.append)
    choose(view, 2)
    assert asked[-1] == RowSet.of_rows(seen.table_rows[2:3])
    choose(view, 8)
    assert asked[-1] == RowSet.of_rows(seen.table_rows[8:])
    view.table.selectAll()
    assert asked[-1] == RowSet.of_rows(seen.table_rows)
    choose(view, 10)
    assert len(asked[-1]) == 0
    count = len(asked)
    choose(view, 11)
    assert len(asked) == count
    choose(view, 1)
    count = len(asked)
    view.show_value(Unfolded(seen_after(5)))
    assert len(asked) == count  # what was asked for stays
    assert view.table.selectionModel().selectedRows() == []


def test_every_digit_is_copied(qtbot, view) -> None:
    seen = seen_after(4)
    view.show_value(Unfolded(seen))
    choose(view, 0)
    qtbot.keyClick(view.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().strip().split("\t")
    x = seen.data.features[0, 0] - seen.data.centres[0]
    numbers = (seen.data.labels, seen.data.predictions, seen.data.errors, seen.data.shares[:, 0])
    assert [float(cell) for cell in cells] == [seen.table_rows[0] + 1, x, *(each[0] for each in numbers)]


@pytest.mark.parametrize("units", [0, 1])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e4])
def test_no_number_is_cut_in_a_narrow_dock(view, units, scale) -> None:
    rng = np.random.default_rng(0)
    X = rng.normal(50.0, 12.0, size=(400, 2))
    data = Dataset(X, scale * (X[:, 0] + rng.normal(0.0, 20.0, size=400)), feature_names=["age", "bmi"])
    sgd = Sgd(data, SgdConfig(0.05, 34, 9, momentum=0.9, weight_decay=0.01))
    sgd.advance(40)
    update = sgd.next_update()
    assert update is not None
    view.units_box.setCurrentIndex(units)
    view.show_value(Unfolded(microscope(data, update)))
    for row in range(view.model.rowCount()):
        for column in Column:
            index = view.model.index(row, column)
            assert shown_text(view.table, index) == index.data()
    if scale == 1.0:
        assert view.table.horizontalScrollBar().maximum() == 0


def widths(view: MicroscopeView) -> list[int]:
    return [view.table.columnWidth(column) for column in Column]


def test_columns_keep_their_widths_while_numbers_change(view) -> None:
    values = [seen_after(steps) for steps in range(9)]
    for seen in values:
        view.show_value(Unfolded(seen))
    once = widths(view)
    assert sum(once) == view.table.viewport().width()
    for seen in values:
        view.show_value(Unfolded(seen))
        assert widths(view) == once


def test_numbers_too_long_for_the_dock_take_what_they_need_and_no_longer(view) -> None:
    seen = seen_after(4)
    view.show_value(Unfolded(seen))
    calm = widths(view)
    huge = replace(seen.data, labels=seen.data.labels + 123_456_789.0)
    view.show_value(Unfolded(replace(seen, data=huge)))
    assert sum(widths(view)) > view.table.viewport().width()
    view.show_value(Unfolded(seen))
    assert widths(view) == calm


def test_the_slope_of_another_loss_is_told_instead_of_the_error(view) -> None:
    def head(column: Column) -> str:
        return view.model.headerData(column, Qt.Orientation.Horizontal)

    view.show_value(Unfolded(seen_after(4)))
    assert head(Column.SLOPE) == "ŷ − y"
    assert head(Column.X) == "x − x̄"
    view.show_value(Unfolded(seen_after(4, loss=HuberLoss(0.5), standardise=False)))
    assert head(Column.SLOPE) == "∂loss/∂ŷ"
    assert head(Column.X) == "x"
    tip = view.model.headerData(Column.SLOPE, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert "∂loss/∂output" in tip
    slopes = [float(plain_number(text)) for text in texts(view, Column.SLOPE)[:8]]
    assert max(map(abs, slopes)) == 0.5


def test_a_rule_is_drawn_above_the_sum(view) -> None:
    view.show_value(Unfolded(seen_after(4)))
    picture = view.table.viewport().grab().toImage()
    colour = view.palette().mid().color().name()

    def ruled(row: int) -> bool:
        place = view.table.visualRect(view.model.index(row, Column.SLOPE))
        return picture.pixelColor(place.left() + 4, place.top()).name() == colour

    assert [ruled(row) for row in (8, 9, 10)] == [False, True, False]


def test_numbers_that_blew_up_are_shown_with_a_sentence(view) -> None:
    seen = seen_after(4)
    wild = np.full((20, 3), np.inf)
    lost = replace(seen.data, shares=wild, total=wild[0], gradient=wild[0], after=-wild[0])
    view.show_value(Unfolded(replace(seen, data=lost)))
    share = view.model.index(0, Column.SHARE)
    assert [share.data(), share.data(Qt.ItemDataRole.EditRole)] == ["∞", "∞"]
    assert "grown too large" in view.heading.text()


def test_a_thousand_features_can_be_chosen_from(view) -> None:
    names = tuple(f"a feature with quite a long name, number {j}" for j in range(1000))
    view.show_value(Unfolded(seen_after(1, names)))
    assert view.parameter_box.count() == 1001
    view.parameter_box.setCurrentIndex(999)
    assert lines(view)[-1] == "Weight w after: w − move"
    assert view.minimumSizeHint().width() <= 304


def test_it_can_be_cleared_and_filled_again(view) -> None:
    view.show_value(Unfolded(seen_after(4)))
    view.parameter_box.setCurrentIndex(1)
    view.clear()
    assert view.model.rowCount() == 0
    assert "something to train on" in view.heading.text()
    assert not view.table.isVisible()
    view.show_value(Unfolded(seen_after(4)))
    assert view.table.isVisible()
    assert view.parameter == 1


def test_in_a_low_view_lines_come_before_words_and_no_column_is_pushed_out(qtbot, view) -> None:
    view.resize(355, 270)
    view.show_value(Unfolded(seen_after(4)))
    line = view.table.rowHeight(0)
    qtbot.waitUntil(lambda: view.table.verticalScrollBar().maximum() > 0)
    qtbot.waitUntil(lambda: sum(widths(view)) == view.table.viewport().width())
    assert view.table.viewport().height() >= 6 * line
    assert view.table.horizontalScrollBar().maximum() == 0
    sentence = view.model.lines[0].sentence
    assert view.sentence_area.height() <= 2 * view.fontMetrics().lineSpacing() + 2
    assert view.sentence.text() == sentence
    bar = view.sentence_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)  # the rest of it is reached
    view.sentence_area.setFocus()
    qtbot.keyClick(view.sentence_area, Qt.Key.Key_Down)
    assert bar.value() > 0
    choose(view, 2)
    assert bar.value() == 0
    view.resize(355, 600)
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    assert view.sentence_area.height() >= view.sentence.height()


def test_texts_are_made_once_for_each_choice(view, monkeypatch) -> None:
    made = []
    original = microscope_lines.shown_update
    monkeypatch.setattr(
        microscope_lines, "shown_update", lambda *args, **more: made.append(args) or original(*args, **more)
    )
    seen = Unfolded(seen_after(4))
    seen.table(view.wish)  # as the feed does, in a job
    assert len(made) == 1
    view.show_value(seen)
    assert len(made) == 1
    view.parameter_box.setCurrentIndex(1)
    assert len(made) == 2
    assert view.wish == MicroscopeWish(1, "data")
    view.show_value(seen)
    assert len(made) == 2
