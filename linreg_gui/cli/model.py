"""What is fitted by the words of a command line: from names and formulas to columns, losses and levels."""

from __future__ import annotations

import csv
from argparse import Namespace
from collections.abc import Iterable, Mapping, Sequence

from linreg_gui.core.cells.values import numeric_columns
from linreg_gui.core.editing.model_edits import with_model
from linreg_gui.core.fitting.analysis import chosen_rows
from linreg_gui.core.fitting.named_loss import named_loss
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.losses import Loss
from linreg_gui.core.problem import Problem, ProblemError, ProblemKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.table.recipe import LabelScale, Missing, Recipe
from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.table import Table
from linreg_gui.core.table.to_dataset import to_dataset
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.model_tokens import NotationError, NotationProblem
from linreg_gui.core.wording import first_few

_MOST_NAMED = 20


def read_model_file(options: Namespace) -> tuple[pd.DataFrame, ReadReport]:
    """The file that is fitted; a mistake in an option is a sentence, too."""
    try:
        style = ReadOptions(decimal=options.decimal, thousands=options.thousands)
        return read_table(options.file, style)
    except ValueError as error:
        if isinstance(error, ProblemError):
            raise
        raise ProblemError(str(error), ProblemKind.ARGUMENT) from error


def model_of(
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
    scale = LabelScale.LOG if getattr(options, "log_label", False) else LabelScale.PLAIN
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
        raise ProblemError(with_place(formula, error.problem), error.problem.kind) from error


def with_place(formula: str, problem: Problem) -> str:
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
