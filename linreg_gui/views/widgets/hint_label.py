"""A line of advice under a field, that can turn into a warning."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from linreg_gui.core.answering import always_answers

from .icons import pixmap
from .notices import NOTICES
from .style import is_dark, muted
from .texts import Label, set_text, set_tip

_ICON, _SPACING = 16, 5


@always_answers
class HintLabel(QWidget):
    """Muted advice, or a warning with icon and colour; its height, for two lines or more, never changes.

    Only where a warning may take ``most`` lines it is as high as that needs. What is cut is told by the tip.
    """

    def __init__(self, parent: QWidget | None = None, lines: int = 2, most: int = 0) -> None:
        super().__init__(parent)
        self._warns = False
        self._lines, self._most = lines, max(lines, most)
        self._icon, self._label = Label(), Label()
        self._label.setWordWrap(True)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = Qt.AlignmentFlag.AlignTop
        self._label.setAlignment(top)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_SPACING)
        layout.addWidget(self._icon, 0, top)
        layout.addWidget(self._label, 1)
        self._icon.hide()
        self._fit()
        self._restyle()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    @property
    def warns(self) -> bool:
        """Whether it says it as a warning."""
        return self._warns

    def show_hint(self, text: str, warns: bool = False) -> None:
        """Say something."""
        self._warns = warns
        set_text(self._label, text)
        self._icon.setVisible(warns)
        self._fit()
        self._restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_label"):
            self._restyle()

    def _fit(self) -> None:
        line = self.fontMetrics().lineSpacing()
        room = self.width() - (_ICON + _SPACING) * self._warns
        needed = self._label.heightForWidth(max(1, room))
        lines = min(self._most, max(self._lines, -(-needed // line))) if self._warns else self._lines
        height = lines * line + 2
        if height != self.height():
            self.setFixedHeight(height)
        set_tip(self._label, self.text if needed > height else "")

    def _restyle(self) -> None:
        notice = NOTICES["warning"]
        colour = notice.colour(is_dark(self.palette())) if self._warns else muted(self.palette())
        palette = self._label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, colour)
        self._label.setPalette(palette)
        self._icon.setPixmap(pixmap(notice.icon, colour, _ICON, self.devicePixelRatioF()))
