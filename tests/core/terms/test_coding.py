"""How many columns terms make, beside the design matrices of another library."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from formulaic import model_matrix

from linreg_gui.core.terms.coding import column_counts
from linreg_gui.core.terms.notation import read_model
from linreg_gui.core.terms.term import Factor, FactorKind

FRAME = pd.DataFrame(
    [
        (a, b, k % 7 + 0.1 * k, 1.7 * (k % 5) + k**0.5, float(k))
        for k, (a, b) in enumerate([*itertools.product("pqr", "stuv")] * 3)
    ],
    columns=["a", "b", "x", "z", "y"],
)
LEVELS = {Factor(FactorKind.COLUMN, "a"): 3, Factor(FactorKind.COLUMN, "b"): 4}


@pytest.mark.parametrize(
    "text",
    [
        "y ~ a",
        "y ~ a - 1",
        "y ~ a + b - 1",
        "y ~ x + a - 1",
        "y ~ a * b",
        "y ~ a * b - 1",
        "y ~ a + a:b",
        "y ~ x:a",
        "y ~ x + x:a",
        "y ~ x * a * b",
        "y ~ a + x:a:b",
        "y ~ a:b - 1",
    ],
)
def test_each_term_makes_as_many_columns_as_in_another_library(text) -> None:
    model = read_model(text).model
    counts = column_counts(model.terms, LEVELS, model.has_bias)
    matrix = model_matrix(text, FRAME).rhs
    assert sum(counts) + model.has_bias == matrix.shape[1]


def test_two_categories_without_their_main_effects_have_all_their_levels_as_in_r() -> None:
    model = read_model("y ~ a:b").model
    assert column_counts(model.terms, LEVELS) == [12]
