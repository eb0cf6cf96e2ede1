"""Numbers that are no sizes, no seeds and no units: one sentence each."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui import core
from linreg_gui.core.arrays import whole_number
from linreg_gui.core.model.moments import moments
from linreg_gui.core.problem import ProblemError

data = core.Dataset([[1.0, 2.0], [3.0, 5.0], [4.0, 1.0]], [1.0, 2.0, 5.0])
narrow = core.Dataset([[1.0]], [1.0])
NO_WHOLE_NUMBERS = [2.5, 2.0, "2", None, True, np.True_, [2], math.nan]
NO_NUMBERS = ["a", None, math.nan, math.inf, [1.0], 1j, 10**400, object()]


def surface():
    return core.LossSurface(data, core.fit(data))


# The name of an argument, the least it may be, and a call that takes it.
SIZES = {
    "rows of a block": (1, lambda k: list(data.blocks(k))),
    "size of a sample": (0, lambda k: data.display_sample(k)),
    "seed of a sample": (0, lambda k: data.display_sample(2, k)),
    "synthetic rows": (1, lambda k: core.make_synthetic([1.0], n_rows=k)),
    "synthetic seed": (0, lambda k: core.make_synthetic([1.0], n_rows=2, seed=k)),
    "rows of the order": (1, lambda k: core.minibatch_rows(k, 0, 0, 0, 0)),
    "seed of the order": (None, lambda k: core.minibatch_rows(5, k, 0, 0, 5)),
    "epoch of the order": (0, lambda k: core.minibatch_rows(5, 0, k, 0, 5)),
    "start of the stretch": (0, lambda k: core.minibatch_rows(5, 0, 0, k, 5)),
    "end of the stretch": (0, lambda k: core.minibatch_rows(5, 0, 0, 0, k)),
    "bins": (1, lambda k: core.summarise_noise([1.0, 2.0], bins=k)),
    "rows of the noise": (1, lambda k: core.summarise_noise([1.0, 2.0], n_rows=k)),
}

NUMBERS = {
    "bias of a prediction": lambda b: core.predict(data.X, [1.0, 2.0], b),
    "bias of a residual": lambda b: core.residual(data.X, data.y, [1.0, 2.0], b),
    "bias of a loss": lambda b: core.half_mse(data, [1.0, 2.0], b),
    "bias of a gradient": lambda b: core.half_mse_gradient(data.X, data.y, [1.0, 2.0], b),
    "bias of a surface": lambda b: surface().half_mse([1.0, 2.0], b),
    "bias of a mean": lambda b: surface().residual_mean([1.0, 2.0], b),
    "loss of R²": lambda b: core.r_squared(b, moments(data)),
    "true bias": lambda b: core.make_synthetic([1.0], bias=b),
    "true noise": lambda b: core.make_synthetic([1.0], noise_std=b),
    "mean of a density": lambda b: core.normal_density([1.0], b, 1.0),
    "std of a density": lambda b: core.normal_density([1.0], 1.0, b),
}


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("value", NO_WHOLE_NUMBERS, ids=repr)
def test_what_is_no_whole_number_is_no_size(name, value):
    if value is None and name in ("rows of a block", "rows of the noise", "bins"):
        SIZES[name][1](value)
        return
    with pytest.raises(ValueError, match=r"must be a whole number\.$"):
        SIZES[name][1](value)


@pytest.mark.parametrize("name", SIZES)
def test_a_size_below_its_least_is_refused(name):
    least, call = SIZES[name]
    if least is None:
        assert sorted(call(-(2**70))) == [0, 1, 2, 3, 4]
        return
    call(np.int64(least))
    for value in (least - 1, -5, -(2**70)):
        with pytest.raises(ValueError, match=rf"must be at least {least}\.$"):
            call(value)


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value)[:8])
def test_what_is_no_finite_number_is_refused(name, value):
    with pytest.raises(ValueError, match=r"^The .* must be a finite number\.$"):
        NUMBERS[name](value)


@pytest.mark.parametrize("value", [2, np.float32(2.0), np.int8(2), np.array(2.0)])
@pytest.mark.parametrize("name", NUMBERS)
def test_every_kind_of_number_counts_as_one(name, value):
    found, expected = NUMBERS[name](value), NUMBERS[name](2.0)
    if isinstance(found, core.Dataset):
        found, expected = found.y, expected.y
    if not isinstance(found, tuple):
        found, expected = (found,), (expected,)
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@given(st.integers(0, 9), st.integers(-3, 12), st.integers(-3, 12))
def test_a_stretch_of_the_order_lies_within_the_rows(n, start, stop):
    if n >= 1 and 0 <= start <= stop <= n:
        assert core.minibatch_rows(n, 0, 0, start, stop).size == stop - start
    else:
        with pytest.raises(ValueError, match=r"must be at (least|most)"):
            core.minibatch_rows(n, 0, 0, start, stop)


@pytest.mark.parametrize("n_rows", [10**13, 10**18, 10**30])
def test_more_synthetic_rows_than_memory_holds_are_refused(n_rows):
    with pytest.raises(ProblemError, match="rows do not fit into memory"):
        core.make_synthetic(np.ones(1000), n_rows=n_rows)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: core.normal_density([1.0], 0.0, 0.0), "must be positive"),
        (lambda: core.normal_density([1.0], 0.0, -1.0), "must be positive"),
        (lambda: core.summarise_noise([1.0], std=-1.0), "must not be negative"),
        (lambda: core.summarise_noise([1.0], mean=math.nan), "The mean must be a finite number"),
        (lambda: core.summarise_noise([1.0], std=math.inf), "deviation must be a finite number"),
        (lambda: core.summarise_noise([]), "at least one residual"),
        (lambda: core.summarise_noise([1.0], bins=10**9), "at most 1,000,000"),
        (lambda: core.make_synthetic([1.0], noise_std=-0.1), "noise must not be negative"),
        (lambda: core.make_synthetic([]), "at least one weight"),
        (lambda: core.half_mse_gradient(np.empty((0, 2)), [], [1.0, 2.0], 0.0), "at least one row"),
        (lambda: core.half_mse(data, [1.0], 0.0), "2 features but 1 weight came"),
        (lambda: core.residual(data.X, data.y[:2], [1.0, 2.0], 0.0), "X has 3 rows but y has 2"),
        (lambda: surface().distance([1.0], 0.0), "2 features but 1 weight came"),
        (lambda: surface().half_mse([1.0, math.nan], 0.0), "missing or infinite"),
        (lambda: core.LossSurface(data, core.fit(narrow)), "different features"),
        (lambda: core.Dataset([[1.0, 2.0]], [1.0], "ab"), "must be a list of names"),
        (lambda: core.Dataset([[1.0]], [1.0], 5), "must be a list of names"),
        (lambda: core.Dataset([[1.0, 2.0]], [1.0], [1, "1"]), "a name of their own"),
    ],
)
def test_other_arguments_that_make_no_sense_are_refused(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize(
    "call",
    [
        lambda: core.predict([[1e200]], [1e200], 0.0),
        lambda: core.predict([[1e308, 1e308]], [1e10, -1e10], 0.0),
        lambda: core.residual([[1.0]], [-1e308], [1e308], 0.0),
        lambda: core.half_mse(data, [1e200, 1.0], 0.0),
        lambda: core.half_mse_gradient([[1e200]], [0.0], [1e100], 1e200),
        lambda: core.half_mse_gradient(data.X, data.y, [1e308, 0.0], 0.0),
        lambda: core.summarise_noise([1e308, 1e308, -1e308]),
        lambda: core.summarise_noise([1e308, -1e308], mean=0.0, std=1.0),
        lambda: core.make_synthetic([1e308, 1e308]),
        lambda: core.make_synthetic([1.0], noise_std=1e308),
        lambda: surface().half_mse([1e200, 1.0], 0.0),
        lambda: surface().half_mse([1.0, 1.0], 1e200),
        lambda: surface().residual_std([1e200, 1.0]),
        lambda: surface().residual_mean([1e308, 1e308], 1e308),
        lambda: surface().distance([1e308, -1e308], 0.0),
    ],
)
def test_an_overflow_is_told_in_a_sentence(call):
    with pytest.raises(ProblemError, match=r"too large to compute with: use larger units\.$") as caught:
        call()
    assert caught.value.problem.kind == "overflow"


def test_a_ratio_that_overflows_is_told_in_a_sentence():
    with pytest.raises(ProblemError, match="too many times the variance"):
        core.r_squared(1e308, moments(data))
    with pytest.raises(ProblemError, match="too small to compute with: use smaller units"):
        core.normal_density([0.0], 0.0, 5e-324)


@pytest.mark.parametrize("scale", [1e-300, 1e-200, 1e-160, 1e160, 1e200, 1e305])
def test_the_spread_of_residuals_scales_with_their_unit(scale):
    values = np.array([-1.0, 0.5, 2.0, 0.25])
    plain, scaled = core.summarise_noise(values), core.summarise_noise(values * scale)
    assert scaled.std == pytest.approx(plain.std * scale, rel=1e-12)
    assert np.isfinite(scaled.negative_log_likelihood)
    assert np.sum(scaled.density * np.diff(scaled.edges)) == pytest.approx(1.0)


def test_a_distance_whose_squares_overflow_is_still_a_distance():
    exact = core.fit(data)
    far = exact.weights * (1.0 + 1e200)
    size = math.hypot(*(data.X @ exact.weights)) / math.hypot(*(data.y - data.y.mean()))
    assert surface().distance(far, exact.bias) == pytest.approx(1e200 * size)


def test_columns_named_by_numbers_can_be_told():
    named = core.Dataset([[1.0, 2.0]], [1.0], range(2), 2)
    assert (named.feature_names, named.label_name) == (("0", "1"), "2")
    assert repr(named) == "Dataset(1 rows, 2 ~ 0 + 1)"


@pytest.mark.parametrize("value", [0, 3, np.int8(2), np.uint64(3), np.array(1)])
def test_a_whole_number_within_its_bounds_is_an_int(value):
    assert type(whole_number(value, "k", 0, 3)) is int
