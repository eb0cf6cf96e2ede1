"""File > Samples in the whole window."""

from __future__ import annotations

from PySide6.QtCore import Qt

from linreg_gui.views.dialogs.sample_dialog import SampleDialog


def test_a_sample_is_looked_for_and_opened_by_the_keyboard(qtbot, program) -> None:
    program.window.show()
    program.menus.samples.trigger()
    dialog = program.window.findChild(SampleDialog)
    qtbot.waitUntil(lambda: dialog.list.count() >= 4, timeout=30_000)
    qtbot.keyClicks(dialog.search, "ozone")
    with qtbot.waitSignal(program.session.analysed, timeout=30_000):
        qtbot.keyClick(dialog.search, Qt.Key.Key_Return)
    assert program.session.document.table.name == "norris.csv"
    assert "Public domain" in program.session.document.table.source
    assert program.session.document.history.undo_text == "Open Ozone monitors (Norris)"


def test_the_library_can_be_opened_again_and_closed_before_it_is_read(qtbot, program) -> None:
    program.window.show()
    program.menus.samples.trigger()
    program.window.findChild(SampleDialog).reject()
    program.menus.samples.trigger()
    dialog = program.window.findChildren(SampleDialog)[-1]
    qtbot.waitUntil(lambda: dialog.list.count() >= 4, timeout=30_000)
    dialog.reject()
