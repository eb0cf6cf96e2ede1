"""From a table with its exact fit and its run to the recipe of a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.shifted_values import shifted_dates
from linreg_gui.core.cells.values import numeric_values
from linreg_gui.core.formulas.dependencies import computing_order
from linreg_gui.core.formulas.evaluating import compute, is_by_place, is_in_row
from linreg_gui.core.formulas.parsing import parse
from linreg_gui.core.formulas.tokens import columns_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.categories import levels_of
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.recipe import LabelScale, Missing
from linreg_gui.core.table.roles import split_roles
from linreg_gui.core.wording import joined, unused_name

from .asked import Asked
from .differences import about_digits, about_run, drawn_weights, errors_part, exact_part
from .expressions import readable
from .own_file import CannotBeRead, own_file, wrong_cells
from .recipe import (
    EXCLUDED,
    FITTED,
    HELD_OUT,
    USE,
    ComputedColumn,
    DataBeside,
    Language,
    OwnFile,
    RunPart,
    ScriptRecipe,
)

# More rows are not told one by one in a script.
_MOST_ROWS_NAMED = 200


def script_recipe(asked: Asked, language: Language) -> ScriptRecipe:
    """What a script in this language does to give the numbers of the program.

    Whatever cannot be written in it is written as data beside it, or left out, and told.
    """
    rows = _Rows.of(asked)
    told: list[str] = []
    computed, as_data = _computed(asked, rows, language)
    if as_data:
        told.append(
            f"{joined([f'“{name}”' for name in as_data])} {'is' if len(as_data) == 1 else 'are'} written as "
            "numbers into a table beside the script, as the formula has no equal in it."
        )
    kept = [column.name for column in computed]
    columns = _needed(asked, kept, as_data)
    why = _not_by_columns(asked, language)
    ready = bool(why)
    source: OwnFile | DataBeside
    excluded, held_out = rows.excluded, rows.held_out
    if ready:
        told, columns, computed = [why], {}, ()
        source = DataBeside(_ready_made(asked), why)
        excluded = held_out = ()
    else:
        source = _source(asked, rows, columns, as_data, language)
        if isinstance(source, DataBeside):
            told.append(source.why)
            if len(excluded) + len(held_out) > _MOST_ROWS_NAMED:
                source = replace(source, frame=source.frame.assign(**{USE: rows.uses()}))
                excluded = held_out = ()
    use = USE if isinstance(source, DataBeside) and USE in source.frame.columns else None
    exact, left_out = exact_part(asked, language)
    errors, remark = errors_part(asked)
    told += [*left_out, *remark, *about_digits(asked, language)]
    analysis = asked.objective.analysis
    names_of_features, terms = _terms(asked)
    if ready:
        names_of_features, terms = analysis.data.feature_names, ()
    loss = asked.objective.loss
    run = None if not asked.steps else RunPart(asked.changes, asked.steps, drawn_weights(asked))
    if run is not None:
        told += about_run(run)
    recipe = asked.table.recipe
    references = {each.column: each.reference for each in analysis.ledger.categories if each.reference}
    return ScriptRecipe(
        title=f"{analysis.label} of {asked.table.name}",
        source=source,
        columns=columns,
        computed=computed,
        excluded=excluded,
        held_out=held_out,
        use=use,
        missing=Missing.DROP if ready else recipe.missing,
        ready=ready,
        sources=analysis.ledger.sources,
        features=analysis.data.feature_names,
        names_of_features=names_of_features,
        terms=terms,
        references={} if ready else references,
        label=analysis.data.label_name if ready else analysis.label,
        label_name=analysis.data.label_name,
        log_label=not ready and analysis.label_scale is LabelScale.LOG,
        weights=_weights_name(asked) if ready else recipe.weights,
        has_bias=analysis.data.has_bias,
        loss=loss,
        ridge=asked.objective.weight_decay,
        level=asked.level,
        errors=errors if exact else None,
        exact=exact,
        run=run,
        told=tuple(told),
    )


@dataclass(frozen=True, eq=False)
class _Rows:
    """The rows of the table in the order in which they came, which is that of the dataset."""

    order: IntArray
    excluded: tuple[int, ...]
    held_out: tuple[int, ...]

    @classmethod
    def of(cls, asked: Asked) -> _Rows:
        table, analysis = asked.table, asked.objective.analysis
        n = len(table.frame)
        order = table.row_ids.in_order(np.arange(n))
        places = np.empty(n, dtype=np.int64)
        places[order] = np.arange(n)
        out = np.zeros(n, dtype=bool) if table.recipe.excluded is None else table.recipe.excluded
        held = np.sort(places[analysis.held_out_rows])
        return cls(order, tuple(np.flatnonzero(out[order]).tolist()), tuple(held.tolist()))

    def uses(self) -> list[str]:
        """What becomes of each row."""
        found = [FITTED] * len(self.order)
        for row in self.held_out:
            found[row] = HELD_OUT
        for row in self.excluded:
            found[row] = EXCLUDED
        return found


def _computed(
    asked: Asked, rows: _Rows, language: Language
) -> tuple[tuple[ComputedColumn, ...], tuple[str, ...]]:
    """The computed columns that a script computes, and those that it gets as data."""
    table, counted = asked.table, asked.table.recipe.counted
    every = np.ones(len(table.frame), dtype=bool) if counted is None else counted
    wanted = _reached(asked)
    sorted_rows = bool((np.diff(rows.order) < 0).any())
    found, as_data = [], []
    for name in computing_order(table.formulas):
        if name not in wanted:
            continue
        formula = table.formulas[name]
        values = numeric_values(table.frame[name])
        parsed = readable(formula, table.frame, values, every)
        if language is Language.CORE:
            by_place = is_by_place(formula) and sorted_rows
            fine = (is_in_row(formula) or counted is None) and not by_place
            parsed = parse(formula) if fine else None
        if parsed is None:
            as_data.append(name)
        else:
            found.append(ComputedColumn(name, formula, parsed.tree, parsed.names))
    # What a column is computed from that is data itself is not needed any more.
    needed = _reached(asked, frozenset(as_data))
    return tuple(column for column in found if column.name in needed), tuple(
        name for name in as_data if name in needed
    )


def _model_columns(asked: Asked) -> list[str]:
    """The columns of the table that the model is about, the label last but for the weights."""
    analysis, recipe = asked.objective.analysis, asked.table.recipe
    features, label = split_roles(asked.table.roles_as_came)
    of_terms = [name for term in recipe.terms for name in term.columns]
    weights = [] if recipe.weights is None else [recipe.weights]
    assert label == analysis.label
    return list(dict.fromkeys([*features, *of_terms, label, *weights]))


def _reached(asked: Asked, stop: frozenset[str] = frozenset()) -> frozenset[str]:
    """These and all that they are computed from."""
    formulas, found = asked.table.formulas, set()
    waiting = _model_columns(asked)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            if name in formulas and name not in stop:
                waiting += columns_of(formulas[name])
    return frozenset(found)


def _needed(asked: Asked, computed: Sequence[str], as_data: Sequence[str]) -> dict[str, bool]:
    """The columns that are read, and whether they hold texts; in the order of the table."""
    frame, wanted = asked.table.frame, _reached(asked, frozenset(as_data))
    names = [name for name in frame.columns if name in wanted and name not in computed]
    return {name: feature_type(frame[name]) is ColumnType.CATEGORY for name in names}


def _source(
    asked: Asked, rows: _Rows, columns: dict[str, bool], as_data: Sequence[str], language: Language
) -> OwnFile | DataBeside:
    """The file itself where it does, or a table of the columns."""
    frame = asked.table.frame.iloc[rows.order]
    try:
        if as_data:
            raise CannotBeRead("some are computed in a way that the script has no equal of")
        if len(rows.excluded) + len(rows.held_out) > _MOST_ROWS_NAMED:
            raise CannotBeRead("too many rows are left out or held out to be named one by one")
        return own_file(frame, list(columns), asked.table.report, asked.options, language)
    except CannotBeRead as reason:
        made = {name: _plain_column(frame[name], is_text) for name, is_text in columns.items()}
        changed = "the table was edited since it was read" if asked.table.edited else str(reason)
        why = f"The data are written into a table beside the script: {changed}."
        return DataBeside(pd.DataFrame(made), why)


def _plain_column(column: pd.Series, is_text: bool) -> object:
    """Numbers, dates in days since 1970-01-01, or texts."""
    if is_text:
        levels = levels_of(column)
        return np.array([*levels.texts, None], dtype=object)[levels.codes]
    if feature_type(column) is ColumnType.DATE:
        return shifted_dates(column).values
    return numeric_values(column)


def _not_by_columns(asked: Asked, language: Language) -> str:
    """Why the features are written as they are, in a sentence; empty where the script makes them."""
    ledger, recipe, frame = asked.objective.analysis.ledger, asked.table.recipe, asked.table.frame
    bases = {base for source in ledger.sources for base in source.bases}
    numbers = {base.column for base in bases if base.kind is SourceKind.NUMBER}
    label_is_shifted = asked.objective.analysis.data.label_name not in _plain_label_names(asked)
    if any(base.offset for base in bases) or label_is_shifted:
        reason = "whole numbers with many digits count from an offset"
    elif recipe.missing is not Missing.DROP and any(wrong_cells(frame[name]).any() for name in numbers):
        reason = "there are texts among numbers"
    elif language is Language.CORE and any(_has_own_order(frame[base.column]) for base in bases):
        reason = "the levels of a category stand in an order of their own"
    elif language is Language.CORE:
        return ""
    elif any(not _can_be_written(asked, source) for source in ledger.sources):
        reason = "a term has no equal in the script"
    elif recipe.missing is Missing.INDICATE and any(_of_codes(asked, base) for base in bases):
        reason = "missing cells of a category of numbers have an indicator"
    else:
        return ""
    return f"The features are written, ready to be fitted, into a table beside the script: {reason}."


def _has_own_order(column: pd.Series) -> bool:
    """Whether its levels stand otherwise than by the alphabet."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return False
    levels = levels_of(column)
    alone = levels_of(pd.Series(np.array([*levels.texts, None], dtype=object)[levels.codes]))
    return alone.texts != tuple(text for text in levels.texts if text in alone.texts)


