"""Another table with what the exact solution predicts for its rows, and what is told of it beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linreg_gui.core.arrays import FloatArray, IntArray
from linreg_gui.core.cells.column_types import ColumnType, feature_type
from linreg_gui.core.cells.values import column_named
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.inference.predictor import Predictor, predictor
from linreg_gui.core.inference.robust import ErrorKind
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.reading.options import AUTOMATIC, ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.reading.table_file import read_table
from linreg_gui.core.table.feature_columns import NumberColumn, feature_column
from linreg_gui.core.table.feature_sources import SourceKind
from linreg_gui.core.table.label_scale import unscaled
from linreg_gui.core.table.new_rows import Known, NewRows, new_rows
from linreg_gui.core.table.recipe import LabelScale
from linreg_gui.core.wording import unused_name

from .results import (
    SOLUTION,
    ResultColumns,
    check_intervals,
    interval_columns,
    intervals_at,
    intervals_problem,
)

_WHY_NOT, _OUTSIDE = "not predicted because", "outside the data"
_TYPE_OF = {SourceKind.LEVEL: ColumnType.CATEGORY, SourceKind.DATE: ColumnType.DATE}


@dataclass(frozen=True, eq=False)
class FileToPredict:
    """Another table, read to be predicted, with what became of its rows.

    Attributes
    ----------
    frame : pandas.DataFrame
    report : ReadReport
    rows : NewRows
    told : tuple of str
        How the file was read, where that is in doubt.
    """

    frame: pd.DataFrame
    report: ReadReport
    rows: NewRows
    told: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is to be told beforehand."""
        return (*self.rows.sentences, *self.told)


def known_of(frame: pd.DataFrame, analysis: Analysis, formulas: Mapping[str, str]) -> Known:
    """What the model of an analysis knows of the columns of its table.

    Parameters
    ----------
    frame : pandas.DataFrame
        The table that was analysed.
    analysis : Analysis
    formulas : mapping from column name to str
    """
    ledger = analysis.ledger

    def fill(name: str) -> float:
        column = feature_column(column_named(frame, name), name, ledger.missing, None)
        assert isinstance(column, NumberColumn)
        return column.filling(ledger.used_rows)

    return Known(ledger.sources, ledger.categories, formulas, ledger.missing, fill)


def read_to_predict(
    path: Path,
    known: Known,
    options: ReadOptions = AUTOMATIC,
    *,
    units: Mapping[str, str] | None = None,
    progress: Callable[[float], bool] | None = None,
) -> FileToPredict:
    """Read another table as File > Open does, and find out which of its rows can be predicted.

    Columns that are dates or texts in the model are read as such, whatever the file alone suggests.

    Parameters
    ----------
    path : Path
    known : Known
    options : ReadOptions
    units : mapping from column name to str, optional
        Of the columns of the model.
    progress : callable, optional
        As in `read_csv`.

    Raises
    ------
    ProblemError, ReadCancelled
        As `read_table`.
    """
    frame, report = read_table(path, options, progress=progress)
    types = _other_types(frame, known.kinds())
    if types:
        options = options.with_types(types)
        frame, report = read_table(path, options, progress=progress)
    told = [finding.sentence for finding in report.to_tell(options)]
    told += _other_units(known, units or {}, report.units)
    return FileToPredict(frame, report, new_rows(frame, known), tuple(told))


def with_predictions(
    file: FileToPredict,
    objective: Objective,
    columns: ResultColumns,
    errors: ErrorKind = "plain",
) -> pd.DataFrame:
    """The table with columns more; their cells are empty in rows that cannot be predicted.

    All of them are in the units of the label in the table of the model, and called as in `with_results`. A
    text column tells why rows have no prediction, if there are some.

    Parameters
    ----------
    file : FileToPredict
    objective : Objective
    columns : ResultColumns
        Residuals are none of them, as there are no labels.
    errors : "plain", "HC0", "HC1", "HC2" or "HC3"

    Raises
    ------
    ProblemError
        If there is nothing to predict, no exact solution, or the data or the loss allow no intervals.
    """
    frame, rows = file.frame, file.rows
    if rows.problem is not None:
        raise ProblemError(rows.problem.sentence, rows.problem.kind)
    more: dict[str, Any] = {}

    def add(name: str, cells: Any) -> None:
        more[unused_name(name, {*map(str, frame.columns), *more})] = cells

    ready = _ready(objective, columns, errors)
    for name, values in _predicted(objective, ready, rows, columns, errors):
        cells = np.full(len(frame), np.nan)
        cells[rows.rows] = values
        add(f"{name} {SOLUTION}", cells)
    if ready is not None:
        codes = np.full(len(frame), -1)
        codes[rows.rows] = ready.leverage(rows.X) > ready.largest_leverage
        add(_OUTSIDE, _texts(codes, ("no", "yes")))
    if len(rows.rows) < len(frame):
        add(_WHY_NOT, _texts(rows.reasons, [entry.reason for entry in rows.not_predicted]))
    return frame.assign(**more)


def _ready(objective: Objective, columns: ResultColumns, errors: ErrorKind) -> Predictor | None:
    """What tells leverages, and intervals of least squares; None where there are no intervals."""
    if objective.exact is None:
        raise ProblemError(objective.explanation, ProblemKind.NO_SOLUTION)
    check_intervals(objective, columns, errors)
    if objective.is_least_squares and intervals_problem(objective) is None:
        return predictor(objective.analysis.data, objective.exact, errors=errors)
    # How far a row is from the others no loss has a part in.
    return predictor(objective.analysis.data) if columns.intervals else None


def _predicted(
    objective: Objective, ready: Predictor | None, rows: NewRows, columns: ResultColumns, errors: ErrorKind
) -> Iterator[tuple[str, FloatArray]]:
    """Names and values of the columns, of the rows that are predicted."""
    analysis, exact = objective.analysis, objective.exact
    assert exact is not None
    scale = analysis.label_scale
    label = analysis.label if scale is LabelScale.LOG else analysis.data.label_name
    centre = f"{label} median" if scale is LabelScale.LOG else label
    centre = centre if objective.has_lines else f"{label} mean"
    yield f"{centre} predicted", unscaled(objective.loss.prediction(exact.predict(rows.X)), scale)
    if ready is not None and columns.intervals:
        if objective.is_least_squares:
            found = ready.at(rows.X, columns.level)
        else:
            found = intervals_at(objective, rows.X, columns.level, errors)
        yield from interval_columns(found, label, centre, scale, columns, "predicted")


def _texts(codes: IntArray, texts: Sequence[str]) -> Any:
    """A column of texts by their numbers, empty for −1."""
    return pd.Categorical.from_codes(codes, pd.Index(list(texts))).astype("str")


def _other_types(frame: pd.DataFrame, kinds: Mapping[str, SourceKind]) -> dict[str, str]:
    """What columns are to be read as that the file alone takes for something else."""
    there = set(frame.columns)
    return {
        name: _TYPE_OF[kind].value
        for name, kind in kinds.items()
        if name in there
        and kind in _TYPE_OF
        and feature_type(column_named(frame, name)) is not _TYPE_OF[kind]
    }


def _other_units(known: Known, before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Sentences on columns that have another unit than in the model."""
    for name in known.kinds():
        if name in now and now[name] != before.get(name, ""):
            what = f"is in {before[name]}" if before.get(name) else "has no unit"
            yield f"“{name}” is in {now[name]} in this file, but {what} in the table: nothing is converted."
