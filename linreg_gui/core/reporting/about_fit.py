"""What a report tells of the exact fit: its table, its summary, whether to believe it, and fits beside it."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from linreg_gui.core.comparing.comparison import FIT_HEADS, FitColumn, FitRow
from linreg_gui.core.desk.check import model_check
from linreg_gui.core.desk.check_values import CheckWish
from linreg_gui.core.desk.coefficients import CoefficientTable, Statistic, coefficients_of
from linreg_gui.core.desk.desk import Desk
from linreg_gui.core.desk.summary import summary_of
from linreg_gui.core.model.shown_equation import EquationForm, shown_equation
from linreg_gui.core.number_text import TableStyle, number_like
from linreg_gui.core.wording import counted
from linreg_gui.core.writing.table_text import TextTable

from .about_data import MOST_ROWS
from .report import Answer, Answers, Block, Grid, Points, Words
from .source import ReportSource

_MOST_READ = 12  # rows that are read in words
_WORDS = (FitColumn.NAME, FitColumn.SOLVER)


def coefficient_blocks(source: ReportSource) -> Iterator[Block]:
    """Bias and weights with their errors, tests and intervals, and the first ones read in words."""
    table, style = coefficients_of(source.desk), source.style
    if table is None:
        yield Words(source.desk.objective.explanation)
        return
    yield Grid(coefficient_table(source.desk, table, style))
    places = range(min(len(table.names), _MOST_READ))
    read = [table.in_words(place, style) for place in places] if table.numbers else []
    read += [table.group_in_words(group, style) for group in table.groups]
    if read:
        yield Points("In words", tuple(filter(None, read)))


def coefficient_table(desk: Desk, table: CoefficientTable, style: TableStyle) -> TextTable:
    """The table as the window has it, with every digit beside what is shown."""
    shown = shown_equation(desk.analysis.moments, EquationForm.PLAIN, has_bias=desk.data.has_bias)
    steps = [
        *([shown.step] if "bias" in table.names[:1] and _has_bias(desk, table) else []),
        *shown.weight_steps,
    ]
    there = [what for what in Statistic if what in table.numbers and np.isfinite(table.numbers[what]).any()]
    level = f"{100.0 * table.choices.level:.6g}\u00a0%"
    heads = {
        Statistic.ERROR: "standard error",
        Statistic.T: "z" if table.is_z else "t",
        Statistic.P: "p",
        Statistic.LOW: f"low {level}",
        Statistic.HIGH: f"high {level}",
        Statistic.STANDARDISED: "standardised",
        Statistic.INFLATION: "VIF",
    }
    rows, exact = [], []
    for place, name in enumerate(table.names[:MOST_ROWS]):
        number = float(table.estimate[place])
        if style.decimals is None:
            text = number_like(number, number, float(steps[place]))
        else:
            text = style.decimal(number, style.decimals)
        rows.append((name, text, *(table.text(place, what, style) for what in there)))
        numbers = (number, *(table.number(place, what) for what in there))
        exact.append((name, *("" if math.isnan(value) else repr(float(value)) for value in numbers)))
    notes = [table.remark] if table.remark else []
    if len(table.names) > MOST_ROWS:
        notes.append(f"The first {MOST_ROWS} of {counted(len(table.names), 'row')}.")
    notes += [
        f"{category.column}: differences from “{category.reference}”."
        for category in desk.analysis.ledger.categories
        if category.reference
    ]
    label = desk.data.label_name
    return TextTable(
        ("", "estimate", *(heads[what] for what in there)),
        rows,
        (False, *[True] * (1 + len(there))),
        f"Bias and weights of the exact solution, for {label}",
        tuple(notes),
        exact,
        style.apa,
    )


def _has_bias(desk: Desk, table: CoefficientTable) -> bool:
    return len(table.names) > desk.data.n_features


def summary_blocks(source: ReportSource) -> Iterator[Block]:
    """All numbers that sum up the fit, each with what it is."""
    summary = summary_of(source.desk)
    if summary is None:
        return
    lines, style = summary.lines, source.style
    notes = (summary.remark,) if summary.remark else ()
    yield Grid(
        TextTable(
            ("number", "value", "what it is"),
            [(line.name, line.text(style), line.sentence) for line in lines],
            (False, True, False),
            "Summary of the exact solution",
            notes,
            [(line.name, line.exact, line.sentence) for line in lines],
            style.apa,
        )
    )


def check_blocks(source: ReportSource) -> Iterator[Block]:
    """Whether to believe the fit: the eight questions with their answers."""
    yield Words(
        "No number shows that a model is true. These are the questions to ask before it is believed, with "
        "what the data say to each.",
        quiet=True,
    )
    yield Answers(
        tuple(
            Answer(
                verdict.question.value,
                verdict.short,
                verdict.standing,
                " · ".join(f"{name}: {value}" if name else value for name, value in verdict.numbers),
                verdict.reasons,
                verdict.yours,
            )
            for verdict in model_check(source.desk, CheckWish()).verdicts
        )
    )


def fits_blocks(source: ReportSource) -> Iterator[Block]:
    """Fits that are kept, beside each other; nothing where there are none."""
    found = source.compared.fits
    if not found.rows:
        return
    yield from map(Words, found.sentences)
    columns = [
        column
        for column in FitColumn
        if column in _WORDS or any(not math.isnan(row.value(column)) for row in found.rows)
    ]
    base = found.base
    notes = [f"{base.fit.name} is the base that the others are compared with."] if base is not None else []
    stale = [row.fit.name for row in found.rows if row.fit.cross is not None and row.is_stale]
    if stale:
        notes.append(f"Cross-validated with other folds than are chosen now: {', '.join(stale)}.")
    yield Grid(
        TextTable(
            tuple(FIT_HEADS[column][0] for column in columns),
            [tuple(row.text(column) for column in columns) for row in found.rows],
            tuple(column not in _WORDS for column in columns),
            "Fits that were kept",
            tuple(notes),
            [tuple(_exact(row, column) for column in columns) for row in found.rows],
        )
    )
    yield Points("What each of them is", tuple(row.sentence for row in found.rows))


def _exact(row: FitRow, column: FitColumn) -> str:
    if column in _WORDS:
        return row.text(column)
    value = row.value(column)
    return "" if math.isnan(value) else repr(float(value))
