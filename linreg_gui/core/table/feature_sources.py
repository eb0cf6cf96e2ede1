"""Where a feature of a dataset comes from: which column of the table, and what was made of it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
    level, reference : str
        Of an indicator of a level: the level, and the one it is compared with. The indicator of missing
        cells of a category has a reference alone.
    """

    column: str
    kind: SourceKind = SourceKind.NUMBER
    level: str = ""
    reference: str = ""

    @property
    def name(self) -> str:
        """What the feature is called, such as ``town = Köln``."""
        if self.kind is SourceKind.LEVEL:
            return f"{self.column} = {self.level}"
        return f"{self.column} missing" if self.kind is SourceKind.MISSING else self.column

    @property
    def is_indicator(self) -> bool:
        """Whether the feature is 1 or 0 by what it was made of."""
        return self.kind in (SourceKind.LEVEL, SourceKind.MISSING)


def feature_names(sources: Sequence[Source], taken: Iterable[str]) -> tuple[str, ...]:
    """A name for each feature; an indicator whose name is taken gets a number behind it.

    Numbers and dates are called like their columns, whose names are among those taken.
    """
    used = set(taken)
    names = []
    for source in sources:
        name, count = source.name, 1
        while source.is_indicator and name in used:
            count += 1
            name = f"{source.name} ({count})"
        used.add(name)
        names.append(name)
    return tuple(names)
