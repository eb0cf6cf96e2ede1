"""`fit`: one call from a dataset to a fitted model, whichever the solver."""

from __future__ import annotations

from typing import Literal

from numpy.typing import ArrayLike

from .dataset import Dataset
from .learning_rate import divergence_sentence, learning_rate_limits
from .linear_model import half_mse, r_squared
from .moments import moments
from .problem import ProblemError
from .solvers.analytic import solve_analytic
from .solvers.result import Fit
from .solvers.sgd import Sgd, SgdConfig


def fit(
    data: Dataset,
    *,
    solver: Literal["analytic", "sgd"] = "analytic",
    backend: str = "numpy",
    ridge: float = 0.0,
    row_weights: ArrayLike | None = None,
    fit_bias: bool = True,
    config: SgdConfig | None = None,
) -> Fit:
    """Fit a linear model.

    Parameters
    ----------
    data : Dataset
    solver : "analytic" or "sgd"
    backend : "numpy"
    ridge : float
        Penalty of the analytic solution, see `solve_analytic`.
    row_weights : array_like, shape (n,), optional
        How much each row counts in the analytic solution, see `solve_analytic`.
    fit_bias : bool
        Whether the analytic solution has a bias.
    config : SgdConfig, optional
        Settings of minibatch SGD.

    Returns
    -------
    Fit

    Raises
    ------
    ValueError
        If an argument is unknown or does not go with the solver.
    ProblemError
        If SGD diverges; the sentence names the largest stable learning rate.
    """
    if backend != "numpy":
        raise ValueError(f"The backend “{backend}” is not available; use “numpy”.")
    if solver == "analytic":
        if config is not None:
            raise ValueError("A configuration belongs to the solver “sgd”.")
        return solve_analytic(data, ridge=ridge, row_weights=row_weights, fit_bias=fit_bias)
    if solver != "sgd":
        raise ValueError(f"The solver is “analytic” or “sgd”, not “{solver}”.")
    if ridge:
        raise ValueError("The ridge penalty belongs to the solver “analytic”.")
    if row_weights is not None or not fit_bias:
        raise ValueError("Row weights and fits without a bias belong to the solver “analytic”.")
    return _fit_sgd(data, config or SgdConfig())


def _fit_sgd(data: Dataset, config: SgdConfig) -> Fit:
    m = moments(data)
    sgd = Sgd(data, config, known=m)
    sgd.advance(sgd.steps_left)
    if sgd.diverged:
        limits = learning_rate_limits(data, config, known=m)
        raise ProblemError(divergence_sentence(limits, config, sgd.step), "diverged")
    state = sgd.snapshot()
    exact = solve_analytic(data, known=m)
    loss = half_mse(data, state.weights, state.bias)
    return Fit(
        weights=state.weights,
        bias=state.bias,
        half_mse=loss,
        r_squared=r_squared(loss, m),
        rank=exact.rank,
        condition_number=exact.condition_number,
        method="sgd",
        explanation=f"Minibatch SGD: {_count(state.step, 'update')} in {_count(config.epochs, 'epoch')}.",
        dependencies=exact.dependencies,
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
