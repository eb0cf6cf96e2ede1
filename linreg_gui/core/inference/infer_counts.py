"""What counts say about bias and weights of the Poisson loss: errors, tests, intervals, criteria."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, quiet_overflow, within_range
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit

from .distributions import distributions
from .infer import Coefficients, checked_level
from .robust import ErrorKind, root_of
from .sandwich import checked_question, factor_of, middle_of, normal_table

_HARDLY_VARIES = "A feature hardly varies where counts are to be expected, so its weight cannot be judged."


@dataclass(frozen=True, eq=False)
class CountInference:
    """Everything about one fit of the Poisson loss that rests on independent Poisson counts.

    Attributes
    ----------
    table : Coefficients
        ``t`` holds z, estimate over standard error, and ``p`` is that of the normal distribution.
    n_features : int
    root : array, shape (k, k)
        Times its transpose it is the covariance of (bias and) weights.
    level : float
    errors : "plain", "HC0" or "HC1"
    log_likelihood, null_log_likelihood : float
        Of the counts, under the model and without features: under their mean, or under 1 without a bias.
    deviance, null_deviance : float
        Twice what the log-likelihood lacks to that of a model through every count.
    aic, bic : float
        −2·log_likelihood + 2k, and + k·ln n.
    """

    table: Coefficients
    n_features: int
    root: FloatArray
    level: float
    errors: ErrorKind
    log_likelihood: float
    null_log_likelihood: float
    deviance: float
    null_deviance: float
    aic: float
    bic: float

    @property
    def ratio_test(self) -> tuple[float, float]:
        """Likelihood-ratio test that all weights are 0: χ² with d degrees of freedom, and its p."""
        chi2 = 2.0 * (self.log_likelihood - self.null_log_likelihood)
        return chi2, float(distributions().chi2.sf(chi2, self.n_features))

    @property
    def deviance_explained(self) -> float:
        """The share of the deviance without features that the model explains; NaN where there is none."""
        return 1.0 - self.deviance / self.null_deviance if self.null_deviance > 0.0 else math.nan


def infer_counts(
    data: Dataset, fit: Fit, *, level: float = 0.95, errors: ErrorKind = "plain"
) -> CountInference:
    """`CountInference` of the least Poisson loss.

    Parameters
    ----------
    data : Dataset
    fit : Fit
        Where the mean Poisson loss is least, without weight decay.
    level : float
        Confidence of the intervals, between 0 and 1.
    errors : "plain", "HC0" or "HC1"
        From the information matrix, or robust against counts that vary more or less than Poisson ones.

    Raises
    ------
    ValueError
        If ``level`` is out of its range, ``errors`` unknown, or ``fit`` is not where the loss is least.
    ProblemError
        If features depend on each other, or HC2 or HC3 are asked for, which are for least squares.

    Notes
    -----
    McCullagh and Nelder, Generalized Linear Models (1989), 2.5: variances are the inverse of XᵀMX, with the
    means of the counts in M. It is never formed: its root comes from the factor of the features whose rows
    are weighted by these means. Robust errors are those of White (1982), Econometrica 50.
    """
    level, errors = checked_level(level), checked_question(data, fit, errors)
    n, bias = data.n_rows, int(fit.bias_fitted)
    k = data.n_features + bias
    outputs = np.concatenate([0.0 - fit.unchecked_residual(X, np.zeros(len(y))) for X, y in data.blocks()])
    with quiet_overflow():
        means = within_range(np.exp(outputs), "predictions")
    factor, unit = factor_of(data, means, fit.bias_fitted, _HARDLY_VARIES)
    middle = middle_of(data, factor, lambda rows: data.y[rows] - means[rows], "Poisson loss")
    root = factor.back() / math.sqrt(unit)
    if errors != "plain":
        root = factor.back() @ root_of(middle) / unit
        root = root * math.sqrt(n / (n - k)) if errors == "HC1" else root
    log_likelihood = _log_likelihood(data.y, outputs, means)
    mean = float(data.y.mean()) if bias else 1.0
    null = _log_likelihood(data.y, np.full(n, math.log(mean)), np.full(n, mean)) if mean > 0.0 else 0.0
    full = _log_likelihood(data.y, np.log(np.maximum(data.y, np.finfo(np.float64).tiny)), data.y)
    return CountInference(
        table=normal_table(data, fit, root, level),
        n_features=data.n_features,
        root=frozen(root),
        level=level,
        errors=errors,
        log_likelihood=log_likelihood,
        null_log_likelihood=null,
        deviance=max(0.0, 2.0 * (full - log_likelihood)),
        null_deviance=max(0.0, 2.0 * (full - null)),
        aic=2.0 * k - 2.0 * log_likelihood,
        bic=math.log(n) * k - 2.0 * log_likelihood,
    )


def _log_likelihood(y: FloatArray, outputs: FloatArray, means: FloatArray) -> float:
    from scipy.special import gammaln

    return float(np.sum(y * outputs - means - gammaln(y + 1.0)))
