"""Draws a plot for paper: dark on white, in any size, as vectors where the device has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Protocol

import pyqtgraph as pg
from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QImage,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QPicture,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.writing.figure import SCREEN_DPI, FigureRequest
from linreg_gui.core.writing.pdf_to_svg import svg_of
from linreg_gui.views.widgets import style
from linreg_gui.views.widgets.fitted_text import elided

from .plot_reader import PlotReader

_POINTS_PER_UNIT = 72.0 / SCREEN_DPI
_GAP = 6.0
_PASSES = 3  # until the widths of the axes, which follow from their numbers, stand still
_DOTS_PER_METRE = 100.0 / 2.54


@always_answers
class _WidePens(QPainter):
    """Draws as wide lines on an image of more pixels where Qt counts their width in these."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self._scale = image.devicePixelRatio()

    def setPen(self, pen: QPen | QColor | Qt.PenStyle) -> None:  # type: ignore[override]
        if isinstance(pen, QPen) and pen.isCosmetic():
            pen = QPen(pen)
            pen.setWidthF(self._scale * (pen.widthF() or 1.0))
        super().setPen(pen)


class Drawable(Protocol):
    """A plot that can be drawn for paper."""

    canvas: pg.PlotWidget
    reader: PlotReader

    def paint_legend(self, painter: QPainter, width: float) -> float:
        """Paint what the lines are, in as many rows as it takes; their height."""

    def summary(self) -> str: ...
    def title(self) -> str: ...
    def subtitle(self) -> str: ...
    def font(self) -> QFont: ...
    def palette(self) -> QPalette: ...
    def setPalette(self, palette: QPalette, /) -> None: ...
    def testAttribute(self, attribute: Qt.WidgetAttribute, /) -> bool: ...
    def setUpdatesEnabled(self, enable: bool, /) -> None: ...
    def set_on_paper(self, on_paper: bool) -> None: ...


def figure_image(plot: Drawable, request: FigureRequest) -> QImage:
    """The figure as pixels, which know how many of them make an inch.

    Raises
    ------
    ProblemError
        If there is no memory for so many.
    """
    image = QImage(*request.pixels, QImage.Format.Format_RGB32)
    if image.isNull():
        raise ProblemError("There is not enough memory for so large a picture.", ProblemKind.MEMORY)
    image.fill(Qt.GlobalColor.white)
    image.setDevicePixelRatio(request.dpi / SCREEN_DPI)
    painter = _WidePens(image)
    _draw(plot, painter, request)
    painter.end()
    image.setDevicePixelRatio(1.0)
    dots = round(request.dpi * _DOTS_PER_METRE)
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    return image


def figure_pdf(plot: Drawable, request: FigureRequest) -> bytes:
    """The figure as a PDF of one page of its size."""
    return _pdf(partial(_draw, plot, request=request), request, plot.title())


def figure_picture(plot: Drawable, request: FigureRequest) -> QPicture:
    """The figure as it is drawn, to be drawn again wherever it is to stand."""
    picture = QPicture()
    painter = QPainter(picture)
    _draw(plot, painter, request)
    painter.end()
    return picture


def picture_pdf(picture: QPicture, request: FigureRequest, title: str) -> bytes:
    """A figure that was drawn, as a PDF of one page of its size."""
    return _pdf(lambda painter: painter.drawPicture(0, 0, picture), request, title)


