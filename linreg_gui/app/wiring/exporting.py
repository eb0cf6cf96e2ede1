"""Wires File > Export: what to write, where to, and how it went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.problem import Problem
from linreg_gui.core.reading.input_kind import is_project
from linreg_gui.core.table.recipe import Missing
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted
from linreg_gui.core.writing.results import ExportRequest, intervals_problem, label_problem
from linreg_gui.core.writing.table_file import OutputKind
from linreg_gui.session.keeping.conflicts import Conflict
from linreg_gui.session.keeping.exporting import Exporting
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.conflict_question import ConflictQuestion
from linreg_gui.views.dialogs.export_dialog import ExportDialog
from linreg_gui.views.window.main_window import MainWindow

from .waiting import Task

_KINDS = {
    OutputKind.CSV: "CSV files",
    OutputKind.EXCEL: "Excel workbooks",
    OutputKind.PARQUET: "Parquet files",
}
_WORKING = "Fitted values can be added as soon as the table is worked out."


class ExportWiring(QObject):
    """Between the session and the export dialog, which lives only while it is open."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._problem = ""
        self._dialog: ExportDialog | None = None
        self._exported: Table | None = None
        self._elsewhere: Callable[[], None] = lambda: None
        self._again: Callable[[Conflict], None] = lambda _: None
        self.exporting = Exporting(session.jobs, self, session.opening.seen)
        window.menus.export.triggered.connect(self._open_dialog)
        window.closing.connect(self.exporting.close)
        session.table_changed.connect(self._forget_results)
        session.training.objective_changed.connect(self._know_results)
        session.not_analysed.connect(self._know_problem)
        self._connect_progress()

    @property
    def at_work(self) -> Task:
        """What closing the window would break off."""
        exporting = self.exporting
        return Task(
            lambda: f"“{exporting.name}” is still being written." if exporting.name else "",
            exporting.when_done,
            exporting.cancel,
        )

    def _connect_progress(self) -> None:
        exporting, progress = self.exporting, self._window.writing_progress
        exporting.started.connect(progress.start)
        exporting.progressed.connect(progress.show_fraction)
        exporting.ended.connect(progress.finish)
        progress.cancel_requested.connect(exporting.cancel)
        exporting.started.connect(lambda: self._window.menus.export.setEnabled(False))
        exporting.ended.connect(lambda: self._window.menus.export.setEnabled(True))
        exporting.exported.connect(self._tell)
        exporting.remarked.connect(lambda remark: self._window.message_bar.add_message(remark, "warning"))
        exporting.failed.connect(self._complain)

    def _open_dialog(self, _checked: bool = False) -> None:
        table = self._session.document.table
        if table is None:
            return
        escape = self._session.settings.escapes_formulas()
        n_rows, n_columns = table.frame.shape
        scale = table.recipe.label_scale
        self._dialog = ExportDialog(n_rows, n_columns, escape, self._window, label_scale=scale)
        self._dialog.export_requested.connect(self._ask_where)
        self._dialog.drop_holes_requested.connect(self._drop_holes)
        self._dialog.finished.connect(self._forget_dialog)
        self._show_availability()
        self._dialog.open()

    def _ask_where(self, request: ExportRequest) -> None:
        table = self._session.document.table
        if table is None:
            return
        self._session.settings.set_escapes_formulas(request.escape)
        request = replace(request, selected=self._session.selection.rows)
        self._choose_file(table, self._objective, request)

    @property
    def _objective(self) -> Objective | None:
        """That of the table, once that is analysed."""
        return None if self._session.analysis is None else self._session.training.objective

    def _choose_file(self, table: Table, objective: Objective | None, request: ExportRequest) -> None:
        def write(path: Path, agreed: Conflict | None = None) -> None:
            self._exported = table
            self.exporting.export(table, objective, path, request, agreed)

        self.choose_file("Export the Table", f"{Path(table.name).stem} with results", request.kind, write)

    def choose_file(self, title: str, suggestion: str, kind: OutputKind, write: Callable[..., None]) -> None:
        """Ask where to write a file of a kind to; ``write`` gets its path, and what is agreed to."""
        again = partial(self.choose_file, title, suggestion, kind, write)

        def chosen(name: str) -> None:
            path = Path(name)
            meant = path.suffix.lower().removeprefix(".")
            if is_project(path) or (meant != kind and meant in list(OutputKind)):
                sentence = f"“{path.name}” would be mistaken for another kind of file: let it end with"
                self._window.message_bar.show_message(f"{sentence} .{kind}.", "error")
                return
            self._session.settings.set_last_folder(path.parent)
            self._exported = None
            self._elsewhere, self._again = again, partial(write, path)
            write(path)

        save_dialog(
            self._window,
            self._session.settings,
            title,
            chosen,
            kind=_KINDS[kind],
            ending=kind.value,
            suggestion=f"{suggestion}.{kind}",
        )

    def _forget_results(self, table: Table | None) -> None:
        self._problem = _WORKING
        self._window.menus.export.setEnabled(table is not None)

    def _know_results(self, objective: Objective) -> None:
        self._problem = "" if objective.exact is not None else objective.explanation
        self._show_availability()

    def _know_problem(self, problem: Problem) -> None:
        self._problem = problem.sentence
        self._show_availability()

    def _show_availability(self) -> None:
        if self._dialog is None:
            return
        analysis, objective = self._session.analysis, self._objective
        missing = of_label = None
        if objective is not None:
            missing, of_label = intervals_problem(objective), label_problem(objective)
        sentences = ("" if problem is None else problem.sentence for problem in (missing, of_label))
        self._dialog.show_availability(self._problem, *sentences)
        self._dialog.show_caveat("" if analysis is None else analysis.ledger.filled_caveat)

    def _drop_holes(self) -> None:
        table = self._session.document.table
        if table is not None:
            recipe = replace(table.recipe, missing=Missing.DROP)
            self._session.document.change_recipe("Drop rows with missing values", recipe)

    def _tell(self, path: Path, n_rows: int) -> None:
        if self._exported is not None:
            self._session.projects.data_saved(self._exported)
            self._exported = None
        self._window.message_bar.show_message(f"Exported {counted(n_rows, 'row')} to “{path}”.", "info")

    def _complain(self, problem: Problem) -> None:
        if isinstance(problem, Conflict):
            self._ask_about(problem)
            return
        self._window.message_bar.show_message(problem.sentence, "error")

    def _ask_about(self, conflict: Conflict) -> None:
        """A table that was read from a file is to be written over what somebody else has put there since."""
        words = ("Export the Table", conflict.sentence, conflict.details)
        question = ConflictQuestion(*words, self._window, elsewhere="Export &Elsewhere…")
        question.elsewhere_requested.connect(self._elsewhere)
        question.overwrite_requested.connect(partial(self._again, conflict))
        question.open()

    def _forget_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
