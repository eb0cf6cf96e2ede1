"""The analytic solution (chapter 3.1.1.3): normal equations where they are exact enough, QR where not."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, finite_number, frozen, quiet_overflow
from linreg_gui.core.backend.dataset_on_device import DeviceRows
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.double_double import Pair, add, product_sum, two_sum
from linreg_gui.core.model.fit_result import Centred, Dependency, Fit
from linreg_gui.core.model.linear_model import r_squared
from linreg_gui.core.model.moments import Moments, moments, uncentred
from linreg_gui.core.number_text import number_text
from linreg_gui.core.wording import counted, first_few, is_or_are

from .design_matrix import Design
from .factorisations import Answer, by_cholesky, by_qr, by_ridge, by_wide_ridge, correlation_condition
from .rank import RankSplit
from .row_weights import light_rows_sentence, weighted_rows

# Above this scaled condition number squaring it in the Gram matrix costs too many digits.
_CHOLESKY_LIMIT = 1e4
_TOLD = 3  # dependencies
_MOST_DIGITS, _ENOUGH_DIGITS = 15, 9
# By how much of itself rounding changes a number, on average over many.
_CHANGE = 2.0**-54
# A larger penalty of all rows together could overflow.
_LARGEST_PENALTY = 1e290


def solve_analytic(
    data: Dataset,
    *,
    ridge: float = 0.0,
    row_weights: ArrayLike | None = None,
    fit_bias: bool | None = None,
    known: Moments | None = None,
    rows: DeviceRows | None = None,
) -> Fit:
    """Weights and bias that minimise the half mean squared error (eq. 3.1.7 and 3.1.9).

    Parameters
    ----------
    data : Dataset
    ridge : float
        Penalty ½·ridge·‖w‖² added to the loss, in squared label units; the bias is not penalised.
    row_weights : array_like, shape (n,), optional
        How much each row counts: the loss is then the weighted mean of ½(ŷ − y)². Only ratios matter; a
        weight of 2 is the same as the row twice, a weight of 0 as no row. By default those of the dataset.
    fit_bias : bool, optional
        By default as the dataset has it. Without a bias the line goes through the origin, nothing is
        centred, and R² is 1 − RSS/Σy².
    known : Moments, optional
        Moments of the same dataset, if they are at hand; not used with other row weights than its own.
    rows : DeviceRows, optional
        The same dataset on a device, which then makes the passes over all rows for moments and correction;
        not used where rows have weights. The small factorisations are made on the host.

    Returns
    -------
    Fit
        With the minimum-norm weights (smallest ‖w‖ in raw units) when the rank falls short.

    Raises
    ------
    ValueError
        If ``ridge`` is negative, not finite or beyond 1e290 / n, or the row weights are not one number
        ≥ 0 per row.
    ProblemError
        If the numbers are too large or too small to be squared.

    Notes
    -----
    Centred row blocks give a Gram matrix; its Cholesky factor solves when the condition number of the
    scaled columns allows (Golub and Van Loan, Matrix Computations, 5.3.7), a streamed Householder QR
    otherwise (TSQR). The solution is then refined with residuals in double the precision (Björck 1987).
    """
    ridge = finite_number(ridge, "The ridge penalty")
    if ridge < 0.0:
        raise ValueError("The ridge penalty must not be negative.")
    if ridge * data.n_rows > _LARGEST_PENALTY:
        raise ValueError("The ridge penalty is too large to be computed with.")
    fit_bias = data.has_bias if fit_bias is None else fit_bias
    if not isinstance(fit_bias, (bool, np.bool_)):
        raise ValueError("Whether a bias is fitted is either True or False.")
    given = data.row_weights if row_weights is None else row_weights
    every, (data, weights) = data, weighted_rows(data, given)
    if weights is not None:
        rows = None
        known = known if row_weights is None and data is every else None
    if known is None and rows is not None:
        known = rows.moments()
    m = _moments(data, weights, fit_bias, known)
    varying = np.flatnonzero(m.norms[:-1])
    design = Design(data, varying, m.mean[varying], weights, fit_bias, rows)
    answer = _solve(design, m, ridge)
    if m.norms[-1] == 0.0:
        still = np.zeros(design.first + len(varying))
        still[: design.first] = data.y[0]
        answer = replace(answer, parameters=(still, np.zeros_like(still)), squares=0.0)
    fit = _fit(design, m, answer, ridge)
    light = light_rows_sentence(given, bool(fit.dependencies))
    if not light:
        return fit
    return replace(fit, explanation=f"{light} {fit.explanation}")


def _moments(data: Dataset, weights: FloatArray | None, fit_bias: bool, known: Moments | None) -> Moments:
    if known is None:
        return moments(data, weights, centred=fit_bias)
    return known if fit_bias else uncentred(data, known)


def _solve(design: Design, m: Moments, ridge: float) -> Answer:
    """Choose the factorisation by the condition number of the scaled columns."""
    n_columns = len(design.columns)
    if ridge and n_columns:
        return by_ridge(design, m, ridge) if m.rows is None else by_wide_ridge(design, m, ridge)
    if m.rows is not None:
        return by_qr(design, m)
    condition = correlation_condition(m)
    if n_columns and condition <= _CHOLESKY_LIMIT and m.n_rows >= n_columns + design.first:
        return by_cholesky(design, m, condition)
    return by_qr(design, m)


def _fit(design: Design, m: Moments, answer: Answer, ridge: float) -> Fit:
    """The answer for all features, and how it came about."""
    data, first = design.data, design.first
    loss = 0.5 * answer.squares / design.total_weight
    weights, bias, centred = linear_model(design, answer.parameters)
    penalised = answer.method == "qr" and answer.split is None
    if penalised:
        dependencies: tuple[Dependency, ...] = ()
        sentence = f"Solved with a ridge penalty of {number_text(ridge)} by Householder QR."
    else:
        unknowns = data.n_features + first
        dependencies = find_dependencies(data, design.columns, answer.split, design.fit_bias)
        sentence = explain(answer.method, answer.condition, dependencies, data.n_rows, unknowns)
    digits = _digits(design, m, answer)
    return Fit(
        weights=weights,
        bias=bias,
        half_mse=loss,
        r_squared=r_squared(loss, m),
        rank=data.n_features - len(dependencies),
        condition_number=math.inf if dependencies else answer.condition,
        method="minimum-norm" if dependencies else answer.method,
        explanation=" ".join(filter(None, [sentence, answer.note, _doubt(digits)])),
        dependencies=dependencies,
        bias_fitted=design.fit_bias,
        centred=centred,
        digits=digits,
    )


def linear_model(design: Design, parameters: Pair) -> tuple[FloatArray, float, Centred]:
    """Weights of all features and bias for the parameters of a design, and what rounding takes from both."""
    first = design.first
    weights, rest, shift = (np.zeros(design.data.n_features) for _ in range(3))
    hi, lo = two_sum(*parameters)
    weights[design.columns], rest[design.columns] = hi[first:], lo[first:]
    shift[design.columns] = design.shift
    constant = (float(hi[0]), float(lo[0])) if first else (0.0, 0.0)
    bias = _bias(constant, shift, (weights, rest))
    return frozen(weights), bias, Centred(frozen(shift), constant, frozen(rest))


def _digits(design: Design, m: Moments, answer: Answer) -> int:
    """Leading digits of the weights that stay when the data change by their rounding, about; at most 15.

    By perturbation theory (Higham, Accuracy and Stability of Numerical Algorithms, 20.1) for columns scaled
    to unit length, in which the rounding of a column far from zero is more.
    """
    scale = m.norms[design.columns]
    with quiet_overflow():
        scaled = np.abs(scale * answer.parameters[0][design.first :])
    largest = float(scaled.max(initial=0.0))
    if not 0.0 < largest < math.inf:
        return 0 if largest else _MOST_DIGITS
    weights = largest * float(np.linalg.norm(scaled / largest))
    far = float(np.max(np.abs(m.mean[design.columns]) / scale)) * math.sqrt(m.n_rows)
    residuals = math.sqrt(answer.squares * (m.n_rows / design.total_weight))
    with quiet_overflow():
        change = _CHANGE * answer.condition * (1.0 + far) * (1.0 + answer.condition * residuals / weights)
    return int(min(max(-math.log10(change), 0.0), _MOST_DIGITS)) if change < math.inf else 0


def _doubt(digits: int) -> str:
    """What is said where few digits would stay."""
    if digits >= _ENOUGH_DIGITS:
        return ""
    first = "digit" if digits == 1 else counted(digits, "digit")
    changed = f"all but the first {first}" if digits else "every digit"
    return (
        "The weights are right for the numbers of the table as they are; "
        f"rounding those in their 16th digit can change {changed} of the weights."
    )


def _bias(constant: tuple[float, float], shift: FloatArray, weights: Pair) -> float:
    """The bias b = c − m·w of the plain model, rounded once."""
    mw = product_sum((shift, np.zeros_like(shift)), weights)
    return float(add((np.array(constant[0]), np.array(constant[1])), (-mw[0], -mw[1]))[0])


def find_dependencies(
    data: Dataset, varying: IntArray, split: RankSplit | None, fit_bias: bool
) -> tuple[Dependency, ...]:
    """Features without a length of their own, and those that are combinations of others."""
    names = data.feature_names
    varies = np.zeros(data.n_features, dtype=bool)
    varies[varying] = True
    found = {j: Dependency(names[j], (), fit_bias) for j in np.flatnonzero(~varies).tolist()}
    if split is not None:
        parts = np.abs(split.coefficients)
        counts = parts > 1e-8 * parts.max(axis=0, initial=0.0)
        # Most depend on all there are: one tuple of names serves them all.
        everything = tuple(names[j] for j in varying[split.independent].tolist())
        for k, j in enumerate(varying[split.dependent].tolist()):
            on = counts[:, k]
            others = everything if on.all() else tuple(everything[i] for i in np.flatnonzero(on).tolist())
            found[j] = Dependency(names[j], others, fit_bias)
    return tuple(found[j] for j in sorted(found))


def explain(
    method: str, condition: float, dependencies: tuple[Dependency, ...], n_rows: int, n_unknowns: int
) -> str:
    """How it was solved and why, in one sentence."""
    if dependencies:
        few = [str(dependency) for dependency in dependencies[:_TOLD]]
        found = first_few(few, _TOLD, separator="; ", last="; and ", of=len(dependencies))
        many = "Many"
        if n_rows < n_unknowns:
            rows = f"There {is_or_are(n_rows)} only {counted(n_rows, 'row')}"
            many = f"{rows} for {counted(n_unknowns, 'unknown')}, so many"
        return f"{many} answers fit equally well; the one with the smallest weights is shown: {found}."
    if method == "cholesky":
        return (
            "Solved by the normal equations: "
            f"the condition number of the scaled features is only {number_text(condition, 3)}."
        )
    return (
        "Solved by Householder QR: the condition number of the scaled features is "
        f"{number_text(condition, 3)}, too large for the normal equations."
    )
