"""What the fit plot shows besides points and lines, on request; the choice is kept by nobody here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from linreg_gui.core.arrays import FloatArray, quiet_overflow
from linreg_gui.core.drawing.fit_extras import BANDS, OF_RESIDUALS, Extra, Extras
from linreg_gui.core.explaining.standing_noise import StandingNoise
from linreg_gui.core.inference.line_bands import LineBands
from linreg_gui.core.model.linear_model import Line
from linreg_gui.views.widgets.style import Series

from .band_layer import BandLayer
from .extras_button import ExtrasButton
from .fit_legend import residual_names
from .noise_on_line import NoiseOnLine
from .note_box import NoteBox
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
    in_short: str = ""  # of the squares, where there is little room


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
        self._told: tuple[dict[str, tuple[str, str]], list[str]] = ({}, [])
        self.button = ExtrasButton()
        self.button.changed.connect(self._change)
        plot.add_control(self.button, of_canvas=True)
        self.residuals = ResidualLayer(self._pixel)
        self.bands = BandLayer()
        self._no_bands = ""  # why not
        self.noise = NoiseOnLine()
        self._noise_words = ""
        self.equation = NoteBox(plot.view_box, 2)
        plot.legend.texts.append(self.equation.ground)
        self._equations: Sequence[tuple[str, Series]] = ()
        self._falling = False
        for item in (*self.bands.items, *self.residuals.items, *self.noise.items):
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
        self.show_bands(None)
        self.show_noise(None)
        self.show_equations(())

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

    def move(self, x: FloatArray, y: FloatArray, *, curved: bool = False) -> None:
        """A hand moves the drawn rows, whose residuals go along; from the line, or from its exponential."""
        line = self._fit_line()
        if line is not None and self.chosen() & OF_RESIDUALS:
            self._labels = x, y
            with quiet_overflow():
                predictions = line.slope * x + line.intercept
                predictions = np.exp(predictions) if curved else predictions
            self.show_residuals(predictions, y - predictions, self._of)

    def show_bands(self, bands: LineBands | str | None, *, curved: bool = False) -> None:
        """The bands of the exact line, or the sentence that says why there are none; None while unknown.

        ``curved`` where they are of the label's logarithm, and the plot is of the label itself.
        """
        self.bands.show(bands if isinstance(bands, LineBands) else None, curved=curved)
        self._no_bands = bands if isinstance(bands, str) else ""
        self.bands.draw(*self._plot.view_ranges())
        self._name()

    def show_equations(self, equations: Sequence[tuple[str, Series]], *, falling: bool = False) -> None:
        """Texts in the colours of their lines, in the corner above lines that rise or are ``falling``."""
        self._equations, self._falling = equations, falling
        looks = [(text, series.colour(self._plot.dark)) for text, series in equations]
        self.equation.show_lines(looks if Extra.EQUATION in self.chosen() else (), right=falling)

    def show_noise(self, noise: StandingNoise | None, words: str = "") -> None:
        """The noise on the line, and what it is; None for none."""
        self.noise.show(noise, self._plot.view_ranges()[0])
        self._noise_words = words
        self._name()

    def draw(self) -> None:
        """Draw anew, as another part of the plane is in sight."""
        self.residuals.draw()
        self.bands.draw(*self._plot.view_ranges())

    def restyle(self) -> None:
        """Take the colours from the palette."""
        self.residual_plot.restyle()
        looks = self._plot.palette(), self._plot.strokes
        for key, look in self.bands.restyle(*looks).items():
            self._plot.strip.set_look(key, *look)
        self._plot.strip.set_look("noise", *self.noise.restyle(*looks))
        palette, font = self._plot.palette(), self._plot.font()
        self.equation.restyle(palette.color(self._plot.backgroundRole()), font)
        self.show_equations(self._equations, falling=self._falling)
        stick, square = self.residuals.restyle(*looks)
        self._plot.strip.set_look("sticks", stick)
        self._plot.strip.set_look("squares", stick, square)

    def cells(self) -> list[str]:
        """What the legend has to name."""
        cells = list(self.bands.names())
        if self.residuals.drawn:
            cells.insert(0, "sticks" if self.residuals.kind is Extra.STICKS else "squares")
        if self.noise.shown:
            cells.append("noise")
        return cells + (["no bands"] if self._no_bands and self.chosen() & BANDS else [])

    def name_cells(self, strip: PlotStrip) -> None:
        """Name what is drawn."""
        for key, names in self._names.items():
            strip.set_name(key, *names)

    def _change(self, extras: Extras) -> None:
        self.residuals.choose(extras)
        self.residual_plot.show(Extra.RESIDUAL_PLOT in extras)
        self.bands.choose(extras)
        self.bands.draw(*self._plot.view_ranges())
        self.show_equations(self._equations, falling=self._falling)
        if not extras & OF_RESIDUALS:
            self.residuals.clear()
        self._name()
        self.changed.emit(extras)

    def _name(self) -> None:
        """Tell where another name is needed than the one that is there, as at no frame of a run."""
        of = self._of
        loss = of.in_sticks, of.in_squares
        self._names = {
            **residual_names(self.residuals.drawn, self._total, of.exact, loss, of.in_short),
            **self.bands.names(),
            "no bands": (self._no_bands, "no bands here"),
            "noise": (self._noise_words, "noise"),
        }
        told = self._names, self.cells()
        if told != self._told:
            self._told = told
            self.renamed.emit()

    def _pixel(self) -> tuple[float, float]:
        width, height = self._plot.view_box.viewPixelSize()
        return abs(float(width)), abs(float(height))
