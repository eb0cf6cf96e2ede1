"""An update under the microscope is the one that the run makes, and its terms add up in either units."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgd_runs import counts, states

from linreg_gui.core.explaining.microscope import Microscope, UpdateTerms, microscope
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.solvers.sgd.schedule import DECAYS
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig

LOSSES = [SquaredLoss(), AbsoluteLoss(), HuberLoss(0.7), PoissonLoss()]


def seen(sgd: Sgd) -> Microscope:
    update = sgd.next_update()
    assert update is not None
    return microscope(sgd.data, update)


def check_update(sgd: Sgd, rtol: float = 1e-12) -> None:
    """The update that is seen, and then made."""
    found = seen(sgd)
    before = sgd.snapshot()
    assert found.step == before.step == sgd.step
    assert found.epoch == before.epoch
    sgd.advance(1)
    after = sgd.snapshot()
    size = 1.0 + np.abs(found.data.moves).max()
    np.testing.assert_allclose(found.weights_shown, after.weights, rtol=rtol, atol=rtol * size)
    assert found.bias_shown == pytest.approx(after.bias, rel=rtol, abs=100 * rtol * size)
    assert found.learning_rate == after.learning_rate
    np.testing.assert_array_equal(found.rows, after.minibatch_rows)
    raw = sgd.scaling.raw_gradient(found.internal.gradient)
    np.testing.assert_allclose(raw, after.gradient, rtol=rtol, atol=rtol * (1.0 + np.abs(raw).max()))
    check_terms(found.data, found)
    check_terms(found.internal, found)


def check_terms(terms: UpdateTerms, found: Microscope) -> None:
    """What stands in the docstring."""
    config, close = found.config, {"rtol": 1e-9, "atol": 1e-9 * (1.0 + np.abs(terms.shares).max())}
    centred = terms.features - terms.centres
    float32 = config.precision == "float32"
    rough = {"rtol": 1e-4, "atol": 1e-4 * (1.0 + np.abs(terms.shares).max())} if float32 else close
    np.testing.assert_allclose(centred @ terms.before[:-1] + terms.before[-1], terms.outputs, **rough)
    np.testing.assert_allclose(config.loss.prediction(terms.outputs), terms.predictions, **close)
    np.testing.assert_allclose(terms.predictions - terms.labels, terms.errors, **rough)
    designed = np.column_stack([centred, np.ones(terms.size)])
    np.testing.assert_allclose(terms.slopes[:, None] * designed, terms.shares, **rough)
    if len(terms.shares) == terms.size:
        np.testing.assert_allclose(terms.shares.sum(axis=0), terms.total, **close)
    np.testing.assert_allclose(terms.total / len(found.rows), terms.gradient, **close)
    np.testing.assert_allclose(terms.gradient + terms.kept + terms.decay, terms.velocity, **close)
    np.testing.assert_allclose(terms.rates * terms.velocity, terms.moves, **close)
    np.testing.assert_allclose(terms.before - terms.moves, terms.after, **close)


@settings(max_examples=60, deadline=None)
@given(
    config=st.builds(
        SgdConfig,
        learning_rate=st.sampled_from([0.001, 0.01]),
        batch_size=st.integers(1, 70),
        epochs=st.integers(1, 4),
        seed=st.integers(0, 100),
        standardise=st.booleans(),
        decay=st.sampled_from(DECAYS),
        loss=st.sampled_from(LOSSES),
        momentum=st.sampled_from([0.0, 0.5]),
        weight_decay=st.sampled_from([0.0, 0.1]),
        average_after=st.sampled_from([None, 0, 1]),
        with_replacement=st.booleans(),
        precision=st.just("float64"),
    ),
    steps=st.integers(0, 70),
)
def test_what_is_seen_is_what_the_run_does_next(config: SgdConfig, steps: int) -> None:
    sgd = Sgd(counts(), config)
    sgd.seek(min(steps, max(0, sgd.steps_left - 3)))
    for _ in range(3):
        if not sgd.finished:
            check_update(sgd)
    if sgd.finished:
        assert sgd.next_update() is None


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.name)
@pytest.mark.parametrize("standardise", [True, False])
def test_in_float32_it_is_so_to_seven_digits(loss, standardise: bool) -> None:
    config = SgdConfig(0.005, 16, loss=loss, standardise=standardise, precision="float32", momentum=0.5)
    sgd = Sgd(counts(), config)
    for _ in range(6):
        check_update(sgd, 2e-6)


def test_the_last_minibatch_of_an_epoch_is_shorter_and_divides_by_its_own_size() -> None:
    sgd = Sgd(counts(61), SgdConfig(0.01, 32))
    sgd.seek(1)
    found = seen(sgd)
    assert found.data.size == found.rows.size == 29
    np.testing.assert_allclose(found.data.total / 29, found.data.gradient)
    check_update(sgd)


def test_without_standardising_it_is_the_equation_of_the_chapter(random_data) -> None:
    data = random_data()
    sgd = Sgd(data, SgdConfig(1e-6, 4, standardise=False))
    sgd.seek(5)
    state, found = sgd.snapshot(), seen(sgd)
    X, y = data.X[found.rows], data.y[found.rows]
    error = X @ state.weights + state.bias - y
    weights = state.weights - 1e-6 / 4 * sum(e * x for e, x in zip(error, X, strict=True))
    np.testing.assert_allclose(found.weights_after, weights, rtol=1e-12)
    assert found.bias_after == pytest.approx(state.bias - 1e-6 / 4 * error.sum(), rel=1e-12)
    assert found.data.centres.tolist() == [0.0] * 4
    np.testing.assert_allclose(found.data.after, [*found.weights_after, found.bias_after])
    assert (found.data.units, found.internal.units) == ("data", "internal")


def test_in_the_units_of_the_data_the_rate_of_a_standardised_feature_is_over_its_variance(
    random_data,
) -> None:
    data = random_data()
    terms = seen(Sgd(data, SgdConfig(0.03, 8))).data
    np.testing.assert_allclose(terms.rates, [*(0.03 / data.X.var(axis=0)), 0.03])
    np.testing.assert_allclose(terms.centres, data.X.mean(axis=0))


def test_a_constant_feature_has_no_share() -> None:
    rng = np.random.default_rng(0)
    data = Dataset(np.column_stack([rng.normal(size=30), np.full(30, 5.0)]), rng.normal(size=30))
    sgd = Sgd(data, SgdConfig(0.1, 7))
    sgd.seek(3)
    found = seen(sgd)
    assert not found.data.shares[:, 1].any()
    assert (found.data.rates[1], found.weights_after[1]) == (0.0, 0.0)
    check_update(sgd)


def test_labels_far_from_zero_keep_their_digits() -> None:
    rng = np.random.default_rng(1)
    X = rng.normal(size=(40, 2))
    data = Dataset(X, 1e9 + X @ [1.0, -2.0] + rng.normal(size=40))
    sgd = Sgd(data, SgdConfig(0.5, 8, epochs=60))
    sgd.seek(250)
    found = seen(sgd)
    assert np.abs(found.data.errors).max() < 10.0
    np.testing.assert_allclose(found.data.labels, data.y[found.rows])
    np.testing.assert_allclose(found.data.outputs - found.data.labels, found.data.errors, atol=1e-6)
    sgd.advance(1)
    np.testing.assert_allclose(found.weights_after, sgd.snapshot().weights, rtol=1e-12)


def test_looking_changes_nothing(random_data) -> None:
    data, config = random_data(), SgdConfig(0.03, 7, momentum=0.5, average_after=1)
    looked_at, left_alone = Sgd(data, config), Sgd(data, config)
    for state in states(left_alone)[1:]:
        seen(looked_at)
        looked_at.advance(1)
        np.testing.assert_array_equal(looked_at.snapshot().weights, state.weights)


def test_the_settings_are_those_of_the_update_after_a_change(random_data) -> None:
    sgd = Sgd(random_data(), SgdConfig(0.03, 7))
    sgd.advance(2)
    sgd.change(learning_rate=0.001, batch_size=5, weight_decay=0.1)
    found = seen(sgd)
    assert (found.learning_rate, found.rows.size, found.config.weight_decay) == (0.001, 5, 0.1)
    check_update(sgd)


def test_the_update_that_blows_up_is_shown_as_it_would_have_been(random_data) -> None:
    sgd = Sgd(random_data(), SgdConfig(1e200, 7, standardise=False))
    assert not np.isfinite(seen(sgd).weights_after).any() or np.abs(seen(sgd).weights_after).max() > 1e190
    assert sgd.advance(1) == 0


@pytest.mark.parametrize("size", [1_000, 1_001, 70_000])
def test_of_a_large_minibatch_the_first_rows_are_kept_and_all_are_added_up(random_data, size: int) -> None:
    data = random_data(n=70_000, d=2)
    sgd = Sgd(data, SgdConfig(0.1, size))
    found = seen(sgd)
    assert (found.data.size, found.rows.size, len(found.data.shares)) == (size, size, 1_000)
    X, y = data.X[found.rows], data.y[found.rows]
    expected = np.append((X - data.X.mean(axis=0)).T @ -y, -y.sum())
    np.testing.assert_allclose(found.data.total, expected, rtol=1e-9)
    np.testing.assert_array_equal(found.data.labels, y[:1_000])
    sgd.advance(1)
    np.testing.assert_allclose(found.weights_after, sgd.snapshot().weights, rtol=1e-9)
