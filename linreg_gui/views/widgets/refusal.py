"""What a spin box does with a text that is no number for it: the one before comes back, and that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractSpinBox

from .notices import NOTICES
from .style import is_dark
from .texts import set_tip, show_tip

# The bases are those of a spin box only where types are checked: a class of Qt can have one of its kind.
if TYPE_CHECKING:
    _Base = QAbstractSpinBox
else:
    _Base = object


class Refusal(_Base):
    """Goes before a spin box of Qt in the bases of a class; `_begin` is called in its constructor."""

    _refusal = ""

    def _begin(self, what: str) -> None:
        """Tell of texts that are no ``what``; by their colour, as narrow boxes have no room for a sign."""
        self._what = what
        self._kept = self.text()
        self.lineEdit().textEdited.connect(self._look)
        self.editingFinished.connect(self._keep)

    @property
    def refusal(self) -> str:
        """What is told of the text, or of the one that was typed last; empty for nothing."""
        return self._refusal

    def setValue(self, value: float) -> None:
        super().setValue(value)  # type: ignore[misc]
        self._keep()
        self._tell("")

    def stepBy(self, steps: int) -> None:
        super().stepBy(steps)
        self._keep()

    def fixup(self, text: str) -> str:
        """The number before a text that is none: not what was read on the way to it, such as 12 for 12,5."""
        if text.strip():
            self._tell(f"“{text.strip()}” is no {self._what} here: {self._kept} stays.")
            show_tip(self.mapToGlobal(self.rect().bottomLeft()), self._refusal, self)
        return self._kept

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._refusal:
            self._colour()

    def _keep(self) -> None:
        self._kept = self.text()

    def _look(self, text: str) -> None:
        refused = bool(text.strip()) and not self.hasAcceptableInput()
        self._tell(f"“{text.strip()}” is no {self._what} here." if refused else "")

    def _tell(self, sentence: str) -> None:
        if sentence != self._refusal:
            self._refusal = sentence
            set_tip(self.lineEdit(), sentence)
            self._colour()

    def _colour(self) -> None:
        palette = QPalette()
        if self._refusal:
            colour = NOTICES["error"].colour(is_dark(self.palette()))
            palette.setColor(QPalette.ColorRole.Text, colour)
        self.lineEdit().setPalette(palette)
