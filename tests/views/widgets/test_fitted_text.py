"""Texts in too little room: words are cut, numbers never."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QToolTip

from linreg_gui.core.number_text import is_number, number_text, plain_number
from linreg_gui.views.widgets.fitted_text import WholeNumbersDelegate, elided, shown_text

RIGHT, MIDDLE = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle
numbers = st.floats(-1e300, 1e300).map(lambda value: number_text(value, 12))


@pytest.fixture
def metrics(qapp) -> QFontMetrics:
    return QFontMetrics(QApplication.font())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers, st.integers(10, 200), st.sampled_from([RIGHT, MIDDLE]))
def test_a_number_is_rounded_to_the_room_and_never_cut(metrics, text, room, mode) -> None:
    shown = elided(text, metrics, room, mode)
    assert "…" not in shown
    assert metrics.horizontalAdvance(shown) <= room or shown == "#"
    if shown != "#":
        kept = re.sub(r"[^0-9]", "", shown.partition("×")[0]).lstrip("0")
        value, rounded = float(plain_number(text)), float(plain_number(shown))
        assert abs(rounded - value) <= abs(value) * 10.0 ** (1 - max(1, len(kept)))


words = st.lists(st.sampled_from(["cell", "of", "weights", "x1", "a"]) | numbers, min_size=1, max_size=8)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words, st.integers(10, 300), st.sampled_from([RIGHT, MIDDLE]))
def test_a_number_in_a_sentence_is_whole_or_gone(metrics, parts, room, mode) -> None:
    text = " ".join(parts)
    shown = elided(text, metrics, room, mode)
    if len(parts) > 1:
        for word in shown.replace("…", " … ").split():
            assert not is_number(word) or word in parts


def test_the_end_of_a_word_does_not_pass_for_a_number(metrics) -> None:
    for room in range(10, 200):
        shown = elided("some words before x12345 and after", metrics, room, MIDDLE)
        assert not any(is_number(word) for word in shown.replace("…", " ").split())


@pytest.mark.parametrize(
    ("text", "cut"),
    [("Sold on 2024-01-31, late", "Sold on…"), ("row 12,345 of x", "row…"), ("at 10:30:00 sharp", "at…")],
)
def test_dates_times_and_counts_are_not_cut_either(metrics, text, cut) -> None:
    room = metrics.horizontalAdvance(text[: len(cut) + 3]) + metrics.horizontalAdvance("…")
    assert elided(text, metrics, room) == cut


def test_a_cell_shows_a_shorter_number_and_all_of_it_to_who_points_at_it(qtbot) -> None:
    table = QTableWidget(2, 1)
    qtbot.addWidget(table)
    table.setItemDelegate(WholeNumbersDelegate(table))
    table.setItem(0, 0, QTableWidgetItem("−0.00235110349"))
    table.setItem(1, 0, QTableWidgetItem("a long text with words"))
    table.setColumnWidth(0, 66)
    table.show()
    index = table.model().index(0, 0)
    shown = shown_text(table, index)
    assert shown.startswith("−0.002")
    assert len(shown) < 14
    assert "…" not in shown
    assert shown_text(table, table.model().index(1, 0)).endswith("…")
    where = table.visualRect(index).center()
    viewport = table.viewport()
    event = QHelpEvent(QEvent.Type.ToolTip, where, viewport.mapToGlobal(QPoint(where)))
    QApplication.sendEvent(viewport, event)
    assert QToolTip.text() == "−0.00235110349"
    QToolTip.hideText()
    table.resizeColumnsToContents()
    assert shown_text(table, index) == "−0.00235110349"
