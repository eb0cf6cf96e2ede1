"""Numbers typed with signs of their own, among others that had them."""

from __future__ import annotations

import pytest

from linreg_gui.core.cells.column_signs import Held
from linreg_gui.core.cells.text import typed_number

TOLD = {
    "percent": Held(unit="%"),
    "dollars": Held(unit="$", as_shown=True, whole=True),
    "accounts": Held(forms=("parentheses",)),
    "behind": Held(forms=("behind",)),
    "marked": Held(forms=("marks",)),
    "fortran": Held(forms=("fortran",)),
    "seconds": Held(unit="s"),
    "minutes": Held(unit="s", forms=("times", "minutes")),
    "hours": Held(unit="s", forms=("times", "hours")),
}


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("percent", "42%", 42),
        ("percent", " 42,5 % ", 42.5),
        ("percent", "-7 %", -7),
        ("percent", "42", 42),
        ("dollars", "$1,250", 1250),
        ("dollars", "1,250.50 $", 1250.5),
        ("dollars", "-$3", -3),
        ("accounts", "(500)", -500),
        ("accounts", "( 1,250.5 )", -1250.5),
        ("behind", "5-", -5),
        ("marked", "1.2*", 1.2),
        ("fortran", "1.5D+03", 1500),
        ("seconds", "00:01:30", 90),
        ("seconds", "PT1M30S", 90),
        ("seconds", "00:00:01.234", 1.234),
        ("minutes", "1:30", 90),
        ("hours", "1:30", 5400),
    ],
)
def test_a_number_is_typed_as_its_column_was_written(column: str, text: str, value: float) -> None:
    found = typed_number(text, TOLD[column])
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("percent", "$5"),
        ("percent", "(5%)"),
        ("percent", "00:01:30"),
        ("dollars", "42%"),
        ("dollars", "5 €"),
        ("dollars", "($5)"),
        ("accounts", "5-"),
        ("accounts", "42%"),
        ("behind", "(5)"),
        ("marked", "<0.5"),
        ("seconds", "1:30"),
        ("seconds", "00:99:30"),
        ("percent", "many %"),
    ],
)
def test_without_evidence_of_the_column_it_is_no_number(column: str, text: str) -> None:
    assert typed_number(text, TOLD[column]) is None
    assert typed_number(text) is None
