"""The analytic solution (chapter 3.1.1.3): normal equations where they are exact enough, QR where not."""

from __future__ import annotations

import math

import numpy as np

from ..arrays import FloatArray, IntArray, frozen
from ..dataset import Dataset
from ..linear_model import r_squared
from ..moments import Moments, moments
from .rank import RankSplit, minimum_norm, split_by_rank
from .refinement import Shifted, refine, refine_augmented
from .result import Dependency, Fit

# Above this scaled condition number squaring it in the Gram matrix costs too many digits.
_CHOLESKY_LIMIT = 1e4
# Up to this many values every residual is computed in double the precision.
_REFINED_VALUES = 200_000
# Up to this many values an ill-conditioned problem keeps Q in memory for Björck's refinement.
_AUGMENTED_VALUES = 10_000_000


def solve_analytic(data: Dataset, *, ridge: float = 0.0, known: Moments | None = None) -> Fit:
    """Weights and bias that minimise the half mean squared error (eq. 3.1.7 and 3.1.9).

    Parameters
    ----------
    data : Dataset
    ridge : float
        Penalty ½·ridge·‖w‖² added to the loss, in squared label units; the bias is not penalised.
    known : Moments, optional
        Moments of the same dataset, if they are at hand.

    Returns
    -------
    Fit
        With the minimum-norm weights (smallest ‖w‖ in raw units) when the rank falls short.

    Raises
    ------
    ValueError
        If ``ridge`` is negative or not finite.
    ProblemError
        If the numbers are too large or too small to be squared.

    Notes
    -----
    Centred row blocks give a Gram matrix; its Cholesky factor solves when the condition number of the
    scaled columns allows (Golub and Van Loan, Matrix Computations, 5.3.7), a streamed Householder QR
    otherwise (TSQR). The solution is then refined with residuals in double the precision (Björck 1967).
    """
    if not (math.isfinite(ridge) and ridge >= 0.0):
        raise ValueError("The ridge penalty must be a finite number that is not negative.")
    m = moments(data) if known is None else known
    varying = np.flatnonzero(m.norms[:-1])
    scale = m.norms[varying]
    if ridge and len(varying):
        return _solve_ridge(data, m, varying, scale, ridge)
    eigenvalues = np.linalg.eigvalsh(m.correlation()) if len(varying) else np.ones(1)
    condition = math.sqrt(eigenvalues[-1] / eigenvalues[0]) if eigenvalues[0] > 0.0 else math.inf
    if len(varying) and condition <= _CHOLESKY_LIMIT and data.n_rows > len(varying):
        weights, bias, squares = _solve_cholesky(data, m, varying, scale)
        split = None
        method = "cholesky"
    else:
        weights, bias, squares, split, condition = _solve_qr(data, m, varying, scale)
        method = "minimum-norm" if len(split.independent) < data.n_features else "qr"
    if m.norms[-1] == 0.0:
        weights, bias, squares = np.zeros(len(varying)), float(data.y[0]), 0.0
    dependencies = _dependencies(data, varying, split)
    full = np.zeros(data.n_features)
    full[varying] = weights
    loss = 0.5 * squares / data.n_rows
    return Fit(
        weights=frozen(full),
        bias=bias,
        half_mse=loss,
        r_squared=r_squared(loss, m),
        rank=data.n_features - len(dependencies),
        condition_number=math.inf if dependencies else condition,
        method="minimum-norm" if dependencies else method,
        explanation=_explanation(data, method, condition, dependencies),
        dependencies=dependencies,
    )


def _solve_cholesky(
    data: Dataset, m: Moments, columns: IntArray, scale: FloatArray
) -> tuple[FloatArray, float, float]:
    factor = np.linalg.cholesky(m.correlation())

    def solve(gradient: FloatArray) -> FloatArray:
        v = np.linalg.solve(factor.T, np.linalg.solve(factor, gradient[1:] / scale))
        return np.concatenate([gradient[:1] / m.n_rows, v / scale])

    start = np.concatenate([[m.label_mean], solve(np.r_[0.0, m.gram[columns, -1]])[1:]])
    if data.X.size <= _REFINED_VALUES:
        refined = refine(data, columns, m.mean[columns], start, solve)
        return *refined.weights_and_bias(), refined.sum_of_squares
    gradient, squares = _plain_gradient(data, columns, m.mean[columns], start)
    correction = solve(gradient)
    theta = start + correction
    # At the minimum the gradient vanishes, so the loss is lower by exactly this quadratic form.
    squares -= float(correction @ gradient)
    return theta[1:], float(theta[0] - m.mean[columns] @ theta[1:]), max(squares, 0.0)


def _plain_gradient(
    data: Dataset, columns: IntArray, shift: FloatArray, theta: FloatArray
) -> tuple[FloatArray, float]:
    """Sums of residual · [1 | x − m] and of squared residuals in float64, one pass."""
    sums = np.zeros(len(theta))
    squares = 0.0
    everything = len(columns) == data.n_features
    buffer = np.empty((0, len(columns)))
    for X, y in data.blocks():
        if len(buffer) < len(y):
            buffer = np.empty((len(y), len(columns)))
        centred = np.subtract(X if everything else X[:, columns], shift, out=buffer[: len(y)])
        r = y - theta[0] - centred @ theta[1:]
        sums[0] += r.sum()
        sums[1:] += r @ centred
        squares += float(r @ r)
    return sums, squares


