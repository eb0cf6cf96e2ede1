"""A field for one number."""

from __future__ import annotations

import pytest

from linreg_gui.views.widgets.number_field import NumberField


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (109.73129265, "109.731"),
        (1_000_852.4, "1000852"),
        (-2_500_000.0, "−2500000"),
        (1.5e12, "1.5e+12"),
        (2e-9, "2e−09"),
    ],
)
def test_a_number_is_rounded_to_what_can_be_read_but_kept_whole(qtbot, value: float, text: str) -> None:
    field = NumberField()
    qtbot.addWidget(field)
    field.set_value(value)
    assert field.text() == text
    assert field.value == value
