"""What is to be told of columns written in a way of their own: each sentence once, for however many."""

from __future__ import annotations

from collections.abc import Sequence

from linreg_gui.core.cells.form_findings import ColumnFinding
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.wording import counted, first_few, joined

from .findings import Finding
from .options import ReadOptions

_MOST_NAMED = 3


def column_findings(notes: Sequence[ColumnNote], options: ReadOptions) -> tuple[Finding, ...]:
    """The findings of columns under these options, doubts first."""
    kinds: dict[str, list[tuple[str, ColumnFinding]]] = {}
    for note in notes:
        for finding in note.findings:
            kinds.setdefault(finding.kind, []).append((note.name, finding))
    found = [_told(columns, options) for columns in kinds.values()]
    return tuple(sorted(found, key=lambda finding: not finding.is_doubt))


def units_of(notes: Sequence[ColumnNote]) -> dict[str, str]:
    """The units that numbers had in their cells, by column."""
    return {note.name: note.unit for note in notes if note.unit}


def _told(columns: Sequence[tuple[str, ColumnFinding]], options: ReadOptions) -> Finding:
    names, first = [name for name, _ in columns], columns[0][1]
    sentence = first.sentence
    if len(names) > 1:
        quoted = [f"“{name}”" for name in names[1:]]
        others = joined(quoted) if len(quoted) <= _MOST_NAMED else first_few(quoted, _MOST_NAMED, "column")
        sentence = f"{sentence} The same goes for {others}."
    which = f"“{names[0]}”" if len(names) == 1 else counted(len(names), "Column")
    offers = [
        (f"Read {which} as {words}", options.with_types(dict.fromkeys(names, choice)))
        for words, choice in first.ways
    ]
    offer, other = offers[0] if offers else ("", None)
    return Finding(sentence, offer, other, first.is_doubt, tuple(offers[1:]))
