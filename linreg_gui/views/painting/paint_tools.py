"""The tools of the fit plot: what the left mouse button does there."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.selecting.select_choice import SelectTool
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.select_mode_box import SelectModeBox
from linreg_gui.views.widgets.texts import set_description, set_help, set_name
from linreg_gui.views.widgets.whole_box import WholeBox


class Tool(enum.Enum):
    """What the left mouse button does in the plot."""

    NAVIGATE = "navigate"
    SELECT = "select"
    LASSO = "lasso"
    ADD = "add-point"
    BRUSH = "brush"

    @property
    def selects(self) -> SelectTool:
        """What it is in plots where rows are only selected."""
        return {Tool.SELECT: SelectTool.FRAME, Tool.LASSO: SelectTool.LASSO}.get(self, SelectTool.NAVIGATE)


class Freedom(enum.Enum):
    """What can be done with the rows in the plot that is shown."""

    NOTHING = "nothing"
    SELECT = "select"  # rows can be found, but neither added nor moved
    PAINT = "paint"

    def allows(self, tool: Tool) -> bool:
        """Whether a tool has something to work on."""
        return self is Freedom.PAINT or (self is Freedom.SELECT and tool not in (Tool.ADD, Tool.BRUSH))


@dataclass(frozen=True)
class Brush:
    """Radius in pixels, and how many points come along a hundred pixels of the way."""

    radius: int = 24
    amount: int = 20


_TEXTS = {
    Tool.NAVIGATE: (
        "&Navigate",
        "Alt+1",
        "Drag to move the view, turn the wheel to zoom, click a point to select its row. A drag with Shift "
        "draws a frame whose rows come to the selection, with Alt one whose rows are taken away.",
    ),
    Tool.SELECT: (
        "&Select and Move Rows",
        "Alt+2",
        "Click a point or draw a frame around several; Shift adds to the selection, Alt takes away from it, "
        "both together leave what is in both, and Ctrl draws a frame even from a point on. Drag selected "
        "points, or use the arrow keys, to move them. Delete removes the rows, E excludes or includes "
        "them, H hides them and L labels them.",
    ),
    Tool.LASSO: (
        "Select with the &Lasso",
        "Alt+5",
        "Draw a line around points to select them, or click one; Shift adds to the selection, Alt takes away "
        "from it, both together leave what is in both.",
    ),
    Tool.ADD: ("&Add Points", "Alt+3", "Click to add a row; hold the button to place it."),
    Tool.BRUSH: ("Paint with the &Brush", "Alt+4", "Drag to add many rows along the way."),
}
_SELECTS = (Tool.SELECT, Tool.LASSO)


@always_answers
class PaintTools(QWidget):
    """A row of tool buttons, and two fields when the brush is chosen."""

    tool_changed = Signal(object)  # Tool
    brush_changed = Signal(object)  # Brush
    mode_changed = Signal(object)  # SelectMode

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faded = dict.fromkeys(Tool, False)  # where it cannot work
        group = QActionGroup(self)
        self.actions_of = {tool: self._tool_action(tool, group) for tool in Tool}
        self.buttons = {tool: _button(action) for tool, action in self.actions_of.items()}
        brush = Brush()
        self.radius = describe(WholeBox(), "Radius of the brush", "How far from the pointer points may fall.")
        self.radius.setRange(1, 80)
        self.radius.setSuffix(" px")
        self.radius.setValue(brush.radius)
        self.amount = describe(
            WholeBox(), "Points of the brush", "How many points come along every 100 pixels of the way."
        )
        self.amount.setRange(1, 999)
        self.amount.setSuffix(" pts")
        self.amount.setValue(brush.amount)
        self.mode = SelectModeBox(short=True)
        self.mode.mode_changed.connect(self.mode_changed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.mode)
        for field in (self.radius, self.amount):
            field.valueChanged.connect(lambda: self.brush_changed.emit(self.brush()))
            layout.addWidget(field)
        layout.addSpacing(4)
        for button in self.buttons.values():
            layout.addWidget(button)
        self._restyle()
        self.actions_of[Tool.NAVIGATE].setChecked(True)
        self._show_fields()
        self.set_freedom(Freedom.NOTHING)

    def tool(self) -> Tool:
        """The chosen tool."""
        return next(tool for tool, action in self.actions_of.items() if action.isChecked())

    def choose(self, tool: Tool) -> None:
        """Choose a tool, if there is anything to use it on."""
        if self.actions_of[tool].isEnabled():
            self.actions_of[tool].setChecked(True)

    def brush(self) -> Brush:
        """The size of the brush."""
        return Brush(self.radius.value(), self.amount.value())

    def set_freedom(self, freedom: Freedom, obstacle: str = "") -> None:
        """Offer the tools where there are rows at all; one that cannot work says why, and stays chosen."""
        for tool, action in self.actions_of.items():
            offered = freedom is not Freedom.NOTHING
            action.setEnabled(offered)
            action.setVisible(offered)
            self.buttons[tool].setVisible(offered)
            refused = offered and not freedom.allows(tool)
            self._explain(action, tool, f"Not here. {obstacle}" if refused else _TEXTS[tool][2])
            if self._faded[tool] != refused:
                self._faded[tool] = refused
                self._draw_icon(tool)
        self._show_fields()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_of"):
            self._restyle()

    def _tool_action(self, tool: Tool, group: QActionGroup) -> QAction:
        text, key, help_text = _TEXTS[tool]
        action = QAction(text, self)
        action.setCheckable(True)
        action.setShortcut(QKeySequence(key))
        self._explain(action, tool, help_text)
        action.toggled.connect(self._tell)
        group.addAction(action)
        return action

    def _explain(self, action: QAction, tool: Tool, help_text: str) -> None:
        name = _TEXTS[tool][0].replace("&", "")
        set_help(action, help_text, f"{name} ({action.shortcut().toString()}): {help_text}")

    def _tell(self, checked: bool) -> None:
        if checked:
            self._show_fields()
            self.tool_changed.emit(self.tool())

    def _show_fields(self) -> None:
        selects = self.tool() in _SELECTS and self.actions_of[self.tool()].isEnabled()
        self.mode.setVisible(selects)
        for field in (self.radius, self.amount):
            field.setVisible(self.tool() is Tool.BRUSH and self.actions_of[Tool.BRUSH].isEnabled())

    def _restyle(self) -> None:
        for tool in Tool:
            self._draw_icon(tool)

    def _draw_icon(self, tool: Tool) -> None:
        role = QPalette.ColorRole.PlaceholderText if self._faded[tool] else QPalette.ColorRole.ButtonText
        self.actions_of[tool].setIcon(icon(tool.value, self.palette(), role))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAutoRaise(True)
    button.setIconSize(QSize(16, 16))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    set_name(button, action.text().replace("&", ""))
    set_description(button, action.whatsThis())
    return button
