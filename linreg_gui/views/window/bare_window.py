"""The window with nothing but its welcome page, as it is on the screen first: no plots, no menus."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from linreg_gui import PROGRAM_NAME
from linreg_gui.core.answering import always_answers
from linreg_gui.views.welcome.welcome_page import WelcomePage
from linreg_gui.views.widgets.icons import application_icon
from linreg_gui.views.widgets.texts import set_title

from .status_line import StatusLine

# In the menu row until there are menus, so that the page stays where it is when these come.
_TITLES = "&File", "&Edit", "&Data", "&Model", "&Train", "&View", "T&ools", "&Help"
_SIZE = QSize(1280, 800)


@always_answers
class BareWindow(QMainWindow):
    """Tells when it is on the screen first, and which file is dropped on it."""

    open_requested = Signal(object)  # Path
    closing = Signal()
    first_painted = Signal()  # once, when all of it is on the screen

    def __init__(self) -> None:
        super().__init__()
        self._was_painted = False
        self.welcome_page = WelcomePage()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome_page)
        self._centre = QWidget()
        layout = QVBoxLayout(self._centre)
        layout.setContentsMargins(6, 3, 6, 0)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(self._centre)
        self._reserve_rows()
        self.setAcceptDrops(True)
        self.setWindowIcon(application_icon())
        self.may_close: Callable[[], bool] = lambda: True
        self.show_document("")
        self.resize(_SIZE)

    def show_document(self, name: str, unsaved: bool = False) -> None:
        """Say in the title what is open, and mark it if it is not saved."""
        set_title(self, name, f"[*] — {PROGRAM_NAME}" if name else PROGRAM_NAME)
        self.setWindowModified(unsaved and bool(name))

    @property
    def was_painted(self) -> bool:
        """Whether it has been on the screen."""
        return self._was_painted

    def event(self, event: QEvent) -> bool:
        """The first picture is told of."""
        if event.type() == QEvent.Type.Paint and not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._tell_painted)  # once what lies in it is painted, too
        return super().event(event)

    def _tell_painted(self) -> None:
        self.first_painted.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_file(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_file(event)
        if path is not None:
            event.acceptProposedAction()
            self.open_requested.emit(path)

    def _reserve_rows(self) -> None:
        """Menu row and status bar are as high as they will be."""
        for title in _TITLES:
            self.menuBar().addMenu(title)
        self._reserve_menu_row()
        self._reserved = StatusLine()
        self._reserved.setEnabled(False)
        self.statusBar().setSizeGripEnabled(False)
        use_all_room(self.statusBar())
        self.statusBar().addPermanentWidget(self._reserved)

    def _reserve_menu_row(self) -> None:
        button = QToolButton()
        button.setParent(self)
        button.setText("Learn")
        button.setAutoRaise(True)
        self.menuBar().setMinimumHeight(button.sizeHint().height())
        button.deleteLater()


def use_all_room(bar: QWidget) -> None:
    """A bar is as high as what is in it."""
    layout = bar.layout()
    if layout is not None:
        layout.setContentsMargins(0, 0, 0, 0)


def _dropped_file(event: QDropEvent) -> Path | None:
    """The one local file that is dragged, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
