"""The parsed form of a formula: the few kinds of node that it may have, and what each of them gives.

Whatever is not written down here is refused; Python itself evaluates nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from linreg_gui.core.problem import ProblemError, ProblemKind

from .functions import FUNCTIONS, ColumnMath, Function

_DEEPEST = 100
# How a comparison is written, and how where its sides change places.
_SIGNS: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.Eq: ("==", "=="),
    ast.NotEq: ("!=", "!="),
    ast.Lt: ("<", ">"),
    ast.LtE: ("<=", ">="),
    ast.Gt: (">", "<"),
    ast.GtE: (">=", "<="),
}
TOO_DEEP = "The formula is nested too deeply: compute a part of it in a column of its own."
_ONLY = "A formula is made of numbers, columns, operators and functions only."
_COMMA = "A comma only separates the arguments of a function; the decimal sign is a point."
_TEXT_ALONE = 'A text can only be compared with a column, such as town == "Ulm".'
_NO_NUMBER = "A formula holds numbers and columns only."
_OPERATORS = frozenset(
    {
        ast.Add,
        ast.Sub,
        ast.Mult,
        ast.Div,
        ast.Mod,
        ast.Pow,
        ast.UAdd,
        ast.USub,
        ast.Not,
        ast.And,
        ast.Or,
        ast.Eq,
        ast.NotEq,
        ast.Lt,
        ast.LtE,
        ast.Gt,
        ast.GtE,
    }
)


@dataclass(frozen=True)
class Language:
    """What may stand in a tree: which functions and operators, and whether lists in square brackets."""

    functions: Mapping[str, Function]
    operators: frozenset[type[ast.AST]] = _OPERATORS
    lists: bool = False


FORMULA = Language(FUNCTIONS)
# About facts: what is among several.
MEMBERSHIP = _OPERATORS | {ast.In, ast.NotIn}


def check_tree(tree: ast.expr, names: Collection[str], language: Language = FORMULA) -> None:
    """Raise a ProblemError where a tree has any node but those of a formula, or too many levels.

    Parameters
    ----------
    tree : ast.expr
    names : collection of str
        Of the columns; there are no others but the functions that are called.
    language : Language, optional
        What there is besides.
    """
    level: Sequence[ast.expr] = [tree]
    for _ in range(_DEEPEST):
        level = [operand for node in level for operand in _operands(node, names, language)]
        if not level:
            return
    raise ProblemError(TOO_DEEP, ProblemKind.FORMULA)


def texts_compared(
    tree: ast.expr, columns: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[ast.expr, dict[str, tuple[str, str, str]]]:
    """The tree with a name for each comparison of a column with a text, and what it compares.

    Parameters
    ----------
    tree : ast.expr
    columns : mapping from name in the tree to name of the column
    texts : mapping from name in the tree to text

    Returns
    -------
    tree : ast.expr
    tests : dict from name in the tree to (column, sign such as ==, text)

    Raises
    ------
    ProblemError
        If a text stands anywhere else.
    """
    comparing = _TextsCompared(columns, texts)
    try:
        changed = comparing.visit(tree)
    except RecursionError:
        raise ProblemError(TOO_DEEP, ProblemKind.FORMULA) from None
    if any(isinstance(node, ast.Name) and node.id in texts for node in ast.walk(changed)):
        raise ProblemError(_TEXT_ALONE, ProblemKind.FORMULA)
    return changed, comparing.tests


class _TextsCompared(ast.NodeTransformer):
    def __init__(self, columns: Mapping[str, str], texts: Mapping[str, str]) -> None:
        self._columns, self._texts = columns, texts
        self.tests: dict[str, tuple[str, str, str]] = {}

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        match node:
            case ast.Compare(left=ast.Name(id=left), ops=[sign], comparators=[ast.Name(id=right)]):
                signs, column, text = _SIGNS[type(sign)], left, right
                if left in self._texts:
                    signs, column, text = signs[::-1], right, left
                if column in self._columns and text in self._texts:
                    holder = f"test_{len(self.tests)}"
                    self.tests[holder] = self._columns[column], signs[0], self._texts[text]
                    return ast.Name(id=holder, ctx=ast.Load())
        return self.generic_visit(node)


def value_of(tree: ast.expr, columns: Mapping[str, Any], column_math: ColumnMath) -> Any:
    """What a tree that was checked gives: whole columns, even of truth values, so that no ``if`` decides.

    Parameters
    ----------
    tree : ast.expr
    columns : mapping from name in the tree to the numbers of the column, such as ``column_math`` takes them
    column_math : ColumnMath
        The operators and functions.
    """
    operators, functions = column_math.operators, column_math.functions

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=float(number)):
                return np.float64(number)
            case ast.Name(id=name):
                return columns[name]
            case ast.UnaryOp(op=operator, operand=operand):
                return operators[type(operator)](value(operand))
            case ast.BinOp(left=left, op=operator, right=right):
                return operators[type(operator)](value(left), value(right))
            case ast.BoolOp(op=operator, values=operands):
                return reduce(operators[type(operator)], map(value, operands))
            case ast.Compare(left=left, ops=signs, comparators=others):
                values = [value(operand) for operand in (left, *others)]
                pairs = zip(signs, values[:-1], values[1:], strict=True)
                return reduce(operators[ast.And], [operators[type(sign)](a, b) for sign, a, b in pairs])
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return functions[name](*map(value, arguments))
            case ast.List(elts=entries) if column_math.takes_lists:
                return tuple(map(value, entries))
        raise ProblemError(_ONLY, ProblemKind.FORMULA)

    return value(tree)


def _operands(node: ast.expr, names: Collection[str], language: Language) -> Sequence[ast.expr]:
    """The nodes that a node is computed from; a ProblemError if it is none of a formula."""
    match node:
        case ast.Constant(value=value):
            if type(value) is not float:
                raise ProblemError(_NO_NUMBER, ProblemKind.FORMULA)
            return ()
        case ast.Name(id=name) if name in names:
            return ()
        case ast.UnaryOp(op=operator, operand=operand) if type(operator) in language.operators:
            return (operand,)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in language.operators:
            return (left, right)
        case ast.BoolOp(op=operator, values=values) if type(operator) in language.operators:
            return values
        case ast.Compare(left=left, ops=signs, comparators=others) if language.operators.issuperset(
            map(type, signs)
        ):
            return (left, *others)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]) if name in language.functions:
            _check_count(language.functions[name], len(arguments))
            return arguments
        case ast.List(elts=entries) if language.lists:
            return entries
        case ast.Tuple():
            raise ProblemError(_COMMA, ProblemKind.FORMULA)
    raise ProblemError(_ONLY, ProblemKind.FORMULA)


def _check_count(function: Function, count: int) -> None:
    """A function with too few or too many arguments is told how it is written."""
    if not function.least <= count <= function.most:
        raise ProblemError(
            f"{function.signature.partition('(')[0]} is written {function.signature}: {function.about}.",
            ProblemKind.FORMULA,
        )
