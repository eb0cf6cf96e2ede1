"""The program's own icons: one-colour SVGs drawn in the colours of a palette."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from linreg_gui.core.installation.resources import resource_path

_PLACEHOLDER = "currentColor"
_SIZES = (16, 24)
_APP_SIZES = (16, 24, 32, 48, 64, 128, 256)
_RATIOS = (1.0, 2.0)


def icon(name: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """The icon in the colour of ``role``, paler where it is disabled; sharp on dense screens too."""
    active = palette.color(QPalette.ColorGroup.Active, role)
    disabled = palette.color(QPalette.ColorGroup.Disabled, role)
    return QIcon(_icon(name, active.name(), disabled.name()))


@lru_cache(maxsize=512)
def _icon(name: str, active: str, disabled: str) -> QIcon:
    """Made once: a window has more than a hundred, most of them in the same two colours."""
    result = QIcon()
    if _PLACEHOLDER not in _drawing(name):
        for size in _APP_SIZES:
            result.addPixmap(pixmap(name, QColor(), size))
        return result
    for mode, colour in ((QIcon.Mode.Normal, active), (QIcon.Mode.Disabled, disabled)):
        for size in _SIZES:
            for ratio in _RATIOS:
                picture = pixmap(name, QColor(colour), size, ratio)
                result.addPixmap(picture, mode)
        # What is sharp on a dense screen is large on another one: icons are never drawn larger than they are.
        large = QPixmap(picture)
        large.setDevicePixelRatio(1.0)
        result.addPixmap(large, mode)
    return result


def application_icon() -> QIcon:
    """The program's own icon."""
    return icon("app", QApplication.palette())


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """The drawing at ``size`` by ``size`` points, with ``ratio`` dots to the point; drawn once."""
    key = f"linreg_gui/{name}/{colour.name()}/{size}/{ratio:g}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = _draw(name, colour, size, ratio)
    QPixmapCache.insert(key, picture)
    return picture


def _draw(name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    drawing = _drawing(name).replace(_PLACEHOLDER, colour.name())
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@lru_cache
def _drawing(name: str) -> str:
    return resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
