"""Which texts a spreadsheet would run as a formula, and how they stay texts there."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# In every width that Unicode has.
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺₌₊⩵⩶﬩"
_ENDS = frozenset("\t\r\n")
# Blanks, ends of lines, controls and marks of no width: nobody sees them, and a spreadsheet may drop them.
_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs"))
_SIGNED_NUMBER = re.compile(r"[+-](\d[\d.,]*|\.\d+)([eE][+-]?\d+)?")
# What begins an expression within a text: “- first” and “;-)” do not.
_WITHIN = re.compile(rf"(?=[{re.escape(SIGNS)}])(?![-+＋－](?![\w(@=+.-]))")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a text; a number with a sign is none.

    The signs count in every width that Unicode has, and behind what nobody sees; behind blanks alone, a
    spreadsheet takes them for a text.
    """
    if not text or text[0].isalnum():
        return False
    if text[0] in _ENDS:
        return True
    seen = _seen(text)
    if text[:seen].strip(" ") == "" and seen > 0:
        return False
    return text[seen : seen + 1] in tuple(SIGNS) and _SIGNED_NUMBER.fullmatch(text[seen:]) is None


def harmless(text: str) -> str:
    """A text that no spreadsheet runs: with an apostrophe where it would be."""
    return f"'{text}" if is_formula(text) else text


def harmless_in_pieces(text: str, separators: str) -> str:
    """A text that no spreadsheet runs, not even one that cuts it apart at other signs than meant.

    Parameters
    ----------
    text : str
    separators : str
        Each sign at which another reading of the file would cut; a line's end is one, too.
    """
    if _cut_formula(separators).search(text) is None:
        return harmless(text)
    first, *rest = re.split(f"([{re.escape(separators)}\\r\\n])", text)
    pieces = [f"'{piece}" if _begins_formula(piece) else piece for piece in rest]
    return ("'" if is_formula(text) else "") + first + "".join(pieces)


@lru_cache
def _cut_formula(separators: str) -> re.Pattern[str]:
    """Finds what may be a formula behind a cut, and more than that: it is quick."""
    cuts, signs = re.escape(separators) + r"\r\n", re.escape(SIGNS)
    return re.compile(rf"[{cuts}][^\w{cuts}{signs}]*[{signs}]")


def _begins_formula(piece: str) -> bool:
    seen = _seen(piece)
    return _WITHIN.match(piece, seen) is not None and _SIGNED_NUMBER.fullmatch(piece, seen) is None


def _seen(text: str) -> int:
    """Where the first character is that can be seen."""
    return next((j for j, sign in enumerate(text) if unicodedata.category(sign) not in _UNSEEN), len(text))
