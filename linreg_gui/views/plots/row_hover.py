"""The row that is pointed at: rings on the plot and its residuals, and a card with its words."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame

from linreg_gui.core.arrays import FloatArray
from linreg_gui.views.widgets.texts import Label, set_text

from .ghost_layer import GhostLayer
from .moving_points import MovingPoints
from .pointing import Pointing
from .residual_plot import ResidualPlot
from .themed_plot import ThemedPlot

_NOTHING = np.empty(0)
_APART = 14  # pixels between a point and its card
_MARGIN = 6
_RING = 15


class RowHover:
    """Items and a card that are made once; `pointing` tells where the pointer is."""

    def __init__(self, plot: ThemedPlot, residuals: ResidualPlot) -> None:
        self._plot = plot
        self.pointing = Pointing(plot, residuals)
        self.ghost = GhostLayer(plot)
        self.ring, self.residual_ring = (
            MovingPoints(brush=None, size=_RING, antialias=True) for _ in range(2)
        )
        for ring, box in ((self.ring, plot.view_box), (self.residual_ring, residuals.view_box)):
            ring.setZValue(2)
            box.addItem(ring, ignoreBounds=True)
        self.card = Label("", plot)
        self.card.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.card.setFrameShape(QFrame.Shape.StyledPanel)
        self.card.setAutoFillBackground(True)
        self.card.setMargin(_MARGIN)
        self.card.hide()
        self.restyle()

    def show_row(
        self,
        text: str,
        places: tuple[FloatArray, FloatArray],
        residuals: tuple[FloatArray, FloatArray] = (_NOTHING, _NOTHING),
        *,
        beside_residual: bool = False,
    ) -> None:
        """Ring a row where it is drawn, and name it there."""
        self._place(places, residuals)
        set_text(self.card, text)
        self.card.adjustSize()
        ring, at = (self.residual_ring, residuals) if beside_residual else (self.ring, places)
        if at[0].size:
            self._put_beside(ring.getViewBox().mapViewToScene(QPointF(float(at[0][0]), float(at[1][0]))))
            self.card.show()
            self.card.raise_()  # over the legend

    def ring_row(
        self,
        places: tuple[FloatArray, FloatArray],
        residuals: tuple[FloatArray, FloatArray] = (_NOTHING, _NOTHING),
    ) -> None:
        """Ring a row that is pointed at elsewhere, where its words are."""
        self._place(places, residuals)
        self.card.hide()

    def clear(self) -> None:
        """No row is pointed at."""
        self.ghost.clear()
        if not self.card.isHidden() or self.ring.count() or self.residual_ring.count():
            self.card.hide()
            self.ring.place(_NOTHING, _NOTHING)
            self.residual_ring.place(_NOTHING, _NOTHING)

    def restyle(self) -> None:
        """Take the colours from the palette."""
        self.ghost.restyle()
        palette = QPalette(self._plot.palette())
        for role, like in (
            (QPalette.ColorRole.Window, QPalette.ColorRole.ToolTipBase),
            (QPalette.ColorRole.WindowText, QPalette.ColorRole.ToolTipText),
        ):
            palette.setColor(role, palette.color(like))
        self.card.setPalette(palette)
        for ring in (self.ring, self.residual_ring):
            strokes = self._plot.strokes
            ring.setPen(pg.mkPen(self._plot.palette().windowText().color(), width=strokes.thin(1.8)))
            ring.setSize(strokes.mark(_RING))

    def _place(self, places: tuple[FloatArray, FloatArray], residuals: tuple[FloatArray, FloatArray]) -> None:
        self.ring.place(*places)
        self.residual_ring.place(*residuals)

    def _put_beside(self, place: QPointF) -> None:
        """Right of the point and above it, or where there is room."""
        canvas, size = self._plot.canvas, self.card.size()
        at = canvas.mapFromScene(place)
        room = QRect(QPoint(0, 0), canvas.size())
        x = (
            at.x() + _APART
            if at.x() + _APART + size.width() <= room.width()
            else at.x() - _APART - size.width()
        )
        y = at.y() - _APART - size.height() if at.y() - _APART >= size.height() else at.y() + _APART
        x = max(0, min(x, room.width() - size.width()))
        y = max(0, min(y, room.height() - size.height()))
        self.card.move(canvas.pos() + QPoint(x, y))
