"""A header one name short: whether rows begin with row names, or the last column or none is nameless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .header import counts_or_names
from .options import Unnamed

Rows = Sequence[Sequence[str]]

_HEAD = re.compile("[+\\-−]?[1-9][0-9]{0,2}")
_GROUP = re.compile("[0-9]{3}(?:\\.[0-9]*)?")


@dataclass(frozen=True)
class ShortHeader:
    """How rows with a cell more than there are names are meant.

    Attributes
    ----------
    unnamed : Unnamed
    other : Unnamed
        The next likely reading.
    split_at : int or None
        The cell that may go on in the next one, as the thousands comma between them is no separator.
    """

    unnamed: Unnamed
    other: Unnamed
    split_at: int | None = None


def read_short_header(rows: Rows, separator: str, given: Unnamed | None, all_differ: bool) -> ShortHeader:
    """Tell how the rows are meant.

    Row names are unique; they are texts or whole numbers that rise. A number that was cut at its thousands
    comma shows by three digits in each cell of a column, with a leading zero in some.

    Parameters
    ----------
    rows : sequence of rows
        Rows with a cell more than there are names.
    separator : str
        The character between the cells.
    given : Unnamed or None
        What a person decided.
    all_differ : bool
        False where a cell further down is known to repeat in the first column.
    """
    first, last = [row[0].strip() for row in rows], [row[-1].strip() for row in rows]
    split_at, certain = _split_number(rows) if separator == "," else (None, False)
    unique = all_differ and "" not in first and len(set(first)) == len(first)
    if given is not None:
        return ShortHeader(given, _next(given, split_at), split_at)
    if not any(last):
        return ShortHeader(Unnamed.LAST, Unnamed.FIRST, split_at)
    if certain:
        return ShortHeader(Unnamed.NONE, Unnamed.FIRST if unique else Unnamed.LAST, split_at)
    if unique and counts_or_names(first):
        return ShortHeader(Unnamed.FIRST, Unnamed.LAST, split_at)
    return ShortHeader(Unnamed.LAST, _next(Unnamed.LAST, split_at), split_at)


def _next(taken: Unnamed, split_at: int | None) -> Unnamed:
    if taken is Unnamed.LAST:
        return Unnamed.FIRST if split_at is None else Unnamed.NONE
    return Unnamed.LAST


def _split_number(rows: Rows) -> tuple[int | None, bool]:
    """The cell that may go on in the next one in all rows, and whether leading zeros say so."""
    width = len(rows[0]) if rows else 0
    fits = [
        j
        for j in range(width - 1)
        if all(
            _HEAD.fullmatch(row[j].strip()) and _GROUP.fullmatch(row[j + 1].strip())
            for row in rows
            if row[j].strip() or row[j + 1].strip()
        )
        and any(row[j].strip() for row in rows)
    ]
    zeros = [j for j in fits if any(row[j + 1].strip().startswith("0") for row in rows)]
    if zeros:
        return zeros[-1], True
    return (fits[-1] if fits else None), False
