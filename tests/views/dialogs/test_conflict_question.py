"""The questions before a file is written over, or read anew, that somebody else has changed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from linreg_gui.views.dialogs.conflict_question import ConflictQuestion, ReloadQuestion

ANSWERS = [
    ("elsewhere_button", ["elsewhere"]),
    ("overwrite_button", ["overwrite"]),
    ("reload_button", ["reload"]),
    ("cancel_button", []),
]


@pytest.fixture
def asked(qtbot) -> tuple[ConflictQuestion, list[str]]:
    question = ConflictQuestion("Save", "“<b>a</b>.linreg” was changed.", "By <i>whom</i>?", reloads=True)
    answers: list[str] = []
    question.elsewhere_requested.connect(lambda: answers.append("elsewhere"))
    question.overwrite_requested.connect(lambda: answers.append("overwrite"))
    question.reload_requested.connect(lambda: answers.append("reload"))
    question.open()
    return question, answers


@pytest.mark.parametrize(("name", "expected"), ANSWERS)
def test_each_button_is_one_answer(qtbot, asked, name, expected) -> None:
    question, answers = asked
    assert question.text() == "“<b>a</b>.linreg” was changed."
    assert question.textFormat() == Qt.TextFormat.PlainText
    qtbot.mouseClick(getattr(question, name), Qt.MouseButton.LeftButton)
    assert answers == expected


@pytest.mark.parametrize(("key", "expected"), [(Qt.Key.Key_Return, ["elsewhere"]), (Qt.Key.Key_Escape, [])])
def test_return_writes_over_nothing_and_escape_changes_nothing(qtbot, asked, key, expected) -> None:
    question, answers = asked
    qtbot.keyClick(question, key)
    assert answers == expected


def test_what_cannot_be_read_is_not_offered_to_be(qtbot) -> None:
    question = ConflictQuestion("Save", "Gone.", "", overwrite="Save &Here Again")
    qtbot.addWidget(question)
    assert question.reload_button is None
    assert [button.text() for button in question.buttons()].count("Save &Here Again") == 1


def test_changes_are_given_up_by_a_click_and_not_by_return(qtbot) -> None:
    answers = []
    for act in (
        lambda question: qtbot.keyClick(question, Qt.Key.Key_Return),
        lambda question: qtbot.mouseClick(question.reload_button, Qt.MouseButton.LeftButton),
    ):
        question = ReloadQuestion("a.linreg")
        question.reload_requested.connect(lambda: answers.append("reload"))
        question.open()
        assert answers == []
        act(question)
    assert answers == ["reload"]
