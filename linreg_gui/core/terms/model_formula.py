"""A model as one value: the label, the terms, whether there is a bias; and the formula that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.formulas.tokens import quoted

from .term import Term


@dataclass(frozen=True)
class ModelFormula:
    """What is predicted from what.

    Attributes
    ----------
    label : str
        The column to predict.
    terms : tuple of Term
        In order, see `in_order`.
    has_bias : bool
    log_label : bool
        Whether the logarithm of the label is predicted.
    """

    label: str
    terms: tuple[Term, ...]
    has_bias: bool = True
    log_label: bool = False

    @property
    def written(self) -> str:
        """Such as ``price ~ area + town + area:town - 1``."""
        label = quoted(self.label)
        right = " + ".join(term.written for term in self.terms) or "1"
        return f"{f'log({label})' if self.log_label else label} ~ {right}{'' if self.has_bias else ' - 1'}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that the terms need, each once."""
        return tuple(dict.fromkeys(name for term in self.terms for name in term.columns))

    @property
    def mains(self) -> tuple[str, ...]:
        """The columns that are there by themselves."""
        return tuple(name for term in self.terms if (name := term.main) is not None)

    @property
    def others(self) -> tuple[Term, ...]:
        """The terms that are no main effects."""
        return tuple(term for term in self.terms if term.main is None)

    @property
    def only_in_terms(self) -> tuple[str, ...]:
        """The columns that take part in other terms alone."""
        mains = set(self.mains)
        return tuple(name for name in self.columns if name not in mains)


def has_term(terms: Sequence[Term], term: Term) -> bool:
    """Whether it is among them, in whichever order its factors are."""
    return any(other.key == term.key for other in terms)
