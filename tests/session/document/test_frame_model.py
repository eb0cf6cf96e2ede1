"""The Qt model over the table, watched by Qt's own tester."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from linreg_gui.core.editing.row_edits import sort_rows
from linreg_gui.core.table.roles import Role, suggest_roles
from linreg_gui.core.table.table import Table
from linreg_gui.session.document.frame_model import HELD_OUT_ROLE, FrameModel


def table_of(frame: pd.DataFrame) -> Table:
    return Table(frame, suggest_roles(frame), "small")


FRAME = pd.DataFrame(
    {"n": [1, 2, 3], "x": [0.1, np.nan, 1 / 3], "word": ["a", None, "c"], "y": [1.0, 2.0, 3.0]}
)


@pytest.fixture
def edits() -> list[tuple[int, int, str]]:
    return []


@pytest.fixture
def model(qtbot, edits) -> FrameModel:
    model = FrameModel(lambda *edit: edits.append(edit))
    model.tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_table(table_of(FRAME))
    return model


def text(model: FrameModel, row: int, column: int, role=Qt.ItemDataRole.DisplayRole) -> str:
    return model.data(model.index(row, column), role)


def test_cells_are_text_and_missing_ones_are_empty(model) -> None:
    assert [text(model, row, 0) for row in range(3)] == ["1", "2", "3"]
    assert text(model, 1, 1) == ""
    assert text(model, 1, 2) == ""
    assert text(model, 2, 2) == "c"


def test_a_long_number_is_shown_rounded_but_edited_in_full(model) -> None:
    assert text(model, 2, 1) == "0.333333333"
    assert text(model, 2, 1, Qt.ItemDataRole.EditRole) == repr(1 / 3)


def test_the_beginning_of_a_long_text_is_shown_and_all_of_it_edited(model) -> None:
    long = "x" * 300_000
    model.show_table(table_of(FRAME.assign(word=[long, None, "c"])))
    assert len(text(model, 0, 2)) < 3000
    assert text(model, 0, 2).endswith("…")
    assert text(model, 0, 2, Qt.ItemDataRole.EditRole) == long


def test_headers_name_column_and_role(model) -> None:
    horizontal = Qt.Orientation.Horizontal
    assert [model.headerData(j, horizontal) for j in range(4)] == ["n", "x", "word", "y"]
    assert model.headerData(3, horizontal, Qt.ItemDataRole.UserRole) is Role.LABEL
    assert model.headerData(2, horizontal, Qt.ItemDataRole.UserRole) is Role.IGNORED
    assert model.headerData(0, Qt.Orientation.Vertical) == "1"


def test_an_edit_is_passed_on_and_an_unchanged_text_is_not(model, edits) -> None:
    assert model.setData(model.index(0, 1), "0.1")
    assert edits == []
    assert model.setData(model.index(0, 1), "0.5")
    assert edits == [(0, 1, "0.5")]


def test_changed_cells_do_not_reset_the_view_but_changed_shapes_do(qtbot, model) -> None:
    changed = FRAME.copy()
    changed.loc[0, "y"] = 9.0
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show_table(table_of(changed))
    assert text(model, 0, 3) == "9"
    with qtbot.waitSignal(model.modelReset):
        model.show_table(table_of(FRAME.iloc[:2]))
    assert model.rowCount() == 2


def test_cells_of_excluded_rows_say_so(model) -> None:
    excluded = table_of(FRAME)
    recipe = excluded.recipe.with_excluded(np.array([False, True, False]))
    model.show_table(replace(excluded, recipe=recipe))
    role = Qt.ItemDataRole.UserRole
    assert [model.data(model.index(row, 1), role) for row in range(3)] == [False, True, False]
    assert text(model, 1, 0, Qt.ItemDataRole.AccessibleDescriptionRole) == "excluded"
    assert text(model, 0, 0, Qt.ItemDataRole.AccessibleDescriptionRole) == ""


def test_no_table_is_an_empty_model(model) -> None:
    model.show_table(None)
    assert (model.rowCount(), model.columnCount()) == (0, 0)


def test_held_out_rows_are_marked_until_the_rows_are_others(model) -> None:
    vertical, role = Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleDescriptionRole
    model.show_held_out(np.array([1]))
    assert [model.index(row, 0).data(HELD_OUT_ROLE) for row in range(3)] == [False, True, False]
    assert [model.headerData(row, vertical) for row in range(3)] == ["1", "◇ 2", "3"]
    assert [text(model, row, 0, role) for row in range(3)] == ["", "held out", ""]
    assert "training does not see" in model.headerData(1, vertical, Qt.ItemDataRole.ToolTipRole)
    model.show_held_out(np.array([0, 2]))
    assert [model.headerData(row, vertical) for row in range(3)] == ["◇ 1", "2", "◇ 3"]
    model.show_table(sort_rows(table_of(FRAME), "n", True))
    assert model.headerData(0, vertical) == "1"
    model.show_held_out(np.array([], dtype=np.int64))
