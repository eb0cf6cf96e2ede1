"""`fit`: one call from a dataset to a fitted model, whichever the solver."""

from __future__ import annotations

from typing import Literal

from numpy.typing import ArrayLike

from linreg_gui.core.backend.backend import backend as open_backend
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import HuberLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.on_device import solution_on
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.solvers.sgd.learning_rate import divergence_sentence, learning_rate_limits
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.stopping import StopRules

from .train import train


def fit(
    data: Dataset,
    *,
    solver: Literal["analytic", "sgd"] = "analytic",
    backend: str = "numpy",
    ridge: float = 0.0,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
    config: SgdConfig | None = None,
    stop: StopRules | None = None,
    validation: Dataset | float | None = None,
) -> Fit:
    """Fit a linear model.

    Parameters
    ----------
    data : Dataset
    solver : "analytic" or "sgd"
    backend : "numpy" or "cupy"
        What computes: the CPU, or an NVIDIA GPU. If the GPU fails, the CPU takes over, and the explanation
        says so. Row weights are always computed with on the CPU.
    ridge : float
        Penalty of the analytic solution, see `solve_analytic`.
    row_weights : array_like, shape (n,), optional
        How much each row counts in the analytic solution, see `solve_analytic`.
    fit_bias : bool, optional
        Whether the analytic solution has a bias; by default as the dataset has it, which SGD follows, too.
    config : SgdConfig, optional
        Settings of minibatch SGD.
    stop : StopRules, optional
        When minibatch SGD ends before its last epoch.
    validation : Dataset or float, optional
        Data for early stopping, or the share of the rows to hold out for it, see `train`.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        If an argument is unknown or does not go with the solver.
    ProblemError
        If there is no GPU, or SGD diverges; the sentence names the largest stable learning rate.
    """
    device = open_backend(backend)
    if solver == "analytic":
        if not (config is None and stop is None and validation is None):
            raise ValueError("A configuration, stop rules and validation belong to the solver “sgd”.")
        if backend == "numpy" or row_weights is not None:
            return solve_analytic(data, ridge=ridge, row_weights=row_weights, fit_bias=fit_bias)
        return solution_on(device, data, ridge=ridge, fit_bias=fit_bias)[1]
    if solver != "sgd":
        raise ValueError(f"The solver is “analytic” or “sgd”, not “{solver}”.")
    if ridge:
        raise ValueError("The ridge penalty belongs to the solver “analytic”; SGD has weight decay.")
    if row_weights is not None or fit_bias is not None:
        raise ValueError("SGD takes row weights, and whether there is a bias, from the dataset.")
    return _fit_sgd(data, SgdConfig() if config is None else config, stop, validation, backend)


def _fit_sgd(
    data: Dataset,
    config: SgdConfig,
    stop: StopRules | None,
    validation: Dataset | float | None,
    backend: str,
) -> Fit:
    run = train(data, config, stop=stop, validation=validation, backend=backend)
    if run.ended_by == "diverged":
        curved = isinstance(config.loss, (SquaredLoss, HuberLoss))
        limits = learning_rate_limits(run.data, config) if curved else None
        raise ProblemError(divergence_sentence(limits, config, run.snapshot.step), ProblemKind.DIVERGED)
    return run.fit
