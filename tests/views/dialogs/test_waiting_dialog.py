"""What a person waits for is told, with a way to do without it and a way to stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from linreg_gui.views.dialogs.waiting_dialog import WaitingDialog


@pytest.fixture
def told(qtbot) -> tuple[WaitingDialog, list[str]]:
    dialog, answers = WaitingDialog("“<b>a</b>.linreg” is being saved."), []
    dialog.give_up_requested.connect(lambda: answers.append("give up"))
    dialog.cancelled.connect(lambda: answers.append("cancel"))
    dialog.open()
    return dialog, answers


@pytest.mark.parametrize(
    ("name", "expected"), [("give_up_button", ["give up"]), ("cancel_button", ["cancel"])]
)
def test_each_button_is_one_answer(qtbot, told, name, expected) -> None:
    dialog, answers = told
    assert dialog.text() == "“<b>a</b>.linreg” is being saved."
    assert dialog.textFormat() is Qt.TextFormat.PlainText
    qtbot.mouseClick(getattr(dialog, name), Qt.MouseButton.LeftButton)
    assert answers == expected


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_keys_that_come_too_soon_give_up_nothing(qtbot, told, key) -> None:
    dialog, answers = told
    qtbot.keyClick(dialog, key)
    assert answers == ["cancel"]
