"""What a person says a column is (number, category, date, text, left out), and making it that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from .csv_columns import ColumnNote, make_column
from .csv_numbers import NumberStyle, count_matches, trimmed

# What a column can be read as. Where a date’s day and month cannot be told apart, one of the last two tells.
TYPES = ("number", "category", "date", "text", "ignore", "day-first date", "month-first date")
_EXAMPLES = 3

_YEAR_FIRST = r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
_DAY_FIRST = r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"
_MONTH_FIRST = r"(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"
_SECOND = r"(?::(?P<second>[0-9]{2})(?P<part>[.][0-9]{1,6})?)?"
_TIME = rf"(?:[T ]+(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}}){_SECOND})?"
_POINTS = r"^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}"  # who writes dates so writes the day first


def check_types(types: Mapping[str, str]) -> dict[str, str]:
    """The types by column; a ValueError where one is none."""
    for name, kind in types.items():
        if kind not in TYPES:
            raise ValueError(f"“{name}” can be read as {', '.join(TYPES[:-1])} or {TYPES[-1]}, not {kind!r}.")
    return dict(types)


def parsed_as(kind: str) -> str:
    """What a column of this type is parsed as before it is made that: ``"number"``, ``"text"`` or either."""
    return kind if kind in ("", "number") else "text"


def made_into(
    kind: str, column: pd.Series, note: ColumnNote, places: Sequence[int] | None = None
) -> tuple[pd.Series, ColumnNote]:
    """A column of text as what it is to be, with its note.

    Parameters
    ----------
    kind : str
        One of `TYPES`, or an empty text for a column that stays as it is.
    column : pandas.Series
        Of text for ``"category"`` and the dates.
    note : ColumnNote
    places : sequence of int, optional
        What the examples of the note tell of each row; by default its number, counted from 0.

    Returns
    -------
    column : pandas.Series
        Of type category (in the order of numbers where all are such) or datetime64 (NaT where a text is no
        date) if that is asked for.
    note : ColumnNote
        ``either_way`` counts the dates of which day and month may change places, where no date of the column
        tells.
    """
    if kind == "ignore":
        return column, replace(note, kind=kind)
    if kind == "category":
        return categories_of(column), replace(note, kind=kind)
    if kind.endswith("date"):
        values, either_way, bad = dates_of(column, kind)
        texts = column.iloc[bad[:_EXAMPLES]].tolist()
        lines = [int(row) if places is None else places[row] for row in bad[:_EXAMPLES]]
        examples = tuple(zip(lines, texts, strict=True))
        return pd.Series(values), replace(
            note, kind="date", not_numbers=len(bad), examples=examples, either_way=either_way
        )
    return column, note


def retyped(
    kind: str, column: pd.Series, note: ColumnNote, places: Sequence[int]
) -> tuple[pd.Series, ColumnNote]:
    """A column that was not read from text (see `sheet_reading`) as what it is to be, with its note."""
    import pyarrow as pa

    if kind in ("", "ignore") or (kind == "number" and note.kind == "number"):
        return made_into(kind, column, note)
    texts = pd.Series([None if pd.isna(cell) else _text(cell) for cell in column], dtype="str")
    plain = replace(note, kind="text", not_numbers=0, examples=())
    if kind != "number":
        return made_into(kind, texts, plain, places)
    cells = [pa.array(texts, pa.string())]
    made, found = make_column(note.name, cells, NumberStyle(), ("",), lambda: None, kind)
    examples = tuple((places[row], text) for row, text in found.examples)
    return made, replace(found, missing=note.missing, examples=examples)


def both_dates(text: str) -> tuple[str, str] | None:
    """A date of which day and month may change places, with the day first and with the month first."""
    import pyarrow as pa

    cell = pa.array([text.strip()])
    by_day, by_month = (
        str(np.datetime_as_string(_moments(cell, date), "D")[0]) for date in (_DAY_FIRST, _MONTH_FIRST)
    )
    return None if by_day == by_month or "NaT" in (by_day, by_month) else (by_day, by_month)


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell)  # type: ignore[call-overload]


def categories_of(column: pd.Series) -> pd.Series:
    """A column of text as categories, in the order of numbers where all are such."""
    made = column.str.strip().astype("category")
    names = made.cat.categories
    numbers = pd.to_numeric(names, errors="coerce")
    return made.cat.reorder_categories(names[np.argsort(numbers)]) if numbers.notna().all() else made


def dates_of(column: pd.Series, kind: str) -> tuple[np.ndarray, int, np.ndarray]:
    """The dates, how many can be read in two ways, and the rows of texts that are none."""
    import pyarrow as pa

    cells = trimmed(pa.array(column, pa.string(), from_pandas=True))
    year_first = _moments(cells, _YEAR_FIRST)
    day_first, month_first = _moments(cells, _DAY_FIRST), _moments(cells, _MONTH_FIRST)
    only_day = np.isnat(month_first) & ~np.isnat(day_first)
    only_month = np.isnat(day_first) & ~np.isnat(month_first)
    either = ~np.isnat(day_first) & ~np.isnat(month_first) & (day_first != month_first)
    told = only_day.any() != only_month.any() or bool(count_matches(cells, _POINTS))
    by_day = kind == "day-first date" or (kind == "date" and not (only_month.any() and not only_day.any()))
    values = np.where(np.isnat(year_first), day_first if by_day else month_first, year_first)
    filled = column.notna().to_numpy()
    return values, 0 if told else int(either.sum()), np.flatnonzero(filled & np.isnat(values))


def _moments(cells: Any, date: str) -> np.ndarray:
    """The moments in texts like this, NaT for any other text and for days that are in no calendar."""
    import pyarrow.compute as pc

    found = pc.extract_regex(cells, f"^{date}{_TIME}$")

    def part(name: str) -> np.ndarray:
        text = pc.struct_field(found, name)
        digits = pc.if_else(pc.equal(text, ""), "0", text)
        return np.asarray(digits.cast("float64").to_numpy(zero_copy_only=False))

    matches = found.is_valid().to_numpy(zero_copy_only=False)
    year, month, day, hour, minute, second, fraction = (
        np.where(matches, part(name), 1.0)
        for name in ("year", "month", "day", "hour", "minute", "second", "part")
    )
    sound = matches & (month >= 1) & (month <= 12) & (hour < 24) & (minute < 60) & (second < 60)
    months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype(np.int64).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    sound &= (day >= 1) & (days.astype("datetime64[M]") == months)
    micros = np.round(((hour * 60 + minute) * 60 + second + fraction) * 1e6).astype("timedelta64[us]")
    moments = days.astype("datetime64[us]") + micros
    return np.where(sound, moments, np.datetime64("NaT", "us"))
