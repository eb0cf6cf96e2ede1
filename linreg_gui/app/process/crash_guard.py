"""Whatever goes wrong is written down: exceptions, Qt's warnings, and what ends the process at once."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback

from PySide6.QtCore import (
    QCoreApplication,
    QMessageLogContext,
    QThread,
    QtMsgType,
    qFormatLogMessage,
    qInstallMessageHandler,
)

from linreg_gui.session.keeping.crash_log import CrashLog
from linreg_gui.views.dialogs.error_dialog import ErrorDialog

from .errors import ExceptHook, system_text
from .windows import Windows

_log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class CrashGuard:
    """Holds the hooks of Python and Qt from its making to `release`."""

    def __init__(self, windows: Windows, log: CrashLog) -> None:
        self._windows = windows
        self._crash_log = log
        self._ending = False
        self.hook = ExceptHook(lambda: windows.current, windows)
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self.hook, self._on_thread
        self._qt_before = qInstallMessageHandler(self._on_message)
        if log.handle is not None:
            faulthandler.enable(log.handle)
        _log.info("Started: %s", system_text())

    def release(self) -> None:
        """Give the hooks back: the program has ended as it should."""
        sys.excepthook, threading.excepthook = self._before
        qInstallMessageHandler(self._qt_before)
        faulthandler.disable()
        _log.info("Ended.")
        self._crash_log.close()

    def _on_thread(self, caught: threading.ExceptHookArgs) -> None:
        """A thread of Python's own has ended by an exception."""
        if caught.exc_value is not None:
            self.hook(caught.exc_type, caught.exc_value, caught.exc_traceback)

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        line = qFormatLogMessage(kind, context, text)
        if sys.stderr is not None:
            sys.stderr.write(f"{line}\n")
        if kind in _LEVELS:
            _log.log(_LEVELS[kind], "Qt: %s", line)
        if kind is QtMsgType.QtFatalMsg and not self._ending:
            self._ending = True
            self._say_last_words(f"{system_text()}\nQt: {line}\n{''.join(traceback.format_stack())}")

    def _say_last_words(self, details: str) -> None:
        """Qt ends the process after this: keep what can be kept, and let a person save."""
        application = QCoreApplication.instance()
        if application is None or QThread.currentThread() is not application.thread():
            return
        kept = {program: program.keep_work() for program in self._windows.programs}
        current = self._windows.current
        if current is not None:
            unsaved = current.has_unsaved_work
            dialog = ErrorDialog(details, unsaved, current.window, fatal=True, kept=kept[current])
            dialog.save_requested.connect(current.save)
            dialog.exec()
