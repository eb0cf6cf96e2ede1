"""Least squares without some of its rows, for every fold of them, from one fit of all rows.

What a fold adds to the products of the features is taken away in the coordinates in which all rows together
make the identity, so that what is left tells by itself how many digits it has kept. Where these are too few,
the fold is fitted anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.inference.checked_fit import CheckedFit, checked_fit
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.moments import Moments, is_wide, moments
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.solvers.analytic.solver import solve_analytic

# The most by which what moves the predictions may be off, as a share of it.
_TOLERANCE = 1e-10
# From so many folds on, coordinates with all digits cost less than to fit them anew.
_MANY_FOLDS = 30
_BLOCK_VALUES, _KEPT_VALUES = 1 << 18, 1 << 23
_EPS = float(np.finfo(np.float64).eps)

Told = Callable[[float], None]


@dataclass(frozen=True, eq=False)
class _Basis:
    """A fit of all rows, and coordinates in which the products of all rows and the penalty are the identity.

    ``penalty`` is what the ridge penalty of a row of weight 1 is in these coordinates, and ``pull`` that
    times the weights; both are 0 without ridge.
    """

    fit: Fit
    data: Dataset
    project: Callable[[FloatArray], FloatArray]
    root_weights: FloatArray | None
    penalty: FloatArray
    pull: FloatArray
    error: float

    def pieces(self, rows: IntArray) -> Iterator[tuple[IntArray, FloatArray, FloatArray]]:
        """Some rows at a time: which, in the coordinates, and their residuals; both times √weight."""
        step = max(1, _BLOCK_VALUES // self.data.n_features)
        for start in range(0, len(rows), step):
            check_wanted()
            some = rows[start : start + step]
            X, y = self.data.X[some], self.data.y[some]
            q, e = self.project(X), self.fit.unchecked_residual(X, y)
            if self.root_weights is not None:
                root = self.root_weights[some]
                q, e = q * root[:, None], e * root
            yield some, q, e

    def without(self, rows: IntArray) -> FloatArray | None:
        """Residuals of these rows from the fit of all others; None where too few digits would be right."""
        weight = float(len(rows))
        if self.root_weights is not None:
            weight = float(np.sum(self.root_weights[rows] ** 2))
        left = np.eye(len(self.pull)) - weight * self.penalty
        gradient = -weight * self.pull
        # Worked out twice only where they would take much memory.
        kept = None if rows.size * len(self.pull) > _KEPT_VALUES else list(self.pieces(rows))
        for _, q, e in kept or self.pieces(rows):
            left -= q.T @ q
            gradient += q.T @ e
        if not (np.isfinite(left).all() and np.isfinite(gradient).all()):
            return None
        values, vectors = np.linalg.eigh(left)
        if not self.error < _TOLERANCE * values[0]:
            return None
        moved = vectors @ ((vectors.T @ gradient) / values)
        found = []
        for some, q, e in kept or self.pieces(rows):
            missed = e + q @ moved
            found.append(missed if self.root_weights is None else missed / self.root_weights[some])
        return np.concatenate(found)


def residuals_by_fold(
    data: Dataset, folds: IntArray, ridge: float = 0.0, told: Told | None = None
) -> tuple[FloatArray, int]:
    """Label − prediction of the fit to all rows of other folds, and how many folds had to be fitted anew.

    Parameters
    ----------
    data : Dataset
    folds : array of int, shape (n,)
        The fold of each row, from 0 on, none without rows.
    ridge : float
        As in `solve_analytic`: the penalty is beside the mean of the loss, so it weighs less beside fewer
        rows.
    told : callable, optional
        Gets the share of the folds that is done.

    Returns
    -------
    (array, shape (n,), int)
        In label units.
    """
    order = np.argsort(folds, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(folds[order])) + 1)
    found = np.empty(data.n_rows)
    with quiet_overflow():
        if len(members) == data.n_rows and (not ridge or data.row_weights is None):
            # Each row leaves the same penalty to the others, so that one factor serves all of them.
            bases = _bases(data, ridge * (1.0 - 1.0 / data.n_rows), corrected=True)
            left = [np.array([row]) for row in _one_by_one(bases, found).tolist()]
        else:
            left = _fold_by_fold(data, members, ridge, found, told)
    for done, rows in enumerate(left):
        check_wanted()
        fit = solve_analytic(without_rows(data, rows), ridge=ridge)
        found[rows] = fit.unchecked_residual(data.X[rows], data.y[rows])
        if told is not None:
            told((len(members) - len(left) + done + 1) / len(members))
    return found, len(left)


def without_rows(data: Dataset, rows: IntArray) -> Dataset:
    """All rows but these."""
    kept = np.ones(data.n_rows, dtype=bool)
    kept[rows] = False
    return data.part(kept)


def _fold_by_fold(
    data: Dataset, members: list[IntArray], ridge: float, found: FloatArray, told: Told | None
) -> list[IntArray]:
    """Fill in the residuals of each fold from the fit of all others; the folds that are left."""
    bases, left = _Kept(_bases(data, ridge, corrected=len(members) > _MANY_FOLDS)), []
    for done, rows in enumerate(members):
        missed = (basis.without(rows) for basis in bases)
        one = next((errors for errors in missed if errors is not None), None)
        if one is None:
            left.append(rows)
        else:
            found[rows] = one
        if told is not None:
            told((done + 1 - len(left)) / len(members))
    return left


class _Kept:
    """Bases that are worked out when they are first asked for, and then kept."""

    def __init__(self, source: Iterator[_Basis]) -> None:
        self._source, self._known = source, list[_Basis]()

    def __iter__(self) -> Iterator[_Basis]:
        yield from self._known
        for basis in self._source:
            self._known.append(basis)
            yield basis


def _one_by_one(bases: Iterator[_Basis], found: FloatArray) -> IntArray:
    """Fill in the residual of each row from the fit of all others; the rows where that was not possible.

    The residual over 1 − leverage: Allen (1974), Technometrics 16.
    """
    left = np.arange(len(found))
    for basis in bases:
        unsure = []
        for some, q, e in basis.pieces(left):
            free = 1.0 - np.einsum("ij,ij->i", q, q)
            sure = basis.error < _TOLERANCE * free
            e = e if basis.root_weights is None else e / basis.root_weights[some]
            found[some[sure]] = e[sure] / free[sure]
            unsure.append(some[~sure])
        left = np.concatenate(unsure)
        if not left.size:
            break
    return left


def _bases(data: Dataset, ridge: float, *, corrected: bool) -> Iterator[_Basis]:
    """The coordinates of a fit, and then those with all digits if wanted; none where a fit has none."""
    try:
        if ridge:
            if not is_wide(data):
                yield _penalised(data, ridge)
            return
        fit = solve_analytic(data)
        if fit.dependencies:
            # Rows that leave the rank as it is are predicted the same without the features that add nothing.
            depend = {dependency.feature for dependency in fit.dependencies}
            kept = [j for j, name in enumerate(data.feature_names) if name not in depend]
            names = [data.feature_names[j] for j in kept]
            if not kept:
                return
            data = Dataset(
                data.X[:, kept], data.y, names, data.label_name, None, data.row_weights, data.has_bias
            )
            fit = solve_analytic(data)
        checked = checked_fit(data, None if data.row_weights is not None else fit, None, None)
        if checked.kept is None:
            yield _plain(checked)
            if corrected and not checked.factor.is_corrected:
                yield _plain(checked.corrected())
    except (ProblemError, np.linalg.LinAlgError):
        return


def _plain(checked: CheckedFit) -> _Basis:
    k = len(checked.names)
    weights = checked.row_weights
    return _Basis(
        fit=checked.fit,
        data=checked.data,
        project=checked.factor.projected,
        root_weights=None if weights is None else np.sqrt(weights),
        penalty=np.zeros((k, k)),
        pull=np.zeros(k),
        error=checked.factor.error,
    )


def _penalised(data: Dataset, ridge: float) -> _Basis:
    m = moments(data, centred=data.has_bias)
    fit = solve_analytic(data, ridge=ridge)
    products = m.gram[:-1, :-1] + ridge * data.n_rows * np.eye(data.n_features)
    scale = np.sqrt(np.diag(products))
    scaled = products / scale[:, None] / scale
    values = np.linalg.eigvalsh(scaled)
    way = np.linalg.solve(np.linalg.cholesky(scaled), np.eye(len(scaled))).T / scale[:, None]
    first = int(data.has_bias)
    k = first + data.n_features
    penalty, pull = np.zeros((k, k)), np.zeros(k)
    penalty[first:, first:], pull[first:] = ridge * (way.T @ way), ridge * (way.T @ fit.weights)
    weights = data.relative_weights
    return _Basis(
        fit=fit,
        data=data,
        project=lambda X: _projected(X, m, way, first),
        root_weights=None if weights is None else np.sqrt(weights),
        penalty=penalty,
        pull=pull,
        error=10.0 * k * _EPS * float(values[-1] / values[0]) if values[0] > 0.0 else np.inf,
    )


def _projected(X: FloatArray, m: Moments, way: FloatArray, first: int) -> FloatArray:
    q = np.empty((len(X), first + len(way)))
    if first:
        q[:, 0] = 1.0 / np.sqrt(m.n_rows)
    np.matmul(m.centred(X, np.zeros(len(X)))[0], way, out=q[:, first:])
    return q
