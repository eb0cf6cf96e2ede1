"""`linreg-gui predict`: fit one file, predict for the rows of another, and write them, without Qt."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.fitting.analysis import Analysis, analyse, chosen_rows
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.fitting.unsuited import unsuited
from linreg_gui.core.inference.infer import checked_level
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.table import Table
from linreg_gui.core.table.to_dataset import to_dataset
from linreg_gui.core.wording import counted
from linreg_gui.core.writing.predictions import FileToPredict, known_of, read_to_predict, with_predictions
from linreg_gui.core.writing.results import ResultColumns, intervals_problem
from linreg_gui.core.writing.table_file import CsvStyle, OutputKind, write_table

from .fit import (
    check_references,
    check_weights,
    features_of,
    loss_of,
    model_in,
    read_model_file,
    references_of,
)


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
    try:
        level = checked_level(options.level)
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error
    frame, report = read_model_file(options)
    objective = _solved(options, frame)
    known = known_of(frame, objective.analysis, {})
    style = ReadOptions(decimal=options.decimal, thousands=options.thousands)
    file = read_to_predict(Path(options.new), known, style, units=report.units)
    told = [finding.sentence for finding in report.to_tell(style)]
    missing = intervals_problem(objective)
    intervals = missing is None and not options.no_intervals
    if missing is not None and not options.no_intervals:
        told.append(missing.sentence)
    columns = ResultColumns(residuals=False, mean_interval=intervals, label_interval=intervals, level=level)
    result = with_predictions(file, objective, columns, options.errors)
    _write(result, options.output, kind, file.report, not options.keep_formulas)
    added = [name for name in result.columns if name not in file.frame.columns]
    told = [objective.explanation, f"{objective.analysis.ledger.sentence}.", *told]
    told += objective.analysis.ledger.notes
    return _as_json(options, file, added, told) if options.json else _as_text(options, file, added, told)


def _solved(options: Namespace, frame: pd.DataFrame) -> Objective:
    """The exact solution for the file that is fitted."""
    references = references_of(options.reference)
    roles, recipe, data, ledger = _model(options, frame, references)
    check_references(references, map(str, frame.columns), ledger)
    analysis: Analysis = analyse(frame, roles, recipe=recipe)
    loss = loss_of(options, data)
    problem = unsuited(analysis, loss)
    if problem is not None:
        raise ProblemError(problem.sentence, problem.kind)
    try:
        plain = Objective(analysis, loss, options.weight_decay)
        found = plain if plain.is_plain else plain.solved()
    except ValueError as error:
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error
    if found.problem is not None:
        raise ProblemError(found.problem.sentence, found.problem.kind)
    return found


def _model(
    options: Namespace, frame: pd.DataFrame, references: Mapping[str, str]
) -> tuple[Mapping[str, Role], Recipe, Dataset, RowLedger]:
    """What columns are used for, by a formula or by their names, and what that makes of the file."""
    missing = Missing(options.missing)
    if options.formula is not None:
        ignored = dict.fromkeys(frame.columns, Role.IGNORED)
        table = Table(frame, ignored, "", recipe=Recipe(missing, references, weights=options.row_weights))
        model = model_in(options.formula, frame)
        check_weights(options.row_weights, frame, (model.label, *model.columns))
        table = with_model(table, model)
        return table.roles, table.recipe, *chosen_rows(frame, table.roles, None, table.recipe)
    features = features_of(options, frame)
    scale = LabelScale.LOG if options.log_label else LabelScale.PLAIN
    data, ledger = to_dataset(
        frame,
        options.label,
        features,
        has_bias=not options.no_bias,
        missing=options.missing,
        references=references,
        label_scale=scale,
        weights=options.row_weights,
    )
    chosen = dict.fromkeys((source.column for source in ledger.sources), Role.FEATURE)
    chosen |= dict.fromkeys((category.column for category in ledger.categories), Role.FEATURE)
    ordered = features or [name for name in frame.columns if name in chosen]
    roles = dict.fromkeys(frame.columns, Role.IGNORED) | dict.fromkeys(ordered, Role.FEATURE)
    recipe = Recipe(missing, references, scale, has_bias=not options.no_bias, weights=options.row_weights)
    return roles | {options.label: Role.LABEL}, recipe, data, ledger


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
