"""How docks that lie above each other share their height: by what they hold, never by where they were."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

_MOST_SHARE = 0.6  # of the height, for one dock beside others
_MOST_WIDTH = 0.3  # of the window, for docks that hold much


def share_room(window: QMainWindow, docks: Sequence[QDockWidget]) -> None:
    """Let docks that lie above each other share their height by what they hold.

    A view that says how high it would like to be (`wished_height`) gets that, but no more than its part;
    the others get the rest. So it is with the width (`wished_width`), but that only grows.
    """
    for column in _columns(docks):
        widths = [getattr(dock.widget(), "wished_width", int)() for dock in column]
        widest = min(max(widths), int(window.width() * _MOST_WIDTH))
        if widest > column[0].width():
            window.resizeDocks(column[:1], [widest], Qt.Orientation.Horizontal)
        height = sum(dock.height() for dock in column)
        chrome = {dock: max(0, dock.height() - dock.widget().height()) for dock in column}
        wishes = [_wish(dock, chrome[dock]) for dock in column]
        wanted = [min(wish, height * _MOST_SHARE) for wish in wishes if wish is not None]
        rest = height - sum(wanted)
        open_ones = sum(wish is None for wish in wishes)
        if not open_ones:
            sizes = [wish + max(0.0, rest) * wish / sum(wanted) for wish in wanted]
        else:
            sizes = [rest / open_ones if wish is None else min(wish, height * _MOST_SHARE) for wish in wishes]
        window.resizeDocks(column, [round(size) for size in sizes], Qt.Orientation.Vertical)


def _columns(docks: Sequence[QDockWidget]) -> list[list[QDockWidget]]:
    """The docks that can be seen above each other, those at the same side and place together."""
    seen = [dock for dock in docks if not dock.isFloating() and _is_in_front(dock)]
    places = sorted({(dock.x(), dock.width()) for dock in seen})
    columns = [[dock for dock in seen if (dock.x(), dock.width()) == place] for place in places]
    return [sorted(column, key=QDockWidget.y) for column in columns if len(column) > 1]


def _is_in_front(dock: QDockWidget) -> bool:
    return not dock.visibleRegion().isEmpty()


def _wish(dock: QDockWidget, chrome: int) -> float | None:
    wished = getattr(dock.widget(), "wished_height", None)
    return None if wished is None else float(wished() + chrome)
