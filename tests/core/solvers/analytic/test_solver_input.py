"""Whatever an array may look like: an answer without NaN, or one sentence."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from memory_layouts import LAYOUTS

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic

DTYPES = [np.float64, np.float32, np.int64, np.int8, np.uint16, np.bool_, object]


def solve(X, y, **options):
    """The fit, after checking that it is whole; None where a sentence was raised."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            fit = solve_analytic(Dataset(X, y), **options)
    except ProblemError as error:
        sentence = str(error)
        if "squared: use a" not in sentence:
            raise
        return None
    assert np.isfinite(fit.weights).all()
    assert np.isfinite([fit.bias, fit.half_mse]).all()
    assert fit.half_mse >= 0.0
    assert np.isnan(fit.r_squared) or fit.r_squared <= 1.0
    assert fit.condition_number >= 1.0 - 1e-9
    assert len(fit.dependencies) == fit.weights.size - fit.rank
    assert fit.explanation.endswith(".")
    return fit


values = st.one_of(
    st.floats(-1e3, 1e3),
    st.sampled_from([0.0, -0.0, 1.0, 0.1, 1e-150, 1e150, -1e150, 1e-308, 1e308, 5e-324, 1e15 + 1.0]),
)
shapes = st.tuples(st.integers(1, 12), st.integers(1, 5))


@st.composite
def problems(draw):
    """A table and a label of any shape, size and repetition, and options of the solver."""
    n, d = draw(shapes)
    X = draw(hnp.arrays(np.float64, (n, d), elements=values, fill=values))
    y = draw(hnp.arrays(np.float64, n, elements=values, fill=values))
    ridge = st.sampled_from([0.0, 0.0, 1e-300, 1e-30, 1e-9, 1.0, 1e9, 1e280])
    options = {"fit_bias": draw(st.booleans()), "ridge": draw(ridge)}
    if draw(st.booleans()):
        weight = st.sampled_from([0.0, 1.0, 3.0, 1e-12, 1e12, 1e300, 1e-300])
        options["row_weights"] = draw(hnp.arrays(np.float64, n, elements=weight)) + 1e-3 * (np.arange(n) == 0)
    return X, y, options


@settings(max_examples=300, deadline=None)
@given(problems())
@example(
    (
        np.array([[0.0], [1.0]]),
        np.array([0.0, 1e150]),
        {"fit_bias": True, "ridge": 1e280, "row_weights": np.array([1e12, 1.0])},
    )
)
def test_there_is_a_whole_answer_or_a_sentence_and_the_input_stays(problem):
    X, y, options = problem
    before = X.copy(), y.copy()
    solve(X, y, **options)
    np.testing.assert_array_equal(X, before[0])
    np.testing.assert_array_equal(y, before[1])


@settings(max_examples=100, deadline=None)
@given(st.data(), shapes, st.sampled_from(DTYPES), st.sampled_from(sorted(LAYOUTS)))
def test_the_type_and_the_layout_of_an_array_change_nothing(data, shape, dtype, layout):
    small = st.integers(0, 1 if dtype is np.bool_ else 100)
    X = data.draw(hnp.arrays(np.int64, shape, elements=small))
    y = data.draw(hnp.arrays(np.int64, shape[0], elements=small))
    plain = solve(X.astype(float), y.astype(float))
    shown = LAYOUTS[layout](X.astype(dtype)), LAYOUTS[layout](y.astype(dtype))
    weights = LAYOUTS[layout](np.ones(shape[0], dtype))
    np.testing.assert_array_equal(solve(*shown).weights, plain.weights)
    weighted = solve(*shown, row_weights=weights)
    np.testing.assert_allclose(weighted.weights, plain.weights, rtol=1e-6, atol=1e-9)


@settings(max_examples=100, deadline=None)
@given(
    hnp.arrays(np.float64, (20, 3), elements=st.integers(-50, 50)),
    st.sampled_from([1e-120, 1e-30, 1e30, 1e120]),
    st.sampled_from([1e-120, 1.0, 1e120]),
    st.booleans(),
)
def test_the_units_of_features_and_label_only_scale_the_answer(X, unit, label_unit, fit_bias):
    y = X @ [3.0, -2.0, 1.0] + np.arange(20.0)
    plain, scaled = solve(X, y, fit_bias=fit_bias), solve(unit * X, label_unit * y, fit_bias=fit_bias)
    assert scaled.rank == plain.rank
    # A weight that should be 0 is what rounding leaves of the labels.
    size = np.abs(plain.weights).max() + np.abs(y).max() / max(1.0, np.abs(X).max())
    np.testing.assert_allclose(scaled.weights * unit / label_unit, plain.weights, atol=1e-9 * size)


@pytest.mark.parametrize("size", [1e150, -1e150, 1e308])
def test_numbers_too_large_are_named_in_a_sentence(size):
    with pytest.raises(ProblemError, match="“x1” are too large"):
        solve_analytic(Dataset([[size], [0.0], [1.0]], [1.0, 2.0, 3.0]), fit_bias=False)


@pytest.mark.parametrize("known", [True, False])
def test_numbers_too_small_without_a_bias_are_named_in_a_sentence(known):
    data = Dataset([[1e-150], [1e-150]], [1.0, 2.0])
    with pytest.raises(ProblemError, match="“x1” are too small"):
        solve_analytic(data, fit_bias=False, known=moments(data) if known else None)
