"""Cross-validates a fit that was kept: its rows are made of the table again, and known for what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.fitting.analysis import chosen_rows
from linreg_gui.core.fitting.fingerprint import fingerprint
from linreg_gui.core.fitting.holdout import held_out_rows, parted
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.kept_fit import CrossNumbers, FoldSettings, KeptFit
from linreg_gui.core.table.large_source import refuse_sample
from linreg_gui.core.table.table import Table

from .cross_validation import CrossValidation, cross_validate
from .exact_folds import Told
from .folds import make_folds


@dataclass(frozen=True, eq=False)
class FittedRows:
    """The rows that a kept fit was made on.

    Attributes
    ----------
    data : Dataset
    held_out : Dataset or None
    table_rows : array of int
        Row of the table for each row of the dataset.
    """

    data: Dataset
    held_out: Dataset | None
    table_rows: IntArray


def rows_of_fit(table: Table, fit: KeptFit) -> FittedRows:
    """The rows of a kept fit, as the table has them now.

    Raises
    ------
    ProblemError
        If the table has other ones.
    """
    recipe = replace(fit.recipe, excluded=table.recipe.excluded)
    if not fit.columns_needed <= set(table.frame.columns):
        raise _other_data(fit)
    roles = {name: role for name, role in fit.roles.items() if name in table.roles}
    data, ledger = chosen_rows(table.frame, roles, None, recipe, table.row_ids)
    rows, held_out = ledger.used_rows, None
    if recipe.holdout:
        out = held_out_rows(table.row_ids.of(len(table.frame))[rows], recipe.holdout)
        rows = rows[~out]
        data, held_out = parted(data, out)
    if fingerprint(data, held_out) != fit.data:
        raise _other_data(fit)
    return FittedRows(data, held_out, rows)


def folds_of(table: Table, table_rows: IntArray, settings: FoldSettings) -> IntArray:
    """The fold of each of these rows, shape (repeats, n); see `make_folds`.

    Raises
    ------
    ProblemError
        If there are fewer rows, or groups, than folds, or the column of the groups is gone.
    """
    n = len(table_rows)
    if not settings.folds:
        return np.arange(n)[None, :]
    groups = None
    if settings.groups is not None:
        if settings.groups not in table.frame.columns:
            raise ProblemError(
                f"The rows of a fold are to stay together by “{settings.groups}”, which is no column.",
                ProblemKind.NO_COLUMN,
            )
        groups = column_named(table.frame, settings.groups).factorize()[0][table_rows]
    ids = table.row_ids.of(len(table.frame))[table_rows]
    return make_folds(
        n, settings.folds, seed=settings.seed, repeats=settings.repeats, row_ids=ids, groups=groups
    )


def cross_validated(
    table: Table, fit: KeptFit, settings: FoldSettings, told: Told | None = None
) -> CrossValidation:
    """A kept fit on rows that it has not seen, by the same solver, loss and settings.

    Raises
    ------
    ProblemError
        If the table has other rows, they cannot be parted so, or a fold cannot be fitted.
    """
    rows = rows_of_fit(table, fit)
    folds = folds_of(table, rows.table_rows, settings)
    if fit.solver == "sgd":
        held_out = rows.held_out if fit.rules.patience is not None else None
        return cross_validate(
            rows.data, folds, config=fit.config, stop=fit.rules, validation=held_out, told=told
        )
    return cross_validate(rows.data, folds, loss=fit.config.loss, ridge=fit.config.weight_decay, told=told)


def cross_numbers(
    table: Table, fit: KeptFit, settings: FoldSettings, told: Told | None = None
) -> CrossNumbers:
    """The numbers of `cross_validated`, or the sentence that says why there are none."""
    try:
        refuse_sample(table.large, "Cross-validation")
        found = cross_validated(table, fit, settings, told)
    except ProblemError as error:
        return CrossNumbers(settings, problem=error.problem.sentence)
    return CrossNumbers(
        settings, found.rmse, found.rmse_standard_error, found.loss, found.loss_standard_error
    )


def _other_data(fit: KeptFit) -> ProblemError:
    return ProblemError(
        f"“{fit.name}” was fitted to other rows or cells than there are now: undo brings them back.",
        ProblemKind.OTHER_DATA,
    )
