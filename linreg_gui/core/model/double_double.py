"""Sums and products kept to about 32 digits as unevaluated pairs (hi, lo) of float64 arrays.

Portable: only IEEE additions and multiplications, no `long double` and no fused multiply-add.
"""

from __future__ import annotations

import math

import numpy as np

from linreg_gui.core.arrays import FloatArray

Pair = tuple[FloatArray, FloatArray]

_SPLITTER = 134217729.0  # 2**27 + 1


def two_sum(a: FloatArray, b: FloatArray) -> Pair:
    """a + b as a rounded sum and its exact error (Knuth, TAOCP volume 2, 4.2.2)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def two_product(a: FloatArray, b: FloatArray) -> Pair:
    """a · b as a rounded product and its error (Dekker 1971), exact for magnitudes below about 1e150."""
    p = a * b
    t = _SPLITTER * a
    a_hi = t - (t - a)
    a_lo = a - a_hi
    t = _SPLITTER * b
    b_hi = t - (t - b)
    b_lo = b - b_hi
    return p, ((a_hi * b_hi - p) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo


def add(a: Pair, b: Pair) -> Pair:
    """a + b, normalised so that hi is the rounded value."""
    s, e = two_sum(a[0], b[0])
    return two_sum(s, e + a[1] + b[1])


def product_sum(a: Pair, b: Pair) -> Pair:
    """Sum over the first axis of the elementwise product of two pairs, in double the precision."""
    p, e = two_product(a[0], b[0])
    return total((p, e + a[0] * b[1] + a[1] * b[0]))


def total(values: Pair) -> Pair:
    """Sum of a pair over its first axis by halving, so that every addition is a whole-array one."""
    hi, lo = values
    if not len(hi):
        return np.zeros(hi.shape[1:]), np.zeros(hi.shape[1:])
    while len(hi) > 1:
        half = len(hi) // 2
        s, e = two_sum(hi[:half], hi[half : 2 * half])
        e += lo[:half] + lo[half : 2 * half]
        if len(hi) % 2:
            s, e = np.concatenate([s, hi[-1:]]), np.concatenate([e, lo[-1:]])
        hi, lo = s, e
    return two_sum(hi[0], lo[0])


def exact_sum(*terms: float) -> float:
    """The sum, rounded once; infinite or NaN where it overflows."""
    plain = float(np.sum(terms))
    return math.fsum(terms) if math.isfinite(plain) else plain


def product_terms(a: FloatArray, b: FloatArray) -> list[float]:
    """The products of two arrays and what they lost in rounding, for `exact_sum`."""
    rounded, lost = two_product(a, b)
    return [*rounded.tolist(), *np.where(np.isfinite(lost), lost, 0.0).tolist()]


def matrix_product(A: Pair, B: Pair) -> FloatArray:
    """The matrix product A · B rounded to float64, from products in three times the precision.

    Parameters
    ----------
    A : pair of arrays, shape (n, k)
    B : pair of arrays, shape (k, m)

    Returns
    -------
    array, shape (n, m)
        The error is about 2⁻¹⁰⁰ of the largest product in a row of A and a column of B, when the columns
        of A are scaled to the same magnitude.

    Notes
    -----
    Leading bits are cut off so short that products of them are sums without rounding, whatever the order
    BLAS adds them in; what is left is too small for its rounding to count (Ozaki, Ogita, Oishi and Rump,
    Numerical Algorithms 59, 2012).
    """
    bits = (53 - int(np.ceil(np.log2(max(2, A[0].shape[1]))))) // 2
    scale = np.frexp(np.abs(A[0]).max(axis=0, initial=0.0))[1]
    A = np.ldexp(A[0], -scale), np.ldexp(A[1], -scale)
    B = np.ldexp(B[0], scale[:, None]), np.ldexp(B[1], scale[:, None])
    a1, a = _leading(A[0], bits, 1)
    a2, a3 = _leading(a, bits, 1)
    b1, b = _leading(B[0], bits, 0)
    b2, b3 = _leading(b, bits, 0)
    a3, b3 = a3 + A[1], b3 + B[1]
    rest = a1 @ b3 + a2 @ (b2 + b3) + a3 @ (b1 + b2 + b3)
    s, e = two_sum(a1 @ b2, a2 @ b1)
    product = add((a1 @ b1, rest), (s, e))
    return product[0] + product[1]


def _leading(values: FloatArray, bits: int, axis: int) -> Pair:
    """Leading bits below the largest magnitude along an axis, and the rest; the sum is exact."""
    largest = np.abs(values).max(axis=axis, keepdims=True, initial=0.0)
    grid = bits - np.frexp(largest)[1]
    cut = np.ldexp(np.rint(np.ldexp(values, grid)), -grid)
    return cut, values - cut
