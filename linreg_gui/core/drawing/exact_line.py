"""The exact line of one feature while points come, go and move: sums that are never rounded again.

The sums are rational numbers, so taking an outlier out leaves no trace of it, however often it is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.solvers.analytic.double_double import Pair, product_sum, total

_BLOCK = 1 << 16


@dataclass(frozen=True)
class PointSums:
    """Sums over points, about a centre that makes the squares small; each is one value, never changed.

    Attributes
    ----------
    centre : (float, float)
        What is taken off x and y; sums can be joined when their centres agree.
    n_rows : int
    x, y, xx, xy : Fraction
        Sums of x − cx, of y − cy, of (x − cx)² and of (x − cx)(y − cy).

    Notes
    -----
    Adding, taking out and moving points are updates of the normal equations by rank one or two
    (Golub and Van Loan, Matrix Computations, 6.5), at a price that does not depend on how many points
    there are.
    """

    centre: tuple[float, float]
    n_rows: int = 0
    x: Fraction = Fraction()
    y: Fraction = Fraction()
    xx: Fraction = Fraction()
    xy: Fraction = Fraction()

    def __add__(self, other: PointSums) -> PointSums:
        """Both groups of points together."""
        return PointSums(
            self.centre,
            self.n_rows + other.n_rows,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.xy + other.xy,
        )

    def __sub__(self, other: PointSums) -> PointSums:
        """The points without a group that is among them."""
        return PointSums(
            self.centre,
            self.n_rows - other.n_rows,
            self.x - other.x,
            self.y - other.y,
            self.xx - other.xx,
            self.xy - other.xy,
        )

    def moved(self, dx: float, dy: float) -> PointSums:
        """The points once each has moved by so much."""
        right, up, n = Fraction(dx), Fraction(dy), self.n_rows
        return PointSums(
            self.centre,
            n,
            self.x + n * right,
            self.y + n * up,
            self.xx + 2 * right * self.x + n * right * right,
            self.xy + right * self.y + up * self.x + n * right * up,
        )

    def line(self) -> Line | None:
        """The line of least squares; level where all x are alike, None without points."""
        n = self.n_rows
        if not n:
            return None
        spread = n * self.xx - self.x * self.x
        slope = (n * self.xy - self.x * self.y) / spread if spread > 0 else Fraction()
        cx, cy = map(Fraction, self.centre)
        try:
            return Line(float(slope), float(cy + self.y / n - slope * (cx + self.x / n)))
        except OverflowError:  # too steep to be written down
            return None


def sums_of(x: FloatArray, y: FloatArray, centre: tuple[float, float]) -> PointSums:
    """The `PointSums` of points about a centre, to about 32 digits.

    Parameters
    ----------
    x, y : array, shape (n,)
        Finite coordinates below about 1e150 in magnitude.
    centre : (float, float)
    """
    result = PointSums(centre)
    for start in range(0, x.size, _BLOCK):
        u, v = (part[start : start + _BLOCK] - c for part, c in zip((x, y), centre, strict=True))
        zero = np.zeros_like(u)
        sums = (total((u, zero)), total((v, zero)), product_sum((u, zero), (u, zero)))
        products = product_sum((u, zero), (v, zero))
        result += PointSums(centre, u.size, *map(_exact, (*sums, products)))
    return result


def _exact(pair: Pair) -> Fraction:
    return Fraction(float(pair[0])) + Fraction(float(pair[1]))
