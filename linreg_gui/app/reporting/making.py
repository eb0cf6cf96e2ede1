"""From a state of the analysis and an outline to a report: works out, draws, writes, each where it may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtGui import QPicture
from PySide6.QtWidgets import QWidget

from linreg_gui.core.desk.check_values import Question
from linreg_gui.core.problem import Problem, ProblemError
from linreg_gui.core.project.report_outline import EntryKind, ReportEntry, ReportOutline
from linreg_gui.core.reporting.building import SECTIONS, DrawnPlot, Made, report_of, section_name
from linreg_gui.core.reporting.report import Report
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.core.writing.figure import FigureRequest
from linreg_gui.core.writing.pdf_to_svg import svg_of
from linreg_gui.core.writing.table_text import TextTable
from linreg_gui.views.figures.drawing import figure_picture, font_families, picture_pdf
from linreg_gui.views.panes.view_row import ViewRow
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.table_copying import shown_table
from linreg_gui.views.window.view_table import VIEWS

from .view_parts import FreshView, plots_of, tables_of, zoom

# In a page of A4, and as wide as a column of text.
_REQUEST = FigureRequest(width=16.0, height=9.5, title=False)
_ROWS = {row.name: row for row in VIEWS}
_UNKNOWN = "this version of the program does not know it"


@dataclass(frozen=True, eq=False)
class Drawn:
    """A plot that is drawn, and not written as SVG yet; any thread may do that."""

    title: str
    told: str
    picture: QPicture
    pdf: bytes
    families: Mapping[str, str]

    def written(self) -> Made:
        """With its SVG, or why there is none."""
        try:
            svg = svg_of(self.pdf, self.families)
        except ValueError:
            return "it has something in it that cannot be written as vectors."
        return DrawnPlot(self.title, svg, self.told, self.picture, _REQUEST.size)


Shown = Drawn | TextTable | str


class Part:
    """One plot or table of a report, from what is asked for to what is shown."""

    def __init__(self, entry: ReportEntry, source: ReportSource) -> None:
        self.entry = entry
        row = _ROWS.get(entry.name)
        self._row = row
        self._view = None if row is None else FreshView(row, entry.choices, source)

    def work(self) -> Any:
        """What it draws, in a job; a problem where there is nothing."""
        if self._view is None:
            return None
        try:
            return self._view.work()
        except ProblemError as error:
            return error.problem

    def shown(self, value: Any) -> Shown:
        """What it has drawn, on the GUI thread."""
        if self._view is None or self._row is None:
            return _UNKNOWN
        if isinstance(value, Problem):
            return value.sentence
        self._view.show(value)
        if self.entry.kind is EntryKind.TABLE:
            return _table(self._row, self._view.view, self.entry)
        return _plot(self._row, self._view.view, self.entry)

    def let_go(self) -> None:
        """Nobody needs it any more."""
        if self._view is not None:
            self._view.let_go()


def parts_of(outline: ReportOutline) -> list[int]:
    """The places of plots and tables."""
    wanted = (EntryKind.PLOT, EntryKind.TABLE)
    return [place for place, entry in enumerate(outline.entries) if entry.kind in wanted]


def made_report(
    source: ReportSource, outline: ReportOutline, shown: Mapping[int, Shown | Made]
) -> tuple[Report, dict[int, Made]]:
    """The report, and what was made of its parts; in a job, as drawings are written now."""
    made = {place: part.written() if isinstance(part, Drawn) else part for place, part in shown.items()}
    return report_of(source, outline, made, entry_name), made


def report_at_once(source: ReportSource, outline: ReportOutline) -> Report:
    """All of it, where nobody waits at a window."""
    shown: dict[int, Shown | Made] = {}
    for place in parts_of(outline):
        part = Part(outline.entries[place], source)
        shown[place] = part.shown(part.work())
        part.let_go()
    return made_report(source, outline, shown)[0]


def entry_name(entry: ReportEntry) -> str:
    """What an entry is called, unless a person has given it a heading."""
    if entry.kind is EntryKind.TEXT:
        return "Text"
    section = section_name(entry)
    if section is not None:
        return SECTIONS[section][0]
    row = _ROWS.get(entry.name)
    title = entry.name if row is None else row.title
    question, feature = entry.choices.get("question"), entry.choices.get("feature")
    if question in Question.__members__:
        return f"{title}: {Question[str(question)].value}"
    return f"{title}: {feature}" if feature and isinstance(feature, str) else title


def _plot(row: ViewRow, view: QWidget, entry: ReportEntry) -> Shown:
    plots = plots_of(view)
    if entry.place >= len(plots):
        return _UNKNOWN
    plot = plots[entry.place]
    if plot.message():
        return plot.message()
    zoom(plot, entry.choices)
    picture = figure_picture(plot, _REQUEST)
    title = plot_title(row, plot)
    return Drawn(title, plot.summary(), picture, picture_pdf(picture, _REQUEST, title), font_families(plot))


def plot_title(row: ViewRow, plot: ThemedPlot) -> str:
    """Of the view and of the plot, and what is said beside it."""
    title, beside = plot.title(), plot.subtitle()
    whole = row.title if title.casefold() in row.title.casefold() else f"{row.title}: {title}"
    return f"{whole} ({beside})" if beside else whole


def _table(row: ViewRow, view: QWidget, entry: ReportEntry) -> Shown:
    tables = tables_of(view)
    if entry.place >= len(tables):
        return _UNKNOWN
    name = tables[entry.place].accessibleName()
    title = name if name.casefold() == row.title.casefold() else f"{row.title}: {name}"
    found = shown_table(tables[entry.place], title)
    return found if found.rows else "there is nothing in it."


def all_work(parts: Sequence[Part]) -> list[Any]:
    """What each of them draws, in one job."""
    return [part.work() for part in parts]
