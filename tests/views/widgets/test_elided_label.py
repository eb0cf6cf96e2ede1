"""Texts cut to the room there is."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from linreg_gui.core.installation.resources import samples
from linreg_gui.views.widgets.elided_label import elided_to_lines


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.file)
def test_words_that_fit_into_the_lines_are_never_cut(qapp, sample) -> None:
    metrics = QFontMetrics(QApplication.font())
    for width in range(170, 400):
        lines, count = elided_to_lines(sample.about, metrics, width, 20)
        assert lines.split() == sample.about.split()
        assert count == len(lines.splitlines())


def test_a_word_that_is_too_long_and_the_last_line_end_in_dots(qapp) -> None:
    metrics = QFontMetrics(QApplication.font())
    lines, count = elided_to_lines("W" * 80 + " and many more words after it", metrics, 120, 2)
    first, last = lines.splitlines()
    assert "…" in first
    assert last.endswith("…")
    assert count == 2
    assert metrics.horizontalAdvance(first) <= 121
