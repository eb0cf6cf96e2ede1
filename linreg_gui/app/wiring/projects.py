"""Wires saving: the project file, the title, and the question before anything unsaved would be lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import project_dialog
from linreg_gui.core.reading.input_kind import PROJECT_SUFFIX, is_project
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.save_question import SaveQuestion
from linreg_gui.views.window.main_window import MainWindow

_MESSAGE_MS = 4000


class ProjectWiring(QObject):
    """Between the window and where its work is kept."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._projects = session.projects
        self._question: SaveQuestion | None = None
        self.confirm_loss: Callable[[], bool] = lambda: False
        menus, projects = window.menus, session.projects
        projects.layout = window.dock_places
        projects.changed.connect(self._show)
        projects.saved.connect(self._show_saved)
        projects.remarked.connect(lambda remark: window.message_bar.add_message(remark, "warning"))
        projects.layout_found.connect(window.put_docks)
        session.opening.reader.may_replace = self.guard
        menus.save.triggered.connect(lambda: self.save())
        menus.save_as.triggered.connect(lambda: self.save_as())
        self._show()

    @property
    def nothing_to_lose(self) -> bool:
        """Whether the present work can be given up at once."""
        projects = self._projects
        busy = projects.saving or self._session.document.queue.busy
        return not busy and (not projects.dirty or self.confirm_loss())

    def guard(self, go: Callable[[], None]) -> None:
        """Do what gives up the present work, once that is saved or a person says that it need not be."""
        queue = self._session.document.queue
        queue.when_done(partial(self._projects.when_saved, partial(self._ask, go)))

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save the project where it is, or ask where if it is nowhere yet; edits under way are saved, too."""
        self._session.document.queue.when_done(partial(self._save, then))

    def _save(self, then: Callable[[], None] | None) -> None:
        if self._projects.path is None:
            self.save_as(then)
        else:
            self._projects.save(self._projects.path, then)

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Ask where to save the project."""

        def save(chosen: str) -> None:
            path = Path(chosen)
            if not is_project(path):
                sentence = f"“{path.name}” would be mistaken for another kind of file: let it end with"
                self._window.message_bar.show_message(f"{sentence} {PROJECT_SUFFIX}.", "error")
                return
            self._session.settings.set_last_folder(path.parent)
            self._projects.save(path, then)

        if self._projects.name:
            name = Path(self._projects.name).stem + PROJECT_SUFFIX
            project_dialog(self._window, self._session.settings, name, save)

    def _ask(self, go: Callable[[], None]) -> None:
        if self.nothing_to_lose:
            go()
            return
        if self._question is not None:
            self._question.activateWindow()
            return
        question = self._question = SaveQuestion(self._projects.name, self._window)
        question.finished.connect(self._forget_question)
        # What is changed while it is being saved is asked about anew.
        question.save_requested.connect(lambda: self.save(partial(self.guard, go)))
        question.discard_requested.connect(go)
        question.open()

    def _forget_question(self) -> None:
        self._question = None

    def _show(self) -> None:
        self._window.show_document(self._projects.name, self._projects.dirty)
        exists = bool(self._projects.name)
        self._window.menus.save.setEnabled(exists)
        self._window.menus.save_as.setEnabled(exists)

    def _show_saved(self, path: Path) -> None:
        self._window.statusBar().showMessage(f"Saved as “{path.name}”.", _MESSAGE_MS)
