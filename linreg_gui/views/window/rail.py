"""A narrow bar at a side of the window whose icons open and close the docks there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QToolBar, QToolButton

from linreg_gui.views.widgets.texts import caption

_ICON, _BUTTON = 20, 28


class Rail(QToolBar):
    """The toggles of some docks, one below the other; it stays where it is."""

    def __init__(
        self, window: QMainWindow, name: str, area: Qt.ToolBarArea, toggles: Sequence[QAction]
    ) -> None:
        super().__init__(caption(f"Docks at the {name}"), window)
        self.setObjectName(f"rail {name}")
        self.setMovable(False)
        self.setFloatable(False)
        self.toggleViewAction().setVisible(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(_ICON, _ICON))
        for toggle in toggles:
            self.addAction(toggle)
            button = self.widgetForAction(toggle)
            if isinstance(button, QToolButton):
                button.setFixedSize(_BUTTON, _BUTTON)
        window.addToolBar(area, self)
