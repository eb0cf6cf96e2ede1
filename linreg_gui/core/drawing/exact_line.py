"""The exact line of one feature while points come, go and move: sums that are never rounded again.

The sums are rational numbers, so taking an outlier out leaves no trace of it, however often it is done.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.double_double import Pair, product_sum, total
from linreg_gui.core.model.linear_model import Line

_BLOCK = 1 << 16


@dataclass(frozen=True)
class PointSums:
    """Sums over points, about a centre that makes the squares small; each is one value, never changed.

    Attributes
    ----------
    centre : (float, float)
        What is taken off x and y; sums can be joined when their centres agree.
    n_rows : int
    x, y, xx, xy, yy : Fraction
        Sums of x − cx, of y − cy, of (x − cx)², of (x − cx)(y − cy) and of (y − cy)².

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
    yy: Fraction = Fraction()

    def __add__(self, other: PointSums) -> PointSums:
        """Both groups of points together."""
        return PointSums(
            self.centre,
            self.n_rows + other.n_rows,
            self.x + other.x,
            self.y + other.y,
            self.xx + other.xx,
            self.xy + other.xy,
            self.yy + other.yy,
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
            self.yy - other.yy,
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
            self.yy + 2 * up * self.y + n * up * up,
        )

    @property
    def varies(self) -> bool:
        """Whether the points are not all at one x, so that one line is better than all others."""
        return self.n_rows * self.xx > self.x * self.x

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

    def residuals(self, line: Line, x: FloatArray, y: FloatArray) -> FloatArray:
        """Label − line at these points; centred before anything is multiplied, which keeps the digits."""
        _, gap = self._about_centre(line)
        cx, cy = self.centre
        with quiet_overflow():
            return (y - cy) - line.slope * (x - cx) + _float(gap)

    def residual_mean(self, line: Line) -> float:
        """Mean of label − line over the points, in label units; there has to be one."""
        return _float(self._residual_mean(line))

    def residual_std(self, line: Line) -> float:
        """Standard deviation of label − line over the points, with divisor n; there has to be one."""
        return _root(self._mean_square(line) - self._residual_mean(line) ** 2)

    def half_mse(self, line: Line) -> float:
        """Half mean squared error of a line, in squared label units; there has to be a point."""
        return _float(self._mean_square(line) / 2)

    def distance(self, line: Line, exact: Line) -> float:
        """Root mean square by which two lines differ at the points, per standard deviation of y (divisor n).

        Zero only for lines that agree there. Where all y are alike it is taken per size of y; infinite where
        that is 0 and the lines differ.
        """
        n, cx = self.n_rows, Fraction(self.centre[0])
        slope = Fraction(line.slope) - Fraction(exact.slope)
        gap = Fraction(line.intercept) - Fraction(exact.intercept) + slope * cx
        square = (slope * slope * self.xx + 2 * slope * gap * self.x) / n + gap * gap
        spread = (self.yy - self.y * self.y / n) / n
        unit = spread or (Fraction(self.centre[1]) + self.y / n) ** 2
        if unit > 0:
            return _root(square / unit)
        return math.inf if square > 0 else 0.0

    def _residual_mean(self, line: Line) -> Fraction:
        slope, gap = self._about_centre(line)
        return (self.y - slope * self.x) / self.n_rows + gap

    def _mean_square(self, line: Line) -> Fraction:
        slope, gap = self._about_centre(line)
        n = self.n_rows
        squares = self.yy - 2 * slope * self.xy + slope * slope * self.xx
        return squares / n + 2 * gap * (self.y - slope * self.x) / n + gap * gap

    def _about_centre(self, line: Line) -> tuple[Fraction, Fraction]:
        """The slope, and the residual that a point at the centre has."""
        slope, (cx, cy) = Fraction(line.slope), map(Fraction, self.centre)
        return slope, cy - Fraction(line.intercept) - slope * cx


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
        products = (product_sum((u, zero), (v, zero)), product_sum((v, zero), (v, zero)))
        result += PointSums(centre, u.size, *map(_exact, (*sums, *products)))
    return result


def _exact(pair: Pair) -> Fraction:
    return Fraction(float(pair[0])) + Fraction(float(pair[1]))


def _float(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def _root(square: Fraction) -> float:
    """The square root, also where the square is too large or too small for a float."""
    if square <= 0:
        return 0.0
    shift = (square.numerator.bit_length() - square.denominator.bit_length()) // 2
    try:
        return math.ldexp(math.sqrt(square / Fraction(4) ** shift), shift)
    except OverflowError:
        return math.inf
