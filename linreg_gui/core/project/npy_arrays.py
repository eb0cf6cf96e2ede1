"""Arrays of numbers as .npy and back, without trusting what a header says."""

from __future__ import annotations

import io
import math
import re
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, frozen
from linreg_gui.core.json_values import WrongValue

# What NumPy writes; reading it so, nothing has to be understood as Python.
_START = re.compile(
    rb"\x93NUMPY\x01\x00..\{'descr': '(?P<dtype>[|<][a-z][0-9])', 'fortran_order': False, "
    rb"'shape': \((?P<shape>[0-9, ]{1,60})\), \} *\n",
    re.DOTALL,
)


def npy_bytes(array: np.ndarray[Any, Any]) -> bytes:
    """An array of numbers as the bytes of a .npy file."""
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array), allow_pickle=False)
    return file.getvalue()


def array_from_npy(where: str, data: bytes, dtype: type[np.generic], ndim: int) -> np.ndarray[Any, Any]:
    """The array in the bytes of a .npy file, if it has this type, so many dimensions and all its bytes.

    Raises
    ------
    WrongValue
    """
    wrong = WrongValue(where, f"an array of {np.dtype(dtype).name} with {ndim} dimensions")
    start = _START.match(data)
    if start is None or start["dtype"].decode() != np.dtype(dtype).str:
        raise wrong
    shape = tuple(int(size) for size in start["shape"].replace(b",", b" ").split())
    rest = data[start.end() :]
    if len(shape) != ndim or math.prod(shape) * np.dtype(dtype).itemsize != len(rest):
        raise wrong
    return np.frombuffer(rest, dtype=dtype).reshape(shape)


def flags_from_npy(where: str, data: bytes, count: int) -> BoolArray:
    """So many truth values that were packed eight to a byte."""
    packed = array_from_npy(where, data, np.uint8, 1)
    if len(packed) != -(-count // 8):
        raise WrongValue(where, f"about {count:,} rows")
    return frozen(np.unpackbits(packed, count=count).astype(bool))
