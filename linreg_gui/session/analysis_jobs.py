"""Jobs on what was analysed: the points of the fit plot, the exact solution once more. No signals here."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.drawing.scatter import Scatter, scatter_of
from linreg_gui.core.fitting.analysis import Analysis, DeviceFor, device_to_solve_on
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.solvers.analytic.on_device import solution_on
from linreg_gui.core.table.label_scale import unscaled


@dataclass(frozen=True, eq=False)
class FitPoints:
    """What the fit plot shows of the data: against one feature, or (None) label against label."""

    choice: int | None
    own_units: bool
    scatter: Scatter


def fit_points(analysis: Analysis, choice: int | None, own_units: bool) -> FitPoints:
    """Prepare the static points of the fit plot, on request with the label in its own units."""
    data = analysis.data
    y = unscaled(data.y, analysis.label_scale) if own_units else data.y
    x = y if choice is None else np.ascontiguousarray(data.X[:, choice])
    return FitPoints(choice, own_units, scatter_of(x, y, analysis.sample))


def timed_solution(analysis: Analysis, device_for: DeviceFor) -> tuple[Fit, float]:
    """The analytic solution and the seconds it took."""
    data = analysis.data
    device = device_to_solve_on(data, device_for)
    start = time.perf_counter()
    _, fit = solution_on(device, data)
    return fit, time.perf_counter() - start
