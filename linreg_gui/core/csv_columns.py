"""From a column of a file to one of the table: numbers where all cells are, text where none is, else both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .csv_sniffing import Dialect

_LOOKED_AT = 1000


def column_names(first_row: Sequence[str], width: int) -> list[str]:
    """A name of its own for each of ``width`` columns; empty for a nameless column at the end."""
    given = [name.strip() for name in first_row[:width]]
    given += [""] * (width - len(given))
    names: list[str] = []
    for j, name in enumerate(given):
        base = name or ("" if first_row and j == width - 1 else f"column {j + 1}")
        unique, number = base, 2
        while unique and unique in names:
            unique, number = f"{base} ({number})", number + 1
        names.append(unique)
    return names


def column_values(column: Any, dialect: Dialect) -> Any:
    """The values of an Arrow column: an array of numbers, a text column, or both as objects."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_integer(kind) and column.null_count == 0:
        return column.to_numpy()
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return column.cast(pa.float64()).to_numpy()
    if pa.types.is_null(kind):
        return np.full(len(column), np.nan)
    text = column if pa.types.is_string(kind) else column.cast(pa.string())
    return _mixed_values(text, dialect)


def _mixed_values(text: Any, dialect: Dialect) -> Any:
    """Numbers that Arrow did not take for such, with what is left as it is written."""
    series = text.to_pandas()
    filled = series.dropna()
    sample = filled.iloc[:: max(1, len(filled) // _LOOKED_AT)]
    if not _numbers(sample, dialect).notna().any():
        return series
    numbers = _numbers(series, dialect)
    wrong = numbers.isna() & series.notna()
    if not wrong.any():
        values = numbers.to_numpy(dtype=np.float64)
        whole = bool((values == np.round(values)).all()) and float(np.abs(values).max()) < 2**53
        digits_only = whole and not filled.str.contains(f"[{dialect.decimal}eE]", regex=True).any()
        return values.astype(np.int64) if digits_only else values
    values = numbers.to_numpy(dtype=object)
    values[wrong.to_numpy()] = series[wrong].to_numpy(dtype=object)
    values[numbers.isna().to_numpy() & ~wrong.to_numpy()] = None
    return values


def _numbers(series: pd.Series, dialect: Dialect) -> pd.Series:
    """Each text as a number, NaN where it is none in this dialect."""
    plain = series.str.strip().str.replace("−", "-", regex=False)
    if dialect.thousands:
        sign, mark = dialect.thousands, dialect.decimal
        grouped = plain.str.fullmatch(rf"[+-]?[1-9]\d{{0,2}}(\{sign}\d{{3}})+(\{mark}\d+)?").fillna(False)
        plain = plain.where(~grouped, plain.str.replace(sign, "", regex=False))
    if dialect.decimal == ",":
        plain = plain.where(~plain.str.contains(".", regex=False).fillna(False), "?")
        plain = plain.str.replace(",", ".", regex=False)
    plain = plain.where(plain.str.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?").fillna(False), None)
    return pd.to_numeric(plain, errors="coerce").astype("float64")
