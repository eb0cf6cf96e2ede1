"""Light, dark, or like the system, at run time."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from linreg_gui.session.keeping.settings import Settings
from linreg_gui.views.widgets.style import dark_palette, light_palette

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class Appearance(QObject):
    """Gives the application its palette and follows the system where it is asked to."""

    def __init__(self, application: QApplication, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent or application)
        self._application, self._settings = application, settings
        if sys.platform != "darwin":
            application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._repaint)
        settings.changed.connect(self._follow)
        self._apply()

    @property
    def name(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._settings.appearance()

    def choose(self, name: str) -> None:
        """Use and remember a look."""
        self._settings.set_appearance(name)

    def _follow(self, setting: str) -> None:
        if setting == "appearance":
            self._apply()

    def _apply(self) -> None:
        self._application.styleHints().setColorScheme(_SCHEMES[self.name])
        self._repaint()

    def _repaint(self) -> None:
        scheme = _SCHEMES[self.name]
        if scheme is Qt.ColorScheme.Unknown:
            scheme = self._application.styleHints().colorScheme()
        dark = scheme is Qt.ColorScheme.Dark
        self._application.setPalette(dark_palette() if dark else light_palette())
