"""A header one name short: whether rows begin with row names, or the last column or none is nameless."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .header import counts_or_names
from .options import Unnamed
from .plain_rows import CUT_GROUP, CUT_HEAD

Rows = Sequence[Sequence[str]]

_HEAD = re.compile(CUT_HEAD)
_GROUP = re.compile(CUT_GROUP)
_DIGITS = re.compile("[0-9]+")
_BELOW_A_THOUSAND = re.compile("[^0-9]{0,5}(?:[0-9]{1,3}(?:\\.[0-9]*)?[^0-9]{0,5})?")
# Of as many groups of three digits one begins with a zero in 95 of 100 files.
_ZERO_AWAITED = 28


@dataclass(frozen=True)
class ShortHeader:
    """How rows with a cell more than there are names are meant.

    Attributes
    ----------
    unnamed : Unnamed
    others : tuple of Unnamed
        The other readings, the likelier first.
    split_at : int or None
        The cell that may go on in the next one, as what stands between them is no separator.
    some : bool
        Whether other rows have a cell for each name.
    """

    unnamed: Unnamed
    others: tuple[Unnamed, ...]
    split_at: int | None = None
    some: bool = False


def read_short_header(
    rows: Rows, narrow: Rows, separator: str, given: Unnamed | None, all_differ: bool
) -> ShortHeader | None:
    """Tell how the rows are meant.

    Row names are unique; they are texts or whole numbers that rise. A number that was cut at its thousands
    comma shows by three digits in each cell of a column. It is certain where some have a leading zero, or
    where rows without such a number have a cell less; likely where nothing speaks for row names, or where
    the cells before have one to three digits and so few rows are there that no zero need come first. Blanks
    are rather between row names and numbers than in a number.

    Parameters
    ----------
    rows : sequence of rows
        Rows with a cell more than there are names.
    narrow : sequence of rows
        Rows with a cell for each name.
    separator : str
        The character between the cells.
    given : Unnamed or None
        What a person decided.
    all_differ : bool
        False where a cell further down is known to repeat in the first column.

    Returns
    -------
    ShortHeader or None
        None where there are narrow rows that no reading fits.
    """
    cut = _cut_number(rows, narrow) if separator in (",", " ") else None
    if narrow:
        if cut is None or given not in (None, Unnamed.NONE):
            return None
        return ShortHeader(Unnamed.NONE, (), cut.at, some=True)
    first, last = [row[0].strip() for row in rows], [row[-1].strip() for row in rows]
    unique = all_differ and "" not in first and len(set(first)) == len(first)
    named = unique and counts_or_names(first)
    if given is not None:
        taken = given
    elif not any(last):
        taken = Unnamed.LAST
    elif cut is not None and (
        cut.certain or (separator == "," and cut.possible and (cut.uneven or not named))
    ):
        taken = Unnamed.NONE
    else:
        taken = Unnamed.FIRST if named else Unnamed.LAST
    likely = [Unnamed.FIRST, Unnamed.LAST] if unique else [Unnamed.LAST, Unnamed.FIRST]
    if cut is not None:
        likely.insert(0, Unnamed.NONE)
    others = tuple(other for other in likely if other is not taken)
    return ShortHeader(taken, others, None if cut is None else cut.at)


@dataclass(frozen=True)
class _CutNumber:
    """A cell that may go on in the next one in all rows, and what says so."""

    at: int
    certain: bool
    possible: bool
    uneven: bool


def _cut_number(rows: Rows, narrow: Rows) -> _CutNumber | None:
    width = len(rows[0]) if rows else 0
    fits = [
        j
        for j in range(width - 1)
        if all(_HEAD.fullmatch(row[j].strip()) and _GROUP.fullmatch(row[j + 1].strip()) for row in rows)
        and all(_BELOW_A_THOUSAND.fullmatch(row[j].strip()) for row in narrow)
    ]
    if not fits:
        return None
    zeros = [j for j in fits if any(row[j + 1].strip().startswith("0") for row in rows)]
    at = (zeros or fits)[-1]
    lengths = {len(digits[0]) for row in rows if (digits := _DIGITS.search(row[at]))}
    return _CutNumber(at, bool(zeros or narrow), len(rows) < _ZERO_AWAITED, len(lengths) > 1)
