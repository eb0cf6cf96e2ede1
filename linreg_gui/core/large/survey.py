"""The first pass over a large table: which rows count, and a few rows that stand for all of them.

What a model makes of a table depends on little of it: the levels of its categories, and the least and the
greatest number of each column. A table of rows that show all of these is made into a dataset in their place,
by the very same rules.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray, IntArray
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.cells.whole_numbers import LARGEST_SAFE
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.table.categories import MOST_LEVELS, Levels, levels_of
from linreg_gui.core.table.groups import groups_of
from linreg_gui.core.table.label_scale import LabelColumn
from linreg_gui.core.table.recipe import LabelScale, Missing
from linreg_gui.core.table.row_ledger import Dropped, count_rows
from linreg_gui.core.table.term_columns import TermColumns
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.term import FactorKind

_REASONS = ("missing", "not a number", "not above 0", "not computed")
# Stacking a few rows takes as long as stacking many, and holds up whoever reads the next parts.
_MOST_FRAMES = 64


@dataclass(frozen=True, eq=False)
class Survey:
    """What was seen of some rows.

    Attributes
    ----------
    rows : int
    used : tuple of int
        In each part, how many rows count.
    dropped : tuple of Dropped
    witnesses : tuple of pandas.DataFrame
        Rows that show all that matters, below each other.
    are_used : array of bool
        Which of these count.
    levels : mapping from column name to Counter
        Of each category, how many rows that count have which level.
    """

    rows: int
    used: tuple[int, ...]
    dropped: tuple[Dropped, ...]
    witnesses: tuple[pd.DataFrame, ...]
    are_used: BoolArray
    levels: dict[str, Counter[str]]


def survey(frame: pd.DataFrame, model: ModelFormula) -> Survey:
    """What is to be seen of the rows of one part.

    Raises
    ------
    ProblemError
        If a column holds something else than the model needs.
    """
    columns = TermColumns(frame, model.terms, Missing.DROP, {}, model.has_bias)
    labels = LabelColumn(column_named(frame, model.label), model.label, LabelScale.of(model))
    costs = [*columns.costs(), *((labels.name, *cost) for cost in labels.costs())]
    ledger = count_rows(np.ones(len(frame), dtype=bool), costs)
    are_used = np.zeros(len(frame), dtype=bool)
    are_used[ledger.used_rows] = True
    categories = dict(_categories(frame, model))
    levels = {name: _counts(found, are_used) for name, found in categories.items()}
    rows = _witnesses(frame, are_used, model, categories.values())
    return Survey(
        len(frame), (ledger.rows_used,), ledger.dropped, (frame.iloc[rows],), are_used[rows], levels
    )


def survey_of_numbers(frame: pd.DataFrame) -> Survey | None:
    """The same of columns that are features and label as they stand, if there is a number in every cell.

    None where a cell is empty or infinite, or a column is not of numbers that float64 holds: its least and
    its greatest number tell, so that nothing is looked at twice.
    """
    rows = {0}
    for name in frame.columns:
        column = frame[name]
        if not isinstance(column.dtype, np.dtype) or column.dtype.kind not in "iuf":
            return None
        values = column.to_numpy()
        ends = int(values.argmin()), int(values.argmax())
        most = LARGEST_SAFE if column.dtype.kind in "iu" else float(np.finfo(np.float64).max)
        # Either end is NaN where a cell is.
        if not all(-most <= values[place] <= most for place in ends):
            return None
        rows.update(ends)
    n_rows = len(frame)
    shown = np.array(sorted(rows))
    return Survey(n_rows, (n_rows,), (), (frame.iloc[shown],), np.ones(len(shown), dtype=bool), {})


def both(one: Survey, other: Survey, model: ModelFormula) -> Survey:
    """The survey of the rows of two, which follow each other."""
    witnesses = one.witnesses + other.witnesses
    are_used = np.concatenate([one.are_used, other.are_used])
    if len(witnesses) > _MOST_FRAMES:
        frame = _stacked(witnesses)
        rows = _witnesses(frame, are_used, model, dict(_categories(frame, model)).values())
        witnesses, are_used = (frame.iloc[rows],), are_used[rows]
    dropped: Counter[tuple[str, str]] = Counter()
    for entry in (*one.dropped, *other.dropped):
        dropped[entry.column, entry.reason] += entry.rows
    return Survey(
        one.rows + other.rows,
        one.used + other.used,
        tuple(Dropped(*key, rows=count) for key, count in sorted(dropped.items(), key=_in_order(model))),
        witnesses,
        are_used,
        {name: one.levels[name] + other.levels[name] for name in one.levels},
    )


def _in_order(model: ModelFormula) -> Any:
    """The order in which rows are counted: by columns, formulas last but for the label."""
    names = {name: place for place, name in enumerate(model.columns)}
    last = {model.label: len(names) + 1}

    def place(item: tuple[tuple[str, str], int]) -> tuple[int, int]:
        (column, reason), _ = item
        return (last | names).get(column, len(names)), _REASONS.index(reason)

    return place


def _categories(frame: pd.DataFrame, model: ModelFormula) -> Iterator[tuple[str, Levels]]:
    """The columns that are categories in this model, each once."""
    factors = dict.fromkeys(factor for term in model.terms for factor in term.factors)
    for factor in factors:
        if factor.kind is FactorKind.CATEGORY:
            yield factor.text, groups_of(column_named(frame, factor.text))
        elif factor.kind is FactorKind.COLUMN:
            column = column_named(frame, factor.text)
            if feature_type(column) is ColumnType.CATEGORY:
                yield factor.text, levels_of(column)


def _counts(levels: Levels, are_used: BoolArray) -> Counter[str]:
    codes = levels.codes[are_used]
    counts = np.bincount(codes[codes >= 0], minlength=len(levels.texts))
    kept = np.flatnonzero(counts)[: MOST_LEVELS + 1]
    return Counter({levels.texts[k]: int(counts[k]) for k in kept.tolist()})


def _witnesses(
    frame: pd.DataFrame, are_used: BoolArray, model: ModelFormula, categories: Iterable[Levels]
) -> IntArray:
    """Rows that show every level, the ends of every column of numbers, and that some row counts."""
    rows = set(np.flatnonzero(are_used)[:1].tolist())
    for levels in categories:
        for wanted in (are_used, ~are_used):
            at = np.flatnonzero(wanted & (levels.codes >= 0))
            _, first = np.unique(levels.codes[at], return_index=True)
            rows.update(at[first[: MOST_LEVELS + 1]].tolist())
    for name in (*model.columns, model.label):
        rows.update(_ends(column_named(frame, name)))
    return np.array(sorted(rows), dtype=np.int64)


def _ends(column: pd.Series) -> set[int]:
    """Where the least and the greatest number or date of a column are; nowhere in one of texts."""
    if feature_type(column) is ColumnType.CATEGORY or not column.notna().any():
        return set()
    plain = pd.to_numeric(column, errors="coerce") if column.dtype == object else column
    if not plain.notna().any():
        return set()
    return {int(place) for place in (plain.argmin(skipna=True), plain.argmax(skipna=True))}


def _stacked(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Rows below each other; whole numbers keep their digits beside broken ones."""
    if all((frame.dtypes == frames[0].dtypes).all() for frame in frames):  # at once, which is far quicker
        return pd.concat(frames, ignore_index=True)
    columns: dict[str, pd.Series] = {}
    for name in frames[0].columns:
        parts = [frame[name] for frame in frames]
        if any(part.dtype != parts[0].dtype for part in parts):
            parts = [part.astype(object) for part in parts]
        columns[name] = pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns)


def standing_for(found: Survey, names: Sequence[str]) -> tuple[pd.DataFrame, BoolArray]:
    """The witnesses twice, so that no category has as many levels as there are rows; and which count."""
    frames = [frame[list(names)] for frame in found.witnesses]
    return _stacked(frames + frames), np.concatenate([found.are_used, found.are_used])
