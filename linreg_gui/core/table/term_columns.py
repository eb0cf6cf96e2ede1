"""From the terms of a model to features of a dataset: each knows which rows it costs, and what it makes."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.values import column_named, numeric_values
from linreg_gui.core.formulas.evaluating import check, compute
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.terms.coding import MOST_COLUMNS, full_codings
from linreg_gui.core.terms.orthogonal_polynomial import polynomial_basis
from linreg_gui.core.terms.term import Factor, FactorKind, Term, in_order

from .categories import Category
from .feature_columns import CategoryColumn, FeatureColumn, FeaturePart, feature_column
from .feature_sources import Source, SourceKind
from .groups import groups_of
from .recipe import Missing
from .row_ledger import Filled, Variable


@dataclass(frozen=True, eq=False)
class _Made:
    """Features that a factor makes: where they come from, and each as a column."""

    sources: tuple[Source, ...]
    columns: Sequence[FloatArray] | FeaturePart

    def feature(self, place: int) -> FloatArray:
        """One of them."""
        if isinstance(self.columns, FeaturePart):
            return self.columns.feature(place)
        return self.columns[place]


@dataclass(frozen=True, eq=False)
class TermPart:
    """The features of a term: the products of what its factors make, those of the first factor fastest."""

    sources: tuple[Source, ...]
    _factors: tuple[_Made, ...]
    filled: int = 0
    category: Category | None = None

    @classmethod
    def of(cls, term: Term, factors: Sequence[_Made]) -> TermPart:
        """That of a term whose factors make these features."""
        places = _places(factors)
        if len(factors) == 1:
            return cls(factors[0].sources, tuple(factors))
        chosen = [tuple(made.sources[k] for made, k in zip(factors, each, strict=True)) for each in places]
        return cls(tuple(Source.product(term.written, sources) for sources in chosen), tuple(factors))

    def write(self, block: FloatArray) -> None:
        """Put the features into a block of columns of the design matrix.

        Raises
        ------
        ProblemError
            If a product is too large to be a number.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            for column, places in enumerate(_places(self._factors)):
                check_wanted()
                block[:, column] = self._factors[0].feature(places[0])
                for made, place in zip(self._factors[1:], places[1:], strict=True):
                    block[:, column] *= made.feature(place)
        if not np.isfinite(block).all():
            name = self.sources[int(np.flatnonzero(~np.isfinite(block).all(axis=0))[0])].name
            raise ProblemError(
                f"The products in “{name}” are too large: use another unit.", ProblemKind.OVERFLOW
            )


def _places(factors: Sequence[_Made]) -> list[tuple[int, ...]]:
    ranges = [range(len(made.sources)) for made in reversed(factors)]
    return [each[::-1] for each in itertools.product(*ranges)]


