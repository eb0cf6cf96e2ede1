"""Offers work that was not saved when the program ended without being asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
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
from linreg_gui.views.widgets.texts import Label, set_text
from linreg_gui.views.widgets.two_line_delegate import TwoLineDelegate

_WIDTH = 460
_MARGINS = 24
_MOST_SHOWN = 5


class UnsavedWork(NamedTuple):
    """What there is to tell of one piece of work.

    Attributes
    ----------
    name : str
    rows : int
    changed : datetime or None
    project : Path or None
        The project it belongs to.
    damage : str
        What is damaged, in sentences.
    readable : bool
        Whether there is anything to restore.
    earlier : bool
        Whether it is not what was kept last, but a state before.
    """

    name: str
    rows: int
    changed: dt.datetime | None
    project: Path | None = None
    damage: str = ""
    readable: bool = True
    earlier: bool = False


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
        self.about = describe(Label(""), "About the selected work", "Where it belongs, and what is damaged.")
        self._works: Sequence[UnsavedWork] = ()
        self._lay_out()
        self.list.currentRowChanged.connect(self._tell_about)
        self.show_works(works)
        self.list.itemActivated.connect(lambda _: self._restore())
        self.restore_button.clicked.connect(self._restore)
        self.discard_button.clicked.connect(lambda: self.discard_requested.emit(self.list.currentRow()))
        self.later_button.clicked.connect(self.reject)

    def show_works(self, works: Sequence[UnsavedWork]) -> None:
        """List these."""
        self._works = works
        self.list.clear()
        today = dt.date.today()
        for work in works:
            item = QListWidgetItem(work.name)
            item.setData(TwoLineDelegate.SECOND_LINE, details_in_words(work, today))
            description = f"{details_in_words(work, today)}. {more_in_words(work)}".rstrip()
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, description)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        height = self.list.sizeHintForRow(0) * min(len(works), _MOST_SHOWN) + 2 * self.list.frameWidth()
        self.list.setFixedHeight(height)
        self._reserve_room()

    def _restore(self) -> None:
        row = self.list.currentRow()
        if self.restore_button.isEnabled():
            self.accept()
            self.restore_requested.emit(row)

    def _tell_about(self, row: int) -> None:
        work = self._works[row] if 0 <= row < len(self._works) else None
        set_text(self.about, "" if work is None else more_in_words(work))
        self.restore_button.setEnabled(work is not None and work.readable)

    def _reserve_room(self) -> None:
        """For the longest text, so that nothing jumps when another work is selected."""
        texts = list(filter(None, map(more_in_words, self._works)))
        self.about.setVisible(bool(texts))
        present, heights = self.about.text(), []
        for text in texts:
            set_text(self.about, text)
            heights.append(self.about.heightForWidth(_WIDTH - _MARGINS))
        set_text(self.about, present)
        self.about.setMinimumHeight(max(heights, default=0))

    def _lay_out(self) -> None:
        text = Label(
            "The program ended before this was saved. Restore it to go on where it was kept last. "
            "The log may tell why it ended."
        )
        text.setWordWrap(True)
        self.about.setWordWrap(True)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
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
        layout.addWidget(self.about)
        layout.addWidget(buttons)
        self.setMinimumWidth(_WIDTH)


def details_in_words(work: UnsavedWork, today: dt.date) -> str:
    """Such as “1,204 rows, changed 14:02”."""
    words = [counted(work.rows, "row") if work.readable else "cannot be read"]
    if work.changed is not None:
        when = f"{work.changed:%H:%M}"
        if work.changed.date() != today:
            when = f"{work.changed:%Y-%m-%d} at {when}"
        words.append(f"changed {when}")
    if work.earlier:
        words.append("an earlier state")
    elif work.damage and work.readable:
        words.append("damaged")
    return ", ".join(words)


def more_in_words(work: UnsavedWork) -> str:
    """Where it belongs, and what is damaged; an empty text if there is nothing to tell."""
    sentences = [work.damage] if work.damage else []
    if work.project is not None:
        sentences.insert(0, f"It belongs to “{work.project.name}” in {work.project.parent}.")
    return "\n".join(sentences)
