"""Points that move at every frame: all alike, so their places can change without styling each anew."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray


@always_answers
class MovingPoints(pg.ScatterPlotItem):  # type: ignore[misc]
    """A scatter of one symbol; `place` is some ten times as fast as `setData` when the count stays.

    Without points it costs no frame any time.
    """

    def addPoints(self, *places: Any, **looks: Any) -> None:
        super().addPoints(*places, **looks)
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents, not self.data.size)

    def place(self, x: FloatArray, y: FloatArray) -> None:
        """Put the points at these coordinates."""
        if x.size != self.data.size:
            self.setData(x=x, y=y)
        elif x.size:
            self.prepareGeometryChange()
            self.data["x"], self.data["y"] = x, y
            self.bounds = [None, None]
            self.update()

    def count(self) -> int:
        """How many points there are."""
        return int(self.data.size)