def _solve_qr(
    data: Dataset, m: Moments, columns: IntArray, scale: FloatArray
) -> tuple[FloatArray, float, float, RankSplit, float]:
    R = _triangle(data, m, columns, scale)
    offset = np.abs(m.mean[columns]) * math.sqrt(m.n_rows) / scale
    split = split_by_rank(R[:, :-1], offset)
    chosen = columns[split.independent]
    solved = _refined_qr(data, m, chosen, scale[split.independent], R[:, np.r_[split.independent, -1]])
    weights, bias = solved.weights_and_bias()
    singular = np.linalg.svd(R[:, split.independent], compute_uv=False) if len(chosen) else np.ones(1)
    if len(split.dependent):
        weights = minimum_norm(weights, split, scale)
        bias = float(solved.parameters[0][0] - m.mean[columns] @ weights)
    return weights, bias, solved.sum_of_squares, split, float(singular[0] / singular[-1])


def _triangle(data: Dataset, m: Moments, columns: IntArray, scale: FloatArray) -> FloatArray:
    """R of the QR factorisation of the centred, scaled [X | y], block by block (TSQR)."""
    width = len(columns) + 1
    norm = float(m.norms[-1]) or 1.0
    R: FloatArray = np.empty((0, width))
    for X, y in data.blocks(max(4 * width, (1 << 17) // width)):
        block = np.column_stack([(X[:, columns] - m.mean[columns]) / scale, (y - m.label_mean) / norm])
        R = _upper(np.vstack([R, block]))
    return R


def _upper(matrix: FloatArray) -> FloatArray:
    """R of the QR factorisation of a matrix."""
    return np.asarray(np.linalg.qr(matrix, mode="r"), dtype=np.float64)


def _refined_qr(data: Dataset, m: Moments, columns: IntArray, scale: FloatArray, R: FloatArray) -> Shifted:
    shift = m.mean[columns]
    if not len(columns) or data.n_rows * (len(columns) + 1) <= _AUGMENTED_VALUES:
        design = np.column_stack([np.ones(data.n_rows), data.X[:, columns] - shift])
        lengths = np.r_[math.sqrt(m.n_rows), scale]
        Q, T = np.linalg.qr(design / lengths)
        return refine_augmented(data, columns, shift, Q, T * lengths)
    triangle = _upper(R)[: len(columns)]

    def solve(gradient: FloatArray) -> FloatArray:
        v = np.linalg.solve(triangle[:, :-1], np.linalg.solve(triangle[:, :-1].T, gradient[1:] / scale))
        return np.concatenate([gradient[:1] / m.n_rows, v / scale])

    norm = float(m.norms[-1]) or 1.0
    start = np.r_[m.label_mean, np.linalg.solve(triangle[:, :-1], triangle[:, -1] * norm) / scale]
    return refine(data, columns, shift, start, solve)


def _solve_ridge(data: Dataset, m: Moments, columns: IntArray, scale: FloatArray, ridge: float) -> Fit:
    """Ridge: QR of the scaled triangle with the penalty's rows beneath it."""
    R = _triangle(data, m, columns, scale)
    norm = float(m.norms[-1]) or 1.0
    penalty = np.column_stack([np.diag(math.sqrt(ridge * m.n_rows) / scale), np.zeros(len(columns))])
    triangle = _upper(np.vstack([R, penalty]))[: len(columns)]
    v = np.linalg.solve(triangle[:, :-1], triangle[:, -1]) * norm
    weights = np.zeros(data.n_features)
    weights[columns] = v / scale
    bias = float(m.label_mean - m.mean[:-1] @ weights)
    unexplained = R[:, :-1] @ (v / norm) - R[:, -1]
    loss = 0.5 * norm**2 * float(unexplained @ unexplained) / m.n_rows
    singular = np.linalg.svd(triangle[:, :-1], compute_uv=False)
    return Fit(
        weights=frozen(weights),
        bias=bias,
        half_mse=loss,
        r_squared=r_squared(loss, m),
        rank=data.n_features,
        condition_number=float(singular[0] / singular[-1]),
        method="qr",
        explanation=f"Solved with a ridge penalty of {ridge:g} by Householder QR.",
    )


def _dependencies(data: Dataset, varying: IntArray, split: RankSplit | None) -> tuple[Dependency, ...]:
    names = data.feature_names
    constant = set(range(data.n_features)) - set(varying.tolist())
    found = {j: Dependency(names[j], ()) for j in constant}
    if split is not None:
        for k, position in enumerate(split.dependent):
            parts = np.abs(split.coefficients[:, k])
            on = split.independent[parts > 1e-8 * parts.max()] if parts.size else ()
            j = int(varying[position])
            found[j] = Dependency(names[j], tuple(names[varying[i]] for i in on))
    return tuple(found[j] for j in sorted(found))


def _explanation(data: Dataset, method: str, condition: float, dependencies: tuple[Dependency, ...]) -> str:
    if dependencies:
        listed = "; ".join(map(str, dependencies[:3]))
        more = f"; and {len(dependencies) - 3} more" if len(dependencies) > 3 else ""
        few = (
            f"{_only_rows(data.n_rows)} for {data.n_features + 1} unknowns, so many"
            if data.n_rows <= data.n_features
            else "Many"
        )
        return f"{few} answers fit equally well; the one with the smallest weights is shown: {listed}{more}."
    if method == "cholesky":
        return (
            "Solved by the normal equations: "
            f"the condition number of the scaled features is only {condition:.3g}."
        )
    return (
        f"Solved by Householder QR: the condition number of the scaled features is {condition:.3g}, "
        "too large for the normal equations."
    )


def _only_rows(n_rows: int) -> str:
    return "There is only 1 row" if n_rows == 1 else f"There are only {n_rows} rows"
