"""The units of columns: found in a row of their own below the names, never in the names."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from .number_cells import is_number

_BRACKETED = re.compile(r"\((.*)\)|\[(.*)\]|\{(.*)\}|<(.*)>")
_NO_UNIT = {"", "-", "–", "—"}
_PREFIX = "(?:da|[YZEPTGMkhdcmµμunpfa])?"
_BASE = (
    "m|g|s|A|K|mol|cd|Hz|N|Pa|J|W|C|V|F|Ω|[Oo]hm|S|Wb|T|H|lm|lx|Bq|Gy|Sv|kat|L|l|eV|bar|pc|B|bit|Wh|VA|cal|Da"
)
_OTHER = (
    "°C|°F|°|[Dd]eg[CFK]?|degrees?|rad|sr|min|h|hr|hrs|d|days?|weeks?|wk|mo|months?|y|yr|yrs|years?|a|"
    "sec|seconds?|minutes?|hours?|metres?|meters?|grams?|kilograms?|t|lb|lbs|oz|in|inch|inches|ft|feet|yd|mi|"
    "miles?|mph|kph|kn|knots?|acres?|ha|gal|atm|psi|mmHg|torr|Torr|Å|%|‰|percent|ppm|ppb|ppt|dB|pH|rpm|px|"
    "[€$£¥]|EUR|USD|GBP|JPY|CHF|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN|CZK|BRL|MXN|KRW|TRY|ZAR|cts|counts?|"
    "a\\.?u\\.?|[nN]o\\.?|#|years old"
)
_FACTOR = rf"(?:{_PREFIX}(?:{_BASE})|{_OTHER}|1|10(?=\^|⁻|[²³]))(?:\^?[+\-−⁻]?[0-9¹²³⁴⁻]+)?"
_UNIT = re.compile(rf"1?/?{_FACTOR}(?:\s*(?:[/·*×.]|\s|\bper\b)\s*\(?{_FACTOR}\)?)*")


def find_units(rows: Sequence[Sequence[str]], missing: Collection[str]) -> tuple[str, ...] | None:
    """The units in the first row below the names, one a column and empty where there is none.

    None where that row is no row of units: in each column that is numeric below it has to hold a unit or
    nothing, and at least one is there; in other columns it holds nothing, unless units are in brackets.

    Parameters
    ----------
    rows : sequence of rows
        The rows below the names.
    missing : collection of str
        Texts that stand for a missing value.
    """
    if len(rows) < 2:
        return None
    first, rest = [cell.strip() for cell in rows[0]], rows[1:]
    found = bracketed = 0
    others = []
    for j, cell in enumerate(first):
        below = [row[j] for row in rest if j < len(row) and row[j].strip() not in missing]
        if 2 * sum(map(is_number, below)) <= len(below):
            others.append(cell)
        elif _inner(cell) is not None:
            bracketed += 1
        elif cell not in _NO_UNIT and cell not in missing:
            if _UNIT.fullmatch(cell) is None or is_number(cell):
                return None
            found += 1
    empty = all(cell in _NO_UNIT or _inner(cell) is not None for cell in others)
    if not (bracketed or found) or not (empty or (bracketed and not found)):
        return None
    return units_in(first)


def units_in(row: Sequence[str]) -> tuple[str, ...]:
    """The units in a row of them, without brackets."""
    return tuple(_plain(cell.strip()) for cell in row)


def named_units(names: Sequence[str], units: Sequence[str]) -> dict[str, str]:
    """The units by the names of their columns, where there are any."""
    return {name: unit for name, unit in zip(names, units, strict=False) if unit}


def _inner(cell: str) -> str | None:
    """What is in the brackets around a cell; None where there are none, or a number is in them."""
    match = _BRACKETED.fullmatch(cell)
    if match is None:
        return None
    inner = next(group for group in match.groups() if group is not None).strip()
    return None if is_number(inner) and inner != "1" else inner


def _plain(cell: str) -> str:
    inner = _inner(cell)
    plain = cell if inner is None else inner
    return "" if plain in _NO_UNIT or cell in _NO_UNIT else " ".join(plain.split())
