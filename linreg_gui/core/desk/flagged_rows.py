"""The rows of a fit that are worth a look, as they are listed; and those that are excluded from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.inference.influence import Influence
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.wording import counted, is_or_are

from .desk import Desk
from .least_squares import other_than_least_squares
from .parts import notes_of, rows_judged_of
from .row_sway import Bounds, Measure

MOST_LISTED = 5_000
_MOVES_THE_FIT = 1.0  # of Cook's distance


@dataclass(frozen=True, eq=False)
class RowList:
    """Rows of the table with their numbers, a row each.

    Attributes
    ----------
    rows : array of int, shape (m,)
        Of the table.
    titles : tuple of str
    numbers : mapping from Measure to array, shape (m,)
        NaN where there is none.
    total : int
        How many there are, the ones that are not listed among them.
    """

    rows: IntArray
    titles: tuple[str, ...]
    numbers: Mapping[Measure, FloatArray]
    total: int


@dataclass(frozen=True, eq=False)
class FlaggedRows:
    """What is worth a look.

    Attributes
    ----------
    bounds : Bounds or None
        None where no row can be judged.
    beyond_any : RowList
        Rows beyond any bound, those of the largest Cook's distance first.
    beyond : mapping from Measure to RowList
        Those beyond the bound of one measure, the farthest first.
    excluded : RowList
    sentence : str
        What is to be seen, or why nothing is.
    """

    bounds: Bounds | None
    beyond_any: RowList
    beyond: Mapping[Measure, RowList]
    excluded: RowList
    sentence: str


def flagged_rows_of(desk: Desk) -> FlaggedRows:
    """`FlaggedRows` of the fit on the desk."""
    excluded = _excluded(desk)
    nobody = _listed(desk, np.empty(0, dtype=np.int64), None)
    why = other_than_least_squares(desk, "What rows do to the fit is told")
    if not why:
        try:
            checked, found = rows_judged_of(desk)
        except ProblemError as error:
            why = error.problem.sentence
    if why:
        return FlaggedRows(None, nobody, dict.fromkeys(Measure, nobody), excluded, why)
    bounds = Bounds(checked.data.n_rows, len(checked.names))
    numbers, beyond, flagged = numbers_of(found), {}, np.zeros(desk.data.n_rows, dtype=bool)
    for measure, values in numbers.items():
        with np.errstate(invalid="ignore"):
            over = np.abs(values) > bounds.of(measure)
        flagged |= over
        beyond[measure] = _listed(desk, np.flatnonzero(over), found, by=measure)
    any_of_them = _listed(desk, np.flatnonzero(flagged), found, by=Measure.COOK)
    sentence = _sentence(any_of_them.total, desk.data.n_rows, found)
    return FlaggedRows(bounds, any_of_them, beyond, excluded, sentence)


def numbers_of(found: Influence) -> dict[Measure, FloatArray]:
    """The numbers of all rows that have a bound."""
    return {
        Measure.LEVERAGE: found.leverage,
        Measure.STUDENTISED: found.deleted,
        Measure.COOK: found.cooks_distance,
        Measure.DFFITS: found.dffits,
    }


def _listed(desk: Desk, rows: IntArray, found: Influence | None, by: Measure = Measure.COOK) -> RowList:
    """Rows of the dataset, those with the largest numbers first; of very many, these."""
    total = rows.size
    numbers: dict[Measure, FloatArray] = dict.fromkeys(Measure, np.full(total, np.nan))
    if found is not None:
        known = numbers_of(found)
        size = np.abs(known[by][rows])
        # Where a row decides a number alone there is no distance; nothing is more worth a look.
        order = np.argsort(-np.where(np.isnan(size), np.inf, size), kind="stable")[:MOST_LISTED]
        rows = rows[order]
        numbers = {measure: values[rows] for measure, values in known.items()}
        rows = desk.analysis.table_rows[rows]
    return RowList(rows, _titles(desk, rows), numbers, total)


def _excluded(desk: Desk) -> RowList:
    flags = desk.table.recipe.excluded
    rows = np.flatnonzero(flags) if flags is not None else np.empty(0, dtype=np.int64)
    total, rows = rows.size, rows[:MOST_LISTED]
    return RowList(rows, _titles(desk, rows), dict.fromkeys(Measure, np.full(rows.size, np.nan)), total)


def _titles(desk: Desk, rows: IntArray) -> tuple[str, ...]:
    notes = notes_of(desk)
    return tuple(notes.title(int(row)) for row in rows)


def _sentence(flagged: int, n: int, found: Influence) -> str:
    cook = found.cooks_distance
    if not flagged:
        return "No row is beyond any bound."
    told = f"{counted(flagged, 'row')} of {n:,} {is_or_are(flagged)} beyond a bound and worth a look"
    if np.isnan(cook).all():
        return f"{told}."
    most = float(np.nanmax(cook))
    if most > _MOVES_THE_FIT:
        moving = int(np.count_nonzero(cook > _MOVES_THE_FIT))
        rows = "one row" if moving == 1 else f"{moving:,} rows"
        return f"{told}; of {rows} Cook’s distance is above 1, so that the fit moves without it."
    return f"{told}; the largest Cook’s distance is {number_text(most, 3)}, and none is above 1."
