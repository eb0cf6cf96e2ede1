"""Whatever array is handed in: numbers without NaN, or one sentence, and nothing is changed."""

from __future__ import annotations

import dataclasses
import math
import warnings
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from memory_layouts import LAYOUTS

from linreg_gui import core
from linreg_gui.core.arrays import finite_array
from linreg_gui.core.model.moments import moments

FINITE = [0.0, -0.0, 1.0, -2.5, 0.1, 1e-308, 5e-324, -1e-308, 1e-150, 1e150, 1e200, 1e308, -1e308]
DTYPES = ["f8", "f4", "f2", "g", "i8", "i1", "u2", "?", "O", "c16", "U5", "M8[s]", ">f8"]


def huge_long_double():
    with np.errstate(over="ignore"):  # infinite where a long double is a double
        return np.full((1, 1), 1e308, dtype=np.longdouble) * 10


def as_dtype(array, dtype):
    with np.errstate(all="ignore"):
        return np.nan_to_num(array).astype(dtype) if np.dtype(dtype).kind in "iuM" else array.astype(dtype)


def numbers(result):
    """All numbers of a result, in one row."""
    if result is None:  # a part that there need not be
        return np.empty(0)
    if isinstance(result, core.Dataset):
        return np.r_[result.X.ravel(), result.y]
    if dataclasses.is_dataclass(result):
        result = [getattr(result, field.name) for field in dataclasses.fields(result)]
    if isinstance(result, list | tuple):
        return np.concatenate([numbers(part) for part in result])
    return np.ravel(np.asarray(result, dtype=np.float64))


def is_ours(error):
    """Whether it is a sentence, raised by the core itself and not by a library it calls."""
    deepest = error.__traceback__
    while deepest.tb_next:
        deepest = deepest.tb_next
    inside = "linreg_gui" in Path(deepest.tb_frame.f_code.co_filename).parts
    return inside and str(error).endswith(".") and (str(error)[0].isalnum() or str(error)[0] == "“")


def answer(function, *arguments, **options):
    """Its numbers, or None where a sentence of ours was raised; anything else is an error."""
    given_arrays = [a for a in arguments if isinstance(a, np.ndarray)]
    before = [a.tobytes() for a in given_arrays]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = numbers(function(*arguments, **options))
    except ValueError as error:
        if not is_ours(error):
            raise
        return None
    finally:
        assert before == [a.tobytes() for a in given_arrays]
    assert not np.isnan(found).any()
    return found


def surface_of(X, y):
    data = core.Dataset(X, y)
    m = moments(data)
    return core.LossSurface(data, core.solve_analytic(data, known=m), known=m)


CALLS = {
    "Dataset": lambda X, y, w, b: core.Dataset(X, y),
    "predict": lambda X, y, w, b: core.predict(X, w, b),
    "predict one": lambda X, y, w, b: core.predict(w, w, b),
    "residual": lambda X, y, w, b: core.residual(X, y, w, b),
    "half_mse": lambda X, y, w, b: core.half_mse(core.Dataset(X, y), w, b),
    "half_mse_gradient": lambda X, y, w, b: core.half_mse_gradient(X, y, w, b),
    "normal_density": lambda X, y, w, b: core.normal_density(y, 0.0, b),
    "normal_density at one": lambda X, y, w, b: core.normal_density(b, 1.0, 2.0),
    "make_synthetic": lambda X, y, w, b: core.make_synthetic(w, b, b, n_rows=3),
    "learning_rate_limits": lambda X, y, w, b: core.learning_rate_limits(core.Dataset(X, y)),
    "raw learning_rate_limits": lambda X, y, w, b: core.learning_rate_limits(
        core.Dataset(X, y), core.SgdConfig(standardise=False)
    ),
    "suggest_config": lambda X, y, w, b: core.suggest_config(core.Dataset(X, y)).learning_rate,
    "raw suggest_config": lambda X, y, w, b: (
        core.suggest_config(core.Dataset(X, y), standardise=False).learning_rate
    ),
    "surface loss": lambda X, y, w, b: surface_of(X, y).half_mse(w, b),
    "surface std": lambda X, y, w, b: surface_of(X, y).residual_std(w),
    "surface mean": lambda X, y, w, b: surface_of(X, y).residual_mean(w, b),
    "surface distance": lambda X, y, w, b: surface_of(X, y).distance(w, b),
    "fit": lambda X, y, w, b: core.fit(core.Dataset(X, y)).weights,
    "summarise_noise": lambda X, y, w, b: core.summarise_noise(y),
    "noise of a sample": lambda X, y, w, b: core.summarise_noise(y, mean=b, std=b, n_rows=9, bins=3),
}


