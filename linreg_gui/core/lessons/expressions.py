"""Expressions over facts: read once, with the kind they have, and evaluated on any fact sheet.

They are formulas (core/formulas) with names that have points in them, texts, sets and ``in``. Nothing else
can stand in them, so that no lesson runs code, reads a file or reaches a network.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.formulas.parsing import plain_number, tree_of
from linreg_gui.core.formulas.tokens import Kind as TokenKind
from linreg_gui.core.formulas.tokens import Token, tokens_of
from linreg_gui.core.formulas.tree import MEMBERSHIP, Language, check_tree, value_of
from linreg_gui.core.problem import ProblemError

from .fact_math import FactMath
from .kinds import FUNCTIONS, TEXT, TRUTH, Kind, KindMath, kind_of, wrong

_LANGUAGE = Language(FUNCTIONS, MEMBERSHIP, lists=True)
_CONSTANTS = {"true": 1.0, "false": 0.0}


@dataclass(frozen=True, eq=False)
class Expression:
    """A checked expression.

    Attributes
    ----------
    text : str
        As it was written.
    tree : ast.expr
    names : mapping from name in the tree to name of the fact
    constants : mapping from name in the tree to a text, or a truth value
    kind : Kind
        Of what it gives.
    """

    text: str
    tree: ast.expr
    names: Mapping[str, str]
    constants: Mapping[str, str | float]
    kind: Kind

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are needed, each once."""
        return tuple(dict.fromkeys(self.names.values()))

    def value(self, fact: Callable[[str], Any]) -> Any:
        """What it gives: a number, a truth value as 1 or 0, a text, an array or a set; NaN where missing."""
        values = {holder: fact(name) for holder, name in self.names.items()}
        with np.errstate(all="ignore"):
            return value_of(self.tree, {**values, **self.constants}, FactMath())

    def number(self, fact: Callable[[str], Any]) -> float:
        """One number; NaN where it is missing."""
        return float(self.value(fact))

    def holds(self, fact: Callable[[str], Any]) -> bool:
        """Whether a condition is true; one that is neither true nor false is not."""
        return bool(self.value(fact) == 1.0)


def expression(text: str, kind_of_fact: Callable[[str], Kind], wanted: Kind | None = None) -> Expression:
    """Read an expression over facts, and check that it makes sense.

    Parameters
    ----------
    text : str
    kind_of_fact : callable
        The kind of a fact by name; raises a `ProblemError` where there is none of that name.
    wanted : Kind, optional
        What it has to give.

    Raises
    ------
    ProblemError
        In a sentence for the person who writes the lesson.
    """
    tokens = tokens_of(text, facts=True)
    names: dict[str, str] = {}
    constants: dict[str, str | float] = {}
    tree = tree_of(text, tokens, [_word(token, names, constants) for token in tokens])
    check_tree(tree, [*names, *constants], _LANGUAGE)
    kinds: dict[str, Kind] = {holder: kind_of_fact(name) for holder, name in names.items()}
    kinds |= {holder: TEXT if isinstance(value, str) else TRUTH for holder, value in constants.items()}
    try:
        kind = kind_of(value_of(tree, kinds, KindMath()))  # type: ignore[arg-type]
    except TypeError:
        raise wrong("This expression makes no sense.") from None
    if wanted is not None and kind != wanted:
        raise wrong(f"This is {kind.words}, and {wanted.words} is wanted.")
    return Expression(text, tree, names, constants, kind)


def _word(token: Token, names: dict[str, str], constants: dict[str, str | float]) -> str:
    """The word that stands for a token in the tree."""
    match token.kind:
        case TokenKind.COLUMN if token.value in _CONSTANTS:
            return _held(constants, "constant", _CONSTANTS[token.value])
        case TokenKind.COLUMN:
            known = [holder for holder, name in names.items() if name == token.value]
            return known[0] if known else _held(names, "fact", token.value)
        case TokenKind.FUNCTION if token.value not in FUNCTIONS:
            raise wrong(f"There is no function “{token.value}”. The functions are: {', '.join(FUNCTIONS)}.")
        case TokenKind.TEXT:
            return _held(constants, "constant", token.value)
        case TokenKind.NUMBER:
            return plain_number(token.value)
    return token.value


def _held(holders: dict[str, Any], prefix: str, value: Any) -> str:
    name = f"{prefix}_{len(holders)}"
    holders[name] = value
    return name


def is_problem(text: str, kind_of_fact: Callable[[str], Kind], wanted: Kind | None = None) -> str:
    """What is wrong with an expression; empty where nothing is."""
    try:
        expression(text, kind_of_fact, wanted)
    except ProblemError as error:
        return error.problem.sentence
    return ""
