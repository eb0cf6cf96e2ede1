"""A number typed with signs of its own, where those of its column had them; whole columns are for others."""

from __future__ import annotations

from linreg_gui.core.late_pandas import pd

from .column_signs import Held
from .column_types import NumberReading
from .number_form import plain_numbers
from .number_style import MISSING_TOKENS
from .times import times_of

_READINGS = {"hours": NumberReading.HOURS, "minutes": NumberReading.MINUTES}


def without_own_signs(text: str, held: Held) -> str:
    """The digits of a number in the unit and with the signs of a column; any other text as it is.

    Parameters
    ----------
    text : str
    held : Held
        What the column says. Without its evidence 42 % may be 42 or 0.42, and (500) a note.
    """
    if not (held.unit or held.forms):
        return text
    import pyarrow as pa

    (piece,), form = plain_numbers([pa.array([text])], MISSING_TOKENS, unit=held.unit)
    if form is None:
        return _seconds(text.strip(), held) or text
    agrees = form.unit in ("", held.unit) and set(form.forms) <= set(held.forms)
    return str(piece[0].as_py() or "") if form.is_whole and agrees and not form.limits else text


def reading_of(held: Held) -> NumberReading | None:
    """What times of two parts, such as 1:30, are in a column that had some."""
    return next((_READINGS[form] for form in held.forms if form in _READINGS), None)


def _seconds(text: str, held: Held) -> str | None:
    """A time as a number of seconds in a column of such; of two parts only where the column tells which."""
    if held.unit != "s" and "times" not in held.forms:
        return None
    reading = reading_of(held)
    times = times_of(pd.Series([text], dtype="str"), reading)
    unclear = len(times.bad) or (times.two_parts and reading is None)
    return None if unclear else second_text(times.seconds.iloc[0])


def second_text(value: float) -> str:
    """Seconds so that no sign in them may be another one, such as 1.234e0."""
    return str(int(value)) if float(value).is_integer() else f"{float(value)!r}e0"
