"""Formulas in the words of NumPy and of R; what has no equal there is not written."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.formulas.parsing import ANY_KIND, Parsed, parse
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind

_PYTHON_SIGNS: Mapping[type[ast.AST], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.And: "&",
    ast.Or: "|",
    ast.USub: "-",
    ast.UAdd: "+",
}
_R_SIGNS = {**_PYTHON_SIGNS, ast.Mod: "%%", ast.Pow: "^"}
# One argument, the same in each row.
_PYTHON_CALLS = {name: f"np.{name}" for name in ("sqrt", "log", "log10", "log2", "exp", "sin", "cos", "tan")}
_PYTHON_CALLS |= {"abs": "np.abs", "is_missing": "np.isnan"}
_R_CALLS = {name: name for name in ("sqrt", "log", "log10", "log2", "exp", "sin", "cos", "tan", "abs")}
_R_CALLS |= {"is_missing": "is.na"}
# Of a whole column, over the rows that are not excluded.
WHOLE = ("mean", "median", "std", "sum", "min", "max")


class NoEqual(Exception):
    """What has no equal in another language."""


@dataclass(frozen=True)
class Dialect:
    """How formulas are written in a language."""

    signs: Mapping[type[ast.AST], str]
    calls: Mapping[str, str]
    column: Callable[[str], str]
    number: Callable[[float], str]
    where: str
    smaller: str
    larger: str


def text_of(tree: ast.expr, names: Mapping[str, str], dialect: Dialect) -> str:
    """The formula as this language has it, in brackets wherever there may be doubt.

    Raises
    ------
    NoEqual
        If something in it has no equal.
    """

    def text(node: ast.expr) -> str:
        match node:
            case ast.Constant(value=float(number)):
                return dialect.number(number)
            case ast.Name(id=name) if name in names:
                return dialect.column(names[name])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return f"(({text(operand)} == 0) * 1.0)"
            case ast.UnaryOp(op=sign, operand=operand):
                return f"({dialect.signs[type(sign)]}{text(operand)})"
            case ast.BinOp(left=left, op=sign, right=right):
                return f"({text(left)} {dialect.signs[type(sign)]} {text(right)})"
            case ast.BoolOp(op=sign, values=values):
                parts = [f"({text(value)} != 0)" for value in values]
                return f"(({f' {dialect.signs[type(sign)]} '.join(parts)}) * 1.0)"
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                return f"(({text(left)} {dialect.signs[type(sign)]} {text(right)}) * 1.0)"
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return call(name, [text(argument) for argument in arguments])
        raise NoEqual(ast.unparse(node))

    def call(name: str, arguments: list[str]) -> str:
        if name in dialect.calls:
            found = f"{dialect.calls[name]}({arguments[0]})"
            return f"({found} * 1.0)" if name == "is_missing" else found
        if name == "where":
            condition, *others = arguments
            return f"{dialect.where}({condition} != 0, {', '.join(others)})"
        if name in ("min", "max") and len(arguments) > 1:
            function, found = dialect.smaller if name == "min" else dialect.larger, arguments[0]
            for argument in arguments[1:]:
                found = f"{function}({found}, {argument})"
            return found
        if name in WHOLE:
            return f"whole_{name}({arguments[0]})"
        if name == "standardise":
            column = arguments[0]
            return f"(({column} - whole_mean({column})) / whole_std({column}))"
        raise NoEqual(name)

    return text(tree)


def functions_of(tree: ast.expr) -> frozenset[str]:
    """The functions of whole columns that a formula needs."""
    called = {
        (node.func.id, len(node.args))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    names = {name for name, count in called if name in WHOLE and count == 1}
    return frozenset(names | ({"mean", "std"} if any(name == "standardise" for name, _ in called) else set()))


def _python_number(number: float) -> str:
    return repr(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(float(number))


PYTHON = Dialect(
    _PYTHON_SIGNS,
    _PYTHON_CALLS,
    lambda name: f"column[{name!r}]",
    _python_number,
    "np.where",
    "np.minimum",
    "np.maximum",
)


def r_text(text: str) -> str:
    """A text as R reads it in whichever surroundings: letters beyond ASCII by their numbers."""
    known = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return f'"{"".join(known.get(sign) or _r_sign(sign) for sign in text)}"'


def _r_sign(sign: str) -> str:
    number = ord(sign)
    if not number or 0xD800 <= number < 0xE000:
        sentence = f"R has no text with the character U+{number:04X}, which one of the names or levels holds."
        raise ProblemError(sentence, ProblemKind.ENCODING)
    if 32 <= number < 127:
        return sign
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


R = Dialect(
    _R_SIGNS,
    _R_CALLS,
    lambda name: f"column[[{r_text(name)}]]",
    lambda number: repr(int(number)) if number.is_integer() and abs(number) < 1e9 else repr(float(number)),
    "ifelse",
    "pmin",
    "pmax",
)


def readable(formula: str, frame: pd.DataFrame, values: FloatArray, counted: BoolArray) -> Parsed | None:
    """The formula, if plain arithmetic gives these values from the columns of a table; None if it does not.

    Parameters
    ----------
    formula : str
    frame : DataFrame
        With the columns that it is computed from, as numbers.
    values : array
        What the program has computed.
    counted : array of bool
        The rows that means and the like are taken over.
    """
    parsed = parse(formula)
    if parsed.numbers or parsed.tests or any(name.startswith(ANY_KIND) for name in parsed.names):
        return None
    try:
        written = text_of(parsed.tree, parsed.names, PYTHON)
        text_of(parsed.tree, parsed.names, R)
    except NoEqual:
        return None
    if any(name not in frame.columns for name in parsed.names.values()) or not written:
        return None
    columns = {holder: numeric_values(frame[name]) for holder, name in parsed.names.items()}
    with np.errstate(all="ignore"):
        found = np.broadcast_to(_plainly(parsed.tree, columns, counted), values.shape).astype(np.float64)
    found = np.where(np.isfinite(found), found, np.nan)
    close = np.isclose(found, values, rtol=1e-13, atol=0.0, equal_nan=True)
    return parsed if bool(close.all()) else None


def _plainly(node: ast.expr, columns: Mapping[str, FloatArray], counted: BoolArray) -> Any:
    """What the text of `text_of` gives."""

    def whole(name: str, x: Any) -> Any:
        some = np.broadcast_to(x, counted.shape)[counted]
        some = some[~np.isnan(some)]
        if not some.size:
            return np.nan
        return np.std(some, ddof=1) if name == "std" else getattr(np, name)(some)

    def value(node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=number):
                return number
            case ast.Name(id=name):
                return columns[name]
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return (value(operand) == 0) * 1
            case ast.UnaryOp(op=sign, operand=operand):
                return -value(operand) if isinstance(sign, ast.USub) else value(operand)
            case ast.BinOp(left=left, op=sign, right=right):
                return _OPERATORS[type(sign)](value(left), value(right))
            case ast.BoolOp(op=sign, values=values):
                combine = np.logical_and if isinstance(sign, ast.And) else np.logical_or
                return combine.reduce(np.broadcast_arrays(*(value(each) != 0 for each in values))) * 1
            case ast.Compare(left=left, ops=[sign], comparators=[right]):
                return _OPERATORS[type(sign)](value(left), value(right)) * 1
            case ast.Call(func=ast.Name(id=name), args=arguments):
                given = [value(argument) for argument in arguments]
                if name == "where":
                    return np.where(given[0] != 0, given[1], given[2])
                if name == "is_missing":
                    return np.isnan(given[0]) * 1
                if name == "standardise":
                    return (given[0] - whole("mean", given[0])) / whole("std", given[0])
                if name in WHOLE and len(given) == 1:
                    return whole(name, given[0])
                if name in ("min", "max"):
                    fold = np.minimum if name == "min" else np.maximum
                    found = given[0]
                    for other in given[1:]:
                        found = fold(found, other)
                    return found
                return getattr(np, name)(given[0])
        raise NoEqual(ast.unparse(node))

    return value(node)


_OPERATORS: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
}
