"""`linreg-gui fit`: from a file and options to a text of results, without Qt."""

from __future__ import annotations

import json
import math
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from linreg_gui.core.fitting.fit import fit
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.solvers.reference.solver import Reference, solve_reference
from linreg_gui.core.solvers.sgd.solver import SgdConfig
from linreg_gui.core.solvers.sgd.suggestion import suggest_config
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.to_dataset import model_to_dataset, to_dataset
from linreg_gui.core.terms.model_formula import ModelFormula

from .fit_more import More, check_wishes, more_of, write_code
from .json_schema import FIT
from .large import TOLD, fits_part_by_part, opened_large, stands_for_many
from .model import (
    check_references,
    check_weights,
    features_of,
    loss_of,
    model_in,
    read_model_file,
    references_of,
)

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
    options.formula = options.formula or options.model
    given = {name: getattr(options, name) for name in _SGD_OPTIONS if getattr(options, name) is not None}
    needless = [name for name in given if name != "seed" or options.cross_validate is None]
    if options.solver == "analytic" and needless:
        raise ProblemError(f"{_SGD_OPTIONS[needless[0]]} goes with --solver sgd only.", ProblemKind.ARGUMENT)
    check_wishes(options)
    references = references_of(options.reference)
    source, columns, model, data, ledger = _opened(options, references)
    check_references(references, columns, ledger)
    loss, decay = loss_of(options, data), options.weight_decay
    found = config = None
    if options.solver == "sgd":
        config = _config(data, loss, decay, given)
        result = fit(data, solver="sgd", config=config)
    elif isinstance(loss, SquaredLoss) and not decay:
        result = fit(data)
    else:
        found = _reference(data, loss, decay)
        result = found.fit
    mean_loss = loss.mean(data, result.weights, result.bias, result.centred)
    measured = _Measured(loss, mean_loss, "" if found is None else found.several)
    doubt, told = None, [TOLD]
    if source is not None:
        doubt = None if source[1].doubt is None else source[1].doubt.sentence
        told = [found.sentence for found in source[1].findings]
    more = more_of(options, data, result, loss, config)
    written: tuple[Path, ...] = ()
    if options.code is not None and source is not None:
        written, remarks = write_code(options, *source, loss, config)
        told += remarks
    if options.report is not None and source is not None:
        from .report import write_report

        path, remarks = write_report(options, *source, loss, config, more)
        written, told = (*written, path), [*told, *remarks]
    if options.json:
        return _as_json(data, result, measured, ledger, doubt, told, model, more, written)
    lines = [_as_text(data, result, measured, ledger), *more.lines, *([doubt] if doubt else []), *told]
    return "\n".join([*lines, *(f"Wrote “{path}”." for path in written)])


@dataclass(frozen=True)
class _Measured:
    """By which loss it was fitted, what the mean of that is, and whether other answers do as well."""

    loss: Loss
    mean: float
    several: str


Source = tuple[pd.DataFrame, ReadReport]


def _opened(
    options: Namespace, references: Mapping[str, str]
) -> tuple[Source | None, list[str], ModelFormula | None, Dataset, RowLedger]:
    """What is to be fitted, and the columns there are; first the table, None where it stays in its files."""
    source: Source | None = None
    if not stands_for_many(options.file):
        try:
            source = read_model_file(options)
        except ProblemError as error:
            if not fits_part_by_part(options.file, error):
                raise
    if source is not None:
        return source, [*map(str, source[0].columns)], *_dataset(options, source[0], references)
    data = opened_large(options, references)
    model = None if options.formula is None else data.model
    return None, [*data.columns], model, data, data.ledger


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
    return model, *model_to_dataset(
        frame, model, missing=options.missing, references=references, weights=options.row_weights
    )


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


def _as_json(
    data: Dataset,
    result: Fit,
    measured: _Measured,
    ledger: RowLedger,
    doubt: str | None,
    told: Sequence[str],
    model: ModelFormula | None,
    more: More,
    written: Sequence[Path],
) -> str:
    names: Sequence[str] = data.feature_names
    return json.dumps(
        {
            "schema": FIT,
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
            "coefficients": more.coefficients,
            "cross_validation": more.cross_validation,
            "written": [str(path) for path in written],
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
