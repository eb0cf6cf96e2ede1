"""The window of the report: its list, its fields and what they wish for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu

from linreg_gui.core.project.report_outline import (
    EntryKind,
    ReportEntry,
    ReportOutline,
    SectionName,
    section,
)
from linreg_gui.core.reporting.report import Report, Section, Words
from linreg_gui.views.reporting.report_window import ReportWindow

ENTRIES = (
    section(SectionName.DATA),
    ReportEntry(EntryKind.PLOT, "fit", caption="Mine."),
    ReportEntry(EntryKind.TEXT, heading="Notes", caption="A text."),
)
NAMES = ["Data", "Fit & <b>more</b>", "Text"]


@pytest.fixture
def window(qtbot) -> ReportWindow:
    window = ReportWindow(QMenu.clear)
    window.tester = QAbstractItemModelTester(
        window.model, QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    qtbot.addWidget(window)
    window.show_outline(ReportOutline("Title", ENTRIES), NAMES, can_undo=True, can_redo=False)
    window.show()
    return window


def rows(window: ReportWindow) -> list[str]:
    return [window.model.index(row).data() for row in range(window.model.rowCount())]


def test_parts_are_listed_and_moved_by_keys_buttons_and_hand(qtbot, window) -> None:
    assert rows(window) == ["Data", "Figure: Fit & <b>more</b>", "Text: Notes"]
    assert (window.undo.isEnabled(), window.redo.isEnabled(), window.up.isEnabled()) == (True, False, False)
    window.select(1)
    with qtbot.waitSignal(window.move_requested) as wish:
        window.down.trigger()
    assert wish.args == [1, 2]
    with qtbot.waitSignal(window.remove_requested) as wish:
        qtbot.keyClick(window.list, Qt.Key.Key_Delete)
    assert wish.args == [1]
    model, action = window.model, Qt.DropAction.MoveAction
    dragged = model.mimeData([model.index(0)])
    for row, to in ((2, 1), (-1, 2)):
        with qtbot.waitSignal(window.move_requested) as wish:
            assert not model.dropMimeData(dragged, action, row, 0, model.index(-1))
        assert wish.args == [0, to]
    with qtbot.assertNotEmitted(window.move_requested):
        model.dropMimeData(dragged, action, 1, 0, model.index(-1))
        model.dropMimeData(model.mimeData([]), action, 1, 0, model.index(-1))


def test_words_are_those_of_the_selected_part_and_told_before_another_is(qtbot, window) -> None:
    window.select(1)
    assert (window.heading.text(), window.caption.toPlainText()) == ("", "Mine.")
    window.caption.setPlainText("Yours.")
    with qtbot.waitSignal(window.words_requested) as wish:
        window.select(2)
    assert wish.args == [1, "", "Yours."]
    assert window.heading.text() == "Notes"
    qtbot.keyClicks(window.heading, "!")
    with qtbot.waitSignal(window.words_requested, timeout=30_000) as wish:
        pass
    assert wish.args == [2, "Notes!", "A text."]
    moved = ReportOutline("Title", ENTRIES[::-1])
    window.show_outline(moved, NAMES[::-1], can_undo=True, can_redo=True)
    assert window.list.currentIndex().row() == 0
    assert window.heading.text() == "Notes"


def test_the_preview_and_what_cannot_be_shown(window) -> None:
    assert not window.pdf.isEnabled()
    made = Report("A title", "Lead", "Today", [Section("Part", (Words("Hello."),))], ("A gap.",))
    window.show_report(made)
    assert "Hello." in window.preview.toPlainText()
    assert window.state.text() == "A gap."
    assert window.pdf.isEnabled()
    window.show_working()
    assert not window.html.isEnabled()
    window.show_problem("No fit.")
    assert (window.state.text(), window.preview.toPlainText()) == ("No fit.", "")
