"""`cross_validate`: how far each row is missed by a model that has not seen it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from linreg_gui.core.arrays import FloatArray, IntArray, finite_number, frozen, quiet_overflow, within_range
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.fitting.train import train
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Centred
from linreg_gui.core.model.losses import Loss, SquaredLoss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.solvers.sgd.stopping import StopRules

from .exact_folds import Told, residuals_by_fold, without_rows
from .folds import make_folds

# Weights, bias, and the same with the digits that these have lost.
_Model = tuple[FloatArray, float, Centred]
# Values touched between two looks at whether the outcome is still wanted.
_SLICE_VALUES = 2_000_000


@dataclass(frozen=True, eq=False)
class CrossValidation:
    """What models that have not seen a row make of it.

    Attributes
    ----------
    folds : array of int, shape (repeats, n)
        The fold of each row, from 0 on.
    residuals : array, shape (repeats, n)
        Label − prediction of the model of all rows of other folds, in label units.
    fold_shares : array, shape (repeats, k)
        How much each fold weighs among all rows; they add up to 1.
    fold_mse : array, shape (repeats, k)
        Mean squared error over each fold, weighted like the rows, in squared label units.
    fold_losses : array, shape (repeats, k)
        Mean of the loss over each fold; half of ``fold_mse`` for the squared one.
    refits : int
        How many models were fitted anew; the others follow exactly from the fit of all rows.
    """

    folds: IntArray
    residuals: FloatArray
    fold_shares: FloatArray
    fold_mse: FloatArray
    fold_losses: FloatArray
    refits: int

    @property
    def n_folds(self) -> int:
        """Folds of each repeat."""
        return int(self.fold_mse.shape[1])

    @property
    def leaves_one_out(self) -> bool:
        """Whether each row is a fold of its own."""
        return self.n_folds == int(self.folds.shape[1])

    @cached_property
    def rmse(self) -> float:
        """Root of the mean squared error over all rows and repeats, in label units."""
        return math.sqrt(_mean(self.fold_shares, self.fold_mse))

    @cached_property
    def rmse_standard_error(self) -> float:
        """Of `rmse`, from how the folds scatter; in label units, NaN for fewer than two folds.

        The standard error of the mean of the folds' mean squared errors, over 2 · `rmse`. Repeats are no new
        data: they make the mean steadier, but not its standard error smaller.
        """
        error = _standard_error(self.fold_mse)
        return error / (2.0 * self.rmse) if self.rmse else error

    @cached_property
    def loss(self) -> float:
        """Mean loss over all rows and repeats, in the units of the loss."""
        return _mean(self.fold_shares, self.fold_losses)

    @cached_property
    def loss_standard_error(self) -> float:
        """Of `loss`, in its units; see `rmse_standard_error`."""
        return _standard_error(self.fold_losses)


def cross_validate(
    data: Dataset,
    folds: int | ArrayLike = 10,
    *,
    repeats: int = 1,
    seed: int = 0,
    groups: ArrayLike | None = None,
    row_ids: IntArray | None = None,
    loss: Loss | None = None,
    ridge: float = 0.0,
    config: SgdConfig | None = None,
    stop: StopRules | None = None,
    validation: Dataset | None = None,
    told: Told | None = None,
) -> CrossValidation:
    """Leave out one fold of the rows at a time, fit all others, and predict it.

    Parameters
    ----------
    data : Dataset
        With row weights and without a bias as it has them.
    folds : int or array_like of int, shape (n,) or (repeats, n)
        How many; or the fold of each row, as `make_folds` gives it.
    repeats, seed, groups, row_ids
        As in `make_folds`, which makes the folds where only their number is given.
    loss : Loss, optional
        Whose least mean is sought; by default the half squared error.
    ridge : float
        Penalty ½·ridge·‖w‖² beside the mean loss, as in `solve_analytic`.
    config : SgdConfig, optional
        Of minibatch SGD, which then fits each fold under the same settings; loss and penalty are its own.
    stop : StopRules, optional
        When minibatch SGD ends before its last epoch.
    validation : Dataset, optional
        Other rows, for early stopping.
    told : callable, optional
        Gets the share that is done, from 0 to 1.

    Returns
    -------
    CrossValidation

    Raises
    ------
    ValueError
        If an argument is out of its range, or does not go with the solver.
    ProblemError
        If there are fewer rows, or groups, than folds, the labels do not suit the loss, or SGD diverges.

    Notes
    -----
    Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 7.10. For the half
    squared error nothing is fitted anew as long as ten digits stay: with Q the rows of the orthonormal
    factor, the residuals of a fold F become e + Q_F (I − Q_FᵀQ_F)⁻¹ Q_Fᵀe, which for a single row is
    e/(1 − leverage).
    """
    parts = _folds(data, folds, repeats, seed, groups, row_ids)
    ridge = finite_number(ridge, "The ridge penalty")
    if config is None:
        if stop is not None or validation is not None:
            raise ValueError(
                "Stop rules and validation belong to minibatch SGD, which needs a configuration."
            )
        loss = SquaredLoss() if loss is None else loss
    elif loss is not None or ridge:
        raise ValueError("Minibatch SGD takes loss and weight decay from its configuration.")
    chosen: Loss = config.loss if config is not None else loss or SquaredLoss()
    found, losses, refits = [], [], 0
    for repeat, numbers in enumerate(parts):

        def tell(share: float, repeat: int = repeat) -> None:
            if told is not None:
                told((repeat + share) / len(parts))

        if config is None and isinstance(chosen, SquaredLoss):
            residuals, again = residuals_by_fold(data, numbers, ridge, tell)
            found.append(residuals)
        else:
            fitted = _refitted(data, numbers, chosen, ridge, config, stop, validation, tell)
            found.append(fitted[0])
            losses.append(fitted[1])
            again = int(numbers.max()) + 1
        refits += again
    residuals = within_range(np.stack(found), "predictions")
    shares, squares = _by_fold(data, parts, residuals)
    by_fold = np.stack(losses) if losses else 0.5 * squares
    return CrossValidation(parts, frozen(residuals), frozen(shares), frozen(squares), frozen(by_fold), refits)


def leave_one_out(
    data: Dataset, *, loss: Loss | None = None, ridge: float = 0.0, told: Told | None = None
) -> CrossValidation:
    """`cross_validate` with each row as a fold of its own.

    For the half squared error it follows exactly from the leverages of one fit: n · `CrossValidation.rmse`²
    is PRESS. With row weights the penalty that is left depends on the row, and so does what is solved.

    Parameters
    ----------
    data, loss, ridge, told
        As in `cross_validate`.

    Raises
    ------
    ValueError, ProblemError
        As `cross_validate`.
    """
    return cross_validate(data, np.arange(data.n_rows), loss=loss, ridge=ridge, told=told)


def _folds(
    data: Dataset,
    folds: int | ArrayLike,
    repeats: int,
    seed: int,
    groups: ArrayLike | None,
    row_ids: IntArray | None,
) -> IntArray:
    if np.ndim(folds) == 0:
        n_folds: int = folds  # type: ignore[assignment]
        return make_folds(data.n_rows, n_folds, seed=seed, repeats=repeats, row_ids=row_ids, groups=groups)
    parts = np.atleast_2d(np.asarray(folds))
    if parts.ndim != 2 or parts.shape[1] != data.n_rows or parts.dtype.kind not in "iu":
        raise ValueError("There must be a whole number for the fold of each row.")
    counts = {len(np.unique(numbers)) for numbers in parts}
    n_folds = max(counts)
    whole = len(counts) == 1 and parts.min() == 0 and all(numbers.max() == n_folds - 1 for numbers in parts)
    if not whole or n_folds < 2:
        raise ValueError("Folds are numbered from 0 on without gaps, and there are at least two.")
    return frozen(parts.astype(np.int64))


def _refitted(
    data: Dataset,
    numbers: IntArray,
    loss: Loss,
    ridge: float,
    config: SgdConfig | None,
    stop: StopRules | None,
    validation: Dataset | None,
    tell: Told,
) -> tuple[FloatArray, FloatArray]:
    """Residuals of all rows and the mean loss of each fold, from a model of the rows of all others."""
    n_folds = int(numbers.max()) + 1
    found, losses = np.empty(data.n_rows), np.empty(n_folds)
    for fold in range(n_folds):
        check_wanted()
        rows = np.flatnonzero(numbers == fold)
        part, out = without_rows(data, rows), data.part(rows)
        if config is None:
            fit = solve_reference(part, loss, ridge).fit
            assert fit.centred is not None
            weights, bias, centred = fit.weights, fit.bias, fit.centred
        else:
            weights, bias, centred = _trained(part, config, stop, validation, fold)
        found[rows] = loss.residual(out.X, out.y, weights, centred)
        losses[fold] = loss.mean(out, weights, bias, centred)
        tell((fold + 1) / n_folds)
    return found, losses


def _trained(
    part: Dataset, config: SgdConfig, stop: StopRules | None, validation: Dataset | None, fold: int
) -> _Model:
    if stop is not None and stop != StopRules():
        run = train(part, config, stop=stop, validation=validation)
        diverged, state = run.ended_by == "diverged", run.snapshot
    else:  # nobody has to look at the losses of every epoch
        sgd = Sgd(part, config)
        while not (sgd.finished or sgd.diverged):
            check_wanted()
            sgd.advance(sgd.whole_stretches(max(1, _SLICE_VALUES // (config.batch_size * part.n_features))))
        diverged, state = sgd.diverged, sgd.snapshot(with_rows=False)
    if diverged:
        raise ProblemError(
            f"Without fold {fold + 1:,} training diverged at step {state.step:,}: lower the learning rate.",
            ProblemKind.DIVERGED,
        )
    return state.weights, state.bias, state.centred


def _by_fold(data: Dataset, parts: IntArray, residuals: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How much each fold weighs, and its mean squared error."""
    n_folds = int(parts.max()) + 1
    weights = np.ones(data.n_rows) if data.row_weights is None else data.row_weights / data.row_weights.max()
    shares, squares = np.empty((len(parts), n_folds)), np.empty((len(parts), n_folds))
    with quiet_overflow():
        for repeat, (numbers, missed) in enumerate(zip(parts, residuals, strict=True)):
            total = np.bincount(numbers, weights, n_folds)
            shares[repeat] = total / total.sum()
            squares[repeat] = np.bincount(numbers, weights * missed**2, n_folds) / total
    return shares, within_range(squares, "squared errors")


def _mean(shares: FloatArray, numbers: FloatArray) -> float:
    return float(np.mean(np.sum(shares * numbers, axis=1)))


def _standard_error(numbers: FloatArray) -> float:
    """Of the mean over folds, whatever the repeats."""
    if numbers.shape[1] < 2:
        return math.nan
    return math.sqrt(float(np.mean(np.var(numbers, axis=1, ddof=1))) / numbers.shape[1])
