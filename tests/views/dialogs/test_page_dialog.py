"""What is asked before runs become a page: which of them, how much, and what is given away."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.explaining.run_rows import RunRow
from linreg_gui.core.playing.asked import PageWish
from linreg_gui.views.dialogs.page_dialog import PageDialog

ROWS = [
    RunRow(0, "<b>now</b>", "batch 10", "", "1.5", "30 steps", None, True, present=True),
    *(RunRow(key, f"Run {key}", f"batch {key}", "", "2", "9 steps", None, False) for key in range(1, 9)),
    RunRow(9, "elsewhere", "", "", "2", "9 steps", 3, False, remark="Made on other data."),
]


@pytest.fixture
def dialog(qtbot) -> PageDialog:
    found = PageDialog(ROWS, PageWish((0, 2)), file_name="<i>pay.csv", has_row_names=True)
    qtbot.addWidget(found)
    return found


def tick(dialog: PageDialog, at: int, on: bool = True) -> None:
    dialog.list.item(at).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)


def test_what_is_given_away_is_asked_for_and_by_itself_it_is_little(dialog) -> None:
    wish = dialog.wish()
    assert (wish.runs, wish.column_names, wish.row_names, wish.file_name) == ((0, 2), True, False, False)
    asked: list[PageWish] = []
    dialog.wish_changed.connect(asked.append)
    dialog.column_names.click()
    dialog.row_names.click()
    dialog.file_name.click()
    dialog.steps.setCurrentIndex(dialog.steps.findData(1000))
    assert asked[-1] == PageWish((0, 2), steps=1000, column_names=False, row_names=True, file_name=True)
    dialog.rows.setCurrentIndex(dialog.rows.findData(0))
    assert (asked[-1].rows, asked[-1].row_names) == (0, False)
    assert not dialog.row_names.isEnabled()
    assert "<i>pay.csv" in dialog.file_name.text()


def test_nothing_is_saved_before_its_size_is_told(dialog) -> None:
    saved: list[bool] = []
    dialog.save_requested.connect(lambda: saved.append(True))
    dialog.accept()
    assert saved == []
    dialog.show_page(123_456, ["All 30 steps are kept."])
    assert dialog.hint.text == "The page has 123 kB."
    assert dialog.told.text() == "• All 30 steps are kept."
    dialog.show_page(25_000_000, [])
    assert dialog.hint.text.startswith("The page has 25 MB, too many for some e-mails")
    dialog.title.setText("Mine")
    dialog.title.textEdited.emit("Mine")
    assert not dialog.ok.isEnabled()
    assert "being made" in dialog.hint.text
    dialog.show_page(123_456, [])
    dialog.accept()
    assert saved == [True]
    assert dialog.wish().title == "Mine"


def test_runs_that_cannot_be_shown_say_why_and_too_many_are_told(dialog) -> None:
    other = dialog.list.item(9)
    assert other.text() == "elsewhere  –  Made on other data."
    assert not other.flags() & Qt.ItemFlag.ItemIsEnabled
    assert dialog.list.item(0).text().startswith("<b>now</b>  –  batch 10")
    for at in range(9):
        tick(dialog, at)
    assert dialog.wish() is None
    assert dialog.hint.text == "At most 7 runs can be told apart: tick fewer of them."
    assert dialog.hint.warns
    for at in range(9):
        tick(dialog, at, False)
    assert dialog.hint.text == "Tick at least one run."
    assert not dialog.ok.isEnabled()
