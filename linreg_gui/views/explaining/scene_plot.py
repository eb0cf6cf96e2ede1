"""What plots of a moment of the run have in common: the sentence they tell, and the wish that they leave."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from linreg_gui.views.plots.themed_plot import ThemedPlot
from linreg_gui.views.widgets.texts import set_description


class ScenePlot(ThemedPlot):
    """Base of the plots that the feed tells what to draw."""

    wish_changed = Signal()
    _wish: Any  # a frozen value, of those that keep one of their own
    _sentence = ""

    def summary(self) -> str:
        """What it was given with what it draws."""
        return self._sentence

    def _tell(self, sentence: str) -> None:
        self._sentence = sentence
        set_description(self, sentence)

    def _change(self, **choices: object) -> None:
        wish = replace(self._wish, **choices)
        if wish != self._wish:
            self._wish = wish
            self.wish_changed.emit()
