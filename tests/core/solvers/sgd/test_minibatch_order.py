from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.solvers.sgd.minibatch_order import minibatch_rows, order_bits


@given(n=st.integers(1, 3000), seed=st.integers(0, 2**64 - 1), epoch=st.integers(0, 10**6))
def test_every_row_comes_exactly_once_per_epoch(n, seed, epoch):
    rows = minibatch_rows(n, seed, epoch, 0, n)
    np.testing.assert_array_equal(np.sort(rows), np.arange(n))


@given(n=st.integers(1, 500), batch=st.integers(1, 600))
def test_minibatches_one_by_one_are_the_epoch_in_pieces(n, batch):
    pieces = [minibatch_rows(n, 3, 5, start, min(start + batch, n)) for start in range(0, n, batch)]
    np.testing.assert_array_equal(np.concatenate(pieces), minibatch_rows(n, 3, 5, 0, n))


def test_the_order_is_a_pure_function_of_seed_epoch_and_position():
    first = minibatch_rows(1000, 42, 7, 100, 132)
    minibatch_rows(999, 1, 2, 0, 999)
    np.testing.assert_array_equal(minibatch_rows(1000, 42, 7, 100, 132), first)


def test_the_order_never_changes_between_versions():
    assert minibatch_rows(60, 0, 0, 0, 8).tolist() == [18, 52, 51, 44, 47, 35, 57, 45]


def test_another_seed_or_epoch_gives_another_order():
    orders = {tuple(minibatch_rows(60, seed, epoch, 0, 60)) for seed in range(20) for epoch in range(20)}
    assert len(orders) == 400


@pytest.mark.parametrize("n", [16, 60, 61])
def test_every_row_comes_at_every_position_equally_often(n):
    epochs = 1500
    seen = np.zeros((n, n))
    for epoch in range(epochs):
        seen[np.arange(n), minibatch_rows(n, 0, epoch, 0, n)] += 1
    expected = epochs / n
    chi_squared = ((seen - expected) ** 2 / expected).sum()
    freedom = (n - 1) ** 2
    assert chi_squared < freedom + 6.0 * np.sqrt(2.0 * freedom)


def test_an_empty_stretch_has_no_rows():
    assert minibatch_rows(10, 0, 0, 4, 4).size == 0


@pytest.mark.parametrize(("n", "bits"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (1024, 10), (1025, 11)])
def test_the_bits_hold_every_row(n, bits):
    assert order_bits(n) == bits
