"""A curve of the normal distribution that is to be matched by moving another one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from linreg_gui.core.arrays import finite_number


@dataclass(frozen=True)
class GhostCurve:
    """The density of N(mean, std²).

    Raises
    ------
    ValueError
        If a number is not finite, or the standard deviation is not positive.
    """

    mean: float
    std: float

    def __post_init__(self) -> None:
        finite_number(self.mean, "The mean")
        if not finite_number(self.std, "The standard deviation") > 0.0:
            raise ValueError("The standard deviation must be positive.")

    @property
    def peak(self) -> float:
        """The largest density, 1/(σ√(2π)), which is at the mean."""
        return 1.0 / (self.std * math.sqrt(2.0 * math.pi))

    def overlap(self, other: GhostCurve) -> float:
        """The area below both curves, 1 where they are the same."""
        if self.std == other.std:
            return 2.0 * below(-abs(self.mean - other.mean) / (2.0 * self.std))
        narrow, wide = sorted((self, other), key=lambda curve: curve.std)
        # The curves cross where the logarithms of both densities are equal: a quadratic equation.
        a = 1.0 / narrow.std**2 - 1.0 / wide.std**2
        apart = narrow.mean - wide.mean
        # In u = x − narrow.mean: a·u² − 2·b·u − c = 0.
        b = apart / wide.std**2
        c = apart**2 / wide.std**2 + 2.0 * math.log(wide.std / narrow.std)
        root = math.sqrt(b * b + a * c)
        left, right = (b - root) / a, (b + root) / a
        inside = wide._between(narrow.mean + left, narrow.mean + right)
        return 1.0 - narrow._between(narrow.mean + left, narrow.mean + right) + inside

    def is_matched_by(self, other: GhostCurve, tolerance: float = 0.03) -> bool:
        """Whether another curve covers all of its area but this share."""
        return self.overlap(other) >= 1.0 - tolerance

    def _between(self, left: float, right: float) -> float:
        return below((right - self.mean) / self.std) - below((left - self.mean) / self.std)


# Those of the figure of (3.1.12).
BOOK_CURVES = (GhostCurve(0.0, 1.0), GhostCurve(0.0, 2.0), GhostCurve(3.0, 1.0))


def below(z: float) -> float:
    """The distribution function of N(0, 1)."""
    return 0.5 * math.erfc(-z / math.sqrt(2.0))
