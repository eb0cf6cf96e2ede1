"""Column roles: from a table to a `Dataset` and the ledger of its rows."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, frozen
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.values import column_named, numeric_columns
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.memory import available_memory
from linreg_gui.core.model.dataset import Dataset, Truth
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.notation import read_terms
from linreg_gui.core.terms.term import Term
from linreg_gui.core.wording import counted

from .feature_columns import FeaturePart
from .feature_sources import feature_names
from .label_scale import LabelColumn
from .recipe import LabelScale, Missing
from .row_ids import RowIds
from .row_ledger import RowLedger, count_rows
from .term_columns import TermColumns, TermPart
from .weight_column import WeightColumn


def to_dataset(
    frame: pd.DataFrame,
    label: str,
    features: Iterable[str] | None = None,
    *,
    terms: Sequence[Term | str] = (),
    has_bias: bool = True,
    missing: str = "drop",
    references: Mapping[str, str] | None = None,
    label_scale: str = "plain",
    excluded: BoolArray | None = None,
    weights: str | None = None,
    truth: Truth | None = None,
    row_ids: RowIds | None = None,
) -> tuple[Dataset, RowLedger]:
    """Choose columns of a table, turn texts into indicators, and leave out or fill the holes.

    Parameters
    ----------
    frame : pandas.DataFrame
    label : str
        Name of the column to predict.
    features : iterable of str, optional
        Names of the columns to predict from; by default every other numeric column. A column of texts
        becomes a feature of 0 and 1 for each level but one, named like ``town = Köln``; dates become days
        since 1970-01-01. Whole numbers and nanoseconds that a float64 does not hold are fitted less a whole
        offset, which is in the name of the feature or the label: ``t − 1700000000000000000``.
    terms : sequence of Term or str
        What else to predict from, such as ``"area:town"`` for an interaction, ``"I(area^2)"`` or
        ``"poly(age, 3)"``, see `fit_formula`. With terms there need be no features of their own. Products are
        named like ``area × town[Köln]``, powers like ``area^2``, polynomials like ``poly(age, 3)[1]``.
    has_bias : bool
        Whether the model will have a bias; without one the first category has an indicator for each of its
        levels.
    missing : {"drop", "mean", "median", "indicate"}
        What becomes of missing cells of features: their rows are dropped, they are filled with the mean or
        median of the other rows that are used, or they are filled with the mean and marked by a feature
        more, named like ``area missing``. A missing text drops its row, unless it is indicated as a level
        of its own. A row without a label, or with a text among numbers, is always dropped.
    references : mapping from column name to str, optional
        The level that the others are compared with; by default, and if no row that is used has it, the
        most frequent one.
    label_scale : {"plain", "log"}
        Whether the label is its column or the natural logarithm of it; then it is named like ``log price``,
        and rows where it is not above 0 are dropped.
    excluded : array of bool, shape (rows of the table,), optional
        Rows that are there but take no part.
    weights : str, optional
        The column that says how much each row counts, see `Dataset`; a row of weight 0, or without one, is
        dropped.
    truth : Truth, optional
        The weights the data were made with; kept only if it names these very columns.
    row_ids : RowIds, optional
        Which row is which. The rows of the dataset come in the order of their identities, so that whatever
        is computed from them is the same to the last bit, however the table is sorted.

    Returns
    -------
    data : Dataset
    ledger : RowLedger
        Counts the rows and says where each feature comes from.

    Raises
    ------
    ProblemError
        If a column does not exist, is there or named twice, has too many levels or nothing to fill it
        with, no complete row is left, a term cannot be read or computed, or weights are negative or no
        numbers.
    ValueError
        If ``features`` is no list of names, ``missing`` or ``label_scale`` none of these, or ``excluded`` is
        not one truth value per row.
    """
    if missing not in list(Missing):
        raise ValueError(f"missing must be 'drop', 'mean', 'median' or 'indicate', not {missing!r}.")
    if label_scale not in list(LabelScale):
        raise ValueError(f"label_scale must be 'plain' or 'log', not {label_scale!r}.")
    policy, wanted, scale = Missing(missing), references or {}, LabelScale(label_scale)
    others = _terms(terms)
    names = _feature_names(frame, label, features, others)
    mains = list(map(_main_term, names))
    columns = TermColumns(frame, [*mains, *others], policy, wanted, has_bias)
    labels = LabelColumn(column_named(frame, label), str(label), scale)
    weighing = None if weights is None else WeightColumn(column_named(frame, weights), str(weights))
    last = (labels,) if weighing is None else (labels, weighing)
    others_cost = ((column.name, *cost) for column in last for cost in column.costs())
    costs = itertools.chain(columns.costs(), others_cost)
    ledger = count_rows(_kept_rows(len(frame), excluded), costs)
    if not len(frame):
        raise ProblemError("The table has no rows yet.", ProblemKind.EMPTY)
    if ledger.rows_used == 0:
        raise ProblemError(f"No complete row is left: {ledger.sentence}.", ProblemKind.NO_ROWS)
    if row_ids is not None:
        ledger = replace(ledger, used_rows=frozen(row_ids.in_order(ledger.used_rows)))
    parts, variables = columns.parts(ledger.used_rows)
    remarks = tuple(remark for column in (*columns.columns, labels) for remark in column.remarks)
    ledger = replace(
        ledger,
        missing=policy,
        filled=columns.filled,
        sources=tuple(source for part in parts for source in part.sources),
        categories=columns.categories(parts, ledger.used_rows),
        remarks=remarks,
        variables=variables,
        weights=weights or "",
    )
    X, y = _design_matrix(parts, ledger), labels.values(ledger.used_rows)
    found = feature_names(ledger.sources, map(str, (*names, label)))
    name = labels.fitted_name(found)
    known = None if truth is None else truth.about(found, label)
    if known is not None and scale is LabelScale.LOG:
        known = known.on_log_scale(name)
    row_weights = None if weighing is None else weighing.values(ledger.used_rows)
    return Dataset(X, y, found, name, known, row_weights, has_bias), ledger


def _main_term(name: str) -> Term:
    check_wanted()
    return Term.of_column(name)


def model_to_dataset(
    frame: pd.DataFrame,
    model: ModelFormula,
    *,
    missing: str = "drop",
    references: Mapping[str, str] | None = None,
    excluded: BoolArray | None = None,
    weights: str | None = None,
) -> tuple[Dataset, RowLedger]:
    """`to_dataset` by a model that is one of the table."""
    return to_dataset(
        frame,
        model.label,
        (),
        terms=model.terms,
        has_bias=model.has_bias,
        missing=missing,
        references=references,
        label_scale=LabelScale.of(model),
        excluded=excluded,
        weights=weights,
    )


def _terms(terms: Sequence[Term | str]) -> tuple[Term, ...]:
    """The terms that are meant, whichever way they are given."""
    if isinstance(terms, str):
        raise ValueError("terms must be a list of terms.")
    return tuple(
        found for term in terms for found in ((term,) if isinstance(term, Term) else read_terms([term]))
    )


def _design_matrix(parts: Sequence[FeaturePart | TermPart], ledger: RowLedger) -> FloatArray:
    if not ledger.sources:
        raise ProblemError(f"There is nothing to predict from: {ledger.notes[-1]}", ProblemKind.NO_FEATURE)
    shape = ledger.rows_used, len(ledger.sources)
    try:
        if 8 * shape[0] * shape[1] > available_memory():
            raise MemoryError
        X = np.empty(shape)
    except MemoryError:
        rows, features = counted(shape[0], "row"), counted(shape[1], "feature")
        raise ProblemError(f"{rows} of {features} do not fit into memory.", ProblemKind.TOO_LARGE) from None
    at = 0
    for part in parts:
        part.write(X[:, at : at + len(part.sources)])
        at += len(part.sources)
    return frozen(X)


def _feature_names(
    frame: pd.DataFrame, label: str, features: Iterable[str] | None, terms: Sequence[Term]
) -> tuple[str, ...]:
    if features is None and terms:
        names: tuple[str, ...] = ()
    elif features is None:
        names = tuple(name for name in numeric_columns(frame) if name != label)
    elif isinstance(features, str) or not isinstance(features, Iterable):
        raise ValueError("features must be a list of column names.")
    else:
        names = tuple(features)
    needed = [column for term in terms for column in term.columns]
    for name in (label, *names, *needed):
        check_wanted()
        if not isinstance(name, Hashable) or name not in frame.columns:
            known = ", ".join(map(str, frame.columns[:20]))
            raise ProblemError(
                f"There is no column named “{name}”. The columns are: {known}.", ProblemKind.NO_COLUMN
            )
    if label in names or label in needed:
        raise ProblemError(f"“{label}” cannot be both a feature and the label.", ProblemKind.ROLES)
    if len(set(names)) < len(names):
        raise ProblemError("A feature is named twice.", ProblemKind.ROLES)
    if not names and not terms:
        raise ProblemError("There is no numeric column to predict from.", ProblemKind.NO_NUMERIC_COLUMN)
    return names


def _kept_rows(n_rows: int, excluded: BoolArray | None) -> BoolArray:
    if excluded is None:
        return np.ones(n_rows, dtype=bool)
    flags = np.asarray(excluded)
    if flags.dtype != bool or flags.shape != (n_rows,):
        raise ValueError("excluded must be one truth value for each row of the table.")
    return ~flags
