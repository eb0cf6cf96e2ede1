"""Where the scrubber is: over the whole width, below the docks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.texts import caption

from .bare_window import use_all_room


@always_answers
class ScrubberBar(QToolBar):
    """Lies on the window, without a ground of its own: where it fades, nothing is seen."""

    def __init__(self, window: QMainWindow, scrubber: QWidget) -> None:
        super().__init__(caption("Time machine"), window)
        self.setObjectName("scrubber")
        self.setMovable(False)
        self.toggleViewAction().setVisible(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        use_all_room(self)
        self.addWidget(scrubber)
        window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        pass
