"""The offer of unsaved work says what it is, and asks for no more than one thing at a time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from linreg_gui.views.dialogs.recovery_dialog import RecoveryDialog, UnsavedWork, details_in_words
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate

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


@pytest.fixture
def damaged(qtbot) -> RecoveryDialog:
    project = Path("/somewhere/Houses/houses.linreg")
    works = [
        UnsavedWork("houses.linreg", 12, None, project, "The column “x” is damaged and left out."),
        UnsavedWork("houses.linreg", 12, None, project, "What came after that is damaged.", earlier=True),
        UnsavedWork("Damaged work", 0, None, None, "Its files are in “/somewhere”.", readable=False),
        UnsavedWork("cars.csv", 3, None),
    ]
    dialog = RecoveryDialog(works)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_what_is_damaged_and_where_it_belongs_is_told_of_the_selected_work(damaged) -> None:
    told = []
    for row in range(4):
        damaged.list.setCurrentRow(row)
        told.append(damaged.about.text().split("\n"))
    belongs = f"It belongs to “houses.linreg” in {Path('/somewhere/Houses')}."
    assert told == [
        [belongs, "The column “x” is damaged and left out."],
        [belongs, "What came after that is damaged."],
        ["Its files are in “/somewhere”."],
        [""],
    ]
    second = [damaged.list.item(row).data(TwoLineDelegate.SECOND_LINE) for row in range(4)]
    assert second == ["12 rows, damaged", "12 rows, an earlier state", "cannot be read", "3 rows"]
    spoken = damaged.list.item(2).data(Qt.ItemDataRole.AccessibleDescriptionRole)
    assert spoken == "cannot be read. Its files are in “/somewhere”."


def test_what_cannot_be_read_can_only_be_discarded(qtbot, damaged) -> None:
    asked = []
    damaged.restore_requested.connect(asked.append)
    damaged.list.setCurrentRow(2)
    assert not damaged.restore_button.isEnabled()
    qtbot.keyClick(damaged.list, Qt.Key.Key_Return)
    assert asked == []
    with qtbot.waitSignal(damaged.discard_requested) as requested:
        qtbot.mouseClick(damaged.discard_button, Qt.MouseButton.LeftButton)
    assert requested.args == [2]


def test_nothing_jumps_when_another_work_is_selected(damaged) -> None:
    heights = set()
    for row in range(4):
        damaged.list.setCurrentRow(row)
        damaged.layout().activate()
        heights.add((damaged.height(), damaged.list.y(), damaged.restore_button.y()))
    assert len(heights) == 1


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
