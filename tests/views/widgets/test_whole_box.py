"""A spin box for whole numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from linreg_gui.views.widgets.whole_box import WholeBox

US = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)


def box_with(value: int, most: int = 10**6, groups: bool = True, locale: QLocale = US) -> WholeBox:
    box = WholeBox()
    box.setLocale(locale)
    box.setRange(-most, most)
    box.setGroupSeparatorShown(groups)
    box.setValue(value)
    return box


def enter(box: WholeBox, text: str) -> int:
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)
    return box.value()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("1,000", 1000),
        ("10,000", 10_000),
        ("1 000", 1000),
        ("1'000", 1000),
        ("7 pts", 7),
    ],
)
def test_a_whole_number_is_taken(qtbot, text: str, value: int) -> None:
    box = box_with(5)
    qtbot.addWidget(box)
    box.setSuffix(" pts")
    assert enter(box, text) == value
    assert box.refusal == ""


@pytest.mark.parametrize("tracking", [True, False])
@pytest.mark.parametrize(
    "text", ["12,5", "1.000", "12.0", "1,2345", "0,5", "1,00", "1,000.5", "1 00", "-", ","]
)
def test_what_is_no_whole_number_brings_back_the_one_before_and_is_told(
    qtbot, text: str, tracking: bool
) -> None:
    box = box_with(500)
    qtbot.addWidget(box)
    box.setKeyboardTracking(tracking)
    assert enter(box, text) == 500
    assert box.text() == "500"
    assert box.refusal == f"“{text}” is no whole number here: 500 stays."
    assert enter(box, "7") == 7
    assert box.refusal == ""


def test_a_comma_between_thousands_is_no_sign_of_a_box_that_shows_none(qtbot) -> None:
    box = box_with(500, groups=False)
    qtbot.addWidget(box)
    assert enter(box, "1,000") == 500
    assert enter(box, "1,000,000") == 1_000_000


def test_an_emptied_box_gets_its_number_back(qtbot) -> None:
    box = box_with(500)
    qtbot.addWidget(box)
    box.clear()
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 500


def test_a_number_set_by_the_program_takes_the_mark_away(qtbot) -> None:
    box = box_with(500)
    qtbot.addWidget(box)
    enter(box, "12,5")
    box.setValue(9)
    assert box.refusal == ""
    assert enter(box, "1,5") == 9


def test_steps_are_kept(qtbot) -> None:
    box = box_with(500)
    qtbot.addWidget(box)
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert enter(box, "1,5") == 501


def test_the_text_for_the_least_number_is_that_number(qtbot) -> None:
    box = WholeBox()
    qtbot.addWidget(box)
    box.setSuffix(" %")
    box.setSpecialValueText("no rows")
    box.setRange(0, 90)
    box.setValue(20)
    box.setValue(0)
    assert box.text() == "no rows"
    box.interpretText()
    assert box.value() == 0
    assert enter(box, "35") == 35
    assert enter(box, "3,5") == 35


@pytest.mark.parametrize("name", ["de_DE", "fr_FR", "de_CH", "en_IN", "es_ES", "ar_EG", "sv_SE"])
@settings(max_examples=20, deadline=None)
@given(value=st.integers(-(10**9), 10**9))
def test_what_a_box_shows_is_the_same_number_again(qapp: QApplication, name: str, value: int) -> None:
    box = box_with(0, 10**9, locale=QLocale(name))
    box.setValue(value)
    shown = box.text()
    assert box.validate(shown, 0)[0].name == "Acceptable"
    assert box.valueFromText(shown) == value


@settings(max_examples=60, deadline=None)
@given(head=st.integers(1, 999), groups=st.lists(st.text("0123456789", max_size=5), min_size=1, max_size=3))
def test_only_groups_of_three_digits_are_thousands(qapp: QApplication, head: int, groups: list[str]) -> None:
    box = box_with(0, 2**31 - 1)
    text = ",".join([str(head), *groups])
    accepted = box.validate(text, len(text))[0].name == "Acceptable"
    small = int(text.replace(",", "") or 0) < 2**31
    assert accepted == (small and all(len(group) == 3 for group in groups))
