"""What kind of value an expression over facts has, found without values, so that mistakes are told early."""

from __future__ import annotations

import ast
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from linreg_gui.core.formulas.functions import Function
from linreg_gui.core.problem import ProblemError, ProblemKind


class Of(enum.Enum):
    """What a value is about: one thing, each row of the table, each run, each kept fit, or a set."""

    ONE = "one"
    ROWS = "each row"
    RUNS = "each run"
    FITS = "each kept fit"
    SET = "a set"


class Sort(enum.Enum):
    """What a value is, or each of them."""

    NUMBER = "a number"
    TRUTH = "a condition"
    TEXT = "a text"


@dataclass(frozen=True)
class Kind:
    """What a value is, and what it is about."""

    sort: Sort
    of: Of = Of.ONE

    @property
    def words(self) -> str:
        """Such as “a number” and “a number for each row”."""
        if self.of is Of.ONE:
            return self.sort.value
        if self.of is Of.SET:
            return f"a set of {self.sort.value.removeprefix('a ')}s"
        return f"{self.sort.value} for {self.of.value}"


NUMBER, TRUTH, TEXT = Kind(Sort.NUMBER), Kind(Sort.TRUTH), Kind(Sort.TEXT)
TEXTS, NUMBERS = Kind(Sort.TEXT, Of.SET), Kind(Sort.NUMBER, Of.SET)

# All that an expression in a lesson may call.
FUNCTIONS: Mapping[str, Function] = {
    "abs": Function("abs(x)", "the number without its sign"),
    "sqrt": Function("sqrt(x)", "square root"),
    "log": Function("log(x)", "natural logarithm"),
    "log10": Function("log10(x)", "logarithm to base 10"),
    "exp": Function("exp(x)", "e to the power of x"),
    "round": Function("round(x, digits)", "rounded; without digits to a whole number", 1, 2),
    "density": Function("density(x, mean, std)", "density of the normal distribution at x", 3, 3),
    "below": Function("below(x, mean, std)", "share of the normal distribution below x", 3, 3),
    "where": Function("where(condition, x, y)", "x where the condition holds, y where it does not", 3, 3),
    "near": Function("near(x, y, tolerance)", "whether x and y differ by no more than the tolerance", 3, 3),
    "min": Function("min(x, y, …)", "the smallest; of one column, its smallest number", 1, 20),
    "max": Function("max(x, y, …)", "the largest; of one column, its largest number", 1, 20),
    "mean": Function("mean(x)", "mean of a column, missing cells left out"),
    "median": Function("median(x)", "median of a column, missing cells left out"),
    "std": Function("std(x)", "standard deviation of a column, with n − 1"),
    "sum": Function("sum(x)", "sum of a column, missing cells left out"),
    "count": Function("count(condition)", "in how many rows, runs or fits it holds"),
    "any": Function("any(condition)", "whether it holds in some row, run or fit"),
    "all": Function("all(condition)", "whether it holds in all of them, and there are some"),
    "at": Function("at(x, row)", "the value of a column in a row of the table, counted from 1", 2, 2),
    "size": Function("size(set)", "how many things are in a set"),
}
_REDUCING = ("mean", "median", "std", "sum")
_COUNTING = {"count": NUMBER, "any": TRUTH, "all": TRUTH}


def wrong(sentence: str) -> ProblemError:
    """A mistake in an expression."""
    return ProblemError(sentence, ProblemKind.FORMULA)


class KindMath:
    """The operators and functions on kinds, in place of values; see `value_of`."""

    takes_lists = True

    def __init__(self) -> None:
        numeric = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Mod, ast.Pow)
        order = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
        self.operators: dict[type[ast.AST], Callable[..., Kind]] = {
            **dict.fromkeys(numeric, _arithmetic),
            **dict.fromkeys((ast.UAdd, ast.USub), _arithmetic),
            **dict.fromkeys(order, lambda a, b: Kind(Sort.TRUTH, _arithmetic(a, b).of)),
            **dict.fromkeys((ast.Eq, ast.NotEq), _equal),
            **dict.fromkeys((ast.In, ast.NotIn), _among),
            **dict.fromkeys((ast.And, ast.Or), _logic),
            ast.Not: _logic,
        }
        self.functions: dict[str, Callable[..., Kind]] = {
            **dict.fromkeys(("abs", "sqrt", "log", "log10", "exp", "round"), _arithmetic),
            **dict.fromkeys(("density", "below"), _normal),
            **dict.fromkeys(_REDUCING, _reduced),
            "near": lambda *x: Kind(Sort.TRUTH, _arithmetic(*x).of),
            "where": lambda c, x, y: Kind(Sort.NUMBER, _of(_logic(c), _arithmetic(x, y))),
            "min": lambda *x: _reduced(*x) if len(x) == 1 else _arithmetic(*x),
            "max": lambda *x: _reduced(*x) if len(x) == 1 else _arithmetic(*x),
            **{name: _counting(kind) for name, kind in _COUNTING.items()},
            "at": _picked,
            "size": _size,
        }