anything = st.sampled_from([*FINITE, math.nan, math.inf, -math.inf])
finite = st.sampled_from(FINITE)


@st.composite
def arguments(draw, elements=anything, dtypes=DTYPES, least=0):
    """A table, a label, weights and a bias that fit together most of the time."""
    n, d = draw(st.integers(least, 5)), draw(st.integers(least, 3))
    layout = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))]
    dtype = draw(st.sampled_from(dtypes))

    def array(*shape):
        return layout(as_dtype(draw(hnp.arrays(np.float64, shape, elements=elements)), dtype))

    return array(n, d), array(n), array(d), draw(elements)


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=60, deadline=None)
@given(handed=arguments())
def test_there_are_numbers_or_a_sentence_and_the_input_stays(name, handed):
    answer(CALLS[name], *handed)


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=60, deadline=None)
@given(handed=arguments(elements=finite, dtypes=["f8"], least=1))
def test_numbers_of_any_size_are_computed_with_or_refused(name, handed):
    found = answer(CALLS[name], *handed)
    unlimited = {"surface distance", "summarise_noise", "noise of a sample"}  # infinities that are meant
    assert found is None or name in unlimited or np.isfinite(found).all()


@pytest.mark.parametrize("name", CALLS)
@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(DTYPES[:9]), st.sampled_from(sorted(LAYOUTS)))
def test_type_and_layout_of_an_array_change_nothing(name, data, dtype, layout):
    n, d = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 3))
    bits = st.integers(0, 1 if dtype == "?" else 9)
    shapes = [(n, d), (n,), (d,)]
    plain = [data.draw(hnp.arrays(np.float64, shape, elements=bits)) for shape in shapes]
    shown = [LAYOUTS[layout](as_dtype(array, dtype)) for array in plain]
    expected = answer(CALLS[name], *plain, 1.5)
    assert expected is not None
    np.testing.assert_array_equal(answer(CALLS[name], *shown, 1.5), expected)


@settings(max_examples=200, deadline=None)
@given(arguments(elements=finite, dtypes=["f8"], least=1))
def test_a_prediction_of_numbers_of_any_size_is_the_exact_one_or_refused(handed):
    X, _, w, b = handed
    found = answer(core.predict, X, w, b)
    for i, row in enumerate(X if found is not None else []):
        terms = [Fraction(x) * Fraction(v) for x, v in zip(row, w, strict=True)] + [Fraction(b)]
        rounding = Fraction(1e-15) * sum(map(abs, terms)) + Fraction(1e-322)
        assert abs(Fraction(found[i]) - sum(terms)) <= rounding


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([[1.0], [2.0, 3.0]], "as many numbers in each row"),
        ([["1.5"]], "numbers only"),
        (np.array([["1.5"]], dtype=object), "numbers only"),
        (np.array([[np.datetime64("2020-01-01")]], dtype=object), "numbers only"),
        (np.array([[np.timedelta64(5, "s")]], dtype=object), "numbers only"),
        (np.array([[np.complex128(1j)]], dtype=object), "numbers only"),
        (pd.DataFrame({"a": [1, None]}, dtype="Int64"), "missing or infinite"),
        (np.ma.masked_greater([[1.0, 5.0]], 3.0), "missing or infinite"),
        (huge_long_double(), "missing or infinite"),
        ([[Decimal("1e400")]], "missing or infinite"),
        ([[10**400]], "too large for a 64-bit float"),
        (5.0, "must be a table .* has 0 dimensions"),
        (np.zeros((1, 1, 1)), "must be a table .* has 3 dimensions"),
        ({"a": [1.0]}, "numbers only"),
    ],
)
def test_what_is_no_table_of_numbers_is_refused(values, words):
    with pytest.raises(ValueError, match=words):
        finite_array(values, "X", 2)


@pytest.mark.parametrize(
    "values",
    [[[Fraction(1, 2), Decimal("0.25"), True]], np.array([[0.5, 0.25, np.True_]], dtype=object)],
)
def test_every_kind_of_real_number_is_one(values):
    assert finite_array(values, "X", 2).tolist() == [[0.5, 0.25, 1.0]]
