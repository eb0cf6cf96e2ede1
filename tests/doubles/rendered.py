"""What figures look like in programs that are not Qt."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage

from linreg_gui.core.arrays import FloatArray

pdfium = pytest.importorskip("pypdfium2")
resvg = pytest.importorskip("resvg_py")

_DPI = 96.0
_IMAGE = 3


def pixels_of(image: QImage) -> FloatArray:
    """Red, green and blue of every pixel."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(float)


def pdf_pixels(pdf: bytes) -> FloatArray:
    """A page drawn with as many pixels as a screen has."""
    page = pdfium.PdfDocument(pdf)[0]
    return np.array(page.render(scale=_DPI / 72.0).to_numpy())[:, :, 2::-1].astype(float)


def svg_pixels(svg: str) -> FloatArray:
    """An SVG drawn with as many pixels as a screen has."""
    return pixels_of(QImage.fromData(resvg.svg_to_bytes(svg_string=svg, background="#fff", dpi=_DPI)))


def pdf_text(pdf: bytes) -> str:
    """All that is written on a page."""
    return " ".join(str(pdfium.PdfDocument(pdf)[0].get_textpage().get_text_range()).split())


def images_in(pdf: bytes) -> int:
    """How many pictures made of pixels there are on a page."""
    return sum(part.type == _IMAGE for part in pdfium.PdfDocument(pdf)[0].get_objects())


def apart(one: FloatArray, other: FloatArray) -> float:
    """The largest difference, 0 to 1, of two pictures as they look from a distance at which letters blur."""
    height, width = (min(a, b) // 8 * 8 for a, b in zip(one.shape[:2], other.shape[:2], strict=True))
    blurred = [
        part[:height, :width].reshape(height // 8, 8, width // 8, 8, 3).mean(axis=(1, 3))
        for part in (one, other)
    ]
    return float(np.abs(blurred[0] - blurred[1]).max()) / 255.0
