"""A mistake of the program reaches the user as a dialog with details to copy, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, qVersion
from shiboken6 import isValid

from linreg_gui import __version__
from linreg_gui.views.dialogs.error_dialog import ErrorDialog

if TYPE_CHECKING:
    from linreg_gui.app.program import Program

_log = logging.getLogger(__name__)

_AGAIN_MS = 6000
_AGAIN = "The mistake of before has happened again; Help > Show Log has the details."


class ExceptHook(QObject):
    """Takes the place of `sys.excepthook`: into the log, and into one dialog at a time.

    Parameters
    ----------
    current : callable
        The window to speak in, or None if there is none.
    """

    _caught = Signal(str)  # from whichever thread

    def __init__(self, current: Callable[[], Program | None], parent: QObject) -> None:
        super().__init__(parent)
        self._current = current
        self._shown: set[str] = set()
        self.dialog: ErrorDialog | None = None
        self._caught.connect(self._show)

    def __call__(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Tell of an exception that nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            program = self._current()
            if program is not None:
                program.window.close()
            return
        details = details_of(kind, error, trace)
        if sys.stderr is not None:
            sys.stderr.write(details)
        _log.error(details)
        self._caught.emit(details)

    def _is_speaking(self) -> bool:
        return self.dialog is not None and isValid(self.dialog) and self.dialog.isVisible()

    def _show(self, details: str) -> None:
        program = self._current()
        if program is None or self._is_speaking():
            return
        if details in self._shown:
            # Or a mistake in drawing would open a dialog for each time that something is drawn.
            program.window.statusBar().showMessage(_AGAIN, _AGAIN_MS)
            return
        self._shown.add(details)
        self.dialog = ErrorDialog(details, program.has_unsaved_work, program.window)
        self.dialog.save_requested.connect(program.save)
        self.dialog.log_requested.connect(program.menus.show_log.trigger)
        self.dialog.open()


def system_text() -> str:
    """What every report begins with."""
    return (
        f"linreg_gui {__version__}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"{platform.platform()}"
    )


def details_of(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The traceback with the versions it happened on."""
    lines = "".join(traceback.format_exception(kind, error, trace))
    return f"{system_text()}\n{lines}"
