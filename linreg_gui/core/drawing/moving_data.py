"""The rows of one feature in the middle of a stroke: one frozen value for every view of them; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.model.linear_model import Line
from linreg_gui.core.model.noise import NoiseSummary, summarise_noise
from linreg_gui.core.problem import ProblemError

from .exact_line import PointSums


@dataclass(frozen=True, eq=False)
class MovingData:
    """What the exact line goes by at this moment.

    Attributes
    ----------
    sums : PointSums
        Over all rows that take part.
    x, y : array, shape (k,)
        The rows whose residuals make the histogram: all of them, or a sample.
    groups : tuple of PointSums
        Over the rows of each group that is coloured.
    """

    sums: PointSums
    x: FloatArray
    y: FloatArray
    groups: tuple[PointSums, ...] = ()

    @cached_property
    def line(self) -> Line | None:
        """The exact solution; None without points, or if it is too steep to be written down."""
        return self.sums.line()

    @property
    def least(self) -> float | None:
        """The least half mean squared error; None without a line."""
        return None if self.line is None else self.sums.half_mse(self.line)

    @property
    def group_lines(self) -> tuple[Line | None, ...]:
        """The exact line of each group alone; None where its rows leave it open."""
        return tuple(sums.line() if sums.varies else None for sums in self.groups)

    def noise(self, line: Line | None) -> NoiseSummary | None:
        """The residuals of a line; None where they have no numbers."""
        if line is None or not self.x.size:
            return None
        try:
            return summarise_noise(
                self.sums.residuals(line, self.x, self.y),
                mean=self.sums.residual_mean(line),
                std=self.sums.residual_std(line),
                n_parameters=len(line),
                n_rows=self.sums.n_rows,
            )
        except (ProblemError, ValueError):  # too far away to be added up
            return None

    def distance(self, line: Line) -> float | None:
        """How far a line is from the exact one, see `PointSums.distance`."""
        return None if self.line is None else self.sums.distance(line, self.line)
