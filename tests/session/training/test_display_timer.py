"""The display timer spreads its work over its ticks."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.session.training.display_timer import DisplayTimer


def test_each_tick_calls_one_function_and_all_have_their_turn(qtbot) -> None:
    owner = QObject()
    calls: list[str] = []
    ticks: list[int] = []
    timer = DisplayTimer(owner, lambda: calls.append("points"), lambda: calls.append("pictures"))
    timer.timeout.connect(lambda: ticks.append(len(calls)))
    timer.start()
    qtbot.waitUntil(lambda: len(ticks) >= 4)
    timer.stop()
    assert ticks == list(range(1, len(ticks) + 1))
    assert calls[:4] == ["points", "pictures", "points", "pictures"]
