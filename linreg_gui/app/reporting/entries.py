"""What is added to a report of a view: what it shows, or what the program can tell of the same."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from linreg_gui.core.project.report_outline import Choices, EntryKind, ReportEntry, SectionName, section
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.views.panes.view_row import ViewRow
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.results.predict_panel import PredictPanel
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.widgets.table_clipboard import CopyingTableView

from .view_parts import chosen_in, plots_of, tables_of, zoom_of

_MOST_VALUES = 100
# Views in which a person chooses something, told as what has come of it.
SECTIONS_OF = {
    "data": SectionName.ROWS,
    "columns": SectionName.DATA,
    "terms": SectionName.MODEL,
    "training": SectionName.TRAINING,
    "history": SectionName.DATA,
    "weights": SectionName.COEFFICIENTS,
    "runs": SectionName.RUNS,
}


def entries_of(row: ViewRow, view: QWidget, source: ReportSource) -> list[ReportEntry]:
    """Of a whole view: every plot and every table that is seen in it; nothing where there is none."""
    if row.name in SECTIONS_OF:
        return [section(SECTIONS_OF[row.name])]
    if isinstance(view, PredictPanel):
        return list(_prediction(view))
    seen: list[ThemedPlot | CopyingTableView] = [*plots_of(view), *tables_of(view)]
    parts = (part for part in seen if _is_seen(part))
    return [entry for part in parts if (entry := entry_of(row, view, part, source)) is not None]


def entry_of(
    row: ViewRow, view: QWidget, part: ThemedPlot | CopyingTableView, source: ReportSource
) -> ReportEntry | None:
    """Of one plot or one table of a view."""
    if isinstance(view, WeightsTable):
        summary = part is view.summary.view
        return section(SectionName.SUMMARY if summary else SectionName.COEFFICIENTS)
    choices: Choices = chosen_in(view, source)
    if isinstance(part, ThemedPlot):
        zoomed = zoom_of(part)
        choices = {**choices, "zoom": zoomed} if zoomed else choices
        return ReportEntry(EntryKind.PLOT, row.name, plots_of(view).index(part), choices)
    return ReportEntry(EntryKind.TABLE, row.name, tables_of(view).index(part), choices)


def _is_seen(part: QWidget) -> bool:
    if isinstance(part, ThemedPlot):
        return part.isVisible() and not part.message()
    return part.isVisible()


def _prediction(view: PredictPanel) -> Iterator[ReportEntry]:
    wish = view.wish
    if wish.given is None or len(wish.given) > _MOST_VALUES:
        return
    yield ReportEntry(
        EntryKind.SECTION,
        SectionName.PREDICTION,
        choices={
            "names": tuple(asked.column for asked in wish.asked),
            "values": tuple(repr(value) if isinstance(value, float) else str(value) for value in wish.given),
            "own_units": wish.own_units,
            "of_mean": wish.of_mean,
        },
    )
