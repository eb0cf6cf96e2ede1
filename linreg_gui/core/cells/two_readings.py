"""Numbers that could be read in two ways because nothing tells which: said, not passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linreg_gui.core.wording import counted, first_few

from .column_signs import ColumnSigns
from .column_types import DecimalSign
from .number_style import Evidence, either_pattern, trimmed

# By sign, how many cells of a column are like 1,234 with it, and the first of them.
OpenCells = Mapping[str, tuple[int, str]]


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
        One of them, in the first of these columns, as written.
    sign : str
        The comma or the point in it.
    as_decimal : bool
        Whether it was read as the decimal sign.
    decimals : tuple of DecimalSign
        The decimal sign that each of the columns was read with.
    """

    cells: int
    columns: tuple[str, ...]
    example: str
    sign: str
    as_decimal: bool
    decimals: tuple[DecimalSign, ...] = ()

    @property
    def values(self) -> tuple[str, str]:
        """The value of the example with the sign as its decimal sign, and as its thousands sign."""
        plain = self.example.replace("−", "-")
        return plain.replace(self.sign, "."), plain.replace(self.sign, "")

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
            f"but nothing tells it from {other}."
        )

    @property
    def choices(self) -> tuple[DecimalSign, DecimalSign]:
        """What to read the first of the columns as, for the sign as its decimal sign, and as the other."""
        decimal = DecimalSign.of(self.sign)
        return decimal, decimal.other

    @property
    def other(self) -> Mapping[str, Mapping[str, DecimalSign]]:
        """Arguments of `read_csv` for the other reading of every one of the columns."""
        return {"types": {name: sign.other for name, sign in zip(self.columns, self.decimals, strict=True)}}


def both_readings(text: str) -> tuple[str, str] | None:
    """A cell such as ``1,234`` with its sign as the decimal sign, and as the thousands sign."""
    plain = text.strip().replace("−", "-")
    sign = next((sign for sign in ",." if re.fullmatch(either_pattern(sign), plain)), None)
    return None if sign is None else (plain.replace(sign, "."), plain.replace(sign, ""))


def open_cells(own: Evidence, chunks: Sequence[Any]) -> OpenCells:
    """The cells such as ``1,234`` of one column of pyarrow string arrays."""
    return {sign: _cells_like(chunks, sign) for sign in ",." if own.either[sign]}


def count_in_doubt(signs: ColumnSigns, found: OpenCells) -> int:
    """How many of them are in doubt."""
    return sum(found[sign][0] for sign in signs.doubtful if sign in found)


def doubt_about(
    names: Sequence[str], signs: Sequence[ColumnSigns], found: Sequence[OpenCells]
) -> TwoReadings | None:
    """The doubt that is left about the columns of a table, if any.

    Parameters
    ----------
    names, signs, found
        Of each column what it is called, what was decided, and its `open_cells`.
    """
    counts = [count_in_doubt(*pair) for pair in zip(signs, found, strict=True)][: len(names)]
    open_ones = [j for j, count in enumerate(counts) if count]
    if not open_ones:
        return None
    first = open_ones[0]
    sign = next(sign for sign in signs[first].doubtful if found[first].get(sign, (0, ""))[0])
    return TwoReadings(
        sum(counts),
        tuple(names[j] for j in open_ones),
        found[first][sign][1],
        sign,
        signs[first].style.decimal == sign,
        tuple(signs[j].decimal for j in open_ones),
    )


def _cells_like(chunks: Sequence[Any], sign: str) -> tuple[int, str]:
    """How many cells are like 1,234 with this sign, and the first of them."""
    import pyarrow.compute as pc

    count, example = 0, ""
    for cells in map(trimmed, chunks):
        matches = cells.filter(pc.match_substring_regex(cells, either_pattern(sign)))
        count += len(matches)
        example = example or (str(matches[0]) if len(matches) else "")
    return count, example
