from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.fitting.holdout import held_out_rows, split_rows
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError


@pytest.mark.parametrize("share", [0.0, 1.0, -0.5, "half", True, float("nan")])
def test_a_share_outside_0_and_1_is_refused(random_data, share):
    with pytest.raises(ValueError, match="The share of rows to hold out must"):
        split_rows(random_data(), share)


def test_a_split_is_a_partition_that_the_seed_decides(random_data):
    data = random_data()
    training, validation = split_rows(data, 0.3, seed=1)
    assert training.n_rows + validation.n_rows == 200
    assert abs(validation.n_rows - 60) <= 4
    both = np.vstack([training.X, validation.X])
    assert sorted(map(tuple, both)) == sorted(map(tuple, data.X))
    assert np.array_equal(split_rows(data, 0.3, seed=1)[1].X, validation.X)
    assert not np.array_equal(split_rows(data, 0.3, seed=2)[1].X, validation.X)
    assert (training.feature_names, training.label_name) == (data.feature_names, data.label_name)


def test_each_side_of_a_split_has_a_row():
    data = Dataset([[1.0], [2.0]], [1.0, 2.0])
    for share in (0.01, 0.99):
        assert [part.n_rows for part in split_rows(data, share)] == [1, 1]
    with pytest.raises(ProblemError, match="at least two"):
        split_rows(Dataset([[1.0]], [1.0]), 0.5)


SHARES = st.floats(0.05, 0.95)
SEEDS = st.integers(-(2**40), 2**40)


@given(st.permutations(range(60)), SHARES, SEEDS)
def test_the_order_of_the_rows_decides_nothing(order, share, seed):
    ids = np.array(order)
    assert np.array_equal(held_out_rows(ids, share, seed), held_out_rows(np.arange(60), share, seed)[ids])


@given(st.sets(st.integers(0, 299), min_size=80), SHARES, SEEDS)
def test_rows_that_come_or_go_change_nothing_for_the_others(some, share, seed):
    ids = np.array(sorted(some))
    whole = held_out_rows(np.arange(300), share, seed)
    assert np.array_equal(held_out_rows(ids, share, seed), whole[ids])


@given(SHARES, st.floats(0.0, 0.04), SEEDS)
def test_a_larger_share_holds_out_the_same_rows_and_more(share, more, seed):
    few, many = (held_out_rows(np.arange(100), part, seed) for part in (share, share + more))
    assert (many | ~few).all()


@given(st.integers(100, 400), SHARES, SEEDS)
def test_about_the_share_is_held_out(n_rows, share, seed):
    """Within a row for each sixteen, if chance is against it each time."""
    assert abs(held_out_rows(np.arange(n_rows), share, seed).sum() - share * n_rows) <= n_rows / 16 + 2


@pytest.mark.parametrize("share", [0.25, 0.2, 0.03])
def test_each_row_is_as_likely_to_be_held_out_as_any_other(share):
    drawn = np.array([held_out_rows(np.arange(64), share, seed) for seed in range(1500)])
    standard_error = np.sqrt(share * (1.0 - share) / len(drawn))
    assert np.abs(drawn.mean(axis=0) - share).max() < 4.5 * standard_error
    if share >= 0.2:  # of a very small share one row is held out in any case
        assert abs(drawn.mean() - share) <= 4.5 * drawn.mean(axis=1).std() / np.sqrt(len(drawn))
    apart = np.corrcoef(drawn[:, ::4].T)[np.triu_indices(16, 1)]  # the four of a group push each other off
    assert np.abs(apart).max() < 4.5 / np.sqrt(len(drawn))
