from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sgd_runs import same, states

from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import AbsoluteLoss, HuberLoss, PoissonLoss, SquaredLoss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.solvers.sgd import checkpoints
from linreg_gui.core.solvers.sgd.loops import numba_loop
from linreg_gui.core.solvers.sgd.schedule import DECAYS
from linreg_gui.core.solvers.sgd.solver import Sgd, SgdConfig


def test_the_size_of_the_slices_does_not_matter(random_data):
    data, config = random_data(), SgdConfig(batch_size=7, epochs=4, decay="cosine")
    one, many = Sgd(data, config), Sgd(data, config)
    one.advance(100)
    for k in (1, 9, 64, 3, 23):
        many.advance(k)
    assert same(one.snapshot(), many.snapshot())


def test_seeking_is_exact_forward_and_back(random_data):
    sgd = Sgd(random_data(), SgdConfig(batch_size=3, epochs=4, decay="cosine"))
    recorded = states(sgd)
    for step in (0, 1, 63, 64, 65, 200, 37, 268, 129, 5):
        sgd.seek(step)
        assert sgd.step == step
        assert same(sgd.snapshot(), recorded[step])


def test_seeking_is_exact_over_thousands_of_thinned_checkpoints(random_data):
    data, config = random_data(n=50, d=1), SgdConfig(0.01, 1, 4000)
    sgd, fresh = Sgd(data, config), Sgd(data, config)
    sgd.advance(200_000)
    for step in (123_456, 77, 199_999, 65_536):
        sgd.seek(step)
        fresh.seek(0)
        fresh.advance(step)
        assert same(sgd.snapshot(), fresh.snapshot())


@settings(max_examples=60, deadline=None)
@given(
    changes=st.lists(
        st.tuples(
            st.integers(0, 40), st.sampled_from([0.01, 0.05, 0.1]), st.integers(1, 70), st.integers(2, 6)
        ),
        max_size=5,
    ),
    targets=st.lists(st.integers(1, 200), min_size=1, max_size=6),
)
def test_seeking_is_exact_over_changes_in_mid_run(changes, targets):
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(61, 2)), rng.normal(size=61))
    sgd = Sgd(data, SgdConfig(0.02, 30, 4))
    recorded = [sgd.snapshot()]
    for steps, rate, batch_size, epochs in changes:
        recorded.extend(sgd.snapshot() for _ in range(steps) if sgd.advance(1))
        sgd.change(learning_rate=rate, batch_size=batch_size, epochs=epochs)
    while sgd.advance(1):
        recorded.append(sgd.snapshot())
    for target in targets:
        sgd.seek(target)
        assert same(sgd.snapshot(), recorded[min(target, len(recorded) - 1)])


def test_seeking_recomputes_no_more_than_lies_between_two_checkpoints(random_data, monkeypatch):
    data = random_data(n=50, d=1)
    sgd = Sgd(data, SgdConfig(0.01, 1, 4000))
    sgd.advance(200_000)
    last, compiled, computed = sgd.snapshot(), numba_loop.update_loop("float64"), []

    def counted(*arguments):
        progress = compiled(*arguments)
        computed.append(progress[0])
        return progress

    monkeypatch.setattr(numba_loop, "update_loop", lambda _: counted)
    for step in (0, 199_999, 3, 123_456, 200_000):
        computed.clear()
        sgd.seek(step)
        assert sum(computed) < sgd._checkpoints.spacing < 50_000
    assert same(sgd.snapshot(), last)


def test_a_change_after_seeking_back_forgets_what_came_later(random_data):
    data = random_data()
    config = SgdConfig(0.03, 10, 3)
    sgd = Sgd(data, config)
    sgd.advance(10)
    sgd.change(learning_rate=0.001)
    sgd.advance(20)
    sgd.seek(10)
    sgd.change(learning_rate=0.03)
    sgd.advance(20)
    straight = Sgd(data, config)
    straight.advance(30)
    assert same(sgd.snapshot(), straight.snapshot())


def test_a_change_right_after_another_replaces_it(random_data):
    sgd = Sgd(random_data(), SgdConfig(0.03, 10, 3))
    sgd.change(learning_rate=0.5)
    sgd.change(learning_rate=0.01)
    sgd.advance(1)
    assert sgd.snapshot().learning_rate == 0.01
    assert sgd.config.learning_rate == 0.01


def test_settings_out_of_range_change_nothing(random_data):
    sgd = Sgd(random_data(), SgdConfig())
    with pytest.raises(ValueError, match="at least 1"):
        sgd.change(batch_size=0)
    assert sgd.config == SgdConfig()


@pytest.mark.parametrize("new_size", [1, 7, 64, 1000])
def test_another_batch_size_in_mid_epoch_still_uses_each_row_once(new_size):
    n = 61
    data = Dataset(np.eye(n), np.ones(n))
    sgd = Sgd(data, SgdConfig(1e-9, 30, 2, standardise=False))
    rows = []
    sgd.advance(1)
    rows.extend(sgd.snapshot().minibatch_rows)
    sgd.change(batch_size=new_size)
    while sgd.snapshot().epoch < 1.0:
        sgd.advance(1)
        rows.extend(sgd.snapshot().minibatch_rows)
    assert sorted(rows) == list(range(n))


