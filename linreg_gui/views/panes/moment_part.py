"""The part of a view of the desk that follows the moment of the run, and what it wishes for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal


class MomentPart(QObject):
    """What a `TwofoldView` gives as `of_moment`: it hands on to the view what the feed shows it."""

    def __init__(
        self, view: QObject, show_value: Callable[[Any], object], clear: Callable[[], object]
    ) -> None:
        super().__init__(view)
        self.show_value, self.clear = show_value, clear

    def show_waiting(self) -> None:
        """What is shown stays, as the next is there soon."""


class WishingPart(MomentPart):
    """The same for a view that leaves a choice; a change of it is told by `wish_changed`."""

    wish_changed = Signal()

    def __init__(
        self,
        view: QObject,
        show_value: Callable[[Any], object],
        clear: Callable[[], object],
        wish: Callable[[], Any],
    ) -> None:
        super().__init__(view, show_value, clear)
        self._wish = wish

    @property
    def wish(self) -> Any:
        """A frozen value."""
        return self._wish()
