"""Numbers that could be read in two ways because nothing in the file tells which: said, not passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linreg_gui.core.wording import counted, first_few

from .number_style import Evidence, NumberStyle, either_pattern, trimmed

_OTHER = {",": ".", ".": ","}


@dataclass(frozen=True)
class TwoReadings:
    """What ``1,234`` (or ``1.234``) was taken for, and what else it may be.

    Attributes
    ----------
    cells : int
        How many cells depend on the choice.
    columns : tuple of str
        The columns they are in.
    example : str
        One of them, as written.
    sign : str
        The comma or the point in it.
    as_decimal : bool
        Whether it was read as the decimal sign.
    """

    cells: int
    columns: tuple[str, ...]
    example: str
    sign: str
    as_decimal: bool

    @property
    def values(self) -> tuple[str, str]:
        """The value of the example with the sign as its decimal sign, and as its thousands sign."""
        return self.example.replace(self.sign, "."), self.example.replace(self.sign, "")

    @property
    def readings(self) -> tuple[str, str]:
        """The value of the example as it was read, and as it would be otherwise, with a decimal point."""
        point, whole = self.values
        return (point, whole) if self.as_decimal else (whole, point)

    @property
    def sentence(self) -> str:
        """What was done and what else is possible."""
        names = first_few([f"“{name}”" for name in self.columns], 3, "column")
        cells = counted(self.cells, "number")
        was, other = self.readings
        return (
            f"{cells} in {names} could be read in two ways: “{self.example}” was read as {was}, "
            f"but nothing in the file tells it from {other}."
        )

    @property
    def choices(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Arguments of `read_csv` for the sign as the decimal sign, and as the thousands sign."""
        other = _OTHER[self.sign]
        return {"decimal": self.sign, "thousands": other}, {"decimal": other, "thousands": self.sign}

    @property
    def other(self) -> Mapping[str, str]:
        """Arguments of `read_csv` for the other reading."""
        return self.choices[self.as_decimal]


def both_readings(text: str) -> tuple[str, str] | None:
    """A cell such as ``1,234`` with its sign as the decimal sign, and as the thousands sign."""
    plain = text.strip().replace("−", "-")
    sign = next((sign for sign in ",." if re.fullmatch(either_pattern(sign), plain)), None)
    return None if sign is None else (plain.replace(sign, "."), plain.replace(sign, ""))


def doubt_about(
    evidence: Evidence, style: NumberStyle, names: Sequence[str], columns: Sequence[Sequence[Any]]
) -> TwoReadings | None:
    """The doubt that is left by what all cells say, if any.

    Parameters
    ----------
    evidence : Evidence
        Of all columns together.
    style : NumberStyle
        What was decided.
    names, columns
        Each column's name, and its pyarrow string arrays.
    """
    if evidence.is_clear:
        return None
    found = [{sign: _cells_like(chunks, sign) for sign in ",."} for chunks in columns]
    counts = [sum(cells for cells, _ in signs.values()) for signs in found]
    if not any(counts):
        return None
    sign, example = next((sign, example) for sign in ",." for signs in found if (example := signs[sign][1]))
    named = tuple(name for name, count in zip(names, counts, strict=False) if count)
    return TwoReadings(sum(counts), named, example, sign, style.decimal == sign)


def count_either(evidence: Evidence, columns: Sequence[Sequence[Any]]) -> list[int]:
    """How many cells of each column have a value that depends on a choice which no cell makes."""
    if evidence.is_clear:
        return [0] * len(columns)
    return [sum(_cells_like(chunks, sign)[0] for sign in ",.") for chunks in columns]


def _cells_like(chunks: Sequence[Any], sign: str) -> tuple[int, str]:
    """How many cells are like 1,234 with this sign, and the first of them."""
    import pyarrow.compute as pc

    count, example = 0, ""
    for cells in map(trimmed, chunks):
        matches = cells.filter(pc.match_substring_regex(cells, either_pattern(sign)))
        count += len(matches)
        example = example or (str(matches[0]) if len(matches) else "")
    return count, example
