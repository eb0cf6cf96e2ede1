"""Wires saving: the project file, the title, and the question before anything unsaved would be lost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import project_dialog
from linreg_gui.core.reading.input_kind import PROJECT_SUFFIX, is_project
from linreg_gui.session.keeping.conflicts import Conflict
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.conflict_question import ConflictQuestion, ReloadQuestion
from linreg_gui.views.dialogs.save_question import SaveQuestion
from linreg_gui.views.window.main_window import MainWindow

from .waiting import Task, Waiting

_MESSAGE_MS = 4000
_SAVING = "Save the Project"


class ProjectWiring(QObject):
    """Between the window and where its work is kept."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._projects = session.projects
        self._question: SaveQuestion | ConflictQuestion | ReloadQuestion | None = None
        self._waiting = Waiting(window)
        self._edits = Task(self._edit_at_work, session.document.queue.when_done, session.document.queue.clear)
        self._saving = Task(self._save_at_work, session.projects.when_saved, session.projects.give_up_saving)
        # What else is not to be broken off by closing the window.
        self.before_closing: tuple[Task, ...] = ()
        self.confirm_loss: Callable[[], bool] = lambda: False
        self.is_elsewhere: Callable[[Path], bool] = lambda _: False  # whether another window has a project
        menus, projects = window.menus, session.projects
        projects.layout = window.presets.layout
        projects.changed.connect(self._show)
        projects.saved.connect(self._show_saved)
        projects.conflict_found.connect(self._tell_conflict)
        projects.remarked.connect(lambda remark: window.message_bar.add_message(remark, "warning"))
        projects.layout_found.connect(window.put_layout)
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

    @property
    def may_close(self) -> bool:
        """Whether the window can be closed at once."""
        return self.nothing_to_lose and not any(task.sentence() for task in self.before_closing)

    def guard(self, go: Callable[[], None]) -> None:
        """Do what gives up the present work, once that is saved or a person says that it need not be."""
        self._waiting.until_done((self._edits, self._saving), partial(self._ask, go))

    def guard_closing(self, go: Callable[[], None]) -> None:
        """The same for what closes the window, which waits for every file that is being written."""
        self._waiting.until_done((self._edits, self._saving, *self.before_closing), partial(self._ask, go))

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
            if self.is_elsewhere(path):
                self._tell_elsewhere(path, then)
            else:
                self._projects.save(path, then, chosen=True)

        if self._projects.name:
            name = Path(self._projects.name).stem + PROJECT_SUFFIX
            project_dialog(self._window, self._session.settings, name, save)

    def tell_it_is_here(self, path: Path) -> None:
        """Somebody has asked for the project that this window has already."""
        reload = ("Reload", partial(self._reload, path)) if self._projects.path is not None else None
        self._window.message_bar.show_message(f"“{path.name}” is open here already.", "info", reload)

    def _tell_conflict(self, conflict: Conflict, then: Callable[[], None] | None) -> None:
        """Nothing was written; what was to be done once it is saved waits for a person to say how."""
        gone = conflict.found is None
        question = ConflictQuestion(
            _SAVING,
            conflict.sentence,
            conflict.details,
            self._window,
            overwrite="Save &Here Again" if gone else "&Overwrite",
            reloads=not gone,
        )
        question.elsewhere_requested.connect(lambda: self.save_as(then))
        question.overwrite_requested.connect(lambda: self._projects.overwrite(conflict, then))
        question.reload_requested.connect(partial(self._reload, conflict.path))
        self._put(question)

    def _tell_elsewhere(self, path: Path, then: Callable[[], None] | None) -> None:
        """Another window has the file that this project is to be saved as."""
        sentence = f"“{path.name}” is open in another window."
        details = "Saved over it, this project takes the place of what that window works on."
        question = ConflictQuestion(_SAVING, sentence, details, self._window, elsewhere="&Another Name…")
        question.elsewhere_requested.connect(lambda: self.save_as(then))
        question.overwrite_requested.connect(lambda: self._projects.save(path, then, chosen=True))
        self._put(question)

    def _reload(self, path: Path) -> None:
        read = partial(self._session.opening.read_project_anew, path)
        if self.nothing_to_lose:
            read()
            return
        question = ReloadQuestion(path.name, self._window)
        question.reload_requested.connect(read)
        self._put(question)

    def _put(self, question: SaveQuestion | ConflictQuestion | ReloadQuestion) -> None:
        """One question at a time: a later one is about what is now."""
        if self._question is not None:
            self._question.reject()
        self._question = question
        question.finished.connect(self._forget_question)
        question.open()

    def _ask(self, go: Callable[[], None]) -> None:
        if self.nothing_to_lose:
            go()
            return
        if self._question is not None:
            self._question.activateWindow()
            return
        question = SaveQuestion(self._projects.name, self._window)
        # What is changed while it is being saved is asked about anew.
        question.save_requested.connect(lambda: self.save(partial(self.guard, go)))
        question.discard_requested.connect(go)
        self._put(question)

    def _edit_at_work(self) -> str:
        latest = self._session.document.queue.latest
        return f"An edit is still at work: {latest}." if latest else ""

    def _save_at_work(self) -> str:
        return f"“{self._projects.name}” is still being saved." if self._projects.saving else ""

    def _forget_question(self) -> None:
        self._question = None

    def _show(self) -> None:
        self._window.show_document(self._projects.name, self._projects.dirty)
        exists = bool(self._projects.name)
        self._window.menus.save.setEnabled(exists)
        self._window.menus.save_as.setEnabled(exists)

    def _show_saved(self, path: Path) -> None:
        self._window.statusBar().showMessage(f"Saved as “{path.name}”.", _MESSAGE_MS)
