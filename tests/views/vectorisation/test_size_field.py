"""The size is chosen on a logarithmic slider or typed, and both agree."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt

from linreg_gui.views.vectorisation.size_field import SIZES, SizeField, position_of


@pytest.fixture
def field(qtbot) -> SizeField:
    widget = SizeField()
    qtbot.addWidget(widget)
    widget.told = []
    widget.size_changed.connect(widget.told.append)
    return widget


def test_the_chapters_ten_thousand_comes_first(field) -> None:
    assert field.size_chosen == 10_000
    assert SIZES[field.slider.value()] == 10_000


def test_the_slider_goes_from_ten_to_a_hundred_million_by_ratios(field) -> None:
    field.slider.setValue(field.slider.minimum())
    field.slider.setValue(field.slider.maximum())
    assert field.told == [10, 100_000_000]
    ratios = [b / a for a, b in pairwise(SIZES)]
    assert 1.19 < min(ratios) <= max(ratios) < 1.4


def test_a_typed_number_moves_the_slider_and_keeps_its_digits(field, qtbot) -> None:
    field.field.selectAll()
    qtbot.keyClicks(field.field, "12345")
    qtbot.keyClick(field.field, Qt.Key.Key_Return)
    assert field.told == [12_345]
    assert field.size_chosen == 12_345
    assert SIZES[field.slider.value()] == 12_000


def test_what_is_being_typed_counts_without_return(field, qtbot) -> None:
    field.field.selectAll()
    qtbot.keyClicks(field.field, "777")
    assert field.size_chosen == 777


def test_a_size_that_is_set_is_told_to_nobody(field) -> None:
    field.set_size(500)
    assert (field.size_chosen, field.told) == (500, [])


@pytest.mark.parametrize(("n", "nearest"), [(10, 10), (11, 12), (10**8, 10**8), (9 * 10**7, 10**8), (13, 12)])
def test_positions_are_nearest_by_ratio(n, nearest) -> None:
    assert SIZES[position_of(n)] == nearest
