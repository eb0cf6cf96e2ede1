from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import curvature
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.suggestion import even_batch_size, round_down, round_up, suggest_config


@given(st.integers(1, 10_000))
def test_minibatches_are_of_almost_equal_size(n):
    size = even_batch_size(n)
    if n < 24:
        assert size == n
    else:
        assert 24 <= size <= min(48, n)
        assert -n % size / size == min(-n % other / other for other in range(24, 49))


@pytest.mark.parametrize(("n", "size"), [(442, 34), (235, 47), (36, 36), (16, 16), (1000, 25), (10**6, 32)])
def test_minibatches_split_the_samples_evenly(n, size):
    assert even_batch_size(n) == size


def test_the_suggestion_is_safe_and_bounded(random_data):
    data = random_data()
    for standardise in (True, False):
        config = suggest_config(data, seed=4, standardise=standardise)
        bend = curvature(data, standardise)
        assert (config.seed, config.standardise, config.decay) == (4, standardise, "cosine")
        assert config.learning_rate <= bend.limits(config).safe_rate
        assert 3 <= config.epochs <= 10**8 // data.n_rows
        assert config == suggest_config(data, seed=4, standardise=standardise, known=bend)


def test_many_rows_still_get_three_epochs():
    X = np.random.default_rng(0).normal(size=(200_000, 1))
    assert suggest_config(Dataset(X, X[:, 0])).epochs >= 3


@pytest.mark.parametrize("X", [[[1.0, 2.0]], [[1.0], [1.0]], [[0.0], [3.0]]])
def test_a_suggestion_exists_for_the_smallest_data(X):
    config = suggest_config(Dataset(X, np.arange(len(X))))
    assert config.batch_size == len(X)


@given(st.floats(1e-300, 1e300))
def test_rounding_down_gives_one_two_or_five_times_a_power_of_ten(value):
    rounded = round_down(value)
    assert 0.39 * value < rounded <= value * (1.0 + 1e-11)
    assert f"{rounded:e}"[0] in "125"


@given(st.integers(1, 10**15))
def test_rounding_up_keeps_two_digits(value):
    rounded = round_up(value)
    assert value <= rounded * (1.0 + 1e-12) <= 1.1 * value * (1.0 + 1e-11)


@pytest.mark.parametrize("seed", [0, 1, 5])
@pytest.mark.parametrize("name", ["diabetes", "engel", "longley", "norris", "pontius", "wampler1"])
def test_the_suggested_settings_end_within_one_percent_of_every_exact_number(columns, name, seed):
    data = columns(name)
    sgd = Sgd(data, suggest_config(data, seed=seed))
    sgd.advance(sgd.steps_left)
    exact, state = solve_analytic(data), sgd.snapshot()
    assert sgd.finished
    assert not sgd.diverged
    np.testing.assert_allclose(state.weights, exact.weights, rtol=0.01)
    assert state.bias == pytest.approx(exact.bias, rel=0.01)
