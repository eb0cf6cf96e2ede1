"""What a cell looks like as text, and what a typed text means."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd

from linreg_gui.core.number_text import plain_number

Cell = float | int | str | None

# A space between digits that sets off a group of three, as in 12 500.
_GROUP_SPACE = re.compile(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))")


def parse_cell(text: str) -> Cell:
    """What a typed text means: a number (decimal point or comma), nothing, or the text itself."""
    stripped = text.strip()
    if not stripped:
        return None
    number = parse_number(stripped)
    return stripped if number is None else number


def parse_number(text: str) -> float | int | None:
    """The finite number a person typed, with decimal point or comma, and any minus sign or power; or None."""
    plain = _GROUP_SPACE.sub("", plain_number(text.strip()))
    if "_" in plain:
        return None
    if "," in plain and "." not in plain and plain.count(",") == 1:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    if not math.isfinite(value):
        return None
    return int(plain) if plain.lstrip("+-").isdigit() else value


def cell_text(value: object) -> str:
    """A cell as text with every digit, so that copying it loses nothing; empty for a missing one."""
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, (float, np.floating)):
        number = float(value)
        if math.isnan(number):
            return ""
        return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
    if isinstance(value, pd.Timestamp) and value == value.normalize() and value.tz is None:
        return f"{value:%Y-%m-%d}"
    return str(value)
