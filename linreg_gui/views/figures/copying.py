"""Puts a plot into the clipboard: as a picture with vectors beside it, or as the numbers behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from linreg_gui.core.telling.plot_series import PlotSeries, csv_of
from linreg_gui.core.writing.figure import LEAST_CM, MOST_CM, SCREEN_DPI, FigureRequest

from .drawing import Drawable, figure_image, figure_pdf, figure_svg

_DPI = 192
_MOST_VECTORS = 400_000  # bytes of PDF
_CM_PER_UNIT = 2.54 / SCREEN_DPI


class Numbered(Protocol):
    """A plot with numbers behind it."""

    def numbers(self) -> Sequence[PlotSeries]: ...


def copy_figure(plot: Drawable, width: int, height: int) -> None:
    """The plot in the size that it has in the window."""
    sides = (min(max(_CM_PER_UNIT * side, LEAST_CM), MOST_CM) for side in (width, height))
    copy_as(plot, FigureRequest(width=next(sides), height=next(sides), dpi=_DPI))


def copy_as(plot: Drawable, request: FigureRequest) -> None:
    """The plot as it is asked for, in the kinds that other programs take."""
    image = figure_image(plot, replace(request, dpi=min(request.dpi, 2 * _DPI)))
    data = QMimeData()
    data.setImageData(image)
    pdf = figure_pdf(plot, request)
    if len(pdf) <= _MOST_VECTORS:  # of more the window would stand still for seconds
        data.setData("image/svg+xml", figure_svg(plot, pdf)().encode())
    QGuiApplication.clipboard().setMimeData(data)


def copy_numbers(plot: Numbered) -> None:
    """The numbers as CSV."""
    QGuiApplication.clipboard().setText(csv_of(plot.numbers()))
