"""Errors on the rows that are fitted, and on rows that are not, against a setting of model or training."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray, frozen, quiet_overflow
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Centred
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.model.moments import moments
from linreg_gui.core.number_text import number_text
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.solvers.reference.solver import solve_reference
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.wording import counted

from .cross_validation import CrossValidation, cross_validate
from .exact_folds import Told, without_rows

_MOST_VALUES = 25
_HIGHEST_DEGREE = 8
_RIDGE_DECADES = (-5.0, 3.0)
_RATE_DECADES = (-2.0, 1.0)
_RATES = 10
# Updates between two looks at whether the outcome is still wanted.
_SLICE_STEPS = 5_000


class CurveSetting(enum.StrEnum):
    """What varies while all else stays; kept in projects."""

    FEATURES = "number of features"
    DEGREE = "degree of a polynomial"
    RIDGE = "ridge penalty"
    RATE = "learning rate"
    EPOCHS = "epochs"

    @property
    def is_logarithmic(self) -> bool:
        """Whether its values are spread by factors."""
        return self in (CurveSetting.RIDGE, CurveSetting.RATE)


# Tells the root mean squared error on some rows.
_Measure = Callable[[Dataset], float]
# Of which settings the smaller values make the simpler model; of ridge the larger ones do.
_SIMPLER = {
    CurveSetting.FEATURES: 1,
    CurveSetting.DEGREE: 1,
    CurveSetting.EPOCHS: 1,
    CurveSetting.RIDGE: -1,
}


@dataclass(frozen=True, eq=False)
class SettingCurve:
    """One point for each value of the setting.

    Attributes
    ----------
    setting : CurveSetting
    values : array, shape (k,)
        Ascending.
    training : array, shape (k,)
        Root mean squared error over all rows of the model that is fitted to them, in label units; NaN where
        there is none, as training diverges.
    validation, error : array, shape (k,)
        The same over rows that were left out, and its standard error over the folds.
    now : float
        The value that is chosen now; NaN where it is none of these.
    """

    setting: CurveSetting
    values: FloatArray
    training: FloatArray
    validation: FloatArray
    error: FloatArray
    now: float = math.nan

    @property
    def best(self) -> int | None:
        """Where new rows are missed least; None where nothing is known."""
        known = np.isfinite(self.validation)
        return int(np.nanargmin(np.where(known, self.validation, np.nan))) if known.any() else None

    @property
    def simplest(self) -> int | None:
        """The simplest model within one standard error of the best one; None where no value is simpler.

        Hastie, Tibshirani and Friedman, The Elements of Statistical Learning (2009), section 7.10.
        """
        best, way = self.best, _SIMPLER.get(self.setting)
        if best is None or way is None or not math.isfinite(self.error[best]):
            return None
        near = np.flatnonzero(self.validation <= self.validation[best] + self.error[best])
        found = int(near[0] if way > 0 else near[-1])
        return None if found == best else found

    @property
    def sentence(self) -> str:
        """Where it is best, and what does as well."""
        best, simplest = self.best, self.simplest
        if best is None:
            return "No model could be fitted at any of these values."
        rmse, error = float(self.validation[best]), float(self.error[best])
        told = (
            f"New rows are missed least at {self.setting} {number_text(float(self.values[best]), 3)}: "
            f"RMSE {number_text(rmse, 4)} ± {number_text(error, 2)}."
        )
        if simplest is not None:
            value = number_text(float(self.values[simplest]), 3)
            told += f" {value} is simpler and within one standard error of it."
        gone = int(np.count_nonzero(~np.isfinite(self.validation)))
        if self.setting is CurveSetting.FEATURES:
            told += " Features come in the order of the model."
        return f"{told} At {counted(gone, 'value')} training diverged." if gone else told


def setting_curve(
    data: Dataset,
    setting: CurveSetting,
    folds: IntArray,
    config: SgdConfig,
    *,
    feature: int = 0,
    told: Told | None = None,
) -> SettingCurve:
    """`SettingCurve` by cross-validation.

    Parameters
    ----------
    data : Dataset
    setting : CurveSetting
        The first features in their order; powers of one feature in place of itself; the penalty, spread about
        the variances of the features; the learning rate about the present one; or the epochs of one run.
    folds : array of int, shape (repeats, n)
        As `make_folds` gives them.
    config : SgdConfig
        Its loss and weight decay hold for all, and the other settings where SGD trains.
    feature : int
        Whose powers are taken.
    told : callable, optional
        Gets the share that is done.

    Raises
    ------
    ProblemError
        If the labels do not suit the loss, the feature does not vary, or a fold cannot be fitted.
    """
    if setting is CurveSetting.EPOCHS:
        return _along_a_run(data, folds, config, told)
    values = _values(data, setting, config, feature)
    training, validation, error = (np.full(len(values), math.nan) for _ in range(3))
    for place, value in enumerate(values.tolist()):

        def tell(share: float, place: int = place) -> None:
            if told is not None:
                told((place + share) / len(values))

        check_wanted()
        try:
            training[place], found = _at(data, setting, value, folds, config, feature, tell)
        except ProblemError as problem:
            if problem.problem.kind is not ProblemKind.DIVERGED:
                raise
            continue
        validation[place], error[place] = found.rmse, found.rmse_standard_error
    now = {
        CurveSetting.FEATURES: float(data.n_features),
        CurveSetting.DEGREE: 1.0,
        CurveSetting.RIDGE: config.weight_decay,
        CurveSetting.RATE: config.learning_rate,
    }[setting]
    return SettingCurve(setting, frozen(values), frozen(training), frozen(validation), frozen(error), now)


def powers_of(data: Dataset, feature: int, degree: int) -> Dataset:
    """The dataset with the powers of one standardised feature in place of it."""
    x = data.X[:, feature]
    spread = float(x.std())
    if not spread > 0.0:
        name = data.feature_names[feature]
        raise ProblemError(f"“{name}” does not vary, so it has no polynomial.", ProblemKind.RANK)
    z = (x - x.mean()) / spread
    others = [j for j in range(data.n_features) if j != feature]
    X = np.column_stack([z[:, None] ** np.arange(1, degree + 1), data.X[:, others]])
    names = [f"power {power}" for power in range(1, degree + 1)] + [f"x{j}" for j in others]
    return Dataset(X, data.y, names, "label", None, data.row_weights, data.has_bias)


def _values(data: Dataset, setting: CurveSetting, config: SgdConfig, feature: int) -> FloatArray:
    if setting is CurveSetting.FEATURES:
        most = min(data.n_features, _MOST_VALUES)
        return np.unique(np.rint(np.linspace(1.0, data.n_features, most)))
    if setting is CurveSetting.DEGREE:
        different = len(np.unique(data.X[:, feature]))
        return np.arange(1.0, max(2, min(_HIGHEST_DEGREE, different - 1) + 1))
    if setting is CurveSetting.RATE:
        return config.learning_rate * np.logspace(*_RATE_DECADES, _RATES)
    variances = np.square(moments(data).feature_stds)
    unit = float(np.exp(np.mean(np.log(variances[variances > 0.0])))) if (variances > 0.0).any() else 1.0
    return unit * np.logspace(*_RIDGE_DECADES, _MOST_VALUES)


def _at(
    data: Dataset,
    setting: CurveSetting,
    value: float,
    folds: IntArray,
    config: SgdConfig,
    feature: int,
    tell: Told,
) -> tuple[float, CrossValidation]:
    """The error of the fit to all rows, and those of fits that leave rows out, at a value."""
    if setting is CurveSetting.RATE:
        faster = replace(config, learning_rate=value)
        found = cross_validate(data, folds, config=faster, told=tell)
        return next(_run(data, faster, [faster.epochs]))(data), found
    if setting is CurveSetting.FEATURES:
        kept = int(value)
        names, rest = data.feature_names[:kept], (data.label_name, None, data.row_weights, data.has_bias)
        data = Dataset(data.X[:, :kept], data.y, names, *rest)
    elif setting is CurveSetting.DEGREE:
        data = powers_of(data, feature, int(value))
    ridge = value if setting is CurveSetting.RIDGE else config.weight_decay
    fit = solve_reference(data, config.loss, ridge).fit
    found = cross_validate(data, folds, loss=config.loss, ridge=ridge, told=tell)
    return math.sqrt(2.0 * fit.half_mse), found


def _along_a_run(data: Dataset, folds: IntArray, config: SgdConfig, told: Told | None) -> SettingCurve:
    """Errors after so many epochs of one run, which its settings are those of, on each fold."""
    values = np.unique(np.rint(np.geomspace(1.0, config.epochs, _MOST_VALUES)))
    epochs = values.astype(int).tolist()
    training = _errors(_run(data, config, epochs), data)
    n_folds = int(folds.max()) + 1
    squares, shares = (np.empty((len(folds), n_folds, len(epochs))) for _ in range(2))
    weights = np.ones(data.n_rows) if data.row_weights is None else data.row_weights / data.row_weights.max()
    for repeat, numbers in enumerate(folds):
        for fold in range(n_folds):
            rows = np.flatnonzero(numbers == fold)
            found = _errors(_run(without_rows(data, rows), config, epochs), data.part(rows))
            squares[repeat, fold] = np.pad(found, (0, len(epochs) - len(found)), constant_values=np.nan) ** 2
            shares[repeat, fold] = weights[rows].sum() / weights.sum()
            if told is not None:
                told((repeat * n_folds + fold + 1) / (len(folds) * n_folds))
    with quiet_overflow():
        mse = np.mean(np.sum(shares * squares, axis=1), axis=0)
        spread = np.sqrt(np.mean(np.var(squares, axis=1, ddof=1), axis=0) / n_folds)
        rmse = np.sqrt(mse)
        error = np.where(rmse > 0.0, spread / (2.0 * np.where(rmse > 0.0, rmse, 1.0)), spread)
    training = np.pad(training, (0, len(epochs) - len(training)), constant_values=np.nan)
    columns = frozen(values), frozen(training), frozen(rmse), frozen(error)
    return SettingCurve(CurveSetting.EPOCHS, *columns, float(config.epochs))


def _errors(run: Iterator[_Measure], data: Dataset) -> FloatArray:
    """Root mean squared errors on these rows along a run, as far as it does not diverge."""
    found: list[float] = []
    try:
        found.extend(measure(data) for measure in run)
    except ProblemError as error:
        if error.problem.kind is not ProblemKind.DIVERGED:
            raise
    return np.array(found)


def _run(data: Dataset, config: SgdConfig, epochs: list[int]) -> Iterator[_Measure]:
    """What tells the root mean squared error of the model after so many epochs, one after the other."""
    sgd = Sgd(data, config)
    for epoch in epochs:
        while (left := sgd.steps_to_epoch(epoch)) > 0 and not sgd.diverged:
            check_wanted()
            sgd.advance(min(left, sgd.whole_stretches(_SLICE_STEPS)))
        if sgd.diverged:
            raise ProblemError("Training diverged.", ProblemKind.DIVERGED)
        state = sgd.snapshot(with_rows=False)

        yield partial(_rmse, config.loss, state.weights, state.centred)


def _rmse(loss: Loss, weights: FloatArray, centred: Centred, rows: Dataset) -> float:
    return math.sqrt(2.0 * loss.half_mse(rows, weights, centred))
