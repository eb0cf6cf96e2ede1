"""Where a feature of a dataset comes from: which column of the table, and what was made of it."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from linreg_gui.core.cells.text import cell_text
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.number_text import MINUS
from linreg_gui.core.terms.orthogonal_polynomial import PolynomialBasis
from linreg_gui.core.terms.term import TIMES, Factor


class SourceKind(enum.StrEnum):
    """What a feature holds."""

    NUMBER = "number"
    DATE = "date"
    LEVEL = "level"
    MISSING = "missing"
    POLYNOMIAL = "polynomial"
    FORMULA = "formula"
    PRODUCT = "product"


_MADE = (SourceKind.POLYNOMIAL, SourceKind.FORMULA, SourceKind.PRODUCT)


@dataclass(frozen=True)
class Source:
    """The origin of one feature.

    Attributes
    ----------
    column : str
        The column of the table; of a polynomial, a formula or a product the term that it is one of the
        features of, as a model is written.
    kind : SourceKind
        A number as it stands, a date in days since 1970-01-01, an indicator (1 where the column has the
        level, otherwise 0), an indicator of rows in which the cell is missing, an orthogonal polynomial, a
        formula about columns, or the product of others.
    offset : int
        What is subtracted from a number, so that it keeps its last digits; of a date in nanoseconds.
    level, reference : str
        Of an indicator of a level: the level, and the one it is compared with. The indicator of missing
        cells of a category has a reference alone, and that of a level has none where all levels have one.
    of : tuple of Source
        What a polynomial, a formula or a product is made of.
    factor : Factor or None
        The formula, or the polynomial of some degree.
    degree : int
        Of this one of the polynomials.
    basis : PolynomialBasis or None
        What the polynomials were made with.
    """

    column: str
    kind: SourceKind = SourceKind.NUMBER
    level: str = ""
    reference: str = ""
    offset: int = 0
    of: tuple[Source, ...] = ()
    factor: Factor | None = None
    degree: int = 0
    basis: PolynomialBasis | None = None

    @classmethod
    def product(cls, term: str, sources: tuple[Source, ...]) -> Source:
        """The product of features, such as ``area × town[Ulm]``."""
        return cls(term, SourceKind.PRODUCT, of=sources)

    @property
    def name(self) -> str:
        """What the feature is called, such as ``town = Köln``."""
        if self.kind is SourceKind.PRODUCT:
            return TIMES.join(source.in_product for source in self.of)
        if self.kind is SourceKind.POLYNOMIAL and self.factor is not None:
            return f"{self.factor.shown}[{self.degree}]"
        if self.kind is SourceKind.FORMULA and self.factor is not None:
            return self.factor.shown
        if self.kind is SourceKind.LEVEL:
            return f"{self.column} = {self.level}"
        if self.kind is SourceKind.MISSING:
            return f"{self.column} missing"
        return shifted_name(self.column, self.offset, self.kind is SourceKind.DATE)

    @property
    def in_product(self) -> str:
        """The same as one factor of several, such as ``town[Köln]``."""
        if self.kind is SourceKind.LEVEL:
            return f"{self.column}[{self.level}]"
        if self.kind is SourceKind.MISSING:
            return f"{self.column}[missing]"
        if self.kind is SourceKind.FORMULA and self.factor is not None:
            return self.factor.in_product
        return f"({self.name})" if self.offset else self.name

    @property
    def is_indicator(self) -> bool:
        """Whether the feature is 1 or 0 by what it was made of."""
        return self.kind in (SourceKind.LEVEL, SourceKind.MISSING)

    @property
    def is_made(self) -> bool:
        """Whether it is computed from other features, so that it cannot change while they stay."""
        return self.kind in _MADE

    @property
    def bases(self) -> tuple[Source, ...]:
        """What has to be known to compute it: itself, or all that it is made of."""
        if not self.is_made:
            return (self,)
        return tuple(dict.fromkeys(base for source in self.of for base in source.bases))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it comes from."""
        return tuple(dict.fromkeys(base.column for base in self.bases))


def shifted_name(name: str, offset: int, is_date: bool = False) -> str:
    """What a column is called less a whole offset, such as ``t − 1700000000``; see `Source`."""
    if not offset:
        return name
    if is_date:
        moment = pd.Timestamp(offset)
        return f"{name} {MINUS} {cell_text(moment)}"
    return f"{name} {MINUS if offset > 0 else '+'} {abs(offset)}"


def entwined_features(sources: Sequence[Source]) -> frozenset[int]:
    """Places of the features that cannot change alone, as others are made of the same columns."""
    made = Counter(column for source in sources if source.is_made for column in source.columns)
    plain = Counter(source.column for source in sources if not source.is_made)
    return frozenset(
        j
        for j, source in enumerate(sources)
        if made and any(made[c] + plain[c] > 1 if source.is_made else made[c] for c in source.columns)
    )


def base_sources(sources: Sequence[Source]) -> tuple[Source, ...]:
    """The columns that features are made of, those that stand for themselves first."""
    plain = [source for source in sources if not source.is_made]
    made = [base for source in sources if source.is_made for base in source.bases]
    return tuple(dict.fromkeys([*plain, *made]))


def feature_names(sources: Sequence[Source], taken: Iterable[str]) -> tuple[str, ...]:
    """A name for each feature; one whose name is taken by a column gets a number behind it.

    Numbers and dates as they are in the table are called like their columns, whose names are among those
    taken.
    """
    used = set(taken)
    names = []
    for source in sources:
        name, count = source.name, 1
        while (source.is_indicator or source.is_made or source.offset) and name in used:
            count += 1
            name = f"{source.name} ({count})"
        used.add(name)
        names.append(name)
    return tuple(names)
