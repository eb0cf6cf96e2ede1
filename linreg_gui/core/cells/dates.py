"""Dates as people write them: found in texts, with day and month in either order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from .column_types import DateOrder
from .number_style import count_matches, trimmed

_YEAR_FIRST = r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
_DAY_FIRST = r"(?P<day>[0-9]{1,2})[-/.](?P<month>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"
_MONTH_FIRST = r"(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"
_SECOND = r"(?::(?P<second>[0-9]{2})(?P<part>[.][0-9]{1,6})?)?"
_TIME = rf"(?:[T ]+(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}}){_SECOND})?"
_POINTS = r"^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}"  # who writes dates so writes the day first


def both_dates(text: str) -> tuple[str, str] | None:
    """A date of which day and month may change places, with the day first and with the month first."""
    import pyarrow as pa

    cell = pa.array([text.strip()])
    by_day, by_month = (
        str(np.datetime_as_string(_moments(cell, date), "D")[0]) for date in (_DAY_FIRST, _MONTH_FIRST)
    )
    return None if by_day == by_month or "NaT" in (by_day, by_month) else (by_day, by_month)


def dates_of(column: pd.Series, order: DateOrder | None = None) -> tuple[np.ndarray, int, np.ndarray]:
    """The dates, how many can be read in two ways, and the rows of texts that are none.

    Without an order, that of the dates in the column which have only one.
    """
    import pyarrow as pa

    cells = trimmed(pa.array(column, pa.string(), from_pandas=True))
    year_first = _moments(cells, _YEAR_FIRST)
    day_first, month_first = _moments(cells, _DAY_FIRST), _moments(cells, _MONTH_FIRST)
    only_day = np.isnat(month_first) & ~np.isnat(day_first)
    only_month = np.isnat(day_first) & ~np.isnat(month_first)
    either = ~np.isnat(day_first) & ~np.isnat(month_first) & (day_first != month_first)
    told = only_day.any() != only_month.any() or bool(count_matches(cells, _POINTS))
    looks_month_first = only_month.any() and not only_day.any()
    by_day = not looks_month_first if order is None else order is DateOrder.DAY_FIRST
    values = np.where(np.isnat(year_first), day_first if by_day else month_first, year_first)
    filled = column.notna().to_numpy()
    return values, 0 if told else int(either.sum()), np.flatnonzero(filled & np.isnat(values))


def _moments(cells: Any, date: str) -> np.ndarray:
    """The moments in texts like this, NaT for any other text and for days that are in no calendar."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.extract_regex(cells, f"^{date}{_TIME}$")

    def part(name: str) -> np.ndarray:
        text = pc.struct_field(found, name)
        digits = pc.if_else(pc.equal(text, pa.scalar("")), "0", text)
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
