"""The Chapter lab: one of its figures, the values that a hand moves, and what follows from them."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.chapter.lab.figure import LabHandle
from linreg_gui.core.chapter.lab.figures import FIGURES
from linreg_gui.core.chapter.lab.state import LabState
from linreg_gui.core.number_text import number_text
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.texts import Label, set_text, set_tip

from .lab_plot import LabPlot
from .value_row import ValueRow

QWIDGETSIZE_MAX = 16_777_215
_WIDE, _PANEL = 560, 280
_BOX_HELP = "Small experiments of the chapter that need no table: choose one, and move its values."
_BACK_HELP = "Put all values of this figure back to where it began."


@always_answers
class LabView(QWidget):
    """Shows a state; wishes for another one."""

    state_requested = Signal(object)  # LabState

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = LabState()
        self._wheel = CalmWheel(self)
        self.rows: dict[str, ValueRow] = {}
        self.box = describe(ElidedBox(), "Figure", _BOX_HELP)
        for figure in FIGURES.values():
            self.box.addItem(figure.title, figure.name)
        self.box.activated.connect(lambda _: self._ask(LabState(self.box.currentData())))
        self.back = describe(QPushButton("Start Over"), "Start over", _BACK_HELP)
        self.back.clicked.connect(lambda: self._ask(LabState(self._state.figure)))
        self.plot = LabPlot()
        self.plot.dragged.connect(self._drag)
        self.about, self.readings = Label(), Label()
        for label in (self.about, self.readings):
            label.setWordWrap(True)
        self.readings.setFont(style.tabular(self.font()))
        self._fields = QWidget()
        self._lay_out()
        self._begin(self._state)
        self.show_state(self._state)

    def show_state(self, state: LabState) -> None:
        """Show a figure at its values."""
        before, self._state = self._state, state
        figure, values, picture = state.drawn_of, state.values, state.picture
        if before.figure != state.figure:
            self._begin(state)
        for name, row in self.rows.items():
            row.show_number(values[name])
        self.plot.show_picture(state.figure, picture)
        told = [(found, picture.outcomes[found.name]) for found in figure.outcomes if found.shown]
        lines = [f"{found.label or found.about}: {_told(number)}" for found, number in told]
        set_text(self.readings, "\n".join(lines))
        set_tip(self.readings, "\n".join(f"{found.label}: {found.about}" for found, _ in told if found.label))
        self.back.setEnabled(bool(state.changed))

    def give_heading(self) -> QWidget:
        """The choice of the figure, which the pane shows beside the title from now on."""
        self._column.removeWidget(self._bar)
        return self._bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is wide the values stand beside the picture."""
        super().resizeEvent(event)
        beside = self.width() >= _WIDE
        flow = QBoxLayout.Direction
        self._body.setDirection(flow.LeftToRight if beside else flow.TopToBottom)
        self._panel.setMinimumWidth(_PANEL if beside else 0)
        self._panel.setMaximumWidth(_PANEL if beside else QWIDGETSIZE_MAX)

    def _lay_out(self) -> None:
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.box, 1)
        bar.addWidget(self.back)
        self._panel = QScrollArea()
        self._panel.setFrameShape(QScrollArea.Shape.NoFrame)
        self._panel.setWidgetResizable(True)
        self._panel.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        self._inside = QVBoxLayout(inside)
        self._inside.setContentsMargins(8, 4, 8, 4)
        self._inside.addWidget(self.about)
        self._inside.addWidget(self._fields)
        self._inside.addWidget(self.readings)
        self._inside.addStretch(1)
        self._panel.setWidget(inside)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(self.plot, 3)
        self._body.addWidget(self._panel, 2)
        heading = self.plot.give_heading()  # the pane has it
        heading.setParent(self)
        heading.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._bar)
        self._column.addLayout(self._body, 1)
        self.setMinimumSize(240, 170)

    def _begin(self, state: LabState) -> None:
        self.box.setCurrentIndex(self.box.findData(state.figure))
        set_text(self.about, state.drawn_of.about)
        self._make_fields(state)

    def _make_fields(self, state: LabState) -> None:
        fields = QWidget()
        grid = QGridLayout(fields)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        self.rows = {
            value.name: ValueRow(value, grid, self._wheel, fields)
            for value in state.drawn_of.values
            if value.shown
        }
        for row in self.rows.values():
            row.changed.connect(self._move)
        self._inside.replaceWidget(self._fields, fields)
        self._fields.hide()
        self._fields.deleteLater()  # it may be one of its boxes that asked
        self._fields = fields

    def _move(self, name: str, number: float) -> None:
        self._ask(self._state.moved(name, number))

    def _drag(self, handle: LabHandle, x: float, y: float) -> None:
        if not (math.isfinite(x) and math.isfinite(y)):
            return
        state = self._state
        if handle.across:
            state = state.moved(handle.across, x - handle.from_x)
        if handle.up:
            state = state.moved(handle.up, y - handle.from_y)
        self._ask(state)
        # A handle that may not go there goes back.
        self.plot.show_picture(self._state.figure, self._state.picture)

    def _ask(self, state: LabState) -> None:
        if state != self._state:
            self.state_requested.emit(state)


def _told(number: float) -> str:
    return "none" if math.isnan(number) else number_text(number, 5)
