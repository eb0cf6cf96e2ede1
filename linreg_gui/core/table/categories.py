"""A column of texts as indicator columns: its levels, and the one that the others are compared with."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.limits import LONGEST_NAME
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, first_few, is_or_are, joined

MOST_LEVELS = 100
_MOST_NAMED = 3


@dataclass(frozen=True)
class Category:
    """The levels of a column in the rows that are used.

    Attributes
    ----------
    column : str
    levels : tuple of str
        In the order of the category, or of the alphabet, so that the order of the rows changes nothing.
    counts : tuple of int
        Rows of each level.
    reference : str
        The level without an indicator column: the weights of the others are differences from it. Empty where
        every level has an indicator, as without a bias.
    unused : tuple of str
        Levels that are in the table, or allowed there, but in no row that is used.
    wanted : str
        The reference level that was asked for, if no row that is used has it.
    """

    column: str
    levels: tuple[str, ...]
    counts: tuple[int, ...]
    reference: str
    unused: tuple[str, ...] = ()
    wanted: str = ""

    @property
    def indicated(self) -> tuple[str, ...]:
        """The levels that have an indicator column."""
        return tuple(level for level in self.levels if level != self.reference)

    @property
    def most_frequent(self) -> str:
        """The level of most rows."""
        return self.levels[int(np.argmax(self.counts))]

    @property
    def sentences(self) -> tuple[str, ...]:
        """What somebody should know of these levels."""
        found = []
        if self.wanted:
            found.append(
                f"“{self.wanted}”, the reference level of “{self.column}”, is in no row that is used: "
                f"“{self.reference}” is the reference instead."
            )
        unused = [level for level in self.unused if level != self.wanted]
        if unused:
            are = is_or_are(len(unused))
            found.append(f"{_listed(unused)} of “{self.column}” {are} in no row that is used.")
        if len(self.levels) == 1 and self.reference:
            found.append(f"“{self.column}” is “{self.reference}” in every used row and tells nothing.")
        return tuple(found)


@dataclass(frozen=True, eq=False)
class Levels:
    """A level for each row of the table.

    Attributes
    ----------
    codes : array of int, shape (rows of the table,)
        Index of the level, −1 where the cell is missing.
    texts : tuple of str
    """

    codes: IntArray
    texts: tuple[str, ...]


def levels_of(column: pd.Series) -> Levels:
    """The levels of a column; blanks around a text do not count, and a text of blanks is missing."""
    check_wanted()
    is_category = isinstance(column.dtype, pd.CategoricalDtype)
    if is_category:
        codes, found = column.cat.codes.to_numpy(), column.cat.categories
    elif column.dtype == object and pd.api.types.infer_dtype(column, skipna=True) != "string":
        missing = column.isna()
        texts = [None if empty else cell_text(cell) for cell, empty in zip(column, missing, strict=True)]
        codes, found = pd.factorize(pd.Series(texts, dtype=object))
    else:
        codes, found = pd.factorize(column)
    names = [cell_text(level).strip() for level in found]
    known = list(dict.fromkeys(name for name in names if name))
    if not is_category:
        known.sort(key=_in_alphabet)
    place = {name: index for index, name in enumerate(known)}
    # One more at the end, for −1.
    lookup = np.array([*(place.get(name, -1) for name in names), -1], dtype=np.int64)
    return Levels(lookup[codes], tuple(known))


def _in_alphabet(name: str) -> tuple[str, str]:
    """Ä stands behind A, not behind Z."""
    return unicodedata.normalize("NFKD", name).casefold(), name


def category_of(name: str, levels: Levels, rows: IntArray, wanted: str | None) -> Category:
    """The category in these rows, which hold some level.

    Raises
    ------
    ProblemError
        If there are too many levels for indicator columns.
    """
    codes = levels.codes[rows]
    counts = np.bincount(codes[codes >= 0], minlength=len(levels.texts))
    used = np.flatnonzero(counts)
    if not used.size:
        raise ProblemError(f"“{name}” has no level in any used row.", ProblemKind.NO_ROWS)
    if used.size > MOST_LEVELS or 1 < used.size == len(rows):
        raise ProblemError(
            f"“{name}” has {used.size:,} different texts in {counted(len(rows), 'row')}, too many for a "
            "category: make it ignored, or set its type if they are dates or numbers.",
            ProblemKind.TOO_MANY_LEVELS,
        )
    texts = tuple(levels.texts[index] for index in used)
    if any(len(text) > LONGEST_NAME for text in texts):
        raise ProblemError(
            f"“{name}” holds texts of more than {LONGEST_NAME:,} characters, too long for what a weight is "
            "called by: make it ignored.",
            ProblemKind.TOO_MANY_LEVELS,
        )
    is_used = wanted is None or wanted in texts
    frequent = levels.texts[int(counts.argmax())]
    return Category(
        column=name,
        levels=texts,
        counts=tuple(int(count) for count in counts[used]),
        reference=wanted if wanted is not None and is_used else frequent,
        unused=tuple(levels.texts[index] for index in np.flatnonzero(counts == 0)),
        wanted="" if wanted is None or is_used else wanted,
    )


def vanished_levels(before: Sequence[Category], now: Sequence[Category]) -> tuple[str, ...]:
    """Sentences on levels that had rows before and have none now, where their column is still there."""
    known = {category.column: category.levels for category in before}
    found = []
    for category in now:
        gone = [level for level in known.get(category.column, ()) if level not in category.levels]
        gone = [level for level in gone if level != category.wanted]
        if gone:
            verb, weight = ("has", "weight") if len(gone) == 1 else ("have", "weights")
            found.append(
                f"{_listed(gone)} of “{category.column}” {verb} vanished with the last row that was used, "
                f"and so {verb} the {weight}."
            )
    return tuple(found)


def _listed(levels: list[str]) -> str:
    """The first few levels in a row of words."""
    quoted = [f"“{level}”" for level in levels]
    return joined(quoted) if len(quoted) <= _MOST_NAMED else first_few(quoted, _MOST_NAMED)
