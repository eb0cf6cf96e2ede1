"""The rows of a table view are selected together with those of the plots."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.views.table.row_marks import MOST_STRETCHES, RowMarks
from linreg_gui.views.table.table_view import TableView


class Rows(QAbstractTableModel):
    """Three columns of as many rows as wanted."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count

    def rowCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self.count

    def columnCount(self, parent=QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 3

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        return f"{index.row()}" if role == Qt.ItemDataRole.DisplayRole else None

    def restart(self, count: int) -> None:
        self.beginResetModel()
        self.count = count
        self.endResetModel()


@pytest.fixture
def view(qtbot) -> TableView:
    view = TableView()
    qtbot.addWidget(view)
    view.setModel(Rows(1000))
    view.marks.watch()
    view.resize(300, 200)
    view.show()
    return view


@pytest.fixture
def told(view) -> list[RowSet]:
    told: list[RowSet] = []
    view.marks.rows_selected.connect(told.append)
    view.marks.rows_chosen.connect(told.append)
    return told


def of(*ranges: tuple[int, int]) -> RowSet:
    return RowSet.of_ranges(ranges)


def scattered(marks: RowMarks) -> RowSet:
    return RowSet.of_rows(np.arange(1, 2 * MOST_STRETCHES + 3, 2))


def looks_selected(view: TableView, row: int) -> bool:
    option, index = QStyleOptionViewItem(), view.model().index(row, 0)
    view.itemDelegate().initStyleOption(option, index)
    return bool(option.state & QStyle.StateFlag.State_Selected) or view.selectionModel().isSelected(index)


def test_selected_rows_and_cells_are_told_as_rows(view, told) -> None:
    view.selectRow(4)
    view.setCurrentIndex(view.model().index(7, 1))
    assert told[-2:] == [of((4, 5)), of((7, 8))]


def test_everything_is_all_rows_but_a_column_is_none(view, told) -> None:
    view.model().restart(10_000_000)
    view.selectAll()
    assert told[-1] == of((0, 10_000_000))
    view.selectColumn(1)
    assert told[-1] == NO_ROWS


def test_rows_from_elsewhere_are_selected_as_a_whole_and_come_into_view(view, told) -> None:
    view.marks.show(of((500, 503), (700, 701)))
    assert view.marks.rows() == of((500, 503), (700, 701))
    assert view.cells.selected_rows().tolist() == [500, 501, 502, 700]
    assert looks_selected(view, 501)
    assert view.rowAt(0) <= 500 <= view.rowAt(view.viewport().height() - 1)
    assert told == []
    view.marks.show(NO_ROWS)
    assert view.cells.selected_rows().size == 0


def test_many_scattered_rows_look_selected_without_being_listed(view, told) -> None:
    rows = scattered(view.marks)
    view.marks.show(rows)
    assert view.selectionModel().selection().count() == 0
    assert view.marks.rows() == rows
    assert [looks_selected(view, row) for row in (0, 1, 2, 3)] == [False, True, False, True]
    removed: list[np.ndarray] = []
    view.cells.remove_rows_requested.connect(removed.append)
    view.cells.remove_rows()
    np.testing.assert_array_equal(removed[0], rows.rows())
    view.selectRow(0)
    assert told == [of((0, 1))]
    assert not looks_selected(view, 1)


def test_other_rows_forget_the_selection_and_tell_nothing(view, told) -> None:
    view.setCurrentIndex(view.model().index(3, 1))
    view.marks.show(scattered(view.marks))
    told.clear()
    view.model().restart(500)
    assert view.marks.rows() == NO_ROWS
    assert told == []
    view.selectRow(2)
    assert told == [of((2, 3))]


def test_a_row_that_is_pointed_at_elsewhere_stands_out_and_is_not_selected(view, told) -> None:
    def ground(row: int) -> Qt.BrushStyle:
        option = QStyleOptionViewItem()
        view.itemDelegate().initStyleOption(option, view.model().index(row, 1))
        return option.backgroundBrush.style()

    view.marks.point_at(2)
    assert [row for row in range(5) if ground(row) != Qt.BrushStyle.NoBrush] == [2]
    view.marks.point_at(None)
    assert ground(2) == Qt.BrushStyle.NoBrush
    view.marks.point_at(3)
    view.model().restart(10)  # other rows
    assert ground(3) == Qt.BrushStyle.NoBrush
    assert not told
