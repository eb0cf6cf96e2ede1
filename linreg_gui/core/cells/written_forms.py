"""Columns of text that are dates, times or codes as a whole, found by their cells; never half a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeAlias

import numpy as np

from linreg_gui.core.late_pandas import pd

from . import form_findings as findings
from .column_types import ColumnType, NumberReading
from .dates import dates_of, look_like_dates
from .number_style import count_matches, trimmed
from .parsed_column import ColumnNote
from .times import look_like_times, times_of

_SAMPLE = 200
_EXAMPLES = 3
_CODE = "^[0-9]+$"
_ZEROS_LED = "^0[0-9]+$"

Made: TypeAlias = "tuple[pd.Series, ColumnNote]"


def leading_zeros(pieces: Sequence[Any], missing: Sequence[str]) -> str:
    """The first whole number that begins with a zero, if all cells that are filled are whole numbers.

    Parameters
    ----------
    pieces : sequence of pyarrow arrays
        Of type int64, double, null or string.
    missing : sequence of str
        Texts that stand for a missing value.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    example = ""
    for piece in pieces:
        kind = str(piece.type)
        if kind == "string":
            cells = trimmed(piece)
            filled = cells.filter(pc.invert(pc.is_in(cells, pa.array(missing, cells.type))))
            filled = filled.drop_null()
            if count_matches(filled, _CODE) < len(filled):
                return ""
            if not example and count_matches(filled, _ZEROS_LED):
                example = filled.filter(pc.match_substring_regex(filled, _ZEROS_LED))[0].as_py()
        elif kind == "int64":
            least = pc.min(piece).as_py()
            if least is not None and least < 0:
                return ""
        elif kind != "null":
            return ""
    return example


def recognised(column: pd.Series, note: ColumnNote, missing: Sequence[str]) -> Made:
    """A column of text as dates or times, if all its cells are; told in its note, either way."""
    sample = _sample(column, missing)
    for looks, make in ((look_like_dates, _as_dates), (look_like_times, _as_times)):
        if 2 * looks(sample) >= len(sample) > 0:
            return make(*without_missing(column, note, missing), (column, note))
    return column, note


def as_times(
    column: pd.Series,
    note: ColumnNote,
    reading: NumberReading | None,
    missing: Sequence[str],
    places: Sequence[int],
) -> Made:
    """A column of text as times in seconds, with gaps where a text is none."""
    filled, found = without_missing(column, note, missing)
    times = times_of(filled, reading)
    examples = tuple((places[row], filled.iloc[row]) for row in times.bad[:_EXAMPLES])
    kept = replace(found, kind=ColumnType.NUMBER, not_numbers=len(times.bad), examples=examples)
    if times.first is None:
        return times.seconds, kept
    told = findings.of_times(note.name, _text(filled, times.first), times)
    return times.seconds, replace(
        kept, unit="s", signs=replace(kept.signs, forms=times.forms), findings=(told,)
    )


def _as_dates(filled: pd.Series, note: ColumnNote, as_it_was: Made) -> Made:
    dates, name = dates_of(filled), note.name
    if dates.first is None:
        return as_it_was
    example = _text(filled, dates.first)
    if len(dates.bad):
        told = findings.of_dates_among_texts(name, example, _text(filled, int(dates.bad[0])))
        return _telling(as_it_was, told)
    if dates.either_way:
        return _telling(as_it_was, findings.of_doubtful_dates(name, _text(filled, dates.doubtful)))
    told = findings.of_dates(name, example, dates)
    return dates.values, replace(note, kind=ColumnType.DATE, findings=(told,))


def _as_times(filled: pd.Series, note: ColumnNote, as_it_was: Made) -> Made:
    times, name = times_of(filled), note.name
    if times.first is None:
        return as_it_was
    example = _text(filled, times.first)
    if len(times.bad):
        told = findings.of_times_among_texts(name, example, _text(filled, int(times.bad[0])))
        return _telling(as_it_was, told)
    told = findings.of_times(name, example, times)
    signs = replace(note.signs, forms=times.forms)
    return times.seconds, replace(note, kind=ColumnType.NUMBER, unit="s", signs=signs, findings=(told,))


def _telling(made: Made, told: findings.ColumnFinding) -> Made:
    column, note = made
    return column, replace(note, findings=(told,))


def _text(column: pd.Series, row: int | None) -> str:
    return "" if row is None else str(column.iloc[row]).strip()


def _sample(column: pd.Series, missing: Sequence[str]) -> Any:
    """Texts from all over a column, none of which stands for a missing value."""
    import pyarrow as pa

    rows = column.iloc[:: max(1, len(column) // _SAMPLE)].dropna().str.strip()
    return pa.array(rows[~rows.isin(missing)].tolist(), pa.string())


def without_missing(column: pd.Series, note: ColumnNote, missing: Sequence[str]) -> Made:
    """The column without texts that stand for a missing value where it is no text."""
    empty = column.str.strip().isin(missing).to_numpy(dtype=bool) & column.notna().to_numpy()
    if not empty.any():
        return column, note
    return column.mask(empty), replace(note, missing=note.missing + int(np.count_nonzero(empty)))
