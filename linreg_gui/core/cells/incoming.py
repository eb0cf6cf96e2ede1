"""Texts that come into a column at once, understood as a whole as in a file; never half of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from linreg_gui.core.late_pandas import pd

from . import form_findings as told
from .chosen_type import make_chosen_column
from .column_signs import Held
from .column_types import ColumnType, DateOrder, NumberReading, TypeChoice, is_number_choice
from .form_pattern import is_number_form
from .number_form import NumberForm, plain_numbers
from .number_style import MISSING_TOKENS, NumberStyle
from .own_signs import reading_of, second_text
from .text import parse_cell
from .times import is_time, look_like_times, times_of

_TIMES = (NumberReading.HOURS, NumberReading.MINUTES)
_OF_WHOLE_COLUMNS = (ColumnType.DATE, *DateOrder, *_TIMES)


@dataclass(frozen=True)
class Target:
    """The column that texts come into.

    Attributes
    ----------
    name : str
    held : Held
        What its numbers say.
    is_new : bool
        Whether it holds nothing, so that it becomes whatever the texts are.
    is_alone : bool
        Whether nothing else is left in it, so that its unit may be another one.
    choice : TypeChoice or None
        What a person has said the texts are.
    """

    name: str
    held: Held = field(default_factory=Held)
    is_new: bool = False
    is_alone: bool = False
    choice: TypeChoice | None = None


@dataclass(frozen=True, eq=False)
class Incoming:
    """What texts are without the signs of their own.

    Attributes
    ----------
    texts : dict of int to str
        The texts to take, by row.
    unit : str
        Their unit, where they have one.
    forms : tuple of str
        See `ColumnSigns.forms`.
    findings : tuple of ColumnFinding
        What is to be told.
    form : NumberForm or None
        How numbers among them are written.
    column : pandas.Series or None
        What takes the place of the texts: dates, times or codes, in their order.
    """

    texts: dict[int, str]
    unit: str = ""
    forms: tuple[str, ...] = ()
    findings: tuple[told.ColumnFinding, ...] = ()
    form: NumberForm | None = None
    column: pd.Series | None = None


def without_signs(texts: Mapping[int, str], target: Target) -> Incoming:
    """The texts as plain numbers, if all are numbers in the unit of the column; in whatever style."""
    choice, held, name = target.choice, target.held, target.name
    came = Incoming(dict(texts))
    if not (choice is None or is_number_choice(choice) or choice in _TIMES):
        return came
    limits = choice is NumberReading.LIMITS
    (piece,), form = plain_numbers([_strings(texts)], MISSING_TOKENS, limits, held.unit)
    if form is None:
        return came if target.is_new else _as_seconds(came, target)
    if not (form.is_whole or (limits and piece.null_count < len(piece))):
        return replace(came, findings=(told.of_mixed_form(name, form),))
    if form.unit not in ("", held.unit) and not (target.is_alone or choice is not None):
        return replace(came, findings=(told.of_other_unit(name, form, held.unit),))
    plain = dict(zip(texts, (text or "" for text in piece.to_pylist()), strict=True))
    return Incoming(plain, form.unit, form.forms, form=form)


def understood(texts: Mapping[int, str], found: Incoming, target: Target, style: NumberStyle) -> Incoming:
    """The same once the style of the numbers is decided, with what is to be told.

    Parameters
    ----------
    texts : mapping from row to str
        As they came.
    found : Incoming
        From `without_signs`.
    target : Target
    style : NumberStyle
    """
    form, name = found.form, target.name
    if form is None:
        return _recognised(texts, found, target, style)
    cells = [parse_cell(text, style) for text in found.texts.values()]
    limits = target.choice is NumberReading.LIMITS
    if sum(isinstance(cell, str) for cell in cells) > (0 if limits else form.limits):
        return Incoming(dict(texts), findings=(told.of_mixed_form(name, form),))
    findings = [told.of_form(name, form, cells[form.row])] if form.words else []
    if form.limits:
        findings.append(told.of_limits(name, form, cells[form.limit_row] if limits else None))
    return replace(found, findings=tuple(findings))


def _as_seconds(came: Incoming, target: Target) -> Incoming:
    """Times that come into a column of seconds, or of what a person says are some."""
    if not look_like_times(_strings(came.texts)):
        return came
    filled = {row: text.strip() for row, text in came.texts.items() if text.strip() not in MISSING_TOKENS}
    odd = {row: text for row, text in filled.items() if not is_number_form(text)}
    if not all(map(is_time, odd.values())):
        return came
    name, held, choice = target.name, target.held, target.choice
    example = next(iter(odd.values()))
    if held.unit != "s" and "times" not in held.forms and choice is None:
        return replace(came, findings=(told.of_times_among_numbers(name, example),))
    reading = choice if isinstance(choice, NumberReading) else reading_of(held)
    times = times_of(pd.Series(list(odd.values()), dtype="str"), reading)
    if len(times.bad):
        other = odd[list(odd)[times.bad[0]]]
        return replace(came, findings=(replace(told.of_times_among_texts(name, example, other), ways=()),))
    times = times if reading is None else replace(times, either_way=False)
    seconds = dict(zip(odd, map(second_text, times.seconds), strict=True))
    finding = told.of_times(name, example, times)
    return Incoming({**came.texts, **seconds}, "s", times.forms, (finding,))


def _recognised(texts: Mapping[int, str], found: Incoming, target: Target, style: NumberStyle) -> Incoming:
    """Dates, times and codes, which a new column becomes as a whole."""
    lost = (row for row, text in found.texts.items() if text != texts[row])
    if any(isinstance(parse_cell(found.texts[row], style), str) for row in lost):
        return Incoming(dict(texts))
    choice = target.choice
    if not target.is_new:
        return found
    if choice is ColumnType.TEXT:
        cells = [text.strip() or None for text in texts.values()]
        return Incoming({}, column=pd.Series(cells, dtype="str"))
    if not (choice in (None, ColumnType.NUMBER) or choice in _OF_WHOLE_COLUMNS):
        return found
    pieces = [_strings(texts)]
    column, note = make_chosen_column(target.name, pieces, style, MISSING_TOKENS, _nothing, choice)
    if not note.findings and choice not in _OF_WHOLE_COLUMNS:
        return found
    return Incoming({}, note.unit, note.signs.forms, note.findings, column=column)


def _strings(texts: Mapping[int, str]) -> Any:
    import pyarrow as pa

    return pa.array(list(texts.values()), pa.string())


def _nothing() -> None:
    """Nobody has to be told how far it is."""
