from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sgd_runs import same, states

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.linear_model import half_mse, half_mse_gradient
from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config


def test_advance_does_exactly_so_many_updates(random_data):
    sgd = Sgd(random_data(n=100), SgdConfig(batch_size=30, epochs=3))
    assert sgd.steps_left == 12
    assert [sgd.advance(5), sgd.advance(0), sgd.advance(1), sgd.advance(100)] == [5, 0, 1, 6]
    assert (sgd.step, sgd.steps_left, sgd.finished) == (12, 0, True)
    assert sgd.snapshot().epoch == 3.0


def test_it_starts_from_zero_weights(random_data):
    state = Sgd(random_data(), SgdConfig()).snapshot()
    assert (state.weights.tolist(), state.bias, state.step, state.epoch) == ([0.0] * 4, 0.0, 0, 0.0)
    assert np.isnan(state.minibatch_loss)
    assert state.minibatch_rows.size == 0


def test_the_gradient_is_that_of_the_last_minibatch_in_raw_units(random_data):
    data = random_data()
    sgd = Sgd(data, SgdConfig(batch_size=16))
    sgd.advance(20)
    before = sgd.snapshot()
    sgd.advance(1)
    after = sgd.snapshot()
    rows = after.minibatch_rows
    gradient = half_mse_gradient(data.X[rows], data.y[rows], before.weights, before.bias)
    np.testing.assert_allclose(after.gradient, np.append(*gradient), rtol=1e-9, atol=1e-9)


def test_the_minibatch_loss_is_the_mean_since_the_last_snapshot(random_data):
    data, config = random_data(), SgdConfig(batch_size=32)
    single, whole = Sgd(data, config), Sgd(data, config)
    losses = [state.minibatch_loss for state in states(single)[1:6]]
    whole.advance(5)
    assert whole.snapshot().minibatch_loss == pytest.approx(np.mean(losses))
    assert np.isnan(whole.snapshot().minibatch_loss)


def test_the_first_minibatch_loss_is_the_half_mse_of_its_rows_at_zero(random_data):
    data = random_data()
    sgd = Sgd(data, SgdConfig(batch_size=10))
    sgd.advance(1)
    y = data.y[minibatch_rows(data.n_rows, 0, 0, 0, 10)]
    assert sgd.snapshot().minibatch_loss == pytest.approx(0.5 * np.mean(y**2))


def test_a_snapshot_cannot_be_written_to(random_data):
    sgd = Sgd(random_data(), SgdConfig())
    sgd.advance(3)
    state = sgd.snapshot()
    kept = state.weights.copy()
    for array in (state.weights, state.gradient, state.minibatch_rows):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    sgd.advance(3)
    np.testing.assert_array_equal(state.weights, kept)


@pytest.mark.parametrize("standardise", [True, False])
@pytest.mark.parametrize("rate", [5.0, 1e6, 1e200, 1e308])
def test_a_run_that_diverges_stays_at_its_last_finite_state(random_data, rate, standardise):
    data = random_data()
    sgd = Sgd(data, SgdConfig(rate, 16, 50, standardise=standardise))
    sgd.advance(10**6)
    state = sgd.snapshot()
    assert sgd.diverged
    assert not sgd.finished
    assert sgd.advance(10) == 0
    assert np.isfinite([*state.weights, state.bias]).all()
    assert np.isfinite(half_mse(data, state.weights, state.bias))
    again = Sgd(data, SgdConfig(rate, 16, 50, standardise=standardise))
    assert again.advance(state.step) == state.step
    assert not again.diverged
    assert same(again.snapshot(), state)


def test_unscaled_incomes_do_not_diverge_at_the_default_or_the_suggested_settings(columns):
    data = columns("engel")
    unscaled = suggest_config(data, standardise=False)
    assert not unscaled.standardise
    for config in (SgdConfig(), suggest_config(data), replace(unscaled, epochs=500)):
        sgd = Sgd(data, config)
        first = half_mse(data, *sgd.scaling.raw(np.zeros(2)))
        sgd.advance(sgd.steps_left)
        state = sgd.snapshot()
        assert sgd.finished
        assert half_mse(data, state.weights, state.bias) < 0.25 * first


def test_standardising_equals_training_on_standardised_columns(random_data):
    data = random_data()
    mean, std = data.X.mean(axis=0), data.X.std(axis=0)
    inside = Sgd(data, SgdConfig(0.05, 20, 2))
    by_hand = Sgd(Dataset((data.X - mean) / std, data.y), SgdConfig(0.05, 20, 2, standardise=False))
    inside.advance(15)
    by_hand.advance(15)
    weights = by_hand.snapshot().weights / std
    np.testing.assert_allclose(inside.snapshot().weights, weights, rtol=1e-10)
    assert inside.snapshot().bias == pytest.approx(by_hand.snapshot().bias - weights @ mean, rel=1e-10)


def test_a_constant_feature_keeps_weight_zero_when_standardised():
    rng = np.random.default_rng(0)
    sgd = Sgd(Dataset(np.c_[rng.normal(size=50), np.full(50, 0.1)], rng.normal(size=50)), SgdConfig(0.1))
    sgd.advance(100)
    assert sgd.snapshot().weights[1] == 0.0


def test_one_row_is_enough():
    sgd = Sgd(Dataset([[1.0, 2.0]], [3.0]), SgdConfig(0.5, 32, 60))
    sgd.advance(1000)
    assert sgd.snapshot().bias == pytest.approx(3.0)


def test_only_the_last_thousand_row_numbers_travel_with_a_snapshot():
    sgd = Sgd(Dataset(np.arange(5000.0).reshape(-1, 1), np.arange(5000.0)), SgdConfig(0.1, 4000))
    sgd.advance(1)
    assert sgd.snapshot().minibatch_rows.tolist() == minibatch_rows(5000, 0, 0, 0, 1000).tolist()


@pytest.mark.parametrize("offset", [1e9, 1e12])
@pytest.mark.parametrize("label_offset", [0.0, 1e12])
def test_a_run_predicts_the_same_however_far_from_zero_its_numbers_lie(offset, label_offset):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(200, 2)) + offset
    y = (X - offset) @ [1.0, 2.0] + 0.1 * rng.normal(size=200) + label_offset
    rows, predictions = X[:5], []
    for features, labels, at in ((X, y, rows), (X - offset, y - label_offset, rows - offset)):
        sgd = Sgd(Dataset(features, labels), SgdConfig(0.1, epochs=200))
        sgd.advance(10_000)
        state = sgd.snapshot()
        predictions.append(state.centred.predict(at, state.weights))
    # A number at 1e12 is right to 1e-4.
    error = 2e-4 if label_offset else 1e-6
    np.testing.assert_allclose(predictions[0] - label_offset, predictions[1], rtol=0.0, atol=error)
