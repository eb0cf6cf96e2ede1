"""Rows of the coefficient table read in words: of a number, a level, a logarithm of the label, a count."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from linreg_gui.core.number_text import TableStyle, number_text, steps_text
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import first_few, shortened

_DIGITS = 3
_LONGEST = 60
_MOST_NAMED = 2
_LARGEST_LOGARITHM = 700.0


@dataclass(frozen=True)
class RowWords:
    """What is needed to read rows.

    Attributes
    ----------
    names : tuple of str
        Of the features.
    sources : sequence of Source
    label : str
        The column.
    units : mapping from column name to str
    scale : LabelScale
        What was done to the label before the fit.
    counts : bool
        Whether the model is one of the logarithm of the mean of counts.
    """

    names: tuple[str, ...]
    sources: Sequence[Source]
    label: str
    units: Mapping[str, str]
    scale: LabelScale
    counts: bool

    def weight(self, place: int, estimate: float, low: float, high: float) -> str:
        """Such as “One more year of age goes with 0.04 less progression, between −0.39 and 0.32, …”."""
        source = self.sources[place] if place < len(self.sources) else Source(self.names[place])
        what = self._ratio(estimate, low, high) if self._is_ratio else self._difference(estimate, low, high)
        if source.is_made:
            slope, level = _slope_of_level(source)
            if slope is not None and level is not None and not self._is_ratio:
                column, reference = shortened(level.column, _LONGEST), shortened(level.reference, _LONGEST)
                where = f" where {column} = {shortened(level.level, _LONGEST)} than where it is {reference}"
                return f"{self._change(slope)} goes with {self._difference(estimate, low, high, where)}."
            name = shortened(self.names[place], _LONGEST)
            return f"The weight of {name} is {_near(estimate, low, high)}{_between(low, high)}."
        if source.kind is SourceKind.LEVEL and not source.reference and not self._is_ratio:
            size = f"{_near(estimate, low, high)} {self._unit}".rstrip()
            where = f"{self._change(source)} and other features are 0"
            return f"Where {where}, {self._label} is {size} on average{_between(low, high)}."
        return f"{self._change(source)} goes with {what}{self._besides(source)}, all else equal."

    def bias(self, estimate: float, low: float, high: float) -> str:
        """What is predicted where nothing is added to the bias."""
        where = "Where every feature is 0, or at its reference, which no row need be near,"
        if self._is_ratio:
            ends = "" if math.isnan(low) else f", between {_sized(_factor(low))} and {_sized(_factor(high))}"
            return f"{where} the {self._label} is {_sized(_factor(estimate))}{ends}."
        size = f"{_near(estimate, low, high)} {self._unit}".rstrip()
        return f"{where} {self._label} is {size} on average{_between(low, high)}."

    def standardised(self, place: int, value: float) -> str:
        """The same in standard deviations."""
        label = shortened(self.label, _LONGEST)
        label = f"log {label}" if self.scale is LabelScale.LOG else label
        more = "more" if value >= 0.0 else "less"
        return (
            f"One standard deviation more of {shortened(self.names[place], _LONGEST)} goes with "
            f"{_sized(abs(value))} standard deviations {more} of {label}, all else equal."
        )

    def _besides(self, source: Source) -> str:
        """The other terms that change with a column."""
        terms = dict.fromkeys(made.column for made in self._made if source.column in made.columns)
        if not terms:
            return ""
        named = first_few([shortened(term, _LONGEST) for term in terms], _MOST_NAMED)
        return f", besides what {named} {'adds' if len(terms) == 1 else 'add'}"

    @cached_property
    def _made(self) -> tuple[Source, ...]:
        return tuple(source for source in self.sources if source.is_made)

    @property
    def _is_ratio(self) -> bool:
        return self.counts or self.scale is LabelScale.LOG

    @property
    def _label(self) -> str:
        name = shortened(self.label, _LONGEST)
        if self.counts:
            return f"mean {name}"
        return f"median {name}" if self.scale is LabelScale.LOG else name

    @property
    def _unit(self) -> str:
        return self.units.get(self.label, "")

    def _change(self, source: Source) -> str:
        if source.is_made:
            return f"One more in {shortened(source.name, _LONGEST)}"
        column = shortened(source.column, _LONGEST)
        reference = shortened(source.reference, _LONGEST)
        if source.kind is SourceKind.LEVEL:
            against = f" in place of {reference}" if reference else ""
            return f"{column} = {shortened(source.level, _LONGEST)}{against}"
        if source.kind is SourceKind.MISSING:
            return f"A missing {column} in place of {reference}" if reference else f"A missing {column}"
        if source.kind is SourceKind.DATE:
            return f"One day more in {column}"
        unit = self.units.get(source.column, "")
        return f"One more {unit} of {column}" if unit else f"One more in {column}"

    def _difference(self, estimate: float, low: float, high: float, where: str = "") -> str:
        if estimate == 0.0:
            return f"no more and no less {self._label}{where}{_between(low, high)}"
        size = f"{_near(abs(estimate), low, high)} {self._unit}".rstrip()
        more = "more" if estimate > 0.0 else "less"
        return f"{size} {more} {self._label}{where}{_between(low, high)}"

    def _ratio(self, estimate: float, low: float, high: float) -> str:
        """A difference of logarithms is a factor for the label itself."""
        factors = [_factor(value) for value in (estimate, low, high)]
        in_percent = all(math.isnan(factor) or 0.5 < factor < 2.0 for factor in factors)
        if not in_percent:
            told = f"{_sized(factors[0])} times the {self._label}"
            ends = f", between {_sized(factors[1])} and {_sized(factors[2])} times"
        else:
            share, *shares = (100.0 * math.expm1(value) for value in (estimate, low, high))
            told = f"a {self._label} {_near(abs(share), *shares)} % {'higher' if share >= 0.0 else 'lower'}"
            ends = f", between {_near(shares[0], *shares)} % and {_near(shares[1], *shares)} %"
        return told if math.isnan(low) or math.isnan(high) else told + ends


def chance_in_words(p: float, style: TableStyle, what: str) -> str:
    """A p-value read aloud; ``what`` is that which is 0 by chance, such as “the true weight”."""
    told = style.p_in_words(p)
    if p >= 0.995:
        return f"{told}: nothing here speaks against 0."
    often = (
        "fewer than 1 of 10,000"
        if p < 1e-4
        else f"{10_000 * p:.0f} of 10,000"
        if p < 0.01
        else f"{100 * p:.0f} of 100"
    )
    return f"{told}: if {what} were 0, as much would come about by chance in {often} such samples."


def _slope_of_level(source: Source) -> tuple[Source | None, Source | None]:
    """A number and a level, where a feature is the product of just these."""
    numbers = [factor for factor in source.of if factor.kind in (SourceKind.NUMBER, SourceKind.DATE)]
    levels = [factor for factor in source.of if factor.kind is SourceKind.LEVEL and factor.reference]
    if source.kind is SourceKind.PRODUCT and len(source.of) == 2 and numbers and levels:
        return numbers[0], levels[0]
    return None, None


def _factor(logarithm: float) -> float:
    return math.exp(logarithm) if logarithm < _LARGEST_LOGARITHM else math.inf


def _sized(value: float) -> str:
    return number_text(value, _DIGITS)


def _between(low: float, high: float) -> str:
    if math.isnan(low) or math.isnan(high):
        return ""
    return f", between {_near(low, low, high)} and {_near(high, low, high)}"


def _near(value: float, low: float, high: float) -> str:
    """A number whose digits follow the width of an interval."""
    width = high - low
    return steps_text(value, 0.05 * width) if 0.0 < width < math.inf else _sized(value)
