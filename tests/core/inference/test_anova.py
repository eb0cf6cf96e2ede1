"""Sequential analysis of variance against statsmodels."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
import statsmodels.formula.api as smf
from hypothesis import given, settings
from hypothesis import strategies as st

from linreg_gui.core import Dataset, ProblemError, infer, sequential_anova, to_dataset


def assert_agrees(ours, theirs: pd.DataFrame) -> None:
    rows = theirs.iloc[:-1]
    for found, name in (
        (ours.degrees_of_freedom, "df"),
        (ours.sum_of_squares, "sum_sq"),
        (ours.mean_square, "mean_sq"),
        (ours.f, "F"),
        (ours.p, "PR(>F)"),
    ):
        np.testing.assert_allclose(found, rows[name], rtol=1e-8, atol=1e-12)
    assert ours.residual_degrees_of_freedom == theirs["df"].iloc[-1]
    assert ours.residual_sum_of_squares == pytest.approx(theirs["sum_sq"].iloc[-1], rel=1e-9)


def residual_sum(X: np.ndarray, y: np.ndarray) -> float:
    return float(np.sum((y - X @ np.linalg.lstsq(X, y, rcond=None)[0]) ** 2)) if X.size else float(y @ y)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), n=st.integers(8, 60), weighted=st.booleans(), bias=st.booleans())
def test_each_sum_of_squares_is_what_its_term_takes_from_the_residuals(seed, n, weighted, bias) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(2.0, 1.0, size=(n, 3))
    y = X @ [1.0, 0.0, -2.0] + rng.normal(size=n)
    row_weights = rng.uniform(0.5, 2.0, size=n) * 1e6 if weighted else np.ones(n)
    root = np.sqrt(row_weights)[:, None]
    design, label = np.hstack([root] * bias + [root * X]), root[:, 0] * y
    sums = [residual_sum(design[:, : bias + j], label) for j in range(4)]
    ours = sequential_anova(Dataset(X, y), row_weights=row_weights if weighted else None, fit_bias=bias)
    np.testing.assert_allclose(ours.sum_of_squares, -np.diff(sums), rtol=1e-8, atol=1e-9 * sums[0])
    assert ours.residual_sum_of_squares == pytest.approx(sums[-1], rel=1e-9)
    assert ours.residual_degrees_of_freedom == n - 3 - bias


@pytest.mark.parametrize("bias", [True, False])
def test_ordinary_data_agree_with_statsmodels(bias: bool) -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(2.0, 1.0, size=(40, 3)), columns=["a", "b", "c"])
    frame["y"] = frame["a"] - 2.0 * frame["c"] + rng.normal(size=40)
    theirs = sm.stats.anova_lm(smf.ols("y ~ a + b + c" if bias else "y ~ a + b + c - 1", frame).fit())
    data = Dataset(frame[["a", "b", "c"]].to_numpy(), frame["y"].to_numpy(), ["a", "b", "c"])
    ours = sequential_anova(data, fit_bias=bias)
    assert ours.terms == ("a", "b", "c")
    assert_agrees(ours, theirs)


def test_the_levels_of_a_category_are_one_term() -> None:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({"town": rng.choice(["Bonn", "Köln", "Ulm"], size=40), "area": rng.normal(size=40)})
    frame["price"] = frame["area"] + (frame["town"] == "Ulm") + rng.normal(size=40)
    data, ledger = to_dataset(frame, "price", ["town", "area"])
    ours = sequential_anova(data, terms=[source.column for source in ledger.sources])
    assert ours.terms == ("town", "area")
    assert_agrees(ours, sm.stats.anova_lm(smf.ols("price ~ C(town) + area", frame).fit()))


def test_the_sums_of_squares_and_the_residual_add_up_to_the_total() -> None:
    rng = np.random.default_rng(2)
    X = rng.normal(1e6, 1.0, size=(30, 4))
    y = X @ np.ones(4) + rng.normal(size=30)
    ours = sequential_anova(Dataset(X, y))
    total = float(np.sum((y - y.mean()) ** 2))
    assert ours.sum_of_squares.sum() + ours.residual_sum_of_squares == pytest.approx(total, rel=1e-9)


def test_the_order_of_features_matters_and_the_last_tests_as_its_weight_does() -> None:
    rng = np.random.default_rng(3)
    X = rng.normal(size=(25, 2))
    X[:, 1] += X[:, 0]
    y = X @ [1.0, 0.5] + rng.normal(size=25)
    ours, swapped = (sequential_anova(Dataset(X[:, order], y)) for order in ([0, 1], [1, 0]))
    assert ours.sum_of_squares[0] != pytest.approx(swapped.sum_of_squares[1], rel=0.1)
    assert ours.p[-1] == pytest.approx(infer(Dataset(X, y)).table.p[-1], rel=1e-9)


@pytest.mark.parametrize("terms", [["a"], ["a", "b", "a"]])
def test_terms_that_do_not_fit_the_features_are_refused(terms) -> None:
    data = Dataset(np.random.default_rng(0).normal(size=(9, 3)), np.arange(9.0))
    with pytest.raises(ValueError, match="term"):
        sequential_anova(data, terms=terms)


def test_dependent_features_are_a_sentence() -> None:
    x = np.arange(9.0)
    with pytest.raises(ProblemError, match="not determined"):
        sequential_anova(Dataset(np.column_stack([x, 2.0 * x]), x**2))
