"""Which memory a column holds, to tell two states of a table apart without a look at their cells."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

# A cell of an object column is a pointer to something about so many times its size.
_OBJECT_FACTOR = 8


def memory_of(values: Any) -> tuple[Hashable, int]:
    """Where the values of a pandas column lie, and how many bytes they take.

    NumPy arrays are known by their address, which copies of a frame share; others by their buffers. As long
    as both are alive, two columns at the same place of the same size are the same.
    """
    size = int(values.nbytes)
    if values.dtype == object:
        size *= _OBJECT_FACTOR
    array = getattr(values, "_pa_array", None)
    if array is not None:
        buffers = [buffer for chunk in array.chunks for buffer in chunk.buffers() if buffer is not None]
        return tuple(buffer.address for buffer in buffers), size
    if hasattr(values, "_mask"):
        return (_address(values._data), _address(values._mask)), size
    return _address(getattr(values, "_ndarray", getattr(values, "_codes", values))), size


def _address(values: Any) -> int:
    interface = getattr(values, "__array_interface__", None)
    return int(interface["data"][0]) if interface else id(values)
