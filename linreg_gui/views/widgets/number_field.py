"""A line for any number a person types, with decimal point or comma; what is no number is marked."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.cells.column_signs import POINT_SHOWN, Held
from linreg_gui.core.cells.text import typed_number
from linreg_gui.core.number_text import whole_number_text

from .icons import icon
from .notices import NOTICES
from .style import is_dark, tabular
from .texts import set_text


@always_answers
class NumberField(QLineEdit):
    """Shows a number so that what it shows, typed again, is the same number."""

    value_edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: float | None = None
        self._held = POINT_SHOWN
        self._other: float | None = None
        self._edited = False
        self._mark = QAction("This is not a number", self)
        self._mark.setVisible(False)
        self.addAction(self._mark, QLineEdit.ActionPosition.TrailingPosition)
        self.setFont(tabular(self.font()))
        self.textEdited.connect(self._read)
        self._restyle()

    @property
    def value(self) -> float | None:
        """The number, None where the text is none."""
        return self._value

    @property
    def other(self) -> float | None:
        """What else the text may mean, None where it has one meaning."""
        return self._other

    @property
    def edited(self) -> bool:
        """Whether a person typed it."""
        return self._edited

    @property
    def is_marked(self) -> bool:
        """Whether it is marked as no number."""
        return self._mark.isVisible()

    def set_held(self, held: Held) -> None:
        """How the numbers are written among which one is typed; a text that is there keeps its meaning."""
        self._held = held

    def set_value(self, value: float | str, *, typed: bool = False) -> None:
        """Show a number without telling anyone; ``typed``: as if a person had."""
        self._value, self._other, self._edited = float(value), None, typed
        text = whole_number_text(self._value)
        if text != self.text():
            set_text(self, text)
            self.setCursorPosition(0)
        self._show_mark()

    def type_text(self, text: str) -> None:
        """Show a text that a person has typed before, whatever it is, without telling anyone."""
        set_text(self, text)
        self._take(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_mark"):
            self._restyle()

    def _read(self, text: str) -> None:
        self._take(text)
        self.value_edited.emit()

    def _take(self, text: str) -> None:
        number = typed_number(text, self._held)
        self._value = None if number is None else float(number.value)
        self._other = None if number is None or number.other is None else float(number.other)
        self._edited = True
        self._show_mark()

    def _show_mark(self) -> None:
        self._mark.setVisible(self._value is None)

    def _restyle(self) -> None:
        palette = QPalette(self.palette())
        palette.setColor(QPalette.ColorRole.ButtonText, NOTICES["error"].colour(is_dark(self.palette())))
        self._mark.setIcon(icon("error", palette))
