"""A fit whose weights the data determine, with all that inference about it needs."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, quiet_overflow, subtract_row
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import Pair, add, product_sum, two_sum
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import Moments, moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.analytic.design_matrix import Design
from linreg_gui.core.solvers.analytic.refinement import exact_gradient
from linreg_gui.core.solvers.analytic.row_weights import counted_rows, light_rows_sentence
from linreg_gui.core.solvers.analytic.solver import solve_analytic
from linreg_gui.core.wording import counted, is_or_are

from .design_factor import DesignFactor, corrected_factor, design_factor

# Predictions this near to those of the minimum are its own: beside the residuals, and beside all terms.
_FLAT, _ROUNDING = 1e-6, 1e-14
# Where less than so many errors of a leverage are left to 1, it is 1 as far as anybody can tell; ...
_KNOWN = 1e3
# ... and below so many, a better factor is worth a pass over the rows.
_CLEAR = 1e8


@dataclass(frozen=True, eq=False)
class CheckedFit:
    """The exact solution for the rows that count, as weighted least squares sees it.

    A row of weight w has noise of variance σ²/w; in the whitened problem every row and its label are
    multiplied by √w.

    Whatever judges a fit takes one of these in its place, so that several share what it costs.

    Attributes
    ----------
    source : Dataset
        What it was asked for.
    data : Dataset
        Without the rows of weight 0.
    row_weights : array, shape (n,), or None
        Times ``1 / unit``, a power of two that keeps them near 1.
    unit : float
    kept : array of bool or None
        Which rows of the original data these are; None for all.
    fit : Fit
    moments : Moments
    design : Design
    factor : DesignFactor
    """

    source: Dataset
    data: Dataset
    row_weights: FloatArray | None
    unit: float
    kept: np.ndarray | None
    fit: Fit
    moments: Moments
    design: Design
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
        return 2.0 * self.fit.half_mse * self.design.total_weight

    @property
    def total_sum(self) -> float:
        """The same of the label about its mean, or about 0 without a bias."""
        return self.moments.total_sum_of_squares * (self.design.total_weight / self.data.n_rows)

    def blocks(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Rows of Q of the whitened design matrix with their whitened residuals, label − prediction."""
        start = 0
        for X, y in self.data.blocks():
            q = self.factor.projected(X)
            e = self.fit.unchecked_residual(X, y)
            if self.row_weights is not None:
                root = np.sqrt(self.row_weights[start : start + len(y)])
                q *= root[:, None]
                e = e * root
            start += len(y)
            yield q, e

    def columns(self) -> Iterator[tuple[FloatArray, FloatArray]]:
        """`blocks` with the rows of Q transposed, shape (k, n), which is faster where columns are summed."""
        start = 0
        for X, y in self.data.blocks():
            q, e = self.factor.columns(X), self.fit.unchecked_residual(X, y)
            if self.row_weights is not None:
                root = np.sqrt(self.row_weights[start : start + len(y)])
                q *= root
                e = e * root
            start += len(y)
            yield q, e

    def leverages(self, q: FloatArray, *, transposed: bool = False) -> tuple[FloatArray, FloatArray]:
        """Leverages of rows of Q, and 1 − leverage: NaN where the error hides what is left."""
        leverage = np.minimum(np.einsum("ij,ij->j" if transposed else "ij,ij->i", q, q), 1.0)
        free = 1.0 - leverage
        return leverage, np.where(free > _KNOWN * self.factor.error, free, np.nan)

    def needs_correction(self, free: FloatArray) -> bool:
        """Whether a leverage is so near to 1 that the factor of `corrected` tells more of what is left."""
        return not self.factor.is_corrected and bool((~(free > _CLEAR * self.factor.error)).any())

    def corrected(self) -> CheckedFit:
        """The same with all digits of the leverages."""
        return replace(self, factor=corrected_factor(self.design, self.moments))

    def effects(self) -> FloatArray:
        """Qᵀy of the whitened problem, the label less its mean where there is a bias."""
        sums, start = np.zeros(len(self.names)), 0
        for X, y in self.data.blocks():
            label = y - self.moments.label_mean
            if self.row_weights is not None:
                label *= self.row_weights[start : start + len(y)]
            start += len(y)
            sums += label @ self.factor.projected(X)
        return sums

    def need(self, spare: int) -> None:
        """Refuse where there are not so many rows beyond the numbers that are fitted.

        Raises
        ------
        ProblemError
        """
        _check_rows(self.data, len(self.names), spare, "")

    def residuals(self) -> FloatArray:
        """All whitened residuals, shape (n,)."""
        parts = [self.fit.unchecked_residual(X, y) for X, y in self.data.blocks()]
        found = np.concatenate(parts)
        return found if self.row_weights is None else found * np.sqrt(self.row_weights)

    def shared(self, X: FloatArray, values: FloatArray) -> FloatArray:
        """What some rows add to Qᵀ times numbers of all rows, shape (k, m) for values of shape (n, m).

        Rows of Q are made only where that saves digits. Values of a whitened problem come times √weight.
        """
        factor = self.factor
        if not factor.is_plain:
            return factor.projected(X).T @ values
        sums = subtract_row(X, factor.mean, out=np.empty(X.shape)).T @ values
        if not factor.fit_bias:
            return factor.steps(sums)
        totals = np.ones(len(X)) @ values  # several times as fast as values.sum(axis=0)
        return factor.steps(np.vstack([totals, sums]))


