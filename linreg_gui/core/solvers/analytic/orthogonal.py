"""QR factorisations in pieces: NumPy's holds up every other thread until it is through.

Of 20,000 columns that is a quarter of a second, in which no window could be painted.
"""

from __future__ import annotations

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cancellation import check_wanted

# Numbers in one piece: of more, each of the many small products inside would be shared out among threads, for
# which a busy machine waits far longer than the product takes.
_AT_ONCE = 1 << 12
# A piece of more multiplications, which take some milliseconds, is one for SciPy, which lets other threads go
# on meanwhile. It takes a moment to import.
_SHORT = 1 << 21


def upper(matrix: FloatArray) -> FloatArray:
    """R of the QR factorisation of a matrix.

    Parameters
    ----------
    matrix : array, shape (n, k)

    Returns
    -------
    array, shape (min(n, k), k)
    """
    n_rows, n_columns = matrix.shape
    if n_columns <= n_rows:
        if _is_short(matrix):
            return np.asarray(np.linalg.qr(matrix, mode="r"), dtype=np.float64)
        from scipy import linalg

        return np.asarray(linalg.qr(matrix, mode="r", check_finite=False)[0][:n_columns], dtype=np.float64)
    # The first columns alone decide what the rows are turned by.
    Q, R = _qr(matrix[:, :n_rows])
    return np.hstack([R, Q.T @ matrix[:, n_rows:]])


def upper_of_tall(matrix: FloatArray) -> FloatArray:
    """R of the QR factorisation of a matrix of many rows, block by block (TSQR)."""
    R = matrix[:0]
    for block in _blocks(matrix):
        R = upper(np.vstack([R, block]))
    return R


def thin_qr(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Q and R of a matrix of many rows: each block of rows first, then what is left of all of them.

    Parameters
    ----------
    matrix : array, shape (n, k), n ≥ k

    Returns
    -------
    tuple of array
        Orthonormal columns, shape (n, k), and a triangle, shape (k, k).
    """
    blocks = _blocks(matrix)
    if len(blocks) < 2:
        return _qr(matrix)
    factors = []
    for block in blocks:
        check_wanted()
        factors.append(_qr(block))
    top, R = thin_qr(np.vstack([part for _, part in factors]))
    ends = np.cumsum([len(part) for _, part in factors])
    return np.vstack([Q @ rows for (Q, _), rows in zip(factors, np.split(top, ends[:-1]), strict=True)]), R


def _qr(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    if _is_short(matrix):
        Q, R = np.linalg.qr(matrix)
    else:
        from scipy import linalg

        Q, R = linalg.qr(matrix, mode="economic", check_finite=False)
    return Q, R


def _is_short(matrix: FloatArray) -> bool:
    return bool(matrix.size * min(matrix.shape) <= _SHORT)


def _blocks(matrix: FloatArray) -> list[FloatArray]:
    """Of several times as many rows as columns each."""
    n_rows, n_columns = matrix.shape
    step = max(4 * n_columns, _AT_ONCE // max(1, n_columns))
    return [matrix[start : start + step] for start in range(0, n_rows, step)]
