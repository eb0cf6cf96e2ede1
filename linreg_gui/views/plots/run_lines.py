"""The lines of pinned runs in a plot, each with its colour and its dashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyqtgraph as pg

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.limits import MOST_PINNED
from linreg_gui.core.model.loss_curve import LossCurve, RunCurve
from linreg_gui.views.widgets.style import run_pen

from .plot_ranges import outline

PlacesOf = Callable[[LossCurve], FloatArray]
_MOST_DRAWN = 300
HeightsOf = Callable[[FloatArray], FloatArray]


class RunLines:
    """One item for each look, made once."""

    def __init__(self, view_box: pg.ViewBox) -> None:
        self.items = [pg.PlotCurveItem(connect="finite") for _ in range(MOST_PINNED)]
        for item in self.items:
            item.setZValue(-0.5)  # over the grid, below the present run
            view_box.addItem(item, ignoreBounds=True)
            item.hide()

    def draw(
        self, runs: Sequence[RunCurve], places_of: PlacesOf, heights_of: HeightsOf
    ) -> list[tuple[FloatArray, FloatArray]]:
        """Draw those that are shown; where their points lie."""
        lines: dict[int, tuple[FloatArray, FloatArray]] = {}
        for run in runs:
            places = places_of(run.curve)
            if run.shown and np.isfinite(places).any():  # points that are none have no bounds
                lines[run.look] = places, heights_of(run.curve.training)
        self.place({look: outline(*_some(*line)) for look, line in lines.items()})
        return list(lines.values())

    def place(self, lines: Mapping[int, tuple[FloatArray, FloatArray]]) -> None:
        """By look: where the points of a line lie; the others are hidden."""
        for look, item in enumerate(self.items):
            item.setVisible(look in lines)
            if look in lines:
                item.setData(*lines[look])

    def restyle(self, dark: bool, width: float) -> None:
        """Colours for the palette."""
        for look, item in enumerate(self.items):
            item.setPen(run_pen(look, dark, width))


def _some(places: FloatArray, heights: FloatArray) -> tuple[FloatArray, FloatArray]:
    """At most some hundred points, the last one among them: dashes of more take long to paint."""
    every = -(-places.size // _MOST_DRAWN)
    kept = np.unique(np.append(np.arange(0, places.size, max(1, every)), places.size - 1))
    return places[kept], heights[kept]
