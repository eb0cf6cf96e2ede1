"""Says that the line of the fit lies outside what is shown, and on which side; a click shows it."""

from __future__ import annotations

import math

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget

from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import set_text

from .plot_ranges import Range

_HELP = "Make room for the line beside the points; a double click on the plot shows the points alone again."
_EDGE = 6
_LARGEST_EXPONENT = 700.0


class LineOutside(QPushButton):
    """At the edge beyond which the line is; hidden where some of the line is in sight."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        describe(self, "The fit line is out of sight", _HELP)
        self._ends: Range = (0.0, 0.0)
        self._where = ""
        self.hide()

    @property
    def ends(self) -> Range:
        """The lowest and the highest label on the line, over what is shown of the feature."""
        return self._ends

    def look(self, line: Line | None, x_range: Range, y_range: Range, *, curved: bool, area: QRect) -> None:
        """Say where the line is, in a plot that takes this part of the canvas."""
        where = ""
        if line is not None:
            heights = [line.slope * x + line.intercept for x in x_range]
            if curved:
                heights = [math.exp(min(height, _LARGEST_EXPONENT)) for height in heights]
            self._ends = min(heights), max(heights)
            where = "above" if self._ends[0] > y_range[1] else "below" if self._ends[1] < y_range[0] else ""
        if where:
            self._place(where, area)
        if where != self._where:
            self._where = where
            self.setVisible(bool(where))

    def _place(self, where: str, area: QRect) -> None:
        set_text(self, f"The fit line is {where} what is shown {'↑' if where == 'above' else '↓'}")
        size = self.sizeHint()
        top = area.top() + _EDGE if where == "above" else area.bottom() - _EDGE - size.height()
        self.setGeometry(QRect(area.center().x() - size.width() // 2, top, size.width(), size.height()))
        self.raise_()
