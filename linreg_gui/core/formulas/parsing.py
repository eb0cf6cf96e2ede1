"""Reads a formula into a tree that holds nothing but numbers, columns, operators and the functions listed.

A formula may come from a file that anyone has written: its words are checked one by one, then the kinds of
node of its parsed form. There is no attribute, index, text, comprehension or name but those of columns.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from linreg_gui.core.cells.whole_numbers import whole_in
from linreg_gui.core.problem import ProblemError, ProblemKind

from .functions import FUNCTIONS
from .tokens import Kind, Token, tokens_of
from .tree import TOO_DEEP, check_tree, texts_compared

# The name of a column of which only is asked whether its cells are there, so that it may hold texts.
ANY_KIND = "any_kind_"
_TEXT = "text_"


@dataclass(frozen=True)
class TextTest:
    """A comparison of the cells of a column with a text or a date, by a sign such as ==."""

    column: str
    sign: str
    text: str


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
    tests : mapping from name in the tree to TextTest
        Comparisons with texts, of a condition.
    """

    tree: ast.expr
    names: Mapping[str, str]
    numbers: Mapping[str, int]
    tests: Mapping[str, TextTest] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are needed, each once."""
        tested = (test.column for test in self.tests.values())
        return tuple(dict.fromkeys([*self.names.values(), *tested]))


def parse(formula: str, *, texts: bool = False) -> Parsed:
    """Read a formula, or a condition, which may compare columns with ``texts``.

    Raises
    ------
    ProblemError
        If it is no formula, in a sentence for the person who types it.
    """
    tokens = tokens_of(formula, texts=texts)
    names: dict[str, str] = {}
    numbers: dict[str, int] = {}
    written: dict[str, str] = {}
    tree = tree_of(formula, tokens, _as_python(tokens, names, numbers, written))
    tests: dict[str, TextTest] = {}
    if written:
        tree, found = texts_compared(tree, names, written)
        tests = {holder: TextTest(*test) for holder, test in found.items()}
        left = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names = {holder: name for holder, name in names.items() if holder in left}
    check_tree(tree, [*names, *numbers, *tests])
    return Parsed(tree, names, numbers, tests)


def _as_python(
    tokens: list[Token], names: dict[str, str], numbers: dict[str, int], texts: dict[str, str]
) -> list[str]:
    """The words and signs with a plain name for each column and text, whatever it is called."""
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
        elif token.kind is Kind.TEXT:
            words.append(f"{_TEXT}{len(texts)}")
            texts[words[-1]] = token.value
        elif token.kind is Kind.NUMBER:
            words.append(plain_number(token.value))
            whole = whole_in(token.value) if token.value.isdigit() else None
            if whole is not None and whole != float(token.value):
                words[-1] = f"number_{len(numbers)}"
                numbers[words[-1]] = whole
        else:
            words.append(token.value)
    return words


def plain_number(text: str) -> str:
    """As a decimal number, so that no whole number can grow without bounds."""
    value = float(text)
    if not math.isfinite(value):
        raise ProblemError(f"{text} is too large a number.", ProblemKind.FORMULA)
    return repr(value)


def tree_of(formula: str, tokens: list[Token], words: list[str]) -> ast.expr:
    """The parsed form of the words that stand for these tokens; a ProblemError where it has none."""
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
