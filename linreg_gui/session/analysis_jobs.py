"""Jobs on a table: looking at it, and its exact solution once more. No signals here."""

from __future__ import annotations

import time
from dataclasses import replace

from linreg_gui.core.fitting.analysis import Analysis, DeviceFor, analyse, device_to_solve_on
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.solvers.analytic.on_device import solution_on
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.table.table import Table


def analysis_of(table: Table, device_for: DeviceFor, before: Analysis | None) -> Analysis:
    """What is to be known of a table; ``before`` of another state of it, whose numbers may be the same."""
    roles, recipe, formulas = table.roles_as_came, table.recipe, table.formulas
    known = analyse(table.frame, roles, table.truth, recipe, device_for, table.row_ids, before, formulas)
    large = table.large
    if large is not None and large.is_part:  # or whatever tells of rows would be taken for that of all
        known = replace(known, ledger=replace(known.ledger, sample_of=large.rows))
    known.get_ready()
    return known


def timed_solution(objective: Objective, device_for: DeviceFor) -> tuple[Fit, float]:
    """The exact solution and the seconds it took."""
    data = objective.analysis.data
    if not objective.is_plain:
        start = time.perf_counter()
        fit = solve_reference(data, objective.loss, objective.weight_decay).fit
        return fit, time.perf_counter() - start
    device = device_to_solve_on(data, device_for)
    start = time.perf_counter()
    _, fit = solution_on(device, data)
    return fit, time.perf_counter() - start
