"""The scrubber asks for steps and shows the one it is told; it never goes there by itself."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from linreg_gui.views.training.scrubber import Scrubber


@pytest.fixture
def scrubber(qtbot) -> Scrubber:
    scrubber = Scrubber()
    qtbot.addWidget(scrubber)
    scrubber.resize(900, 30)
    scrubber.show()
    qtbot.waitExposed(scrubber)
    scrubber.show_moment(50, 600, epochs=(300.0, 600.0))
    return scrubber


@pytest.fixture
def asked(scrubber) -> list[int]:
    steps: list[int] = []
    scrubber.step_requested.connect(steps.append)
    return steps


def test_it_shows_where_the_run_is_and_whether_its_end_is_followed(scrubber) -> None:
    assert scrubber.field.text() == "50"
    assert scrubber.state.text() == "of 600"
    assert not scrubber.end_button.isVisible()
    scrubber.show_moment(1_312, 12_000, live=False)
    assert scrubber.field.text() == "1312"
    assert scrubber.state.text() == "looking back, of 12,000"
    assert scrubber.end_button.isVisible()
    assert "looking back at step 1,312 of 12,000" in scrubber.line.accessibleDescription()


@pytest.mark.parametrize(
    ("key", "modifier", "step"),
    [
        (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier, 49),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 51),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 40),
        (Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 60),
        (Qt.Key.Key_Home, Qt.KeyboardModifier.NoModifier, 0),
        (Qt.Key.Key_End, Qt.KeyboardModifier.NoModifier, 600),
    ],
)
def test_keys_ask_for_steps(qtbot, scrubber, asked, key, modifier, step) -> None:
    qtbot.keyClick(scrubber.line, key, modifier)
    assert asked == [step]
    assert scrubber.line.step == 50


def test_a_press_and_a_drag_ask_for_the_steps_under_the_pointer(qtbot, scrubber, asked) -> None:
    line = scrubber.line
    for step in (0, 300, 600):
        assert line.step_at(line.place_of(step)) == step
    middle = QPoint(round(line.place_of(300)), line.height() // 2)
    qtbot.mousePress(line, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseMove(line, QPoint(-50, 5))
    qtbot.mouseRelease(line, Qt.MouseButton.LeftButton)
    qtbot.mouseMove(line, QPoint(200, 5))
    assert abs(asked[0] - 300) <= 1
    assert asked[1:] == [0]


def test_a_step_is_typed(qtbot, scrubber, asked) -> None:
    scrubber.field.selectAll()
    qtbot.keyClicks(scrubber.field, "312")
    scrubber.show_moment(51, 601)  # the run goes on meanwhile
    assert scrubber.field.text() == "312"
    qtbot.keyClick(scrubber.field, Qt.Key.Key_Return)
    assert asked == [312]
    qtbot.keyClicks(scrubber.field, "9999")
    qtbot.keyClick(scrubber.field, Qt.Key.Key_Return)
    assert asked[-1] == 601


def test_what_was_typed_and_left_is_not_shown_as_the_step(qtbot, scrubber, asked) -> None:
    scrubber.field.setFocus()
    scrubber.field.selectAll()
    qtbot.keyClicks(scrubber.field, "7")
    scrubber.line.setFocus()
    scrubber.show_moment(50, 600)
    assert scrubber.field.text() == "50"
    assert asked == []


def test_without_a_run_there_is_nothing_to_move(scrubber) -> None:
    scrubber.show_moment(0, 0)
    assert not scrubber.line.isEnabled()
    assert not scrubber.field.isEnabled()


def test_epochs_and_changes_are_marked(scrubber) -> None:
    plain = scrubber.line.grab().toImage()
    scrubber.show_moment(50, 600, epochs=(300.0, 600.0), marks=(450,))
    marked = scrubber.line.grab().toImage()
    x, y = round(scrubber.line.place_of(450)), 5
    assert marked.pixelColor(x, y) != plain.pixelColor(x, y)
    scrubber.show_moment(50, 600)
    bare = scrubber.line.grab().toImage()
    x, y = round(scrubber.line.place_of(300)), 18
    assert any(bare.pixelColor(x + dx, y) != plain.pixelColor(x + dx, y) for dx in (-1, 0, 1))


def test_the_buttons_ask_to_play_either_way_and_to_stop(qtbot, scrubber) -> None:
    wishes: list[int] = []
    scrubber.play_requested.connect(wishes.append)
    qtbot.mouseClick(scrubber.on_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(scrubber.back_button, Qt.MouseButton.LeftButton)
    still = scrubber.on_button.grab().toImage()
    scrubber.show_moment(50, 600, playing=1)
    assert scrubber.on_button.grab().toImage() != still
    qtbot.mouseClick(scrubber.on_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(scrubber.back_button, Qt.MouseButton.LeftButton)
    assert wishes == [1, -1, 0, -1]


def test_a_run_of_more_steps_than_qt_can_count_is_shown_and_asked_for(qtbot, scrubber, asked) -> None:
    end = 3_000_000_000_000
    scrubber.show_moment(end // 2, end)
    line = scrubber.line
    assert line.step_at(line.place_of(end // 2)) == pytest.approx(end // 2, rel=1e-3)
    qtbot.keyClick(line, Qt.Key.Key_Right)
    scrubber.field.selectAll()
    qtbot.keyClicks(scrubber.field, "2999999999999")
    qtbot.keyClick(scrubber.field, Qt.Key.Key_Return)
    assert asked == [end // 2 + 1, end - 1]


def test_in_little_room_step_and_line_are_left_and_words_come_back_with_more(qtbot, scrubber) -> None:
    parts = scrubber.field, scrubber.line, scrubber.on_button, scrubber.state
    scrubber.resize(900, 30)
    scrubber.show()
    assert all(part.isVisible() for part in parts)
    scrubber.resize(scrubber.minimumSizeHint())
    assert [part.isVisible() for part in parts] == [True, True, False, False]
    qtbot.waitUntil(lambda: scrubber.line.geometry().right() < scrubber.width())
    assert scrubber.field.geometry().right() < scrubber.line.x()
    scrubber.resize(500, 30)
    assert scrubber.on_button.isVisible()
    scrubber.resize(900, 30)
    assert all(part.isVisible() for part in parts)