def checked_fit(
    data: Dataset,
    fit: Fit | CheckedFit | None,
    row_weights: ArrayLike | None,
    fit_bias: bool | None,
    *,
    spare: int = 1,
    known: Moments | None = None,
) -> CheckedFit:
    """The fit with all that inference needs, or a sentence where there is nothing to infer from.

    Parameters
    ----------
    data : Dataset
    fit : Fit, CheckedFit or None
        The analytic solution if it is at hand; it is worked out if not. What was checked before, for the same
        data, is taken as it is.
    row_weights : array_like, shape (n,), or None
    fit_bias : bool or None
        None for that of the fit, and that of the dataset without one.
    spare : int
        Rows needed beyond the numbers that are fitted.

    Raises
    ------
    ValueError
        If the fit is not the least-squares solution for these data, weights and bias.
    ProblemError
        If there are too few rows or features depend on each other.
    """
    if isinstance(fit, CheckedFit):
        return _checked_before(fit, data, row_weights, fit_bias, spare)
    if not isinstance(data, Dataset) or not (fit is None or isinstance(fit, Fit)):
        raise ValueError("What is judged must be a Dataset, and its fit a Fit.")
    bias_fitted = data.has_bias if fit is None else fit.bias_fitted
    if fit_bias is not None and fit is not None and fit_bias != bias_fitted:
        raise ValueError("The fit and the argument fit_bias do not agree on whether there is a bias.")
    bias_fitted = bias_fitted if fit_bias is None else fit_bias
    row_weights = data.row_weights if row_weights is None else row_weights
    counted_data, weights, unit, kept = counted_rows(data, row_weights)
    light = light_rows_sentence(row_weights, False)
    _check_rows(counted_data, counted_data.n_features + bias_fitted, spare, light)
    if known is None or weights is not None or not bias_fitted:
        known = moments(counted_data, weights, centred=bias_fitted)
    m = known
    everything = np.arange(counted_data.n_features)
    design = Design(counted_data, everything, m.feature_means, weights, bias_fitted)
    given = fit
    if fit is None:
        of_all = m if weights is None and bias_fitted else None
        fit = solve_analytic(counted_data, row_weights=weights, fit_bias=bias_fitted, known=of_all)
    elif len(fit.weights) != counted_data.n_features:
        raise ValueError(
            f"The fit has {counted(len(fit.weights), 'weight')} "
            f"but the data have {counted(counted_data.n_features, 'feature')}."
        )
    if fit.dependencies:
        told = (
            f"{light_rows_sentence(row_weights, True)} The weights are not determined by the data: "
            f"{fit.dependencies[0]}. Ignore one of these columns to judge the others."
        )
        raise ProblemError(told.lstrip(), ProblemKind.RANK)
    factor = design_factor(design, m, fit.condition_number)
    checked = CheckedFit(data, counted_data, weights, unit, kept, fit, m, design, factor)
    if given is not None:
        _check_fit(checked)
    return checked


def _checked_before(
    fit: CheckedFit, data: Dataset, row_weights: ArrayLike | None, fit_bias: bool | None, spare: int
) -> CheckedFit:
    if data is not fit.source:
        raise ValueError("The fit was checked for other data.")
    if row_weights is not None or fit_bias not in (None, fit.fit.bias_fitted):
        raise ValueError("A fit that was checked has row weights and a bias of its own.")
    _check_rows(fit.data, len(fit.names), spare, "")
    return fit


def _check_rows(data: Dataset, unknowns: int, spare: int, left_out: str) -> None:
    if data.n_rows < unknowns + spare:
        told = (
            f"{left_out} {counted(data.n_rows, 'row')} {is_or_are(data.n_rows)} too few "
            f"to judge {counted(unknowns, 'number')}: at least {unknowns + spare} are needed."
        )
        raise ProblemError(told.lstrip(), ProblemKind.TOO_FEW_ROWS)


def _check_fit(checked: CheckedFit) -> None:
    """Only at the minimum do the formulas hold: refuse SGD, a penalty, and other data or weights.

    What is compared is by how much the predictions of the minimum differ from those of the fit: beside the
    residuals, and beside what rounding the weights and the bias of a fit does to its predictions.
    """
    design, fit, m = checked.design, checked.fit, checked.moments
    first, total = design.first, design.total_weight
    hi, lo = _at_shift(fit, design)
    if checked.factor.is_corrected:
        gradient, squares = exact_gradient(design, (hi, lo))
    else:
        gradient, squares = design.gradient(hi, centre=True, rest=float(lo[:first].sum()))
    with quiet_overflow():
        difference = float(np.linalg.norm(checked.factor.steps(gradient)))
        terms = m.norms / math.sqrt(m.n_rows) * np.append(np.abs(fit.weights), 1.0)
        size = float(terms.sum()) + abs(float(hi[:first].sum()) - m.label_mean)
        if fit.centred is None:
            size += abs(fit.bias) + float(np.abs(m.feature_means) @ np.abs(fit.weights))
        size *= math.sqrt(total)
    if not difference <= _FLAT * math.sqrt(squares) + _ROUNDING * size:
        raise ValueError(
            "Only the least-squares solution can be judged; this fit is another one "
            "(from SGD, with a ridge penalty, or for other data or row weights)."
        )


def _at_shift(fit: Fit, design: Design) -> Pair:
    """(Constant and) weights of the fit, the constant being the prediction at the shift of the design."""
    weights = np.asarray(fit.weights)
    rest = np.zeros_like(weights) if fit.centred is None else fit.centred.weights_rest
    if not fit.bias_fitted:
        return weights, rest
    constant: Pair = (np.array([fit.bias]), np.zeros(1))
    way = design.shift
    way_rest = np.zeros_like(way)
    if fit.centred is not None:
        constant = np.array(fit.centred.constant[:1]), np.array(fit.centred.constant[1:])
        way, way_rest = two_sum(design.shift, -fit.centred.shift)
    constant = add(
        constant, product_sum((way[:, None], way_rest[:, None]), (weights[:, None], rest[:, None]))
    )
    return np.append(constant[0], weights), np.append(constant[1], rest)