class TermColumns:
    """The columns that the terms of a model need, read once each.

    Parameters
    ----------
    frame : pandas.DataFrame
    terms : sequence of Term
    missing : Missing
    references : mapping from column name to str
    has_bias : bool
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        terms: Sequence[Term],
        missing: Missing,
        references: Mapping[str, str],
        has_bias: bool = True,
    ) -> None:
        self._frame, self._missing, self._references = frame, missing, references
        self.terms = in_order(terms)
        self._plain: dict[str, FeatureColumn] = {}
        self._categories: dict[str, CategoryColumn] = {}
        self._formulas: dict[Factor, FloatArray] = {}
        self._full: dict[Term, frozenset[Factor]] = {}
        for term in self.terms:
            for factor in term.factors:
                self._read(factor)
        codings = full_codings(self.terms, self._is_category, has_bias)
        self._full = dict(zip(self.terms, codings, strict=True))
        self._parts: dict[str, FeaturePart] = {}
        self._made: dict[Factor, _Made] = {}
        self._filled: dict[str, int] = {}

    @property
    def columns(self) -> tuple[FeatureColumn, ...]:
        """The columns of the table, each once."""
        others = [column for name, column in self._categories.items() if name not in self._plain]
        return (*self._plain.values(), *others)

    def costs(self) -> Iterator[tuple[str, str, BoolArray]]:
        """What makes rows incomplete: column or formula, reason, rows."""
        for column in self.columns:
            for reason, rows in column.costs():
                yield column.name, reason, rows
        for factor, values in self._formulas.items():
            lost = ~np.isfinite(values)
            for name in factor.columns:
                lost &= ~np.isnan(numeric_values(column_named(self._frame, name)))
            if lost.any():
                yield factor.shown, "not computed", lost

    def parts(self, rows: IntArray) -> tuple[list[FeaturePart | TermPart], tuple[Variable, ...]]:
        """The features of each term in these rows, and what has to be known besides.

        Raises
        ------
        ProblemError
            If a category has too many levels, a term too many columns, or something cannot be computed.
        """
        self._parts, self._made, self._filled = {}, {}, {}
        found: list[FeaturePart | TermPart] = []
        for term in self.terms:
            check_wanted()
            if term.main is not None:
                found.append(self._main(term, rows))
            else:
                made = [self._factor(factor, factor in self._full[term], rows) for factor in term.factors]
                size = math.prod(len(each.sources) for each in made)
                if size > MOST_COLUMNS:
                    raise ProblemError(
                        f"“{term.shown}” would make {size:,} columns, and a term makes at most "
                        f"{MOST_COLUMNS:,}: choose categories with fewer levels.",
                        ProblemKind.TOO_LARGE,
                    )
                found.append(TermPart.of(term, made))
        return found + self._holes(), self._variables()

    def categories(self, parts: Sequence[FeaturePart | TermPart], rows: IntArray) -> tuple[Category, ...]:
        """The categories of the main effects, and of columns that are in other terms alone."""
        found = {part.category.column: part.category for part in parts if part.category is not None}
        contrasted = {
            factor.text
            for term in self.terms
            for factor in term.factors
            if self._is_category(factor) and factor not in self._full[term]
        }
        for factor in (factor for term in self.terms for factor in term.factors):
            if self._is_category(factor) and factor.text not in found:
                category = self._coded(factor, factor.text not in contrasted).part(rows).category
                assert category is not None
                found[factor.text] = category
        return tuple(found.values())

    @property
    def filled(self) -> tuple[Filled, ...]:
        """How many cells of each column were filled, once there are `parts`."""
        found = ((column.name, self._filled.get(column.name, 0)) for column in self.columns)
        return tuple(Filled(name, cells) for name, cells in found if cells)

    def _read(self, factor: Factor) -> None:
        if factor.kind is FactorKind.FORMULA:
            if factor not in self._formulas:
                check_wanted()
                check(factor.text, self._frame)
                self._formulas[factor] = compute(factor.text, self._frame).values
                for name in factor.columns:
                    self._read_plain(name)
        elif factor.kind is FactorKind.CATEGORY:
            name = factor.text
            column = column_named(self._frame, name)
            if name not in self._categories:
                reference = self._references.get(name)
                levels = groups_of(column)
                self._categories[name] = CategoryColumn(levels, str(name), self._missing, reference)
        else:
            plain = self._read_plain(factor.text)
            if factor.kind is FactorKind.POLYNOMIAL and isinstance(plain, CategoryColumn):
                raise ProblemError(
                    f"“{factor.text}” holds texts, of which there is no polynomial.", ProblemKind.FORMULA
                )

    def _read_plain(self, name: str) -> FeatureColumn:
        if name not in self._plain:
            column = column_named(self._frame, name)
            self._plain[name] = feature_column(column, str(name), self._missing, self._references.get(name))
        return self._plain[name]

    def _is_category(self, factor: Factor) -> bool:
        if factor.kind is FactorKind.CATEGORY:
            return True
        return factor.kind is FactorKind.COLUMN and isinstance(self._plain[factor.text], CategoryColumn)

    def _coded(self, factor: Factor, full: bool) -> CategoryColumn:
        column = self._categories.get(factor.text) if factor.kind is FactorKind.CATEGORY else None
        column = column or self._plain[factor.text]  # type: ignore[assignment]
        assert isinstance(column, CategoryColumn)
        return column.coded(full=full)

    def _part(self, name: str, rows: IntArray) -> FeaturePart:
        if name not in self._parts:
            column = self._plain[name]
            self._parts[name] = column.part(rows)
            self._filled[column.name] = self._parts[name].filled
        return self._parts[name]

    def _levels(self, factor: Factor, full: bool, rows: IntArray) -> FeaturePart:
        column = self._coded(factor, full)
        part = column.part(rows)
        self._filled[column.name] = part.filled
        return part

    def _main(self, term: Term, rows: IntArray) -> FeaturePart:
        factor = term.factors[0]
        if self._is_category(factor):
            return self._levels(factor, factor in self._full[term], rows)
        return self._part(factor.text, rows)

    def _factor(self, factor: Factor, full: bool, rows: IntArray) -> _Made:
        if self._is_category(factor):
            part = self._levels(factor, full, rows)
            return _Made(part.sources, part)
        if factor not in self._made:
            self._made[factor] = self._numbers(factor, rows)
        return self._made[factor]

    def _numbers(self, factor: Factor, rows: IntArray) -> _Made:
        if factor.kind is FactorKind.FORMULA:
            return self._computed(factor, rows)
        part = self._part(factor.text, rows)
        base = part.sources[0]
        if factor.kind is FactorKind.COLUMN:
            return _Made((base,), part)
        assert part.values is not None
        basis = polynomial_basis(part.values, factor.degree, factor.text)
        made = tuple(
            Source(
                factor.written,
                SourceKind.POLYNOMIAL,
                of=(base,),
                factor=factor,
                degree=degree,
                basis=basis,
            )
            for degree in range(1, factor.degree + 1)
        )
        return _Made(made, tuple(basis.columns(part.values).T))

    def _computed(self, factor: Factor, rows: IntArray) -> _Made:
        """A formula in these rows: of the cells as they are, or as they were filled."""
        parts = {name: self._part(name, rows) for name in factor.columns}
        values = self._formulas[factor][rows]
        if any(part.filled for part in parts.values()):
            whole = {name: _whole(part) for name, part in parts.items()}
            values = np.where(np.isnan(values), compute(factor.text, pd.DataFrame(whole)).values, values)
        if not np.isfinite(values).all():
            raise ProblemError(
                f"“{factor.shown}” cannot be computed where missing cells were filled: drop their rows.",
                ProblemKind.FORMULA,
            )
        of = tuple(part.sources[0] for part in parts.values())
        return _Made((Source(factor.written, SourceKind.FORMULA, of=of, factor=factor),), (values,))

    def _holes(self) -> list[FeaturePart | TermPart]:
        """Indicators of missing numbers in columns that are in terms alone, where they are indicated."""
        mains = {term.main for term in self.terms}
        return [
            FeaturePart(part.sources[1:], None, np.where(part.indicator == 1, 0, -1), part.filled)
            for name, part in self._parts.items()
            if name not in mains and len(part.sources) > 1 and part.indicator is not None
        ]

    def _variables(self) -> tuple[Variable, ...]:
        """The numbers that are in terms alone."""
        mains = {term.main for term in self.terms}
        return tuple(
            Variable(part.sources[0], float(np.mean(part.values)), float(np.std(part.values)))
            for name, part in self._parts.items()
            if name not in mains and part.values is not None
        )


def _whole(part: FeaturePart) -> FloatArray:
    """The numbers of a column without an offset."""
    assert part.values is not None
    return np.asarray(part.values + part.sources[0].offset)
