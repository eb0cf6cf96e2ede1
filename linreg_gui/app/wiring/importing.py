"""Wires the import dialog: a file is chosen, looked at, and read as the person says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from linreg_gui.app.file_dialogs import open_dialog
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.reading.csv_preview import Preview
from linreg_gui.core.reading.findings import Finding
from linreg_gui.core.reading.footer import RaggedEnd
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.reading.report import ReadReport
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, is_or_are
from linreg_gui.session.session import Session
from linreg_gui.views.importing.import_dialog import ImportDialog
from linreg_gui.views.importing.import_report import ImportReportDialog
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow

_MOST_TOLD = 4
_A_MATTER_OF_CHOICES = {
    ProblemKind.RAGGED,
    ProblemKind.NO_NUMERIC_COLUMN,
    ProblemKind.ENCODING,
    ProblemKind.NO_ROWS,
    ProblemKind.DATES,
}


class ImportWiring(QObject):
    """Between the session and the import dialog, which lives only while it is open."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._dialog: ImportDialog | None = None
        window.menus.import_file.triggered.connect(self._ask_for_file)
        session.opening.previewed.connect(self._show)
        session.opening.reading_failed.connect(self._offer)
        session.opening.findings_told.connect(self._tell)
        session.opening.sheet_chosen.connect(self._offer_sheets)
        session.table_changed.connect(self._show_availability)
        window.menus.edit.paste_new.triggered.connect(self._paste)
        window.menus.data.import_report.triggered.connect(self._show_report)
        window.view(DataTable).report_requested.connect(self._show_report)

    def look_at(self, path: Path, options: ReadOptions | None = None) -> None:
        """Open the dialog for a file."""
        chosen = options or self._session.settings.reading_options(path)
        dialog = ImportDialog(path.name, chosen, self._window)
        self._dialog = dialog
        dialog.preview_requested.connect(partial(self._session.opening.preview_file, path))
        dialog.import_requested.connect(partial(self._session.opening.open_file, path))
        dialog.finished.connect(self._forget)
        dialog.open()
        self._session.opening.preview_file(path, chosen)

    def _offer(self, path: Path, options: ReadOptions, problem: Problem) -> None:
        """Where another way of reading may help, the sentence comes with the way to the dialog."""
        if problem.kind in _A_MATTER_OF_CHOICES:
            look = ("Import…", partial(self.look_at, path, options))
            shorter = None
            if isinstance(problem, RaggedEnd):
                other = replace(options, skip_footer=options.skip_footer + problem.rows)
                text = (
                    "Leave Out the Last Row"
                    if problem.rows == 1
                    else f"Leave Out the Last {problem.rows} Rows"
                )
                shorter = (text, partial(self._session.opening.open_file, path, other))
            self._window.message_bar.show_message(problem.sentence, "error", shorter, look)

    def _tell(self, path: Path, options: ReadOptions, findings: Sequence[Finding]) -> None:
        """Tell what was taken one way, and offer the other; reading the file anew is a step of undo."""
        read = self._session.opening.open_file
        offers = [(words, partial(read, path, other)) for found in findings for words, other in found.offers]
        look = ("Import…", partial(self.look_at, path, options))
        kind = "warning" if any(found.is_doubt for found in findings) else "info"
        told = [found.sentence for found in findings[:_MOST_TOLD]]
        left = len(findings) - len(told)
        told += [f"{counted(left, 'more finding')} {is_or_are(left)} in the import report."] if left else []
        self._window.message_bar.add_message(" ".join(told), kind, *offers, look)

    def _paste(self) -> None:
        data = QGuiApplication.clipboard().mimeData()
        self._session.opening.paste_table(data.text(), data.html())

    def _offer_sheets(self, path: Path, report: ReadReport) -> None:
        sentence = f"“{path.name}” has {len(report.sheets):,} sheets; “{report.sheet}” is shown."
        action = ("Choose Sheet…", partial(self.look_at, path))
        self._window.message_bar.show_message(sentence, "info", action)

    def _ask_for_file(self) -> None:
        open_dialog(self._window, self._session.settings, "Import a Table", self.look_at)

    def _show(self, outcome: Preview | Problem) -> None:
        if self._dialog is None:
            return
        if isinstance(outcome, Problem):
            self._dialog.show_problem(outcome.sentence)
        else:
            self._dialog.show_preview(outcome)

    def _show_availability(self, table: Table | None) -> None:
        available = table is not None and table.report is not None
        self._window.menus.data.import_report.setEnabled(available)
        self._window.view(DataTable).set_report_available(available)

    def _show_report(self, _checked: bool = False) -> None:
        table = self._session.document.table
        if table is not None and table.report is not None:
            dialog = ImportReportDialog(table.report, self._window)
            dialog.import_requested.connect(partial(self.look_at, table.report.path))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
