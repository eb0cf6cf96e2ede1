"""What the data say about bias and weights of the Huber loss: errors, tests and intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, finite_array, frozen, quiet_overflow, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import HuberLoss
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, is_or_are

from .design_factor import DesignFactor
from .distributions import distributions
from .infer import Coefficients, checked_level
from .predictor import squared_lengths
from .robust import ErrorKind, JointTest, joint_test, root_of
from .sandwich import checked_question, factor_of, middle_of, normal_table

_HARDLY_VARIES = "A feature does not vary in the rows within δ, so its weight cannot be judged."


@dataclass(frozen=True, eq=False)
class HuberInference:
    """Everything about one fit of the Huber loss that rests on independent noise of whatever shape.

    Attributes
    ----------
    table : Coefficients
        ``t`` holds z, estimate over standard error, and ``p`` is that of the normal distribution.
    n_features : int
    root : array, shape (k, k)
        Times its transpose it is the covariance of (bias and) weights.
    level : float
    errors : "plain", "HC0" or "HC1"
    n_within : int
        Rows whose residuals count by their square.
    fit : Fit
    factor : DesignFactor
    middle : array, shape (k, k)
        The covariance in the coordinates of Q.
    """

    table: Coefficients
    n_features: int
    root: FloatArray
    level: float
    errors: ErrorKind
    n_within: int
    fit: Fit
    factor: DesignFactor
    middle: FloatArray

    def at(self, X: ArrayLike) -> tuple[FloatArray, FloatArray, FloatArray]:
        """The prediction at new rows, and the ends of its confidence interval, shape (m,) each.

        How far a single new label lies from it the loss does not say.
        """
        rows = finite_array(X, "X", 2)
        quantile = float(distributions().norm.ppf(0.5 + 0.5 * self.level))
        with quiet_overflow():
            centre = self.fit.predict(rows)
            half = quantile * np.sqrt(squared_lengths(self.factor, rows, self.middle))
            return centre, centre - half, centre + half

    @property
    def joint_test(self) -> JointTest:
        """Wald’s test that all weights are 0."""
        k, estimate = len(self.table.estimate), self.table.estimate
        return joint_test(self.root, estimate, range(k - self.n_features, k), math.inf)


def infer_huber(
    data: Dataset, fit: Fit, loss: HuberLoss, *, level: float = 0.95, errors: ErrorKind = "plain"
) -> HuberInference:
    """`HuberInference` of the least mean of this loss.

    Parameters
    ----------
    data : Dataset
    fit : Fit
        Where that is least, without weight decay.
    loss : HuberLoss
    level : float
        Confidence of the intervals, between 0 and 1.
    errors : "plain", "HC0" or "HC1"
        For noise that is alike in all rows, or robust against noise that varies from row to row.

    Raises
    ------
    ValueError
        If ``level`` is out of its range, ``errors`` unknown, or ``fit`` is not where the loss is least.
    ProblemError
        If features depend on each other, too few residuals are within δ, or HC2 or HC3 are asked for, which
        are for least squares.

    Notes
    -----
    Huber, Robust Statistics (1981), 7.6: plain errors are those of ``rlm`` in R and ``H1`` in statsmodels,
    for a threshold that is given and not estimated. Robust ones are A⁻¹BA⁻¹, with the sums A of ψ'·xxᵀ and B
    of ψ²·xxᵀ (White 1982, Econometrica 50).
    """
    level, errors = checked_level(level), checked_question(data, fit, errors)
    n, bias = data.n_rows, int(fit.bias_fitted)
    k = data.n_features + bias
    residuals = np.concatenate([fit.unchecked_residual(X, y) for X, y in data.blocks()])
    pulls = np.clip(residuals, -loss.threshold, loss.threshold)
    within = (np.abs(residuals) <= loss.threshold).astype(np.float64)
    n_within = int(within.sum())
    if n_within <= k or n <= k:
        raise ProblemError(
            f"{counted(n_within, 'residual')} {is_or_are(n_within)} within δ = "
            f"{number_text(loss.threshold)}, too few to judge {counted(k, 'number')}: choose a larger δ.",
            ProblemKind.TOO_FEW_ROWS,
        )
    plain = errors == "plain"
    factor, unit = factor_of(data, None if plain else within, fit.bias_fitted, _HARDLY_VARIES)
    middle = middle_of(data, factor, lambda rows: pulls[rows], loss.name)
    with quiet_overflow():
        if plain:
            share = n_within / n
            correction = 1.0 + k / n * (1.0 - share) / share
            spread = correction * math.sqrt(float(pulls @ pulls) / (n - k)) / share
            middle, inner = spread**2 * np.eye(k), spread * np.eye(k)
        else:
            middle = middle / unit**2 * (n / (n - k) if errors == "HC1" else 1.0)
            inner = root_of(middle)
        root = factor.back() @ inner
    return HuberInference(
        table=normal_table(data, fit, root, level),
        n_features=data.n_features,
        root=frozen(root),
        level=level,
        errors=errors,
        n_within=n_within,
        fit=fit,
        factor=factor,
        middle=frozen(within_range(middle, "standard errors")),
    )
