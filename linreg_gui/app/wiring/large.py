"""Wires tables larger than memory: how one is opened, what says that it is a sample, and all of its rows."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import folder_dialog, open_dialog
from linreg_gui.core.desk.all_rows import AllRows
from linreg_gui.core.problem import Problem, ProblemKind
from linreg_gui.core.reading.input_kind import ENDINGS, InputKind
from linreg_gui.core.reading.options import ReadOptions
from linreg_gui.core.table.large_source import LargeSource
from linreg_gui.core.wording import size_done_text, time_left_text
from linreg_gui.session.all_rows import Reading
from linreg_gui.session.session import Session
from linreg_gui.views.results.all_rows_view import AllRowsView
from linreg_gui.views.window.main_window import MainWindow

_PARTED = {ending for kind in (InputKind.PARQUET, InputKind.FEATHER) for ending in ENDINGS[kind]}


class LargeWiring(QObject):
    """Between the files, the line above the views, and the view of all rows."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._source: LargeSource | None = None
        state, opening = session.all_rows, session.opening
        window.menus.open_large.triggered.connect(self._ask_for_file)
        window.menus.open_folder.triggered.connect(self._ask_for_folder)
        window.sample_notice.all_rows_requested.connect(lambda: window.show_view(AllRowsView))
        opening.reading_failed.connect(self._offer)
        state.source_changed.connect(self._show_source)
        state.asked.connect(self._show_asked)
        state.progressed.connect(self._show_progress)
        state.answered.connect(self._show_answer)
        state.failed.connect(self._show_problem)
        state.stopped.connect(lambda: self._view.show_stopped())
        window.when_made(AllRowsView, self._take)

    @property
    def _view(self) -> AllRowsView:
        return self._window.view(AllRowsView)

    def _take(self, view: AllRowsView) -> None:
        state = self._session.all_rows
        view.ask_requested.connect(state.ask)
        view.stop_requested.connect(state.stop)
        view.find_requested.connect(self._find)
        view.open_requested.connect(self._open_again)

    def _ask_for_file(self) -> None:
        session = self._session
        open_dialog(
            self._window,
            session.settings,
            "Open a Large Table",
            session.opening.open_large,
            endings=sorted(_PARTED),
        )

    def _ask_for_folder(self) -> None:
        session, title = self._session, "Open a Folder as a Large Table"
        folder_dialog(
            self._window, session.settings, title, lambda name: session.opening.open_large(Path(name))
        )

    def _offer(self, path: Path, _options: ReadOptions, problem: Problem) -> None:
        """A file that does not fit into memory may be fitted all the same."""
        if problem.kind is ProblemKind.MEMORY and path.suffix[1:].casefold() in _PARTED:
            action = ("Open as a Large Table", partial(self._session.opening.open_large, path))
            self._window.message_bar.show_message(problem.sentence, "error", action)

    def _show_source(self, source: LargeSource | None) -> None:
        self._source = source
        self._window.sample_notice.show_sample("" if source is None else source.words)
        is_part = source is not None and source.is_part
        self._window.equation.show_sample(is_part)
        self._window.loss_plot.show_sample(is_part)
        if source is not None:
            self._window.show_view(AllRowsView)
        elif self._window.panes.is_made(AllRowsView):
            self._view.clear()

    def _show_asked(self) -> None:
        if self._source is not None:
            self._view.show_asked(self._source.words)

    def _show_progress(self, told: Reading) -> None:
        parts = [
            f"Pass {told.number}: {told.rows:,} of {told.of_rows:,} rows",
            size_done_text(told.size, told.of_size),
            "" if math.isnan(told.seconds_left) else f"{time_left_text(told.seconds_left)} of this pass",
        ]
        self._view.show_progress(told.rows / told.of_rows, ", ".join(filter(None, parts)))

    def _show_answer(self, found: AllRows) -> None:
        self._view.show_found(found)

    def _show_problem(self, problem: Problem) -> None:
        moved = problem.kind is ProblemKind.NO_FILE
        self._view.show_problem(
            problem.sentence, may_find=moved, may_open=problem.kind is ProblemKind.CHANGED
        )

    def _find(self) -> None:
        """Have a person say where the files are now: a folder, or one file."""
        source, session = self._source, self._session
        if source is None:
            return
        if Path(source.path).suffix[1:].casefold() in _PARTED:
            title = "Find the File"
            look = session.opening.look_elsewhere
            open_dialog(self._window, session.settings, title, look, endings=sorted(_PARTED))
        else:
            folder_dialog(
                self._window,
                session.settings,
                "Find the Folder",
                lambda name: session.opening.look_elsewhere(Path(name)),
            )

    def _open_again(self) -> None:
        if self._source is not None:
            self._session.opening.open_large(Path(self._source.path))
