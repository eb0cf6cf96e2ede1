"""A fit as it lies on the desk, or as SGD has come to it, as a value to be kept. Nothing is fitted here."""

from __future__ import annotations

import hashlib
import math
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.editing.model_edits import model_of
from linreg_gui.core.inference.checked_fit import CheckedFit
from linreg_gui.core.inference.infer import Inference
from linreg_gui.core.inference.infer_counts import CountInference
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.kept_fit import MOST_SPANNED, SPAN_ROWS, FitNumbers, FitSolver, KeptFit
from linreg_gui.core.solvers.sgd.config import SgdConfig, Snapshot
from linreg_gui.core.solvers.sgd.stopping import StopRules
from linreg_gui.core.table.large_source import refuse_sample

from .desk import Desk
from .parts import answers_of, checked_of, press_of

_BYTES, _ROWS_AT_ONCE = 16, 1 << 14


def exact_fit_kept(desk: Desk, config: SgdConfig, rules: StopRules, name: str) -> KeptFit:
    """The exact solution with its errors and all that sums it up.

    Raises
    ------
    ProblemError
        If there is none, or the data are a sample of a larger table.
    """
    refuse_sample(desk.table.large, "A fit that is kept")
    fit = desk.fit
    if fit is None:
        raise ProblemError(f"Nothing can be kept. {desk.objective.explanation}", ProblemKind.NO_SOLUTION)
    estimate = _numbers_of(fit, desk)
    errors = np.full(len(estimate), math.nan)
    numbers = _plain_numbers(desk, fit.weights, fit.bias, fit)
    try:
        answers = answers_of(desk)
    except ProblemError:
        answers = None
    if answers is not None:
        errors = answers.table.standard_error
        numbers = replace(numbers, freedom=math.inf)
    span = np.empty(0)
    if isinstance(answers, CountInference):
        numbers = replace(numbers, aic=answers.aic, bic=answers.bic)
    if isinstance(answers, Inference):
        checked = checked_of(desk)
        numbers = replace(
            numbers,
            freedom=float(answers.degrees_of_freedom),
            residual_sum=checked.residual_sum * checked.unit,
            sigma=answers.sigma,
            adjusted_r_squared=answers.adjusted_r_squared,
            aic=answers.aic,
            bic=answers.bic,
            press=_press(desk),
        )
        span = _span(checked)
    kept = _kept(desk, config, rules, name, "exact", 0)
    return replace(
        kept,
        span=frozen(span),
        estimate=frozen(estimate),
        standard_error=frozen(np.array(errors)),
        errors=desk.choices.errors,
        numbers=numbers,
    )


def trained_fit_kept(desk: Desk, config: SgdConfig, rules: StopRules, name: str, state: Snapshot) -> KeptFit:
    """What SGD has come to at a step; it has no standard errors, and no criteria that rest on a minimum."""
    refuse_sample(desk.table.large, "A fit that is kept")
    kept = _kept(desk, config, rules, name, "sgd", state.step)
    first = [state.bias] if desk.data.has_bias else []
    estimate = np.array([*first, *state.weights])
    numbers = _plain_numbers(desk, state.weights, state.bias, None, state)
    return replace(kept, estimate=frozen(estimate), numbers=numbers)


def _numbers_of(fit: Fit, desk: Desk) -> np.ndarray:
    return np.array([*([fit.bias] if desk.data.has_bias else []), *fit.weights])


def _plain_numbers(
    desk: Desk, weights: np.ndarray, bias: float, fit: Fit | None, state: Snapshot | None = None
) -> FitNumbers:
    """What any solution has: how many features and rows, R², and the mean losses."""
    objective, data = desk.objective, desk.data
    rest = fit.bias_rest if fit is not None else state.bias_rest if state is not None else 0.0
    centred = fit.centred if fit is not None else state.centred if state is not None else None
    r_squared = math.nan
    if objective.has_lines:
        total = _total(desk)
        half_mse = desk.analysis.surface.half_mse(weights, bias, rest)
        r_squared = fit.r_squared if fit is not None else 1.0 - 2.0 * half_mse / total if total else math.nan
    return FitNumbers(
        features=data.n_features,
        rows=data.n_rows,
        r_squared=r_squared,
        loss=objective.mean_loss(weights, bias, rest, centred),
        validation_loss=objective.validation_loss(weights, bias, rest, centred),
    )


def _total(desk: Desk) -> float:
    """Mean square of the label about its mean, or about 0 without a bias, weighted like the rows."""
    m, data = desk.analysis.moments, desk.data
    total = m.total_sum_of_squares / m.n_rows
    return total if data.has_bias else total + m.label_mean**2


def _press(desk: Desk) -> float:
    try:
        return press_of(desk)
    except ProblemError:
        return math.nan


def _kept(
    desk: Desk, config: SgdConfig, rules: StopRules, name: str, solver: FitSolver, step: int
) -> KeptFit:
    """All that does not depend on the solution."""
    table, data, analysis = desk.table, desk.data, desk.analysis
    model = model_of(table)
    names = ("bias", *data.feature_names) if data.has_bias else data.feature_names
    nothing = frozen(np.full(len(names), math.nan))
    return KeptFit(
        name=name,
        formula="" if model is None else model.written,
        label=data.label_name,
        roles=dict(table.roles_as_came),
        recipe=replace(table.recipe, excluded=None),
        config=config,
        rules=rules,
        solver=solver,
        step=step,
        data=analysis.fingerprint,
        rows=_rows_print(desk),
        columns=tuple(_print(np.ascontiguousarray(column)) for column in data.X.T),
        names=names,
        estimate=nothing,
        standard_error=nothing,
        spreads=frozen(analysis.moments.feature_stds),
        errors="plain",
        numbers=FitNumbers(data.n_features, data.n_rows),
    )


def _rows_print(desk: Desk) -> str:
    """By what the rows are known again, with what is to be predicted of them and how much they count."""
    data, table = desk.data, desk.table
    ids = table.row_ids.of(len(table.frame))[desk.analysis.table_rows]
    parts = [np.ascontiguousarray(ids, dtype=np.int64), data.y]
    return _print(*parts, *([] if data.row_weights is None else [data.row_weights]))


def _span(checked: CheckedFit) -> FloatArray:
    """The same random sums, over all rows, of an orthonormal basis of the columns and the bias of any fit."""
    k, rng = len(checked.names), np.random.default_rng(0)
    if k > MOST_SPANNED:
        return np.empty(0)
    sums = np.zeros((SPAN_ROWS, k))
    for X, _ in checked.data.blocks(_ROWS_AT_ONCE):
        factors = rng.standard_normal((len(X), SPAN_ROWS), dtype=np.float32)
        sums += factors.T.astype(np.float64) @ checked.factor.projected(X)
    return sums.ravel()


def _print(*arrays: np.ndarray) -> str:
    check_wanted()
    found = hashlib.blake2b(digest_size=_BYTES)
    for array in arrays:
        found.update(np.ascontiguousarray(array + 0).data)  # without the sign of zeros
    return found.hexdigest()
