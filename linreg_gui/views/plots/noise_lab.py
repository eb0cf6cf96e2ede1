"""A noise that is laid over the residuals by hand: its curve, two handles, and what follows from it."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QToolButton

from linreg_gui.core.explaining.noise_lab import NoiseLab
from linreg_gui.views.widgets.accessibility import describe

from .noise_lab_bar import Curve, NoiseLabBar
from .themed_plot import ThemedPlot

_POINTS = 301
_NOTHING = np.empty(0)
_LETTERS = {"Laplace": ("m", "b")}
# Narrower than so many pixels a curve is not drawn by hand.
_NARROWEST = 1.0


class NoiseLabView(QObject):
    """Belongs to the noise plot; a curve that nobody has moved stays the most likely one."""

    opened = Signal(bool)  # by a person, or closed
    moved = Signal()  # the curve is another one

    def __init__(self, plot: ThemedPlot) -> None:
        super().__init__(plot)
        self._plot = plot
        self._lab: NoiseLab | None = None
        self._own: Curve | None = None  # moved by hand
        self.button = describe(
            QToolButton(),
            "Noise lab",
            "Move the curve of the noise over the residuals by hand, and see its likelihood change together "
            "with the loss.",
        )
        self.button.setText("Lab")
        self.button.setCheckable(True)
        self.button.setAutoRaise(True)
        self.button.toggled.connect(self._open)
        plot.add_control(self.button, of_canvas=True)
        self.bar = NoiseLabBar()
        self.bar.hide()
        self.bar.curve_typed.connect(self.move_to)
        self.bar.best_requested.connect(lambda: self.move_to(None))
        plot.body.addWidget(self.bar)
        self.item = pg.PlotCurveItem(antialias=True)
        self.place_handle = pg.InfiniteLine(angle=90, movable=True)
        self.scale_handle = pg.InfiniteLine(angle=90, movable=True)
        for item in (self.item, self.place_handle, self.scale_handle):
            item.setZValue(2)
            item.hide()
            plot.view_box.addItem(item, ignoreBounds=True)
        self.place_handle.sigDragged.connect(self._drag_place)
        self.scale_handle.sigDragged.connect(self._drag_scale)
        plot.view_box.sigXRangeChanged.connect(self._draw)

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return bool(self.button.isChecked())

    def open(self, opened: bool) -> None:
        """Open or close it, as a person does."""
        self.button.setChecked(opened)

    @property
    def own(self) -> Curve | None:
        """Where a person has put the curve; None where it is the most likely one."""
        return self._own

    def curve(self) -> Curve | None:
        """Place and scale of the curve that is shown."""
        if self._lab is None:
            return None
        return self._own or self._lab.best

    def show_lab(self, lab: NoiseLab | str | None) -> None:
        """Other residuals; a sentence where there is no noise to be moved, None where there are none."""
        if isinstance(lab, NoiseLab) and self._lab is not None and lab.family != self._lab.family:
            self._own = None  # of another kind of noise
        self._lab = lab if isinstance(lab, NoiseLab) else None
        if self._lab is None:
            self.bar.show_sentence(lab if isinstance(lab, str) else "")
        self._draw()

    def move_to(self, curve: Curve | None) -> None:
        """Put the curve somewhere; None for where the residuals are the most likely ones."""
        self._own = curve
        self._draw()
        self.moved.emit()

    def restyle(self) -> None:
        """Take the colours from the palette."""
        colour = self._plot.palette().highlight().color()
        strokes = self._plot.strokes
        curve = pg.mkPen(colour, width=strokes.line(2.5))
        self.item.setPen(curve)
        self._plot.strip.set_look("lab", curve)
        for handle, style in (
            (self.place_handle, Qt.PenStyle.SolidLine),
            (self.scale_handle, Qt.PenStyle.DashLine),
        ):
            handle.setPen(pg.mkPen(colour, width=strokes.thin(1.5), style=style))
            handle.setHoverPen(pg.mkPen(colour, width=strokes.thin(4.0), style=style))

    def peak(self) -> float:
        """How high the curve is, which the plot may make room for; 0 where it is not shown."""
        curve = self.curve()
        if not self.is_open or self._lab is None or curve is None:
            return 0.0
        return math.exp(-self._lab.log_norm(curve[1]))

    def _open(self, opened: bool) -> None:
        self.bar.setVisible(opened)
        self._draw()
        self.moved.emit()
        self.opened.emit(opened)

    def _drag_place(self) -> None:
        curve = self.curve()
        if curve is not None:
            self.move_to((float(self.place_handle.value()), curve[1]))

    def _drag_scale(self) -> None:
        curve = self.curve()
        if curve is not None:
            narrowest = _NARROWEST * abs(float(self._plot.view_box.viewPixelSize()[0]))
            self.move_to((curve[0], max(abs(float(self.scale_handle.value()) - curve[0]), narrowest)))

    def _draw(self) -> None:
        lab, curve = self._lab, self.curve()
        shown = self.is_open and lab is not None and curve is not None
        for item in (self.item, self.place_handle, self.scale_handle):
            item.setVisible(shown)
        if lab is None or curve is None or not self.is_open:
            return
        place, scale = curve
        (low, high), _ = self._plot.view_ranges()
        near = place + scale * np.linspace(-6.0, 6.0, _POINTS)
        x = np.sort(np.concatenate([np.linspace(low, high, _POINTS), near, [place]]))
        x = x[np.isfinite(x) & (x >= low) & (x <= high)]
        self.item.setData(x, lab.density(x, place, scale))
        for handle, at in ((self.place_handle, place), (self.scale_handle, place + scale)):
            handle.blockSignals(True)
            handle.setValue(at)
            handle.blockSignals(False)
        self.bar.show_curve(curve, _LETTERS.get(lab.family, ("μ", "σ")), lab.proof(*curve))
