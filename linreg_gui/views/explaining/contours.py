"""Contours of a loss in a plot: thin lines, some of them with their height written on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QPen

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.quadratic import Ellipse, Quadratic
from linreg_gui.core.explaining.sampled_loss import Contour, SampledLoss
from linreg_gui.core.explaining.view_box import Range
from linreg_gui.views.widgets.texts import set_text

_MARGIN = 3.0  # pixels around a label


class Contours:
    """Items that are made once for a view box.

    Parameters
    ----------
    box : pyqtgraph.ViewBox
    most : int
        Contours that are drawn at most.
    labelled : bool
    """

    def __init__(self, box: pg.ViewBox, most: int, *, labelled: bool) -> None:
        self._box, self._most = box, most
        self._drawn: tuple[object, ...] = ()
        self.lines = pg.PlotCurveItem(connect="finite", antialias=True)
        self.labels = [pg.TextItem(anchor=(0.5, 0.5)) for _ in range(most if labelled else 0)]
        for item in (self.lines, *self.labels):
            box.addItem(item, ignoreBounds=True)
            item.hide()

    def set_look(self, pen: QPen, font: QFont, text: QColor, ground: QColor) -> None:
        """The pen of the lines; colour, ground and font of the labels."""
        self.lines.setPen(pen)
        for label in self.labels:
            label.setColor(text)
            label.setFont(font)
            label.fill = pg.mkBrush(ground)
            label.update()

    def show(self, of: Quadratic | SampledLoss | None, window: tuple[Range, Range]) -> None:
        """Draw those of a function that can be seen in a window; what is drawn already is left alone."""
        shape = None if of is None else of.key
        wanted = shape, window, self._box.width(), self._box.height()
        if wanted == self._drawn:
            return
        self._drawn = wanted
        ellipses = () if of is None else of.ellipses(*window, self._most)
        outlines = [ellipse.outline(window) for ellipse in ellipses]
        seen = [part for outline in outlines if len(outline) for part in (outline, np.full((1, 2), np.nan))]
        points = np.concatenate(seen) if seen else np.empty((0, 2))
        self.lines.setVisible(bool(seen))
        self.lines.setData(points[:, 0], points[:, 1])
        self._write(ellipses, outlines, window)

    def texts(self) -> list[str]:
        """The heights that are written, the highest first."""
        return [label.toPlainText() for label in self.labels if label.isVisible()]

    def _write(
        self,
        ellipses: Sequence[Ellipse | Contour],
        outlines: Sequence[FloatArray],
        window: tuple[Range, Range],
    ) -> None:
        """Each height at the top of its contour, the highest first, as far as they do not meet."""
        taken: list[QRectF] = []
        pixel = np.array(self._box.viewPixelSize())
        pairs = list(zip(ellipses, outlines, strict=True))[::-1]
        for label, (ellipse, outline) in zip(self.labels, pairs, strict=False):
            if label.toPlainText() != ellipse.level.text:
                set_text(label, ellipse.level.text)
            at = self._place(label, outline, window, pixel, taken)
            label.setVisible(at is not None)
            if at is not None:
                label.setPos(*at)
        for label in self.labels[len(pairs) :]:
            label.hide()

    def _place(
        self,
        label: pg.TextItem,
        outline: FloatArray,
        window: tuple[Range, Range],
        pixel: FloatArray,
        taken: list[QRectF],
    ) -> tuple[float, float] | None:
        """Where the label has room, as high up as it can be; what it takes is added."""
        rect = label.boundingRect()
        size = np.array([rect.width(), rect.height()]) + _MARGIN
        low, high = np.array(window).T
        half = 0.5 * size * pixel
        with np.errstate(invalid="ignore"):
            inside = ((outline >= low + half) & (outline <= high - half)).all(axis=1)
        candidates = outline[inside]
        if not len(candidates):
            return None
        at = candidates[candidates[:, 1].argmax()]
        room = QRectF(*((at - half - low) / pixel).tolist(), *size.tolist())
        if any(room.intersects(other) for other in taken):
            return None
        taken.append(room)
        return float(at[0]), float(at[1])
