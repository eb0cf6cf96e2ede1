"""A row keeps its number through everything that is done to the table."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from linreg_gui.core.table.row_ids import RowIds


@st.composite
def histories(draw) -> list[np.ndarray]:
    """Orders one after the other: sorting, taking out and putting in."""
    n, orders = draw(st.integers(0, 12)), []
    for _ in range(draw(st.integers(1, 6))):
        kept = draw(st.lists(st.integers(0, n - 1), unique=True)) if n else []
        order = draw(st.permutations([*kept, *[-1] * draw(st.integers(0, 3))]))
        orders.append(np.array(order, dtype=np.int64))
        n = len(order)
    return [np.arange(12), *orders]


@given(histories())
def test_rows_keep_their_numbers_and_new_ones_get_numbers_that_nobody_had(orders) -> None:
    ids, n_rows = RowIds(), 12
    known, seen = list(range(12)), set(range(12))
    for order in orders:
        order = order[order < n_rows]
        ids, n_rows = ids.taken(order, n_rows), len(order)
        numbers = ids.of(n_rows).tolist()
        assert len(set(numbers)) == n_rows
        for place, old in enumerate(order):
            if old >= 0:
                assert numbers[place] == known[old]
            else:
                assert numbers[place] not in seen
        known, seen = numbers, seen | set(numbers)


@given(st.permutations(range(8)), st.sets(st.integers(0, 7)))
def test_the_order_of_identities_does_not_depend_on_that_of_the_rows(order, used) -> None:
    ids = RowIds().taken(np.array(order), 8)
    rows = np.flatnonzero([number in used for number in ids.of(8)])
    assert ids.of(8)[ids.in_order(rows)].tolist() == sorted(used)


def test_a_row_that_was_taken_out_at_the_end_leaves_its_number_unused() -> None:
    shorter = RowIds().taken(np.arange(4), 5)
    assert shorter.numbers is None
    assert shorter.taken(np.array([0, 1, 2, 3, -1]), 4).of(5).tolist() == [0, 1, 2, 3, 5]


def test_rows_are_found_by_their_numbers_and_those_that_are_gone_are_not() -> None:
    ids = RowIds().taken(np.array([3, 1, 2, -1]), 4)
    assert ids.places(np.array([2, 3, 0]), 4).tolist() == [0, 2]
    assert RowIds().places(np.array([2, 9, 0]), 4).tolist() == [0, 2]
