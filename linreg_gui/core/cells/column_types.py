"""What a column is: its type, of which this is the one list, and what a person can say beside it."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import numpy as np

from linreg_gui.core.arrays import is_number
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.wording import joined

from .values import holds_numbers

_DATES = ("date", "datetime", "datetime64")
_FEW = 100


class ColumnType(enum.StrEnum):
    """What the cells of a column are: read as, kept as and converted to."""

    NUMBER = "number"
    CATEGORY = "category"
    TEXT = "text"
    DATE = "date"


class NoType(enum.StrEnum):
    """Why a column of a file has no type."""

    EMPTY = "empty"  # none of its cells is filled
    IGNORED = "ignore"  # a person leaves it out


class DateOrder(enum.StrEnum):
    """Which part of a date comes first, where its day and month cannot be told apart."""

    DAY_FIRST = "day-first date"
    MONTH_FIRST = "month-first date"


class DecimalSign(enum.StrEnum):
    """Which sign is the decimal one in numbers such as 1,234, where that cannot be told."""

    POINT = "decimal-point number"
    COMMA = "decimal-comma number"

    @property
    def sign(self) -> str:
        """The sign itself."""
        return "." if self is DecimalSign.POINT else ","

    @property
    def other(self) -> DecimalSign:
        """The other one."""
        return DecimalSign.COMMA if self is DecimalSign.POINT else DecimalSign.POINT

    @classmethod
    def of(cls, sign: str) -> DecimalSign:
        """That of a point or a comma."""
        return cls.POINT if sign == "." else cls.COMMA


class NumberReading(enum.StrEnum):
    """How cells are numbers that could be others, or none, as well."""

    LIMITS = "numbers and limits"  # “<0.5” is 0.5
    HOURS = "hours and minutes"  # “1:30” is 5,400 seconds
    MINUTES = "minutes and seconds"  # “1:30” is 90 seconds


# What a person can choose for a column of a file; an order says that it is one of dates, a sign or a reading
# that it is one of numbers.
TypeChoice = ColumnType | DateOrder | DecimalSign | NumberReading | NoType
TYPE_CHOICES: tuple[TypeChoice, ...] = (
    ColumnType.NUMBER,
    ColumnType.CATEGORY,
    ColumnType.DATE,
    ColumnType.TEXT,
    NoType.IGNORED,
    *DateOrder,
    *DecimalSign,
    *NumberReading,
)


def check_types(types: Mapping[str, str]) -> dict[str, TypeChoice]:
    """The choices by column; a ValueError where one is none."""
    known = {str(choice): choice for choice in TYPE_CHOICES}
    for name, text in types.items():
        if text not in known:
            raise ValueError(f"“{name}” can be read as {joined(TYPE_CHOICES, 'or')}, not {text!r}.")
    return {name: known[text] for name, text in types.items()}


def is_number_choice(choice: TypeChoice | None) -> bool:
    """Whether a person chose numbers for a column, such as are written in digits and signs."""
    return choice in (ColumnType.NUMBER, NumberReading.LIMITS) or isinstance(choice, DecimalSign)


def column_type(column: pd.Series, numeric: bool | None = None) -> ColumnType:
    """The type of a column; truth values are a category.

    Parameters
    ----------
    column : pandas.Series
    numeric : bool, optional
        Whether it holds numbers, where that is known already.
    """
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype) or pd.api.types.is_bool_dtype(dtype):
        return ColumnType.CATEGORY
    if dtype.kind == "M":
        return ColumnType.DATE
    if dtype.kind in "iuf":
        return ColumnType.NUMBER
    mixed = dtype == np.dtype(object)
    if mixed and (holds_numbers(column) if numeric is None else numeric):
        return ColumnType.NUMBER
    return ColumnType.TEXT


def feature_type(column: pd.Series) -> ColumnType:
    """What a column counts as where it is a feature: numbers, dates or, where it holds texts, a category.

    One with numbers in half of its filled cells is one of numbers; so is one of truth values.
    """
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        return ColumnType.CATEGORY
    if pd.api.types.is_datetime64_any_dtype(dtype):
        return ColumnType.DATE
    if pd.api.types.is_object_dtype(dtype):
        return _feature_type_of_objects(column)
    return ColumnType.CATEGORY if pd.api.types.is_string_dtype(dtype) else ColumnType.NUMBER


def _feature_type_of_objects(column: pd.Series) -> ColumnType:
    found = pd.api.types.infer_dtype(column, skipna=True)
    if found == "string":
        return ColumnType.CATEGORY
    if found in _DATES:
        return ColumnType.DATE
    filled = column[column.notna()].array
    texts = sum(isinstance(cell, str) for cell in filled)
    numbers = sum(map(is_number, filled))
    mostly_texts = 2 * numbers < len(filled) and texts + numbers == len(filled)
    return ColumnType.CATEGORY if mostly_texts else ColumnType.NUMBER


class TypesAtSight(Mapping[str, ColumnType]):
    """The same of each column without a look at its cells, where it is known which ones are numeric.

    Parameters
    ----------
    frame : pandas.DataFrame
    numeric : collection of str
        Names of the columns that hold numbers.
    """

    def __init__(self, frame: pd.DataFrame, numeric: Collection[str]) -> None:
        self._frame, self._numeric = frame, frozenset(numeric)
        self._found: dict[str, ColumnType] = {}

    def __getitem__(self, name: str) -> ColumnType:
        if name not in self._found:
            if len(self._found) < _FEW:  # those in view; all of very many take a moment
                self._found[name] = _feature_type_at_sight(self._frame[name].dtype, name in self._numeric)
            else:
                self._found = self._all()
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._frame.columns.tolist())

    def __len__(self) -> int:
        return self._frame.shape[1]

    def _all(self) -> dict[str, ColumnType]:
        # Of few kinds, however many columns; to tell them apart by their address is quick.
        kinds: dict[tuple[int, bool], ColumnType] = {}
        types = {}
        for name, dtype in zip(self._frame.columns.tolist(), self._frame.dtypes.tolist(), strict=True):
            kind = id(dtype), name in self._numeric
            if kind not in kinds:
                kinds[kind] = _feature_type_at_sight(dtype, name in self._numeric)
            types[name] = kinds[kind]
        return types


def _feature_type_at_sight(dtype: Any, numeric: bool) -> ColumnType:
    if numeric or pd.api.types.is_bool_dtype(dtype):
        return ColumnType.NUMBER
    return ColumnType.DATE if pd.api.types.is_datetime64_any_dtype(dtype) else ColumnType.CATEGORY
