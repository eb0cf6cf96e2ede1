"""The same array as it may lie in memory when it is handed in."""

from __future__ import annotations

import numpy as np

LAYOUTS = {
    "C order": lambda a: a,
    "Fortran order": np.asfortranarray,
    "every other": lambda a: np.repeat(a, 2, axis=0)[::2],
    "backwards": lambda a: a[::-1].copy()[::-1],
    "read-only": lambda a: read_only(a.copy()),
    "unaligned": lambda a: unaligned(a),
    "list": lambda a: a.tolist(),
}


def read_only(array):
    array.flags.writeable = False
    return array


def unaligned(array):
    if array.dtype == object:
        return array
    buffer = np.zeros(array.nbytes + 1, np.uint8)
    view = buffer[1:].view(array.dtype).reshape(array.shape)
    view[...] = array
    return view
