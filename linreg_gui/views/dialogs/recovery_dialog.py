"""Offers work that was not saved when the program ended without being asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.wording import counted
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import Label
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate

_WIDTH = 460
_MOST_SHOWN = 5


class UnsavedWork(NamedTuple):
    """What there is to tell of one piece of work."""

    name: str
    rows: int
    changed: dt.datetime | None


class RecoveryDialog(QDialog):
    """One line for each piece of work, to take up again, to throw away, or to leave for later."""

    restore_requested = Signal(int)
    discard_requested = Signal(int)
    log_requested = Signal()

    def __init__(self, works: Sequence[UnsavedWork], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Unsaved Work")
        self.list = describe(QListWidget(), "Unsaved work", "What was not saved, the latest first.")
        help_text = "Open the selected work again; it stays unsaved until you save it."
        self.restore_button = describe(QPushButton("&Restore"), "Restore", help_text)
        help_text = "Delete the selected work for good."
        self.discard_button = describe(QPushButton("&Discard"), "Discard", help_text)
        help_text = "Close; File > Restore Unsaved Work brings this back."
        self.later_button = describe(QPushButton("&Later"), "Later", help_text)
        help_text = "Read what was written down before the program ended."
        self.log_button = describe(QPushButton("Show L&og"), "Show Log", help_text)
        self.log_button.setAutoDefault(False)
        self.log_button.clicked.connect(self.log_requested)
        self._lay_out()
        self.show_works(works)
        self.list.itemActivated.connect(lambda _: self._restore())
        self.restore_button.clicked.connect(self._restore)
        self.discard_button.clicked.connect(lambda: self.discard_requested.emit(self.list.currentRow()))
        self.later_button.clicked.connect(self.reject)

    def show_works(self, works: Sequence[UnsavedWork]) -> None:
        """List these."""
        self.list.clear()
        today = dt.date.today()
        for work in works:
            item = QListWidgetItem(work.name)
            item.setData(TwoLineDelegate.SECOND_LINE, details_in_words(work, today))
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, details_in_words(work, today))
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) * min(len(works), _MOST_SHOWN) + 2 * self.list.frameWidth()
        self.list.setFixedHeight(height)

    def _restore(self) -> None:
        row = self.list.currentRow()
        self.accept()
        self.restore_requested.emit(row)

    def _lay_out(self) -> None:
        text = Label(
            "The program ended before this was saved. Restore it to go on where it was kept last. "
            "The log may tell why it ended."
        )
        text.setWordWrap(True)
        self.list.setItemDelegate(TwoLineDelegate(self.list, 1))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox()
        roles = QDialogButtonBox.ButtonRole
        buttons.addButton(self.log_button, roles.HelpRole)
        buttons.addButton(self.restore_button, roles.AcceptRole)
        buttons.addButton(self.discard_button, roles.DestructiveRole)
        buttons.addButton(self.later_button, roles.RejectRole)
        self.restore_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addWidget(text)
        layout.addWidget(self.list)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)


def details_in_words(work: UnsavedWork, today: dt.date) -> str:
    """Such as “1,204 rows, changed 14:02”."""
    rows = counted(work.rows, "row")
    if work.changed is None:
        return rows
    when = f"{work.changed:%H:%M}"
    if work.changed.date() != today:
        when = f"{work.changed:%Y-%m-%d} at {when}"
    return f"{rows}, changed {when}"
