"""`linreg-gui fit`: from a file and options to a text of results, without Qt."""

from __future__ import annotations

import csv
import json
import math
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.fitting.named_loss import named_loss
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.solvers.reference.solver import Reference, solve_reference
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.to_dataset import to_dataset
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.model_tokens import NotationError, NotationProblem
from linreg_gui.core.wording import first_few

_MOST_NAMED = 20
_SGD_OPTIONS = {
    "learning_rate": "--learning-rate",
    "batch_size": "--batch-size",
    "epochs": "--epochs",
    "seed": "--seed",
}


def fit_file(options: Namespace) -> str:
    """Read, fit and describe.

    Raises
    ------
    ProblemError
        With a sentence, if an argument, the file or the data do not allow it.
    """
    given = {name: getattr(options, name) for name in _SGD_OPTIONS if getattr(options, name) is not None}
    if options.solver == "analytic" and given:
        raise ProblemError(
            f"{_SGD_OPTIONS[next(iter(given))]} goes with --solver sgd only.", ProblemKind.ARGUMENT
        )
    frame, report = read_model_file(options)
    references = references_of(options.reference)
    model, data, ledger = _dataset(options, frame, references)
    check_references(references, map(str, frame.columns), ledger)
    loss, decay = loss_of(options, data), options.weight_decay
    found = None
    if options.solver == "sgd":
        result = fit(data, solver="sgd", config=_config(data, loss, decay, given))
    elif isinstance(loss, SquaredLoss) and not decay:
        result = fit(data)
    else:
        found = _reference(data, loss, decay)
        result = found.fit
    mean_loss = loss.mean(data, result.weights, result.bias, result.centred)
    measured = _Measured(loss, mean_loss, "" if found is None else found.several)
    doubt = None if report.doubt is None else report.doubt.sentence
    told = [found.sentence for found in report.findings]
    if options.json:
        return _as_json(data, result, measured, ledger, doubt, told, model)
    return "\n".join([_as_text(data, result, measured, ledger), *([doubt] if doubt else []), *told])


def read_model_file(options: Namespace) -> tuple[pd.DataFrame, ReadReport]:
    """The file that is fitted; a mistake in an option is a sentence, too."""
    try:
        style = ReadOptions(decimal=options.decimal, thousands=options.thousands)
        return read_table(options.file, style)
    except ValueError as error:
        if isinstance(error, ProblemError):
            raise
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


@dataclass(frozen=True)
class _Measured:
    """By which loss it was fitted, what the mean of that is, and whether other answers do as well."""

    loss: Loss
    mean: float
    several: str


def _dataset(
    options: Namespace, frame: pd.DataFrame, references: Mapping[str, str]
) -> tuple[ModelFormula | None, Dataset, RowLedger]:
    """What is to be fitted, by a formula or by columns."""
    if options.formula is None:
        made = to_dataset(
            frame,
            options.label,
            features_of(options, frame),
            has_bias=not options.no_bias,
            missing=options.missing,
            references=references,
            weights=options.row_weights,
        )
        return None, *made
    model = model_in(options.formula, frame)
    check_weights(options.row_weights, frame, (model.label, *model.columns))
    scale = LabelScale.LOG if model.log_label else LabelScale.PLAIN
    made = to_dataset(
        frame,
        model.label,
        (),
        terms=model.terms,
        has_bias=model.has_bias,
        missing=options.missing,
        references=references,
        label_scale=scale,
        weights=options.row_weights,
    )
    return model, *made


def features_of(options: Namespace, frame: pd.DataFrame) -> list[str] | None:
    """The names that are given; None for all columns of numbers but the label."""
    features = None if options.features is None else split_names(options.features)
    weights: str | None = options.row_weights
    check_weights(weights, frame, (options.label, *(features or ())))
    if features is None and weights is not None:
        return [name for name in numeric_columns(frame) if name not in (options.label, weights)]
    return features


def check_weights(weights: str | None, frame: pd.DataFrame, used: Iterable[str]) -> None:
    """The column that rows are weighted by is there, and nothing else as well."""
    if weights is None:
        return
    if weights not in frame.columns:
        raise ProblemError(no_column(weights, map(str, frame.columns)), ProblemKind.NO_COLUMN)
    if weights in used:
        raise ProblemError(
            f"“{weights}” cannot both weigh rows and be the label or a feature.", ProblemKind.ROLES
        )


def no_column(name: str, columns: Iterable[str]) -> str:
    """That a column is not there, with those that are."""
    there = first_few(list(columns), _MOST_NAMED)
    return f"There is no column named “{name}”. The columns are: {there}."


def model_in(formula: str, frame: pd.DataFrame) -> ModelFormula:
    """The model that a formula means; a mistake is marked in it."""
    try:
        return model_of_text(formula, frame)
    except NotationError as error:
        raise ProblemError(_with_place(formula, error.problem), error.problem.kind) from error


def _with_place(formula: str, problem: Problem) -> str:
    """The sentence with the formula below it, and marks below what is wrong in it."""
    if not isinstance(problem, NotationProblem) or not formula.isprintable():
        return problem.sentence
    marks = "^" * max(1, problem.end - problem.start)
    return f"{problem.sentence}\n{formula}\n{' ' * problem.start}{marks}"


