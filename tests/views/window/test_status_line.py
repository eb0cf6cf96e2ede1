"""The status line and the progress of reading: words, and places that stay."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from linreg_gui.core.explaining.run_progress import RunProgress
from linreg_gui.views.window.reading_progress import ReadingProgress
from linreg_gui.views.window.status_line import StatusLine, examples_text


@pytest.fixture
def line(qtbot: QtBot) -> StatusLine:
    result = StatusLine()
    qtbot.addWidget(result)
    result.show()
    return result


@pytest.fixture
def reading(qtbot: QtBot) -> ReadingProgress:
    result = ReadingProgress()
    qtbot.addWidget(result)
    return result


def test_it_says_phase_progress_speed_and_backend(line: StatusLine) -> None:
    line.show_phase("Running")
    line.show_value(RunProgress(1234, 2.314, 10, 52.3e6))
    line.show_backend("CPU · NumPy + Numba", "CPU, as you chose.")
    assert line.backend.toolTip() == "CPU, as you chose. What computes; click to choose something else."
    texts = [line.phase.text(), line.progress.text(), line.speed.text(), line.backend.device]
    expected = ["Running", "step 1,234 · epoch 2.31 of 10", "52.3 M examples/s", "CPU · NumPy + Numba"]
    assert texts == expected


def test_it_starts_ready_and_without_numbers(line: StatusLine) -> None:
    assert line.phase.text() == "Ready"
    assert line.progress.text() == line.speed.text() == ""


def test_where_nothing_goes_there_is_no_speed(line: StatusLine) -> None:
    line.show_phase("Running")
    line.show_value(RunProgress(1, 0.5, 100, 1000.0))
    assert line.speed.text() == "1,000 examples/s"
    line.show_phase("Paused")
    assert line.speed.text() == ""
    line.show_value(RunProgress(2, 0.5, 100, 1000.0))  # that was prepared before
    assert line.speed.text() == ""
    line.clear()
    assert line.progress.text() == ""


def test_the_fields_keep_their_places_and_cut_nothing_off(line: StatusLine) -> None:
    width = line.sizeHint().width()
    for step, phase in ((0, "Ready"), (8_888_888, "Stopping"), (5, "Finished")):
        line.show_phase(phase)
        line.show_value(RunProgress(step, 0.5, 100, 12345.0))
        assert line.sizeHint().width() == width
    line.show_value(RunProgress(123_456_789_012, 1234.5, 100_000, 1.0))
    assert line.progress.width() >= line.progress.fontMetrics().horizontalAdvance(line.progress.text())


def test_speeds_are_short() -> None:
    texts = [examples_text(speed) for speed in (3.0, 12345.0, 999_400.0, 1.5e6, 52.34e6, 2e9)]
    assert texts == [
        "3 examples/s",
        "12,300 examples/s",
        "999,000 examples/s",
        "1.5 M examples/s",
        "52.3 M examples/s",
        "2 billion examples/s",
    ]


def test_every_field_says_what_it_is(line: StatusLine) -> None:
    labels = [*line.findChildren(QLabel), line.backend]
    assert len(labels) == 4
    assert all(label.toolTip() and label.whatsThis() for label in labels)


def test_reading_is_shown_from_start_to_finish(reading: ReadingProgress) -> None:
    assert not reading.isVisible()
    reading.start("engel.csv")
    assert reading.isVisible()
    assert reading.label.text() == "Reading engel.csv…"
    reading.show_fraction(0.5)
    assert reading.bar.value() * 2 == reading.bar.maximum()
    reading.show_fraction(float("nan"))
    reading.show_fraction(7.0)
    assert reading.bar.value() == reading.bar.maximum()
    reading.finish()
    assert not reading.isVisible()


def test_reading_can_be_cancelled_once(reading: ReadingProgress, qtbot: QtBot) -> None:
    cancelled: list[bool] = []
    reading.cancel_requested.connect(lambda: cancelled.append(True))
    reading.start("a.csv")
    for _ in range(2):
        qtbot.mouseClick(reading.cancel, Qt.MouseButton.LeftButton)
    assert cancelled == [True]
    reading.start("b.csv")
    assert reading.cancel.isEnabled()
    assert reading.bar.value() == 0


def test_a_long_name_is_shortened_but_told_in_full(reading: ReadingProgress) -> None:
    name = "x" * 200 + ".csv"
    reading.start(name)
    assert "…" in reading.label.text()[:-1]
    assert reading.label.toolTip() == name
    assert reading.sizeHint().width() < 500
