"""Column roles and missing values: from a table to a `Dataset` and the ledger of its rows."""

from __future__ import annotations

import enum
import math
from collections.abc import Hashable, Iterable, Mapping

import numpy as np
import pandas as pd

from .arrays import FloatArray, frozen, is_number, quiet_overflow
from .dataset import Dataset, Truth
from .problem import ProblemError
from .recipe import BoolArray
from .row_ledger import RowLedger, make_ledger


class Role(enum.StrEnum):
    """What a column is used for."""

    FEATURE = "feature"
    LABEL = "label"
    IGNORED = "ignored"


def numeric_values(column: pd.Series) -> FloatArray:
    """A column as float64; NaN where a cell is missing, infinite or not a number.

    A text is never a number, whatever it looks like: what its digits and signs mean was decided when it
    was read or typed.
    """
    if _is_numeric(column):
        with quiet_overflow():
            values = column.to_numpy(dtype=np.float64, na_value=np.nan)
    elif column.dtype == object:
        values = np.fromiter(map(_cell_value, column.array), dtype=np.float64, count=len(column))
    else:
        values = np.full(len(column), np.nan)
    finite = np.isfinite(values)
    return values if finite.all() else np.where(finite, values, np.nan)


def _is_numeric(column: pd.Series) -> bool:
    types, dtype = pd.api.types, column.dtype
    return dtype.kind != "c" and bool(types.is_numeric_dtype(dtype) or types.is_bool_dtype(dtype))


def _cell_value(cell: object) -> float:
    try:
        return float(cell) if is_number(cell) else math.nan
    except OverflowError:
        return math.nan


def numeric_columns(frame: pd.DataFrame) -> list[str]:
    """Names of the columns that hold numbers in at least half of their filled cells.

    Raises
    ------
    ProblemError
        If two columns have the same name.
    """
    names = []
    for name in frame.columns:
        column = _column(frame, name)
        if pd.api.types.is_bool_dtype(column.dtype):
            continue
        if _is_numeric(column):
            if column.notna().any():
                names.append(name)
            continue
        numbers = np.isfinite(numeric_values(column)).sum()
        if numbers and 2 * numbers >= column.notna().sum():
            names.append(name)
    return names


def suggest_roles(frame: pd.DataFrame) -> dict[str, Role]:
    """The last numeric column is the label, the other numeric ones are features.

    Raises
    ------
    ProblemError
        If two columns have the same name.
    """
    numeric = numeric_columns(frame)
    roles = dict.fromkeys(frame.columns, Role.IGNORED)
    roles.update(dict.fromkeys(numeric, Role.FEATURE))
    if numeric:
        roles[numeric[-1]] = Role.LABEL
    return roles


def with_role(roles: Mapping[str, Role], name: str, role: Role) -> dict[str, Role]:
    """A choice of roles in which one column has another role, in the same order.

    Parameters
    ----------
    roles : mapping from column name to Role
    name : str
        A column of the choice.
    role : Role
        What the column becomes. If it becomes the label, the label so far becomes a feature;
        if it was the label and becomes something else, there is no label any more.

    Returns
    -------
    dict from column name to Role

    Raises
    ------
    KeyError
        If there is no such column.
    """
    if name not in roles:
        raise KeyError(name)
    new = dict(roles)
    if role is Role.LABEL:
        new.update({other: Role.FEATURE for other, had in roles.items() if had is Role.LABEL})
    new[name] = role
    return new


def split_roles(roles: Mapping[str, Role]) -> tuple[tuple[str, ...], str]:
    """Feature names and label name of a choice of roles.

    Raises
    ------
    ProblemError
        If not exactly one column is the label, none is a feature, or a role is none.
    """
    for name, role in roles.items():
        if role not in list(Role):
            raise ProblemError(f"“{name}” can be a feature, the label or ignored, not {role!r}.", "roles")
    features = tuple(name for name, role in roles.items() if role == Role.FEATURE)
    labels = [name for name, role in roles.items() if role == Role.LABEL]
    if len(labels) > 1:
        raise ProblemError(f"Only one of “{labels[0]}” and “{labels[1]}” can be the label.", "roles")
    if not labels:
        raise ProblemError("No column is the label yet: choose the column to predict.", "roles")
    if not features:
        raise ProblemError("No column is a feature yet: choose at least one column to predict from.", "roles")
    return features, labels[0]


