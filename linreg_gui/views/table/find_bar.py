"""A bar to find cells of the table by their text or number; hidden until it is needed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.icons import icon
from linreg_gui.views.widgets.style import muted, tabular
from linreg_gui.views.widgets.texts import Label, set_name, set_text

_PAUSE_MS = 150
_ONLY_SELECTED = "In selected columns"


@always_answers
class FindBar(QWidget):
    """Asks for a search as something is typed, and says how many cells were found."""

    find_requested = Signal(str, bool)  # what, and whether in the selected columns only
    next_requested = Signal()
    previous_requested = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = describe(
            QLineEdit(), "Find", "A text or a number to find in the table: 1,5 and 1.5 are the same number."
        )
        self.field.setPlaceholderText("Find text or number")
        help_text = "Look only into the columns selected now."
        self.only_selected = describe(QCheckBox(_ONLY_SELECTED), _ONLY_SELECTED, help_text)
        self.count = Label()
        self.count.setFont(tabular(self.count.font()))
        self.up = self._button("previous", "Find Previous", "Go to the match before this one.")
        self.down = self._button("next", "Find Next", "Go to the match after this one.")
        self.close_button = self._button("close", "Close the search", "Close the search.")
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.field.textChanged.connect(self._on_text)
        self.only_selected.toggled.connect(lambda _: self._find())
        self.up.clicked.connect(self.previous_requested)
        self.down.clicked.connect(self.next_requested)
        self.close_button.clicked.connect(self.close_bar)
        self._lay_out()
        self._restyle()
        self.hide()

    @property
    def sought(self) -> str:
        """What is looked for; an empty text while the bar is closed."""
        return "" if self.isHidden() else self.field.text()

    def open(self) -> None:
        """Come into view, ready to type."""
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self.field.text():
            self._find()

    def close_bar(self) -> None:
        """Go away."""
        self._pause.stop()
        self.hide()
        self.closed.emit()

    def show_searching(self) -> None:
        """Say that the search is under way."""
        self._say("searching…")

    def show_count(self, number: int, total: int) -> None:
        """Say which of how many matches is the current cell; number 0 if it is none."""
        if not self.field.text().strip():
            self._say("")
        elif not total:
            self._say("nothing found")
        elif number:
            self._say(f"{number:,} of {total:,}")
        else:
            self._say(counted(total, "match", "matches"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            backwards = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            (self.previous_requested if backwards else self.next_requested).emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "close_button"):
            self._restyle()

    def _on_text(self) -> None:
        self._pause.start()

    def _find(self) -> None:
        self._pause.stop()
        self.find_requested.emit(self.field.text(), self.only_selected.isChecked())

    def _say(self, text: str) -> None:
        set_text(self.count, text)
        set_name(self.count, text)

    def _button(self, icon_name: str, name: str, help_text: str) -> QToolButton:
        button = describe(QToolButton(), name, help_text)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setProperty("icon_name", icon_name)
        return button

    def _restyle(self) -> None:
        for button in (self.up, self.down, self.close_button):
            name = str(button.property("icon_name"))
            button.setIcon(icon(name, self.palette(), QPalette.ColorRole.WindowText))
        palette = self.count.palette()
        palette.setColor(QPalette.ColorRole.WindowText, muted(self.palette()))
        self.count.setPalette(palette)

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(self.field, 1)
        for button in (self.up, self.down, self.close_button):
            line.addWidget(button)
        below = QHBoxLayout()
        below.addWidget(self.only_selected)
        below.addStretch(1)
        below.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        layout.addLayout(line)
        layout.addLayout(below)
