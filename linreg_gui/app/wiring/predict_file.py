"""Wires File > Predict For Rows in a File: which file, what becomes of its rows, and where it is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import open_dialog
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.writing.predictions import FileToPredict
from linreg_gui.core.writing.results import ExportRequest, intervals_problem, label_problem
from linreg_gui.session.keeping.conflicts import Conflict
from linreg_gui.session.opening.predicting import FileReading
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.predict_dialog import PredictDialog
from linreg_gui.views.window.main_window import MainWindow

from .exporting import ExportWiring

_TITLE = "Write the Predictions"


class PredictFileWiring(QObject):
    """Between the exact solution and another table; what is written goes the way of File > Export."""

    def __init__(self, session: Session, window: MainWindow, exports: ExportWiring) -> None:
        super().__init__(window)
        self._session, self._window, self._exports = session, window, exports
        self._objective: Objective | None = None  # that the file is read for
        self.reading = FileReading(session.jobs, self)
        window.menus.predict_file.triggered.connect(self._ask_for_file)
        window.closing.connect(self.reading.close)
        session.table_changed.connect(lambda _: self._give_up())
        session.not_analysed.connect(lambda _: self._enable(False))
        session.training.objective_changed.connect(lambda found: self._enable(found.exact is not None))
        progress, reading = window.reading_progress, self.reading
        reading.started.connect(progress.start)
        reading.progressed.connect(progress.show_fraction)
        reading.ended.connect(progress.finish)
        progress.cancel_requested.connect(reading.cancel)
        reading.was_read.connect(self._tell)
        reading.failed.connect(lambda problem: window.message_bar.show_message(problem.sentence, "error"))

    def _give_up(self) -> None:
        """A file that is being read is read for a model that is there no more."""
        self._enable(False)
        if self.reading.running:
            self.reading.cancel()
            told = "The file is not read any further, as the data to predict from have changed."
            self._window.message_bar.add_message(told, "warning")

    def _enable(self, on: bool) -> None:
        self._window.menus.predict_file.setEnabled(on)

    def _ask_for_file(self) -> None:
        title = "Predict For Rows in a File"
        open_dialog(self._window, self._session.settings, title, self.read, tables_alone=True)

    def read(self, path: Path) -> None:
        """Read a file for the present exact solution, as it was read when it was opened the last time."""
        objective, table = self._session.training.objective, self._session.document.table
        if self._session.analysis is None or objective is None or objective.exact is None or table is None:
            return
        self._objective = objective
        options = self._session.settings.reading_options(path)
        self.reading.read(path, options, table, objective.analysis)

    def _tell(self, file: FileToPredict) -> None:
        """What becomes of the rows, before anything is written."""
        objective = self._objective
        if objective is None:
            return
        errors = self._session.desk.choices.errors
        missing, of_label = intervals_problem(objective, errors), label_problem(objective)
        dialog = PredictDialog(
            file.report.path.name,
            file.frame.shape,
            file.sentences,
            self._window,
            can_predict=file.rows.problem is None,
            no_intervals="" if missing is None else missing.sentence,
            no_label_interval="" if of_label is None else of_label.sentence,
            level=self._session.desk.choices.level,
            robust="" if errors == "plain" else errors,
            escape=self._session.settings.escapes_formulas(),
            label_scale=objective.analysis.label_scale,
        )
        dialog.export_requested.connect(partial(self._ask_where, file, objective))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_where(self, file: FileToPredict, objective: Objective, request: ExportRequest) -> None:
        self._session.settings.set_escapes_formulas(request.escape)
        errors = self._session.desk.choices.errors

        def write(path: Path, agreed: Conflict | None = None) -> None:
            self._exports.exporting.export_predictions(file, objective, errors, path, request, agreed)

        stem = file.report.path.name.partition(".")[0]
        self._exports.choose_file(_TITLE, f"{stem} with predictions", request.kind, write)
