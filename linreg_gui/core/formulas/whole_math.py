"""What formulas compute with whole numbers beyond 2⁵³: pairs of float64, which hold 32 digits.

Where a number has to go on as one float64, and is not that number any more, its row is counted as rounded.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE, holds_wide
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.double_double import two_product, two_sum

from .functions import DIVISION, ONE, ZERO, ColumnMath, Flags, Value, truth, whole_argument

# Below that, sums and products of pairs of whole numbers are what they should be.
_LARGEST_EXACT = 2.0**104
_LARGEST_DIVISOR = 2.0**52
_HALF_WORD = 2.0**32


@dataclass(frozen=True, eq=False)
class Wide:
    """A column, or one number, as the sum of a float64 and what that leaves over; None for nothing."""

    hi: Any
    lo: Any = None


Number = Value | Wide


def holds_wholes(column: pd.Series) -> bool:
    """Whether a column is one of whole numbers by its type, or holds such as float64 does not hold."""
    return column.dtype.kind in "iu" or (column.dtype == object and holds_wide(column))


def wide_column(column: pd.Series) -> Number:
    """The numbers of a column, as a pair if they are whole ones."""
    values = numeric_values(column)
    if not holds_wholes(column):
        whole = column.dtype.kind == "f" and is_whole(values)
        return Wide(values) if whole else values
    if not holds_wide(column):
        return Wide(values)
    if column.dtype == object:
        lo, cells = np.zeros(len(values)), column.to_numpy()
        for row in np.flatnonzero(np.abs(values) >= LARGEST_SAFE):
            lo[row] = float(int(cells[row]) - int(values[row]))
        return Wide(values, lo)
    dtype = np.uint64 if column.dtype.kind == "u" else np.int64
    words = column.to_numpy(dtype=dtype, na_value=0)
    hi, lo = two_sum((words >> 32).astype(np.float64) * _HALF_WORD, (words & 0xFFFFFFFF).astype(np.float64))
    missing = np.isnan(values)
    return Wide(np.where(missing, np.nan, hi), np.where(missing, 0.0, lo))


def wide_number(number: int) -> Wide:
    """A whole number as a pair."""
    hi = float(number)
    return Wide(np.float64(hi), np.float64(number - int(hi)))


def is_whole(values: FloatArray) -> bool:
    """Whether all numbers that are there are whole ones which a float64 tells from their neighbours."""
    wrong = (values != np.rint(values)) & ~np.isnan(values)
    return not wrong.any() and _is_narrow(values)


class WholeMath(ColumnMath):
    """Operators and functions that keep whole numbers; `rounded` tells the rows in which they could not."""

    def __init__(self, n_rows: int, counted: BoolArray | None = None) -> None:
        super().__init__(n_rows)
        self.rounded: BoolArray = np.zeros(n_rows, dtype=bool)
        compared = (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
        kinds = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
        operators = {kind: self._of_floats(function) for kind, function in self.operators.items()}
        functions = {name: self._of_floats(function) for name, function in self.functions.items()}
        exact_operators: dict[type[ast.AST], Callable[..., Any]] = {
            ast.Add: self._add,
            ast.Sub: lambda a, b: self._add(a, _negative(b)),
            ast.Mult: self._multiply,
            ast.Mod: self._whole_remainder,
            ast.USub: _negative,
            ast.UAdd: lambda a: a,
            ast.Not: lambda a: truth(_hi(a) == 0.0, _hi(a)),
            ast.And: lambda a, b: truth((_hi(a) != 0.0) & (_hi(b) != 0.0), _hi(a), _hi(b)),
            ast.Or: lambda a, b: truth((_hi(a) != 0.0) | (_hi(b) != 0.0), _hi(a), _hi(b)),
            **{kind: _comparison(sign) for kind, sign in zip(kinds, compared, strict=True)},
        }
        exact_functions: dict[str, Callable[..., Any]] = {
            "abs": lambda x: _pair(np.abs(_hi(x)), _lo(x) * np.where(_hi(x) < 0.0, -1.0, 1.0)),
            "round": self._whole_round,
            "min": lambda *x: self._extreme(x, least=True),
            "max": lambda *x: self._extreme(x, least=False),
            "mean": self._wide_mean,
            "median": self._wide_median,
            "std": self._wide_std,
            "sum": self._wide_sum,
            "standardise": lambda x: self._divide(self._float(self._centred(x)), self._wide_std(x)),
            "lag": self._wide_lag,
            "diff": lambda x: self._add(x, _negative(self._wide_lag(x))),
            "where": self._wide_where,
            "is_missing": lambda x: np.isnan(_hi(x)).astype(np.float64),
        }
        self.operators: dict[type[ast.AST], Callable[..., Any]] = {**operators, **exact_operators}
        self.functions: dict[str, Callable[..., Any]] = {**functions, **exact_functions}
        if counted is not None:
            self._leave_out(counted, WholeMath(int(np.count_nonzero(counted))))

    def _some(self, x: Any, counted: BoolArray) -> Any:
        if not isinstance(x, Wide):
            return super()._some(x, counted)
        hi, lo = (np.broadcast_to(part, (self.n_rows,))[counted] for part in (_hi(x), _lo(x)))
        return Wide(hi, lo)

    def kept(self, result: Number) -> Wide:
        """What a formula gives, in every row; a rest is left only of whole numbers, and the others count."""
        hi, lo = (np.array(np.broadcast_to(part, (self.n_rows,))) for part in (_hi(result), _lo(result)))
        far = _lossy(result)
        exact = _are_whole(result) & (np.abs(hi) < _LARGEST_EXACT)
        self.rounded |= far & ~exact
        self.rounded &= ~np.isnan(hi)
        kept = far & exact
        return Wide(hi, np.where(kept, lo, 0.0)) if np.any(kept) else Wide(hi)

    def _float(self, x: Number) -> Value:
        """One float64 each; what it does not hold is rounded."""
        self.rounded |= _lossy(x)
        return np.asarray(_hi(x))[()]

    def _of_floats(self, function: Callable[..., Value]) -> Callable[..., Value]:
        return lambda *arguments: function(*map(self._float, arguments))

    def _paired(self, s: Any, e: Any) -> Wide:
        hi, lo = two_sum(s, e)
        # Beyond what a pair holds, the end of the rest is lost, and the rest may be 0 for that reason alone.
        self.rounded |= (np.abs(s) >= _LARGEST_EXACT) & (np.asarray(e) != 0.0)
        # What is too large has no rest, nor has what is missing.
        good = np.isfinite(hi) & np.isfinite(lo)
        return _pair(self._finite(np.where(np.isfinite(hi), hi, s)), np.where(good, lo, 0.0))

    def _add(self, a: Number, b: Number) -> Number:
        if isinstance(a, Wide) or isinstance(b, Wide):
            s = _hi(a) + _hi(b)
            if _has_no_rest(a) and _has_no_rest(b) and _is_narrow(s):
                return Wide(s)
            s, e = two_sum(_hi(a), _hi(b))
            return self._paired(s, e + (_lo(a) + _lo(b)))
        return self._finite(a + b)

    def _multiply(self, a: Number, b: Number) -> Number:
        if isinstance(a, Wide) or isinstance(b, Wide):
            p = _hi(a) * _hi(b)
            if _has_no_rest(a) and _has_no_rest(b) and _is_narrow(p):
                return Wide(p)
            p, e = two_product(_hi(a), _hi(b))
            e = e + (_hi(a) * _lo(b) + _lo(a) * _hi(b))
            whole = _are_whole(a) & _are_whole(b)
            self.rounded |= (_lossy(a) | _lossy(b)) & ~whole
            return self._paired(p, np.where(whole & np.isfinite(e), e, 0.0))
        return self._finite(a * b)

    def _whole_remainder(self, a: Number, b: Number) -> Number:
        plain = self._without(np.mod(_hi(a), _hi(b)), (_hi(b) == 0.0) & ~np.isnan(_hi(a)), DIVISION)
        if _has_no_rest(a) and _has_no_rest(b):
            return plain
        divides = _are_whole(b) & (_lo(b) == 0.0) & (np.abs(_hi(b)) <= _LARGEST_DIVISOR)
        exact = _are_whole(a) & divides
        self.rounded |= (_lossy(a) | _lossy(b)) & ~exact
        rest = np.mod(np.mod(_hi(a), _hi(b)) + np.mod(_lo(a), _hi(b)), _hi(b))
        return np.where(exact & ~np.isnan(plain), rest, plain)[()]

    def _whole_round(self, x: Number, digits: Value = ZERO) -> Number:
        digits = self._float(digits)
        if _has_no_rest(x) or np.any(digits < 0.0):
            return self._round(self._float(x), digits)
        far = _lossy(x)
        return _pair(np.where(far, _hi(x), self._round(_hi(x), digits)), np.where(far, np.round(_lo(x)), 0.0))

    def _extreme(self, values: tuple[Number, ...], *, least: bool) -> Number:
        if len(values) == 1:
            hi, lo = _filled(values[0])
            at = 0 if least else -1
            return _pair(hi[at], lo[at]) if len(hi) else np.float64(np.nan)
        result = values[0]
        for other in values[1:]:
            first = _comparison(operator.le if least else operator.ge)(result, other) == 1.0
            hi = (np.minimum if least else np.maximum)(_hi(result), _hi(other))
            lo = np.where(first, _lo(result), _lo(other))
            result = _pair(hi, np.where(np.isnan(hi), 0.0, lo))
        return result

    def _wide_sum(self, x: Number) -> Number:
        column = Wide(self._column(_hi(x)), self._column(_lo(x)))
        hi, lo = _filled(column)
        # Halves are joined in turn: each sum is exact for whole numbers, and nearly so for others.
        while len(hi) > 1:
            half, rest = len(hi) // 2, len(hi) % 2
            s, e = two_sum(hi[:half], hi[half : 2 * half])
            s, e = two_sum(s, e + (lo[:half] + lo[half : 2 * half]))
            hi, lo = np.append(s, hi[-rest:] if rest else []), np.append(e, lo[-rest:] if rest else [])
        return self._paired(hi[0], lo[0]) if len(hi) else ZERO

    def _wide_mean(self, x: Number) -> Number:
        n = int((~np.isnan(self._column(_hi(x)))).sum())
        return self._over(self._wide_sum(x), n) if n else np.float64(np.nan)

    def _over(self, x: Number, n: int) -> Number:
        """A pair divided by a count, as a pair again."""
        quotient = _hi(x) / n
        p, e = two_product(quotient, np.asarray(float(n)))
        return self._paired(quotient, ((_hi(x) - p) - e + _lo(x)) / n)

    def _wide_median(self, x: Number) -> Number:
        hi, lo = _filled(x)
        if not len(hi):
            return np.float64(np.nan)
        low, high = (len(hi) - 1) // 2, len(hi) // 2
        if low == high:
            return _pair(hi[low], lo[low])
        return self._over(self._add(Wide(hi[low], lo[low]), Wide(hi[high], lo[high])), 2)

    def _centred(self, x: Number) -> Number:
        return self._add(x, _negative(self._wide_mean(x)))

    def _wide_std(self, x: Number) -> Value:
        hi, lo = _filled(x)
        # A constant has no spread, though its mean may be rounded.
        if self.n_rows > 1 and len(hi) and hi[0] == hi[-1] and lo[0] == lo[-1]:
            return self._std(_hi(x) * ZERO)
        return self._std(self._float(self._centred(x)))

    def _wide_lag(self, x: Number, rows: Value = ONE) -> Number:
        rows = self._float(rows)
        hi = self._lag(_hi(x), rows)
        if _has_no_rest(x):
            return Wide(hi) if isinstance(x, Wide) else hi
        steps = whole_argument(rows, "lag", -self.n_rows, self.n_rows)
        return _pair(hi, np.where(np.isnan(hi), 0.0, np.roll(self._column(_lo(x)), steps)))

    def _wide_where(self, condition: Number, a: Number, b: Number) -> Number:
        hi = self._where(_hi(condition), _hi(a), _hi(b))
        if not (isinstance(a, Wide) or isinstance(b, Wide)):
            return hi
        lo = np.where(_hi(condition) != 0.0, _lo(a), _lo(b))
        return _pair(hi, np.where(np.isnan(hi), 0.0, lo))


def _hi(x: Number) -> Any:
    return x.hi if isinstance(x, Wide) else x


def _lo(x: Number) -> Any:
    return x.lo if isinstance(x, Wide) and x.lo is not None else ZERO


def _pair(hi: Any, lo: Any) -> Wide:
    return Wide(np.asarray(hi)[()], np.asarray(lo)[()] if np.any(lo) else None)


def _has_no_rest(x: Number) -> bool:
    return not isinstance(x, Wide) or x.lo is None


def _is_narrow(values: Any) -> bool:
    return not bool((np.abs(values) >= LARGEST_SAFE).any())  # 2⁵³ may stand for 2⁵³ + 1


def _lossy(x: Number) -> Flags:
    """Where a float64 would not be the number, by a whole unit or by a part of it that it cannot hold."""
    if _has_no_rest(x):
        return np.bool_(False)
    lossy: Flags = (_lo(x) != 0.0) & (np.abs(_hi(x)) >= LARGEST_SAFE)
    return lossy


def _are_whole(x: Number) -> Flags:
    """Which numbers are whole; of a column of float64 beyond 2⁵³ nobody knows."""
    hi, lo = _hi(x), _lo(x)
    whole: Flags = (hi == np.rint(hi)) & (lo == np.rint(lo))
    return whole if isinstance(x, Wide) or not np.ndim(hi) else whole & (np.abs(hi) < LARGEST_SAFE)


def _negative(x: Number) -> Number:
    return Wide(-x.hi, None if x.lo is None else -x.lo) if isinstance(x, Wide) else -x


def _comparison(sign: Callable[[Any, Any], Any]) -> Callable[[Number, Number], Value]:
    """By what float64 holds, and where that is equal by what it leaves over."""

    def compared(a: Number, b: Number) -> Value:
        holds = sign(_hi(a), _hi(b))
        if not (_has_no_rest(a) and _has_no_rest(b)):
            holds = np.where(_hi(a) != _hi(b), holds, sign(_lo(a), _lo(b)))
        return truth(holds, _hi(a), _hi(b))

    return compared


def _filled(x: Number) -> tuple[FloatArray, FloatArray]:
    """The numbers that are there, ascending, so that nothing depends on the order of the rows."""
    hi = np.atleast_1d(_hi(x))
    lo = np.broadcast_to(_lo(x), hi.shape)
    there = ~np.isnan(hi)
    hi, lo = hi[there], lo[there]
    if _has_no_rest(x):
        return np.sort(hi), lo
    order = np.lexsort((lo, hi))
    return hi[order], lo[order]
