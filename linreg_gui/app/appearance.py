"""Light, dark, or like the system, at run time."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from linreg_gui.session.keeping.settings import ZOOMS, Settings
from linreg_gui.views.widgets.style import contrast_palette, dark_palette, light_palette, outlined
from linreg_gui.views.widgets.texts import set_menu_font, set_tip_font

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
        self._zooms_menus = False
        if sys.platform != "darwin":
            application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._repaint)
        settings.changed.connect(self._follow)
        self._apply()
        self._zoom_tips()

    @property
    def name(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._settings.appearance()

    @property
    def high_contrast(self) -> bool:
        """Whether a person, or the system that is followed, wants strong contrasts."""
        hints = self._application.styleHints()  # what it gives away lives no longer than this
        wanted = hints.accessibility().contrastPreference() is Qt.ContrastPreference.HighContrast
        return self._settings.high_contrast() or (wanted and self.name == "system")

    def choose(self, name: str) -> None:
        """Use and remember a look."""
        self._settings.set_appearance(name)

    def choose_contrast(self, high: bool) -> None:
        """Use and remember strong contrasts, or none."""
        self._settings.set_high_contrast(high)

    @property
    def zoom(self) -> int:
        """How large everything is, in percent."""
        return self._settings.zoom()

    def zoom_by(self, steps: int) -> None:
        """Make everything larger or smaller; 0 for the usual size."""
        near = min(range(len(ZOOMS)), key=lambda place: abs(ZOOMS[place] - self.zoom))
        chosen = ZOOMS[min(max(0, near + steps), len(ZOOMS) - 1)] if steps else 100
        if chosen != self.zoom:
            self._settings.set_zoom(chosen)

    def _follow(self, setting: str) -> None:
        if setting == "appearance":
            self._apply()
        elif setting == "zoom":
            self._zoom_tips()

    def _zoom_tips(self) -> None:
        """Tooltips, and the menus of fields, are in no window, which makes what is in it as large."""
        font = self._application.font()
        font.setPointSizeF(font.pointSizeF() * self.zoom / 100.0)
        set_tip_font(font)
        if self._zooms_menus or self.zoom != 100:  # before, they are as the system has them
            self._zooms_menus = True
            set_menu_font(font)

    def _apply(self) -> None:
        self._application.styleHints().setColorScheme(_SCHEMES[self.name])
        self._repaint()

    def _repaint(self) -> None:
        scheme = _SCHEMES[self.name]
        if scheme is Qt.ColorScheme.Unknown:
            scheme = self._application.styleHints().colorScheme()
        dark = scheme is Qt.ColorScheme.Dark
        high = self.high_contrast
        palette = contrast_palette(dark) if high else dark_palette() if dark else light_palette()
        self._application.setPalette(palette)
        for kind, its_own in outlined(palette, contrast=high).items():
            self._application.setPalette(its_own, kind)  # type: ignore[arg-type]  # the stubs want bytes
