"""Whether a cell is a number in any way of writing one, and about which; its signs are not decided here."""

from __future__ import annotations

import math
import re

# A number in any of the usual ways of writing it; `csv_number_signs` finds out which.
_NUMBER = re.compile(
    r"[+\-−]?(?=[.,]?[0-9])(?:[0-9]+|[1-9][0-9]{0,2}(?:([,. \u00a0\u2009\u202f'’])[0-9]{3})(?:\1[0-9]{3})*)?"
    r"(?:[.,][0-9]*)?(?:[eE][+\-−]?[0-9]+)?|[+\-]?(?i:inf(?:inity)?)"
)
_BETWEEN_DIGITS = str.maketrans("−", "-", " \u00a0\u2009\u202f'’")


def is_number(text: str) -> bool:
    """Whether a cell can be read as a number, with whatever decimal and thousands sign."""
    return _NUMBER.fullmatch(text.strip()) is not None


def number_value(text: str) -> float:
    """About what a cell is worth, to compare it with others of its column; NaN where it is no number."""
    if not is_number(text):
        return math.nan
    plain = text.strip().translate(_BETWEEN_DIGITS)
    last = max(plain.rfind("."), plain.rfind(","))
    if last >= 0:
        sign = plain[last]
        whole = plain[:last].replace(",", "").replace(".", "")
        plain = whole + plain[last + 1 :] if plain.count(sign) > 1 else f"{whole}.{plain[last + 1 :]}"
    return float(plain)
