"""Reads a formula into a tree that holds nothing but numbers, columns, operators and the functions listed.

A formula may come from a file that anyone has written: its words are checked one by one, then the kinds of
node of its parsed form. There is no attribute, index, text, comprehension or name but those of columns.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass

from linreg_gui.core.cells.whole_numbers import whole_in
from linreg_gui.core.problem import ProblemError, ProblemKind

from .functions import FUNCTIONS
from .tokens import Kind, Token, tokens_of
from .tree import TOO_DEEP, check_tree

# The name of a column of which only is asked whether its cells are there, so that it may hold texts.
ANY_KIND = "any_kind_"


@dataclass(frozen=True, eq=False)
class Parsed:
    """A formula that can be evaluated.

    Attributes
    ----------
    tree : ast.expr
        In which columns have the names that ``names`` explains.
    names : mapping from name in the tree to name of the column
    numbers : mapping from name in the tree to int
        Whole numbers that a float64 does not hold.
    """

    tree: ast.expr
    names: Mapping[str, str]
    numbers: Mapping[str, int]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are needed, each once."""
        return tuple(dict.fromkeys(self.names.values()))


def parse(formula: str) -> Parsed:
    """Read a formula.

    Raises
    ------
    ProblemError
        If it is no formula, in a sentence for the person who types it.
    """
    tokens = tokens_of(formula)
    names: dict[str, str] = {}
    numbers: dict[str, int] = {}
    tree = _tree(formula, tokens, _as_python(tokens, names, numbers))
    check_tree(tree, [*names, *numbers])
    return Parsed(tree, names, numbers)


def _as_python(tokens: list[Token], names: dict[str, str], numbers: dict[str, int]) -> list[str]:
    """The words and signs with a plain name for each column, whatever it is called."""
    words: list[str] = []
    for place, token in enumerate(tokens):
        if token.kind is Kind.COLUMN:
            alone = words[-2:] == ["is_missing", "("] and tokens[place + 1].value == ")"
            prefix = ANY_KIND if alone else "column_"
            known = [p for p, name in names.items() if name == token.value and p.startswith(prefix)]
            words.append(known[0] if known else f"{prefix}{len(names)}")
            names[words[-1]] = token.value
        elif token.kind is Kind.FUNCTION and token.value not in FUNCTIONS:
            functions = ", ".join(FUNCTIONS)
            sentence = f"There is no function “{token.value}”. The functions are: {functions}."
            raise ProblemError(sentence, ProblemKind.FORMULA)
        elif token.kind is Kind.NUMBER:
            words.append(_number(token.value))
            whole = whole_in(token.value) if token.value.isdigit() else None
            if whole is not None and whole != float(token.value):
                words[-1] = f"number_{len(numbers)}"
                numbers[words[-1]] = whole
        else:
            words.append(token.value)
    return words


def _number(text: str) -> str:
    """As a decimal number, so that no whole number can grow without bounds."""
    value = float(text)
    if not math.isfinite(value):
        raise ProblemError(f"{text} is too large a number.", ProblemKind.FORMULA)
    return repr(value)


def _tree(formula: str, tokens: list[Token], words: list[str]) -> ast.expr:
    try:
        return ast.parse(" ".join(words), mode="eval").body
    except SyntaxError as error:
        wrong = _token_at(error.offset or 0, tokens, words)
    except (RecursionError, MemoryError, ValueError):
        raise ProblemError(TOO_DEEP, ProblemKind.FORMULA) from None
    near = formula[wrong.start : wrong.end]
    raise ProblemError(f"Something is missing or too much at “{near}”.", ProblemKind.FORMULA)


def _token_at(offset: int, tokens: list[Token], words: list[str]) -> Token:
    """The word at a place, counted from 1, in the text that was parsed."""
    end = 0
    for token, word in zip(tokens, words, strict=True):
        end += len(word) + 1
        if offset <= end:
            return token
    return tokens[-1]
