"""One key goes round the window: message, panes, docks at the right, scrubber, docks at the left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from linreg_gui.views.panes.panes import Panes
from linreg_gui.views.training.scrubber import Scrubber

from .docks import Docks
from .message_bar import MessageBar

Region = tuple[QWidget, Callable[[], None]]  # and how it gets the keys


class Regions:
    """Those that can be seen, in the order in which a key goes through them."""

    def __init__(self, message: MessageBar, panes: Panes, docks: Docks, scrubber: Scrubber) -> None:
        self._message, self._panes, self._docks, self._scrubber = message, panes, docks, scrubber

    def go_to_next(self, by: int = 1) -> None:
        """Take the keys to the region so many places further, and round; without those that take none."""
        regions = self._seen()
        inside = [_has_keys(region) for region, _ in regions]
        at = inside.index(True) if any(inside) else (-1 if by > 0 else 0)
        for _ in regions:
            at = (at + by) % len(regions)
            region, take_focus = regions[at]
            take_focus()
            if _has_keys(region):
                return

    def _seen(self) -> list[Region]:
        message: list[Region] = [(self._message, self._message.take_focus)]
        panes: list[Region] = [(pane, pane.take_focus) for pane in self._panes.panes()]
        scrubber: list[Region] = [(self._scrubber, lambda: _focus(self._scrubber.line))]
        left: list[Region] = []
        right: list[Region] = []
        middle = self._panes.mapTo(self._panes.window(), self._panes.rect().center()).x()
        for dock in self._docks.in_front():
            view = dock.widget()
            side = left if not dock.isFloating() and dock.x() < middle else right
            side.append((dock, lambda view=view: _focus(view)))  # type: ignore[misc]
        return [each for each in (*message, *panes, *right, *scrubber, *left) if each[0].isVisible()]


def _has_keys(region: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and (region is focus or region.isAncestorOf(focus))


def _focus(widget: QWidget) -> None:
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
