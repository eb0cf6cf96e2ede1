"""The rows of a table that a plot draws in a colour of their own, or with their names beside them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.table.row_states import MOST_LABELS
from linreg_gui.core.table.table import Table

from .row_note import RowNotes

_MOST_COLOURED = 5_000
_NOBODY = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class DrawnStates:
    """Rows of the table, ascending: those that are hidden, and the others that have another state.

    Attributes
    ----------
    hidden : RowSet
    n_counted : int
        How many of these take part in the fit; numbers, lines, curves and bars are those of them, too.
    coloured : array of int
        Those with a colour, or a sample of them.
    colours : array of int
        The colour of each.
    labelled : array of int
        As many of those with a label as are drawn.
    names : tuple of str
        What each of these is called.
    n_labelled : int
        Rows of the table with a label, hidden ones among them.
    """

    hidden: RowSet = field(default_factory=lambda: NO_ROWS)
    n_counted: int = 0
    coloured: IntArray = field(default_factory=lambda: _NOBODY)
    colours: IntArray = field(default_factory=lambda: _NOBODY)
    labelled: IntArray = field(default_factory=lambda: _NOBODY)
    names: tuple[str, ...] = ()
    n_labelled: int = 0

    @property
    def hidden_text(self) -> str:
        """How many rows are hidden, and whether they count, for the legend of every plot of rows."""
        hidden, counted = len(self.hidden), self.n_counted
        if not hidden or not counted:
            return f"{hidden:,} hidden" if hidden else ""
        return f"{hidden:,} hidden, {'still' if counted == hidden else f'{counted:,} of them'} counted"

    def colour_of(self, rows: IntArray) -> IntArray:
        """The colours of some of the coloured rows."""
        return self.colours[np.searchsorted(self.coloured, rows)]

    def names_of(self, rows: IntArray) -> tuple[str, ...]:
        """The names of some of the labelled rows."""
        return tuple(self.names[at] for at in np.searchsorted(self.labelled, rows))


NO_STATES = DrawnStates()


def drawn_states(table: Table, used_rows: IntArray | None = None) -> DrawnStates:
    """The `DrawnStates` of a table, of which these rows take part in the fit."""
    states, ids, n_rows = table.states, table.row_ids, len(table.frame)
    if not states:
        return NO_STATES
    hidden, labelled = states.hidden_flags(ids, n_rows), states.labelled_flags(ids, n_rows)
    codes = states.colour_codes(ids, n_rows)
    seen = np.ones(n_rows, dtype=bool) if hidden is None else ~hidden
    coloured = _NOBODY if codes is None else np.flatnonzero(seen & (codes >= 0))
    coloured = coloured[:: -(-coloured.size // _MOST_COLOURED) or 1]
    with_label = _NOBODY if labelled is None else np.flatnonzero(seen & labelled)[:MOST_LABELS]
    notes = RowNotes(table)
    n_counted = 0
    if hidden is not None and used_rows is not None:
        n_counted = int(np.count_nonzero(hidden[used_rows]))
    return DrawnStates(
        NO_ROWS if hidden is None else RowSet.of_ascending_rows(np.flatnonzero(hidden)),
        n_counted,
        coloured,
        _NOBODY if codes is None else codes[coloured],
        with_label,
        tuple(notes.name(int(row)) for row in with_label),
        0 if labelled is None else int(np.count_nonzero(labelled)),
    )
