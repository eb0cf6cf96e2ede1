"""A window is never larger than what its screen has for it, and never partly outside of that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMargins, QRect
from PySide6.QtWidgets import QWidget

from linreg_gui.views.window.on_screen import keep_on_screen, placed

SCREEN = QRect(0, 24, 1280, 735)
FRAME = QMargins(1, 28, 1, 1)


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        (QRect(100, 100, 800, 500), QRect(100, 100, 800, 500)),
        (QRect(0, 0, 1280, 800), QRect(1, 52, 1278, 706)),
        (QRect(900, 600, 800, 500), QRect(479, 258, 800, 500)),
        (QRect(-500, -500, 800, 500), QRect(1, 52, 800, 500)),
        (QRect(99_999, 0, 99_999, 10), QRect(1, 52, 1278, 10)),
    ],
)
def test_a_window_goes_to_where_there_is_room(wanted, there) -> None:
    assert placed(wanted, SCREEN, FRAME) == there
    assert SCREEN.contains(there.marginsAdded(FRAME))


def test_on_a_second_screen_at_the_left_it_stays_there() -> None:
    left = QRect(-1920, 0, 1920, 1080)
    assert placed(QRect(-300, 900, 800, 500), left, QMargins()) == QRect(-800, 580, 800, 500)


def test_a_real_window_is_brought_onto_its_screen_and_one_that_fits_stays(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    available = window.screen().availableGeometry()
    window.setGeometry(available.width() - 50, available.height() - 50, 5000, 4000)
    keep_on_screen(window)
    window.show()
    keep_on_screen(window)
    assert available.contains(window.frameGeometry())
    window.setGeometry(60, 70, 300, 200)
    keep_on_screen(window)
    assert window.geometry() == QRect(60, 70, 300, 200)
