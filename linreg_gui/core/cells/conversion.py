"""A column turned into one of another type without any guess that nobody sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linreg_gui.core.arrays import BoolArray
from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted

from .chosen_type import categories_of
from .column_signs import UNKNOWN, ColumnSigns, decide_columns, shown_by_itself
from .column_types import ColumnType, DateOrder, DecimalSign
from .dates import dates_of
from .number_form import plain_numbers
from .number_style import MISSING_TOKENS, evidence_of
from .parsed_column import numbers_in
from .text import cell_text
from .times import times_of
from .two_readings import doubt_about, open_cells
from .values import OBJECTS_AT_ONCE, numeric_values
from .whole_numbers import holds_wide, numbers_of

_EXAMPLES = 3
_LOOKED_AT = 100  # of the cells that are lost, for examples that differ
_DAY = np.timedelta64(1, "D")


# How texts are meant that can be read in two ways, such as 1,234 and 3/4/2024.
Reading = DecimalSign | DateOrder

# The kinds of problems that go away once a reading is chosen, with the readings to choose from.
OPEN_READINGS: Mapping[ProblemKind, tuple[Reading, ...]] = {
    ProblemKind.DOUBTFUL_NUMBERS: tuple(DecimalSign),
    ProblemKind.DOUBTFUL_DATES: tuple(DateOrder),
}


@dataclass(frozen=True, eq=False)
class Conversion:
    """A column in another type, and what became of cells that are nothing in it.

    Attributes
    ----------
    column : pandas.Series
    lost : int
        Cells that were filled and are missing now.
    examples : tuple of str
        The first few texts of them.
    signs : ColumnSigns
        How the numbers were written that were read from texts.
    unit : str
        Their unit, where they had one.
    """

    column: pd.Series
    lost: int = 0
    examples: tuple[str, ...] = ()
    signs: ColumnSigns = UNKNOWN
    unit: str = ""


def convert_column(column: pd.Series, to: ColumnType, reading: Reading | None = None) -> Conversion:
    """Turn a column into another type.

    Numbers in texts may have a decimal point or comma, thousands signs and signs of their own such as 5 % or
    (1,234), decided by the whole column as in a file. Times become seconds, a date the number of days since
    1 January 1970. Texts that are no dates, in the one order that all cells of the column allow, become
    missing.

    Parameters
    ----------
    column : pandas.Series
    to : ColumnType
    reading : DecimalSign or DateOrder, optional
        How texts are meant that the column alone does not tell; by default only what is clear is read.

    Raises
    ------
    ProblemError
        If no cell can be converted; or, of one of the kinds in `OPEN_READINGS`, if numbers or dates could be
        read in two ways and none was chosen.
    """
    check_wanted()
    if to is ColumnType.NUMBER:
        return _checked(column, _to_numbers(column, reading), "a number")
    if to is ColumnType.DATE:
        return _checked(column, _to_dates(column, reading), "a date")
    if to is ColumnType.CATEGORY:
        return Conversion(_to_category(column))
    return Conversion(_to_text(column))


def _checked(column: pd.Series, conversion: Conversion, what: str) -> Conversion:
    if conversion.lost and not conversion.column.notna().any():
        shown = "”, “".join(conversion.examples)
        raise ProblemError(
            f"No cell of “{column.name}” can be read as {what}, such as “{shown}”.", ProblemKind.TYPE
        )
    return conversion


def _conversion(column: pd.Series, new: pd.Series, lost: BoolArray) -> Conversion:
    rows = np.flatnonzero(lost)
    texts = dict.fromkeys(cell_text(column.iloc[row]) for row in rows[:_LOOKED_AT])
    return Conversion(new, len(rows), tuple(texts)[:_EXAMPLES])


def _to_numbers(column: pd.Series, reading: Reading | None) -> Conversion:
    if column.dtype.kind in "iuf":
        return Conversion(column)
    if column.dtype.kind == "b":
        return Conversion(pd.Series(numeric_values(column)))
    if column.dtype.kind == "M":
        values = column.dt.tz_localize(None).to_numpy()
        return Conversion(pd.Series((values - np.datetime64(0, "D")) / _DAY))
    written = np.ones(len(column), dtype=bool)
    if column.dtype == object:  # what is a number already needs no reading
        written = np.fromiter((isinstance(cell, str) for cell in column.to_numpy()), bool, len(column))
    texts = _strings(column.iloc[np.flatnonzero(written)])
    (texts,), form = plain_numbers([texts], MISSING_TOKENS)
    unit, forms = (form.unit, form.forms) if form is not None and form.is_whole else ("", ())
    signs = _signs_of(texts, str(column.name), reading)
    read, is_text = numbers_in(texts, signs.style, MISSING_TOKENS)
    if is_text.any() and not read.notna().any():
        times = times_of(pd.Series(texts.to_pandas(), dtype="str"))
        unit, forms = "s", times.forms
        read, is_text = times.seconds.astype(np.float64), is_text & times.seconds.isna().to_numpy()
    signs = replace(signs, forms=forms)
    unit = unit if written.all() else ""  # of numbers that were there already nobody knows it
    lost = written.copy()
    lost[written] = is_text
    if holds_wide(read) or holds_wide(column):
        cells = column.to_numpy(dtype=object, copy=True)
        cells[written] = read.to_numpy(dtype=object)
        return replace(_conversion(column, numbers_of(cells), lost), signs=signs, unit=unit)
    values = np.full(len(column), np.nan) if written.all() else numeric_values(column)
    values[written] = read
    return replace(_conversion(column, pd.Series(values, copy=False), lost), signs=signs, unit=unit)


def _signs_of(texts: Any, name: str, reading: Reading | None) -> ColumnSigns:
    """How the numbers are written, or a ProblemError if that is anybody's guess."""
    cells = texts.drop_null()
    evidence = evidence_of([cells])
    signs = decide_columns([evidence], choices=[reading])
    doubt = doubt_about([name], signs, [open_cells(evidence, [cells])])
    if doubt is not None:
        was, other = doubt.values
        sentence = f"“{doubt.example}” in “{name}” may be {was} or {other}."
        raise ProblemError(sentence, ProblemKind.DOUBTFUL_NUMBERS)
    chosen = reading.sign if isinstance(reading, DecimalSign) else None
    return shown_by_itself(evidence, signs[0].style, chosen)


