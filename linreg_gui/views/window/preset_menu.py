"""View > Layout: what a person is about to do, and the way back to how that looks at first."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from linreg_gui.views.panes.view_row import Preset

from .menu_part import MenuPart

PRESETS = (
    (Preset.LEARN, "&Learn", "Ctrl+1", "Settings beside the fit, the loss, its surface and the noise."),
    (Preset.ANALYSE, "&Analyse", "Ctrl+2", "Data and columns beside the fit, with weights and predictions."),
    (
        Preset.PRESENT,
        "&Present",
        "Ctrl+3",
        "Plots alone, in large letters on the whole screen; Escape leaves.",
    ),
)


class PresetMenu(MenuPart):
    """Keeps its actions, and tells which preset is asked for."""

    preset_requested = Signal(object)  # Preset

    def __init__(self, window: QMainWindow, view: QMenu) -> None:
        super().__init__(window)
        menu = self._submenu(view, "La&yout")
        group = QActionGroup(self)
        self.actions = {}
        for preset, text, key, help_text in PRESETS:
            action = self._action(menu, text, key, help_text)
            action.setCheckable(True)
            action.triggered.connect(partial(self._ask, preset))
            group.addAction(action)
            self.actions[preset] = action
        self.actions[Preset.PRESENT].setShortcuts([QKeySequence("F11"), QKeySequence("Ctrl+3")])
        menu.addSeparator()
        help_text = (
            "Put every pane and dock of this layout back where it was at first; the other layouts stay."
        )
        self.restore = self._action(menu, "&Restore This Layout", None, help_text)

    def show_preset(self, preset: Preset) -> None:
        """Tick the one that is used."""
        self.actions[preset].setChecked(True)

    def set_enabled(self, enabled: bool) -> None:
        """Whether there is something to lay out."""
        for action in (*self.actions.values(), self.restore):
            action.setEnabled(enabled)

    def _ask(self, preset: Preset) -> None:
        self.preset_requested.emit(preset)
