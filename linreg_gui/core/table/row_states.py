"""What a person has done to single rows besides excluding them: hidden, labelled, coloured.

A state belongs to the identity of a row, so that neither sorting nor any other edit takes it from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray, frozen

from .row_ids import RowIds

N_COLOURS = 6
# So many labels are drawn; more would only cover each other.
MOST_LABELS = 200
_NOBODY: IntArray = frozen(np.empty(0, dtype=np.int64))


def _nobody() -> IntArray:
    return _NOBODY


@dataclass(frozen=True, eq=False)
class RowStates:
    """Identities of rows, ascending and each once; those of rows that are not there any more do no harm.

    Attributes
    ----------
    hidden : array of int
        Rows that no plot shows. They are calculated with all the same.
    labelled : array of int
        Rows whose names stand beside their points.
    coloured : array of int
        Rows that have a colour of their own.
    colours : array of int
        Which of the colours each of these has, from 0 on.
    """

    hidden: IntArray = field(default_factory=_nobody)
    labelled: IntArray = field(default_factory=_nobody)
    coloured: IntArray = field(default_factory=_nobody)
    colours: IntArray = field(default_factory=_nobody)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, RowStates):
            return NotImplemented
        return np.array_equal(states_as_numbers(self), states_as_numbers(other))

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        """Whether any row has a state."""
        return bool(self.hidden.size or self.labelled.size or self.coloured.size)

    def hiding(self, ids: IntArray, hidden: bool = True) -> RowStates:
        """These rows hidden, or shown again."""
        return replace(self, hidden=_changed(self.hidden, ids, hidden))

    def labelling(self, ids: IntArray, labelled: bool = True) -> RowStates:
        """These rows with their names beside them, or without."""
        return replace(self, labelled=_changed(self.labelled, ids, labelled))

    def colouring(self, ids: IntArray, colour: int | None) -> RowStates:
        """These rows in a colour; None for that of all others."""
        kept = ~np.isin(self.coloured, ids)
        coloured, colours = self.coloured[kept], self.colours[kept]
        if colour is not None:
            coloured = np.concatenate([coloured, np.unique(ids)])
            colours = np.concatenate([colours, np.full(len(coloured) - len(colours), colour)])
        order = np.argsort(coloured, kind="stable")
        return replace(self, coloured=frozen(coloured[order]), colours=frozen(colours[order]))

    def hidden_flags(self, row_ids: RowIds, n_rows: int) -> BoolArray | None:
        """Whether each row of a table is hidden; None where none is."""
        return _flags(self.hidden, row_ids, n_rows)

    def labelled_flags(self, row_ids: RowIds, n_rows: int) -> BoolArray | None:
        """Whether each row of a table is labelled; None where none is."""
        return _flags(self.labelled, row_ids, n_rows)

    def colour_codes(self, row_ids: RowIds, n_rows: int) -> IntArray | None:
        """The colour of each row of a table, −1 for none of its own; None where no row has one."""
        if not self.coloured.size:
            return None
        ids = row_ids.of(n_rows)
        place = np.minimum(np.searchsorted(self.coloured, ids), self.coloured.size - 1)
        return np.where(self.coloured[place] == ids, self.colours[place], -1)


def states_text(hidden: bool, labelled: bool, colour: int) -> str:
    """The states of a row in words; empty where it has none."""
    words = [word for word, holds in (("hidden", hidden), ("labelled", labelled)) if holds]
    return ", ".join([*words, *([f"colour {colour + 1}"] if colour >= 0 else [])])


def states_as_numbers(states: RowStates) -> IntArray:
    """Identity, 1 for hidden, 1 for labelled, colour from 1 on of each row with a state; shape (k, 4)."""
    ids = np.unique(np.concatenate([states.hidden, states.labelled, states.coloured]))
    colours = np.zeros(ids.size, dtype=np.int64)
    colours[np.searchsorted(ids, states.coloured)] = states.colours + 1
    return np.column_stack([ids, np.isin(ids, states.hidden), np.isin(ids, states.labelled), colours])


def states_from_numbers(numbers: IntArray) -> RowStates:
    """The opposite.

    Raises
    ------
    ValueError
        If these are no states.
    """
    if numbers.ndim != 2 or numbers.shape[1] != 4:
        raise ValueError("States of rows have four numbers each.")
    ids, hidden, labelled, colours = numbers.T
    flags = np.concatenate([hidden, labelled])
    if (ids < 0).any() or (np.diff(ids) <= 0).any() or not np.isin(flags, (0, 1)).all():
        raise ValueError("States of rows are those of rows in order, each yes or no.")
    if not ((colours >= 0) & (colours <= N_COLOURS)).all():
        raise ValueError(f"Rows have one of {N_COLOURS} colours.")
    coloured = colours > 0
    return RowStates(
        frozen(ids[hidden == 1]),
        frozen(ids[labelled == 1]),
        frozen(ids[coloured]),
        frozen(colours[coloured] - 1),
    )


def _changed(known: IntArray, ids: IntArray, added: bool) -> IntArray:
    return frozen(np.union1d(known, ids) if added else np.setdiff1d(known, ids))


def _flags(ids: IntArray, row_ids: RowIds, n_rows: int) -> BoolArray | None:
    rows = row_ids.places(ids, n_rows)
    if not rows.size:
        return None
    flags = np.zeros(n_rows, dtype=bool)
    flags[rows] = True
    return flags