def _to_category(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column
    if column.dtype.kind in "biufM":
        codes, levels = pd.factorize(column, sort=True)
        return pd.Series(pd.Categorical.from_codes(codes, pd.Index([cell_text(level) for level in levels])))
    return categories_of(_to_text(column))


def _to_text(column: pd.Series) -> pd.Series:
    if isinstance(column.dtype, pd.StringDtype):
        return column
    return pd.Series(_strings(column).to_pandas(), dtype="str")


def _to_dates(column: pd.Series, reading: Reading | None) -> Conversion:
    if column.dtype.kind == "M":
        return Conversion(column)
    if column.dtype.kind in "biuf":
        raise ProblemError(f"The numbers in “{column.name}” are no dates.", ProblemKind.TYPE)
    texts = pd.Series(_strings(column).to_pandas(), dtype="str")
    order = reading if isinstance(reading, DateOrder) else None
    found = dates_of(texts, order)
    if found.either_way and reading is None:
        dates = counted(found.either_way, "date")
        sentence = f"{dates} in “{column.name}” may begin with the day or the month"
        raise ProblemError(f"{sentence}.", ProblemKind.DOUBTFUL_DATES)
    lost = np.zeros(len(column), dtype=bool)
    lost[found.bad] = True
    return _conversion(column, found.values, lost)


def _strings(column: pd.Series) -> Any:
    """The cells as texts with every digit, missing where they are, as a pyarrow array."""
    import pyarrow as pa

    if isinstance(column.dtype, pd.StringDtype):
        return pa.array(column.array, pa.string())
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = pa.array([str(level) for level in column.cat.categories], pa.string())
        codes = column.cat.codes.to_numpy()
        missing = codes < 0
        return levels.take(pa.array(codes, pa.int64(), mask=missing))
    if column.dtype.kind in "iuf":
        return pa.array(column.array, from_pandas=True).cast(pa.string())
    pieces = []
    for at in range(0, len(column), OBJECTS_AT_ONCE):
        texts = [cell_text(cell) or None for cell in column.iloc[at : at + OBJECTS_AT_ONCE].array]
        pieces.append(pa.array(texts, pa.string()))
    return pa.concat_arrays(pieces) if pieces else pa.array([], pa.string())
