"""The lines of the fit plot: of the current fit, exact, true, and where predicted is actual."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QPen

from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.style import Series

from .plot_ranges import Range, visible_part

# In the order they are drawn: dashes over the current fit, so that both are seen when they agree.
_SERIES = {"fit": Series.FIT, "exact": Series.EXACT, "truth": Series.TRUTH}
# Of the selected rows alone, in the colour of what is selected.
CHOSEN = "chosen"
_IDENTITY = Line(1.0, 0.0)
# Wide enough to be seen on both sides of the dashes that lie on it.
_FIT_WIDTH = 5.0


class FitLines:
    """One item a line, made once and drawn across the view; which lines there are is told by their names."""

    def __init__(self) -> None:
        self.items = {key: pg.PlotCurveItem(antialias=True) for key in ("identity", CHOSEN, *_SERIES)}
        self._shown: dict[str, Line | None] = dict.fromkeys(_SERIES)
        self.curved = False

    def __getitem__(self, key: str) -> Line | None:
        """The line of this name; None where it is not shown."""
        return self._shown.get(key)

    def begin(self, *, identity: bool, curved: bool) -> None:
        """Another view, with the diagonal or without; and whether the others are exponentials of lines."""
        self._shown = dict.fromkeys(_SERIES)
        self._shown["identity"] = _IDENTITY if identity else None
        self.curved = curved

    def show(self, key: str, line: Line | None) -> bool:
        """Show a line from the next drawing on; whether it came or went."""
        came_or_went = (line is None) != (self[key] is None)
        self._shown[key] = line
        return came_or_went

    def names(self) -> list[str]:
        """Those of a model that are shown, in the order of the legend."""
        return [key for key in (*_SERIES, CHOSEN) if self[key] is not None]

    def draw(self, x_range: Range, y_range: Range) -> None:
        """Draw all across a view."""
        for key in self.items:
            self.draw_one(key, x_range, y_range)

    def draw_one(self, key: str, x_range: Range, y_range: Range) -> None:
        """Draw one across a view; cheap enough for every frame."""
        curved = self.curved and key != "identity"
        self.items[key].setData(*visible_part(self[key], x_range, y_range, curved=curved))

    def restyle(self, palette: QPalette, strokes: style.Strokes) -> dict[str, QPen]:
        """In the series colours; the pens for the legend."""
        dark = style.is_dark(palette)
        pens = {key: style.pen(series, dark, strokes) for key, series in _SERIES.items()}
        text = palette.windowText().color()
        pens["identity"] = pg.mkPen(text, width=strokes.line(1.5), style=Qt.PenStyle.DashDotLine)
        chosen = palette.color(QPalette.ColorRole.Highlight)
        pens[CHOSEN] = pg.mkPen(chosen, width=strokes.line(2.0), style=Qt.PenStyle.DashDotLine)
        for key, pen in pens.items():
            own = QPen(pen)
            if key == "fit":
                own.setWidthF(strokes.line(_FIT_WIDTH))
            self.items[key].setPen(own)
        return pens
