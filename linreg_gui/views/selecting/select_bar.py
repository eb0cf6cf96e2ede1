"""The tools that select rows, as buttons over a plot; they show what is chosen for all plots."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.select_mode_box import SelectModeBox

from .select_choice import SelectChoice, SelectTool

_MODES = "Shift adds to the selection, Alt takes away from it, both together leave what is in both."
_TEXTS = {
    SelectTool.NAVIGATE: (
        "Navigate (Alt+1)",
        f"Drag to move the view, click a point to select its row. A drag with a key draws a frame: {_MODES}",
    ),
    SelectTool.FRAME: (
        "Select rows (Alt+2)",
        f"Draw a frame around points to select their rows, or click one. {_MODES}",
    ),
    SelectTool.LASSO: (
        "Select with the lasso (Alt+5)",
        f"Draw a line around points to select their rows, or click one. {_MODES}",
    ),
}


@always_answers
class SelectBar(QWidget):
    """Three buttons, and a mode while a tool selects; `follow` says whose choice they show and change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choice = SelectChoice(self)
        self.mode = SelectModeBox(short=True)
        self.mode.mode_changed.connect(lambda mode: self._choice.set_mode(mode))
        self.buttons = {tool: self._button(tool) for tool in SelectTool}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.mode)
        for button in self.buttons.values():
            row.addWidget(button)
        self._restyle()
        self._show()
        self._keep_height()

    def follow(self, choice: SelectChoice) -> None:
        """Show and change this choice."""
        self._choice = choice
        choice.changed.connect(self._show)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "buttons"):
            self._restyle()
        elif event.type() == QEvent.Type.FontChange and hasattr(self, "buttons"):
            self._keep_height()

    def _keep_height(self) -> None:
        """Nothing below moves when the modes come and go."""
        self.setMinimumHeight(self.mode.sizeHint().height())

    def _button(self, tool: SelectTool) -> QToolButton:
        button = describe(QToolButton(), *_TEXTS[tool])
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.clicked.connect(lambda: self._take_up(tool))
        return button

    def _take_up(self, tool: SelectTool) -> None:
        self._choice.take_up(tool)
        self._show()  # a button that was chosen already is still

    def _show(self) -> None:
        for tool, button in self.buttons.items():
            button.setChecked(tool is self._choice.tool)
        self.mode.choose(self._choice.mode)
        self.mode.setVisible(self._choice.tool is not SelectTool.NAVIGATE)

    def _restyle(self) -> None:
        for tool, button in self.buttons.items():
            button.setIcon(icon(tool.value, self.palette()))
