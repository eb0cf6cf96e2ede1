"""By what the numbers of a dataset are known again, also after the program was closed."""

from __future__ import annotations

import hashlib

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.dataset import Dataset

_BYTES = 16


def fingerprint(data: Dataset, held_out: Dataset | None = None) -> str:
    """The same for the same numbers in the same order, whatever their columns are called.

    Parameters
    ----------
    data : Dataset
        What is trained on.
    held_out : Dataset or None
        What the loss is also taken over.

    Returns
    -------
    str
        32 hexadecimal digits.
    """
    found = hashlib.blake2b(digest_size=_BYTES)
    for part in (data, held_out):
        if part is not None:
            found.update(f"{part.n_rows} {part.n_features};".encode())
            for X, y in part.blocks():
                found.update(_as_bytes(X))
                found.update(_as_bytes(y))
            if part.row_weights is not None:
                found.update(b"weights;")
                found.update(_as_bytes(part.row_weights))
            if not part.has_bias:
                found.update(b"no bias;")
    return found.hexdigest()


def same_numbers(one: Dataset | None, other: Dataset | None) -> bool:
    """Whether two datasets are the same but for names; compared number by number."""
    if one is None or other is None:
        return one is other
    if one.row_weights is None or other.row_weights is None:
        alike = one.row_weights is other.row_weights
    else:
        alike = np.array_equal(one.row_weights, other.row_weights)
    alike = alike and one.has_bias == other.has_bias
    return alike and np.array_equal(one.X, other.X) and np.array_equal(one.y, other.y)


def _as_bytes(block: FloatArray) -> memoryview:
    """Without the sign of zeros, which changes no number."""
    return np.ascontiguousarray(block + 0.0).data
