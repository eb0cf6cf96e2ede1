"""A dataset whose rows stay in their files: every pass over them reads them anew, one part at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import NoReturn, TypeVar

import numpy as np

from linreg_gui.core.arrays import FloatArray, frozen, whole_number
from linreg_gui.core.cells.shifted_values import numbers_less
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.model.dataset import Dataset
from linreg_gui.core.model.moments import Moments
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.table.categories import Category
from linreg_gui.core.table.feature_sources import Source, SourceKind
from linreg_gui.core.table.made_features import features_in
from linreg_gui.core.table.row_ledger import RowLedger
from linreg_gui.core.terms.model_formula import ModelFormula

from .in_order import in_order
from .large_table import LargeTable, Place

T = TypeVar("T")

_ROWS_AT_ONCE = 1 << 12


@dataclass(frozen=True, eq=False)
class PartReader:
    """How a part of a table becomes a dataset; small, whatever the size of the files.

    Attributes
    ----------
    table : LargeTable
    model : ModelFormula
    sources : tuple of Source
        Where each feature comes from.
    categories : tuple of Category
    offset : int
        What is subtracted from the label before anything else.
    feature_names : tuple of str
    label_name : str
    used : mapping from Place to int
        How many rows of each part count.
    labelled_by : int or None
        The feature whose values take the place of the labels.
    """

    table: LargeTable
    model: ModelFormula
    sources: tuple[Source, ...]
    categories: tuple[Category, ...]
    offset: int
    feature_names: tuple[str, ...]
    label_name: str
    used: Mapping[Place, int]
    labelled_by: int | None = None

    @property
    def places(self) -> tuple[Place, ...]:
        """The parts with rows that count."""
        return tuple(place for place, rows in self.used.items() if rows)

    def dataset(self, place: Place) -> Dataset:
        """The rows of a part that count.

        Raises
        ------
        ProblemError
            If a file was changed or a product of features is too large to be a number.
        """
        found = self.rows_that_count(self.table.frame(place, self.needed))
        if found is None or found.n_rows != self.used[place]:
            raise self.table.files[place.file].problem_of_change()
        return found

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns of the table that are read."""
        return (*self.model.columns, self.model.label)

    @property
    def takes_columns_as_they_are(self) -> bool:
        """Whether the features are the columns that are read, in their order, and the label is one, too."""
        return (
            [(SourceKind.NUMBER, name, 0) for name in self.model.columns]
            == [(source.kind, source.column, source.offset) for source in self.sources]
            and not (self.offset or self.model.log_label)
            and self.labelled_by is None
        )

    def rows_that_count(self, frame: pd.DataFrame) -> Dataset | None:
        """Those of a table, None where there are none.

        Raises
        ------
        ProblemError
            If a product of features is too large to be a number.
        """
        X, y = self.features(frame), self._labels(frame)
        counts = ~np.isnan(y)
        with np.errstate(all="ignore"):
            all_finite = bool(np.isfinite(X.sum()))  # one quick pass: a sum never hides NaN or infinity
        if not all_finite:
            for start in range(0, len(X), _ROWS_AT_ONCE):
                block = slice(start, start + _ROWS_AT_ONCE)
                counts[block] &= ~np.isnan(X[block]).any(axis=1)
        if not counts.any():
            return None
        if not counts.all():
            X, y = X[counts], y[counts]
        too_large = np.zeros(X.shape[1], dtype=bool) if all_finite else ~np.isfinite(X).all(axis=0)
        if too_large.any():
            name = self.feature_names[int(np.flatnonzero(too_large)[0])]
            raise ProblemError(
                f"The products in “{name}” are too large: use another unit.", ProblemKind.OVERFLOW
            )
        if self.labelled_by is not None:
            return Dataset(frozen(X), X[:, self.labelled_by])
        names = self.feature_names, self.label_name
        return Dataset(frozen(X), frozen(y), *names, has_bias=self.model.has_bias)

    def makes_the_same(self, other: PartReader) -> bool:
        """Whether another one makes the same features and labels of any row."""
        mine, others = (
            (r.sources, [(c.column, c.levels) for c in r.categories], r.offset, r.feature_names)
            for r in (self, other)
        )
        return mine == others

    def features(self, frame: pd.DataFrame) -> FloatArray:
        """The features of the rows of any table, NaN where one is not known; see `features_in`."""
        return features_in(self.sources, self.categories, frame)

    def _labels(self, frame: pd.DataFrame) -> FloatArray:
        values = numbers_less(column_named(frame, self.model.label), self.offset)
        if not self.model.log_label:
            return values
        return np.log(values, out=np.full(len(values), np.nan), where=values > 0.0)