def _pdf(draw: Callable[[QPainter], object], request: FigureRequest, title: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pdf_writer = QPdfWriter(buffer)
    pdf_writer.setTitle(title)
    pdf_writer.setResolution(round(SCREEN_DPI))
    width, height = request.size
    size = QSizeF(width, height) * _POINTS_PER_UNIT
    match = QPageSize.SizeMatchPolicy.ExactMatch
    pdf_writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, title, match))
    pdf_writer.setPageMargins(QMarginsF())
    painter = QPainter(pdf_writer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    draw(painter)
    painter.end()
    return bytes(buffer.data().data())


def figure_svg(plot: Drawable, pdf: bytes) -> Callable[[], str]:
    """What makes the SVG of a figure of its PDF; it takes a while, and any thread may do it."""
    return partial(svg_of, pdf, font_families(plot), plot.title(), plot.summary())


def font_families(plot: Drawable) -> dict[str, str]:
    """The families that the letters of a plot may be of, by their names without spaces."""
    families = {QFontInfo(font).family() for font in (plot.font(), style.tabular(plot.font()))}
    return {family.replace(" ", ""): family for family in families}


def _draw(plot: Drawable, painter: QPainter, request: FigureRequest) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width, height = request.size
    painter.fillRect(QRectF(0.0, 0.0, width, height), Qt.GlobalColor.white)
    with _for_paper(plot):
        top = _GAP
        if request.title:
            top += _draw_title(plot, painter, QRectF(_GAP, top, width - 2.0 * _GAP, height))
        if request.legend:
            painter.save()
            painter.translate(_GAP, top)
            top += plot.paint_legend(painter, width - 2.0 * _GAP) + _GAP / 2.0
            painter.restore()
        _draw_canvas(plot.canvas, painter, QRectF(0.0, top, width, max(1.0, height - top)))


def _draw_title(plot: Drawable, painter: QPainter, room: QRectF) -> float:
    """The title with the muted words beside it; how high they are."""
    font = QFont(plot.font())
    font.setBold(True)
    bold = QFontMetricsF(font)
    baseline = room.top() + bold.ascent()
    title = elided(plot.title(), bold, room.width())
    painter.setFont(font)
    painter.setPen(plot.palette().windowText().color())
    painter.drawText(QPointF(room.left(), baseline), title)
    left = room.left() + bold.horizontalAdvance(title) + 2.0 * _GAP
    font.setBold(False)
    painter.setFont(font)
    painter.setPen(style.muted(plot.palette()))
    subtitle = elided(plot.subtitle(), QFontMetricsF(font), room.right() - left)
    painter.drawText(QPointF(left, baseline), subtitle)
    return bold.height() + _GAP / 2.0


@contextmanager
def _for_paper(plot: Drawable) -> Iterator[None]:
    """Dark on white; afterwards as before."""
    had_its_own, before = plot.testAttribute(Qt.WidgetAttribute.WA_SetPalette), plot.palette()
    paper = style.light_palette()
    for role in (QPalette.ColorRole.Window, QPalette.ColorRole.Base):
        paper.setColor(role, QColor(Qt.GlobalColor.white))
    plot.reader.leave()
    plot.setUpdatesEnabled(False)
    plot.set_on_paper(True)
    plot.setPalette(paper)
    try:
        yield
    finally:
        plot.set_on_paper(False)
        plot.setPalette(before if had_its_own else QPalette())
        plot.setUpdatesEnabled(True)


def _draw_canvas(canvas: pg.PlotWidget, painter: QPainter, place: QRectF) -> None:
    """What is on the canvas, laid out anew for its place; afterwards as before."""
    item, scene = canvas.centralWidget, canvas.scene()
    before, size = item.geometry(), QRectF(0.0, 0.0, place.width(), place.height())
    exported = [part for part in scene.items() if hasattr(part, "setExportMode")]
    for part in exported:
        part.setExportMode(True, {"antialias": True, "resolutionScale": 1.0})
    try:
        item.setGeometry(size)
        for _ in range(_PASSES):
            _rehearse(scene)
            _settle(scene)
        painter.save()
        painter.setClipRect(place)
        scene.render(painter, place, size, Qt.AspectRatioMode.IgnoreAspectRatio)
        painter.restore()
    finally:
        for part in exported:
            part.setExportMode(False)
        item.setGeometry(before)
        _rehearse(scene)
        _settle(scene)


def _settle(scene: pg.GraphicsScene) -> None:
    """Have all layouts do at once what they would do at the next occasion, the outer ones first."""
    layouts = (pg.GraphicsLayout, pg.PlotItem)
    for kind in layouts:
        for part in scene.items():
            if isinstance(part, kind):
                part.layout.activate()


def _rehearse(scene: pg.GraphicsScene) -> None:
    """Have the axes find out how much room their numbers take, which they do when they are painted."""
    scene.prepareForPaint()
    image = QImage(1, 1, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for part in scene.items():
        if isinstance(part, pg.AxisItem) and part.isVisible():
            part.generateDrawSpecs(painter)
    painter.end()
