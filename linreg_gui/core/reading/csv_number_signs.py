"""Which signs the numbers of a file are written with, found column by column while it is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linreg_gui.core.cancellation import check_wanted
from linreg_gui.core.cells.alike import once_each
from linreg_gui.core.cells.chosen_type import Written, written_numbers
from linreg_gui.core.cells.column_signs import (
    SEVERAL,
    ColumnSigns,
    decide_columns,
    main_style,
    shown_by_itself,
)
from linreg_gui.core.cells.column_types import DecimalSign, TypeChoice, is_number_choice
from linreg_gui.core.cells.number_form import not_plain
from linreg_gui.core.cells.number_style import (
    Evidence,
    NumberStyle,
    evidence_against,
    evidence_of,
    evidence_of_each,
)
from linreg_gui.core.cells.parsed_column import count_fractions, is_text, turned_into_text
from linreg_gui.core.cells.two_readings import (
    OpenCells,
    TwoReadings,
    count_in_doubt,
    doubt_about,
    open_cells,
)
from linreg_gui.core.cells.written_forms import leading_zeros
from linreg_gui.core.problem import ProblemKind

from .csv_parser import parse_columns
from .csv_sniffer import Layout
from .text_file import file_problem
from .text_table import TextTable

_READING = 0.9


@dataclass(frozen=True)
class FoundSigns:
    """How the numbers of a file are written.

    Attributes
    ----------
    style : NumberStyle
        How most of them are.
    columns : list of ColumnSigns
    shown : list of ColumnSigns
        What each of them shows by itself.
    doubt : TwoReadings or None
        What is left open where nobody decided.
    either : list of int
        How many cells of each column depend on the choice, whoever made it.
    written : list of Written or None
        The columns whose numbers have signs of their own, without them.
    """

    style: NumberStyle
    columns: list[ColumnSigns]
    shown: list[ColumnSigns]
    doubt: TwoReadings | None
    either: list[int]
    written: list[Written | None]


def parse_in_style(table: TextTable, tick: Callable[[float], None]) -> tuple[FoundSigns, list[list[Any]]]:
    """Parse the file, and once more where whole columns show what its first rows did not.

    Returns the signs and the pieces of each column.
    """
    first_rows, spoken = sample_columns(table.layout), spoken_columns(table)
    samples = _evidence_of_sample(table, first_rows, _written_in_sample(table, first_rows))
    own: list[Evidence] = list(samples)
    found: list[OpenCells] = [{}] * len(samples)
    parsed_with = _first_guess(table, samples)
    undecided = decide_columns(samples, table.layout.separator)
    # As text, so that every one of their cells can speak.
    pointed = {j for j in spoken if samples[j].either[parsed_with] and _is_open(undecided[j], parsed_with)}
    early = _columns_beyond(table, parsed_with) | pointed | (set(range(len(samples))) - spoken)
    unheard = spoken
    while True:
        text_columns = set(early)
        pieces = parse_columns(
            table,
            parsed_with,
            text_columns,
            {j for j, said in enumerate(samples) if said.decimal[parsed_with] + said.either[parsed_with]},
            lambda part: tick(_READING * part),
        )
        if not any(map(len, pieces[0])):
            raise file_problem(table.path, "has no row of data", ProblemKind.NO_ROWS)
        written = _written(table, pieces, tick)
        plain = [column if form is None else form[0] for column, form in zip(pieces, written, strict=True)]
        for j, said in _all_said(table, plain, parsed_with, samples, pointed, unheard, tick).items():
            own[j] = said
            found[j] = open_cells(said, _strings(plain[j]))
        signs = _found(table, own, found, written)
        late = _late_groups(pieces, spoken - early) if _shows_too_little(table, samples) else set()
        other = {j for j in spoken if signs.columns[j].style.decimal != parsed_with}
        wrong = {j for j in other if count_fractions(pieces[j])}
        mixed = text_columns - early
        turned = {j for j in mixed if _needs_text(plain[j], signs.columns[j].style, _missing(table))}
        if not late | wrong | turned:
            return signs, pieces
        if wrong and not late and parsed_with != signs.style.decimal:
            parsed_with, other = signs.style.decimal, spoken - other
        others = {j for j in other if not _is_whole(pieces[j])}
        early, pointed, unheard = early | late | turned | others, pointed | late, late


def found_in_sample(table: TextTable, columns: Sequence[Any]) -> FoundSigns:
    """The same by the first rows alone, which are texts in pyarrow arrays."""
    written = _written_in_sample(table, columns)
    own = _evidence_of_sample(table, columns, written)
    plain = [[column] if form is None else form[0] for column, form in zip(columns, written, strict=True)]
    found = [open_cells(said, plain[j]) for j, said in enumerate(own)]
    return _found(table, own, found, written)


def sample_columns(layout: Layout) -> list[Any]:
    """The columns of the first rows, as texts in pyarrow arrays."""
    import pyarrow as pa

    width = len(layout.names)
    rows = [row for row in layout.rows if len(row) == width]
    return [pa.array([row[j] for row in rows], pa.string()) for j in range(width)]


def _evidence_of_sample(
    table: TextTable, columns: Sequence[Any], written: Sequence[Written | None]
) -> list[Evidence]:
    """What the columns of the first rows say; nothing, where a person has made them something else."""
    spoken = spoken_columns(table)
    as_they_are = [j for j in sorted(spoken) if written[j] is None]
    said = dict(zip(as_they_are, evidence_of_each([columns[j] for j in as_they_are]), strict=True))
    said |= {j: evidence_of(form[0]) for j, form in enumerate(written) if form is not None}
    nothing = Evidence.none()
    return [said[j] if j in spoken else nothing for j in range(len(columns))]


def _written_in_sample(table: TextTable, columns: Sequence[Any]) -> list[Written | None]:
    """The columns of the first rows without the signs of their numbers, where they have any."""
    odd = not_plain(columns, _missing(table))
    return [
        written_numbers([column], _missing(table), choice) if j in odd else None
        for j, (column, choice) in enumerate(zip(columns, table.choices, strict=True))
    ]


def spoken_columns(table: TextTable) -> set[int]:
    """The columns that may hold numbers."""
    return {j for j, choice in enumerate(table.choices) if choice is None or is_number_choice(choice)}


def _written(
    table: TextTable, pieces: Sequence[Sequence[Any]], tick: Callable[[float], None] = lambda _: None
) -> list[Written | None]:
    """The columns without the signs of their numbers, where they have any."""
    found = []
    for column, choice in zip(pieces, table.choices, strict=True):
        tick(0.0)
        found.append(written_numbers(column, _missing(table), choice))
    return found


def _needs_text(column: Sequence[Any], style: NumberStyle, missing: Sequence[str]) -> bool:
    """Whether a column that began with numbers is needed as it is written."""
    began = any(str(piece.type) in ("int64", "double") for piece in column)
    return began and (turned_into_text(column, style, missing) or bool(leading_zeros(column, missing)))


def _found(
    table: TextTable,
    own: Sequence[Evidence],
    found: Sequence[OpenCells],
    written: list[Written | None],
) -> FoundSigns:
    """The signs by what cells say and a person has decided, and the doubt that is left."""
    layout, options = table.layout, table.options
    own = [
        said if form is None or not form[1].groups_likely else replace(said, groups_likely=True)
        for said, form in zip(own, written, strict=True)
    ]
    given = (layout.separator, options.decimal, options.thousands, table.choices)
    signs = decide_columns(own, *given)
    doubt = doubt_about(layout.names, signs, found) if options.leaves_signs_open else None
    undecided = decide_columns(own, layout.separator)
    either = [count_in_doubt(*pair) for pair in zip(undecided, found, strict=True)]

    def shows(said: Evidence, one: ColumnSigns, choice: TypeChoice | None) -> ColumnSigns:
        chosen = choice.sign if isinstance(choice, DecimalSign) else options.decimal
        return shown_by_itself(said, one.style, chosen)

    shown = once_each(shows, own, signs, table.choices)
    return FoundSigns(main_style(own, *given), signs, shown, doubt, either, written)


def _missing(table: TextTable) -> Sequence[str]:
    return table.options.missing_tokens


def _first_guess(table: TextTable, samples: Sequence[Evidence]) -> str:
    """The decimal sign to parse with; a point keeps doubtful cells as text until all are seen."""
    if table.options.decimal is None and not any(said.is_clear for said in samples):
        return "."
    options = table.options
    given = (table.layout.separator, options.decimal, options.thousands, table.choices)
    return main_style(samples, *given).decimal


def _is_open(signs: ColumnSigns, parsed_with: str) -> bool:
    return parsed_with in signs.doubtful or signs.style.decimal != parsed_with


def _all_said(
    table: TextTable,
    columns: Sequence[Sequence[Any]],
    parsed_with: str,
    samples: Sequence[Evidence],
    pointed: set[int],
    heard: Collection[int],
    tick: Callable[[float], None],
) -> dict[int, Evidence]:
    """What all cells of some columns say, those of the first rows once more.

    Cells that were parsed as fractions speak for the decimal sign in use. In a column that is ``pointed``,
    plain numbers with this sign speak, too.
    """
    texts, counts, nothing = list[Evidence](), list[int](), Evidence.none()
    for j in heard:
        tick(0.0)
        strings = _strings(columns[j])
        said = nothing
        if strings and not is_text(strings, _missing(table)):
            plain = NumberStyle(parsed_with)
            said = evidence_of(strings) if j in pointed else evidence_against(strings, plain)
        texts.append(said)
        counts.append(count_fractions(columns[j]))
    fractions = {count: Evidence.of_signs(parsed_with, "", cells=count) for count in set(counts)}
    parts = [samples[j] for j in heard], texts, [fractions[count] for count in counts]
    return dict(zip(heard, once_each(_sum, *parts), strict=True))


def _sum(first: Evidence, *others: Evidence) -> Evidence:
    return sum(others, first)


def _shows_too_little(table: TextTable, samples: Sequence[Evidence]) -> bool:
    """Whether nobody knows the decimal sign of a column by what the first rows show in others."""
    shown = max(sum(said.decimal[sign] > 0 for said in samples) for sign in ",.")
    return table.options.decimal is None and shown < SEVERAL


def _late_groups(pieces: Sequence[Sequence[Any]], columns: set[int]) -> set[int]:
    """Those of the columns whose fractions came further down, and could all be groups of three digits."""
    return {j for j in columns if count_fractions(pieces[j]) and _could_be_groups(pieces[j])}


def _could_be_groups(column: Sequence[Any]) -> bool:
    for piece in column:
        if str(piece.type) == "double":
            values = np.abs(piece.drop_null().to_numpy(zero_copy_only=False))
            fractions = values[values != np.rint(values)]
            thousandths = fractions * 1000.0
            close = np.abs(thousandths - np.rint(thousandths)) < 1e-6
            if not (close & (fractions >= 1.0) & (fractions < 1000.0)).all():
                return False
    return True


def _is_whole(column: Sequence[Any]) -> bool:
    return all(str(piece.type) in ("int64", "null") for piece in column)


def _strings(column: Sequence[Any]) -> list[Any]:
    """The pieces of a column that were kept as text."""
    return [piece for piece in column if str(piece.type) == "string"]


def _columns_beyond(table: TextTable, decimal: str) -> set[int]:
    """The columns that hold more than plain numbers with this decimal sign in the first rows."""
    plain = re.compile(f"(?![+−])(?:{NumberStyle(decimal).pattern})")
    layout, missing, beyond = table.layout, frozenset(_missing(table)), set[int]()
    for row in layout.rows:
        check_wanted()
        for j, cell in enumerate(row[: len(layout.names)]):
            if j not in beyond and cell not in missing and not plain.match(cell.strip()):
                beyond.add(j)
    return beyond
