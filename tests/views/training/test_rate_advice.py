"""What is told of the pace, and one click to a safe rate or to standardised features."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from linreg_gui.core.solvers.sgd.learning_rate import LearningRateLimits
from linreg_gui.views.training.rate_advice import RateAdvice, pace_words

RAW = LearningRateLimits(0.001, 10.0, 0.2, 0.19, 0.034, 0.1, 51.2)
STANDARDISED = LearningRateLimits(0.5, 1.5, 1.33, 1.0, 0.2, 0.5, 5.0)


@pytest.fixture
def advice(qtbot) -> RateAdvice:
    advice = RateAdvice()
    qtbot.addWidget(advice)
    advice.show()
    return advice


def test_it_says_how_many_updates_are_predicted(advice) -> None:
    advice.show_limits(RAW, 0.1, None)
    assert advice.pace.text() == "52 updates per factor of ten"
    assert pace_words(1.0) == "1 update per factor of ten"
    assert pace_words(2.5e9) == "2.5×10⁹ updates per factor of ten"
    assert pace_words(float("inf")) == "At this rate it does not come nearer."


def test_one_click_takes_a_safe_rate(qtbot, advice) -> None:
    advice.show_limits(RAW, 0.1, None)
    assert advice.safe.text() == "Safe: 0.02"
    with qtbot.waitSignal(advice.rate_requested) as asked:
        qtbot.mouseClick(advice.safe, Qt.MouseButton.LeftButton)
    assert asked.args == [0.02]
    advice.show_limits(RAW, 0.02, None)
    assert not advice.safe.isEnabled()


def test_standardising_is_offered_with_its_factor_where_it_helps(qtbot, advice) -> None:
    advice.show_limits(RAW, 0.1, STANDARDISED)
    assert advice.standardise.text() == "Standardise: 3,500 × fewer updates"
    with qtbot.waitSignal(advice.standardise_requested):
        qtbot.mouseClick(advice.standardise, Qt.MouseButton.LeftButton)
    advice.set_running(True)
    assert not advice.standardise.isEnabled()
    advice.show_limits(STANDARDISED, 0.1, None)
    assert not advice.standardise.isVisible()
    advice.show_limits(STANDARDISED, 0.1, replace(STANDARDISED, largest_eigenvalue=1.6))
    assert not advice.standardise.isVisible()


def test_nothing_is_told_where_nothing_is_known(advice) -> None:
    advice.show_limits(None, 0.1, None)
    assert not advice.isVisible()
