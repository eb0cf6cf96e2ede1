"""Sums and products kept to about 32 digits as unevaluated pairs (hi, lo) of float64 arrays.

Portable: only IEEE additions and multiplications, no `long double` and no fused multiply-add.
"""

from __future__ import annotations

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
