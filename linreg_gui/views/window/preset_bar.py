"""The end of the menu row: Learn, Analyse, Present as buttons, and how far SGD is from the exact solution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from linreg_gui.views.panes.view_row import Preset
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import set_text

if TYPE_CHECKING:
    from linreg_gui.views.results.distance_chip import DistanceChip


class PresetBar(QWidget):
    """Buttons for the actions of the menu, which look like them."""

    def __init__(self, actions: Mapping[Preset, QAction], chip: DistanceChip) -> None:
        super().__init__()
        self._chip = chip
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 6, 0)
        layout.setSpacing(0)
        group = QButtonGroup(self)
        self.buttons = {}
        for preset, action in actions.items():
            button = QToolButton()
            button.setCheckable(True)
            button.setAutoRaise(True)
            text = action.text().replace("&", "")
            set_text(button, text)
            describe(button, text, f"{action.toolTip()} ({action.shortcut().toString()})")
            button.setChecked(action.isChecked())
            button.clicked.connect(lambda _=False, action=action: action.trigger())
            action.toggled.connect(button.setChecked)
            action.enabledChanged.connect(button.setEnabled)
            group.addButton(button)
            layout.addWidget(button)
            self.buttons[preset] = button
        layout.addSpacing(12)
        layout.addWidget(chip)

    @property
    def button_height(self) -> int:
        """Of a button, whether there is room for it or not."""
        return max(button.sizeHint().height() for button in self.buttons.values())

    def fit(self, room: int) -> None:
        """Take no more room than there is beside the menus, where the presets are, too."""
        for with_buttons, short in ((True, False), (True, True), (False, True)):
            self._chip.set_short(short)
            for button in self.buttons.values():
                button.setVisible(with_buttons)
            if self.sizeHint().width() <= room:
                return
