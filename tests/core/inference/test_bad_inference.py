"""What is inferred from data of any kind: numbers, NaN only where it is promised, or one sentence."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from linreg_gui import core
from linreg_gui.core.problem import ProblemError

KINDS = {
    "few different numbers": [0.0, 1.0, 2.0, 3.0, -1.5, 0.1],
    "one number": [2.0],
    "of many sizes": [0.0, 1e-100, 1e100, 1.0, -1e140, 1e140, 1e-130],
    "tiny": [0.0, 1e-120, -2e-120, 3e-120, 1e-130],
    "of any size": [0.0, 1.0, -0.0, 5e-324, 1e-308, 1e-200, 1e200, -1e308, 1e308],
}
CALLS = {
    "infer": core.infer,
    "prediction_intervals": lambda data: core.prediction_intervals(data, data.X),
    "influence": core.influence,
    "robust_covariance": core.robust_covariance,
    "HC0": lambda data: core.robust_covariance(data, "HC0"),
    "collinearity": core.collinearity,
    "residual_tests": core.residual_tests,
    "weighted": lambda data: core.infer(data, row_weights=weights_of(data)),
    "weighted influence": lambda data: core.influence(data, row_weights=weights_of(data), fit_bias=False),
    "no bias": lambda data: core.infer(data, fit_bias=False),
    "robust without bias": lambda data: core.robust_covariance(data, fit_bias=False),
    "sgd": lambda data: core.fit(data, solver="sgd"),
    "raw sgd": lambda data: raw_snapshot(data),
}
# Parts of a result that may be NaN or infinite: where, the docstrings say.
OPEN = {"r_squared", "adjusted_r_squared", "t", "f", "log_likelihood", "aic", "bic", "condition_number"}
OPEN |= {"studentised", "deleted", "cooks_distance", "dffits", "covratio"}


def weights_of(data):
    """Some of them 0, some tiny, some large."""
    return np.resize([1.0, 1e-40, 0.0, 1e60, 3.0], data.n_rows)


def raw_snapshot(data):
    sgd = core.Sgd(data, core.SgdConfig(standardise=False))
    sgd.advance(5)
    return sgd.snapshot()


def closed_parts(result):
    """Every array and number of a result that must be finite, by name."""
    if isinstance(result, np.ndarray):
        return {"array": result}
    parts = {}
    for name, value in vars(result).items():
        if isinstance(value, core.Coefficients):
            parts |= closed_parts(value)
        elif isinstance(value, np.ndarray | float) and name not in OPEN:
            parts[name] = value
    return parts


def is_ours(error):
    """Whether it is a sentence, raised by the core itself and not by a library it calls."""
    deepest = error.__traceback__
    while deepest.tb_next:
        deepest = deepest.tb_next
    inside = "linreg_gui" in Path(deepest.tb_frame.f_code.co_filename).parts
    return isinstance(error, ProblemError) and inside and str(error).endswith(".")


def tables(elements):
    shapes = st.tuples(st.integers(1, 9), st.integers(1, 3))
    return shapes.flatmap(
        lambda shape: st.tuples(
            hnp.arrays(np.float64, shape, elements=elements),
            hnp.arrays(np.float64, shape[0], elements=elements),
        )
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_there_is_a_whole_answer_or_a_sentence(name, kind, data):
    X, y = data.draw(tables(st.sampled_from(KINDS[kind])))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            result = CALLS[name](core.Dataset(X, y))
        except ValueError as error:
            if not is_ours(error):
                raise
            return
    for part, value in closed_parts(result).items():
        assert part == "minibatch_loss" or np.isfinite(value).all(), part


thousandths = st.floats(-1e150, 1e150).map(lambda value: round(value, 3))


@settings(max_examples=100, deadline=None)
@given(hnp.arrays(np.float64, st.integers(0, 12), elements=thousandths))
def test_quantiles_of_any_values_are_whole_or_refused(values):
    before = values.copy()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        if np.unique(values).size < 2 or values.size < 3:
            with pytest.raises(ProblemError, match="at least three values"):
                core.quantile_points(values)
            return
        found = core.quantile_points(values)
    for part in (found.theoretical, found.observed, found.low, found.high):
        assert np.isfinite(part).all()
    np.testing.assert_array_equal(values, before)


data = core.Dataset(np.random.default_rng(0).normal(size=(20, 2)), np.arange(20.0))
other = core.fit(core.make_synthetic([1.0, 2.0, 3.0]))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: core.infer(data, level=1.0), "between 0 and 1"),
        (lambda: core.infer(data, level=np.nan), "between 0 and 1"),
        (lambda: core.infer(data, other), "3 weights but the data have 2 features"),
        (lambda: core.influence(data, other), "3 weights but the data have 2 features"),
        (lambda: core.residual_tests(data, other), "3 weights but the data have 2 features"),
        (lambda: core.robust_covariance(data, "HC3", other), "3 weights but the data have 2 features"),
        (lambda: core.robust_covariance(data, "HC4"), "The kind is HC0"),
        (lambda: core.prediction_intervals(data, data.X[0]), "X must be a table"),
        (lambda: core.prediction_intervals(data, [[1.0]]), "X has 1 feature but 2 weights came"),
        (lambda: core.prediction_intervals(data, [[1.0, np.nan]]), "missing or infinite"),
        (lambda: core.prediction_intervals(data, data.X, level=-1.0), "between 0 and 1"),
        (lambda: core.quantile_points(data.X), "single column of numbers"),
        (lambda: core.quantile_points([1.0, np.inf, 2.0]), "missing or infinite"),
        (lambda: core.quantile_points(["a", "b", "c"]), "numbers only"),
        (lambda: core.quantile_points(data.y, level=0.0), "between 0 and 1"),
        (lambda: core.fit(data, row_weights=[1.0]), "20 rows but 1 row weight came"),
        (lambda: core.fit(data, ridge=np.nan), "ridge penalty must be a finite number"),
        (lambda: core.fit(data, solver="magic"), "The solver is"),
    ],
)
def test_arguments_that_make_no_sense_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_no_new_rows_have_no_intervals():
    assert core.prediction_intervals(data, np.empty((0, 2))).low.shape == (0,)