def to_dataset(
    frame: pd.DataFrame,
    label: str,
    features: Iterable[str] | None = None,
    *,
    missing: str = "drop",
    excluded: BoolArray | None = None,
    truth: Truth | None = None,
) -> tuple[Dataset, RowLedger]:
    """Choose columns of a table and leave out the rows that have a hole in them.

    Parameters
    ----------
    frame : pandas.DataFrame
    label : str
        Name of the column to predict.
    features : iterable of str, optional
        Names of the columns to predict from; by default every other numeric column.
    missing : "drop"
        Rows with a missing or non-numeric value in a used column are dropped and counted.
    excluded : array of bool, shape (rows of the table,), optional
        Rows that are there but take no part.
    truth : Truth, optional
        The weights the data were made with; kept only if it names these very columns.

    Returns
    -------
    data : Dataset
    ledger : RowLedger

    Raises
    ------
    ProblemError
        If a column does not exist, is there or named twice, or no complete row is left.
    ValueError
        If ``features`` is no list of names, or ``excluded`` is not one truth value per row.
    """
    if missing != "drop":
        raise ValueError(f"missing must be 'drop', not {missing!r}.")
    names = _feature_names(frame, label, features)
    columns = [numeric_values(_column(frame, name)) for name in (*names, label)]
    ledger = make_ledger(frame, (*names, label), columns, _kept_rows(len(frame), excluded))
    if ledger.rows_used == 0:
        raise ProblemError(f"No complete row is left: {ledger.sentence}.", "no rows")
    everything = ledger.rows_used == ledger.rows_read
    X = np.empty((ledger.rows_used, len(names)))
    for j, values in enumerate(columns[:-1]):
        X[:, j] = values if everything else values[ledger.used_rows]
    y = columns[-1].copy() if everything else columns[-1][ledger.used_rows]
    matches = truth is not None and truth.names(names, label)
    return Dataset(frozen(X), frozen(y), names, label, truth if matches else None), ledger


def _feature_names(frame: pd.DataFrame, label: str, features: Iterable[str] | None) -> tuple[str, ...]:
    if features is None:
        names = tuple(name for name in numeric_columns(frame) if name != label)
    elif isinstance(features, str) or not isinstance(features, Iterable):
        raise ValueError("features must be a list of column names.")
    else:
        names = tuple(features)
    for name in (label, *names):
        if not isinstance(name, Hashable) or name not in frame.columns:
            known = ", ".join(map(str, frame.columns[:20]))
            raise ProblemError(f"There is no column named “{name}”. The columns are: {known}.", "no column")
    if label in names:
        raise ProblemError(f"“{label}” cannot be both a feature and the label.", "roles")
    if len(set(names)) < len(names):
        raise ProblemError("A feature is named twice.", "roles")
    if not names:
        raise ProblemError("There is no numeric column to predict from.", "no numeric column")
    return names


def _column(frame: pd.DataFrame, name: str) -> pd.Series:
    """The one column of that name."""
    column = frame[name]
    if isinstance(column, pd.DataFrame):
        raise ProblemError(f"There is more than one column named “{name}”.", "roles")
    return column


def _kept_rows(n_rows: int, excluded: BoolArray | None) -> BoolArray:
    if excluded is None:
        return np.ones(n_rows, dtype=bool)
    flags = np.asarray(excluded)
    if flags.dtype != bool or flags.shape != (n_rows,):
        raise ValueError("excluded must be one truth value for each row of the table.")
    return ~flags
