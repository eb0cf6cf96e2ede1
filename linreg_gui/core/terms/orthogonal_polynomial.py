"""Orthogonal polynomials of a column, as ``poly`` of R makes them, and the same for new rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted


@dataclass(frozen=True)
class PolynomialBasis:
    """What the polynomials were made with.

    Attributes
    ----------
    centres, squares : tuple of float
        ``alpha`` and ``norm2`` of R; the first of the squares, which is 1 there, is left out.
    """

    centres: tuple[float, ...]
    squares: tuple[float, ...]

    @property
    def degree(self) -> int:
        """Of the last polynomial."""
        return len(self.centres)

    def columns(self, x: FloatArray) -> FloatArray:
        """The polynomials from degree 1 on at these values, shape (n, degree)."""
        found = np.empty((len(x), self.degree))
        before, last = np.zeros_like(x), np.ones_like(x)
        with quiet_overflow():
            for k, centre in enumerate(self.centres):
                share = self.squares[k] / self.squares[k - 1] if k else 0.0
                before, last = last, (x - centre) * last - share * before
                found[:, k] = last / np.sqrt(self.squares[k + 1])
        return found


def polynomial_basis(x: FloatArray, degree: int, name: str) -> PolynomialBasis:
    """The basis of these values, by the recurrence of Forsythe (1957), as R keeps it.

    Raises
    ------
    ProblemError
        If there are not more different values than the degree, or they are too large.
    """
    different = len(np.unique(x))
    if different <= degree:
        raise ProblemError(
            f"A polynomial of degree {degree} needs more than {counted(degree, 'different number')}, but "
            f"“{name}” has {different:,} in the rows that are used.",
            ProblemKind.FORMULA,
        )
    centres: list[float] = []
    squares = [float(len(x))]
    before, last = np.zeros_like(x), np.ones_like(x)
    with quiet_overflow():
        for k in range(degree):
            # About the mean first, so that no digits are lost where the values lie far from zero.
            start = float(np.mean(x)) if not k else centres[0]
            centres.append(start + float(last * last @ (x - start)) / squares[-1])
            share = squares[k] / squares[k - 1] if k else 0.0
            before, last = last, (x - centres[k]) * last - share * before
            squares.append(float(last @ last))
    if not np.all(np.isfinite([*centres, *squares])) or min(squares) <= 0.0:
        raise ProblemError(
            f"The numbers in “{name}” cannot be raised to the power of {degree}: use another unit.",
            ProblemKind.OVERFLOW,
        )
    return PolynomialBasis(tuple(centres), tuple(squares))
