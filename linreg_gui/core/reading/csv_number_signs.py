"""Which signs the numbers of a whole file are written with, found while it is parsed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from linreg_gui.core.cells.column_types import ColumnType
from linreg_gui.core.cells.number_style import (
    Evidence,
    NumberStyle,
    decide_style,
    either_pattern,
    evidence_against,
    evidence_of,
)
from linreg_gui.core.cells.parsed_column import count_fractions, is_text, turned_into_text
from linreg_gui.core.cells.two_readings import TwoReadings, count_either, doubt_about
from linreg_gui.core.problem import ProblemKind

from .csv_parser import parse_columns
from .csv_sniffer import Layout
from .text_file import file_problem
from .text_table import TextTable

_READING = 0.9


def parse_in_style(
    table: TextTable, tick: Callable[[float], None]
) -> tuple[NumberStyle, list[list[Any]], TwoReadings | None, list[int]]:
    """Parse the file, and once more if whole columns show what its first rows did not.

    Returns the signs, the pieces of each column, the doubt that is left where nobody decided, and how many
    cells of each column depend on the choice.
    """
    layout, choices, missing = table.layout, table.choices, table.options.missing_tokens
    spoken = {j for j, choice in enumerate(choices) if choice in (None, ColumnType.NUMBER)}
    columns = sample_columns(layout)
    sample = sum((evidence_of([columns[j]]) for j in sorted(spoken)), start=Evidence.none())
    decimal, thousands = table.options.decimal, table.options.thousands
    style = decide_style(sample, layout.separator, decimal, thousands)
    if decimal is None and not sample.is_clear:
        style = NumberStyle(".", style.thousands)  # keeps doubtful cells as text until all are seen
    early = _columns_beyond(style, layout, missing) | (set(range(len(choices))) - spoken)
    # As text, so that every one of their cells can speak.
    pointed = set() if sample.is_clear else _columns_like(either_pattern(style.decimal), layout) & spoken
    early |= pointed
    doubt, either, first = None, [0] * len(choices), True
    while True:
        text_columns = set(early)
        pieces = parse_columns(table, style.decimal, text_columns, lambda part: tick(_READING * part))
        if not any(map(len, pieces[0])):
            raise file_problem(table.path, "has no row of data", ProblemKind.NO_ROWS)
        heard = [column if j in spoken else [] for j, column in enumerate(pieces)]
        evidence = sample + _evidence_of_columns(heard, style, missing, pointed, tick)
        decided = decide_style(evidence, layout.separator, decimal, thousands)
        if first and not sample.is_clear:
            strings = [_strings(column) for column in heard]
            either = count_either(evidence, strings)
            if table.options.leaves_signs_open:
                doubt = doubt_about(evidence, decided, layout.names, strings)
        first = False
        late = {j for j in text_columns - early if turned_into_text(pieces[j], decided, missing)}
        if not late and (decided.decimal == style.decimal or not any(map(count_fractions, pieces))):
            return decided, pieces, doubt, either
        style, decimal, thousands, early = decided, decided.decimal, decided.thousands, early | late


def sample_columns(layout: Layout) -> list[Any]:
    """The columns of the first rows, as texts in pyarrow arrays."""
    import pyarrow as pa

    width = len(layout.names)
    rows = [row for row in layout.rows if len(row) == width]
    return [pa.array([row[j] for row in rows], pa.string()) for j in range(width)]


def _evidence_of_columns(
    pieces: Sequence[Sequence[Any]],
    style: NumberStyle,
    missing: Sequence[str],
    pointed: set[int],
    tick: Callable[[float], None],
) -> Evidence:
    """What all cells say; those that were parsed as fractions speak for the decimal sign in use.

    In the columns ``pointed``, plain numbers of the style in use speak, too.
    """
    total = Evidence.none()
    for j, column in enumerate(pieces):
        tick(0.0)
        total.decimal[style.decimal] += count_fractions(column)
        strings = _strings(column)
        if strings and not is_text(strings, missing):
            total += evidence_of(strings) if j in pointed else evidence_against(strings, style)
    return total


def _strings(column: Sequence[Any]) -> list[Any]:
    """The pieces of a column that were kept as text."""
    return [piece for piece in column if str(piece.type) == "string"]


def _columns_like(pattern: str, layout: Layout) -> set[int]:
    """The columns with such a cell in the first rows."""
    like = re.compile(pattern)
    width = len(layout.names)
    return {j for row in layout.rows for j, cell in enumerate(row[:width]) if like.match(cell.strip())}


def _columns_beyond(style: NumberStyle, layout: Layout, missing: Sequence[str]) -> set[int]:
    """The columns that hold more than plain numbers in the first rows."""
    plain = re.compile(f"(?![+−])(?:{NumberStyle(style.decimal).pattern})")
    beyond = set()
    for row in layout.rows:
        for j, cell in enumerate(row[: len(layout.names)]):
            if j not in beyond and cell not in missing and not plain.match(cell.strip()):
                beyond.add(j)
    return beyond
