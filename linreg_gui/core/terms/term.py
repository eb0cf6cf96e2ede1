"""The terms of a model: a column as it is, an interaction, a power, a polynomial, a function of columns."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.formulas.tokens import Kind, Token, columns_of, quoted, renamed, tokens_of

TIMES = " × "
# Of a polynomial; beyond that numbers lose their digits, and nobody means it.
MOST_DEGREE = 20


class FactorKind(enum.StrEnum):
    """What is made of a column, or of several."""

    COLUMN = "column"
    CATEGORY = "category"
    POLYNOMIAL = "polynomial"
    FORMULA = "formula"


@dataclass(frozen=True)
class Factor:
    """What a term is a product of.

    Attributes
    ----------
    kind : FactorKind
        A column by its type, a column of numbers as a category, an orthogonal polynomial, a formula.
    text : str
        The name of the column, or the formula.
    degree : int
        Of the polynomial.
    """

    kind: FactorKind
    text: str
    degree: int = 0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it is made of."""
        return columns_of(self.text) if self.kind is FactorKind.FORMULA else (self.text,)

    @property
    def written(self) -> str:
        """As a formula has it, such as ``poly(age, 2)``."""
        if self.kind is FactorKind.FORMULA:
            return self.text if _is_one_call(self.text) else f"I({self.text})"
        name = quoted(self.text)
        if self.kind is FactorKind.CATEGORY:
            return f"C({name})"
        return f"poly({name}, {self.degree})" if self.kind is FactorKind.POLYNOMIAL else name

    @property
    def shown(self) -> str:
        """What a feature is called that is made by it, such as ``age^2``."""
        if self.kind is FactorKind.COLUMN:
            return self.text
        if self.is_power:
            name, _, exponent = tokens_of(self.text)
            return f"{name.value}^{exponent.value}"
        return self.text if self.kind is FactorKind.FORMULA else self.written

    @property
    def in_product(self) -> str:
        """The same among others, such as ``(a / b)``."""
        plain = self.kind is not FactorKind.FORMULA or _is_one_call(self.text) or self.is_power
        return self.shown if plain else f"({self.text})"

    @property
    def is_power(self) -> bool:
        """Whether it is a column to the power of a number."""
        return self.kind is FactorKind.FORMULA and _is_power(tokens_of(self.text))

    def renamed(self, names: Mapping[str, str]) -> Factor:
        """The same once columns are called otherwise."""
        if self.kind is not FactorKind.FORMULA:
            return replace(self, text=names.get(self.text, self.text))
        text = self.text
        for old, new in names.items():
            text = renamed(text, old, new)
        return replace(self, text=text)


@dataclass(frozen=True)
class Term:
    """A product of factors; one alone is a main effect, a power, a polynomial or a function."""

    factors: tuple[Factor, ...]

    @classmethod
    def of_column(cls, name: str) -> Term:
        """A column as it is."""
        return cls((Factor(FactorKind.COLUMN, name),))

    @cached_property
    def key(self) -> frozenset[Factor]:
        """By what it is the same term: the order of the factors does not matter."""
        return frozenset(self.factors)

    @property
    def order(self) -> int:
        """Of how many factors it is made."""
        return len(self.factors)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it needs, each once."""
        return tuple(dict.fromkeys(name for factor in self.factors for name in factor.columns))

    @property
    def main(self) -> str | None:
        """The column whose main effect it is; None for anything else."""
        first = self.factors[0]
        return first.text if len(self.factors) == 1 and first.kind is FactorKind.COLUMN else None

    @property
    def written(self) -> str:
        """As a formula has it, such as ``area:town``."""
        return ":".join(factor.written for factor in self.factors)

    @property
    def shown(self) -> str:
        """For a person, such as ``area × town``."""
        if len(self.factors) == 1:
            return self.factors[0].shown
        return TIMES.join(factor.in_product for factor in self.factors)

    def renamed(self, names: Mapping[str, str]) -> Term:
        """The same once columns are called otherwise."""
        return Term(tuple(factor.renamed(names) for factor in self.factors))


def in_order(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once, those of fewer factors first, as R has them."""
    once: dict[frozenset[Factor], Term] = {}
    for term in terms:
        check_wanted()
        once.setdefault(term.key, term)
    return tuple(sorted(once.values(), key=lambda term: term.order))


def renamed_terms(terms: Iterable[Term], names: Mapping[str, str]) -> tuple[Term, ...]:
    """The terms once columns are called otherwise."""
    return tuple(term.renamed(names) for term in terms)


def terms_among(terms: Iterable[Term], columns: Collection[str]) -> tuple[Term, ...]:
    """The terms that are made of these columns alone."""
    return tuple(term for term in terms if set(term.columns) <= set(columns))


def power(name: str, exponent: int) -> Term:
    """A column to a power."""
    return Term((Factor(FactorKind.FORMULA, f"{quoted(name)}^{exponent}"),))


def interaction(*names: str) -> Term:
    """The product of columns, each by its type."""
    return Term(tuple(Factor(FactorKind.COLUMN, name) for name in dict.fromkeys(names)))


def tidy(formula: str) -> str:
    """A formula about columns as it is always written, so that the same one is the same text."""
    parts: list[str] = []
    before: Token | None = None
    for token in tokens_of(formula):
        text = quoted(token.value) if token.kind is Kind.COLUMN else token.value
        text = "^" if text == "**" else text
        tight = before is None or before.value in ("(", "^", "**") or before.kind is Kind.FUNCTION
        tight = tight or token.value in (")", ",", "**") or _is_sign(parts)
        parts += [text] if tight else [" ", text]
        before = token
    return "".join(parts)


def _is_sign(parts: Sequence[str]) -> bool:
    """Whether what was written last is a sign before a number, and no operator."""
    written = [part for part in parts if part != " "]
    if written[-1:] not in (["-"], ["+"]):
        return False
    return len(written) == 1 or written[-2] in {*"(,+-*/%^<>", "==", "!=", "<=", ">=", "and", "or", "not"}


def _is_power(tokens: Sequence[Token]) -> bool:
    return (
        len(tokens) == 3
        and tokens[0].kind is Kind.COLUMN
        and tokens[1].value == "**"
        and tokens[2].kind is Kind.NUMBER
    )


def _is_one_call(formula: str) -> bool:
    """Whether a formula is one function of something, with nothing before or behind it."""
    tokens = tokens_of(formula)
    if tokens[0].kind is not Kind.FUNCTION:
        return False
    depth = 0
    for place, token in enumerate(tokens):
        if token.kind is Kind.SIGN:
            depth += {"(": 1, ")": -1}.get(token.value, 0)
            if token.value == ")" and not depth:
                return place == len(tokens) - 1
    return False
