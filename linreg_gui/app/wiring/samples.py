"""Wires the library of bundled datasets."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.installation.sample_details import SampleDetails
from linreg_gui.session.opening.sample_library import SampleLibrary
from linreg_gui.session.session import Session
from linreg_gui.views.dialogs.sample_dialog import SampleDialog
from linreg_gui.views.window.main_window import MainWindow


class SampleWiring(QObject):
    """Between the session and the sample dialog, which lives only while it is open."""

    def __init__(self, session: Session, window: MainWindow, library: SampleLibrary) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._library = library
        self._library.described.connect(self._show)
        self._dialog: SampleDialog | None = None
        window.menus.samples.triggered.connect(self._open_dialog)

    def _open_dialog(self, _checked: bool = False) -> None:
        dialog = SampleDialog(self._window)
        self._dialog = dialog
        dialog.open_requested.connect(self._session.opening.open_sample)
        dialog.finished.connect(self._forget)
        dialog.open()
        self._library.describe()

    def _show(self, details: list[SampleDetails]) -> None:
        if self._dialog is not None:
            self._dialog.show_samples(details)

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
