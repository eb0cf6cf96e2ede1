"""A tree is a formula only if every node of it is one of the few kinds there are."""

from __future__ import annotations

import ast

import numpy as np
import pytest

from linreg_gui.core.formulas.functions import ColumnMath
from linreg_gui.core.formulas.tree import check_tree, value_of
from linreg_gui.core.problem import ProblemError

NAMES = ("x", "y")
GOOD = {
    "x": [1.0, 4.0],
    "2.0": 2.0,
    "-x": [-1.0, -4.0],
    "+x": [1.0, 4.0],
    "not x": [0.0, 0.0],
    "x + y - x * y / y % 5.0 ** 2.0": [2.0, 3.0],
    "x and y and x": [1.0, 1.0],
    "x or y": [1.0, 1.0],
    "0.0 < x <= 1.0 != y": [1.0, 0.0],
    "x == y": [0.0, 0.0],
    "y >= x": [1.0, 0.0],
    "y > 2.0": [0.0, 1.0],
    "max(x, y)": [2.0, 4.0],
    "sqrt(x)": [1.0, 2.0],
}
BAD = [
    "x.real", "x.__class__", "(1.0).__class__", "x.real(1.0)", "abs(x).real",
    "x[0]", "x[0:1]", "x[y]", "[x][0]", "abs[x]",
    "lambda: 1.0", "(lambda: 1.0)()", "abs(lambda: 1.0)",
    "[x for x in y]", "{x for x in y}", "{x: y for x in y}", "(x for x in y)", "max(x for x in y)",
    "f'{x}'", "f'{x!r:>{y}}'", "f''", "'x'", "b'x'", "'x' * 9.0",
    "(x := 1.0)", "abs((x := 1.0))",
    "max(*x)", "[*x]", "max(**x)", "abs(x=1.0)", "round(x, digits=1.0)",
    "await x", "(yield)", "(yield x)", "(yield from x)",
    "x if y else 1.0", "[]", "[x]", "{}", "{x}", "{x: y}",
    "None", "True", "False", "...", "1", "1j", "10 ** 10 ** 10",
    "x @ y", "x // y", "x << y", "x >> y", "x | y", "x & y", "x ^ y", "~x",
    "x is y", "x is not y", "x in y", "x not in y", "x < y in x",
    "z", "abs", "column_7", "__import__", "__builtins__", "__name__", "__debug__", "_", "max + 1.0",
    "eval(x)", "__import__(x)", "__call__(x)", "x(y)", "abs(abs)", "abs(x)(y)", "(abs or abs)(x)",
    "abs()", "abs(x, y)", "row(x)", "where(x, y)", "lag(x, y, x)",
    "()", "x, y", "abs((x, y))",
]  # fmt: skip


def tree_of(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def nested(depth: int) -> ast.expr:
    tree = tree_of("x")
    for _ in range(depth):
        tree = ast.UnaryOp(ast.USub(), tree)
    return tree


@pytest.mark.parametrize("text", GOOD)
def test_the_nodes_of_a_formula_give_what_they_mean(text) -> None:
    tree = tree_of(text)
    check_tree(tree, NAMES)
    columns = {"x": np.array([1.0, 4.0]), "y": np.array([2.0, 3.0])}
    np.testing.assert_allclose(value_of(tree, columns, ColumnMath(2)), GOOD[text], rtol=1e-14)


@pytest.mark.parametrize("text", BAD)
def test_any_other_node_is_refused_in_a_sentence(text) -> None:
    with pytest.raises(ProblemError, match=r"^[A-Za-z].*\.$"):
        check_tree(tree_of(text), NAMES)


def test_no_kind_of_expression_that_python_has_slips_in() -> None:
    taken = {type(node) for text in GOOD for node in ast.walk(tree_of(text))}
    for kind in _below(ast.expr) - _below(ast.Constant) - taken:
        with pytest.raises(ProblemError):
            check_tree(kind.__new__(kind), NAMES)


def test_every_operator_of_a_tree_can_be_computed_and_no_other() -> None:
    taken = {type(node) for text in GOOD for node in ast.walk(tree_of(text))}
    signs = (ast.operator, ast.unaryop, ast.boolop, ast.cmpop)
    assert {kind for kind in taken if issubclass(kind, signs)} == ColumnMath(0).operators.keys()


def test_a_node_that_was_not_checked_is_not_computed_either() -> None:
    for text in ("x.real", "[x]", "lambda: 1.0", "1", "x if x else x"):
        with pytest.raises(ProblemError):
            value_of(tree_of(text), {"x": np.array([1.0])}, ColumnMath(1))


@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_a_tree_of_any_depth_is_refused_without_walking_down(depth) -> None:
    with pytest.raises(ProblemError, match="nested too deeply"):
        check_tree(nested(depth), NAMES)


def test_the_deepest_tree_that_is_taken_can_be_computed() -> None:
    check_tree(nested(99), NAMES)
    assert value_of(nested(99), {"x": np.array([3.0])}, ColumnMath(1)).tolist() == [-3.0]


def _below(kind: type) -> set[type]:
    return {below for child in kind.__subclasses__() for below in (child, *_below(child))}
