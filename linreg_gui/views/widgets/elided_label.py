"""Texts of any length in the room there is, whole in their tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.wording import without_middle

from .fitted_text import elided
from .texts import Label, set_name, set_text, set_tip

_NARROWEST = 24
_LONGEST = 2000  # characters that are looked at


@always_answers
class ElidedLabel(Label):
    """One line that ends in … where it is too long."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._whole = self._shorter = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    @property
    def whole_text(self) -> str:
        """What it says, whole."""
        return self._whole

    def show_text(self, text: str, shorter: str = "") -> None:
        """Say something else; ``shorter`` where there is no room for that."""
        self._whole, self._shorter = " ".join(text.split()), shorter
        set_name(self, self._whole)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._whole) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST if self._whole else 0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._whole) <= self.width()
        text = elided(self._whole if fits else self._shorter or self._whole, self.fontMetrics(), self.width())
        text = "" if text == "…" else text  # which says nothing
        if text != self.text():
            set_text(self, text)
        set_tip(self, self._whole if text != self._whole else "")


def elided_to_lines(text: str, metrics: QFontMetrics, width: int, most_lines: int) -> tuple[str, int]:
    """The text cut to a number of lines of some width, and how many lines it takes."""
    lines: list[str] = []
    words = without_middle(text, _LONGEST).split()
    while words:
        if len(lines) == most_lines - 1:
            rest = " ".join(words)
            lines.append(elided(rest, metrics, width))
            break
        count = 1
        while count < len(words) and metrics.horizontalAdvance(" ".join(words[: count + 1])) <= width:
            count += 1
        line = " ".join(words[:count])
        # What fits by a hair would be cut all the same, as Qt rounds the other way there.
        cut = metrics.horizontalAdvance(line) > width
        lines.append(elided(line, metrics, width, Qt.TextElideMode.ElideMiddle) if cut else line)
        words = words[count:]
    return "\n".join(lines), len(lines)
