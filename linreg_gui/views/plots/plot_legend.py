"""Keeps the legend of a plot in that corner of its canvas where it covers least."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, QTimer
from PySide6.QtWidgets import QGraphicsItem, QWidget

from linreg_gui.core.answering import always_answers

from .legend_place import corner_rects, covered, drawn_places
from .plot_canvas import PlotCanvas
from .plot_strip import PlotStrip

_LOOK_MS = 400
_MOST_WIDE, _MOST_HIGH = 0.9, 0.65  # of the room that the data have
_BETTER = 0.6  # so much less it must cover elsewhere to move


@always_answers
class PlotLegend(QObject):
    """Puts a strip over a canvas; where it lies is thought over now and then, not with every frame."""

    def __init__(self, plot: QWidget, canvas: PlotCanvas, strip: PlotStrip) -> None:
        super().__init__(plot)
        self._plot, self._canvas, self._strip = plot, canvas, strip
        self._box = canvas.getViewBox()
        self.texts: list[QGraphicsItem] = []  # that are not to be covered at all
        self._seen = False
        self._corner = 0
        self._covers = 0
        strip.setParent(plot)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.choose)
        strip.rearranged.connect(self._put)
        strip.read.connect(self.look_soon)
        self._box.sigResized.connect(self._put)
        self._box.sigRangeChanged.connect(self.look_soon)
        canvas.scene().sigMouseMoved.connect(self._point)
        canvas.pointer_left.connect(lambda: strip.set_faint(False))
        canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.Show, QEvent.Type.Hide):
            self._seen = kind == QEvent.Type.Show
        if kind in (QEvent.Type.Move, QEvent.Type.Show):
            self._put()
        elif kind == QEvent.Type.Hide:
            self._timer.stop()
        return False

    @property
    def area(self) -> QRect:
        """Where it lies, in the coordinates of the canvas."""
        return QRect(self._strip.pos() - self._canvas.pos(), self._strip.size())

    def look_soon(self) -> None:
        """Something has been drawn elsewhere."""
        if not self._timer.isActive() and self._seen:
            self._timer.start()

    def choose(self) -> None:
        """Find the place where it covers least, and go there unless it covers hardly less."""
        room, places = self._room(), drawn_places(self._box)
        texts = [text for item in self.texts if (text := self._text(item)).isValid()]
        best, fewest, here = (self._corner, self._strip.arrangement), None, None
        for arrangement in self._strip.arrangements:
            counts = covered(places, texts, corner_rects(room, QSizeF(arrangement.size)))
            for corner, count in enumerate(counts):
                if fewest is None or count < fewest:
                    best, fewest = (corner, arrangement), count
                if corner == self._corner and arrangement is self._strip.arrangement:
                    here = count
        if fewest is None or here is None or best[1] is None:
            return
        self._covers = here
        if fewest < _BETTER * here:
            self._corner, self._covers = best[0], fewest
            self._strip.take(best[1])
            self._place()

    def _put(self) -> None:
        """At once, in the corner where it is; whether that is still the best one is found out soon."""
        room = self._room()
        self._strip.set_room(QSize(int(_MOST_WIDE * room.width()), int(_MOST_HIGH * room.height())))
        self._place()
        self.look_soon()

    def _place(self) -> None:
        size = self._strip.sizeHint()
        rect = corner_rects(self._room(), QSizeF(size))[self._corner]
        origin = self._canvas.mapFromScene(self._box.sceneBoundingRect().topLeft())
        self._strip.setGeometry(QRect(self._canvas.pos() + origin + rect.topLeft().toPoint(), size))

    def _room(self) -> QSizeF:
        return QSizeF(self._box.width(), self._box.height())

    def _text(self, item: QGraphicsItem) -> QRectF:
        """Where a text is in the box of the data; nowhere while it is hidden."""
        if not item.isVisible():
            return QRectF()
        return item.sceneBoundingRect().translated(-self._box.sceneBoundingRect().topLeft())

    def _point(self, where: QPointF) -> None:
        """What it covers is seen where the pointer is."""
        inside = self._covers > 0 and self.area.contains(QPoint(self._canvas.mapFromScene(where)))
        self._strip.set_faint(inside)
