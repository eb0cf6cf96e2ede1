"""What is to be told of the layout of a text file: sentences, each with the other way to read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from linreg_gui.core.wording import counted, first_few, is_or_are, shortened

from .csv_sniffer import Layout
from .findings import Finding
from .header import NameRow
from .one_column import OneColumn
from .options import ReadOptions, Unnamed
from .short_header import ShortHeader

_MOST_CELLS = 4
_LONGEST = 40
_READINGS = {
    Unnamed.FIRST: "Read Row Names",
    Unnamed.LAST: "Read the Last Column without a Name",
    Unnamed.NONE: "Join the Two Cells",
}
_SIGNS = {",": "comma", " ": "blank"}


def layout_findings(layout: Layout, options: ReadOptions) -> tuple[Finding, ...]:
    """What nobody has decided and a person should know of."""
    return tuple(_found(layout, options))


def names_finding(first_row: Sequence[str], names: NameRow, options: ReadOptions) -> Finding | None:
    """What is told of a first row that may hold names or not."""
    if not names.doubtful or options.header is not None:
        return None
    row = _cells(first_row)
    if names.found:
        sentence = f"The first row, {row}, was taken for the names of columns, though it holds numbers."
        return Finding(sentence, "Read the Names as a Row", replace(options, header=False))
    sentence = (
        f"No names of columns were found: the first row, {row}, could hold them, but was read as a row."
    )
    return Finding(sentence, "Read the First Row as Names", replace(options, header=True))


def units_finding(units: Sequence[str], options: ReadOptions) -> Finding | None:
    """What is told of a row of units."""
    if not units or options.units is not None:
        return None
    shown = first_few([f"“{unit}”" for unit in units if unit], _MOST_CELLS)
    sentence = f"The row below the names was taken for units: {shown}."
    return Finding(sentence, "Read the Units as a Row", replace(options, units=False), is_doubt=False)


def _found(layout: Layout, options: ReadOptions) -> Iterator[Finding]:
    if layout.comments:
        yield _comments(layout, options)
    if layout.title:
        title = shortened(layout.title, _LONGEST)
        yield Finding(f"The first line was taken for a title and left out: “{title}”.", is_doubt=False)
    if not layout.named_in_comment and (names := names_finding(layout.first_row, layout.name_row, options)):
        yield names
    if layout.short is not None and options.unnamed is None:
        yield _short(layout, layout.short, options)
    if layout.one_column is not None:
        yield _one_column(layout.separator, layout.one_column, options)
    if layout.separator_inside is not None:
        yield _separator_inside(layout, layout.separator_inside, options)
    if units := units_finding(layout.units, options):
        yield units


def _comments(layout: Layout, options: ReadOptions) -> Finding:
    count = len(layout.comments)
    lines = counted(count, "line") + " of comment before the table"
    shown = shortened(layout.comments[-1 if layout.named_in_comment else 0].strip('"'), _LONGEST)
    if layout.named_in_comment:
        which = "it was" if count == 1 else "the last of them was"
        sentence = f"There {is_or_are(count)} {lines}; {which} taken for the names: “{shown}”."
        return Finding(sentence, "Read No Names", replace(options, header=False))
    was = "was" if count == 1 else "were"
    return Finding(f"{lines[:1].upper()}{lines[1:]} {was} left out: “{shown}”.", is_doubt=False)


def _short(layout: Layout, short: ShortHeader, options: ReadOptions) -> Finding:
    row = next((row for row in layout.rows if len(row) == len(layout.names)), [""])
    sign = _SIGNS.get(layout.separator, "sign")
    if short.unnamed is Unnamed.FIRST:
        taken = f"The first cells, such as “{shortened(row[0], _LONGEST)}”, were taken for names of rows."
    elif short.unnamed is Unnamed.LAST:
        empty = layout.trailing
        taken = (
            "The last, empty cells were left out." if empty else "The last column was read without a name."
        )
    else:
        at = short.split_at or 0
        number = next((shortened(row[at], _LONGEST) for row in layout.rows if _is_joined(row, at)), "")
        taken = (
            f"Two cells were read as one number, such as {number} in “{layout.names[at]}”, as if the {sign} "
            f"in it were a thousands {sign} without quotes."
        )
    hint = ""
    if Unnamed.NONE in short.others:
        hint = f" Two cells could also be parts of one number whose thousands {sign} is not in quotes."
    rows = "Some rows" if short.some else "Rows"
    sentence = f"{rows} have one cell more than there are names. {taken}{hint}"
    offers = [(_READINGS[other], replace(options, unnamed=other)) for other in short.others]
    offer, other = offers[0] if offers else ("", None)
    return Finding(sentence, offer, other, not layout.trailing, tuple(offers[1:]))


def _one_column(separator: str, found: OneColumn, options: ReadOptions) -> Finding:
    sign, example = _SIGNS[separator], found.example
    sentence = (
        f"The {sign} in “{example}” was read as a separator of columns, but it could be part of a number."
    )
    joined = replace(options, separator="")
    offers = []
    if found.grouped:
        point = "." if separator == "," else options.decimal
        offers.append((example.replace(separator, ""), replace(joined, decimal=point, thousands=separator)))
    if found.decimal:
        thousands = next((sign for sign in ".'\u00a0\u202f " if sign in example), "")
        shown = example.replace(thousands, "").replace(",", ".")
        thousands = " " if thousands.isspace() else thousands
        offers.append((shown, replace(joined, decimal=",", thousands=thousands)))
    (offer, other), *more = [(f"Read “{example}” as {shown}", choice) for shown, choice in offers]
    return Finding(sentence, offer, other, more=tuple(more))


def _separator_inside(layout: Layout, separator: str, options: ReadOptions) -> Finding:
    example, count = layout.rows[0][0].strip(), layout.rows[0][0].strip().count(separator) + 1
    sentence = (
        f"The {_SIGNS[separator]} in “{example}” was read as part of a number, but it could separate columns."
    )
    return Finding(sentence, f"Read {count} Columns", replace(options, separator=separator))


def _is_joined(row: Sequence[str], at: int) -> bool:
    return at < len(row) and sum(map(str.isdigit, row[at])) > 3


def _cells(row: Sequence[str]) -> str:
    filled = [f"“{shortened(cell, _LONGEST)}”" for cell in row if cell.strip()]
    return first_few(filled, _MOST_CELLS)
