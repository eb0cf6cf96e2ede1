"""What was made of a column that is written in a way of its own, in a sentence, and the other ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from linreg_gui.core.wording import counted, first_few, is_or_are, joined

from .column_types import ColumnType, DateOrder, NumberReading
from .dates import Dates
from .number_form import NumberForm
from .shown import written_cell
from .text import cell_text
from .times import Times


@dataclass(frozen=True)
class ColumnFinding:
    """Something to be told of a column.

    Attributes
    ----------
    kind : str
        What is told of other columns, too, in the same words.
    sentence : str
    ways : tuple of (str, str)
        What else its cells can be read as: in words, and the type to choose.
    is_doubt : bool
        Whether its numbers may be wrong as they are.
    """

    kind: str
    sentence: str
    ways: tuple[tuple[str, str], ...] = ()
    is_doubt: bool = False


@dataclass(frozen=True)
class ColumnsFinding:
    """The same told of one or more columns.

    Attributes
    ----------
    sentence : str
    offers : tuple of (str, dict of column name to type)
        What else to read the columns as: what that is called, and the types to choose.
    is_doubt : bool
    """

    sentence: str
    offers: tuple[tuple[str, dict[str, str]], ...]
    is_doubt: bool


def told_of_columns(found: Sequence[tuple[str, ColumnFinding]]) -> tuple[ColumnsFinding, ...]:
    """What is to be told of columns, by name, each sentence once, doubts first."""
    kinds: dict[str, list[tuple[str, ColumnFinding]]] = {}
    for name, finding in found:
        kinds.setdefault(finding.kind, []).append((name, finding))
    told = map(_together, kinds.values())
    return tuple(sorted(told, key=lambda finding: not finding.is_doubt))


def _together(columns: Sequence[tuple[str, ColumnFinding]]) -> ColumnsFinding:
    names, first = [name for name, _ in columns], columns[0][1]
    sentence = first.sentence
    if len(names) > 1:
        quoted = [f"“{name}”" for name in names[1:]]
        others = joined(quoted) if len(quoted) <= _MOST_NAMED else first_few(quoted, _MOST_NAMED, "column")
        sentence = f"{sentence} The same goes for {others}."
    which = f"“{names[0]}”" if len(names) == 1 else counted(len(names), "Column")
    offers = tuple((f"Read {which} as {words}", dict.fromkeys(names, choice)) for words, choice in first.ways)
    return ColumnsFinding(sentence, offers, first.is_doubt)


_MOST_NAMED = 3
LEADING_ZEROS = "leading zeros"
_AS_TEXT = ("Text", str(ColumnType.TEXT))
_AS_NUMBERS = ("Numbers", str(ColumnType.NUMBER))
_AS_DATES = ("Dates", str(ColumnType.DATE))


def of_form(name: str, form: NumberForm, value: object) -> ColumnFinding:
    """Of numbers with signs of their own, of which the example was read as this value."""
    sentence = f"“{name}” holds {form.words}: “{form.example}” was read as {written_cell(value)}."
    return ColumnFinding(form.words, sentence, (_AS_TEXT,))


def of_limits(name: str, form: NumberForm, value: object = None, is_text: bool = False) -> ColumnFinding:
    """Of cells such as “<0.5”, which are no numbers but limits, unless they were read as this value."""
    cells = f"{counted(form.limits, 'cell')} of “{name}” {is_or_are(form.limits)} but a limit"
    if value is not None:
        sentence = f"{cells}, and was read as that number: “{form.limit}” as {written_cell(value)}."
        return ColumnFinding(
            "limits", sentence.replace("and was", "and were") if form.limits > 1 else sentence
        )
    rows = "its row is" if form.limits == 1 else "their rows are"
    what = "it stays text" if is_text else f"{rows} left out of a fit"
    sentence = f"{cells}, such as “{form.limit}”: {what}."
    way = (f"Numbers with “{form.limit}” at Its Limit", str(NumberReading.LIMITS))
    return ColumnFinding("limits", sentence, (way,), is_doubt=True)


def of_mixed_form(name: str, form: NumberForm) -> ColumnFinding:
    """Of a column that is written so in part only, and is left as it is."""
    if form.is_whole:
        sentence = f"“{name}” holds “{form.example}”, which is no number in its signs: it stays text."
        return ColumnFinding("unread", sentence, is_doubt=True)
    if form.others or form.without_unit:
        beside = f"beside “{form.others or form.without_unit}”"
    else:
        beside = f"in {joined([f'“{unit}”' for unit in form.units])}"
    sentence = (
        f"“{name}” holds “{form.example or form.limit}” {beside}, so that such cells are left as texts."
    )
    return ColumnFinding("mixed", sentence, is_doubt=True)


def of_other_unit(name: str, form: NumberForm, unit: str) -> ColumnFinding:
    """Of numbers that came into a column in another unit than its own, and stay texts."""
    held = f"in {unit}" if unit else "without a unit"
    sentence = f"“{name}” holds numbers {held}, so that cells such as “{form.example}” stay texts."
    return ColumnFinding("other unit", sentence, (_AS_NUMBERS,), is_doubt=True)


def of_times_among_numbers(name: str, example: str) -> ColumnFinding:
    """Of times that came into a column of numbers that are none, or of which nothing tells the unit."""
    sentence = f"“{name}” holds numbers, so that times such as “{example}” stay texts."
    return ColumnFinding("times among numbers", sentence, (("Seconds", _AS_NUMBERS[1]),), is_doubt=True)


def of_dates(name: str, example: str, dates: Dates) -> ColumnFinding:
    """Of a column that was read as dates."""
    moment = cell_text(dates.values.iloc[dates.first or 0])
    moment = f"{moment.removesuffix('+00:00')} UTC" if dates.zoned else moment
    return ColumnFinding("dates", f"“{name}” holds dates: “{example}” was read as {moment}.", (_AS_TEXT,))


def of_doubtful_dates(name: str, example: str) -> ColumnFinding:
    """Of a column of dates that may begin with the day or the month."""
    sentence = (
        f"“{name}” holds dates such as “{example}”, whose day and month nothing tells apart: it stays text."
    )
    ways = ("Dates, Day First", str(DateOrder.DAY_FIRST)), ("Dates, Month First", str(DateOrder.MONTH_FIRST))
    return ColumnFinding("doubtful dates", sentence, ways, is_doubt=True)


def of_dates_among_texts(name: str, example: str, other: str) -> ColumnFinding:
    """Of a column with dates and other texts, which stays text."""
    sentence = f"“{name}” holds dates such as “{example}” beside “{other}”: it stays text."
    return ColumnFinding("dates among texts", sentence, (_AS_DATES,))


def of_times(name: str, example: str, times: Times) -> ColumnFinding:
    """Of a column of times that was read in seconds."""
    seconds = written_cell(times.seconds.iloc[times.first or 0])
    since = " since midnight" if times.of_day else ""
    sentence = f"“{name}” holds times, read in seconds{since}: “{example}” as {seconds}."
    if not times.two_parts:
        return ColumnFinding(f"times{since}", sentence, (_AS_TEXT,))
    hours, minutes = NumberReading.HOURS, NumberReading.MINUTES
    taken, other = (minutes, hours) if times.as_minutes else (hours, minutes)
    sentence = f"{sentence[:-1]}, by {taken}."
    way = ("Hours and Minutes" if other is hours else "Minutes and Seconds", str(other))
    return ColumnFinding(f"times by {taken}", sentence, (way, _AS_TEXT), is_doubt=times.either_way)


def of_times_among_texts(name: str, example: str, other: str) -> ColumnFinding:
    """Of a column with times and other texts, which stays text."""
    sentence = f"“{name}” holds times such as “{example}” beside “{other}”: it stays text."
    return ColumnFinding("times among texts", sentence, (("Seconds", str(ColumnType.NUMBER)),))


def of_leading_zeros(name: str, example: str) -> ColumnFinding:
    """Of whole numbers that begin with zeros, and are kept as text."""
    sentence = (
        f"“{name}” holds numbers with leading zeros, such as “{example}”: it stays text, which keeps them."
    )
    return ColumnFinding(LEADING_ZEROS, sentence, (_AS_NUMBERS,))


def of_lost_zeros(name: str, example: str) -> ColumnFinding:
    """Of whole numbers that begin with zeros, and were read as numbers."""
    sentence = f"“{name}” holds numbers with leading zeros: “{example}” was read as {int(example)}."
    return ColumnFinding("lost zeros", sentence, (_AS_TEXT,))
