"""The list of states, as a person uses it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from linreg_gui.views.table.history_panel import HistoryPanel
from linreg_gui.views.widgets.style import dark_palette, light_palette, muted

TEXTS = ("", "Edit cell", "Paste", "Remove rows")


@pytest.fixture
def panel(qtbot) -> HistoryPanel:
    panel = HistoryPanel()
    qtbot.addWidget(panel)
    panel.tester = QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    panel.wishes = []
    panel.go_to_requested.connect(panel.wishes.append)
    panel.show()
    panel.show_history(TEXTS, 2)
    return panel


def cell(panel: HistoryPanel, row: int, role=Qt.ItemDataRole.DisplayRole):
    return panel.model.index(row, 0).data(role)


def test_states_are_named_and_told_apart_without_colour(panel) -> None:
    shown = [cell(panel, row) for row in range(4)]
    assert shown == ["•  Start", "•  Edit cell", "●  Paste", "○  Remove rows"]
    names = [cell(panel, row, Qt.ItemDataRole.AccessibleTextRole) for row in range(4)]
    assert names == ["Start", "Edit cell", "Paste, present state", "Remove rows, undone"]


def test_what_is_no_edit_is_quiet(panel) -> None:
    panel.show_history(TEXTS, 3, (False, True, False, False))
    assert [cell(panel, row) for row in range(4)] == [
        "•  Start",
        "·  Edit cell",
        "•  Paste",
        "●  Remove rows",
    ]
    colours = [cell(panel, row, Qt.ItemDataRole.ForegroundRole) for row in range(4)]
    assert colours == [None, muted(panel.palette()), None, None]


def test_the_present_state_is_current(panel) -> None:
    assert panel.view.currentIndex().row() == 2
    panel.show_history(TEXTS, 0)
    assert panel.view.currentIndex().row() == 0


def test_a_click_asks_to_go_there(qtbot, panel) -> None:
    place = panel.view.visualRect(panel.model.index(3, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.wishes == [3]


def test_the_present_state_is_no_wish(qtbot, panel) -> None:
    place = panel.view.visualRect(panel.model.index(2, 0)).center()
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.wishes == []


def test_arrow_keys_only_look_and_return_goes(qtbot, panel) -> None:
    panel.view.setFocus()
    qtbot.keyClick(panel.view, Qt.Key.Key_Up)
    assert panel.wishes == []
    qtbot.keyClick(panel.view, Qt.Key.Key_Return)
    assert panel.wishes == [1]


def test_undone_states_are_muted_in_light_and_dark(panel) -> None:
    for palette in (light_palette(), dark_palette()):
        panel.setPalette(palette)
        assert cell(panel, 3, Qt.ItemDataRole.ForegroundRole) == muted(palette)
        assert cell(panel, 1, Qt.ItemDataRole.ForegroundRole) is None
