"""What `linreg-gui fit` gives besides weights: the table of coefficients, cross-validation, a script."""

from __future__ import annotations

import math
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from linreg_gui.core.comparing.cross_validation import CrossValidation, cross_validate
from linreg_gui.core.fitting.analysis import analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.infer import Coefficients, checked_level, infer
from linreg_gui.core.inference.infer_counts import infer_counts
from linreg_gui.core.inference.infer_huber import infer_huber
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.fit_result import Fit
from linreg_gui.core.model.losses import HuberLoss, Loss, PoissonLoss, SquaredLoss
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.table import Table

from .model import model_of, references_of

REPORT_ENDINGS = (".html", ".htm", ".pdf")
_HEADS = ("estimate", "standard error", "t", "p", "low", "high")


@dataclass(frozen=True)
class More:
    """The same for a program and for a person; nothing where nothing was asked for."""

    coefficients: dict[str, Any] | None
    cross_validation: dict[str, Any] | None
    lines: tuple[str, ...]


def check_wishes(options: Namespace) -> None:
    """Raise a ProblemError for what does not go together, before anything is read."""
    if wants_table(options) and options.solver == "sgd":
        raise ProblemError(
            "The table of coefficients is that of the exact solution: leave --solver sgd out.",
            ProblemKind.ARGUMENT,
        )
    if options.level is not None:
        _checked(options.level)
    if options.report is not None and options.report.suffix.lower() not in REPORT_ENDINGS:
        raise ProblemError(
            f"“{options.report.name}” does not tell what to write: let it end with .html or .pdf.",
            ProblemKind.ARGUMENT,
        )
    if options.code is not None and _language(options) is None:
        raise ProblemError(
            f"“{options.code.name}” does not tell what to write: let it end with .py or .R.",
            ProblemKind.ARGUMENT,
        )


def _checked(level: float) -> float:
    try:
        return checked_level(level)
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def wants_table(options: Namespace) -> bool:
    """Whether the table of coefficients is asked for, by whichever option."""
    return bool(options.table or options.errors is not None or options.level is not None)


def more_of(options: Namespace, data: Dataset, fit: Fit, loss: Loss, config: SgdConfig | None) -> More:
    """What is asked for.

    Raises
    ------
    ProblemError
        If there are no errors for this loss, or the rows allow no cross-validation.
    """
    lines: list[str] = []
    coefficients = validated = None
    if wants_table(options):
        level, errors = 0.95 if options.level is None else options.level, options.errors or "plain"
        table = _table(options, data, fit, loss)
        is_z = not isinstance(loss, SquaredLoss)
        coefficients = {
            "errors": errors,
            "level": level,
            "statistic": "z" if is_z else "t",
            "rows": _as_rows(table),
        }
        lines += _table_lines(table, is_z, errors, level)
    if options.cross_validate is not None:
        seed = options.seed or 0
        found = _cross_validated(options, data, loss, config, seed)
        validated = {
            "folds": found.n_folds,
            "seed": seed,
            "rmse": _finite(found.rmse),
            "rmse_standard_error": _finite(found.rmse_standard_error),
            "loss": _finite(found.loss),
            "loss_standard_error": _finite(found.loss_standard_error),
        }
        lines.append(
            f"cross-validated in {found.n_folds} folds (seed {seed}): root mean squared error {found.rmse!r} "
            f"± {found.rmse_standard_error!r}"
        )
        if not isinstance(loss, SquaredLoss):
            lines.append(f"{loss.mean_name}, cross-validated: {found.loss!r} ± {found.loss_standard_error!r}")
    return More(coefficients, validated, tuple(lines))


def _table(options: Namespace, data: Dataset, fit: Fit, loss: Loss) -> Coefficients:
    level = 0.95 if options.level is None else options.level
    errors: ErrorKind = options.errors or "plain"
    if options.weight_decay:
        why = "with weight decay the weights are drawn towards 0"
    elif isinstance(loss, SquaredLoss):
        return infer(data, fit, level=level, errors=errors).table
    elif isinstance(loss, PoissonLoss):
        return infer_counts(data, fit, level=level, errors=errors).table
    elif isinstance(loss, HuberLoss):
        return infer_huber(data, fit, loss, level=level, errors=errors).table
    else:
        why = "they are not known for the absolute error"
    raise ProblemError(f"There are no standard errors and intervals: {why}.", ProblemKind.LOSS)


def _columns(table: Coefficients) -> Sequence[Any]:
    return table.estimate, table.standard_error, table.t, table.p, table.low, table.high


def _as_rows(table: Coefficients) -> list[dict[str, Any]]:
    keys = ("estimate", "standard_error", "statistic", "p", "low", "high")
    columns = _columns(table)
    return [
        {
            "name": name,
            **{key: _finite(float(column[row])) for key, column in zip(keys, columns, strict=True)},
        }
        for row, name in enumerate(table.names)
    ]


def _table_lines(table: Coefficients, is_z: bool, errors: str, level: float) -> list[str]:
    heads = [head if head != "t" or not is_z else "z" for head in _HEADS]
    width = max(len(name) for name in table.names)
    kind = "" if errors == "plain" else f", robust errors ({errors})"
    lines = [f"coefficients, with intervals of {100 * level:.10g} %{kind}:"]
    lines.append(f"{'':<{width}}" + "".join(f"  {head:>23}" for head in heads))
    for row, name in enumerate(table.names):
        cells = "".join(f"  {float(column[row])!r:>23}" for column in _columns(table))
        lines.append(f"{name:<{width}}{cells}")
    return lines


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _cross_validated(
    options: Namespace, data: Dataset, loss: Loss, config: SgdConfig | None, seed: int
) -> CrossValidation:
    try:
        if config is not None:
            return cross_validate(data, options.cross_validate, seed=seed, config=config)
        ridge = options.weight_decay
        return cross_validate(data, options.cross_validate, seed=seed, loss=loss, ridge=ridge)
    except ProblemError:
        raise
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def _language(options: Namespace) -> Language | None:
    ending = options.code.suffix.lower()
    if ending == ".r":
        return Language.R
    if ending != ".py":
        return None
    return Language.CORE if options.code_with == "linreg_gui" else Language.PYTHON


def analysed(
    options: Namespace, frame: pd.DataFrame, report: ReadReport, loss: Loss
) -> tuple[Table, Objective]:
    """What was asked for as the window would have it: the table, and its exact solution."""
    roles, recipe, _, _ = model_of(options, frame, references_of(options.reference))
    table = Table(frame, roles, Path(options.file).name, recipe=recipe, report=report)
    objective = Objective(analyse(frame, roles, recipe=recipe), loss, options.weight_decay)
    return table, objective if objective.is_least_squares else objective.solved()


def write_code(
    options: Namespace, frame: pd.DataFrame, report: ReadReport, loss: Loss, config: SgdConfig | None
) -> tuple[tuple[Path, ...], list[str]]:
    """Write the analysis as a script; the files, and what is to be said of them.

    Raises
    ------
    ProblemError
        If a file cannot be written.
    """
    from linreg_gui.session.keeping.script_writing import write_script

    table, objective = analysed(options, frame, report, loss)
    data = objective.analysis.data
    asked = Asked(
        table,
        objective,
        0.95 if options.level is None else options.level,
        options.errors or "plain",
        () if config is None else ((0, config),),
        0 if config is None else config.epochs * math.ceil(data.n_rows / config.batch_size),
        ReadOptions(decimal=options.decimal, thousands=options.thousands),
    )
    language = _language(options)
    assert language is not None
    done = write_script(asked, language, options.code)
    return done.paths, [*done.told, *done.remarks]
