"""What is to be told of columns written in a way of their own: each sentence once, for however many."""

from __future__ import annotations

from collections.abc import Sequence

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.form_findings import told_of_columns
from linreg_gui.core.cells.parsed_column import ColumnNote

from .findings import Finding
from .options import ReadOptions


def column_findings(notes: Sequence[ColumnNote], options: ReadOptions) -> tuple[Finding, ...]:
    """The findings of columns under these options, doubts first."""
    told = told_of_columns([(note.name, finding) for note in notes for finding in note.findings])
    numeric = {note.name for note in notes if note.numeric}
    found = []
    for one in told:
        offers = [
            (words, options.with_types(types))
            for words, types in one.offers
            if not 0 < len(numeric) == len([name for name in numeric if types.get(name) == ColumnType.TEXT])
        ]  # a table needs numbers
        offer, other = offers[0] if offers else ("", None)
        found.append(Finding(one.sentence, offer, other, one.is_doubt, tuple(offers[1:])))
    return tuple(found)


def units_of(notes: Sequence[ColumnNote]) -> dict[str, str]:
    """The units that numbers had in their cells, by column."""
    return {note.name: note.unit for note in notes if note.unit}
