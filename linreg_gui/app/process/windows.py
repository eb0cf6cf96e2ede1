"""All windows of one process: opening, counting and closing them."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from linreg_gui.app.appearance import Appearance
from linreg_gui.session.keeping.reachable import from_the_root, same_file
from linreg_gui.session.keeping.settings import Settings
from linreg_gui.views.window.on_screen import put_beside

from .first_window import FirstWindow
from .garbage import CalmCollector

if TYPE_CHECKING:
    from linreg_gui.app.program import Program
    from linreg_gui.views.window.main_window import MainWindow

_ENDING_SECONDS = 2.0
_LOOK_MS = 20


class Windows(QObject):
    """Each window is a program of its own; they share settings, appearance and the garbage collector."""

    opened = Signal(object)  # Program

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application, self._settings = application, settings
        self._appearance = Appearance(application, settings, self)
        self._collector = CalmCollector(self)
        self._programs: list[Program] = []
        self._first: FirstWindow | None = None

    @property
    def programs(self) -> tuple[Program, ...]:
        """What is open, in the order in which it was opened."""
        return tuple(self._programs)

    @property
    def first(self) -> FirstWindow | None:
        """The window whose program is still being imported, if there is one."""
        return self._first

    def open_first(self, path: Path | None = None, formula: str = "") -> None:
        """Show the first window; with the welcome page it is there before the program is all imported."""
        if path is not None or not self._settings.shows_welcome():
            self.open(path, formula)
            return
        self._first = FirstWindow(self._settings, self._appearance.zoom, self)
        self._first.imported.connect(self._complete)
        self._first.closed.connect(self._forget_first)
        self._first.show()

    @property
    def current(self) -> Program | None:
        """The one that a person works in, or the latest; None if all are closed."""
        active = [program for program in self._programs if program.window.isActiveWindow()]
        return next(iter([*active, *reversed(self._programs)]), None)

    def open(self, path: Path | None = None, formula: str = "") -> Program:
        """Show another window, with a file if there is one; or the window that has this project already.

        The formula is that of the model of the file.
        """
        self._complete()
        path = None if path is None else from_the_root(path)
        holder = None if path is None else self._holder(path)
        if path is not None and holder is not None:
            holder.bring_up(path)
            return holder
        return self._open(path, None, formula)

    def _open(self, path: Path | None, window: MainWindow | None = None, formula: str = "") -> Program:
        program = self._make(window)
        program.start(path, formula)
        self._tell(program, window)
        return program

    def open_lesson(self, path: Path) -> Program | None:
        """Play a lesson in a window of its own, so that no work is touched; a sentence where it cannot be."""
        from linreg_gui.core.lessons.reading import read_lesson_file
        from linreg_gui.core.problem import ProblemError

        asked = self.current
        program = None
        try:
            lesson = read_lesson_file(path).lesson
            program = self._make(None)
            program.start_lesson(lesson)
        except ProblemError as error:
            if program is not None:
                program.window.close()
            if asked is not None:
                asked.session.problem_found.emit(error.problem)
            return None
        self._tell(program, None)
        return program

    def _make(self, window: MainWindow | None) -> Program:
        from linreg_gui.app.program import Program

        before = self.current
        program = Program(self._application, self._settings, appearance=self._appearance, window=window)
        self._programs.append(program)
        self._collector.watch(program.session.training)
        program.closed.connect(partial(self._forget, program))
        program.session.opening.brings_up = self._brings_up
        program.is_elsewhere = partial(self._is_elsewhere, program)
        program.menus.new_window.triggered.connect(lambda: self.open())
        program.menus.quit.triggered.connect(lambda: self.close_all())
        program.lessons.requested.connect(self.open_lesson)
        program.lessons.left.connect(partial(self._leave_lesson, program))
        if before is not None and not before.window.isMaximized():
            put_beside(program.window, before.window)
        return program

    def _leave_lesson(self, program: Program, view: str) -> None:
        """Go on in a window with a person's own work, or in a new one."""
        mine = next((other for other in reversed(self._programs) if not other.is_lesson), None) or self.open()
        mine.window.show()
        program.window.close()  # not before: without a window the process would end
        mine.window.raise_()
        mine.window.activateWindow()
        mine.lessons.bring_up(view)

    def _tell(self, program: Program, window: MainWindow | None) -> None:
        if window is None:
            program.window.raise_()
            program.window.activateWindow()
        self.opened.emit(program)

    def _complete(self) -> None:
        """Every window is one of a program from now on."""
        first, self._first = self._first, None
        if first is None:
            return
        first.import_rest()
        first.window.setUpdatesEnabled(False)
        try:
            self._open(None, first.window)
        finally:
            first.window.setUpdatesEnabled(True)
        first.hand_over()
        first.deleteLater()

    def _forget_first(self) -> None:
        """It was closed before there was anything in it."""
        if self._first is not None:
            self._first.window.deleteLater()
            self._first.deleteLater()
            self._first = None

    def open_here(self, path: Path) -> None:
        """Open a file in a window that has nothing in it yet, or else in another one."""
        self._complete()
        current = self.current
        if self._brings_up(path):
            return
        if current is not None and current.session.document.table is None:
            current.session.opening.open_file(path)
        else:
            self.open(path)

    def close_all(self) -> None:
        """Close one after the other; where a person is asked and cancels, the rest stays open."""
        self._close_first()
        if self._programs:
            self._programs[-1].close_then(self.close_all)

    def keep_work(self) -> None:
        """Keep the unsaved work of all windows at once."""
        for program in self._programs:
            program.keep_work()

    def end(self) -> None:
        """Close everything without a question; unsaved work is offered at the next start.

        What is being done already, a long edit or saving, may be done for a moment.
        """
        self._end_by(time.monotonic() + _ENDING_SECONDS)

    def _close_first(self) -> None:
        if self._first is not None:
            self._first.window.close()

    def _end_by(self, time_is_up: float) -> None:
        if any(program.is_at_work for program in self._programs) and time.monotonic() < time_is_up:
            QTimer.singleShot(_LOOK_MS, self, partial(self._end_by, time_is_up))
            return
        self._close_first()
        for program in list(self._programs):
            program.end()
        self._application.exit()

    def close(self) -> None:
        """Stop everything at once, without asking."""
        self._close_first()
        for program in list(self._programs):
            program.close()
        self._settings.write()

    def _holder(self, path: Path) -> Program | None:
        """Whose project this file is."""
        from linreg_gui.core.reading.input_kind import is_project

        held = {path: program for program in self._programs for path in program.project_files}
        found = same_file(path, tuple(held)) if held and is_project(path) else None
        return None if found is None else held[found]

    def _brings_up(self, path: Path) -> bool:
        holder = self._holder(path)
        if holder is not None:
            holder.bring_up(path)
        return holder is not None

    def _is_elsewhere(self, program: Program, path: Path) -> bool:
        return self._holder(path) not in (None, program)

    def _forget(self, program: Program) -> None:
        if program in self._programs:
            self._programs.remove(program)
        program.window.deleteLater()
        program.deleteLater()
        if self._programs:
            program.destroyed.connect(self._collect)

    def _collect(self) -> None:
        """Qt has deleted what was closed; Python's side of it is in cycles."""
        QTimer.singleShot(0, self, self._collector.collect)
