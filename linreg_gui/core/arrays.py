"""Array types and the checks every public function makes on its input."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def finite_array(values: ArrayLike, name: str, ndim: int) -> FloatArray:
    """``values`` as a C-ordered float64 array, or a ValueError with a sentence.

    The result may share memory with the input; it is never written to.
    """
    try:
        array: NDArray[Any] = np.asarray(values)
        if array.dtype == object or array.dtype.kind in "biuf":
            array = np.ascontiguousarray(array, dtype=np.float64)
        else:
            raise TypeError
    except OverflowError:
        raise ValueError(f"{name} holds a number too large for a 64-bit float.") from None
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers only.") from None
    if array.ndim != ndim:
        shape = "a table (rows × columns)" if ndim == 2 else "a single column of numbers"
        raise ValueError(f"{name} must be {shape}; this one has {array.ndim} dimensions.")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds missing or infinite values.")
    return array


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """A read-only view of ``array``, fit to cross a thread."""
    view = array.view()
    view.flags.writeable = False
    return view


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
