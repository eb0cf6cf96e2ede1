"""Wires File > Export > As a Script: what is asked, what it will be, and where it is written."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.core.reading.options import AUTOMATIC
from linreg_gui.core.scripts.asked import Asked
from linreg_gui.core.scripts.recipe import Language
from linreg_gui.core.scripts.writing import Script
from linreg_gui.session.keeping.script_saving import ScriptSaving
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.script_dialog import ScriptDialog
from linreg_gui.views.window.main_window import MainWindow

_KINDS = {"py": "Python scripts", "R": "R scripts"}


class ScriptsWiring(QObject):
    """Between the session and the dialog, which lives only while it is open."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._language = Language.PYTHON
        self._dialog: ScriptDialog | None = None
        self._asked: Asked | None = None
        self.saving = ScriptSaving(session.jobs, self)
        self.saving.made.connect(self._show)
        self.saving.not_made.connect(self._show_problem)
        self.saving.saved.connect(self._tell)
        self.saving.remarked.connect(lambda remark: window.message_bar.add_message(remark, "warning"))
        self.saving.failed.connect(lambda problem: window.message_bar.show_message(problem.sentence, "error"))
        action = window.menus.export_script
        action.triggered.connect(lambda: self.open_dialog())
        session.table_changed.connect(lambda _: action.setEnabled(False))
        session.not_analysed.connect(lambda _: action.setEnabled(False))
        session.training.objective_changed.connect(lambda found: action.setEnabled(found.is_known))

    def open_dialog(self) -> None:
        """Show the analysis as it is now, as a script."""
        self._asked = self._ask()
        if self._asked is None:
            return
        self._dialog = ScriptDialog(list(Language), self._language, self._window)
        self._dialog.language_chosen.connect(self._look)
        self._dialog.save_requested.connect(self._ask_where)
        self._dialog.finished.connect(self._forget_dialog)
        self._look(self._language)
        self._dialog.open()

    def _ask(self) -> Asked | None:
        """The table, its exact solution, and the run up to the state that is shown."""
        table, objective = self._session.document.table, self._session.training.objective
        if table is None or objective is None or self._session.analysis is None or not objective.is_known:
            return None
        choices, run = self._session.desk.choices, self._session.training.record()
        path = None if table.report is None else table.report.path
        return Asked(
            table,
            objective,
            choices.level,
            choices.errors,
            () if run is None else run.made,
            0 if run is None else run.step,
            AUTOMATIC if path is None else self._session.settings.reading_options(path),
        )

    def _look(self, language: str) -> None:
        if self._asked is not None:
            self._language = Language(language)
            folder = Path(self._session.settings.last_folder())
            self.saving.look(self._asked, self._language, folder / self._suggestion())

    def _suggestion(self) -> str:
        assert self._asked is not None
        return f"{Path(self._asked.table.name).stem} script.{self._language.ending}"

    def _show(self, script: Script) -> None:
        if self._dialog is not None:
            self._dialog.show_script(script.text, script.told)

    def _show_problem(self, problem: object) -> None:
        if self._dialog is not None:
            self._dialog.show_problem(getattr(problem, "sentence", ""))

    def _ask_where(self, language: str) -> None:
        if self._asked is None:
            return
        kind = Language(language)
        save_dialog(
            self._window,
            self._session.settings,
            "Export as a Script",
            partial(self._save, self._asked, kind),
            kind=_KINDS[kind.ending],
            ending=kind.ending,
            suggestion=self._suggestion(),
        )

    def _save(self, asked: Asked, language: Language, name: str) -> None:
        path = Path(name)
        if path.suffix.lower() != f".{language.ending.lower()}":
            sentence = f"“{path.name}” would be mistaken for another kind of file: let it end with"
            self._window.message_bar.show_message(f"{sentence} .{language.ending}.", "error")
            return
        self._session.settings.set_last_folder(path.parent)
        self.saving.save(asked, language, path)

    def _tell(self, paths: tuple[Path, ...]) -> None:
        beside = f", and its data to “{paths[1].name}” beside it" if len(paths) > 1 else ""
        self._window.message_bar.show_message(f"Saved the script to “{paths[0]}”{beside}.", "info")

    def _forget_dialog(self) -> None:
        self.saving.give_up()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