def _plain_label_names(asked: Asked) -> tuple[str, ...]:
    analysis = asked.objective.analysis
    if analysis.label_scale is LabelScale.LOG:
        return (analysis.data.label_name,)
    return (analysis.label,)


def _of_codes(asked: Asked, source: Source) -> bool:
    """Whether it is about the levels of a column of numbers."""
    column = asked.table.frame[source.column]
    return source.is_indicator and feature_type(column) is not ColumnType.CATEGORY and bool(source.reference)


def _can_be_written(asked: Asked, source: Source) -> bool:
    frame = asked.table.frame
    if source.kind is SourceKind.PRODUCT:
        return all(_can_be_written(asked, each) for each in source.of)
    if source.kind is SourceKind.LEVEL and feature_type(frame[source.column]) is not ColumnType.CATEGORY:
        try:
            return bool((numeric_values(frame[source.column]) == float(source.level)).any())
        except ValueError:
            return False
    if source.kind is SourceKind.FORMULA and source.factor is not None:
        formula = source.factor.text
        values, every = compute(formula, frame).values, np.ones(len(frame), dtype=bool)
        return is_in_row(formula) and readable(formula, frame, values, every) is not None
    return True


def _ready_made(asked: Asked) -> pd.DataFrame:
    """The features, the label and the weights of all rows that take part."""
    analysis = asked.objective.analysis
    parts = [(analysis.data, FITTED)] + ([] if analysis.held_out is None else [(analysis.held_out, HELD_OUT)])
    frames = []
    for data, use in parts:
        found = pd.DataFrame(data.X, columns=list(data.feature_names))
        found[data.label_name] = data.y
        if data.row_weights is not None:
            found[_weights_name(asked)] = data.row_weights
        if len(parts) > 1:
            found[USE] = use
        frames.append(found)
    return pd.concat(frames, ignore_index=True)


def _weights_name(asked: Asked) -> str | None:
    """What the column of weights is called beside the features."""
    data = asked.objective.analysis.data
    if data.row_weights is None:
        return None
    return unused_name(asked.objective.analysis.ledger.weights, (*data.feature_names, data.label_name))


def _terms(asked: Asked) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The features by themselves, and the other terms as a formula has them."""
    features, _ = split_roles(asked.table.roles_as_came)
    recipe = asked.table.recipe
    mains = tuple(name for name in features if name not in recipe.only_in_terms)
    return mains, tuple(term.written for term in recipe.terms)
