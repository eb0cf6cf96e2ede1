"""The message bar: silent until there is something to say, and gone when told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from linreg_gui.views.widgets.style import dark_palette, light_palette
from linreg_gui.views.window.message_bar import MessageBar

LONG = "Training diverged after step 34; the last finite state is shown. " * 3


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[MessageBar]:
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    result = MessageBar()
    layout.addWidget(result)
    layout.addStretch(1)
    host.resize(640, 300)
    host.show()
    yield result
    host.close()


def test_it_is_hidden_until_there_is_something_to_say(bar: MessageBar) -> None:
    assert not bar.isVisible()
    assert bar.sentence == ""
    bar.show_message("The file is empty.", "error")
    assert bar.isVisible()
    assert bar.sentence == "The file is empty."
    assert bar.accessibleName() == "Error: The file is empty."


def test_it_can_be_closed(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message("Done.", "info")
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    assert bar.sentence == ""


def test_an_action_is_done_once_and_closes_the_message(bar: MessageBar, qtbot: QtBot) -> None:
    done: list[str] = []
    bar.show_message("Too large.", "warning", ("Use 0.2", lambda: done.append("used")))
    assert bar.action_button.text() == "Use 0.2"
    qtbot.mouseClick(bar.action_button, Qt.MouseButton.LeftButton)
    assert done == ["used"]
    assert not bar.isVisible()


def test_there_may_be_another_way_out(bar: MessageBar, qtbot: QtBot) -> None:
    done: list[str] = []
    one, other = ("As 1.5", lambda: done.append("one")), ("Import…", lambda: done.append("other"))
    bar.show_message("Two readings.", "warning", one, other)
    qtbot.mouseClick(bar.other_button, Qt.MouseButton.LeftButton)
    assert done == ["other"]
    assert not bar.isVisible()
    bar.show_message("One.", "warning", one)
    assert bar.other_button.isHidden()


def test_an_action_may_say_something_itself(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message("First.", "warning", ("Go", lambda: bar.show_message("Second.", "info")))
    qtbot.mouseClick(bar.action_button, Qt.MouseButton.LeftButton)
    assert bar.sentence == "Second."
    assert bar.isVisible()


def test_the_action_of_an_old_message_is_gone(bar: MessageBar) -> None:
    bar.show_message("First.", "warning", ("Go", lambda: None))
    bar.show_message("Second.", "info")
    assert not bar.action_button.isVisible()


def test_a_long_sentence_is_wrapped_and_not_cut_off(bar: MessageBar, qtbot: QtBot) -> None:
    bar.show_message("Short.", "info")
    short = bar.height()
    bar.show_message(LONG, "warning", ("Use 0.2", lambda: None))
    qtbot.waitUntil(lambda: bar.height() > short)
    assert bar.width() <= 640
    assert bar.height() >= bar.heightForWidth(bar.width())


def test_markup_in_a_sentence_is_text(bar: MessageBar) -> None:
    bar.show_message("<b>x</b> is constant.", "warning")
    assert bar.sentence == "<b>x</b> is constant."


def test_the_kinds_look_different_in_light_and_dark(bar: MessageBar) -> None:
    pictures = []
    for palette in (light_palette(), dark_palette()):
        bar.setPalette(palette)
        for kind in ("info", "warning", "error"):
            bar.show_message("A sentence.", kind)
            pictures.append(bar.grab().toImage())
    assert all(a != b for i, a in enumerate(pictures) for b in pictures[:i])


def test_an_unknown_kind_is_an_error(bar: MessageBar) -> None:
    with pytest.raises(KeyError):
        bar.show_message("Hm.", "hm")


@pytest.mark.parametrize("width", [400, 640, 1200])
def test_a_long_sentence_is_never_cut_off_whatever_is_offered_beside_it(bar: MessageBar, width: int) -> None:
    host = bar.parentWidget()
    host.resize(width, 400)
    offers = ("Read “1,234” as 1234", lambda: None), ("Import…", lambda: None)
    bar.show_message(LONG, "warning", *offers)
    host.layout().activate()
    bar.layout().activate()
    label = bar._label
    assert label.width() > 200
    assert label.height() >= label.heightForWidth(label.width())
    beside = bar.action_button.y() < label.y() + label.height()
    assert beside == (width > 400)


def test_a_sentence_is_added_to_what_is_there_with_all_that_is_offered(bar: MessageBar, qtbot: QtBot) -> None:
    done: list[str] = []
    offers = [(f"Do {k}", lambda k=k: done.append(f"done {k}")) for k in range(3)]
    bar.add_message("First.", "warning", *offers[:2])
    bar.add_message("Second.", "info", offers[2], None)
    bar.add_message("Second.", "info")
    assert bar.sentence == "First. Second."
    assert bar.accessibleName().startswith("Warning")
    buttons = [button for button in bar.findChildren(QPushButton) if button.isVisible()]
    assert [button.text() for button in buttons] == ["Do 0", "Do 1", "Do 2"]
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert done == ["done 2"]
    bar.show_message("Third.", "info")
    assert not any(button.isVisible() for button in buttons)


def test_it_lies_over_its_room_as_high_as_it_needs_and_follows_it(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    room = QRect(20, 30, 500, 200)
    bar = MessageBar(host, lambda: room)
    host.resize(640, 300)
    host.show()
    bar.show_message("Done.")
    assert (bar.geometry().topLeft(), bar.width()) == (room.topLeft(), 500)
    low = bar.height()
    room = QRect(10, 5, 240, 200)
    bar.show_message(LONG, "warning", ("Use 0.2", lambda: None))
    assert (bar.geometry().topLeft(), bar.width()) == (room.topLeft(), 240)
    assert bar.height() > 2 * low
    assert bar.grab().toImage().pixelColor(120, bar.height() // 2).alpha() == 255


def test_what_has_no_button_is_in_a_menu(qtbot) -> None:
    bar = MessageBar()
    qtbot.addWidget(bar)
    done: list[int] = []
    actions = [(f"Do {k}", lambda k=k: done.append(k)) for k in range(5)]
    bar.show_message("Much can be done.", "info", *actions)
    shown = [button.text() for button in bar.findChildren(QPushButton) if not button.isHidden()]
    assert sorted(shown) == ["Do 0", "Do 1", "More…"]
    assert [action.text() for action in bar.more.actions()] == ["Do 2", "Do 3", "Do 4"]
    bar.more.actions()[1].trigger()
    assert done == [3]
    assert bar.sentence == ""
    bar.show_message("Little can be done.", "info", *actions[:3])
    assert bar.more_button.isHidden()
    assert bar.more.actions() == []
