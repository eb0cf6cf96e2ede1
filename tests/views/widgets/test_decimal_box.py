"""A spin box for numbers with a decimal point or comma."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from linreg_gui.views.widgets.decimal_box import DecimalBox


def typed(qtbot, text: str, most: float, suffix: str = "") -> float:
    box = DecimalBox()
    qtbot.addWidget(box)
    box.setRange(-most, most)
    box.setDecimals(3)
    box.setSuffix(suffix)
    box.setValue(7.0)
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)
    return box.value()


@pytest.mark.parametrize("suffix", ["", " %"])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0,5", 0.5),
        ("0.5", 0.5),
        ("95,5", 95.5),
        ("-1,25", -1.25),
        ("1.250", 1.25),
        ("1,250", 1.25),
        ("1e1", 10.0),
        ("", 7.0),
        ("-", 7.0),
    ],
)
def test_a_decimal_comma_is_one(qtbot, text: str, value: float, suffix: str) -> None:
    assert typed(qtbot, text, 100.0, suffix) == value


def test_a_text_that_may_be_two_numbers_of_the_range_is_not_taken(qtbot) -> None:
    box = DecimalBox()
    qtbot.addWidget(box)
    box.setRange(0.0, 1e6)
    assert box.validate("1,250", 5)[0] == box.validate("1,", 2)[0].Intermediate
    assert box.validate("1,250.5", 7)[0].name == "Acceptable"
    assert box.validate("many", 4)[0].name == "Invalid"


@pytest.mark.parametrize("text", ["1,250", "12.500,0,", "1,2,3"])
def test_what_is_not_taken_brings_back_the_number_before_it_and_is_told(qtbot, text: str) -> None:
    box = DecimalBox()
    qtbot.addWidget(box)
    box.setRange(0.0, 1e6)
    box.setValue(7.0)
    box.selectAll()
    QTest.keyClicks(box, text)
    assert box.refusal == f"“{text}” is no number here."
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 7.0
    assert box.refusal == f"“{text}” is no number here: {box.text()} stays."
