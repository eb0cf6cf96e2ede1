"""The analytic solution by a device, and by the CPU where that fails; the explanation says which it was."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from linreg_gui.core.backend.backend import Backend
from linreg_gui.core.backend.dataset_on_device import DeviceRows, on_device_or
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import Moments, is_wide, moments
from linreg_gui.core.problem import Problem

from .solver import solve_analytic


def solution_on(device: Backend, data: Dataset, **options: Any) -> tuple[Moments, Fit]:
    """Moments and solution of a dataset; the options are those of `solve_analytic`.

    Raises
    ------
    ProblemError
        As `solve_analytic`.
    """
    if device.name == "numpy" or is_wide(data) or data.row_weights is not None:
        return _on_host(data, **options)

    def work() -> tuple[Moments, Fit]:
        rows = DeviceRows(data, device)
        m = rows.moments()
        fit = solve_analytic(data, known=m, rows=rows, **options)
        return m, _explained(fit, "The GPU made the passes over all rows.")

    def otherwise(problem: Problem) -> tuple[Moments, Fit]:
        m, fit = _on_host(data, **options)
        return m, _explained(fit, f"{problem.sentence} The CPU solved it instead.")

    return on_device_or(device, work, otherwise)


def _on_host(data: Dataset, **options: Any) -> tuple[Moments, Fit]:
    m = moments(data)
    return m, solve_analytic(data, known=m, **options)


def _explained(fit: Fit, sentence: str) -> Fit:
    return replace(fit, explanation=f"{fit.explanation} {sentence}")
