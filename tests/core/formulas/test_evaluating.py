from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core.formulas.evaluating import check, compute, evaluate, is_by_place
from linreg_gui.core.formulas.functions import FUNCTIONS
from linreg_gui.core.formulas.tokens import columns_of, quoted
from linreg_gui.core.problem import ProblemError

NAN = math.nan


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "x": [1.0, 2.0, 0.0, -1.0, NAN],
            "n": [2, 4, 6, 8, 10],
            "flag": [True, False, True, True, False],
            "food expenditure": [1.0, 2.0, 3.0, 4.0, 5.0],
            "town": ["a", "b", None, "c", "d"],
            "log": [10.0, 10.0, 10.0, 10.0, 10.0],
            "odd`name": [7.0] * 5,
        }
    )


ORACLES = {
    "x": lambda f: f["x"],
    "2 * x + 1": lambda f: 2 * f["x"] + 1,
    "-x^2": lambda f: -(f["x"] ** 2),
    "(1 - n) ^ 3 + (1 - n) ^ 4": lambda f: (1.0 - f["n"]) ** 3 + (1.0 - f["n"]) ** 4,
    "(1 - n) ^ -1 + n ^ 1.5 + n ^ n": lambda f: (
        1.0 / (1.0 - f["n"]) + f["n"] ** 1.5 + f["n"] ** (1.0 * f["n"])
    ),
    "2 ** 3 ** 2": lambda f: 512.0,
    "x − n × 2 · 3 ÷ 4": lambda f: f["x"] - f["n"] * 6 / 4,
    "n % 4": lambda f: f["n"] % 4,
    "-n % 3": lambda f: -f["n"] % 3,
    "abs(x)": lambda f: f["x"].abs(),
    "sqrt(n)": lambda f: np.sqrt(f["n"]),
    "log(n)": lambda f: np.log(f["n"]),
    "log10(n)": lambda f: np.log10(f["n"]),
    "log2(n)": lambda f: np.log2(f["n"]),
    "exp(x)": lambda f: np.exp(f["x"]),
    "sin(x) + cos(x) * tan(x)": lambda f: 2 * np.sin(f["x"]),
    "round(n / 3)": lambda f: (f["n"] / 3).round(),
    "round(n / 3, 2)": lambda f: (f["n"] / 3).round(2),
    "min(x, n, 1)": lambda f: np.minimum(np.minimum(f["x"], f["n"]), 1),
    "max(x, n)": lambda f: np.maximum(f["x"], f["n"]),
    "min(x) + max(x)": lambda f: f["x"].min() + f["x"].max(),
    "mean(x)": lambda f: f["x"].mean(),
    "median(x)": lambda f: f["x"].median(),
    "std(x)": lambda f: f["x"].std(),
    "sum(x)": lambda f: f["x"].sum(),
    "sum(2)": lambda f: 10.0,
    "standardise(x)": lambda f: (f["x"] - f["x"].mean()) / f["x"].std(),
    "lag(n)": lambda f: f["n"].shift(),
    "lag(n, 3)": lambda f: f["n"].shift(3),
    "lag(n, -2)": lambda f: f["n"].shift(-2),
    "lag(n, 0)": lambda f: f["n"],
    "lag(n, 99)": lambda f: NAN,
    "diff(n)": lambda f: f["n"].diff(),
    "where(flag, n, -n)": lambda f: np.where(f["flag"], f["n"], -f["n"]),
    "where(is_missing(x), 0, x)": lambda f: f["x"].fillna(0.0),
    "is_missing(town)": lambda f: f["town"].isna(),
    "is_missing(log(x))": lambda f: ~(f["x"] > 0),
    "row()": lambda f: np.arange(1, 6),
    "n > 4": lambda f: f["n"] > 4,
    "2 < n ≤ 6": lambda f: (f["n"] > 2) & (f["n"] <= 6),
    "n == 4 or n != 4 and n >= 8": lambda f: (f["n"] == 4) | (f["n"] >= 8),
    "not flag": lambda f: ~f["flag"],
    "x > 0": lambda f: [1.0, 1.0, 0.0, 0.0, NAN],
    "x and 1": lambda f: [1.0, 1.0, 0.0, 1.0, NAN],
    "x or 1": lambda f: [1.0, 1.0, 1.0, 1.0, NAN],
    "not x": lambda f: [0.0, 0.0, 1.0, 0.0, NAN],
    "log(`food expenditure`)": lambda f: np.log(f["food expenditure"]),
    "`odd``name` + log": lambda f: 17.0,
}


@pytest.mark.parametrize("formula", ORACLES)
def test_it_computes_what_pandas_does(frame, formula):
    expected = pd.Series(ORACLES[formula](frame), index=frame.index, dtype=np.float64)
    pd.testing.assert_series_equal(evaluate(formula, frame), expected, rtol=1e-14, check_names=False)


