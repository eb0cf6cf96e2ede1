"""What a person says a column is (number, category, date, text, left out), and making it that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from .dates import dates_of
from .number_style import NumberStyle
from .parsed_column import ColumnNote, make_column

# What a column can be read as. Where a date’s day and month cannot be told apart, one of the last two tells.
TYPES = ("number", "category", "date", "text", "ignore", "day-first date", "month-first date")
_EXAMPLES = 3


def check_types(types: Mapping[str, str]) -> dict[str, str]:
    """The types by column; a ValueError where one is none."""
    for name, kind in types.items():
        if kind not in TYPES:
            raise ValueError(f"“{name}” can be read as {', '.join(TYPES[:-1])} or {TYPES[-1]}, not {kind!r}.")
    return dict(types)


def parsed_as(kind: str) -> str:
    """What a column of this type is parsed as before it is made that: ``"number"``, ``"text"`` or either."""
    return kind if kind in ("", "number") else "text"


def made_into(
    kind: str, column: pd.Series, note: ColumnNote, places: Sequence[int] | None = None
) -> tuple[pd.Series, ColumnNote]:
    """A column of text as what it is to be, with its note.

    Parameters
    ----------
    kind : str
        One of `TYPES`, or an empty text for a column that stays as it is.
    column : pandas.Series
        Of text for ``"category"`` and the dates.
    note : ColumnNote
    places : sequence of int, optional
        What the examples of the note tell of each row; by default its number, counted from 0.

    Returns
    -------
    column : pandas.Series
        Of type category (in the order of numbers where all are such) or datetime64 (NaT where a text is no
        date) if that is asked for.
    note : ColumnNote
        ``either_way`` counts the dates of which day and month may change places, where no date of the column
        tells.
    """
    if kind == "ignore":
        return column, replace(note, kind=kind)
    if kind == "category":
        return categories_of(column), replace(note, kind=kind)
    if kind.endswith("date"):
        values, either_way, bad = dates_of(column, kind)
        texts = column.iloc[bad[:_EXAMPLES]].tolist()
        lines = [int(row) if places is None else places[row] for row in bad[:_EXAMPLES]]
        examples = tuple(zip(lines, texts, strict=True))
        return pd.Series(values), replace(
            note, kind="date", not_numbers=len(bad), examples=examples, either_way=either_way
        )
    return column, note


def retyped(
    kind: str, column: pd.Series, note: ColumnNote, places: Sequence[int]
) -> tuple[pd.Series, ColumnNote]:
    """A column that was not read from text (see `sheet_reading`) as what it is to be, with its note."""
    import pyarrow as pa

    if kind in ("", "ignore") or (kind == "number" and note.kind == "number"):
        return made_into(kind, column, note)
    texts = pd.Series([None if pd.isna(cell) else _text(cell) for cell in column], dtype="str")
    plain = replace(note, kind="text", not_numbers=0, examples=())
    if kind != "number":
        return made_into(kind, texts, plain, places)
    cells = [pa.array(texts, pa.string())]
    made, found = make_column(note.name, cells, NumberStyle(), ("",), lambda: None, kind)
    examples = tuple((places[row], text) for row, text in found.examples)
    return made, replace(found, missing=note.missing, examples=examples)


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell)  # type: ignore[call-overload]


def categories_of(column: pd.Series) -> pd.Series:
    """A column of text as categories, in the order of numbers where all are such."""
    made = column.str.strip().astype("category")
    names = made.cat.categories
    numbers = pd.to_numeric(names, errors="coerce")
    return made.cat.reorder_categories(names[np.argsort(numbers)]) if numbers.notna().all() else made
