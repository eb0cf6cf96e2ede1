"""What the columns of a text file are called, as its first rows show. No row is split into cells here."""

from __future__ import annotations

from collections.abc import Sequence

from linreg_gui.core.limits import LONGEST_NAME
from linreg_gui.core.wording import shortened

from .header import find_names, usual_width
from .number_cells import is_number
from .options import Unnamed
from .short_header import ShortHeader, read_short_header
from .units import find_units

_ROOM = 12  # for the number of one of several names that are alike


def column_names(
    first: Sequence[str] | None,
    rows: Sequence[Sequence[str]],
    separator: str,
    given: Unnamed | None,
    all_differ: bool,
) -> tuple[tuple[str, ...], bool, ShortHeader | None]:
    """Unique names of all columns, whether the last is only the echo of a separator, and what has no name."""
    width = usual_width(rows, len(first or ()))
    last_is_blank = width > 1 and bool(rows) and all(not row[-1].strip() for row in rows if len(row) == width)
    if first is None:
        return unique_names([""] * width), last_is_blank, None
    names = list(first)
    if len(names) == width + 1 and not names[-1].strip():
        names.pop()
    echo = last_is_blank and len(names) > 1 and not names[-1].strip()  # of a separator behind all rows
    inner = [row[:-1] for row in rows] if echo else rows
    short = _short_header(inner, len(names) - echo, separator, given, all_differ)
    if short is None:  # a row may be ragged, which shows in reading
        return unique_names(names), last_is_blank and len(names) == width and not names[-1].strip(), None
    if short.unnamed is Unnamed.NONE and short.split_at is not None:
        return unique_names(names), echo, short
    last = short.unnamed is not Unnamed.FIRST
    return unique_names([*names, ""] if last else ["", *names]), echo or (last and last_is_blank), short


def _short_header(
    rows: Sequence[Sequence[str]], n_names: int, separator: str, given: Unnamed | None, all_differ: bool
) -> ShortHeader | None:
    """How rows with a cell more than names are meant, where most or few others are there."""
    wide = [row for row in rows if len(row) == n_names + 1]
    narrow = [row for row in rows if len(row) == n_names]
    if not wide or n_names < 1 or _is_title(rows, n_names + 1):
        return None
    if find_units(wide, ("",)) is not None:
        wide = wide[1:]
    elif find_units(narrow, ("",)) is not None:
        narrow = narrow[1:]
    if len(narrow) > len(wide) and len(wide) + len(narrow) < len(rows):
        return None
    short = read_short_header(wide, narrow, separator, given, all_differ)
    if short is None and usual_width(rows, n_names) == n_names + 1:  # those in the way show in reading
        return read_short_header(wide, (), separator, given, all_differ)
    return short


def _is_title(rows: Sequence[Sequence[str]], width: int) -> bool:
    """Whether rows have names of their own, so that what stands above is a title."""
    names = find_names(rows)
    certain = names.found and not names.doubtful and len(rows[0]) == width
    return certain and find_units(rows, ("",)) is None and any(map(is_number, rows[-1]))


def unique_names(names: Sequence[str]) -> tuple[str, ...]:
    """Names in one line each, "column k" where blank, and " (2)" after one that is there already.

    One that is longer than a name may be ends in “…”.
    """
    unique: list[str] = []
    taken = {shortened(name, LONGEST_NAME - _ROOM) for name in names}
    seen: set[str] = set()
    copies: dict[str, int] = {}
    for k, raw in enumerate(names, start=1):
        name = shortened(raw, LONGEST_NAME - _ROOM) or f"column {k}"
        candidate, copy = name, copies.get(name, 1)
        while candidate in seen or (copy > 1 and candidate in taken):
            copy += 1
            candidate = f"{name} ({copy})"
        copies[name] = copy
        seen.add(candidate)
        unique.append(candidate)
    return tuple(unique)
