"""A report as a PDF: pages of A4 with their numbers, letters as letters and drawings as vectors."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPageSize, QPainter, QPdfWriter

from linreg_gui import PROGRAM_NAME
from linreg_gui.core.reporting.report import Report
from linreg_gui.core.writing.figure import SCREEN_DPI
from linreg_gui.views.widgets.fitted_text import elided

from .paper import Drawings, paper_of

_CM = SCREEN_DPI / 2.54
_SIDE, _TOP, _BOTTOM = 1.8 * _CM, 1.8 * _CM, 2.0 * _CM
_QUIET = "#4a5561"


def report_pdf(report: Report, font: QFont) -> bytes:
    """The whole file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pdf_writer = QPdfWriter(buffer)
    pdf_writer.setTitle(report.title)
    pdf_writer.setCreator(PROGRAM_NAME)
    pdf_writer.setResolution(round(SCREEN_DPI))
    page = QPageSize(QPageSize.PageSizeId.A4)
    pdf_writer.setPageSize(page)
    pdf_writer.setPageMargins(QMarginsF())
    whole = QSizeF(page.sizePoints()) * (SCREEN_DPI / 72.0)
    room = QSizeF(whole.width() - 2.0 * _SIDE, whole.height() - _TOP - _BOTTOM)
    document = paper_of(report, room, font, pdf_writer)
    drawings = document.findChild(Drawings)
    assert drawings is not None
    painter = QPainter(pdf_writer)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    count = document.pageCount()
    for number in range(count):
        if number:
            pdf_writer.newPage()
        painter.save()
        painter.translate(_SIDE, _TOP - number * room.height())
        # Less by a hair: what begins on the next page would stand here, too, unseen but to be found.
        drawings.page = QRectF(0.0, number * room.height(), room.width(), room.height() - 1.0)
        document.drawContents(painter, drawings.page)
        painter.restore()
        _write_foot(painter, report.title, f"{number + 1} / {count}", font, whole)
    painter.end()
    return bytes(buffer.data().data())


def _write_foot(painter: QPainter, title: str, number: str, font: QFont, whole: QSizeF) -> None:
    """The title and the number of the page below what stands on it."""
    small = QFont(font)
    small.setPointSizeF(8.0)
    painter.setFont(small)
    painter.setPen(QColor(_QUIET))
    place = QRectF(_SIDE, whole.height() - 1.5 * _CM, whole.width() - 2.0 * _SIDE, 0.6 * _CM)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight, number)
    painter.drawText(
        place, Qt.AlignmentFlag.AlignLeft, elided(title, QFontMetricsF(small), 0.8 * place.width())
    )
