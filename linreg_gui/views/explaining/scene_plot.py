"""What plots of a moment of the run have in common: the sentence they tell, and the wish that they leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.texts import set_description

PREPARED = "This is being prepared."


class ScenePlot(ThemedPlot):
    """Base of the plots that the feed tells what to draw."""

    wish_changed = Signal()
    _wish: Any  # a frozen value, of those that keep one of their own
    _sentence = ""
    _empty = ""  # what is told where there is nothing to draw

    def summary(self) -> str:
        """What it was given with what it draws."""
        return self._sentence

    def show_waiting(self) -> None:
        """There is something, and it is being prepared; what is drawn stays."""
        if self.message() == self._empty:
            self._tell(PREPARED)
            self.show_message(PREPARED)

    def _tell(self, sentence: str) -> None:
        self._sentence = sentence
        set_description(self, sentence)

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)
        if wish != self._wish:
            self._wish = wish
            self.wish_changed.emit()
