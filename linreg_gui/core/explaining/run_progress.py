"""How far a run is, and from the exact solution; known to a window that is there before numbers are."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class RunProgress:
    """How far a run is; as many rows are visited per second as the last field says, where it goes on."""

    step: int
    epoch: float
    epochs: int
    examples_per_second: float


@dataclass(frozen=True)
class RunDistance:
    """How far the predictions of a moment are from the exact ones.

    Attributes
    ----------
    distance : float or None
        None before the first update.
    standard_errors_off : float
        How far the farthest weight is off; NaN where there are no standard errors.
    remark : str
        See `Objective.distance_remark`.
    """

    distance: float | None
    standard_errors_off: float = math.nan
    remark: str = ""
