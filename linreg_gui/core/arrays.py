"""Array types and the checks every public function makes on its input."""

from __future__ import annotations

import operator
from decimal import Decimal
from numbers import Real
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike, NDArray

from linreg_gui.core.problem import ProblemKind

from .problem import ProblemError
from .wording import counted

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

_SHAPES = ("a single number", "a single column of numbers", "a table (rows × columns)")


def finite_array(values: ArrayLike, name: str, *ndim: int) -> FloatArray:
    """``values`` as a C-ordered float64 array of ``ndim`` dimensions, or a ValueError with a sentence.

    Several ``ndim`` are alternatives, the usual one first. The result may share memory with the input; it
    is never written to.
    """
    array = _float_array(values, name)
    if array.ndim not in ndim:
        has = f"this one has {counted(array.ndim, 'dimension')}"
        raise ValueError(f"{name} must be {_SHAPES[ndim[0]]}; {has}.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds missing or infinite values.")
    return array


def finite_number(value: object, name: str) -> float:
    """``value`` as a float, or a ValueError with a sentence."""
    try:
        return float(finite_array(value, name, 0))  # type: ignore[arg-type]
    except ValueError:
        raise ValueError(f"{name} must be a finite number.") from None


def is_number(cell: object) -> TypeGuard[Real | Decimal | np.bool_]:
    """Whether a cell of an object array counts as a number; a text or a length of time never does."""
    return isinstance(cell, Real | Decimal | np.bool_) and not isinstance(cell, np.timedelta64)


def whole_number(value: object, name: str, least: int | None = 0, most: int | None = None) -> int:
    """``value`` as an int within bounds, or a ValueError with a sentence; no truth value, no 2.0."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        number = None
    if number is None or isinstance(value, bool):
        raise ValueError(f"{name} must be a whole number.")
    if least is not None and number < least:
        raise ValueError(f"{name} must be at least {least:,}.")
    if most is not None and number > most:
        raise ValueError(f"{name} must be at most {most:,}.")
    return number


def within_range(results: FloatArray, what: str) -> FloatArray:
    """``results`` of finite numbers, or a ProblemError where they overflowed."""
    if not np.isfinite(results).all():
        raise ProblemError(
            f"The {what} would be too large to compute with: use larger units.", ProblemKind.OVERFLOW
        )
    return results


def quiet_overflow() -> np.errstate:
    """No warnings: what overflows is found by `within_range` and told in a sentence."""
    return np.errstate(over="ignore", invalid="ignore")


def _float_array(values: ArrayLike, name: str) -> FloatArray:
    try:
        array: NDArray[Any] = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} must hold as many numbers in each row as in the others.") from None
    if isinstance(values, np.ma.MaskedArray) and np.ma.getmaskarray(values).any():
        raise ValueError(f"{name} holds missing or infinite values.")
    try:
        if array.dtype == object:
            whole = all(cell is None or is_number(cell) for cell in array.flat)
        else:
            whole = array.dtype.kind in "biuf"
        if not whole:
            raise TypeError
        with quiet_overflow():
            return np.require(array, np.float64, ["C", "A"])
    except OverflowError:
        raise ValueError(f"{name} holds a number too large for a 64-bit float.") from None
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only.") from None


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only view of ``array``, fit to cross a thread."""
    view = array.view()
    view.flags.writeable = False
    return view


def own_product(rows: FloatArray, vector: FloatArray) -> FloatArray:
    """``rows @ vector``, worked out by this thread alone.

    A matrix product of some ten thousand numbers is shared out among threads. A window that asks for one
    would wait for them, for as long as those of a job have work of their own.
    """
    return np.asarray(np.einsum("...j,j->...", rows, vector))


def subtract_row(table: FloatArray, row: FloatArray, out: FloatArray) -> FloatArray:
    """``table − row`` written to ``out``, which must be C-ordered, and returned.

    Several rows are taken as one long one, because NumPy starts a loop of its own for each.
    """
    many = max(1, 2048 // max(1, len(row)))
    whole = len(table) // many * many
    if whole:
        long = (-1, many * len(row))
        np.subtract(table[:whole].reshape(long), np.tile(row, many), out=out[:whole].reshape(long))
    np.subtract(table[whole:], row, out=out[whole:])
    return out
