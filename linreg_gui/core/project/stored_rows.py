"""What a project file has of single rows besides their cells: which is which, and what state each is in."""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import frozen
from linreg_gui.core.json_values import WrongValue
from linreg_gui.core.table.row_ids import RowIds
from linreg_gui.core.table.row_states import RowStates, states_as_numbers, states_from_numbers
from linreg_gui.core.table.table import Table

from .npy_arrays import array_from_npy, npy_bytes

IDS_PART, STATES_PART = "rows.npy", "states.npy"
LARGEST_ID = 1 << 62


def row_parts(table: Table) -> dict[str, bytes]:
    """Nothing for rows as they came, without a state."""
    parts = {}
    if table.row_ids.numbers is not None:
        parts[IDS_PART] = npy_bytes(table.row_ids.numbers)
    if table.states:
        parts[STATES_PART] = npy_bytes(states_as_numbers(table.states))
    return parts


def read_row_ids(ids: bytes | None, n_rows: int, unused: int) -> RowIds:
    """The identities of so many rows.

    Raises
    ------
    ValueError
        If these are none.
    """
    if ids is None:
        return RowIds(None, unused)
    numbers = array_from_npy(IDS_PART, ids, np.int64, 1)
    in_range = (numbers >= 0).all() and (numbers < LARGEST_ID).all()
    if len(numbers) != n_rows or len(np.unique(numbers)) < n_rows or not in_range:
        raise WrongValue(IDS_PART, "a number for each row")
    return RowIds(frozen(numbers), max(unused, int(numbers.max(initial=-1)) + 1))


def read_states(states: bytes | None) -> RowStates:
    """The states of rows.

    Raises
    ------
    ValueError
        If these are none.
    """
    return (
        RowStates()
        if states is None
        else states_from_numbers(array_from_npy(STATES_PART, states, np.int64, 2))
    )
