"""A column of a file made what a person chose for it: numbers, categories, dates, text, or left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.late_pandas import pd

from .column_signs import decide_columns
from .column_types import (
    ColumnType,
    DateOrder,
    DecimalSign,
    NoType,
    NumberReading,
    TypeChoice,
    is_number_choice,
)
from .dates import dates_of
from .form_findings import (
    LEADING_ZEROS,
    of_form,
    of_leading_zeros,
    of_limits,
    of_lost_zeros,
    of_mixed_form,
)
from .number_form import NumberForm, plain_numbers
from .number_style import MISSING_TOKENS, NumberStyle, evidence_of
from .parsed_column import ColumnNote, make_column
from .written_forms import as_times, leading_zeros, recognised, without_missing

_EXAMPLES = 3
_ASKED_EVERY = 1_000  # cells

# What a column is as plain numbers, and how they were written; see `plain_numbers`.
Written = tuple[Sequence[Any], NumberForm]


def written_numbers(
    pieces: Sequence[Any], missing: Sequence[str], choice: TypeChoice | None
) -> Written | None:
    """A column without the signs of its numbers, where it has any that are to be understood."""
    if not (choice is None or is_number_choice(choice)):
        return None
    plain, form = plain_numbers(pieces, missing, limits=choice is NumberReading.LIMITS)
    return None if form is None else (plain, form)


def make_chosen_column(
    name: str,
    pieces: Sequence[Any],
    style: NumberStyle,
    missing: Sequence[str],
    tick: Callable[[], None],
    choice: TypeChoice | None,
    written: Written | None = None,
) -> tuple[pd.Series, ColumnNote]:
    """Make a column of a table from what was parsed, see `make_column`, as what was chosen for it.

    Where nobody chose, numbers with signs of their own, dates and times are read if the whole column is
    written so, whole numbers with leading zeros stay text, and the note tells it.

    Parameters
    ----------
    name, pieces, style, missing, tick
        As for `make_column`.
    choice : TypeChoice or None
        None for what the cells themselves suggest.
    written : Written or None
        From `written_numbers`, of which the style is.

    Returns
    -------
    column : pandas.Series
        Of type category (in the order of numbers where all are such) or datetime64 (NaT where a text is no
        date) if that is asked for; a column to be left out is one of text.
    note : ColumnNote
        ``either_way`` counts the dates of which day and month may change places, where no date of the column
        tells.
    """
    if written is not None and (made := _made_of_form(name, written, style, missing, tick, choice)):
        return made
    parsed_as = ColumnType.NUMBER if is_number_choice(choice) else ColumnType.TEXT if choice else None
    column, note = make_column(name, pieces, style, missing, tick, parsed_as)
    if choice is None:
        return _as_found(column, note, pieces, missing, tick, written)
    if choice is ColumnType.NUMBER and note.not_numbers and not column.notna().any():
        texts = make_column(name, pieces, style, missing, tick, ColumnType.TEXT)
        times = as_times(*texts, None, missing, range(len(column)))
        return times if times[1].findings else (column, note)
    if isinstance(choice, NumberReading) and choice is not NumberReading.LIMITS:
        return as_times(column, note, choice, missing, range(len(column)))
    return _made_of_text(column, note, choice, range(len(column)))


def keeps_zeros(note: ColumnNote) -> bool:
    """Whether a column is one of text for the sake of the zeros that its numbers begin with."""
    return any(finding.kind == LEADING_ZEROS for finding in note.findings)


def without_zeros(
    pieces: Sequence[Any], note: ColumnNote, missing: Sequence[str], tick: Callable[[], None]
) -> tuple[pd.Series, ColumnNote]:
    """Such a column as one of numbers."""
    column, found = make_column(note.name, pieces, NumberStyle(), missing, tick, ColumnType.NUMBER)
    example = leading_zeros(pieces, missing)
    return column, replace(found, findings=(of_lost_zeros(note.name, example),))


def _made_of_form(
    name: str,
    written: Written,
    style: NumberStyle,
    missing: Sequence[str],
    tick: Callable[[], None],
    choice: TypeChoice | None,
) -> tuple[pd.Series, ColumnNote] | None:
    """A column of numbers with signs of their own; None where it is not written so as a whole."""
    plain, form = written
    with_limits = choice is NumberReading.LIMITS
    if not (form.is_whole or with_limits):
        return None
    column, note = make_column(name, plain, style, missing, tick, ColumnType.NUMBER)
    allowed = 0 if with_limits else form.limits
    filled = len(column) - note.missing
    if (note.not_numbers > allowed and not with_limits) or (2 * allowed > filled and choice is None):
        return None
    told = [of_form(name, form, column.iloc[form.row])] if form.words else []
    if form.limits:
        told.append(of_limits(name, form, column.iloc[form.limit_row] if with_limits else None))
    signs = replace(note.signs, forms=form.forms)
    return column, replace(note, unit=form.unit, signs=signs, findings=tuple(told))


def _as_found(
    column: pd.Series,
    note: ColumnNote,
    pieces: Sequence[Any],
    missing: Sequence[str],
    tick: Callable[[], None],
    written: Written | None,
) -> tuple[pd.Series, ColumnNote]:
    """A column that nobody chose a type for, and what there is to be told of it."""
    if note.numeric and not note.not_numbers and (example := leading_zeros(pieces, missing)):
        texts = make_column(note.name, pieces, NumberStyle(), missing, tick, ColumnType.TEXT)
        column, note = without_missing(*texts, missing)
        return column, replace(note, findings=(of_leading_zeros(note.name, example),))
    if written is not None:
        form, is_text = written[1], note.kind is ColumnType.TEXT
        only_limits = form.is_whole and not form.words
        told = of_limits(note.name, form, None, is_text) if only_limits else of_mixed_form(note.name, form)
        return column, replace(note, findings=(told,))
    return recognised(column, note, missing) if note.kind is ColumnType.TEXT else (column, note)


def as_chosen(
    column: pd.Series, note: ColumnNote, choice: TypeChoice | None, places: Sequence[int]
) -> tuple[pd.Series, ColumnNote]:
    """A column that was not read from text as what was chosen for it, with its note.

    Parameters
    ----------
    column : pandas.Series
    note : ColumnNote
    choice : TypeChoice or None
        None for a column that stays as it is, unless it holds texts that are numbers with signs of their
        own, dates or times as a whole.
    places : sequence of int
        What the examples of the note tell of each row, such as its line.
    """
    import pyarrow as pa

    if choice is NoType.IGNORED:
        return column, replace(note, kind=choice)
    is_plain = note.kind is ColumnType.NUMBER and not note.not_numbers
    if is_plain and (choice is None or is_number_choice(choice)):
        return column, note
    if choice is None and note.kind is NoType.EMPTY:
        return column, note
    cells = [pa.array(_texts(column), pa.string(), from_pandas=True)]
    missing = MISSING_TOKENS if choice is None else ("",)
    written = written_numbers(cells, missing, choice)
    style = NumberStyle(choice.sign) if isinstance(choice, DecimalSign) else NumberStyle()
    if written is not None and not isinstance(choice, DecimalSign):
        signs = decide_columns([evidence_of(written[0])])[0]
        if signs.doubtful and choice is None:
            return column, note
        style = signs.style
    if choice is None:
        made = _made_of_form(note.name, written, style, missing, _nothing, None) if written else None
        if made is None and note.kind is ColumnType.TEXT:
            return recognised(column, note, MISSING_TOKENS) if written is None else (column, note)
        return (column, note) if made is None else (made[0], _with_places(made[1], places))
    made = make_chosen_column(note.name, cells, style, missing, _nothing, choice, written)
    return made[0], _with_places(replace(made[1], missing=note.missing), places)


def _nothing() -> None:
    """Nobody has to be told how far it is."""


def _with_places(note: ColumnNote, places: Sequence[int]) -> ColumnNote:
    return replace(note, examples=tuple((places[row], text) for row, text in note.examples))


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


def _texts(column: pd.Series) -> pd.Series:
    """Each cell as a text; a column of texts is that already, which saves an object a cell."""
    if isinstance(column.dtype, pd.StringDtype):
        return column
    texts: list[str | None] = []
    for place, cell in enumerate(column):
        if place % _ASKED_EVERY == 0:
            check_wanted()
        texts.append(None if pd.isna(cell) else _text(cell))
    return pd.Series(texts, dtype="str")


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell)) if whole else str(cell)  # type: ignore[call-overload]
