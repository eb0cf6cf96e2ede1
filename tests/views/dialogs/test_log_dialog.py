"""The log as a person reads it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from linreg_gui.views.dialogs.log_dialog import LogDialog


def test_the_log_is_shown_from_its_end_and_copied_whole(qtbot) -> None:
    text = "".join(f"line {number}\n" for number in range(500))
    dialog = LogDialog(text, "/home/somebody/logs/log.txt")
    qtbot.addWidget(dialog)
    dialog.show()
    bar = dialog.text.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    assert dialog.text.isReadOnly()
    assert dialog.path.whole_text == "/home/somebody/logs/log.txt"
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == text


def test_an_empty_log_says_so_and_its_folder_can_be_asked_for(qtbot) -> None:
    dialog = LogDialog("", "log.txt")
    qtbot.addWidget(dialog)
    assert "Nothing has gone wrong" in dialog.text.placeholderText()
    assert not dialog.copy_button.isEnabled()
    with qtbot.waitSignal(dialog.folder_requested):
        dialog.folder_button.click()
