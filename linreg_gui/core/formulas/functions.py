"""What a formula can compute: operators and functions on columns, in which a missing cell stays missing.

Every result is finite or missing (NaN). A cell that is missing though its arguments are not has a reason,
which is kept to be told.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.problem import ProblemError, ProblemKind

# A whole column, or one number that stands for a column of it.
Value = FloatArray | np.float64
Flags = NDArray[np.bool_] | np.bool_

_MOST_DIGITS = 15
ZERO, ONE = np.float64(0.0), np.float64(1.0)
TOO_LARGE = "a result too large"
DIVISION = "division by 0"


@dataclass(frozen=True)
class Function:
    """How a function is written, what it gives, its number of arguments, whether a row tells it.

    One that is told ``by_place`` changes with the order of the rows.
    """

    signature: str
    about: str
    least: int = 1
    most: int = 1
    in_row: bool = True
    by_place: bool = False


FUNCTIONS = {
    "abs": Function("abs(x)", "the number without its sign"),
    "sqrt": Function("sqrt(x)", "square root"),
    "log": Function("log(x)", "natural logarithm"),
    "log10": Function("log10(x)", "logarithm to base 10"),
    "log2": Function("log2(x)", "logarithm to base 2"),
    "exp": Function("exp(x)", "e to the power of x"),
    "sin": Function("sin(x)", "sine of an angle in radians"),
    "cos": Function("cos(x)", "cosine of an angle in radians"),
    "tan": Function("tan(x)", "tangent of an angle in radians"),
    "round": Function("round(x, digits)", "rounded; without digits to a whole number", 1, 2),
    "min": Function("min(x, y, …)", "the smallest in each row; of one column, its smallest number", 1, 20),
    "max": Function("max(x, y, …)", "the largest in each row; of one column, its largest number", 1, 20),
    "mean": Function(
        "mean(x)", "mean of the whole column; missing cells and excluded rows are left out", in_row=False
    ),
    "median": Function(
        "median(x)", "median of the whole column; missing cells and excluded rows are left out", in_row=False
    ),
    "std": Function(
        "std(x)", "standard deviation of the whole column, without excluded rows, with n − 1", in_row=False
    ),
    "sum": Function(
        "sum(x)", "sum of the whole column; missing cells and excluded rows are left out", in_row=False
    ),
    "standardise": Function(
        "standardise(x)",
        "minus the mean, over the standard deviation, of rows that are not excluded",
        in_row=False,
    ),
    "lag": Function("lag(x, rows)", "the number one row above, or several rows above", 1, 2, False, True),
    "diff": Function("diff(x)", "the number minus the one in the row above", 1, 1, False, True),
    "where": Function("where(condition, x, y)", "x where the condition holds, y where it does not", 3, 3),
    "is_missing": Function("is_missing(x)", "1 where there is no number, 0 where there is one"),
    "row": Function("row()", "the number of the row, from 1", 0, 0, False, True),
}


@dataclass
class Failures:
    """Which rows could not be computed, by reason."""

    rows: dict[str, Flags] = field(default_factory=dict)

    def add(self, reason: str, rows: Flags) -> None:
        """Keep rows that failed."""
        if rows.any():
            self.rows[reason] = self.rows.get(reason, np.bool_(False)) | rows

    def shift(self, steps: int, outside: Flags) -> None:
        """What failed is looked at from other rows as well, but those that look outside the table."""
        for reason, rows in self.rows.items():
            if rows.ndim:
                self.rows[reason] = rows | np.roll(rows, steps) & ~outside


class ColumnMath:
    """The operators and functions of formulas about a table with a number of rows.

    Parameters
    ----------
    n_rows : int
    counted : array of bool, shape (n_rows,), optional
        The rows that means, sums and the like of a whole column are taken over, as the others are excluded;
        what they give stands in every row. By default all.
    """

    takes_lists = False  # in square brackets, which no column is computed from

    def __init__(self, n_rows: int, counted: BoolArray | None = None) -> None:
        self.n_rows = n_rows
        self.failures = Failures()
        self.operators: dict[type[ast.AST], Callable[..., Value]] = {
            ast.Add: lambda a, b: self._finite(a + b),
            ast.Sub: lambda a, b: self._finite(a - b),
            ast.Mult: lambda a, b: self._finite(a * b),
            ast.Div: self._divide,
            ast.Mod: self._remainder,
            ast.Pow: self._power,
            ast.USub: lambda a: -a,
            ast.UAdd: lambda a: a,
            ast.Not: lambda a: truth(a == 0.0, a),
            ast.Eq: lambda a, b: truth(a == b, a, b),
            ast.NotEq: lambda a, b: truth(a != b, a, b),
            ast.Lt: lambda a, b: truth(a < b, a, b),
            ast.LtE: lambda a, b: truth(a <= b, a, b),
            ast.Gt: lambda a, b: truth(a > b, a, b),
            ast.GtE: lambda a, b: truth(a >= b, a, b),
            ast.And: lambda a, b: truth((a != 0.0) & (b != 0.0), a, b),
            ast.Or: lambda a, b: truth((a != 0.0) | (b != 0.0), a, b),
        }
        self.functions: dict[str, Callable[..., Value]] = {
            "abs": np.abs,
            "sqrt": lambda x: self._within(np.sqrt, x, x < 0.0, "square root of a negative number"),
            "log": lambda x: self._within(np.log, x, x <= 0.0, "log of 0 or less"),
            "log10": lambda x: self._within(np.log10, x, x <= 0.0, "log of 0 or less"),
            "log2": lambda x: self._within(np.log2, x, x <= 0.0, "log of 0 or less"),
            "exp": lambda x: self._finite(np.exp(x)),
            "sin": np.sin,
            "cos": np.cos,
            "tan": np.tan,
            "round": self._round,
            "min": lambda *x: _fold(np.minimum, x) if len(x) > 1 else _of_filled(np.min, x[0]),
            "max": lambda *x: _fold(np.maximum, x) if len(x) > 1 else _of_filled(np.max, x[0]),
            "mean": self._mean,
            "median": lambda x: self._finite(_of_filled(np.median, x)),
            "std": self._std,
            "sum": lambda x: self._finite(_of_filled(np.sum, self._column(x))),
            "standardise": lambda x: self._divide(self._finite(x - self._mean(x)), self._std(x)),
            "lag": self._lag,
            "diff": lambda x: self._finite(x - self._lag(x)),
            "where": self._where,
            "is_missing": lambda x: np.isnan(x).astype(np.float64),
            "row": lambda: np.arange(1.0, self.n_rows + 1.0),
        }
        if counted is not None:
            self._leave_out(counted, ColumnMath(int(np.count_nonzero(counted))))

    def _leave_out(self, counted: BoolArray, of_some: ColumnMath) -> None:
        """Take what is taken of a whole column of some rows alone."""

        def over(name: str) -> Callable[..., Any]:
            def taken(x: Any) -> Any:
                result = of_some.functions[name](self._some(x, counted))
                for reason in of_some.failures.rows:
                    self.failures.add(reason, np.bool_(True))
                return result

            return taken

        for name in ("mean", "median", "std", "sum"):
            self.functions[name] = over(name)
        for name in ("min", "max"):
            of_column, of_row = over(name), self.functions[name]
            self.functions[name] = lambda *x, one=of_column, several=of_row: (
                one(*x) if len(x) == 1 else several(*x)
            )
        less, over_spread = self.operators[ast.Sub], self.operators[ast.Div]
        mean, std = self.functions["mean"], self.functions["std"]
        self.functions["standardise"] = lambda x: over_spread(less(x, mean(x)), std(x))

    def _some(self, x: Any, counted: BoolArray) -> Any:
        """The cells of some rows of a column; one number stays what it is."""
        return x[counted] if np.ndim(x) else x

    def _finite(self, result: Any) -> Value:
        """The result with what overflowed made missing."""
        return self._without(result, np.isinf(result), TOO_LARGE)

    def _without(self, result: Any, failed: Flags, reason: str) -> Value:
        if not failed.any():
            return np.asarray(result)[()]
        self.failures.add(reason, failed)
        return np.where(failed, np.nan, result)[()]

    def _within(self, function: Callable[[Value], Value], x: Value, outside: Flags, reason: str) -> Value:
        return self._without(function(x), outside, reason)

    def _divide(self, a: Value, b: Value) -> Value:
        return self._finite(self._without(a / b, (b == 0.0) & ~np.isnan(a), DIVISION))

    def _remainder(self, a: Value, b: Value) -> Value:
        return self._without(np.mod(a, b), (b == 0.0) & ~np.isnan(a), DIVISION)

    def _power(self, a: Value, b: Value) -> Value:
        result = _raised(a, b)
        result = self._without(result, (a == 0.0) & (b < 0.0), DIVISION)
        unreal = np.isnan(result) & (a < 0.0) & ~np.isnan(b)
        return self._finite(self._without(result, unreal, "power of a negative number"))

    def _round(self, x: Value, digits: Value = ZERO) -> Value:
        return self._finite(np.round(x, whole_argument(digits, "round", -_MOST_DIGITS, _MOST_DIGITS)))

    def _mean(self, x: Value) -> Value:
        return self._finite(_of_filled(np.mean, x))

    def _std(self, x: Value) -> Value:
        filled = _sorted(self._column(x))
        if len(filled) < 2:
            return self._without(np.float64(np.nan), np.bool_(True), "spread of fewer than 2 numbers")
        # A constant column has no spread, though its mean may be rounded.
        same = filled.min() == filled.max()
        return np.float64(0.0) if same else self._finite(np.std(filled, ddof=1))

    def _lag(self, x: Value, rows: Value = ONE) -> Value:
        steps = whole_argument(rows, "lag", -self.n_rows, self.n_rows)
        column = self._column(x)
        moved, outside = np.roll(column, steps), np.zeros(self.n_rows, dtype=bool)
        outside[slice(0, steps) if steps > 0 else slice(self.n_rows + steps, self.n_rows)] = True
        self.failures.shift(steps, outside)
        return self._without(moved, outside, "no row that far away")

    def _where(self, condition: Value, a: Value, b: Value) -> Value:
        chosen = np.where(condition != 0.0, a, b)
        return np.where(np.isnan(condition), np.nan, chosen)[()]

    def _column(self, x: Value) -> FloatArray:
        return np.broadcast_to(x, (self.n_rows,))


def _raised(a: Value, b: Value) -> Any:
    """``a ** b``; whole exponents by way of the magnitude, which is 30 times as fast for negative numbers."""
    if np.ndim(b) > 0 or not float(b).is_integer():
        return np.power(a, b)
    if b == 2.0:
        return a * a
    result = np.power(np.abs(a), b)
    return np.copysign(result, a) if b % 2.0 else result


def truth(holds: Any, *arguments: Value) -> Value:
    """1 and 0 for true and false, missing where an argument is."""
    missing = np.isnan(arguments[0])
    for argument in arguments[1:]:
        missing = missing | np.isnan(argument)
    return np.where(missing, np.nan, holds)[()]


def _fold(function: Callable[[Any, Any], Any], values: tuple[Value, ...]) -> Value:
    result = values[0]
    for value in values[1:]:
        result = function(result, value)
    return result


def _sorted(x: Value) -> FloatArray:
    """The numbers that are there, so that no digit of their sum depends on the order of the rows."""
    column = np.sort(np.atleast_1d(x))
    return column[: column.size - int(np.isnan(column).sum())]


def _of_filled(function: Callable[[FloatArray], Any], x: Value) -> np.float64:
    filled = _sorted(x)
    return np.float64(function(filled) if len(filled) else np.nan)


def whole_argument(value: Value, function: str, least: int, most: int) -> int:
    """An argument that must be one whole number."""
    number = float(value) if np.ndim(value) == 0 else math.nan
    if not number.is_integer():
        sentence = f"The second argument of {function} must be a whole number, such as 2."
        raise ProblemError(sentence, ProblemKind.FORMULA)
    return int(min(max(number, least), most))
