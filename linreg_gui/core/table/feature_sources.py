"""Where a feature of a dataset comes from: which column of the table, and what was made of it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import MINUS


class SourceKind(enum.StrEnum):
    """What a feature holds."""

    NUMBER = "number"
    DATE = "date"
    LEVEL = "level"
    MISSING = "missing"


@dataclass(frozen=True)
class Source:
    """The origin of one feature.

    Attributes
    ----------
    column : str
        The column of the table.
    kind : SourceKind
        A number as it stands, a date in days since 1970-01-01, an indicator (1 where the column has the
        level, otherwise 0), or an indicator of rows in which the cell is missing.
    offset : int
        What is subtracted from a number, so that it keeps its last digits; of a date in nanoseconds.
    level, reference : str
        Of an indicator of a level: the level, and the one it is compared with. The indicator of missing
        cells of a category has a reference alone.
    """

    column: str
    kind: SourceKind = SourceKind.NUMBER
    level: str = ""
    reference: str = ""
    offset: int = 0

    @property
    def name(self) -> str:
        """What the feature is called, such as ``town = Köln``."""
        if self.kind is SourceKind.LEVEL:
            return f"{self.column} = {self.level}"
        if self.kind is SourceKind.MISSING:
            return f"{self.column} missing"
        return shifted_name(self.column, self.offset, self.kind is SourceKind.DATE)

    @property
    def is_indicator(self) -> bool:
        """Whether the feature is 1 or 0 by what it was made of."""
        return self.kind in (SourceKind.LEVEL, SourceKind.MISSING)


def shifted_name(name: str, offset: int, is_date: bool = False) -> str:
    """What a column is called less a whole offset, such as ``t − 1700000000``; see `Source`."""
    if not offset:
        return name
    if is_date:
        moment = pd.Timestamp(offset)
        return f"{name} {MINUS} {cell_text(moment)}"
    return f"{name} {MINUS if offset > 0 else '+'} {abs(offset)}"


def feature_names(sources: Sequence[Source], taken: Iterable[str]) -> tuple[str, ...]:
    """A name for each feature; one whose name is taken by a column gets a number behind it.

    Numbers and dates as they are in the table are called like their columns, whose names are among those
    taken.
    """
    used = set(taken)
    names = []
    for source in sources:
        name, count = source.name, 1
        while (source.is_indicator or source.offset) and name in used:
            count += 1
            name = f"{source.name} ({count})"
        used.add(name)
        names.append(name)
    return tuple(names)
