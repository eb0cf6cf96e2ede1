"""Painting on the fit plot: tools in its title line, signals from mouse and keys, marks over its points."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtGui import QAction

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import BoolArray, FloatArray
from linreg_gui.core.drawing.drawn_states import NO_STATES, DrawnStates
from linreg_gui.core.drawing.point_lookup import PointLookup
from linreg_gui.core.table.row_set import RowSet, SelectMode
from linreg_gui.core.table.row_states import MOST_LABELS
from linreg_gui.views.plots.fit_plot import FitPlot

from .paint_input import PaintInput
from .paint_layer import PaintLayer
from .paint_tools import Freedom, PaintTools, Tool


@always_answers
class PlotPainter(QObject):
    """Puts painting onto a fit plot; `input` has the signals, everything here shows values."""

    def __init__(self, plot: FitPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._freedom = Freedom.NOTHING
        self.tools = PaintTools(plot)
        self.layer = PaintLayer(plot)
        self.input = PaintInput(plot.canvas, plot.reader.place)
        plot.add_control(self.tools)
        self.remove = self._row_action("&Remove selected rows", self.input.remove_requested)
        self.exclude = self._row_action("&Exclude or include selected rows", self.input.exclude_requested)
        self.hide = self._row_action("&Hide selected rows", self.input.hide_requested)
        self.label = self._row_action("&Label selected rows, or take labels away", self.input.label_requested)
        self.row_actions = (self.remove, self.exclude, self.hide, self.label)
        self.tools.tool_changed.connect(self.input.set_tool)
        for tool, action in self.tools.actions_of.items():
            action.triggered.connect(partial(self._take_up, tool))
        self.tools.brush_changed.connect(self.input.set_brush)
        self.tools.mode_changed.connect(self._set_mode)
        plot.restyled.connect(self._restyle)

    def actions(self) -> list[QAction]:
        """The tools, for a menu."""
        return list(self.tools.actions_of.values())

    def set_freedom(self, freedom: Freedom, obstacle: str = "") -> None:
        """What can be done with the rows in the present view, and why no more."""
        self._freedom = freedom
        self.tools.set_freedom(freedom, obstacle)
        for action in self.row_actions:
            action.setVisible(freedom is not Freedom.NOTHING)
        self.input.set_obstacle(obstacle)
        if freedom is Freedom.NOTHING:
            self.show_points(None)

    def choose(self, tool: Tool) -> None:
        """Take up a tool."""
        self.tools.choose(tool)

    def show_points(self, points: PointLookup | None) -> None:
        """Where all rows are, so that the pointer finds them; None while that is unknown."""
        self.find_points_by(lambda: points)
        self.layer.keep_moved()

    def find_points_by(self, find: Callable[[], PointLookup | None]) -> None:
        """How to find out where the rows are when the pointer asks, as they move."""
        self.input.find_points = find
        self.input.dense = self._plot.image.item.isVisible()

    def show_selection(self, rows: RowSet, x: FloatArray, y: FloatArray) -> None:
        """Frame the selected rows, or a sample of them."""
        self.input.selected = rows
        self.layer.show_selected(x, y)
        self._plot.show_count("selected", len(rows))
        for action in self.row_actions:
            action.setEnabled(bool(len(rows)))

    def show_excluded(self, count: int, x: FloatArray, y: FloatArray) -> None:
        """Cross out the rows that take no part, or a sample of them."""
        self.layer.show_excluded(x, y)
        self._plot.show_count("excluded", count)

    def show_held_out(self, count: int, x: FloatArray, y: FloatArray) -> None:
        """Mark the rows that are held out, or a sample of them."""
        self.layer.show_held_out(x, y)
        self._plot.show_count("held out", count)

    def show_states(self, states: DrawnStates) -> None:
        """Say how many rows are hidden, and that not all are labelled which are to be."""
        labelled = states.n_labelled
        self._plot.show_count("hidden", len(states.hidden), states.hidden_text)
        too_many = labelled > MOST_LABELS
        text = f"{labelled:,} labelled, {MOST_LABELS} of them written"
        self._plot.show_count("labelled", labelled if too_many else 0, text if too_many else "")

    def show_painted(self, x: FloatArray, y: FloatArray, *, anew: bool) -> None:
        """Points came."""
        self.layer.add_painted(x, y, anew=anew)

    def show_moved(
        self, drawn: BoolArray, crossed: BoolArray, held_out: BoolArray, way: tuple[float, float]
    ) -> None:
        """The selected points moved: those that the plot draws, crosses out, and marks as held out."""
        self.layer.show_moved(drawn, crossed, held_out, way)

    def take_back(self) -> None:
        """The stroke was cancelled."""
        self.layer.put_back()

    def forget_stroke(self) -> None:
        """The rows have been drawn anew."""
        self.layer.forget_stroke()

    def clear_marks(self) -> None:
        """No row is marked, as another view comes."""
        self.show_points(None)
        self.layer.forget_stroke()
        self.layer.show_hint("")
        self.layer.show_selected(np.empty(0), np.empty(0))
        self.show_excluded(0, np.empty(0), np.empty(0))
        self.show_held_out(0, np.empty(0), np.empty(0))
        self._plot.show_count("selected", 0)
        self.layer.states.clear()
        self.show_states(NO_STATES)

    def _restyle(self) -> None:
        """Follow the plot from light to dark and back."""
        self.layer.restyle()
        self.input.set_brush(self.input.brush)

    def _set_mode(self, mode: SelectMode) -> None:
        self.input.mode = mode

    def _take_up(self, tool: Tool) -> None:
        """The keys belong to the plot now; a tool that cannot work there says so."""
        self._plot.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if not self._freedom.allows(tool):
            self.input.refused.emit(self.input.obstacle)

    def _row_action(self, text: str, signal: SignalInstance) -> QAction:
        action = QAction(text, self)
        action.setEnabled(False)
        action.triggered.connect(lambda: signal.emit())
        self._plot.menu_actions.append(action)
        return action