class LargeDataset(Dataset):
    """A `Dataset` of rows that stay in their files, as they may not fit into memory.

    Whatever goes over the rows block by block takes it as any other: `fit`, `infer`, `moments`. What needs
    all rows at once says so in a `ProblemError`.

    Attributes
    ----------
    model : ModelFormula
    ledger : RowLedger
        Its ``used_rows`` are empty: which rows count is only counted.
    workers : int or None
        How many parts are read beside each other; as many as there are cores where it is None. The results
        are the same to the last bit.
    """

    __slots__ = ("_moments", "_reader", "ledger", "model", "workers")

    model: ModelFormula
    ledger: RowLedger
    workers: int | None
    _reader: PartReader
    _moments: Moments | None

    def __init__(
        self,
        reader: PartReader,
        ledger: RowLedger,
        workers: int | None = None,
        known: Moments | None = None,
    ) -> None:
        for name, value in {
            "_reader": reader,
            "_moments": known,
            "model": reader.model,
            "ledger": ledger,
            "workers": None if workers is None else whole_number(workers, "The number of workers", 1),
            "feature_names": reader.feature_names,
            "label_name": reader.label_name,
            "truth": None,
            "row_weights": None,
            "has_bias": reader.model.has_bias,
        }.items():
            object.__setattr__(self, name, value)

    @property
    def X(self) -> NoReturn:  # type: ignore[override]
        """Not there: refused with a sentence."""
        _refuse()

    @property
    def y(self) -> NoReturn:  # type: ignore[override]
        """Not there: refused with a sentence."""
        _refuse()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns of the files, those of the model and others."""
        return self._reader.table.columns

    @property
    def n_rows(self) -> int:
        """Number of examples n."""
        return self.ledger.rows_used

    @property
    def n_features(self) -> int:
        """Number of features d."""
        return len(self.feature_names)

    @property
    def known_moments(self) -> Moments | None:
        """Found in the pass that counted the rows, where that told the features, too."""
        return self._moments

    def labelled_by(self, feature: int) -> LargeDataset:
        """The same features, with the values of one of them as labels."""
        return LargeDataset(replace(self._reader, labelled_by=feature), self.ledger, self.workers)

    def each_part(self, work: Callable[[Dataset], T]) -> Iterator[T]:
        """What `work` makes of each part of the rows, in their order."""
        return in_order(partial(_worked, self._reader, work), self._reader.places, self.workers)

    def blocks(self, n_rows: int | None = None) -> Iterator[tuple[FloatArray, FloatArray]]:
        """Consecutive row blocks ``(X, y)``, read one part after the other; none crosses the end of one."""
        for place in self._reader.places:
            yield from self._reader.dataset(place).blocks(n_rows)

    def features(self, frame: pd.DataFrame) -> FloatArray:
        """The features of other rows, as `Fit.predict` takes them.

        Parameters
        ----------
        frame : pandas.DataFrame
            Any table with the columns that the model needs.

        Returns
        -------
        array, shape (rows, d)
            NaN for a cell without a number, and for a level that no row of the dataset has.
        """
        return self._reader.features(frame)


def _worked(reader: PartReader, work: Callable[[Dataset], T], place: Place) -> T:
    return work(reader.dataset(place))


def _refuse() -> NoReturn:
    raise ProblemError(
        "This needs all rows at once, and they stay in their files, as they may not fit into memory: "
        "open a part of them as a table.",
        ProblemKind.TOO_LARGE,
    )
