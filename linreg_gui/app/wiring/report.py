"""Wires the report: what is added to it from every view, the window that puts it together, and saving it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.app.reporting.entries import entries_of, entry_of
from linreg_gui.app.reporting.making import entry_name
from linreg_gui.app.reporting.report_maker import ReportMaker
from linreg_gui.app.reporting.view_parts import plots_of, tables_of
from linreg_gui.core.problem import Problem
from linreg_gui.core.project.report_outline import EntryKind, ReportEntry, SectionName, section
from linreg_gui.core.reporting.building import SECTIONS
from linreg_gui.core.reporting.page import page_of
from linreg_gui.core.reporting.report import Report
from linreg_gui.core.reporting.source import ReportSource
from linreg_gui.core.reporting.versions import versions
from linreg_gui.session.keeping.background_saving import BackgroundSaving
from linreg_gui.session.session import Session
from linreg_gui.session.training.training_job import Phase
from linreg_gui.views.panes.view_row import ViewRow
from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.reporting.report_pdf import report_pdf
from linreg_gui.views.reporting.report_window import ReportWindow
from linreg_gui.views.results.weights_table import WeightsTable
from linreg_gui.views.training.runs_panel import RunsPanel
from linreg_gui.views.widgets.table_clipboard import CopyingTableView
from linreg_gui.views.widgets.texts import add_action, set_help, set_text
from linreg_gui.views.window.main_window import MainWindow
from linreg_gui.views.window.view_table import VIEWS

from .losses import LossesWiring
from .tuning import TuningWiring
from .views import ViewsWiring

_KINDS = {"html": "Web pages", "pdf": "PDF files"}
_ROWS = {row.name: row for row in VIEWS}
# While something goes on, the preview is made anew no sooner than it is quiet for so long.
_QUIET_MS = 400
_NOTHING = "There is nothing to see in “{}” yet that a report could show."
_THERE = "“{}” is in the report already."
_NO_FIT = "There is nothing to report on: the table has no fitted model yet."
_ADD_HELP = "Show this in the report, too; it is made anew there whenever the data change."


class ReportWiring(QObject):
    """Between the views, the outline of the report and its window; comes after all that feed views."""

    def __init__(
        self,
        session: Session,
        window: MainWindow,
        views: ViewsWiring,
        losses: LossesWiring,
        tuning: TuningWiring,
    ) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._views, self._losses, self._tuning = views, losses, tuning
        self.dialog: ReportWindow | None = None
        self.maker = ReportMaker(session.jobs, self)
        self._for_files = ReportMaker(session.jobs, self)
        self.saving = BackgroundSaving(session.jobs, self)
        self.saving.saved.connect(lambda path: window.message_bar.show_message(f"Saved “{path}”.", "info"))
        self.saving.remarked.connect(lambda remark: window.message_bar.add_message(remark, "warning"))
        self.saving.failed.connect(self._complain)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_QUIET_MS)
        self._soon.timeout.connect(self._make)
        window.menus.report.triggered.connect(lambda: self.open())
        menu = window.menus.add_to_report
        menu.aboutToShow.connect(lambda: self._fill_with_views(menu))
        window.panes.report_requested.connect(self.add_view)
        for row in VIEWS:
            window.when_made(row.view, partial(self._take, row))
        self._follow()
        session.outlines.changed.connect(self._show_outline)
        session.desk.changed.connect(self._follow)
        for signal in (
            session.fits.changed,
            session.runs.changed,
            session.tuning.changed,
            session.moment.moved,
            session.training.phase_changed,
            session.settings.changed,
            window.menus.equation_form_changed,
        ):
            signal.connect(self._renew)

    def open(self) -> None:
        """Show the report beside the window."""
        if self.dialog is None:
            dialog = self.dialog = ReportWindow(self._fill_menu, self._window)
            outlines = self._session.outlines
            dialog.move_requested.connect(self._move)
            dialog.remove_requested.connect(outlines.remove)
            dialog.words_requested.connect(outlines.write)
            dialog.title_requested.connect(outlines.call)
            dialog.undo_requested.connect(outlines.undo)
            dialog.redo_requested.connect(outlines.redo)
            dialog.first_requested.connect(outlines.begin_anew)
            dialog.save_requested.connect(self._ask_where)
            dialog.finished.connect(self._forget_dialog)
            dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._show_outline()

    def add_view(self, name: str) -> None:
        """Show in the report what a view shows."""
        row, source = _ROWS[name], self.source()
        if source is None:
            self._tell(_NO_FIT)
            return
        self._add(row.title, entries_of(row, self._window.view(row.view), source))

    def source(self) -> ReportSource | None:
        """The analysis as it is now; None where there is none."""
        session, desk = self._session, self._session.desk.desk
        if desk is None:
            return None
        scene, losses = self._views.scene, self._losses.losses
        if scene is not None and not scene.analysis.has_the_numbers_of(desk.analysis):
            scene = None
        if losses is not None and not losses.objective.analysis.has_the_numbers_of(desk.analysis):
            losses = None
        # What a hand holds just now is no state of the data.
        if scene is not None and scene.moving is not None:
            scene = replace(scene, moving=None)
        if losses is not None and losses.moving is not None:
            losses = replace(losses, moving=None)
        return ReportSource(
            desk,
            datetime.now(),
            scene,
            losses,
            session.runs.record(),
            tuple(self._window.view(RunsPanel).model.rows),
            session.fits.kept,
            session.fits.base,
            session.fits.folds,
            session.training.config,
            session.settings.table_style(),
            self._window.menus.equation_form(),
            versions(),
            self._tuning.scene,
        )

    def _take(self, row: ViewRow, view: QWidget) -> None:
        """Offer it in the menus of its plots and tables."""
        for plot in plots_of(view):
            plot.menu_actions.append(self._offer(row, view, plot))
        for table in tables_of(view):
            action = self._offer(row, view, table)
            if isinstance(view, WeightsTable) and table is view.view:
                menu = view.options.menu()
                menu.addSeparator()
                menu.addAction(action)
            else:
                table.addAction(action)

    def _offer(self, row: ViewRow, view: QWidget, part: ThemedPlot | CopyingTableView) -> QAction:
        action = QAction("Add to Report", part)
        set_help(action, _ADD_HELP)
        action.triggered.connect(partial(self._add_part, row, view, part))
        return action

    def _add_part(self, row: ViewRow, view: QWidget, part: ThemedPlot | CopyingTableView) -> None:
        source = self.source()
        if source is None:
            self._tell(_NO_FIT)
            return
        nothing = isinstance(part, ThemedPlot) and part.message()
        entry = None if nothing else entry_of(row, view, part, source)
        self._add(row.title, [] if entry is None else [entry])

    def _add(self, title: str, entries: list[ReportEntry]) -> None:
        outlines = self._session.outlines
        if not entries:
            self._tell(_NOTHING.format(title))
            return
        added = [entry for entry in entries if outlines.add(entry)]
        show = ("Report", self.open)
        if not added:
            self._window.message_bar.show_message(_THERE.format(title), "info", show)
        elif self.dialog is None:
            name = entry_name(added[0])
            self._window.message_bar.show_message(
                f"“{name}” was added to the report.", "info", ("Undo", outlines.undo), show
            )
        else:
            place = outlines.outline.place_of(added[-1])
            self.dialog.select(0 if place is None else place)

    def _fill_with_views(self, menu: QMenu) -> None:
        """The views that are seen now."""
        menu.clear()
        menu.setToolTipsVisible(True)
        for row in VIEWS:
            made = self._window.panes.name_of(row.view) is None or self._window.panes.is_made(row.view)
            if made and self._window.view(row.view).isVisible():
                action = add_action(menu, row.title)
                set_help(action, row.help_text)
                action.triggered.connect(partial(self.add_view, row.name))

    def _fill_menu(self, menu: QMenu) -> None:
        """Sections that are not there, a text, and what is seen in the main window."""
        self._fill_with_views(menu)
        seen = menu.actions()
        line = menu.insertSeparator(seen[0]) if seen else menu.addSeparator()
        outline = self._session.outlines.outline
        for name, (title, make) in SECTIONS.items():
            entry = section(name)
            if make is not None and outline.place_of(entry) is None and name is not SectionName.PREDICTION:
                action = QAction(parent=menu)
                set_text(action, title)
                action.triggered.connect(partial(self._add, title, [entry]))
                menu.insertAction(line, action)
        text = QAction("Your Own Text", menu)
        set_help(text, "A heading and paragraphs that you write.")
        text.triggered.connect(self._add_text)
        menu.insertAction(line, text)

    def _add_text(self) -> None:
        texts = [entry for entry in self._session.outlines.outline.entries if entry.kind is EntryKind.TEXT]
        heading = "Notes" if not texts else f"Notes {len(texts) + 1}"
        self._add(heading, [ReportEntry(EntryKind.TEXT, str(len(texts)), heading=heading)])

    def _follow(self) -> None:
        self._window.menus.report.setEnabled(self._session.desk.desk is not None)
        self._renew()

    def _renew(self, *_: object) -> None:
        """Something that is told in the report may be another."""
        if self.dialog is not None and self._session.training.phase is Phase.IDLE:
            self._soon.start()

    def _show_outline(self) -> None:
        if self.dialog is None:
            return
        outlines = self._session.outlines
        names = [entry_name(entry) for entry in outlines.outline.entries]
        undo = {"can_undo": outlines.can_undo, "can_redo": outlines.can_redo}
        self.dialog.show_outline(outlines.outline, names, **undo)
        self._make()

    def _make(self) -> None:
        """Make the preview anew."""
        self._soon.stop()
        if self.dialog is None:
            return
        source = self.source()
        if source is None:
            self.maker.give_up()
            self.dialog.show_problem(_NO_FIT)
            return
        self.dialog.show_working()
        self.maker.begin(source, self._session.outlines.outline, self._show)

    def _show(self, outcome: Report | Problem) -> None:
        if self.dialog is None:
            return
        if isinstance(outcome, Problem):
            self.dialog.show_problem(outcome.sentence)
        else:
            self.dialog.show_report(outcome)

    def _move(self, place: int, to: int) -> None:
        entries = self._session.outlines.outline.entries
        if 0 <= place < len(entries) and 0 <= to < len(entries):
            entry = entries[place]
            self._session.outlines.move(place, to)
            at = self._session.outlines.outline.place_of(entry)
            if self.dialog is not None and at is not None:
                self.dialog.select(at)

    def _ask_where(self, kind: str) -> None:
        table = self._session.document.table
        stem = "" if table is None else f"{Path(table.name).stem} "
        save_dialog(
            self.dialog or self._window,
            self._session.settings,
            "Save the Report",
            partial(self.save, kind),
            kind=_KINDS[kind],
            ending=kind,
            suggestion=f"{stem}report.{kind}",
        )

    def save(self, kind: str, name: str) -> None:
        """Write the report of the analysis as it is now."""
        path, source = Path(name), self.source()
        if path.suffix.lower() not in {f".{kind}", ".htm" if kind == "html" else f".{kind}"}:
            sentence = f"“{path.name}” would be mistaken for another kind of file: let it end with"
            self._complain_of(f"{sentence} .{kind}.")
            return
        self._session.settings.set_last_folder(path.parent)
        if source is None:
            self._complain_of(_NO_FIT)
            return
        write = partial(self._write, kind, path)
        self._for_files.begin(source, self._session.outlines.outline, write)

    def _write(self, kind: str, path: Path, outcome: Report | Problem) -> None:
        if isinstance(outcome, Problem):
            self._complain(outcome)
        elif kind == "html":
            report = outcome
            self.saving.save(path, lambda file: file.write(page_of(report).encode()))
        else:
            QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                pdf = report_pdf(outcome, self._window.font())
            finally:
                QApplication.restoreOverrideCursor()
            self.saving.save(path, lambda file: file.write(pdf))

    def _forget_dialog(self) -> None:
        self._soon.stop()
        self.maker.give_up()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _tell(self, sentence: str) -> None:
        self._window.message_bar.show_message(sentence, "warning")

    def _complain(self, problem: Problem) -> None:
        self._complain_of(problem.sentence)

    def _complain_of(self, sentence: str) -> None:
        self._window.message_bar.show_message(sentence, "error")
