"""Wires Help > Check This Installation."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.installation.check_report import CheckReport
from linreg_gui.session.machine.installation_check import InstallationCheck
from linreg_gui.views.dialogs.check_dialog import CheckDialog
from linreg_gui.views.window.main_window import MainWindow


class CheckingWiring(QObject):
    """Between the self-test in its process and the dialog that shows its result."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: CheckDialog | None = None
        self.check = InstallationCheck(self)
        self.check.checked.connect(self._show)
        window.menus.check.triggered.connect(lambda: self._open_dialog())
        window.closing.connect(self.check.close)

    def _open_dialog(self) -> None:
        if self._dialog is not None:
            self._dialog.activateWindow()
            return
        self._dialog = CheckDialog(self._window)
        self._dialog.finished.connect(self._forget)
        self._dialog.open()
        self.check.start()

    def _show(self, report: CheckReport) -> None:
        if self._dialog is not None:
            self._dialog.show_report(report)

    def _forget(self) -> None:
        self.check.close()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
