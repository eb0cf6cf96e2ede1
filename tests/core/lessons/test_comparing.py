from __future__ import annotations

import pytest

from linreg_gui.core.lessons.comparing import check_formula, same_function
from linreg_gui.core.problem import ProblemError

VARIABLES = {"b": (-2.0, 2.0), "eta": (0.01, 1.0), "B": (2.0, 64.0), "n": (100.0, 1000.0), "s": (-5.0, 5.0)}


@pytest.mark.parametrize(
    ("formula", "same"),
    [
        ("b - s * eta / B", True),
        ("-(eta*s - b*B)/B", True),
        ("b + eta * (0 - s) * B ^ -1", True),
        ("b - eta / n * s", False),
        ("b - eta * s", False),
        ("b - 1.000001 * eta / B * s", False),
        ("b - eta / B * s + 0 * log(s)", False),  # has no value for half of them
    ],
)
def test_formulas_are_the_same_by_what_they_give(formula, same) -> None:
    assert same_function("b - eta / B * s", formula, VARIABLES) is same


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        ("b - x", "none of the variables"),
        ("mean(b)", "about a column"),
        ("b +", "not finished"),
        ("log(0 - eta)", "no value"),
        ("b ** ** 2", "missing or too much"),
    ],
)
def test_what_cannot_be_compared_gets_a_sentence(formula, told) -> None:
    with pytest.raises(ProblemError, match=told):
        check_formula(formula, VARIABLES)
