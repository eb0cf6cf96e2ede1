"""A cell is a number in whatever way it is written."""

from __future__ import annotations

import pytest

from linreg_gui.core.reading.number_cells import is_number


@pytest.mark.parametrize(
    "text", ["1", "-1.5", "+.5", "1.", "1e5", "−2,5", "1,234,567.8", "1.234,5", "1 234", "1'234"]
)
def test_a_number_may_be_written_in_any_usual_way(text: str) -> None:
    assert is_number(text)


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "01.02.2020", "1e", "-", "0x1A", "1_000", "12 34", "1.5 kg"]
)
def test_other_text_is_not_a_number(text: str) -> None:
    assert not is_number(text)
