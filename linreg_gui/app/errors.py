"""A bug reaches the user as a dialog with details to copy, and the program goes on."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QThread, qVersion
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from .. import __version__


class ErrorDialog(QMessageBox):
    """Says that the program made a mistake, with everything a report needs."""

    def __init__(self, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle("Something went wrong")
        self.setText("The program made a mistake. Your data are still here and you can go on.")
        self.setInformativeText("Please send the details to its makers, so that it can be mended.")
        self.setDetailedText(details)
        copy = self.addButton("Copy Details", QMessageBox.ButtonRole.ActionRole)
        copy.clicked.disconnect()  # or it would close the dialog
        copy.clicked.connect(lambda: QApplication.clipboard().setText(details))
        self.setDefaultButton(self.addButton(QMessageBox.StandardButton.Close))


class ExceptHook:
    """Replaces `sys.excepthook`; one dialog at a time."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent
        self.dialog: ErrorDialog | None = None

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Show an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            self._parent.close()
            return
        details = details_of(kind, error, trace)
        if sys.stderr is not None:
            sys.stderr.write(details)
        application = QApplication.instance()
        if application is None or QThread.currentThread() is not application.thread():
            return
        if self.dialog is None or not self.dialog.isVisible():
            self.dialog = ErrorDialog(details, self._parent)
            self.dialog.open()


def details_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The traceback with the versions it happened on."""
    lines = "".join(traceback.format_exception(kind, error, trace))
    return (
        f"linreg_gui {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}\n{lines}"
    )
