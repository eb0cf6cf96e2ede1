"""Contours of a loss in a plot: thin lines, some of them with their height written on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from linreg_gui.core.answering import always_answers
from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.explaining.quadratic import Ellipse, Quadratic
from linreg_gui.core.explaining.sampled_loss import Contour, SampledLoss
from linreg_gui.core.explaining.view_box import Range
from linreg_gui.views.plots.legend_place import GroundLines

_MARGIN = 3.0  # pixels around a label, and between two of them
_CENTRE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip


@dataclass(frozen=True)
class Label:
    """A height: where it is, in the coordinates of the plot, and its room in pixels of the view box."""

    text: str
    at: tuple[float, float]
    room: QRectF


@always_answers
class _Labels(pg.GraphicsObject):  # type: ignore[misc]
    """All of them in one item: to lay out an item for each takes longer than everything else."""

    def __init__(self, box: pg.ViewBox) -> None:
        super().__init__()
        self._box = box
        self.shown: list[Label] = []
        self.font, self.text, self.ground = QFont(), QColor(), QColor()
        self.setParentItem(box)
        self.setZValue(0.5)

    def boundingRect(self) -> QRectF:
        return QRectF(self._box.rect())

    def paint(self, painter: QPainter, _option: object, _widget: object) -> None:
        painter.setFont(self.font)
        painter.setPen(self.text)
        for label in self.shown:
            painter.fillRect(label.room, self.ground)
            painter.drawText(label.room, _CENTRE, label.text)


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
        self.lines = GroundLines(connect="finite", antialias=True)
        box.addItem(self.lines, ignoreBounds=True)
        self.lines.hide()
        self._labels = _Labels(box) if labelled else None

    def set_look(self, pen: QPen, font: QFont, text: QColor, ground: QColor) -> None:
        """The pen of the lines; colour, ground and font of the labels."""
        self.lines.setPen(pen)
        if self._labels is not None:
            self._labels.font, self._labels.text, self._labels.ground = font, text, ground
            self._labels.update()
        self._drawn = ()

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
        if self._labels is not None:
            self._labels.prepareGeometryChange()
            self._labels.shown = self._written(self._labels.font, ellipses, outlines, window)
            self._labels.update()

    @property
    def labels(self) -> Sequence[Label]:
        """The heights that are written, the highest first."""
        return () if self._labels is None else self._labels.shown

    def texts(self) -> list[str]:
        """Their texts."""
        return [label.text for label in self.labels]

    def _written(
        self,
        font: QFont,
        ellipses: Sequence[Ellipse | Contour],
        outlines: Sequence[FloatArray],
        window: tuple[Range, Range],
    ) -> list[Label]:
        """Each height at the top of its contour, the highest first, as far as they do not meet."""
        metrics, found = QFontMetricsF(font), list[Label]()
        (left, right), (bottom, top) = window
        width, height = float(self._box.width()), float(self._box.height())
        if width <= 0.0 or height <= 0.0:
            return []
        for ellipse, outline in zip(ellipses[::-1], outlines[::-1], strict=True):
            text = ellipse.level.text
            wide = metrics.horizontalAdvance(text) + 2.0 * _MARGIN
            high = metrics.height() + 2.0
            across = 0.5 * (wide + _MARGIN) * (right - left) / width
            up = 0.5 * (high + _MARGIN) * (top - bottom) / height
            x, y = outline.T
            inside = (x >= left + across) & (x <= right - across) & (y >= bottom + up) & (y <= top - up)
            if not inside.any():
                continue
            best = int(np.where(inside, y, -np.inf).argmax())  # NaN, between two parts, is not inside
            at = float(x[best]), float(y[best])
            middle = (at[0] - left) / (right - left) * width, (top - at[1]) / (top - bottom) * height
            room = QRectF(middle[0] - 0.5 * wide, middle[1] - 0.5 * high, wide, high)
            apart = room.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)
            if not any(apart.intersects(other.room) for other in found):
                found.append(Label(text, at, room))
        return found
