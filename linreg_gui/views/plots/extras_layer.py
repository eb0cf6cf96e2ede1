"""What the fit plot shows besides points and lines, on request; the choice is kept by nobody here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.drawing.fit_extras import OF_RESIDUALS, Extra, Extras
from linreg_gui.core.model.linear_model import Line

from .extras_button import ExtrasButton
from .fit_legend import residual_names
from .plot_strip import PlotStrip
from .residual_layer import ResidualLayer
from .residual_plot import ResidualPlot
from .themed_plot import ThemedPlot

_NOTHING = np.empty(0)


@dataclass(frozen=True)
class ResidualsOf:
    """Whose residuals are shown, and what sticks and squares say of the loss."""

    exact: bool = False
    in_sticks: str = ""
    in_squares: str = ""


class ExtrasLayer(QObject):
    """The items and the button of a plot whose points are told by `take`."""

    changed = Signal(object)  # Extras: by a person
    renamed = Signal()  # the legend has to be written anew

    def __init__(self, plot: ThemedPlot, fit_line: Callable[[], Line | None]) -> None:
        super().__init__(plot)
        self._plot = plot
        self._fit_line = fit_line  # of the current fit, which the squares lie beside
        self._actual = False
        self._labels: tuple[FloatArray, FloatArray] = (_NOTHING, _NOTHING)
        self._total = 0
        self._of = ResidualsOf()
        self._names: dict[str, tuple[str, str]] = {}
        self.button = ExtrasButton()
        self.button.changed.connect(self._change)
        plot.add_beside_strip(self.button)
        self.residuals = ResidualLayer(self._pixel)
        for item in self.residuals.items:
            plot.view_box.addItem(item, ignoreBounds=True)
        self.residual_plot = ResidualPlot(plot)
        plot.view_box.sigResized.connect(self.draw)

    def chosen(self) -> Extras:
        """What is to be shown."""
        return self.button.chosen()

    def choose(self, extras: Extras) -> None:
        """Choose what is to be shown as a person does."""
        if extras != self.chosen():
            self.button.choose(extras)
            self._change(extras)

    def take(self, x: FloatArray, y: FloatArray, total: int, *, actual: bool) -> None:
        """The rows that are drawn of so many, by feature and label; or by the label twice, if ``actual``."""
        self._labels, self._total, self._actual = (x, y), total, actual
        self.residual_plot.name_axes(self._plot.axis_labels()[actual], own_axis=actual)

    def drop(self) -> None:
        """There are no rows."""
        self._labels = _NOTHING, _NOTHING
        self.residuals.clear()
        self.residual_plot.show_residuals(_NOTHING, _NOTHING)
        self._name()

    def show_residuals(
        self, predictions: FloatArray, values: FloatArray, of: ResidualsOf | None = None
    ) -> None:
        """What is predicted for the drawn rows, and their residuals, in their order."""
        x, labels = self._labels
        self._of = of or ResidualsOf()
        if predictions.size != x.size or values.size != x.size:
            return
        self.residual_plot.show_residuals(predictions if self._actual else x, values)
        if self._actual:
            self.residuals.show(x, predictions, x, 1.0)
        else:
            line = self._fit_line()
            self.residuals.show(x, labels, predictions, 0.0 if line is None else line.slope)
        self._name()

    def move(self, x: FloatArray, y: FloatArray) -> None:
        """A hand moves the drawn rows, whose residuals go along."""
        line = self._fit_line()
        if line is not None and self.chosen() & OF_RESIDUALS:
            self._labels = x, y
            predictions = line.slope * x + line.intercept
            self.show_residuals(predictions, y - predictions, self._of)

    def draw(self) -> None:
        """Draw anew, as another part of the plane is in sight."""
        self.residuals.draw()

    def restyle(self) -> None:
        """Take the colours from the palette."""
        self.residual_plot.restyle()
        stick, square = self.residuals.restyle(self._plot.palette())
        self._plot.strip.set_look("sticks", stick)
        self._plot.strip.set_look("squares", stick, square)

    def cells(self) -> list[str]:
        """What the legend has to name."""
        if not self.residuals.drawn:
            return []
        return ["sticks" if self.residuals.kind is Extra.STICKS else "squares"]

    def name_cells(self, strip: PlotStrip) -> None:
        """Name what is drawn."""
        for key, names in self._names.items():
            strip.set_name(key, *names)

    def _change(self, extras: Extras) -> None:
        self.residuals.choose(extras)
        self.residual_plot.show(Extra.RESIDUAL_PLOT in extras)
        if not extras & OF_RESIDUALS:
            self.residuals.clear()
        self._name()
        self.changed.emit(extras)

    def _name(self) -> None:
        """Tell where another name is needed than the one that is there, as at no frame of a run."""
        of, before = self._of, (self._names, self.cells())
        told = of.in_sticks, of.in_squares
        self._names = residual_names(self.residuals.drawn, self._total, of.exact, told)
        if (self._names, self.cells()) != before or not self.residuals.drawn:
            self.renamed.emit()

    def _pixel(self) -> tuple[float, float]:
        width, height = self._plot.view_box.viewPixelSize()
        return abs(float(width)), abs(float(height))