def kind_of(value: Any) -> Kind:
    """The kind of what stands in the tree: a number that is written there, a list, or a kind already."""
    if isinstance(value, Kind):
        return value
    if not isinstance(value, tuple):
        return NUMBER
    sorts = {kind_of(entry).sort for entry in value}
    if any(kind_of(entry).of is not Of.ONE for entry in value) or not sorts <= {Sort.TEXT, Sort.NUMBER}:
        raise wrong("A list in square brackets holds texts or numbers only.")
    if len(sorts) > 1:
        raise wrong("A list in square brackets holds either texts or numbers, not both.")
    return Kind(next(iter(sorts), Sort.TEXT), Of.SET)


def _of(*values: Any) -> Of:
    """What values together are about; one thing goes with many."""
    about = {kind_of(value).of for value in values} - {Of.ONE}
    if len(about) > 1:
        raise wrong(f"{' and '.join(sorted(of.value for of in about))} do not go together.")
    return next(iter(about), Of.ONE)


def _arithmetic(*values: Any) -> Kind:
    for value in values:
        kind = kind_of(value)
        if kind.sort is Sort.TEXT or kind.of is Of.SET:
            raise wrong(f"Nothing can be computed from {kind.words}.")
    return Kind(Sort.NUMBER, _of(*values))


def _equal(a: Any, b: Any) -> Kind:
    one, other = kind_of(a), kind_of(b)
    if one.of is other.of is Of.SET and () in (a, b):  # nothing is nothing of any sort
        return TRUTH
    if (one.of is Of.SET) != (other.of is Of.SET) or (one.sort is Sort.TEXT) != (other.sort is Sort.TEXT):
        raise wrong(f"{one.words} is never equal to {other.words}.")
    of = _of(a, b)
    return TRUTH if of is Of.SET else Kind(Sort.TRUTH, of)


def _normal(x: Any, mean: Any, std: Any) -> Kind:
    if _arithmetic(mean, std).of is not Of.ONE:
        raise wrong("A normal distribution here has one mean and one standard deviation.")
    return _arithmetic(x)


def _among(entry: Any, several: Any) -> Kind:
    one, many = kind_of(entry), kind_of(several)
    if many.of is not Of.SET or one.of is not Of.ONE:
        raise wrong('“in” asks whether one thing is in a set, such as "area" in features.')
    if (one.sort is Sort.TEXT) != (many.sort is Sort.TEXT):
        raise wrong(f"{one.words} is never in {many.words}.")
    return TRUTH


def _logic(*values: Any) -> Kind:
    for value in values:
        kind = kind_of(value)
        if kind.sort is not Sort.TRUTH or kind.of is Of.SET:
            raise wrong(f"“and”, “or”, “not” and “where” are about conditions, not about {kind.words}.")
    return Kind(Sort.TRUTH, _of(*values))


def _reduced(value: Any) -> Kind:
    if _arithmetic(value).of is Of.ONE:
        raise wrong("Of one number there is no sum, mean or the like: it needs a column, such as data.price.")
    return NUMBER


def _counting(result: Kind) -> Callable[[Any], Kind]:
    def counted(value: Any) -> Kind:
        if _logic(value).of is Of.ONE:
            raise wrong("“count”, “any” and “all” are about every row, run or fit, such as run.diverged.")
        return result

    return counted


def _picked(column: Any, row: Any) -> Kind:
    kind = kind_of(column)
    if kind.of is not Of.ROWS or _arithmetic(row).of is not Of.ONE:
        raise wrong("at(x, row) takes a column of the table and the number of one row.")
    return Kind(kind.sort)


def _size(value: Any) -> Kind:
    if kind_of(value).of is not Of.SET:
        raise wrong("size(set) takes a set, such as features.")
    return NUMBER
