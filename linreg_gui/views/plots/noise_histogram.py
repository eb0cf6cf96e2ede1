"""The noise: a histogram of the residuals under the density that fits them best, by the loss."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QPen
from PySide6.QtWidgets import QComboBox, QWidget

from linreg_gui.core.explaining.run_noise import NoiseWish, RunNoise
from linreg_gui.core.model.noise import NoiseSummary, normal_density
from linreg_gui.core.model.true_noise import true_density
from linreg_gui.core.number_text import number_text
from linreg_gui.core.table.row_set import NO_ROWS, RowSet
from linreg_gui.core.telling.plot_series import PlotSeries
from linreg_gui.core.telling.summaries import noise_sentence
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.elided_box import ElidedBox
from linreg_gui.views.widgets.style import Series

from .noise_lab import NoiseLabView
from .plot_ranges import padded, rounded_out
from .plot_strip import WIDEST_NUMBER, WIDEST_POSITIVE, Cell, PlotStrip, Swatch, reading
from .scene_plot import FedPlot

_EMPTY = "The residuals appear here once there is a model: how far the labels lie from its predictions."
_SIGMA = "standard deviation σ"


class _Names(NamedTuple):
    """What a density and its two numbers are called, in full and in short."""

    density: tuple[str, str]
    location: tuple[str, str]
    scale: tuple[str, str]


_NAMES = {
    "normal": _Names(("normal density N(μ, σ²)", "N(μ, σ²)"), ("mean μ", "μ"), (_SIGMA, "σ")),
    "Laplace": _Names(
        ("Laplace density, exp(−|r − m| / b) / 2b", "Laplace"), ("median m", "m"), ("mean |r − m|, b", "b")
    ),
    "Huber": _Names(
        ("Huber density, normal with straight tails", "Huber"), ("middle", "middle"), ("σ in the middle", "σ")
    ),
    "Poisson": _Names(
        ("expected of Poisson counts", "Poisson"), ("mean", "mean"), ("standard deviation", "sd")
    ),
}
_TRUE_POINTS = 401
# The most that a curve which is moved by hand may take of the height, times what the others take.
_MOST_HEIGHT = 3.0
_NARROWEST, _LONGEST = 84, 22
_READINGS = ("mean", "std", "likelihood", "n")


class NoiseHistogram(FedPlot):
    """Shows residuals, the noise of the loss over them, and the numbers of both; asks for other ones."""

    _empty = _EMPTY
    wish_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Noise", PlotStrip(_cells()), parent)
        self.bars = pg.PlotCurveItem([0.0, 1.0], [0.0], stepMode="center", fillLevel=0.0)
        self.normal = pg.PlotCurveItem(antialias=True)
        self.selected = pg.PlotCurveItem([0.0, 1.0], [0.0], stepMode="center", fillLevel=0.0)
        self._scene: RunNoise | None = None
        self._selected = NO_ROWS
        self._hidden = ""
        self.truth = pg.PlotCurveItem(antialias=True)
        self.truth.hide()
        self._tallest = 1.0
        self._make_source_box()
        for item in (self.bars, self.selected, self.normal, self.truth):
            self.view_box.addItem(item, ignoreBounds=True)
        self.lab = NoiseLabView(self)
        self.lab.moved.connect(self._move_lab)
        self.lab.opened.connect(self.wish_changed)
        self.view_box.sigXRangeChanged.connect(self._draw_truth)
        self.restyle()
        self.clear()

    @property
    def wish(self) -> NoiseWish:
        """Whose residuals are to be seen, and with what."""
        return NoiseWish(self.shows_exact(), self._selected, self.lab.is_open)

    def select(self, rows: RowSet) -> None:
        """Mark the share of these rows of the table."""
        if rows != self._selected:
            self._selected = rows
            self.wish_changed.emit()

    def shows_exact(self) -> bool:
        """Whether the residuals of the exact solution are wished for, and not those of the current fit."""
        return bool(self._source.currentData())

    def set_exact(self, exact: bool) -> None:
        """Choose whose residuals are shown."""
        self._source.setCurrentIndex(int(exact))

    def show_value(self, scene: RunNoise) -> None:
        """Show residuals; those that were prepared for another wish are left out."""
        if scene.wish != self.wish:
            return
        truth = None if self._scene is None else self._scene.truth
        self._scene, noise = scene, scene.noise
        self._name_axes(scene.label)
        if scene.truth is not truth:
            self._draw_truth()
        if scene.wish.lab or noise is None:
            self.lab.show_lab(scene.lab)
        if noise is None:
            self._draw(None)
            self.show_message(scene.explanation)
            return
        self.strip.set_name("residuals", scene.name, scene.short_name)
        self._draw(scene)
        self._write(noise)
        self._set_home(noise)
        self.show_canvas()

    def show_hidden(self, text: str) -> None:
        """Say how many rows are hidden in plots of rows, and count in the bars; nothing for none."""
        self._hidden = text
        self.strip.set_name("hidden", text)
        self._list_cells()

    def summary(self) -> str:
        """Where the residuals lie, and what shape they have."""
        scene = self._scene
        told = "" if scene is None or scene.noise is None else noise_sentence(scene.noise, scene.name)
        return self.message() or told

    def series(self) -> Sequence[PlotSeries]:
        """The bars by their middles, and the normal density there."""
        noise = None if self._scene is None else self._scene.noise
        if noise is None:
            return ()
        x_name, y_name = self.axis_labels()
        middles = 0.5 * (noise.edges[1:] + noise.edges[:-1])
        found = [PlotSeries("residuals", x_name, y_name, middles, noise.density)]
        curve = noise.curve
        if curve is not None and noise.fitted is None:
            normal = normal_density(middles, curve.location, curve.scale)
            found.append(PlotSeries("normal density", x_name, y_name, middles, normal))
        elif curve is not None:
            found.append(PlotSeries(f"{curve.family} density", x_name, y_name, curve.x, curve.density))
        for name, item in (("true noise", self.truth), ("curve moved by hand", self.lab.item)):
            x, density = item.getData()
            if item.isVisible() and x is not None and x.size:
                found.append(PlotSeries(name, x_name, y_name, x, density))
        return found

    def clear(self) -> None:
        """Show nothing but what will come."""
        self._scene = None
        self._zoomed = False
        self._name_axes("")
        self.lab.show_lab(None)
        self._draw_truth()
        self._draw(None)
        self.strip.set_values(dict.fromkeys(_READINGS, "–"))
        self.show_message(_EMPTY)

    def restyle(self) -> None:
        """Series colours for the palette."""
        super().restyle()
        outline = pg.mkPen(Series.RESIDUALS.colour(self.dark), width=self.strokes.thin(1.0))
        fill = Series.RESIDUALS.colour(self.dark)
        fill.setAlpha(110)
        self.bars.setPen(outline)
        self.bars.setBrush(fill)
        chosen = self.palette().highlight().color()
        self.selected.setPen(pg.mkPen(chosen, width=self.strokes.thin(1.5)))
        self.selected.setBrush(QBrush(chosen, Qt.BrushStyle.BDiagPattern))
        self.strip.set_look("selected", QPen(chosen), QBrush(chosen, Qt.BrushStyle.BDiagPattern))
        normal = pg.mkPen(self.palette().windowText().color(), width=self.strokes.line(2.0))
        self.normal.setPen(normal)
        self.strip.set_look("residuals", QPen(outline), QBrush(fill))
        self.strip.set_look("normal", normal)
        truth = style.pen(Series.TRUTH, self.dark, self.strokes)
        self.truth.setPen(truth)
        self.strip.set_look("truth", truth)
        self.lab.restyle()

    def _name_axes(self, label: str) -> None:
        """The label, in whose units the residuals are."""
        name = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 2]}…"
        names = f"residual = {name or 'label'} − prediction", "density"
        if names != self.axis_labels():
            self.set_axis_labels(*names)

    def _draw(self, scene: RunNoise | None) -> None:
        """The bars, the share of the selected rows in them, and the densities over them."""
        noise = None if scene is None else scene.noise
        curve = None if noise is None else noise.curve
        self.bars.setData(*(([0.0, 1.0], [0.0]) if noise is None else (noise.edges, noise.density)))
        self.normal.setData(*(([], []) if curve is None else (curve.x, curve.density)))
        tall = [part.density.max(initial=0.0) for part in (noise, curve) if part is not None]
        self._tallest = float(max(tall, default=1.0))
        marked = None if scene is None else scene.marked
        self.selected.setVisible(marked is not None)
        if scene is not None and noise is not None and marked is not None:
            self.selected.setData(noise.edges, marked)
            self.strip.set_name("selected", f"{scene.n_marked:,} selected")
        self._list_cells()

    def _set_home(self, noise: NoiseSummary) -> None:
        """Rounded, so that small changes leave it alone; never by what was shown before."""
        x_range = rounded_out(padded((float(noise.edges[0]), float(noise.edges[-1])), 0.02))
        _, true = self.truth.getData()
        highest = float(true.max()) if self.truth.isVisible() and true is not None else 0.0
        tallest = max(self._tallest, min(max(self.lab.peak(), highest), _MOST_HEIGHT * self._tallest))
        self.set_home(x_range, (0.0, rounded_out((0.0, 1.05 * tallest))[1] or 1.0), keep_zoom=True)

    def _move_lab(self) -> None:
        if self._scene is not None and self._scene.noise is not None:
            self._set_home(self._scene.noise)
        self._list_cells()

    def _draw_truth(self) -> None:
        truth = None if self._scene is None else self._scene.truth
        x = np.linspace(*self.view_ranges()[0], _TRUE_POINTS)
        density = None if truth is None else true_density(truth, x)
        self.truth.setVisible(density is not None)
        if density is not None:
            self.truth.setData(x, density)

    def _list_cells(self) -> None:
        there = {
            "selected": self.selected.isVisible(),
            "hidden": bool(self._hidden),
            "truth": self.truth.isVisible(),
            "lab": self.lab.is_open and self.lab.curve() is not None,
        }
        self.strip.set_shown([key for key in _cells() if there.get(key, True)])

    def _make_source_box(self) -> None:
        self._source = describe(
            ElidedBox(),
            "Whose residuals",
            "Show how far the labels lie from the predictions of the current fit, or of the exact solution.",
        )
        self._source.addItem("current fit", False)
        self._source.addItem("exact solution", True)
        self._source.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._source.setMinimumContentsLength(12)
        self._source.setMinimumWidth(_NARROWEST)  # beside many tabs
        self._source.currentIndexChanged.connect(self.wish_changed)
        self._wheel = CalmWheel(self)
        self._wheel.guard(self._source)
        self.add_control(self._source)

    def _write(self, noise: NoiseSummary) -> None:
        fitted = noise.fitted
        freedom = f" (n − {noise.n_parameters})" if noise.n_parameters and fitted is None else ""
        words = _NAMES["normal" if fitted is None else fitted.family]
        self.strip.set_name("normal", *words.density)
        self.strip.set_name("mean", *words.location)
        self.strip.set_name("std", *(f"{name}{freedom}" for name in words.scale))
        likelihood = noise.negative_log_likelihood if fitted is None else fitted.negative_log_likelihood
        self.strip.set_values(
            {
                "mean": reading(noise.mean if fitted is None else fitted.location),
                "std": reading(noise.standard_error if fitted is None else fitted.scale),
                "likelihood": number_text(likelihood, 6),
                "n": f"{noise.n_rows:,}",
            }
        )


def _cells() -> dict[str, Cell]:
    return {
        "residuals": Cell("residuals", Swatch.PATCH),
        "selected": Cell("", Swatch.PATCH, shown=False),
        "hidden": Cell("", shown=False),
        "normal": Cell("normal density N(μ, σ²)", Swatch.LINE, short="N(μ, σ²)"),
        "truth": Cell("true noise", Swatch.LINE, shown=False),
        "lab": Cell("moved by hand", Swatch.LINE, short="by hand", shown=False),
        "mean": Cell("mean μ", reserve=WIDEST_NUMBER, short="μ"),
        "std": Cell(_SIGMA, reserve=WIDEST_POSITIVE, short="σ"),
        "likelihood": Cell("negative log-likelihood", reserve="−8.88888×10⁸⁸", short="−log L"),
        "n": Cell("n", reserve="88,888,888"),
    }
