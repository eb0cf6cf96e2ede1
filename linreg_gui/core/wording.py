"""Counts, sizes, times, lists and free names in words, the same wherever they are shown.

No sentences of their own, and nothing that knows of data.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

_TIMES = (("ns", "nanoseconds", 1e9), ("µs", "microseconds", 1e6), ("ms", "milliseconds", 1e3))


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Such as “1 row” and “2,000 rows”; the plural has an s more, unless another one is given."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {plural or noun + 's'}"


def is_or_are(number: int) -> str:
    """The verb for so many things."""
    return "is" if number == 1 else "are"


def joined(items: Sequence[str], word: str = "and") -> str:
    """Such as “a”, “a and b” and “a, b and c”."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {word} {items[-1]}"


def shortened(text: str, longest: int) -> str:
    """The text on one line, cut by … where it is longer than that."""
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1]}…"


def without_middle(text: str, longest: int) -> str:
    """The text, of which the middle is left out where it is longer than that."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]} … {text[-half:]}"


def sound_text(text: str) -> str:
    """The text with � in place of halves of characters, which neither a file nor a widget takes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def first_few(
    items: Sequence[str],
    most: int,
    noun: str = "",
    separator: str = ", ",
    last: str = " and ",
    of: int | None = None,
) -> str:
    """The first few, and how many more: “a, b and 3 more”, or “a, b and 3 more columns” with their noun.

    ``of`` is how many there are, where only the first of them are among the items.
    """
    shown, left_out = separator.join(items[:most]), (len(items) if of is None else of) - most
    if left_out <= 0:
        return shown
    more = counted(left_out, f"more {noun}") if noun else f"{left_out:,} more"
    return f"{shown}{last}{more}"


def unused_name(wanted: str, names: Collection[str]) -> str:
    """The name itself, or with the first number from 2 that makes it new."""
    if wanted not in names:
        return wanted
    return next(name for number in range(2, len(names) + 3) if (name := f"{wanted} {number}") not in names)


def size_text(count: float) -> str:
    """Bytes, such as “7 kB”, “120 MB” and “2.1 GB”."""
    if count >= 1e9:
        return f"{count / 1e9:,.1f} GB"
    return f"{count / 1e6:.0f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


def size_done_text(done: float, whole: float) -> str:
    """Bytes out of more, such as “37 of 120 MB”; empty for what has no size."""
    if not whole:
        return ""
    unit, size = ("GB", 1e9) if whole >= 1e10 else ("MB", 1e6) if whole >= 1e6 else ("kB", 1e3)
    return f"{done / size:,.0f} of {max(1, round(whole / size)):,} {unit}"


def time_text(seconds: float, in_full: bool = False) -> str:
    """A time with three digits in a unit that suits it, such as “4.21 µs” or in full “4.21 microseconds”."""
    if not math.isfinite(seconds):
        return "–"
    for unit, word, factor in _TIMES:
        if float(f"{seconds * factor:.3g}") < 1000.0:
            return f"{_three_digits(seconds * factor)} {word if in_full else unit}"
    return f"{_three_digits(seconds)} {'seconds' if in_full else 's'}"


def about_time_text(seconds: float) -> str:
    """A time that was only predicted, with two digits, such as “about 12 s”."""
    return f"about {float(f'{seconds:.2g}'):g} s"


def time_left_text(seconds: float) -> str:
    """Such as “about 34 s left” and “about 3 min left”; rather too long than too short."""
    whole = math.ceil(seconds)
    return f"about {whole} s left" if whole < 100 else f"about {math.ceil(whole / 60)} min left"


def _three_digits(value: float) -> str:
    rounded = float(f"{value:.3g}")
    if rounded >= 100.0:
        return f"{rounded:,.0f}"
    return f"{rounded:.1f}" if rounded >= 10.0 else f"{rounded:.2f}"
