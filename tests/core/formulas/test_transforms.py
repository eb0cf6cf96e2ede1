from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from linreg_gui.core.formulas import transforms
from linreg_gui.core.formulas.evaluating import evaluate
from linreg_gui.core.formulas.transforms import NewColumn, with_unused_names

FRAME = pd.DataFrame({"food cost": [1.0, 4.0, np.nan, -2.0], "n": [1, 2, 3, 4]})
COST = FRAME["food cost"]


@pytest.mark.parametrize(
    ("column", "name", "values"),
    [
        (transforms.logarithm("food cost"), "log food cost", np.log(COST.where(COST > 0))),
        (transforms.square_root("food cost"), "sqrt food cost", np.sqrt(COST.where(COST >= 0))),
        (transforms.standardised("n"), "n standardised", (FRAME["n"] - 2.5) / FRAME["n"].std()),
        (transforms.power("n", -0.5), "n^-0.5", FRAME["n"] ** -0.5),
        (transforms.product("food cost", "n"), "food cost × n", COST * FRAME["n"]),
        (transforms.lagged("n", 2), "n lag 2", FRAME["n"].shift(2)),
        (transforms.lagged("n", -1), "n lag -1", FRAME["n"].shift(-1)),
    ],
)
def test_a_transform_is_a_formula_that_computes_it(column, name, values):
    assert column.name == name
    np.testing.assert_allclose(evaluate(column.formula, FRAME), values, rtol=1e-14)


def test_polynomial_terms_begin_with_the_square():
    square, cube = transforms.polynomial("food cost", 3)
    assert (square.name, cube.name) == ("food cost^2", "food cost^3")
    np.testing.assert_allclose(evaluate(cube.formula, FRAME), COST**3)


def test_centred_terms_are_far_less_correlated_with_the_column():
    frame = pd.DataFrame({"x": np.linspace(100.0, 110.0, 50)})
    (plain,) = transforms.polynomial("x", 2)
    (centred,) = transforms.polynomial("x", 2, centred=True)
    assert centred.name == "x^2 centred"
    assert abs(np.corrcoef(frame["x"], evaluate(plain.formula, frame))[0, 1]) > 0.999
    assert abs(np.corrcoef(frame["x"], evaluate(centred.formula, frame))[0, 1]) < 1e-6


def test_a_taken_name_gets_a_number():
    twice = [NewColumn("a", "1"), NewColumn("a", "2")]
    assert [column.name for column in with_unused_names(twice, ["a", "a 2"])] == ["a 3", "a 4"]
