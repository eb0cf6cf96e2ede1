"""A column of a file made what a person chose for it: numbers, categories, dates, text, or left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from .column_types import ColumnType, DateOrder, DecimalSign, NoType, TypeChoice, is_number_choice
from .dates import dates_of
from .number_style import NumberStyle
from .parsed_column import ColumnNote, make_column

_EXAMPLES = 3


def make_chosen_column(
    name: str,
    pieces: Sequence[Any],
    style: NumberStyle,
    missing: Sequence[str],
    tick: Callable[[], None],
    choice: TypeChoice | None,
) -> tuple[pd.Series, ColumnNote]:
    """Make a column of a table from what was parsed, see `make_column`, as what was chosen for it.

    Parameters
    ----------
    name, pieces, style, missing, tick
        As for `make_column`.
    choice : TypeChoice or None
        None for what the cells themselves suggest.

    Returns
    -------
    column : pandas.Series
        Of type category (in the order of numbers where all are such) or datetime64 (NaT where a text is no
        date) if that is asked for; a column to be left out is one of text.
    note : ColumnNote
        ``either_way`` counts the dates of which day and month may change places, where no date of the column
        tells.
    """
    parsed_as = ColumnType.NUMBER if is_number_choice(choice) else ColumnType.TEXT if choice else None
    column, note = make_column(name, pieces, style, missing, tick, parsed_as)
    return _made_of_text(column, note, choice, range(len(column)))


def as_chosen(
    column: pd.Series, note: ColumnNote, choice: TypeChoice | None, places: Sequence[int]
) -> tuple[pd.Series, ColumnNote]:
    """A column that was not read from text as what was chosen for it, with its note.

    Parameters
    ----------
    column : pandas.Series
    note : ColumnNote
    choice : TypeChoice or None
        None for a column that stays as it is.
    places : sequence of int
        What the examples of the note tell of each row, such as its line.
    """
    if choice is NoType.IGNORED:
        return column, replace(note, kind=choice)
    if choice is None or (is_number_choice(choice) and note.kind is ColumnType.NUMBER):
        return column, note
    texts = pd.Series([None if pd.isna(cell) else _text(cell) for cell in column], dtype="str")
    if is_number_choice(choice):
        style = NumberStyle(choice.sign) if isinstance(choice, DecimalSign) else NumberStyle()
        return _made_numbers(texts, note, places, style)
    plain = replace(note, kind=ColumnType.TEXT, not_numbers=0, examples=())
    return _made_of_text(texts, plain, choice, places)


def categories_of(column: pd.Series) -> pd.Series:
    """A column of text as categories, in the order of numbers where all are such."""
    made = column.str.strip().astype("category")
    names = made.cat.categories
    numbers = pd.to_numeric(names.to_numpy(dtype=object), errors="coerce")
    return made if np.isnan(numbers).any() else made.cat.reorder_categories(names[np.argsort(numbers)])


def _made_of_text(
    column: pd.Series, note: ColumnNote, choice: TypeChoice | None, places: Sequence[int]
) -> tuple[pd.Series, ColumnNote]:
    if choice is NoType.IGNORED:
        return column, replace(note, kind=choice)
    if choice is ColumnType.CATEGORY:
        return categories_of(column), replace(note, kind=choice)
    if choice is ColumnType.DATE or isinstance(choice, DateOrder):
        order = choice if isinstance(choice, DateOrder) else None
        found = dates_of(column, order)
        examples = tuple((places[row], column.iloc[row]) for row in found.bad[:_EXAMPLES])
        dates = replace(
            note,
            kind=ColumnType.DATE,
            not_numbers=len(found.bad),
            examples=examples,
            either_way=found.either_way,
        )
        return found.values, dates
    return column, note


def _made_numbers(
    texts: pd.Series, note: ColumnNote, places: Sequence[int], style: NumberStyle
) -> tuple[pd.Series, ColumnNote]:
    import pyarrow as pa

    cells = [pa.array(texts, pa.string())]
    made, found = make_column(note.name, cells, style, ("",), lambda: None, ColumnType.NUMBER)
    examples = tuple((places[row], text) for row, text in found.examples)
    return made, replace(found, missing=note.missing, examples=examples)


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell)  # type: ignore[call-overload]
