"""From one state of the analysis and an outline to a report: every number of it is of that state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from linreg_gui.core.editing.model_edits import model_of
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.report_outline import EntryKind, ReportEntry, ReportOutline, SectionName
from linreg_gui.core.table.large_source import refuse_sample
from linreg_gui.core.wording import shortened
from linreg_gui.core.writing.table_text import TextTable

from .about_data import data_blocks, first_rows_blocks, model_blocks
from .about_fit import check_blocks, coefficient_blocks, fits_blocks, summary_blocks
from .about_prediction import prediction_blocks
from .about_training import repeating_blocks, runs_blocks, training_blocks
from .report import Block, Figure, Grid, Report, Section, Words
from .source import ReportSource
from .versions import PROGRAM

_LONGEST = 120
# What each section is called, and what makes it.
SECTIONS: Mapping[SectionName, tuple[str, Callable[[ReportSource], Iterator[Block]] | None]] = {
    SectionName.DATA: ("Data", data_blocks),
    SectionName.ROWS: ("First rows", first_rows_blocks),
    SectionName.MODEL: ("Model", model_blocks),
    SectionName.COEFFICIENTS: ("Coefficients", coefficient_blocks),
    SectionName.SUMMARY: ("Summary", summary_blocks),
    SectionName.CHECKS: ("Is the model to be believed?", check_blocks),
    SectionName.PREDICTION: ("Prediction", None),  # of values that its entry holds
    SectionName.FITS: ("Fits compared", fits_blocks),
    SectionName.RUNS: ("Runs", runs_blocks),
    SectionName.TRAINING: ("Training by minibatch SGD", training_blocks),
    SectionName.REPEATING: ("How to come to the same numbers", repeating_blocks),
}


@dataclass(frozen=True, eq=False)
class DrawnPlot:
    """A plot as it was drawn for a report; see `Figure`."""

    title: str
    svg: str
    told: str
    drawing: object
    size: tuple[float, float]


# What became of the plot or the table of an entry; a text says why it cannot be shown.
Made = DrawnPlot | TextTable | str


def report_of(
    source: ReportSource, outline: ReportOutline, made: Mapping[int, Made], name: Callable[[ReportEntry], str]
) -> Report:
    """The whole report.

    Parameters
    ----------
    source : ReportSource
    outline : ReportOutline
    made : mapping from int
        For the place of each plot and table in the outline, what was made of it, of the same source.
    name : callable
        What an entry is called.

    Raises
    ------
    ProblemError
        If the data are a sample of a larger table.
    """
    refuse_sample(source.desk.table.large, "A report")
    sections: list[Section] = []
    doubts: list[str] = []
    for place, entry in enumerate(outline.entries):
        blocks = list(_blocks(source, entry, made.get(place, "it is not known"), name(entry), doubts))
        if not blocks:
            continue  # nothing to tell, such as of fits where none is kept
        heading = entry.heading or (name(entry) if entry.kind is EntryKind.SECTION else "")
        if heading or not sections:
            sections.append(Section(heading or name(entry), tuple(blocks)))
        else:
            above = sections[-1]
            sections[-1] = replace(above, blocks=(*above.blocks, *blocks))
    title = outline.title or f"Linear regression of {shortened(source.desk.data.label_name, _LONGEST)}"
    return Report(title, _lead(source), _made_words(source), _numbered(sections), tuple(doubts))


def section_name(entry: ReportEntry) -> SectionName | None:
    """Which section an entry is; None where it is none, or one of a later version."""
    known = entry.kind is EntryKind.SECTION and entry.name in list(SectionName)
    return SectionName(entry.name) if known else None


def _blocks(
    source: ReportSource, entry: ReportEntry, made: Made, name: str, doubts: list[str]
) -> Iterator[Block]:
    if entry.kind is EntryKind.TEXT:
        yield from map(Words, filter(None, map(str.strip, entry.caption.split("\n"))))
        return
    if entry.kind is not EntryKind.SECTION:
        yield _part(entry, made, name, doubts)
        return
    section = section_name(entry)
    if section is None:
        yield _missing(f"“{name}” is a part that this version of the program does not know.", doubts)
        return
    try:
        make = SECTIONS[section][1]
        blocks = list(prediction_blocks(source, entry.choices) if make is None else make(source))
    except ProblemError as error:
        blocks = [_missing(f"“{name}” cannot be told: {error.problem.sentence}", doubts)]
    if blocks:
        yield from map(Words, filter(None, map(str.strip, entry.caption.split("\n"))))
        yield from blocks


def _part(entry: ReportEntry, made: Made, name: str, doubts: list[str]) -> Block:
    if isinstance(made, str):
        return _missing(f"“{name}” cannot be shown: {made}", doubts)
    if isinstance(made, DrawnPlot):
        return Figure(made.title, made.svg, made.told, entry.caption, made.drawing, made.size)
    title = f"{made.title or name}. {entry.caption}" if entry.caption else made.title or name
    return Grid(replace(made, title=title))


def _missing(sentence: str, doubts: list[str]) -> Words:
    """A gap is told where it is, and before the report is handed on."""
    text = f"{sentence.rstrip('.')}."
    doubts.append(text)
    return Words(text, quiet=True)


def _lead(source: ReportSource) -> str:
    """The model, in a line."""
    desk = source.desk
    formula, ledger = model_of(desk.table), desk.analysis.ledger
    told = f"Data: “{desk.table.name}”, {ledger.rows_used:,} of {ledger.rows_read:,} rows used."
    return told if formula is None else f"{formula.written}. {told}"


def _made_words(source: ReportSource) -> str:
    program = f"{PROGRAM} {source.versions.get(PROGRAM, '')}".rstrip()
    return f"{date_words(source.now)}, by {program}"


def date_words(moment: datetime) -> str:
    """Such as “30 November 2026, 20:31”, the same in every language of the system."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{moment.day} {months[moment.month - 1]} {moment.year}, {moment:%H:%M}"


def _numbered(sections: list[Section]) -> tuple[Section, ...]:
    """With numbers for tables and figures, from 1."""
    counts = {Grid: 0, Figure: 0}
    found = []
    for section in sections:
        blocks: list[Block] = []
        for block in section.blocks:
            if isinstance(block, Grid | Figure):
                counts[type(block)] += 1
                block = replace(block, number=counts[type(block)])
            blocks.append(block)
        found.append(replace(section, blocks=tuple(blocks)))
    return tuple(found)
