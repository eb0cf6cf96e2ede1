"""A fit whose weights the data determine, with all that inference about it needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.linear_model import unchecked_residual
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.design_matrix import Design
from linreg_gui.core.solvers.analytic.row_weights import counted_rows
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.wording import counted, is_or_are

from .design_factor import DesignFactor, design_factor

# A gradient within these shares of its terms is that of a minimum: of the residuals, and of rounding.
_FLAT, _ROUNDING = 1e-6, 1e-10


@dataclass(frozen=True, eq=False)
class CheckedFit:
    """The exact solution for the rows that count, as weighted least squares sees it.

    A row of weight w has noise of variance σ²/w; in the whitened problem every row and its label are
    multiplied by √w.

    Attributes
    ----------
    data : Dataset
        Without the rows of weight 0.
    row_weights : array, shape (n,), or None
        Times ``1 / unit``, a power of two that keeps them near 1.
    unit : float
    kept : array of bool or None
        Which rows of the original data these are; None for all.
    fit : Fit
    moments : Moments
    factor : DesignFactor
    """

    data: Dataset
    row_weights: FloatArray | None
    unit: float
    kept: np.ndarray | None
    fit: Fit
    moments: Moments
    factor: DesignFactor

    @property
    def names(self) -> tuple[str, ...]:
        """Of the numbers that were fitted, the bias first if there is one."""
        return ("bias", *self.data.feature_names) if self.fit.bias_fitted else self.data.feature_names

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residuals."""
        return self.data.n_rows - len(self.names)

    @property
    def residual_sum(self) -> float:
        """Weighted sum of the squared residuals, in the unit of the row weights."""
        return 2.0 * self.fit.half_mse * self.factor.total_weight

    @property
    def total_sum(self) -> float:
        """The same of the label about its mean, or about 0 without a bias."""
        return self.moments.total_sum_of_squares * (self.factor.total_weight / self.data.n_rows)

    def blocks(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Rows of Q of the whitened design matrix with their whitened residuals, label − prediction."""
        start = 0
        for X, y in self.data.blocks():
            q = self.factor.projected(X)
            with quiet_overflow():
                e = unchecked_residual(X, y, self.fit.weights, self.fit.bias)
            if self.row_weights is not None:
                root = np.sqrt(self.row_weights[start : start + len(y)])
                q *= root[:, None]
                e *= root
            start += len(y)
            yield q, e

    def residuals(self) -> FloatArray:
        """All whitened residuals, shape (n,)."""
        return np.concatenate([e for _, e in self.blocks()])


def checked_fit(
    data: Dataset, fit: Fit | None, row_weights: ArrayLike | None, fit_bias: bool | None, *, spare: int = 1
) -> CheckedFit:
    """The fit with all that inference needs, or a sentence where there is nothing to infer from.

    Parameters
    ----------
    data : Dataset
    fit : Fit or None
        The analytic solution if it is at hand; it is worked out if not.
    row_weights : array_like, shape (n,), or None
    fit_bias : bool or None
        None for that of the fit, and a bias without one.
    spare : int
        Rows needed beyond the numbers that are fitted.

    Raises
    ------
    ValueError
        If the fit is not the least-squares solution for these data, weights and bias.
    ProblemError
        If there are too few rows or features depend on each other.
    """
    if not isinstance(data, Dataset) or not (fit is None or isinstance(fit, Fit)):
        raise ValueError("What is judged must be a Dataset, and its fit a Fit.")
    bias_fitted = True if fit is None else fit.bias_fitted
    if fit_bias is not None and fit is not None and fit_bias != bias_fitted:
        raise ValueError("The fit and the argument fit_bias do not agree on whether there is a bias.")
    bias_fitted = bias_fitted if fit_bias is None else fit_bias
    counted_data, weights, unit, kept = counted_rows(data, row_weights)
    _check_rows(counted_data, counted_data.n_features + bias_fitted, spare)
    m = moments(counted_data, weights, centred=bias_fitted)
    everything = np.arange(counted_data.n_features)
    design = Design(counted_data, everything, m.feature_means, weights, bias_fitted)
    if fit is None:
        known = m if weights is None and bias_fitted else None
        fit = solve_analytic(counted_data, row_weights=weights, fit_bias=bias_fitted, known=known)
    else:
        _check_fit(design, fit, m)
    if fit.dependencies:
        raise ProblemError(
            f"The weights are not determined by the data: {fit.dependencies[0]}. "
            "Ignore one of these columns to judge the others.",
            ProblemKind.RANK,
        )
    factor = design_factor(design, m, fit.condition_number)
    return CheckedFit(counted_data, weights, unit, kept, fit, m, factor)


def _check_rows(data: Dataset, unknowns: int, spare: int) -> None:
    if data.n_rows < unknowns + spare:
        raise ProblemError(
            f"{counted(data.n_rows, 'row')} {is_or_are(data.n_rows)} too few "
            f"to judge {counted(unknowns, 'number')}: "
            f"at least {unknowns + spare} are needed.",
            ProblemKind.TOO_FEW_ROWS,
        )


def _check_fit(design: Design, fit: Fit, m: Moments) -> None:
    """Only at the minimum do the formulas hold: refuse SGD, a penalty, and other data or weights."""
    data = design.data
    if len(fit.weights) != data.n_features:
        raise ValueError(
            f"The fit has {counted(len(fit.weights), 'weight')} "
            f"but the data have {counted(data.n_features, 'feature')}."
        )
    constant = fit.bias + float(m.feature_means @ fit.weights)
    theta = np.append(constant, fit.weights) if fit.bias_fitted else fit.weights
    gradient, squares = design.gradient(theta, centre=True)
    share = design.total_weight / data.n_rows
    lengths = design.column_lengths(m.norms[:-1] * np.sqrt(share))
    label = np.sqrt((m.gram[-1, -1] + data.n_rows * m.label_mean**2) * share)
    size = label + float(lengths @ np.abs(theta))
    if (np.abs(gradient) > lengths * (_FLAT * np.sqrt(squares) + _ROUNDING * size)).any():
        raise ValueError(
            "Only the least-squares solution can be judged; this fit is another one "
            "(from SGD, with a ridge penalty, or for other data or row weights)."
        )
