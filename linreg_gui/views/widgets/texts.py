"""How texts get onto the screen: plain, whatever they hold. A column may be called like a tag, or “A&B”.

Qt takes a text for markup when it looks like it, an “&” for the sign of an underlined letter, and “[*]” for
the mark of unsaved changes. So nothing else in views and app hands Qt a text that may be a person's.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QFont, Qt, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QGraphicsTextItem,
    QInputDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QTextEdit,
    QToolTip,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.wording import without_middle

_PLAIN = Qt.TextFormat.PlainText
_LONGEST_TIP = 8000


class _WithTip(Protocol):
    def setToolTip(self, toolTip: str, /) -> object: ...


class _WithWhatsThis(Protocol):
    def setWhatsThis(self, whatsThis: str, /) -> object: ...


class _WithText(Protocol):
    def setText(self, text: str, /) -> object: ...


def tip(text: str) -> str:
    """A text as tooltip or What's This: as it is, or escaped where Qt would take it for markup.

    Of a very long one the middle is left out: a million characters would take seconds to put into lines.
    """
    text = without_middle(text, _LONGEST_TIP)
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


def caption(text: str) -> str:
    """A text as part of a caption of ours: without a letter that would be underlined."""
    return text.replace("&", "&&")


def set_tip(target: _WithTip, text: str) -> None:
    """What is shown to whoever points at something."""
    target.setToolTip(tip(text))


def set_whats_this(target: _WithWhatsThis, text: str) -> None:
    """What Shift+F1 shows."""
    target.setWhatsThis(tip(text))


def set_help(action: QAction, text: str, pointed_at: str | None = None) -> None:
    """One text as status tip, tooltip and What's This of an action; the tooltip may be another."""
    action.setStatusTip(text)
    set_tip(action, text if pointed_at is None else pointed_at)
    set_whats_this(action, text)


def set_name(widget: QWidget, text: str) -> None:
    """How a screen reader calls a widget."""
    widget.setAccessibleName(text)


def set_description(widget: QWidget, text: str) -> None:
    """What a screen reader says of a widget."""
    widget.setAccessibleDescription(text)


def set_text(target: _WithText, text: str) -> None:
    """What stands on a label or a button, in a field or in a menu."""
    if isinstance(target, QAction):
        target.setText(caption(text))
        set_tip(target, text)  # or Qt would show the text as it is
    elif isinstance(target, QAbstractButton):
        target.setText(caption(text))
    else:
        target.setText(text)


def set_caption(target: QAction | QAbstractButton, ours: str, *texts: str) -> None:
    """A caption of ours, which underlines a letter, with texts in the place of each {}."""
    target.setText(ours.format(*map(caption, texts)).rstrip())


def add_action(menu: QMenu, text: str) -> QAction:
    """An entry of a menu that is called like something of a person's."""
    action = menu.addAction("")
    set_text(action, text)
    return action


def add_section(menu: QMenu, text: str) -> None:
    """A heading in a menu, where no letter is underlined."""
    set_tip(menu.addSection(text), text)


def set_title(window: QWidget, text: str, after: str = "") -> None:
    """The title of a window; ``after`` is ours and may hold the place of the mark of unsaved changes."""
    # A lone [*] is where Qt puts the mark; two stand for themselves.
    window.setWindowTitle(text.replace("[*]", "[*][*]") + after)


def show_tip(where: QPoint, text: str, widget: QWidget) -> None:
    """Show a tooltip now."""
    QToolTip.showText(where, tip(text), widget)


def hide_tip() -> None:
    """Show no tooltip."""
    QToolTip.hideText()


def set_menu_font(font: QFont) -> None:
    """The letters of menus that have none of their own, in all windows."""
    QApplication.setFont(font, "QMenu")  # type: ignore[arg-type]  # it takes no bytes, whatever its types say


def set_tip_font(font: QFont) -> None:
    """The letters of tooltips, in all windows."""
    QToolTip.setFont(font)


class PlainDocument(QTextDocument):
    """A document that is written by cursors, whose `insertText` takes a text as it is."""


class Label(QLabel):
    """A label that shows a text as it is; the letter after an & is underlined where it has a buddy."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(_PLAIN)
        self.setText(text)


def label_of(buddy: QWidget, ours: str) -> Label:
    """The label of a field, which underlines the letter that leads there."""
    label = Label(ours)
    label.setBuddy(buddy)
    return label


@always_answers
class MessageBox(QMessageBox):
    """A message that shows its texts as they are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(_PLAIN)

    def setInformativeText(self, text: str) -> None:
        super().setInformativeText(text)
        for label in self.findChildren(QLabel):  # Qt makes the label only now, and lets it guess
            label.setTextFormat(_PLAIN)


@always_answers
class InputDialog(QInputDialog):
    """A question whose words are shown as they are."""

    def setLabelText(self, text: str) -> None:
        super().setLabelText(caption(text))  # it leads to the field
        for label in self.findChildren(QLabel):
            label.setTextFormat(_PLAIN)


class Rich(str):
    """Markup of ours, in which nothing of a person's is markup."""

    __slots__ = ()


def rich(markup: str, **texts: object) -> Rich:
    """Markup of ours with texts in its places, escaped unless they are markup of ours themselves."""
    escaped = {
        name: text if isinstance(text, Rich) else html.escape(str(text)) for name, text in texts.items()
    }
    return Rich(markup.format(**escaped))


def joined_rich(parts: Iterable[Rich]) -> Rich:
    """Pieces of markup, one behind the other."""
    return Rich("".join(parts))


def set_rich(target: QTextEdit | QGraphicsTextItem | QMessageBox, text: Rich) -> None:
    """Show markup of ours."""
    if isinstance(target, QMessageBox):
        target.setTextFormat(Qt.TextFormat.RichText)
        target.setText(text)
    else:
        target.setHtml(text)
