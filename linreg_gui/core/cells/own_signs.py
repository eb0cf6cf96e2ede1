"""A number typed with signs of its own, where those of its column had them; whole columns are for others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

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
    import pyarrow as pa

    if not (held.unit or held.forms):
        return text
    (piece,), form = plain_numbers([pa.array([text])], MISSING_TOKENS, unit=held.unit)
    if form is None:
        seconds = seconds_in([text], held)
        return text if seconds is None else seconds[0]
    agrees = form.unit in ("", held.unit) and set(form.forms) <= set(held.forms)
    return str(piece[0].as_py() or "") if form.is_whole and agrees and not form.limits else text


def seconds_in(texts: Sequence[str], held: Held, reading: NumberReading | None = None) -> list[str] | None:
    """Times as numbers of seconds, if all texts are times and the column is one of them.

    Of two parts only where the column or a person tells which they are.
    """
    if not texts or (reading is None and held.unit != "s" and "times" not in held.forms):
        return None
    told = reading or next((_READINGS[form] for form in held.forms if form in _READINGS), None)
    times = times_of(pd.Series([text.strip() for text in texts], dtype="str"), told)
    if len(times.bad) or (times.either_way and told is None):
        return None
    return [second_text(value) for value in times.seconds]


def second_text(value: float) -> str:
    """Seconds so that no sign in them may be another one, such as 1.234e0."""
    return str(int(value)) if float(value).is_integer() else f"{value!r}e0"
