"""Times of day and lengths of time, as seconds: found in texts such as 00:01:30, 1:30 PM and PT1M30S."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.late_pandas import pd

from .column_types import NumberReading
from .dates import first_row
from .number_style import count_matches, trimmed

_FRACTION = "(?P<part>[.,][0-9]{1,9})?"
_DAYS = "(?:(?P<days>[0-9]{1,6}) ?(?:d|days?)?[ ,]+)?"
_HALF = "(?: ?(?P<half>[AaPp])[.]?[Mm][.]?)?"
_CLOCK = (
    f"^(?P<sign>[-−]?){_DAYS}(?P<first>[0-9]{{1,5}}):(?P<second>[0-9]{{2}})"
    f"(?::(?P<third>[0-9]{{2}}))?{_FRACTION}{_HALF}$"
)
_ISO = (
    "^(?P<sign>[-−]?)P(?:(?P<days>[0-9]{1,6})D)?(?:T(?:(?P<first>[0-9]{1,6})H)?(?:(?P<second>[0-9]{1,6})M)?"
    "(?:(?P<third>[0-9]{1,6})(?P<part>[.,][0-9]{1,9})?S)?)?$"
)
_NUMBERS = ("days", "first", "second", "third")
_ANY = "^[-−]?(?:[0-9]{1,6} ?(?:d|days?)?[ ,]+)?[0-9]{1,5}:[0-9]{2}|^[-−]?P[0-9T]"


@dataclass(frozen=True, eq=False)
class Times:
    """What the texts of a column are in seconds.

    Attributes
    ----------
    seconds : pandas.Series
        int64 where all are whole, else float64 with NaN where a text is no time.
    two_parts : bool
        Whether times such as 1:30 are among them, of hours and minutes or of minutes and seconds.
    as_minutes : bool
        Whether those were taken for minutes and seconds.
    either_way : bool
        Whether nothing in the column tells which they are.
    of_day : bool
        Whether they are times of a day by a.m. and p.m.
    bad : array of int
        The rows of texts that are no times.
    """

    seconds: pd.Series
    two_parts: bool
    as_minutes: bool
    either_way: bool
    of_day: bool
    bad: np.ndarray[Any, np.dtype[np.int64]]

    @property
    def forms(self) -> tuple[str, ...]:
        """What tells how more of them are meant; see `ColumnSigns`."""
        return ("times", *(["minutes" if self.as_minutes else "hours"] if self.two_parts else []))

    @property
    def first(self) -> int | None:
        """The row of the first time."""
        return first_row(self.seconds.notna().to_numpy())


def look_like_times(texts: Any) -> int:
    """How many texts of a pyarrow array look like a time, whatever their numbers are."""
    return count_matches(trimmed(texts), _ANY)


def is_time(text: str) -> bool:
    """Whether a text looks like a time, whatever its numbers are."""
    return re.search(_ANY, text.strip()) is not None


def times_of(column: pd.Series, reading: NumberReading | None = None) -> Times:
    """The times of a column of texts in seconds.

    Without a reading, two parts are hours and minutes as in a spreadsheet, unless the column tells that they
    are minutes and seconds: by a fraction, by more than 24 hours, or by other cells of three parts.
    """
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute
    cells = trimmed(pa.array(column, pa.string(), from_pandas=True))
    clock, iso = _Parts(cells, _CLOCK), _Parts(cells, _ISO)
    short = clock.matches & ~clock.filled("third") & ~clock.filled("half")
    fraction = clock.filled("part") & short
    first, second, third = (clock.number(name) for name in ("first", "second", "third"))
    parts_tell = bool((clock.matches & clock.filled("third")).any()) or bool(fraction.any())
    told = parts_tell or bool((short & (first > 24)).any())
    as_minutes = reading is NumberReading.MINUTES or (reading is not NumberReading.HOURS and told)
    small = short & as_minutes
    hours, minutes = np.where(small, 0, first), np.where(small, first, second)
    seconds = np.where(small, second, third)
    half = clock.filled("half")
    afternoon = pc.equal(pc.utf8_lower(clock.text("half")), "p").to_numpy(zero_copy_only=False)
    sound = clock.matches & (seconds < 60) & (small | (minutes < 60)) & (as_minutes | ~fraction)
    sound &= ~half | ((hours >= 1) & (hours <= 12) & ~clock.filled("days") & ~clock.filled("sign"))
    hours = np.where(half, hours % 12 + 12 * afternoon, hours)
    whole = ((clock.number("days") * 24 + hours) * 60 + minutes) * 60 + seconds
    of_iso = ((iso.number("days") * 24 + iso.number("first")) * 60 + iso.number("second")) * 60
    iso_sound = iso.matches & np.any([iso.filled(name) for name in _NUMBERS], axis=0)
    whole = np.where(iso_sound, of_iso + iso.number("third"), whole)
    nanos = np.where(iso_sound, iso.fraction(), clock.fraction())
    negative = clock.filled("sign") | iso.filled("sign")
    sound |= iso_sound
    bad = np.flatnonzero(column.notna().to_numpy() & ~sound)
    two = bool((short & sound).any())
    return Times(
        _as_seconds(whole, nanos, negative, sound),
        two,
        as_minutes and two,
        two and not told,
        bool(half.any()),
        bad,
    )


def _as_seconds(whole: Any, nanos: Any, negative: Any, sound: Any) -> pd.Series:
    sign = np.where(negative, -1, 1)
    if sound.all() and not nanos.any():
        return pd.Series(sign * whole, copy=False)
    seconds = sign * (whole + nanos / 1e9)
    return pd.Series(np.where(sound, seconds, np.nan), copy=False)


class _Parts:
    """The parts of the texts that match a pattern."""

    def __init__(self, cells: Any, pattern: str) -> None:
        import pyarrow.compute

        pc: Any = pyarrow.compute
        self._found = pc.extract_regex(cells, pattern)
        self._names = {field.name for field in self._found.type}
        self.matches = self._found.is_valid().to_numpy(zero_copy_only=False)

    def text(self, name: str) -> Any:
        import pyarrow as pa
        import pyarrow.compute

        pc: Any = pyarrow.compute
        if name not in self._names:
            return pa.array([""] * len(self._found), pa.string())
        return pc.fill_null(pc.struct_field(self._found, name), "")

    def filled(self, name: str) -> Any:
        import pyarrow.compute

        pc: Any = pyarrow.compute
        return pc.not_equal(self.text(name), "").to_numpy(zero_copy_only=False)

    def number(self, name: str) -> Any:
        import pyarrow.compute

        pc: Any = pyarrow.compute
        text = self.text(name)
        return pc.if_else(pc.equal(text, ""), "0", text).cast("int64").to_numpy(zero_copy_only=False)

    def fraction(self) -> Any:
        """The part of a second in nanoseconds."""
        import pyarrow.compute

        pc: Any = pyarrow.compute
        digits = pc.utf8_slice_codeunits(pc.utf8_rpad(self.text("part"), 10, "0"), 1)
        return (
            pc.if_else(pc.equal(self.text("part"), ""), "0", digits)
            .cast("int64")
            .to_numpy(zero_copy_only=False)
        )