def test_fewer_epochs_than_are_done_end_the_run(random_data):
    sgd = Sgd(random_data(n=100), SgdConfig(batch_size=50, epochs=9))
    sgd.advance(6)
    sgd.change(epochs=2)
    assert (sgd.finished, sgd.steps_left, sgd.advance(1)) == (True, 0, 0)


def test_a_diverged_run_goes_on_after_seeking_back_with_a_smaller_rate(random_data):
    sgd = Sgd(random_data(), SgdConfig(50.0, 16, 5))
    sgd.advance(1000)
    assert sgd.diverged
    sgd.seek(0)
    assert not sgd.diverged
    sgd.change(learning_rate=0.01)
    sgd.advance(sgd.steps_left)
    assert sgd.finished


def test_known_moments_change_nothing(random_data):
    data, config = random_data(), SgdConfig()
    plain, given_moments = Sgd(data, config), Sgd(data, config, known=moments(data))
    plain.advance(9)
    given_moments.advance(9)
    assert same(plain.snapshot(), given_moments.snapshot())


@pytest.mark.parametrize("setting", [{"seed": 1}, {"standardise": False}, {"precision": "float32"}])
def test_what_belongs_to_a_whole_run_is_not_changed_in_mid_run(random_data, setting):
    sgd = Sgd(random_data(), SgdConfig())
    with pytest.raises(ValueError, match="belongs to a whole run"):
        sgd.change(**setting)


@settings(max_examples=25, deadline=None)
@given(
    config=st.builds(
        SgdConfig,
        learning_rate=st.sampled_from([0.001, 0.01, 0.05]),
        batch_size=st.integers(1, 70),
        epochs=st.integers(1, 6),
        seed=st.integers(0, 100),
        standardise=st.booleans(),
        decay=st.sampled_from(DECAYS),
        loss=st.sampled_from([SquaredLoss(), AbsoluteLoss(), HuberLoss(0.5), PoissonLoss()]),
        momentum=st.sampled_from([0.0, 0.5, 0.9]),
        weight_decay=st.sampled_from([0.0, 0.1]),
        average_after=st.sampled_from([None, 0, 1, 3]),
        with_replacement=st.booleans(),
        precision=st.sampled_from(["float64", "float32"]),
    ),
    changes=st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "learning_rate": st.sampled_from([0.002, 0.03]),
                "batch_size": st.integers(1, 70),
                "momentum": st.sampled_from([0.0, 0.8]),
                "average_after": st.sampled_from([None, 0, 2]),
                "with_replacement": st.booleans(),
                "loss": st.sampled_from([SquaredLoss(), AbsoluteLoss()]),
                "weight_decay": st.sampled_from([0.0, 0.2]),
            },
        ),
        max_size=3,
    ),
    seed=st.integers(0, 2**32),
)
def test_hundreds_of_seeks_back_and_forth_meet_the_same_bits(config, changes, seed):
    rng = np.random.default_rng(0)
    data = Dataset(rng.normal(size=(61, 2)), rng.poisson(3.0, size=61))
    sgd = Sgd(data, config)
    recorded = [sgd.snapshot()]
    for change in changes:
        recorded.extend(sgd.snapshot() for _ in range(30) if sgd.advance(1))
        sgd.change(**change)
    while sgd.advance(1):
        recorded.append(sgd.snapshot())
    for step in np.random.default_rng(seed).integers(0, len(recorded), 200):
        sgd.seek(int(step))
        assert same(sgd.snapshot(), recorded[step])


def test_checkpoints_stay_within_their_memory_and_near_enough(monkeypatch, random_data):
    monkeypatch.setattr(checkpoints, "_MOST_BYTES", 200_000)
    monkeypatch.setattr(checkpoints, "_WORK", 1)
    data, config = random_data(n=50, d=1), SgdConfig(0.01, 1, 400)
    sgd, fresh = Sgd(data, config), Sgd(data, config)
    sgd.advance(20_000)
    store = sgd._checkpoints
    kept = [store.before(step)[0].step for step in range(0, 20_000, 50)]
    assert max(np.arange(0, 20_000, 50) - kept) < store.spacing <= 64
    assert store._numbers.nbytes + store._places.nbytes <= 200_000
    for step in (12_345, 77, 19_999, 6_553):
        sgd.seek(step)
        fresh.seek(0)
        fresh.advance(step)
        assert same(sgd.snapshot(), fresh.snapshot())


def test_a_run_is_repeated_from_its_settings_and_the_steps_at_which_they_changed(random_data):
    data = random_data()
    one = Sgd(data, SgdConfig(0.05, 7, epochs=9, seed=3))
    for k, settings_ in ((13, {"learning_rate": 0.01}), (20, {"batch_size": 11, "momentum": 0.5}), (40, {})):
        one.advance(k)
        one.change(**settings_)
    one.seek(50)
    other = Sgd.repeat(data, one.changes)
    assert other.step == 0
    for step in (50, 73, 20):
        one.seek(step)
        other.seek(step)
        assert same(one.snapshot(), other.snapshot())


def test_settings_that_are_not_those_of_one_run_are_refused(random_data):
    data, config = random_data(), SgdConfig()
    for changes in ([], [(1, config)], [(0, config), (0, config)], [(0, config), (5, SgdConfig(seed=1))]):
        with pytest.raises(ValueError, match="run"):
            Sgd.repeat(data, changes)
