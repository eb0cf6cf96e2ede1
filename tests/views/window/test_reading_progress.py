"""How far a reading is: bytes, and the time that is left once it can be told."""

from __future__ import annotations

import pytest

from linreg_gui.views.window.reading_progress import ReadingProgress


class Clock:
    """A clock that stands still until it is set."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def progress(qtbot, clock) -> ReadingProgress:
    made = ReadingProgress(clock=clock)
    qtbot.addWidget(made)
    return made


def test_bytes_are_told_in_units_of_the_whole(progress) -> None:
    for n_bytes, text in ((120e6, "37 of 120 MB"), (1.2e10, "4 of 12 GB"), (5e3, "2 of 5 kB"), (0.0, "")):
        progress.start("big.csv", n_bytes)
        progress.show_fraction(0.31)
        assert progress.detail.text() == text
    assert progress.bar.value() == 310


def test_the_time_that_is_left_is_told_once_it_can_be_known(progress, clock) -> None:
    progress.start("big.csv", 120e6)
    clock.seconds += 0.5
    progress.show_fraction(0.25)
    assert progress.detail.text() == "30 of 120 MB"
    clock.seconds += 1.5
    progress.show_fraction(0.5)
    assert progress.detail.text() == "60 of 120 MB, about 2 s left"
    clock.seconds += 898.0
    progress.show_fraction(0.75)
    assert progress.detail.text() == "90 of 120 MB, about 5 min left"


def test_another_file_begins_anew(progress, clock) -> None:
    progress.start("big.csv", 120e6)
    clock.seconds += 10.0
    progress.show_fraction(0.5)
    progress.start("next.csv", 2e6)
    assert progress.detail.text() == "0 of 2 MB"
    progress.show_fraction(float("nan"))
    assert (progress.bar.value(), progress.detail.text()) == (0, "0 of 2 MB")


def test_cancelling_is_wished_once(qtbot, progress) -> None:
    progress.start("big.csv", 1e6)
    with qtbot.waitSignal(progress.cancel_requested):
        progress.cancel.click()
    assert not progress.cancel.isEnabled()
