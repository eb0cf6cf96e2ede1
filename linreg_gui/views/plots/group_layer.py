"""Groups of rows on the fit plot: shape and colour of its points, and a line for each group; no controls."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPalette, QPen

from linreg_gui.core.arrays import IntArray
from linreg_gui.core.drawing.group_lines import GroupLine
from linreg_gui.core.number_text import number_text
from linreg_gui.core.table.groups import MOST_GROUPS
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .group_looks import group_colour, group_symbol
from .moving_points import MovingPoints
from .plot_ranges import Range, visible_part

# Names of groups, and which of them each drawn row belongs to, −1 for none.
Groups = tuple[Sequence[str], IntArray]
NO_GROUPS: Groups = ((), np.empty(0, dtype=np.int64))


class GroupLayer:
    """Styles the points it is given, and has the lines; all of them are made once."""

    def __init__(self, points: MovingPoints) -> None:
        self._points = points
        self._groups = NO_GROUPS
        self._lines: Sequence[GroupLine] = ()
        self.items = [pg.PlotCurveItem(antialias=True) for _ in range(MOST_GROUPS)]

    @property
    def has_lines(self) -> bool:
        """Whether some group has a line."""
        return any(group.line is not None for group in self._lines)

    def show_groups(self, groups: Groups, palette: QPalette) -> None:
        """Tell the points apart by these groups; their lines follow."""
        self._groups, self._lines = groups, ()
        self.style_points(palette)

    def show_lines(self, lines: Sequence[GroupLine]) -> None:
        """The exact line of each group alone, or of the only rows that are shown."""
        self._lines = lines

    def details(self) -> list[str]:
        """A line of text for each group: how many rows it has, and its line."""
        return [f"{group.name}: {counted(group.n_rows, 'row')}{_equation(group)}" for group in self._lines]

    def draw(self, x_range: Range, y_range: Range, *, curved: bool) -> None:
        """Draw every line across a view."""
        for at, item in enumerate(self.items):
            line = self._lines[at].line if at < len(self._lines) else None
            if line is not None or item.isVisible():
                item.setData(*visible_part(line, x_range, y_range, curved=curved))
            item.setVisible(line is not None)  # what is empty is painted with every frame, too

    def style_points(self, palette: QPalette) -> None:
        """Shape and colour of each point, once the points are there."""
        levels, codes = self._groups
        if not levels or codes.size != self._points.count():
            return
        looks = {code: QBrush(group_colour(code, style.is_dark(palette))) for code in range(len(levels))}
        looks[-1] = QBrush(style.muted(palette))
        self._points.setSymbol([group_symbol(code) for code in codes.tolist()])
        self._points.setBrush([looks[code] for code in codes.tolist()])

    def style_lines(self, palette: QPalette, strokes: style.Strokes) -> QPen:
        """In the colours of the groups, or in that of exact solutions; the pen for the legend."""
        dark, coloured = style.is_dark(palette), bool(self._groups[0])
        exact = Series.EXACT.colour(dark)
        for code, item in enumerate(self.items):
            item.setPen(_pen(group_colour(code, dark) if coloured else exact, strokes))
        return _pen(palette.windowText().color() if coloured else exact, strokes)


def _pen(colour: QColor, strokes: style.Strokes) -> QPen:
    return QPen(pg.mkPen(colour, width=strokes.line(2.0), style=Qt.PenStyle.DashDotDotLine))


def _equation(group: GroupLine) -> str:
    if group.line is None:
        return ", no line of its own"
    return f", slope {number_text(group.line.slope, 5)}, {number_text(group.line.intercept, 5)} at 0"
