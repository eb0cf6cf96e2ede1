"""Wires Tools > Vectorisation; all of it is made when it is first asked for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from linreg_gui.app.file_dialogs import save_dialog
from linreg_gui.session.session import Session
from linreg_gui.views.window.main_window import MainWindow

from .figures import FiguresWiring

if TYPE_CHECKING:
    from linreg_gui.core.vectorisation.values import Task
    from linreg_gui.session.machine.vectorisation import Vectorisation
    from linreg_gui.views.vectorisation.vectorisation_window import VectorisationWindow

_GEOMETRY = "vectorisation_geometry"


class VectorisationWiring(QObject):
    """Between the measurements and their window, which keeps its results when it is closed."""

    def __init__(self, session: Session, window: MainWindow, figures: FiguresWiring) -> None:
        super().__init__(window)
        self._session, self._window, self._figures = session, window, figures
        self.lab: Vectorisation | None = None
        self.view: VectorisationWindow | None = None
        window.menus.vectorisation.triggered.connect(self._open)
        window.closing.connect(self._close)

    def _open(self, _checked: bool = False) -> None:
        if self.view is None:
            self._make()
        if self.view is not None:
            self.view.show()
            self.view.raise_()
            self.view.activateWindow()

    def _make(self) -> None:
        from linreg_gui.session.machine.vectorisation import Vectorisation
        from linreg_gui.views.vectorisation.vectorisation_window import VectorisationWindow

        lab, view = Vectorisation(self._session.jobs, self), VectorisationWindow(self._window)
        view.restore_geometry(self._session.settings.bytes(_GEOMETRY))
        view.run_requested.connect(lambda task, n: lab.measure(task, [n]))
        view.all_requested.connect(lambda task: lab.measure(task, task.sizes))
        view.stop_requested.connect(lab.stop)
        view.closing.connect(self._leave)
        view.task_changed.connect(self._show)
        view.copy_requested.connect(self._copy)
        view.save_requested.connect(self._ask_where)
        view.plot.figure_requested.connect(partial(self._figures.open_dialog, view.plot))
        lab.started.connect(lambda: view.set_running(True))
        lab.begun.connect(view.show_begun)
        lab.measured.connect(self._show)
        lab.ended.connect(lambda: view.set_running(False))
        lab.saved.connect(lambda path: view.show_progress(f"Saved “{path.name}”."))
        lab.remarked.connect(view.show_problem)
        lab.failed.connect(lambda problem: view.show_problem(problem.sentence))
        self.lab, self.view = lab, view

    def _show(self, task: Task) -> None:
        if self.lab is not None and self.view is not None and task is self.view.chosen_task:
            self.view.show_timings(self.lab.results(task))

    def _leave(self) -> None:
        if self.lab is not None and self.view is not None:
            self.lab.stop()
            self._session.settings.set_bytes(_GEOMETRY, self.view.saveGeometry())

    def _close(self) -> None:
        if self.lab is not None and self.view is not None:
            self.view.close()
            self.lab.close()

    def _copy(self) -> None:
        from linreg_gui.core.vectorisation.export import table_text

        if self.lab is not None and self.view is not None:
            QGuiApplication.clipboard().setText(table_text(self.lab.results(self.view.chosen_task)))

    def _ask_where(self) -> None:
        if self.view is not None:
            save_dialog(
                self.view,
                self._session.settings,
                "Save the Times",
                partial(self._save, self.view.chosen_task),
                suggestion="vectorisation.csv",
            )

    def _save(self, task: Task, name: str) -> None:
        path = Path(name)
        self._session.settings.set_last_folder(path.parent)
        if self.lab is not None:
            self.lab.save(task, path)
