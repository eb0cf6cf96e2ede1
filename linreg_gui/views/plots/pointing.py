"""Where the pointer is on the fit plot and on its residuals, told at display rate."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.answering import always_answers

from .residual_plot import ResidualPlot
from .themed_plot import ThemedPlot

_FRAME_MS = 16
_REACH = 8.0  # pixels around the pointer in which a point is meant


@dataclass(frozen=True)
class Pointed:
    """A place on one of the two.

    Attributes
    ----------
    residuals : bool
        Whether it is on the residuals below the plot.
    x, y : float
        In the coordinates there.
    reach : (float, float)
        How far off a point may be that is meant, along either axis.
    """

    residuals: bool
    x: float
    y: float
    reach: tuple[float, float]


@always_answers
class Pointing(QObject):
    """Watches the pointer of a plot while no button is down."""

    pointed = Signal(object)  # Pointed, or None where it is elsewhere

    def __init__(self, plot: ThemedPlot, residuals: ResidualPlot) -> None:
        super().__init__(plot)
        self._boxes = {False: plot.view_box, True: residuals.view_box}
        self._residuals = residuals
        self._place: QPointF | None = None
        self._is_away = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tell)
        plot.canvas.scene().sigMouseMoved.connect(self._move)
        plot.canvas.pointer_left.connect(self._leave)
        plot.canvas.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self._timer.stop()
        return False

    def point_at(self, place: QPointF | None) -> None:
        """The pointer is at a place of the scene, or at none."""
        self._place = place
        self._tell()

    def _move(self, place: QPointF) -> None:
        free = QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton
        self._place = QPointF(place) if free else None
        if not self._timer.isActive():
            self._timer.start()

    def _leave(self) -> None:
        self._timer.stop()
        self.point_at(None)

    def _tell(self) -> None:
        found = None if self._place is None else self._at(self._place)
        if found is not None or not self._is_away:
            self._is_away = found is None
            self.pointed.emit(found)

    def _at(self, place: QPointF) -> Pointed | None:
        for residuals, box in self._boxes.items():
            if (self._residuals.shown or not residuals) and box.sceneBoundingRect().contains(place):
                where = box.mapSceneToView(place)
                width, height = map(abs, box.viewPixelSize())
                return Pointed(residuals, where.x(), where.y(), (_REACH * width, _REACH * height))
        return None