def test_every_function_promised_is_held_to_an_oracle():
    assert not [name for name in FUNCTIONS if not any(f"{name}(" in formula for formula in ORACLES)]


@pytest.mark.parametrize(
    ("formula", "values", "sentence"),
    [
        ("log(x)", [0.0, math.log(2), NAN, NAN, NAN], "2 cells could not be computed: log of 0 or less."),
        (
            "sqrt(x)",
            [1.0, math.sqrt(2), 0.0, NAN, NAN],
            "1 cell could not be computed: square root of a negative number.",
        ),
        ("1 / x", [1.0, 0.5, NAN, -1.0, NAN], "1 cell could not be computed: division by 0."),
        ("x / 0", [NAN] * 5, "4 cells could not be computed: division by 0."),
        ("n % 0", [NAN] * 5, "5 cells could not be computed: division by 0."),
        ("0 ^ -n", [NAN] * 5, "5 cells could not be computed: division by 0."),
        (
            "x ^ 0.5",
            [1.0, math.sqrt(2), 0.0, NAN, NAN],
            "1 cell could not be computed: power of a negative number.",
        ),
        ("exp(710 * n)", [NAN] * 5, "5 cells could not be computed: a result too large."),
        ("10 ** 10 ** 10", [NAN] * 5, "5 cells could not be computed: a result too large."),
        ("9**9**9**9 * 0", [NAN] * 5, "5 cells could not be computed: a result too large."),
        ("standardise(log)", [NAN] * 5, "5 cells could not be computed: division by 0."),
        (
            "lag(log(x))",
            [NAN, 0.0, math.log(2), NAN, NAN],
            "3 cells could not be computed: log of 0 or less (2), no row that far away (1).",
        ),
        ("where(x > 0, log(x), 0)", [0.0, math.log(2), 0.0, 0.0, NAN], ""),
        ("x + 1", [2.0, 3.0, 1.0, 0.0, NAN], ""),
    ],
)
def test_what_cannot_be_computed_is_missing_and_told(frame, formula, values, sentence):
    computed = compute(formula, frame)
    np.testing.assert_allclose(computed.values, values, rtol=1e-14)
    assert computed.sentence == sentence


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        ("", "Type a formula"),
        ("0,5 * x", "write 0.5 instead of 0,5"),
        ("max(1,2)", "write 1.2 instead of 1,2, or “1, 2”"),
        ("x, n", "A comma only separates"),
        ("2 x", "missing between “2” and “x”"),
        ("2x", "missing between “2” and “x”"),
        ("food expenditure", "A name with a space in it stands in backquotes"),
        ("x = 1", "write == instead of ="),
        ("x; n", "no semicolon"),
        ("'x'", "holds no texts"),
        ("“x”", "holds no texts"),
        ("log(x", "not closed"),
        ("x)", "never opened"),
        ("x +", "not finished"),
        ("x * / n", "at “/”"),
        ("`x", "backquote"),
        ("``", "backquote"),
        ("price", "There is no column “price”. The columns are: x, n, flag"),
        ("sqrt", "sqrt is a function: write sqrt(x)"),
        ("ln(x)", "There is no function “ln”. The functions are: abs, sqrt, log"),
        ("log(x, 2)", "log is written log(x)"),
        ("where(x, 1)", "where is written where(condition, x, y)"),
        ("lag(x, n)", "must be a whole number"),
        ("round(x, 0.5)", "must be a whole number"),
        ("town + 1", "“town” holds no numbers"),
        ("1e999", "too large a number"),
        ("9" * 400, "too large a number"),
        ("-" * 399 + "1", "nested too deeply"),
        ("abs(" * 130 + "x" + ")" * 130, "nested too deeply"),
        ("x" + " ** x" * 199, "nested too deeply"),
        ("__class__", "There is no column “__class__”"),
        ("__import__(1)", "There is no function “__import__”"),
        ("x.real", "“.” cannot stand in a formula."),
        ("(y := 1)", "“:” cannot stand in a formula."),
        ("max(*x)", "made of numbers, columns, operators and functions only"),
    ],
)
def test_a_sentence_says_what_is_wrong(frame, formula, words):
    def use() -> None:
        check(formula, frame)
        compute(formula, frame)

    with pytest.raises(ProblemError) as caught:
        use()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "formula",
    [
        "x.__class__",
        "().__class__.__bases__[0].__subclasses__()",
        "__import__('os').system('true')",
        "__import__(1)",
        "eval(1)",
        "x[0]",
        "[x for x in (1, 2)]",
        "max(y for y in x)",
        "{1: 2}",
        "lambda: 1",
        "(lambda: 1)()",
        "(y := 1)",
        "f'{x}'",
        'f"{x}"',
        "'a' * 10 ** 9",
        "b'a'",
        "1j",
        "0xFF",
        "1_000",
        "x if 1 else 2",
        "x in x",
        "x is x",
        "max(*x)",
        "max(**x)",
        "abs(x=1)",
        "await x",
        "x @ x",
        "x // 2",
        "x << 9",
        "x | 1",
        "~x",
        "x\n; n",
        "x # n",
        "...",
        "None",
        "True",
        "x(1)(2)",
        "abs(abs)",
        "\0",
        "(" * 300 + "1" + ")" * 300,
        "-" * 1500 + "1",
        "not " * 300 + "1",
        "+".join(["x"] * 300),
        "1" + "**1" * 200,
        "1" * 1_999,
        "x" * 2_001,
    ],
)
def test_nothing_but_arithmetic_is_computed(frame, formula):
    with pytest.raises(ProblemError):
        compute(formula, frame)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"xn()+-*/^%,.<>=!`'\"[]{}:;@&|~\\ \n0129e_", "not ", " and ", "log(", "lambda ", "max("]
        ),
        max_size=25,
    )
)
def test_any_text_gives_a_column_or_a_sentence(parts):
    frame = pd.DataFrame({"x": [1.0, 2.0], "n": [0.0, -1.0]})
    try:
        result = evaluate("".join(parts), frame)
    except ProblemError:
        return
    assert result.shape == (2,)
    assert not np.isinf(result).any()


