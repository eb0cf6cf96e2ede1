"""Wires the Help menu: texts about the program, and its log."""

from __future__ import annotations

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWhatsThis

from linreg_gui import PROGRAM_NAME
from linreg_gui.app.folders import log_folder
from linreg_gui.session.keeping.crash_log import log_path, read_log
from linreg_gui.views.dialogs.about import about_text, shortcuts_text
from linreg_gui.views.dialogs.log_dialog import LogDialog
from linreg_gui.views.widgets.texts import MessageBox, Rich, set_rich, set_title
from linreg_gui.views.window.main_window import MainWindow


class HelpWiring(QObject):
    """Between the Help menu and dialogs that only tell something."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, menus = window, window.menus
        menus.whats_this.triggered.connect(lambda: QWhatsThis.enterWhatsThisMode())
        menus.keys.triggered.connect(
            lambda: self._show_text("Keyboard Shortcuts", shortcuts_text(window.menuBar()))
        )
        menus.about.triggered.connect(lambda: self._show_text(f"About {PROGRAM_NAME}", about_text()))
        menus.show_log.triggered.connect(lambda: self._show_log())

    def _show_text(self, title: str, text: Rich) -> None:
        box = MessageBox(self._window)
        set_title(box, title)
        set_rich(box, text)
        box.finished.connect(box.deleteLater)
        box.open()

    def _show_log(self) -> None:
        folder = log_folder()
        dialog = LogDialog(read_log(folder), str(log_path(folder)), self._window)
        dialog.folder_requested.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
