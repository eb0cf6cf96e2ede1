"""All that is in a widget; windows of its own, such as menus, are none of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def parts_of(whole: QWidget) -> list[QWidget]:
    """The widget itself and what is in it, from the outside inwards."""
    inner = whole.findChildren(QWidget)
    windows = [part for part in inner if part.isWindow()]
    return [whole, *(part for part in inner if not any(_holds(window, part) for window in windows))]


def _holds(window: QWidget, part: QWidget) -> bool:
    return part is window or window.isAncestorOf(part)
