"""The Qt application itself: its names, and files that the system asks it to open. Quick to import."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication
from PySide6.QtWidgets import QApplication

from linreg_gui import PROGRAM_NAME, __version__
from linreg_gui.core.answering import always_answers

# Where a desktop finds the name and the icon of the windows: packaging/linux.
DESKTOP_ID = "io.github.linreg_gui"


@always_answers
class Application(QApplication):
    """On macOS a file opened in the file manager comes as an event, maybe before there is a window."""

    file_requested = Signal(object)  # Path

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self._requested: list[Path] = []
        self._takes_files = False

    def take_files(self) -> list[Path]:
        """What was asked for until now; from now on `file_requested` tells of it."""
        self._takes_files = True
        requested, self._requested = self._requested, []
        return requested

    def event(self, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent) or not event.file():
            return super().event(event)
        path = Path(event.file())
        if self._takes_files:
            self.file_requested.emit(path)
        else:
            self._requested.append(path)
        return True


def qt_application(arguments: list[str]) -> Application:
    """A named application; the names decide where settings are kept."""
    QCoreApplication.setOrganizationName("linreg_gui")
    QCoreApplication.setApplicationName(PROGRAM_NAME)
    QCoreApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName(DESKTOP_ID)
    return Application(arguments)
