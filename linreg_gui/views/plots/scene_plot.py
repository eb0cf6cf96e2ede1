"""What plots have in common that the feed tells what to draw: the words while they wait, what they tell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from linreg_gui.views.widgets.texts import set_description

from .themed_plot import ThemedPlot

PREPARED = "This is being prepared."


class FedPlot(ThemedPlot):
    """Base of the plots that the feed tells what to draw."""

    _empty = ""  # what is told where there is nothing to draw

    def show_waiting(self) -> None:
        """There is something, and it is being prepared; what is drawn stays."""
        if self.message() == self._empty:
            self.show_message(PREPARED)


class ScenePlot(FedPlot):
    """One that is given what there is to be told of it, and may keep a wish."""

    wish_changed = Signal()
    _wish: Any  # a frozen value, of those that keep one of their own
    _sentence = ""

    def summary(self) -> str:
        """What it was given with what it draws."""
        return self._sentence

    def show_waiting(self) -> None:
        """See `FedPlot.show_waiting`."""
        if self.message() == self._empty:
            self._tell(PREPARED)
        super().show_waiting()

    def _tell(self, sentence: str) -> None:
        self._sentence = sentence
        set_description(self, sentence)

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)
        if wish != self._wish:
            self._wish = wish
            self.wish_changed.emit()