def loss_of(options: Namespace, data: Dataset) -> Loss:
    """The one that is asked for."""
    if options.huber_threshold is not None and options.loss != "huber":
        raise ProblemError("--huber-threshold goes with --loss huber only.", ProblemKind.ARGUMENT)
    try:
        return named_loss(options.loss, options.huber_threshold, data)
    except ProblemError:
        raise
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def _reference(data: Dataset, loss: Loss, weight_decay: float) -> Reference:
    try:
        return solve_reference(data, loss, weight_decay)
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def _config(data: Dataset, loss: Loss, weight_decay: float, given: dict[str, Any]) -> SgdConfig:
    """The suggested settings with the given ones in their place."""
    try:
        loss.check_labels(data.y)
        return replace(suggest_config(data, loss=loss, weight_decay=weight_decay), **given)
    except ProblemError:
        raise
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def split_names(text: str) -> list[str]:
    """Names between commas."""
    names = next(csv.reader([text], skipinitialspace=True), [])
    return [name.strip() for name in names if name.strip()]


def references_of(texts: Sequence[str]) -> dict[str, str]:
    """The reference level that each of these texts names, by column."""
    found: dict[str, str] = {}
    for text in texts:
        column, sign, level = text.partition("=")
        if not sign:
            raise ProblemError(f"--reference needs COLUMN=LEVEL, not “{text}”.", ProblemKind.ARGUMENT)
        if column in found:
            raise ProblemError(f"--reference is given twice for “{column}”.", ProblemKind.ARGUMENT)
        found[column] = level
    return found


def check_references(references: Mapping[str, str], columns: Iterable[str], ledger: RowLedger) -> None:
    """A column or a level that is not there is a slip: what was meant would silently not happen."""
    categories, known = {category.column: category for category in ledger.categories}, list(columns)
    for column, level in references.items():
        if column not in known:
            raise ProblemError(no_column(column, known), ProblemKind.NO_COLUMN)
        category = categories.get(column)
        if category is None:
            raise ProblemError(
                f"“{column}” has no reference level: it is no feature of texts.", ProblemKind.ARGUMENT
            )
        levels = [*category.levels, *category.unused]
        if level.strip() not in levels:
            there = first_few(levels, _MOST_NAMED)
            raise ProblemError(
                f"“{column}” has no level “{level}”. Its levels are: {there}.", ProblemKind.ARGUMENT
            )


def _as_json(
    data: Dataset,
    result: Fit,
    measured: _Measured,
    ledger: RowLedger,
    doubt: str | None,
    told: Sequence[str],
    model: ModelFormula | None,
) -> str:
    names: Sequence[str] = data.feature_names
    return json.dumps(
        {
            "weights": {name: float(w) for name, w in zip(names, result.weights, strict=True)},
            "bias": float(result.bias) if result.bias_fitted else None,
            **({} if model is None else {"formula": model.written}),
            **({"row_weights": ledger.weights} if ledger.weights else {}),
            "loss": measured.loss.mean_name,
            "mean_loss": measured.mean if math.isfinite(measured.mean) else None,
            "other_answers": measured.several,
            "half_mse": float(result.half_mse) if math.isfinite(result.half_mse) else None,
            "r_squared": float(result.r_squared) if math.isfinite(result.r_squared) else None,
            "method": result.method,
            "explanation": result.explanation,
            "rank": result.rank,
            "condition_number": result.condition_number if math.isfinite(result.condition_number) else None,
            "dependencies": [
                {"feature": one.feature, "on": list(one.on), "sentence": f"{one}."}
                for one in result.dependencies
            ],
            "digits": result.digits,
            "centred": _centred(names, result),
            "doubt": doubt,
            "rows": {
                "read": ledger.rows_read,
                "used": ledger.rows_used,
                "dropped": [
                    {"column": entry.column, "reason": entry.reason, "rows": entry.rows}
                    for entry in ledger.dropped
                ],
                "filled": {entry.column: entry.cells for entry in ledger.filled},
            },
            "references": {c.column: c.reference for c in ledger.categories if c.reference},
            "notes": [*ledger.notes, *told],
        },
        ensure_ascii=False,
        allow_nan=False,
        indent=2,
    )


def _centred(names: Sequence[str], result: Fit) -> dict[str, Any] | None:
    """The prediction at the means: label = prediction + Σ weight · (feature − mean) keeps all digits."""
    if result.centred is None or not result.bias_fitted:
        return None
    means = map(float, result.centred.shift)
    return {"at": dict(zip(names, means, strict=True)), "prediction": result.centred.constant[0]}


def _as_text(data: Dataset, result: Fit, measured: _Measured, ledger: RowLedger) -> str:
    weights = [(f"weight of {name}", w) for name, w in zip(data.feature_names, result.weights, strict=True)]
    numbers = [
        *weights,
        *([("bias", result.bias)] if result.bias_fitted else []),
        *([] if isinstance(measured.loss, SquaredLoss) else [(measured.loss.mean_name, measured.mean)]),
        ("half mean squared error", result.half_mse),
        ("R²", result.r_squared),
    ]
    width = max(len(name) for name, _ in numbers)
    lines = [f"{name:<{width}}  {_number(value)}" for name, value in numbers]
    against = [f"reference level of {c.column}: {c.reference}" for c in ledger.categories if c.reference]
    rows = [f"{ledger.sentence}.", *ledger.notes]
    label = f"label: {data.label_name}"
    if isinstance(measured.loss, PoissonLoss):
        label += " (weights and bias are those of the logarithm of its mean)"
    solved = f"{result.explanation} {measured.several}".rstrip()
    return "\n".join([label, *lines, *against, solved, *rows])


def _number(value: float) -> str:
    """Every digit; a dash where there is no number."""
    return "–" if math.isnan(value) else repr(float(value))
