"""The offer of unsaved work says what it is, and asks for no more than one thing at a time."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from linreg_gui.views.dialogs.recovery_dialog import RecoveryDialog, UnsavedWork, details_in_words

TODAY = dt.date(2026, 5, 4)
WORKS = [UnsavedWork("a.csv", 1204, None), UnsavedWork("b.csv", 1, None), UnsavedWork("c.csv", 3, None)]


@pytest.mark.parametrize(
    ("rows", "changed", "words"),
    [
        (1204, dt.datetime(2026, 5, 4, 14, 2), "1,204 rows, changed 14:02"),
        (1, dt.datetime(2026, 5, 3, 9, 5), "1 row, changed 2026-05-03 at 09:05"),
        (2, None, "2 rows"),
    ],
)
def test_work_is_told_by_its_rows_and_the_time_of_its_last_change(rows, changed, words) -> None:
    assert details_in_words(UnsavedWork("houses.csv", rows, changed), TODAY) == words


@pytest.mark.parametrize("way", ["button", "return"])
def test_the_selected_work_is_restored(qtbot, way) -> None:
    dialog = RecoveryDialog(WORKS)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.list.setCurrentRow(1)
    with qtbot.waitSignal(dialog.restore_requested) as requested:
        if way == "button":
            qtbot.mouseClick(dialog.restore_button, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert requested.args == [1]
    assert not dialog.isVisible()


def test_discarding_leaves_the_others_in_view(qtbot) -> None:
    dialog = RecoveryDialog(WORKS)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.list.setCurrentRow(2)
    with qtbot.waitSignal(dialog.discard_requested) as requested:
        qtbot.mouseClick(dialog.discard_button, Qt.MouseButton.LeftButton)
    assert requested.args == [2]
    assert dialog.isVisible()
    dialog.show_works(WORKS[:2])
    assert [dialog.list.item(row).text() for row in range(2)] == ["a.csv", "b.csv"]


def test_escape_decides_nothing(qtbot) -> None:
    dialog = RecoveryDialog(WORKS)
    qtbot.addWidget(dialog)
    dialog.open()
    asked = []
    dialog.restore_requested.connect(asked.append)
    dialog.discard_requested.connect(asked.append)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert asked == []
