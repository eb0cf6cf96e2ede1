"""All that is in a widget; windows of its own, such as menus, are none of it."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def parts_of(whole: QWidget) -> list[QWidget]:
    """The widget itself and what is in it, from the outside inwards."""
    inner = whole.findChildren(QWidget)
    windows = [part for part in inner if part.isWindow()]
    return [whole, *(part for part in inner if not any(_holds(window, part) for window in windows))]


def parts_in_order(whole: QWidget) -> list[QWidget]:
    """The same as they are laid out, from above to below and from left to right, whichever was made first."""
    inner = _laid_out(whole.layout())
    children = [child for child in whole.children() if isinstance(child, QWidget) and not child.isWindow()]
    inner += [child for child in children if child not in inner]
    return [whole, *(part for child in inner for part in parts_in_order(child))]


def _laid_out(layout: QLayout | None) -> list[QWidget]:
    """What is in a layout and in those within it."""
    found: list[QWidget] = []
    items = [] if layout is None else [layout.itemAt(at) for at in range(layout.count())]
    for item in filter(None, items):
        widget = item.widget()
        found += _laid_out(item.layout()) if widget is None else [widget]
    return found


def _holds(window: QWidget, part: QWidget) -> bool:
    return part is window or window.isAncestorOf(part)
