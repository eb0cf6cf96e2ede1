"""Cancel works by a click and by Esc, as long as it can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from linreg_gui.views.window.cancel_button import CancelButton


@pytest.fixture
def shown(qtbot) -> tuple[QWidget, CancelButton, list[bool]]:
    window, clicks = QWidget(), []
    button = CancelButton("Cancel it", "Give it up.", window)
    QVBoxLayout(window).addWidget(button)
    button.clicked.connect(lambda: clicks.append(True))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window, button, clicks


def test_a_click_and_esc_are_the_same(qtbot, shown) -> None:
    window, button, clicks = shown
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(clicks) == 2)  # it is seen to be pressed
    assert button.toolTip() == "Give it up. (Esc)"


def test_esc_is_for_others_while_it_cannot_be_seen(qtbot, shown) -> None:
    window, button, clicks = shown
    button.hide()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    qtbot.wait(150)
    assert not clicks
