"""Wires the table, the choice of columns and everything that brings in other data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

import numpy as np
from PySide6.QtCore import QObject

from linreg_gui.app.file_dialogs import open_dialog
from linreg_gui.core.problem import Problem
from linreg_gui.core.table.fit_size import bytes_to_fit, is_moderate
from linreg_gui.core.table.roles import Role, with_role
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted, size_text
from linreg_gui.session.document.frame_model import FrameModel
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.generate_dialog import GenerateDialog
from linreg_gui.views.dialogs.generate_request import GenerateRequest
from linreg_gui.views.table.columns_panel import ColumnsPanel
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow

NOBODY = np.empty(0, dtype=np.int64)


class DataWiring(QObject):
    """Between the document and the data docks."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._model = FrameModel(session.document.edit_cell, self)
        window.view(DataTable).set_model(self._model, self._model.names)
        self._connect_session()
        self._connect_table()
        self._connect_menus()
        self._show_recent_files()

    def _connect_session(self) -> None:
        session, window = self._session, self._window
        session.table_changed.connect(self._show_table)
        session.analysed.connect(lambda analysis: self._model.show_held_out(analysis.held_out_rows))
        session.not_analysed.connect(lambda _: self._model.show_held_out(NOBODY))
        session.summaries.summarised.connect(window.view(DataTable).header.show_summaries)
        session.settings.changed.connect(self._show_setting)
        session.problem_found.connect(self._show_problem)
        reader = session.opening.reader
        reader.started.connect(window.reading_progress.start)
        reader.sized.connect(window.reading_progress.show_size)
        reader.progressed.connect(window.reading_progress.show_fraction)
        reader.ended.connect(window.reading_progress.finish)
        window.reading_progress.cancel_requested.connect(session.opening.cancel_reading)

    def _connect_table(self) -> None:
        self._window.view(DataTable).header.role_requested.connect(self._choose_role)
        self._window.view(ColumnsPanel).role_requested.connect(self._choose_role)
        self._window.view(ColumnsPanel).roles_requested.connect(self._choose_roles)

    def _connect_menus(self) -> None:
        session, window = self._session, self._window
        menus = window.menus
        menus.open.triggered.connect(self._ask_for_file)
        menus.recent_requested.connect(session.opening.open_recent)
        menus.clear_recent.triggered.connect(lambda: session.settings.clear_recent_files())
        menus.data.generate.triggered.connect(self._ask_what_to_generate)
        menus.data.choose_columns.triggered.connect(lambda: window.show_view(ColumnsPanel))
        window.open_requested.connect(session.opening.open_file)

    def _choose_role(self, name: str, role: Role) -> None:
        table = self._session.document.table
        if table is not None:
            self._choose_roles(with_role(table.roles, name, role))

    def _choose_roles(self, roles: Mapping[str, Role]) -> None:
        """More features than are fitted in some seconds are asked about before anything is taken for them."""
        table = self._session.document.table
        if table is None:
            return
        n_rows, n_features = len(table.frame), _n_features(roles)
        if n_features <= _n_features(table.roles) or is_moderate(n_rows, n_features):
            self._session.document.choose_roles(roles)
            return
        size = size_text(bytes_to_fit(n_rows, n_features))
        sentence = f"To fit {counted(n_features, 'feature')} takes about {size} of memory and maybe minutes."
        action = ("Use Them All the Same", partial(self._choose_all_the_same, roles))
        self._window.message_bar.show_message(sentence, "warning", action)

    def _choose_all_the_same(self, roles: Mapping[str, Role]) -> None:
        document = self._session.document
        document.choose_roles(roles)
        sentence = f"{counted(_n_features(roles), 'feature')} are being fitted, which may take minutes."
        self._window.message_bar.show_message(sentence, "info", ("Undo", document.undo))

    def _show_table(self, table: Table | None) -> None:
        self._model.show_table(table)
        self._window.message_bar.clear()
        if table is not None:
            self._window.view(DataTable).show_source(table.name, table.source)
            self._window.view(DataTable).header.show_formulas(table.formulas)
            self._window.view(ColumnsPanel).show_roles(table.roles, table.types)

    def _show_problem(self, problem: Problem) -> None:
        self._window.message_bar.show_message(problem.sentence, "error")

    def _show_recent_files(self) -> None:
        self._window.menus.show_recent_files(self._session.settings.recent_files())

    def _show_setting(self, name: str) -> None:
        if name == "recent_files":
            self._show_recent_files()

    def _ask_for_file(self) -> None:
        session = self._session
        open_dialog(self._window, session.settings, "Open a Table", session.opening.open_file)

    def _ask_what_to_generate(self) -> None:
        dialog = GenerateDialog(self._window)
        dialog.generate_requested.connect(self._generate)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _generate(self, request: GenerateRequest) -> None:
        self._session.opening.generate(**asdict(request))


def _n_features(roles: Mapping[str, Role]) -> int:
    return list(roles.values()).count(Role.FEATURE)
