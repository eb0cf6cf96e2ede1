"""Dates as people write them: found in texts, with day and month in either order."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from linreg_gui.core.late_pandas import pd

from .column_types import DateOrder
from .number_style import count_matches, trimmed

_YEAR_FIRST = r"(?P<year>[0-9]{4})[-/.](?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
_YEAR_LAST = r"(?P<first_part>[0-9]{1,2})[-/.](?P<second_part>[0-9]{1,2})[-/.](?P<year>[0-9]{4})"
_SECOND = r"(?::(?P<second>[0-9]{2})(?P<part>[.,][0-9]{1,9})?)?"
_HALF = r"(?: ?(?P<half>[AaPp])[.]?[Mm][.]?)?"
_ZONE = r"(?: ?(?P<zone>[Zz]|UTC|GMT|[+\-−][0-9]{2}(?::?[0-9]{2})?))?"
_TIME = rf"(?:[Tt ]+(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}}){_SECOND}{_HALF}{_ZONE})?"
_UNNAMED = re.compile(r"\?P<(?:year|month|day|first_part|second_part)>")
_ANY = _UNNAMED.sub("", f"^(?:{_YEAR_FIRST}|{_YEAR_LAST}){_TIME}$")
_POINTS = r"^[0-9]{1,2}[.][0-9]{1,2}[.][0-9]{4}"  # who writes dates so writes the day first


_NANOS = 1_000_000_000
# The days from year 1 to year 9999, counted from 1970-01-01: what Python, which writes dates, has room for.
FIRST_DAY, LAST_DAY = -719_162, 2_932_896
_NS_YEARS = (1678, 2261)  # what fits into 64 bits of nanoseconds


@dataclass(frozen=True, eq=False)
class Dates:
    """What the texts of a column are as dates.

    Attributes
    ----------
    values : pandas.Series
        Of type datetime64 in microseconds, or nanoseconds where a text has them; in UTC where the texts tell
        their zone; NaT where one is no date.
    either_way : int
        How many can be read in two ways.
    bad : array of int
        The rows of texts that are no dates, or tell no zone where others do.
    day_first : bool or None
        Which part comes first where the year does not; None where it does in every cell.
    doubtful : int or None
        The row of the first that can be read in two ways.
    """

    values: pd.Series
    either_way: int
    bad: np.ndarray[Any, np.dtype[np.int64]]
    day_first: bool | None = None
    doubtful: int | None = None

    @property
    def first(self) -> int | None:
        """The row of the first date."""
        return first_row(self.values.notna().to_numpy())

    @property
    def zoned(self) -> bool:
        """Whether the texts tell their zone."""
        return isinstance(self.values.dtype, pd.DatetimeTZDtype)


@dataclass(frozen=True, eq=False)
class _Moments:
    """Nanoseconds since 1970 in two parts, which texts are such, and which of them tell their zone."""

    days: np.ndarray[Any, np.dtype[np.int64]]
    nanos: np.ndarray[Any, np.dtype[np.int64]]
    sound: np.ndarray[Any, np.dtype[np.bool_]]
    zoned: np.ndarray[Any, np.dtype[np.bool_]]


def both_dates(text: str) -> tuple[str, str] | None:
    """A date of which day and month may change places, with the day first and with the month first."""
    import pyarrow as pa

    cell = pa.array([text.strip()])
    found = _moments(cell, _YEAR_LAST, ("second_part", "first_part"), ("first_part", "second_part"))
    if not all(moments.sound[0] for moments in found):
        return None
    by_day, by_month = (str(moments.days.astype("datetime64[D]")[0]) for moments in found)
    return None if by_day == by_month else (by_day, by_month)


def look_like_dates(texts: Any) -> int:
    """How many texts of a pyarrow array look like a date, whatever their numbers are."""
    return count_matches(trimmed(texts), _ANY)


def dates_of(column: pd.Series, order: DateOrder | None = None) -> Dates:
    """The dates of a column of texts.

    Without an order, that of the dates in the column which have only one.
    """
    import pyarrow as pa

    cells = trimmed(pa.array(column, pa.string(), from_pandas=True))
    if (values := _iso_dates(cells)) is not None:
        return Dates(values, 0, np.empty(0, dtype=np.int64))
    (year_first,) = _moments(cells, _YEAR_FIRST, ("month", "day"))
    day_first, month_first = _moments(
        cells, _YEAR_LAST, ("second_part", "first_part"), ("first_part", "second_part")
    )
    only_day = day_first.sound & ~month_first.sound
    only_month = month_first.sound & ~day_first.sound
    either = day_first.sound & month_first.sound & (day_first.days != month_first.days)
    told = only_day.any() != only_month.any() or bool(count_matches(cells, _POINTS))
    looks_month_first = only_month.any() and not only_day.any()
    by_day = not looks_month_first if order is None else order is DateOrder.DAY_FIRST
    other = day_first if by_day else month_first
    sound = year_first.sound | other.sound
    days = np.where(year_first.sound, year_first.days, other.days)
    nanos = np.where(year_first.sound, year_first.nanos, other.nanos)
    zoned = year_first.zoned | other.zoned
    if (zoned & sound).any():
        sound &= zoned
    bad = np.flatnonzero(column.notna().to_numpy() & ~sound)
    values = _as_series(days, nanos, sound, bool((zoned & sound).any()))
    has_order = bool((other.sound & ~year_first.sound).any())
    open_ones = either & (not told)
    order_told = by_day if has_order else None
    return Dates(values, int(open_ones.sum()), bad, order_told, first_row(open_ones))


def first_row(flags: np.ndarray[Any, Any]) -> int | None:
    """The first row of which something is true."""
    return int(flags.argmax()) if flags.any() else None


def _as_series(days: Any, nanos: Any, sound: Any, zoned: bool) -> pd.Series:
    fine = nanos[sound] % 1000 != 0
    years = days[sound].astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    in_range = len(years) > 0 and years.min() >= _NS_YEARS[0] and years.max() <= _NS_YEARS[1]
    unit: Literal["ns", "us"] = "ns" if fine.any() and in_range else "us"
    start = np.where(sound, days, 0).astype("datetime64[D]").astype(f"datetime64[{unit}]")
    step = np.where(sound, nanos, 0) // (1 if unit == "ns" else 1000)
    moments = start + step.astype(f"timedelta64[{unit}]")
    values = np.where(sound, moments, np.datetime64("NaT", unit))
    dates = pd.DatetimeIndex(values)
    return pd.Series(dates.tz_localize("UTC") if zoned else dates, copy=False)


def _iso_dates(cells: Any) -> pd.Series | None:
    """Dates as the standard writes them, which is quick; None where any text is another."""
    import pyarrow as pa

    for unit in ("us", "ns"):
        for zone in (None, "UTC"):
            with contextlib.suppress(pa.ArrowInvalid):
                moments = cells.cast(pa.timestamp(unit, zone))
                dates = pd.Series(moments.to_pandas().to_numpy() if zone is None else moments.to_pandas())
                return dates if can_be_written(dates) else None
    return None


def can_be_written(dates: pd.Series | pd.DatetimeIndex) -> bool:
    """Whether all dates of a column are from year 1 to year 9999, in its zone and in UTC."""
    array: Any = dates.array
    ticks = array.asi8[~array.isna()]
    a_day, zoned = np.timedelta64(1, "D") // np.timedelta64(1, array.unit), array.tz is not None
    first, last = (FIRST_DAY + zoned) * int(a_day), (LAST_DAY + 1 - zoned) * int(a_day)
    return not ticks.size or bool(ticks.min() >= first and ticks.max() < last)


def _moments(cells: Any, date: str, *orders: tuple[str, str]) -> tuple[_Moments, ...]:
    """The moments in texts like this; days that are in no calendar are none.

    One for each order, which tells the parts that are month and day.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if not count_matches(cells, f"^{_UNNAMED.sub('', date)}"):  # which is much quicker
        no = np.zeros(len(cells), dtype=bool)
        return (_Moments(no.astype(np.int64), no.astype(np.int64), no, no),) * len(orders)
    has_times = count_matches(cells, ":") > 0
    found = pc.extract_regex(cells, f"^{date}{_TIME if has_times else ''}$")
    matches = found.is_valid().to_numpy(zero_copy_only=False)
    nothing = pa.scalar("")
    none = pa.array([""], pa.string()).take(pa.array([0] * len(cells), pa.int64()))

    def text(name: str) -> Any:
        known = has_times or f"<{name}>" in date
        return pc.fill_null(pc.struct_field(found, name), "") if known else none

    def part(digits: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
        if not pc.any(pc.not_equal(digits, nothing)).as_py():
            return np.zeros(len(digits), dtype=np.int64)
        filled = pc.if_else(pc.equal(digits, nothing), "0", digits)
        return np.asarray(filled.cast("int64").to_numpy(zero_copy_only=False))

    year, hour, minute, second = (part(text(name)) for name in ("year", "hour", "minute", "second"))
    fractions, zone = text("part"), text("zone")
    any_fraction = pc.any(pc.not_equal(fractions, nothing)).as_py()
    nanos = part(pc.utf8_slice_codeunits(pc.utf8_rpad(fractions, 10, "0"), 1)) if any_fraction else 0
    half = pc.utf8_lower(text("half"))
    has_half = pc.not_equal(half, nothing).to_numpy(zero_copy_only=False)
    afternoon = pc.equal(half, pa.scalar("p")).to_numpy(zero_copy_only=False)
    on_clock = matches & (hour < 24) & (minute < 60) & (second < 60)
    on_clock &= ~has_half | ((hour >= 1) & (hour <= 12))
    hour = np.where(has_half, hour % 12 + 12 * afternoon, hour)
    seconds = (hour * 60 + minute) * 60 + second - 60 * _zone_minutes(zone)
    more, seconds = np.divmod(seconds, 86_400)
    zoned = pc.not_equal(zone, nothing).to_numpy(zero_copy_only=False)
    made = []
    for month_part, day_part in orders:
        month, day = part(text(month_part)), part(text(day_part))
        months = ((year - 1970) * 12 + np.clip(month, 1, 12) - 1).astype("datetime64[M]")
        days = months.astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
        sound = (
            on_clock & (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("datetime64[M]") == months)
        )
        day = days.astype(np.int64) + more
        sound &= (day >= FIRST_DAY + zoned) & (day <= LAST_DAY - zoned)
        made.append(_Moments(day, seconds * _NANOS + nanos, sound, sound & zoned))
    return tuple(made)


def _zone_minutes(zone: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
    """How many minutes each zone is ahead of UTC."""
    codes, names = pd.factorize(zone.to_numpy(zero_copy_only=False))
    return np.array([_minutes_ahead(name) for name in names], dtype=np.int64)[codes]


def _minutes_ahead(zone: str) -> int:
    digits = zone[1:].replace(":", "")
    if not digits.isdigit():
        return 0
    minutes = 60 * int(digits[:2]) + int(digits[2:] or 0)
    return -minutes if zone[0] in "-−" else minutes
