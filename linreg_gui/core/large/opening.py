"""`open_large`: from files and a model to a dataset whose rows stay where they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from linreg_gui.core.arrays import IntArray, frozen, quiet_overflow
from linreg_gui.core.cells.chosen_type import as_chosen
from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.parsed_column import ColumnNote
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.merge_tree import merged
from linreg_gui.core.model.moments import Moments, of_blocks, of_columns, together
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.arrow_parts import Stored
from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.label_scale import LabelColumn
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.table.to_dataset import model_to_dataset
from linreg_gui.core.terms.checking import model_of_text
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.term import FactorKind, Term

from .in_order import in_order
from .large_dataset import LargeDataset, PartReader
from .large_table import LargeTable, Place, large_table
from .survey import Survey, both, standing_for, survey, survey_of_numbers


def open_large(
    paths: str | Path | Iterable[str | Path],
    formula: str | None = None,
    *,
    label: str | None = None,
    features: Sequence[str] | None = None,
    has_bias: bool = True,
    label_scale: str = "plain",
    references: Mapping[str, str] | None = None,
    workers: int | None = None,
) -> LargeDataset:
    """A dataset whose rows stay in their files, for tables that need not fit into memory.

    Parameters
    ----------
    paths : str, Path, or iterable of these
        Parquet or Feather files with the same columns, folders of such, or patterns like ``data/*.parquet``.
        Folders in it called ``name=value`` make a category of that name.
    formula : str, optional
        The model, see `fit_formula`; orthogonal polynomials, which need all rows at once, are refused.
    label, features, has_bias, label_scale
        Instead of a formula, see `to_dataset`; without features all other columns of numbers are taken.
    references : mapping from column name to str, optional
        See `to_dataset`.
    workers : int, optional
        How many parts are read beside each other, by default as many as there are cores. Nothing that is
        computed depends on it, to the last bit.

    Returns
    -------
    LargeDataset
        For `fit`, `infer`, `moments` and whatever else goes over the rows block by block.

    Raises
    ------
    ProblemError
        As `to_dataset`; also if a file is damaged, or lacks a column that another one has.
    ValueError
        If there is neither a formula nor a label, or both.

    Notes
    -----
    Rows in which a feature or the label is missing are left out. One pass over the needed columns counts the
    rows and finds the levels of categories; each pass of a solver then reads them anew, row group by row
    group (Parquet) or about a million rows at a time (Feather).
    """
    if (formula is None) == (label is None):
        raise ValueError("A large dataset needs either a formula or a label.")
    table = large_table(paths)
    if formula is not None:
        model = model_of_text(formula, table.head)
    else:
        assert label is not None
        model = _of_columns(table, label, features, has_bias, LabelScale(label_scale))
    _check(table, model)
    guess = _guess(table, model, references or {})
    seen = in_order(partial(_seen, table, model, guess), table.places, workers)
    found, known = merged(seen, partial(_seen_together, model=model))
    if not any(found.used):
        lost = RowLedger(found.rows, 0, found.dropped, _nowhere())
        raise ProblemError(f"No complete row is left: {lost.sentence}.", ProblemKind.NO_ROWS)
    reader, ledger = _made(table, model, found, references or {})
    if guess is None or known is None or not guess.makes_the_same(reader) or known.n_rows != ledger.rows_used:
        known = None
    return LargeDataset(reader, ledger, workers, known)


def _guess(table: LargeTable, model: ModelFormula, references: Mapping[str, str]) -> PartReader | None:
    """The features that the first rows make; None where these tell too little, such as of a single level."""
    first = survey(table.head, model)
    try:
        return _made(table, model, first, references)[0] if any(first.used) else None
    except ProblemError:  # told of all rows, if it holds for them
        return None


# What was seen of some rows, and their moments by a guess at the features; None where none counts.
_Seen = tuple[Survey, Moments | None]


def _seen(table: LargeTable, model: ModelFormula, guess: PartReader | None, place: Place) -> _Seen:
    frame = table.frame(place, (*model.columns, model.label))
    if guess is not None and guess.takes_columns_as_they_are and (of_numbers := survey_of_numbers(frame)):
        columns = [frame[name].to_numpy() for name in guess.needed]
        with quiet_overflow():
            return of_numbers, of_columns(columns)
    found = survey(frame, model)
    rows = None if guess is None else _as_guessed(guess, frame)
    with quiet_overflow():
        return found, None if rows is None else of_blocks(rows)


def _as_guessed(guess: PartReader, frame: pd.DataFrame) -> Dataset | None:
    try:
        return guess.rows_that_count(frame)
    except ProblemError:  # told when the features are no guess any more
        return None


def _seen_together(one: _Seen, other: _Seen, model: ModelFormula) -> _Seen:
    known = [m for m in (one[1], other[1]) if m is not None]
    return both(one[0], other[0], model), together(*known) if len(known) > 1 else next(iter(known), None)


def _of_columns(
    table: LargeTable, label: str, features: Sequence[str] | None, has_bias: bool, scale: LabelScale
) -> ModelFormula:
    """The model of columns as they are."""
    table.stored(label)
    if features is None:
        kinds = table.files[0].columns
        names = [name for name, kind in kinds.items() if kind is Stored.NUMBERS and name != label]
    else:
        names = list(features)
    if not names:
        raise ProblemError("There is no numeric column to predict from.", ProblemKind.NO_NUMERIC_COLUMN)
    if label in names:
        raise ProblemError(f"“{label}” cannot be both a feature and the label.", ProblemKind.ROLES)
    if len(set(names)) < len(names):
        raise ProblemError("A feature is named twice.", ProblemKind.ROLES)
    return ModelFormula(label, tuple(map(Term.of_column, names)), has_bias, scale is LabelScale.LOG)


def _check(table: LargeTable, model: ModelFormula) -> None:
    """The columns are there, in all files, and hold what can be told of them part by part."""
    for name in (*model.columns, model.label):
        if table.stored(name) is not Stored.TEXTS or name in table.files[0].given:
            continue  # values of folders are levels, even 2024
        texts = table.head[name]
        note = ColumnNote(name, ColumnType.TEXT, int(texts.isna().sum()))
        found = as_chosen(texts, note, None, range(len(texts)))[1].kind
        if found is not ColumnType.TEXT:
            raise ProblemError(
                f"“{name}” holds texts that are to be read as {found}s: "
                "in a large table they have to be stored as such.",
                ProblemKind.TYPE,
            )
    for term in model.terms:
        for factor in term.factors:
            if factor.kind is FactorKind.POLYNOMIAL:
                raise ProblemError(
                    f"“{factor.written}” needs all rows at once: write powers such as I({factor.text}^2).",
                    ProblemKind.FORMULA,
                )


def _made(
    table: LargeTable, model: ModelFormula, found: Survey, references: Mapping[str, str]
) -> tuple[PartReader, RowLedger]:
    """The features that the witnesses make, which are those of all rows, and the ledger of all rows."""
    frame, are_used = standing_for(found, (*model.columns, model.label))

    def of_witnesses(chosen: Mapping[str, str]) -> tuple[tuple[str, ...], str, RowLedger]:
        data, ledger = model_to_dataset(frame, model, references=chosen, excluded=~are_used)
        return data.feature_names, data.label_name, ledger

    features, label, ledger = of_witnesses(references)
    if ledger.categories:
        chosen = {c.column: _reference(c, found.levels[c.column], references) for c in ledger.categories}
        features, label, ledger = of_witnesses(chosen)
    categories = tuple(
        _counted(category, found.levels[category.column], references) for category in ledger.categories
    )
    offset = LabelColumn(frame[model.label], model.label, LabelScale.of(model)).offset
    # A guess from the first rows knows of no part how many count.
    used = dict(zip(table.places, found.used, strict=False))
    reader = PartReader(table, model, ledger.sources, categories, offset, features, label, used)
    return reader, RowLedger(
        rows_read=found.rows,
        rows_used=sum(found.used),
        dropped=found.dropped,
        used_rows=_nowhere(),
        sources=ledger.sources,
        categories=categories,
        remarks=ledger.remarks,
    )


def _reference(category: Category, counts: Counter[str], references: Mapping[str, str]) -> str:
    """The level that is asked for, or the one of most rows; of several the first."""
    wanted = references.get(category.column)
    return wanted if wanted in category.levels else max(category.levels, key=counts.__getitem__)


def _counted(category: Category, counts: Counter[str], references: Mapping[str, str]) -> Category:
    """A category with the rows of each level, and what was asked for in vain."""
    wanted = references.get(category.column)
    return replace(
        category,
        counts=tuple(counts[level] for level in category.levels),
        wanted="" if wanted is None or wanted in category.levels or not category.reference else wanted,
    )


def _nowhere() -> IntArray:
    return frozen(np.empty(0, dtype=np.int64))
