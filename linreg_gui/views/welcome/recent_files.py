"""The files opened last, as a short list of buttons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.elided_label import ElidedLabel
from linreg_gui.views.widgets.style import muted
from linreg_gui.views.widgets.texts import Label, set_text

_MOST = 4


@always_answers
class RecentFiles(QWidget):
    """One line for each: its name to click on, and its folder; not there where there are none."""

    requested = Signal(object)  # Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: list[QToolButton] = []
        self._folders: list[ElidedLabel] = []
        self._lines: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        heading = Label("Recent")
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self._layout.addWidget(heading)
        self.hide()

    def show_files(self, paths: Sequence[Path]) -> None:
        """List the first of these."""
        for line in self._lines:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.buttons = []
        self._folders = []
        self._lines = []
        for path in paths[:_MOST]:
            self._add(path)
        self._restyle()
        self.setVisible(bool(paths))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_folders"):
            self._restyle()

    def _add(self, path: Path) -> None:
        button = describe(QToolButton(), path.name, f"Open “{path}” again.")
        set_text(button, path.name)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self.requested.emit(path))
        folder = ElidedLabel(str(path.parent))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(button)
        row.addWidget(folder, 1)
        self._layout.addWidget(line)
        self.buttons.append(button)
        self._folders.append(folder)
        self._lines.append(line)

    def _restyle(self) -> None:
        palette = self.palette()
        quiet, link = QPalette(palette), QPalette(palette)
        quiet.setColor(QPalette.ColorRole.WindowText, muted(palette))
        link.setColor(QPalette.ColorRole.ButtonText, palette.link().color())
        for folder in self._folders:
            folder.setPalette(quiet)
        for button in self.buttons:
            button.setPalette(link)
