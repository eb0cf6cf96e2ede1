"""A field for one number."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.number_text import rounded_to
from linreg_gui.views.widgets.number_field import NumberField


@pytest.fixture
def field(qtbot) -> NumberField:
    result = NumberField()
    qtbot.addWidget(result)
    return result


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (109.731, "109.731"),
        (2459115.5, "2459115.5"),
        (-2_500_000.0, "−2500000"),
        (1700000000123.0, "1700000000123"),
        (1.5e21, "1.5×10²¹"),
        (2e-9, "2×10⁻⁹"),
    ],
)
def test_a_number_is_shown_with_every_digit(field, value: float, text: str) -> None:
    field.set_value(value)
    assert field.text() == text
    assert field.value == value


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    offset=st.floats(-1e15, 1e15),
    power=st.integers(-9, 9),
    share=st.floats(-1.0, 1.0),
)
def test_what_a_field_shows_typed_again_is_the_same_number(field, offset, power, share) -> None:
    value = rounded_to(offset + share * 10.0**power, 10.0**power * 1e-5)
    field.set_value(value)
    field.textEdited.emit(field.text())
    assert field.edited
    assert field.value == value
