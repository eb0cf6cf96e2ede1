"""How numbers are written: the decimal and the thousands sign, and what cells say about them.

What follows for a column is decided in `column_signs`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray
from linreg_gui.core.cancellation import check_wanted

from .alike import counted_alike

_SIGN = "^[+\\-−]?"
_EXPONENT = "(?:[eE][+\\-−]?[0-9]+)?$"
_HEAD = "[1-9][0-9]{0,2}"  # the digits before the first thousands sign: never a lone zero
INFINITY = "^[+\\-−]?(?i:inf(?:inity)?)$"
# Thousands signs that cannot be a decimal sign; whoever writes one of them may write the others, too.
BLANKS = " \u00a0\u2007\u2009\u202f'’"
OTHER_SIGN = {",": ".", ".": ","}

# Texts that stand for a missing value, with blanks around them taken away.
MISSING_TOKENS = (
    "",
    "NA",
    "N/A",
    "n/a",
    "na",
    "#N/A",
    "#NA",
    "<NA>",
    "NaN",
    "nan",
    "NAN",
    "null",
    "NULL",
    "Null",
    "None",
    "none",
    "NONE",
    "missing",
    "?",
    ".",
    "-",
    "--",
    "–",
    "—",
)
# Those of them that no category is named by: “NA” is Namibia, “None” is a kind of wall, “-” is not “+”.
_NEVER_NAMES = ("", "?", ".", "#N/A", "#NA", "<NA>", "NaN", "nan", "NAN", "null", "NULL", "Null")


@dataclass(frozen=True)
class NumberStyle:
    """The decimal sign, and the thousands sign or an empty text; one of the `BLANKS` stands for all."""

    decimal: str = "."
    thousands: str = ""

    @property
    def thousands_signs(self) -> str:
        """Every character that may set off thousands."""
        return BLANKS if self.thousands and self.thousands in BLANKS else self.thousands

    @property
    def pattern(self) -> str:
        """A regular expression for a number in this style."""
        groups = f"|{_HEAD}(?:[{self.thousands_signs}][0-9]{{3}})+" if self.thousands else ""
        point = f"[{self.decimal}]"
        plain = f"{_SIGN}(?:(?:[0-9]+{groups})(?:{point}[0-9]*)?|{point}[0-9]+){_EXPONENT}"
        return f"{plain}|{INFINITY}"

    @property
    def integer_pattern(self) -> str:
        """A regular expression for a whole number in this style."""
        groups = f"|{_HEAD}(?:[{self.thousands_signs}][0-9]{{3}})+" if self.thousands else ""
        return f"{_SIGN}(?:[0-9]+{groups})$"


def missing_tokens(missing: Sequence[str] | None) -> tuple[str, ...]:
    """The texts that stand for a missing value: the usual ones, or these and an empty cell."""
    return tuple(dict.fromkeys(("", *(MISSING_TOKENS if missing is None else map(str.strip, missing)))))


def text_missing_tokens(missing: Sequence[str]) -> tuple[str, ...]:
    """Those that stand for a missing value in text, too: what a person named, or few of the usual ones."""
    return _NEVER_NAMES if tuple(missing) == MISSING_TOKENS else tuple(missing)


def check_signs(decimal: str | None, thousands: str | None) -> None:
    """Raise a ValueError where a sign that is given cannot be one."""
    if decimal not in (None, ".", ","):
        raise ValueError("The decimal sign is a point or a comma.")
    if thousands and (len(thousands) > 1 or thousands not in ",." + BLANKS):
        raise ValueError("The thousands sign is a comma, a point, a blank, an apostrophe or none.")
    if thousands and thousands == decimal:
        raise ValueError("The decimal and the thousands sign cannot be the same.")


@dataclass(frozen=True)
class Evidence:
    """Cells that speak for a sign as decimal or as thousands sign.

    Attributes
    ----------
    decimal, thousands : dict of str to int
        Cells in which the sign can only be the one or the other: ``1,5`` or ``0,435``; ``1,234,567``.
    either : dict of str to int
        Cells such as ``1,234``.
    groups_likely : bool
        Whether cells such as ``1,234`` stand beside whole numbers below 1000, and no other numbers: so a sign
        appears exactly where a thousands sign would.
    """

    decimal: dict[str, int]
    thousands: dict[str, int]
    either: dict[str, int]
    groups_likely: bool = True

    def __add__(self, other: Evidence) -> Evidence:
        return Evidence(
            {sign: self.decimal[sign] + other.decimal[sign] for sign in ",."},
            {sign: self.thousands[sign] + other.thousands[sign] for sign in self.thousands},
            {sign: self.either[sign] + other.either[sign] for sign in ",."},
            self.groups_likely and other.groups_likely,
        )

    @property
    def is_clear(self) -> bool:
        """Whether any cell leaves no doubt."""
        return any(self.decimal.values()) or any(self.thousands.values())

    @property
    def blanks(self) -> int:
        """Cells in which a blank or an apostrophe sets off thousands, so that no other sign does."""
        return sum(self.thousands[blank] for blank in BLANKS)

    @property
    def votes(self) -> tuple[int, int]:
        """Cells that speak for the comma, and for the point, as the decimal sign."""
        comma = self.decimal[","] + self.thousands["."]
        return comma, self.decimal["."] + self.thousands[","]

    def without(self, part: Evidence) -> Evidence:
        """What is left without one of the parts that this is the sum of."""
        return Evidence(
            {sign: self.decimal[sign] - part.decimal[sign] for sign in ",."},
            {sign: self.thousands[sign] - part.thousands[sign] for sign in self.thousands},
            {sign: self.either[sign] - part.either[sign] for sign in ",."},
            self.groups_likely,
        )

    def read_as(self, decimal: str) -> Evidence:
        """The same once cells such as ``1,234`` are known to be written with this decimal sign."""
        other = OTHER_SIGN[decimal]
        return Evidence(
            {**self.decimal, decimal: self.decimal[decimal] + self.either[decimal]},
            {**self.thousands, other: self.thousands[other] + self.either[other]},
            {",": 0, ".": 0},
            self.groups_likely,
        )

    @classmethod
    def total(cls, parts: Sequence[Evidence]) -> Evidence:
        """What all parts say together."""
        whole, likely = cls.none(), True
        for part, times in counted_alike(parts):
            check_wanted()
            for said, more in (
                (whole.decimal, part.decimal),
                (whole.thousands, part.thousands),
                (whole.either, part.either),
            ):
                for sign, cells in more.items():
                    said[sign] += times * cells
            likely = likely and part.groups_likely
        return cls(whole.decimal, whole.thousands, whole.either, likely)

    @classmethod
    def none(cls) -> Evidence:
        """Nothing seen yet."""
        return cls({",": 0, ".": 0}, dict.fromkeys(",." + BLANKS, 0), {",": 0, ".": 0})

    @classmethod
    def of_signs(cls, decimal: str, thousands: str, *, cells: int = 1) -> Evidence:
        """What so many cells with both signs would say; an empty text for a sign that they have not."""
        said = cls.none()
        for signs, sign in ((said.decimal, decimal), (said.thousands, thousands)):
            if sign:
                signs[sign] = cells
        return said


def evidence_against(chunks: Sequence[Any], style: NumberStyle) -> Evidence:
    """What the cells of one column of text say, if any is a number but not a plain one in this style.

    Parameters
    ----------
    chunks : sequence of pyarrow string arrays
    style : NumberStyle
    """
    import pyarrow.compute as pc

    plain = NumberStyle(style.decimal).pattern
    odd = [cells.filter(pc.invert(pc.match_substring_regex(cells, plain))) for cells in map(trimmed, chunks)]
    found = evidence_of(odd)
    return evidence_of(chunks) if found.is_clear or any(found.either.values()) else Evidence.none()


def evidence_of(chunks: Sequence[Any]) -> Evidence:
    """What the cells of one column of text say about the signs in its numbers.

    Parameters
    ----------
    chunks : sequence of pyarrow string arrays
    """
    check_wanted()
    counts = [0] * len(_SAID)
    for cells in map(trimmed, chunks):
        found = _counts_of_said(partial(_count_in_one, cells))
        counts = [before + here[0] for before, here in zip(counts, found, strict=True)]
    return _evidence(counts)


def evidence_of_each(columns: Sequence[Any]) -> list[Evidence]:
    """The same of each of many columns: all at once, as every call of pyarrow takes its time.

    Columns that say the same share it, see `once_each`.

    Parameters
    ----------
    columns : sequence of pyarrow string arrays
        Of one length, without a null.
    """
    import pyarrow as pa

    if not columns:
        return []
    cells = trimmed(pa.concat_arrays(columns))
    counts = _counts_of_said(partial(_count_by_column, cells, len(columns)))
    said = list(zip(*counts, strict=True))
    made = {each: _evidence(each) for each in set(said)}
    return [made[each] for each in said]


def _count_in_one(cells: Any, pattern: str) -> list[int]:
    return [count_matches(cells, pattern)]


def _count_by_column(cells: Any, n_columns: int, pattern: str) -> list[int]:
    counts: list[int] = matches_by_column(cells, pattern, n_columns).sum(axis=1).tolist()
    return counts


def _counts_of_said(count: Callable[[str], Sequence[int]]) -> list[Sequence[int]]:
    """For each pattern of `_SAID` what counts its cells; by column, where it counts by column."""
    nothing = [0] * len(count("[0-9]"))
    # To make ready each of the longer patterns takes longer than to look for a sign.
    there = {sign: any(count(f"[{sign}]")) for sign in ("0-9", ",", ".", BLANKS)}
    return [count(pattern) if there["0-9"] and there[sign] else nothing for sign, pattern in _SAID]


def _evidence(counts: Sequence[int]) -> Evidence:
    """From how many cells are like each pattern of `_SAID`."""
    comma_either, comma, comma_groups, point_either, point, point_groups, *blanks, small, large = counts
    either = {",": comma_either, ".": point_either}
    decimal = {",": comma - comma_either, ".": point - point_either}
    thousands = {",": comma_groups, ".": point_groups, **dict(zip(BLANKS, blanks, strict=True))}
    likely = small > 0 and large == 0 and not any(decimal.values())
    return Evidence(decimal, thousands, either, not any(either.values()) or likely)


def _decimal_pattern(sign: str) -> str:
    """Numbers in which this is the decimal sign, the doubtful ``1,234`` among them."""
    whole = f"[0-9]+|{_HEAD}(?:[{OTHER_SIGN[sign]}{BLANKS}][0-9]{{3}})+"
    return f"{_SIGN}(?:(?:{whole})[{sign}][0-9]*|[{sign}][0-9]+){_EXPONENT}"


def either_pattern(sign: str) -> str:
    """Numbers in which this may be the decimal or the thousands sign."""
    return f"{_SIGN}{_HEAD}[{sign}][0-9]{{3}}$"


def _groups_pattern(sign: str) -> str:
    """Numbers in which this can only be the thousands sign."""
    point = f"[{OTHER_SIGN[sign]}][0-9]*"
    groups = f"(?:[{sign}][0-9]{{3}})"
    return f"{_SIGN}{_HEAD}(?:{groups}{{2,}}(?:{point})?|{groups}{point}){_EXPONENT}"


def _blanks_pattern(blank: str) -> str:
    """Numbers in which this blank comes first between thousands."""
    groups = f"[{blank}][0-9]{{3}}(?:[{BLANKS}][0-9]{{3}})*"
    return f"{_SIGN}{_HEAD}{groups}(?:[.,][0-9]*)?{_EXPONENT}"


# What cells may say, each with a sign that every such cell has; see `_evidence`.
_SAID = (
    *((",", pattern(",")) for pattern in (either_pattern, _decimal_pattern, _groups_pattern)),
    *((".", pattern(".")) for pattern in (either_pattern, _decimal_pattern, _groups_pattern)),
    *((BLANKS, _blanks_pattern(blank)) for blank in BLANKS),
    ("0-9", f"{_SIGN}[0-9]{{1,3}}$"),
    ("0-9", f"{_SIGN}[0-9]{{4,}}$"),
)


def trimmed(chunk: Any) -> Any:
    """The cells of a pyarrow array without the blanks around them."""
    import pyarrow.compute as pc

    return pc.utf8_trim_whitespace(chunk)


def are_missing(cells: Any, tokens: Sequence[str]) -> Any:
    """Which cells of a pyarrow array are empty or one of these words."""
    import pyarrow as pa
    import pyarrow.compute

    pc: Any = pyarrow.compute
    return pc.or_(pc.is_in(cells, pa.array(tokens, cells.type)), pc.is_null(cells))


def count_matches(cells: Any, pattern: str) -> int:
    """How many cells of a pyarrow array match a regular expression."""
    import pyarrow.compute as pc

    return (pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0) if len(cells) else 0


def matches_by_column(cells: Any, pattern: str, n_columns: int) -> BoolArray:
    """Which cells of columns of one length, one after the other, match: an array of a row for each column."""
    import pyarrow.compute as pc

    check_wanted()
    found = pc.match_substring_regex(cells, pattern).to_numpy(zero_copy_only=False)
    return np.asarray(found, dtype=bool).reshape(n_columns, -1)
