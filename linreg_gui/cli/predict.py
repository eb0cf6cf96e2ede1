"""`linreg-gui predict`: fit one file, predict for the rows of another, and write them, without Qt."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from linreg_gui.core.fitting.analysis import Analysis, analyse
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.inference.infer import checked_level
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.project_file import read_project
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.solvers.sgd.config import SgdConfig
from linreg_gui.core.table.large_source import refuse_sample
from linreg_gui.core.wording import counted
from linreg_gui.core.writing.predictions import FileToPredict, known_of, read_to_predict, with_predictions
from linreg_gui.core.writing.results import ResultColumns, intervals_problem, label_problem
from linreg_gui.core.writing.table_file import CsvStyle, OutputKind, write_table

from .json_schema import PREDICT
from .model import (
    check_references,
    loss_of,
    model_of,
    read_model_file,
    references_of,
)
from .parsers import is_project


def predict_file(options: Namespace) -> str:
    """Fit, predict, write, and say what was done.

    Raises
    ------
    ProblemError
        With a sentence, if an argument, a file or the data do not allow it; then nothing is written.
    """
    kind = _kind_of(options.output)
    for path in (options.file, options.new):
        _check_not_over(options.output, Path(path))
    errors: ErrorKind = options.errors or "plain"
    try:
        level = checked_level(0.95 if options.level is None else options.level)
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error
    style = ReadOptions(decimal=options.decimal, thousands=options.thousands)
    fitted = _of_project(Path(options.file)) if is_project(options.file) else _of_table(options, style)
    objective, told = fitted.objective, list(fitted.told)
    known = known_of(fitted.frame, objective.analysis, fitted.formulas)
    file = read_to_predict(Path(options.new), known, style, units=fitted.units)
    problems = intervals_problem(objective, errors), label_problem(objective)
    mean = problems[0] is None and not options.no_intervals
    missing = next(filter(None, problems), None)
    if missing is not None and not options.no_intervals:
        told.append(missing.sentence)
    columns = ResultColumns(
        residuals=False, mean_interval=mean, label_interval=mean and problems[1] is None, level=level
    )
    result = with_predictions(file, objective, columns, errors)
    _write(result, options.output, kind, file.report, not options.keep_formulas)
    added = [name for name in result.columns if name not in file.frame.columns]
    told = [objective.explanation, f"{objective.analysis.ledger.sentence}.", *told]
    told += objective.analysis.ledger.notes
    return _as_json(options, file, added, told) if options.json else _as_text(options, file, added, told)


@dataclass(frozen=True, eq=False)
class _Fitted:
    """What predicts, and what is known of the table that it was fitted to."""

    objective: Objective
    frame: pd.DataFrame
    formulas: Mapping[str, str]
    units: Mapping[str, str]
    told: tuple[str, ...] = ()


def _of_table(options: Namespace, style: ReadOptions) -> _Fitted:
    frame, report = read_model_file(options)
    objective = _solved(options, frame)
    told = tuple(finding.sentence for finding in report.to_tell(style))
    return _Fitted(objective, frame, {}, report.units, told)


def _of_project(path: Path) -> _Fitted:
    """The exact solution under the loss and the penalty of the run that the project shows."""
    project = read_project(path)
    table, config = project.table, project.runs[-1].config if project.runs else SgdConfig()
    refuse_sample(table.large, "Predictions for a file")
    analysis = analyse(
        table.frame,
        table.roles_as_came,
        table.truth,
        table.recipe,
        row_ids=table.row_ids,
        formulas=table.formulas,
    )
    problem = unsuited(analysis, config.loss)
    if problem is not None:
        raise ProblemError.of(problem)
    objective = _exact(Objective.of(analysis, config))
    return _Fitted(objective, table.frame, table.formulas, table.units)


def _exact(objective: Objective) -> Objective:
    found = objective if objective.is_plain else objective.solved()
    if found.problem is not None:
        raise ProblemError.of(found.problem)
    return found


def _solved(options: Namespace, frame: pd.DataFrame) -> Objective:
    """The exact solution for the file that is fitted."""
    references = references_of(options.reference)
    roles, recipe, data, ledger = model_of(options, frame, references)
    check_references(references, map(str, frame.columns), ledger)
    analysis: Analysis = analyse(frame, roles, recipe=recipe)
    loss = loss_of(options, data)
    problem = unsuited(analysis, loss)
    if problem is not None:
        raise ProblemError(problem.sentence, problem.kind)
    try:
        return _exact(Objective(analysis, loss, options.weight_decay))
    except ProblemError:
        raise
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def _kind_of(path: Path) -> OutputKind:
    ending = path.suffix.lower().removeprefix(".")
    if ending not in list(OutputKind):
        raise ProblemError(
            f"“{path.name}” does not tell what to write: let it end with .csv, .xlsx or .parquet.",
            ProblemKind.ARGUMENT,
        )
    return OutputKind(ending)


def _check_not_over(output: Path, file: Path) -> None:
    if output.absolute() == file.absolute() or (output.exists() and file.exists() and output.samefile(file)):
        raise ProblemError(f"“{output.name}” is read, and so is not written over.", ProblemKind.ARGUMENT)


def _write(frame: pd.DataFrame, path: Path, kind: OutputKind, report: ReadReport, escape: bool) -> None:
    from linreg_gui.session.keeping.saving import write_whole

    style = CsvStyle.like(report.separator, report.decimal) if report.kind == "text" else CsvStyle()
    units = {name: unit for name, unit in report.units.items() if name in frame.columns}
    write_whole(path, lambda file: write_table(frame, file, kind, escape=escape, units=units, style=style))


def _as_text(options: Namespace, file: FileToPredict, added: Sequence[str], told: Sequence[str]) -> str:
    columns = "\n".join(f"  {name}" for name in added)
    wrote = f"“{options.output}” has {counted(file.rows.n_rows, 'row')} with these columns more:"
    return "\n".join([*told, *file.sentences, wrote, columns])


def _as_json(options: Namespace, file: FileToPredict, added: Sequence[str], told: Sequence[str]) -> str:
    rows = file.rows
    return json.dumps(
        {
            "schema": PREDICT,
            "output": str(options.output),
            "rows": {
                "read": rows.n_rows,
                "predicted": len(rows.rows),
                "not_predicted": [
                    {
                        "column": entry.column,
                        "reason": entry.reason,
                        "rows": entry.rows,
                        "levels": list(entry.levels),
                    }
                    for entry in rows.not_predicted
                ],
                "filled": {entry.column: entry.cells for entry in rows.filled},
            },
            "columns": list(added),
            "notes": [*told, *file.told],
        },
        ensure_ascii=False,
        indent=2,
    )
