"""Rows of another table as the features of a model that is there already, and what cannot be predicted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from linreg_gui.core.arrays import BoolArray, FloatArray, IntArray, frozen
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.shifted_values import dates_less, numbers_less
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.formulas.dependencies import computing_order
from linreg_gui.core.formulas.evaluating import evaluate, is_in_row
from linreg_gui.core.formulas.tokens import columns_of
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.wording import counted, first_few, is_or_are, joined

from .categories import Category, Levels, levels_of
from .feature_sources import Source, SourceKind, base_sources
from .groups import groups_of
from .prediction_input import TextArray, feature_rows
from .recipe import Missing
from .row_ledger import Filled

_MOST_NAMED = 5
_NO_REASON = -1
Fill = Callable[[str], float]


@dataclass(frozen=True)
class NotPredicted:
    """Why some rows have no prediction; a row is counted once, under the first reason.

    Attributes
    ----------
    column : str
    reason : str
        Such as ``missing area``.
    rows : int
    levels : tuple of str
        Those that the model does not know, if that is the reason.
    """

    column: str
    reason: str
    rows: int
    levels: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Such as “3 rows cannot be predicted: missing area.”"""
        start = f"{counted(self.rows, 'row')} cannot be predicted: {self.reason}"
        if not self.levels:
            return f"{start}."
        named = _listed([f"“{level}”" for level in self.levels])
        verb = is_or_are(len(self.levels))
        return f"{start}, as {named} {verb} in no row that was fitted."


