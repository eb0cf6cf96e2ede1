"""The exact solution as an estimator."""

from __future__ import annotations

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.solvers.reference.solver import solve_reference

from .fitted_line import FittedLine


class ExactRegressor(FittedLine):
    """The weights and the bias with the least mean loss, to all digits there are.

    Parameters
    ----------
    loss : "squared", "absolute", "huber" or "poisson"
        What is least on the mean over the rows.
    huber_threshold : float, optional
        Up to where errors count by their square; by default 1.345 times the spread of the residuals of least
        squares.
    ridge : float
        Penalty ½·ridge·‖w‖² beside the mean loss, on weights in the units of the data and not on the bias.
        With half squared errors that is `Ridge` of scikit-learn with ``alpha`` = ridge · n.
    fit_intercept : bool
        Whether the model has a bias.

    Attributes
    ----------
    coef_, intercept_
        Weights and bias.
    fit_ : linreg_gui.core.Fit
        The same with everything that is known of the solution: rank, condition number, digits, how it was
        solved.
    loss_ : linreg_gui.core.Loss
    n_features_in_, feature_names_in_
        As in every estimator.
    """

    def __init__(
        self,
        *,
        loss: str = "squared",
        huber_threshold: float | None = None,
        ridge: float = 0.0,
        fit_intercept: bool = True,
    ) -> None:
        self.loss = loss
        self.huber_threshold = huber_threshold
        self.ridge = ridge
        self.fit_intercept = fit_intercept

    def _solve(self, data: Dataset, loss: Loss) -> Fit:
        if isinstance(loss, SquaredLoss):
            return fit(data, ridge=self.ridge)
        return solve_reference(data, loss, self.ridge).fit
