"""Edits of the states of rows: each gives a new table with the same cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.table.row_states import N_COLOURS, RowStates
from linreg_gui.core.table.table import Table


def hide_rows(table: Table, rows: Sequence[int] | IntArray, hidden: bool) -> Table:
    """Rows that no plot shows, or shows again."""
    return replace(table, states=table.states.hiding(_ids(table, rows), hidden))


def show_all_rows(table: Table) -> Table:
    """No row is hidden."""
    return replace(table, states=replace(table.states, hidden=RowStates().hidden))


def label_rows(table: Table, rows: Sequence[int] | IntArray, labelled: bool) -> Table:
    """Rows whose names stand beside their points, or no more."""
    return replace(table, states=table.states.labelling(_ids(table, rows), labelled))


def colour_rows(table: Table, rows: Sequence[int] | IntArray, colour: int | None) -> Table:
    """Rows in a colour of their own; None for that of all others.

    Raises
    ------
    ValueError
        If there is no such colour.
    """
    if colour is not None and not 0 <= colour < N_COLOURS:
        raise ValueError(f"There are {N_COLOURS} colours.")
    return replace(table, states=table.states.colouring(_ids(table, rows), colour))


def all_hidden(table: Table, rows: Sequence[int] | IntArray) -> bool:
    """Whether all of these rows are hidden."""
    flags = table.states.hidden_flags(table.row_ids, len(table.frame))
    return flags is not None and bool(flags[rows].all())


def all_labelled(table: Table, rows: Sequence[int] | IntArray) -> bool:
    """Whether all of these rows are labelled."""
    flags = table.states.labelled_flags(table.row_ids, len(table.frame))
    return flags is not None and bool(flags[rows].all())


def _ids(table: Table, rows: Sequence[int] | IntArray) -> IntArray:
    return table.row_ids.of(len(table.frame))[np.asarray(rows, dtype=np.int64)]