@dataclass(frozen=True, eq=False)
class NewRows:
    """Rows to be predicted.

    Attributes
    ----------
    X : array, shape (m, d)
        The features of those that can be.
    rows : array of int, shape (m,)
        Which rows of the table these are, ascending.
    reasons : array of int, shape (rows of the table,)
        For each row which of ``not_predicted`` is why it has no prediction, −1 where it has one.
    not_predicted : tuple of NotPredicted
    absent : tuple of str
        Columns that are needed and not there; then nothing can be predicted.
    computed : tuple of str
        Columns that were computed by their formulas.
    filled : tuple of Filled
        Missing cells that were filled as in the rows that were fitted.
    remarks : tuple of str
        What else is to be told.
    """

    X: FloatArray
    rows: IntArray
    reasons: IntArray
    not_predicted: tuple[NotPredicted, ...] = ()
    absent: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    filled: tuple[Filled, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """Rows of the table."""
        return len(self.reasons)

    @property
    def problem(self) -> Problem | None:
        """Why nothing can be predicted; None where something can."""
        if self.absent:
            quoted = [f"“{name}”" for name in self.absent]
            names = _listed(quoted)
            what = "a column" if len(quoted) == 1 else "columns"
            verb = is_or_are(len(quoted))
            told = f"Nothing can be predicted: {names} {verb} not in the file, {what} that the model needs."
            return Problem(told, ProblemKind.NO_COLUMN)
        if not len(self.rows):
            told = " ".join(entry.sentence for entry in self.not_predicted)
            return Problem(f"No row can be predicted. {told}".rstrip(), ProblemKind.NO_ROWS)
        return None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is to be told beforehand, the most important first."""
        if self.problem is not None:
            return (self.problem.sentence, *self.remarks)
        n, m = self.n_rows, len(self.rows)
        whole = f"All {n:,} rows" if m == n > 1 else "The one row" if m == n else f"{m:,} of {n:,} rows"
        told = [f"{whole} can be predicted."]
        told += [entry.sentence for entry in self.not_predicted]
        told += [
            f"{counted(entry.cells, 'missing cell')} of {entry.column} {is_or_are(entry.cells)} filled "
            "as in the rows that were fitted."
            for entry in self.filled
        ]
        if self.computed:
            names, verb = _listed(self.computed), is_or_are(len(self.computed))
            told.append(f"{names} {verb} computed by formula, as in the table.")
        return (*told, *self.remarks)


@dataclass(frozen=True, eq=False)
class Known:
    """What the model knows of its columns.

    Attributes
    ----------
    sources : sequence of Source
    categories : sequence of Category
    formulas : mapping from column name to str
        Of computed columns of the table.
    missing : Missing
        What became of missing cells of features.
    fill : callable
        What missing cells of a column of numbers were filled with, asked by its name.
    """

    sources: Sequence[Source]
    categories: Sequence[Category]
    formulas: Mapping[str, str]
    missing: Missing
    fill: Fill

    def kinds(self) -> dict[str, SourceKind]:
        """What each column is that is needed, by name."""
        found: dict[str, SourceKind] = {}
        bases = base_sources(self.sources)
        # A column of numbers may be a category as well, and tell what is missing.
        for source in sorted(bases, key=lambda base: base.is_indicator):
            found.setdefault(source.column, SourceKind.LEVEL if source.is_indicator else source.kind)
        return {source.column: found[source.column] for source in bases}

    @property
    def indicated(self) -> set[str]:
        """The columns of which a feature says where a cell was missing."""
        bases = base_sources(self.sources)
        return {source.column for source in bases if source.kind is SourceKind.MISSING}


def new_rows(frame: pd.DataFrame, known: Known) -> NewRows:
    """The rows of a table as features of a model.

    Columns are found by their names. One that is computed in the table of the model is computed here, too,
    where its formula looks at nothing but its own row and the file has what it needs.

    Parameters
    ----------
    frame : pandas.DataFrame
    known : Known
    """
    kinds = known.kinds()
    frame, computed = _computed(frame, known.formulas, kinds)
    there = set(map(str, frame.columns))
    absent = tuple(dict.fromkeys(_needed(kinds, known.formulas, there)))
    if absent:
        nobody = np.full(len(frame), _NO_REASON)
        remarks = tuple(_other_names(absent, list(map(str, frame.columns))))
        return NewRows(np.empty((0, len(known.sources))), nobody[:0], nobody, absent=absent, remarks=remarks)
    reading = _Reading(frame, known)
    for name, kind in kinds.items():
        check_wanted()
        reading.take(name, kind)
    for category in known.categories:  # of a single level, which makes no feature
        if category.column not in kinds and category.column in there:
            reading.take(category.column, SourceKind.LEVEL)
    return reading.done(tuple(computed))


class _Reading:
    """Columns that are taken one after the other, and the rows that each of them costs."""

    def __init__(self, frame: pd.DataFrame, known: Known) -> None:
        self._frame, self._known = frame, known
        self._levels = {category.column: category.levels for category in known.categories}
        self._offsets = {s.column: s for s in base_sources(known.sources) if not s.is_indicator}
        self._columns: dict[str, FloatArray | TextArray] = {}
        self._missing: dict[str, BoolArray] = {}
        self._reasons = np.full(len(frame), _NO_REASON)
        self._told: list[NotPredicted] = []
        self._filled: dict[str, BoolArray] = {}

    def take(self, name: str, kind: SourceKind) -> None:
        """The next column."""
        column = column_named(self._frame, name)
        if kind is SourceKind.LEVEL:
            self._take_levels(name, column)
        else:
            self._take_numbers(name, column, kind)

    def done(self, computed: tuple[str, ...]) -> NewRows:
        """All of them."""
        rows, X = self._features()
        for j in np.flatnonzero(
            ~np.isfinite(X).all(axis=0)
        ).tolist():  # a logarithm of 0, a level that is none
            name, lost = self._known.sources[j].name, np.zeros(len(self._reasons), dtype=bool)
            lost[rows] = ~np.isfinite(X[:, j])
            self._lose(name, f"{name} cannot be computed", lost)
        rows, X = self._features() if not np.isfinite(X).all() else (rows, X)
        counts = ((name, int(np.count_nonzero(holes[rows]))) for name, holes in self._filled.items())
        return NewRows(
            X=frozen(X),
            rows=frozen(rows),
            reasons=frozen(self._reasons),
            not_predicted=tuple(self._told),
            computed=computed,
            filled=tuple(Filled(name, count) for name, count in counts if count),
        )

    def _features(self) -> tuple[IntArray, FloatArray]:
        """The rows that nothing is against yet, and their features."""
        rows = np.flatnonzero(self._reasons == _NO_REASON)
        columns = {name: values[rows] for name, values in self._columns.items()}
        missing = {name: values[rows] for name, values in self._missing.items()}
        return rows, feature_rows(self._known.sources, columns, len(rows), missing)

    def _take_levels(self, name: str, column: pd.Series) -> None:
        is_text = feature_type(column) is ColumnType.CATEGORY
        found = (levels_of if is_text else groups_of)(column)
        codes, holes = found.codes, found.codes < 0
        self._lose_unknown(name, found)
        if name in self._known.indicated:
            self._missing[name], self._filled[name] = holes, holes
        else:
            self._lose(name, f"missing {name}", holes)
        self._columns[name] = np.array([*found.texts, ""], dtype=object)[codes]

    def _take_numbers(self, name: str, column: pd.Series, kind: SourceKind) -> None:
        source = self._offsets[name]
        if kind is SourceKind.DATE:
            is_date = feature_type(column) is ColumnType.DATE
            values = dates_less(column, source.offset) if is_date else np.full(len(column), np.nan)
        else:
            values = numbers_less(column, source.offset)
        if name in self._levels:  # numbers that are a category as well
            self._lose_unknown(name, groups_of(column))
        holes, empty = np.isnan(values), column.isna().to_numpy()
        self._lose(name, f"not a {'date' if kind is SourceKind.DATE else 'number'} in {name}", holes & ~empty)
        holes &= empty
        policy = self._known.missing
        if policy is Missing.DROP or (policy is Missing.INDICATE and name not in self._known.indicated):
            self._lose(name, f"missing {name}", holes)
        elif holes.any():
            values = np.where(holes, self._known.fill(name), values)
            self._filled[name] = holes
            if policy is Missing.INDICATE:
                self._missing[name] = holes
        self._columns[source.name] = values

    def _lose_unknown(self, name: str, found: Levels) -> None:
        known = self._levels[name]
        is_known = np.array([*(text in known for text in found.texts), True])
        lost = ~is_known[found.codes]
        self._lose(name, f"unknown level of {name}", lost, found.texts, found.codes)

    def _lose(
        self,
        name: str,
        reason: str,
        lost: BoolArray,
        texts: Sequence[str] = (),
        codes: IntArray | None = None,
    ) -> None:
        """Rows that cannot be predicted, but for those that are counted under another reason."""
        lost = lost & (self._reasons == _NO_REASON)
        count = int(np.count_nonzero(lost))
        if count:
            levels = () if codes is None else tuple(texts[code] for code in np.unique(codes[lost]))
            self._reasons[lost] = len(self._told)
            self._told.append(NotPredicted(name, reason, count, levels))


def _listed(items: Sequence[str]) -> str:
    """The first few in a row of words."""
    return joined(items) if len(items) <= _MOST_NAMED else first_few(items, _MOST_NAMED)


def _computed(
    frame: pd.DataFrame, formulas: Mapping[str, str], kinds: Collection[str]
) -> tuple[pd.DataFrame, list[str]]:
    """The table with what its formulas give of a row alone, and which of the columns needed these are."""
    wanted = set(_with_what_they_need(kinds, formulas))
    done: list[str] = []
    for name in computing_order(formulas):
        formula = formulas[name]
        if name in wanted and is_in_row(formula) and set(columns_of(formula)) <= set(frame.columns):
            frame = frame.assign(**{name: evaluate(formula, frame)})
            done.append(name)
    return frame, [name for name in done if name in kinds]


def _with_what_they_need(names: Collection[str], formulas: Mapping[str, str]) -> Iterator[str]:
    """The columns, and those that their formulas look at, theirs included."""
    todo, seen = list(names), set(names)
    while todo:
        name = todo.pop()
        yield name
        more = [c for c in columns_of(formulas[name]) if c not in seen] if name in formulas else []
        seen.update(more)
        todo += more


def _needed(kinds: Collection[str], formulas: Mapping[str, str], there: Collection[str]) -> Iterator[str]:
    """The columns that are not there; of one that would be computed, what that takes."""
    for name in kinds:
        if name in there:
            continue
        if name in formulas and is_in_row(formulas[name]):
            yield from _needed(columns_of(formulas[name]), formulas, there)
        else:
            yield name


def _other_names(absent: Sequence[str], there: Sequence[str]) -> Iterator[str]:
    """Sentences on columns whose names differ from those that are needed by next to nothing."""
    alike = {name.strip().casefold(): name for name in there}
    for name in absent:
        other = alike.get(name.strip().casefold())
        if other is not None:
            yield f"“{other}” is in the file, but the model calls it “{name}”."