def test_a_table_without_rows_gives_a_column_without_rows():
    frame = pd.DataFrame({"x": np.array([], dtype=float)})
    for formula in ("lag(x) + row()", "mean(x) + std(x) + max(x)", "standardise(x)", "3"):
        assert len(evaluate(formula, frame)) == 0


def test_the_frame_is_not_changed(frame):
    before = frame.copy()
    evaluate("round(x * n)", frame)
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize(
    "name", ["x", "αβ", "food expenditure", "and", "a`b", "2nd", "area^2", "lambda", "x²", "π r", "log"]
)
def test_any_name_can_be_written_in_a_formula(name):
    assert columns_of(f"{quoted(name)} + 1") == (name,)
    assert evaluate(f"{quoted(name)} + 1", pd.DataFrame({name: [1.0]})).tolist() == [2.0]


def test_letters_that_look_alike_stay_different_columns():
    frame = pd.DataFrame({"µ": [1.0], "μ": [2.0]})  # micro sign and Greek letter
    assert evaluate("10 * µ + μ", frame).tolist() == [12.0]


@given(
    st.sampled_from(["mean(v)", "sum(v)", "std(v)", "standardise(v)", "v - mean(v) + median(v)", "max(v)"]),
    st.permutations(range(12)),
)
def test_what_a_whole_column_gives_does_not_depend_on_the_order_of_its_rows(formula, order):
    values = np.array([0.1, 0.2, 0.3, 1e8, -1e8, NAN, 7e-5, 3.3, 1e3, NAN, -0.7, 12.0])
    plain = evaluate(formula, pd.DataFrame({"v": values}))
    other = evaluate(formula, pd.DataFrame({"v": values[list(order)]}))
    np.testing.assert_array_equal(other.to_numpy(), plain.to_numpy()[list(order)])
    assert not is_by_place(formula)


@pytest.mark.parametrize("formula", ["lag(x)", "diff(x)", "row()", "2 + lag(x, 2) * mean(x)"])
def test_what_looks_at_other_rows_is_known(formula):
    assert is_by_place(formula)


@pytest.mark.parametrize("big", [False, True])
def test_what_is_taken_over_a_column_leaves_excluded_rows_out(big: bool) -> None:
    offset = 2**60 if big else 0
    cells = pd.array([offset + 1, offset + 5, offset + 6, None, offset + 100], dtype="Int64")
    frame = pd.DataFrame({"x": cells})
    counted = np.array([True, True, True, True, False])
    some = np.array([1.0, 5.0, 6.0])
    for formula, wanted in {
        "mean(x) - min(x)": some.mean() - 1.0,
        "median(x) - min(x)": 4.0,
        "max(x) - min(x)": 5.0,
        "std(x)": some.std(ddof=1),
        "sum(x - x + 1)": 3.0,
    }.items():
        values = compute(formula, frame, counted).values
        assert values[[0, 4]] == pytest.approx(wanted), formula
    z = compute("standardise(x)", frame, counted).values
    assert z[[0, 1, 2, 4]] == pytest.approx(
        (np.array([1.0, 5.0, 6.0, 100.0]) - some.mean()) / some.std(ddof=1)
    )
    alone = compute("std(x)", frame, np.array([True, False, False, False, False]))
    assert np.isnan(alone.values).all()
    assert "spread of fewer than 2 numbers" in alone.sentence
