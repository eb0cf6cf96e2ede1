"""The question before unsaved work is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from linreg_gui.views.dialogs.save_question import SaveQuestion


@pytest.fixture
def asked(qtbot) -> tuple[SaveQuestion, list[str]]:
    question, answers = SaveQuestion("<b>houses</b>.csv"), []
    question.save_requested.connect(lambda: answers.append("save"))
    question.discard_requested.connect(lambda: answers.append("discard"))
    question.open()
    return question, answers


@pytest.mark.parametrize(
    ("name", "expected"), [("save_button", ["save"]), ("discard_button", ["discard"]), ("cancel_button", [])]
)
def test_each_button_is_one_answer(qtbot, asked, name, expected) -> None:
    question, answers = asked
    assert "“<b>houses</b>.csv”" in question.text()
    qtbot.mouseClick(getattr(question, name), Qt.MouseButton.LeftButton)
    assert answers == expected


@pytest.mark.parametrize(("key", "expected"), [(Qt.Key.Key_Return, ["save"]), (Qt.Key.Key_Escape, [])])
def test_return_saves_and_escape_changes_nothing(qtbot, asked, key, expected) -> None:
    question, answers = asked
    qtbot.keyClick(question, key)
    assert answers == expected
