"""A line for a formula, that completes the names of columns and functions while they are typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QMenu, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.formulas.functions import FUNCTIONS
from linreg_gui.core.formulas.tokens import quoted
from linreg_gui.views.widgets.texts import add_action

_WORD = Qt.ItemDataRole.UserRole
_TEXT = Qt.ItemDataRole.UserRole + 1
_WORD_BEGUN = re.compile(r"[^\W\d]\w*$")
_MOST_SHOWN = 8


@always_answers
class FormulaField(QLineEdit):
    """Offers what the word before the cursor may become; Return or Tab takes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = QStandardItemModel(self)
        self._names = QCompleter(self._items, self)
        self._names.setWidget(self)
        self._names.setCompletionRole(_WORD)
        self._names.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._names.setMaxVisibleItems(_MOST_SHOWN)
        self._names.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.textEdited.connect(self._offer)

    def show_columns(self, names: Sequence[str]) -> None:
        """Which columns there are to choose from."""
        self._items.clear()
        for name in names:
            self._items.appendRow(_item(name, name, quoted(name)))
        for name, function in FUNCTIONS.items():
            self._items.appendRow(_item(f"{function.signature}    {function.about}", name, f"{name}("))

    def event(self, event: QEvent) -> bool:
        """Tab takes what is offered; otherwise it would leave the line."""
        is_tab = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab
        if is_tab and event.type() == QEvent.Type.KeyPress and self.offers:
            self._take(self._popup.currentIndex())
            self._popup.hide()
            return True
        return super().event(event)

    def fill_menu(self, menu: QMenu) -> None:
        """Add everything that can be put into a formula, functions with what they do."""
        columns = menu.addMenu("Columns")
        functions = menu.addMenu("Functions")
        for row in range(self._items.rowCount()):
            item = self._items.item(row)
            text = item.data(_TEXT)
            target = functions if str(text).endswith("(") else columns
            action = add_action(target, item.text())
            action.triggered.connect(lambda _=False, text=text: self._insert(text))

    @property
    def offers(self) -> list[str]:
        """What is offered at the moment."""
        model = self._names.completionModel()
        if not self._popup.isVisible():
            return []
        return [str(model.index(row, 0).data()) for row in range(self._names.completionCount())]

    def _offer(self) -> None:
        word = self._begun().lstrip("`")
        self._names.setCompletionPrefix(word)
        model = self._names.completionModel()
        words = [model.index(row, 0).data(_WORD) for row in range(self._names.completionCount())]
        if not word or not words or words == [word]:
            self._popup.hide()
            return
        # What is typed whole stays as it is unless something else is chosen.
        self._popup.setCurrentIndex(model.index(words.index(word) if word in words else 0, 0))
        self._names.complete()

    @property
    def _popup(self) -> QAbstractItemView:
        popup = self._names.popup()
        assert popup is not None  # made where it is asked for
        return popup

    def _begun(self) -> str:
        """The beginning of a name before the cursor; a name in closed backquotes is finished."""
        left = self.text()[: self.cursorPosition()]
        if left.count("`") % 2:
            return left[left.rindex("`") :]
        match = _WORD_BEGUN.search(left)
        return match.group() if match else ""

    def _take(self, index: QModelIndex) -> None:
        begun, place = self._begun(), self.cursorPosition()
        self.setSelection(place - len(begun), len(begun))
        self._insert(str(index.data(_TEXT)))

    def _insert(self, text: str) -> None:
        """Put a text in place of what is selected; an opening bracket gets the one that closes it."""
        self.insert(f"{text})" if text.endswith("(") else text)
        if text.endswith("("):
            self.cursorBackward(False)
        self.setFocus()
        self.textEdited.emit(self.text())


def _item(shown: str, word: str, text: str) -> QStandardItem:
    item = QStandardItem(shown)
    item.setData(word, _WORD)
    item.setData(text, _TEXT)
    return item
