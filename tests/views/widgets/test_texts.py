"""Texts stay texts: what looks like markup, an underlined letter or the mark of unsaved changes is none."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, Qt, QTextDocument
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QTextBrowser, QWidget

from linreg_gui.views.widgets.texts import (
    InputDialog,
    Label,
    MessageBox,
    add_action,
    add_section,
    joined_rich,
    rich,
    set_caption,
    set_help,
    set_rich,
    set_text,
    set_title,
    tip,
)

NAMES = [
    '<img src="file:///etc/hostname">',
    "<b>bold</b>",
    "&amp; &lt;b>",
    '<a href="x">y</a>',
    "<!-- <b> -->",
    "a <br/> b",
    "two\nlines <i>",
    "  blanks   <u>",
    "R&D",
]


def drawn(text: str) -> str:
    """What Qt draws of a tooltip."""
    if not Qt.mightBeRichText(text):
        return text
    document = QTextDocument()
    document.setHtml(text)
    assert not any(form.isImageFormat() for form in document.allFormats())
    return document.toPlainText()


@pytest.mark.parametrize("name", NAMES)
def test_a_tooltip_shows_the_text_itself(qapp, name: str) -> None:
    assert " ".join(drawn(tip(name)).split()) == " ".join(name.split())
    assert drawn(tip(name)).splitlines()[0].strip() == name.splitlines()[0].strip()


@pytest.mark.parametrize("text", ["a < b", "R&D", "x &amp; y", "plain"])
def test_a_text_that_is_not_taken_for_markup_stays_as_it_is(text: str) -> None:
    assert tip(text) == text


def test_a_letter_of_a_name_is_not_underlined(qtbot) -> None:
    button, action, field, menu = QPushButton(), QAction(), QLineEdit(), QMenu()
    for widget in (button, field, menu):
        qtbot.addWidget(widget)
    for target in (button, action, field):
        set_text(target, "<b>R&D")
    assert (button.text(), action.text(), field.text()) == ("<b>R&&D", "<b>R&&D", "<b>R&D")
    assert drawn(action.toolTip()) == "<b>R&D"
    set_caption(action, "&Undo {}", "R&D {x}")
    assert action.text() == "&Undo R&&D {x}"
    set_caption(action, "&Undo {}", "")
    assert action.text() == "&Undo"
    assert add_action(menu, "R&D").text() == "R&&D"
    add_section(menu, "<i>R&D")
    assert menu.actions()[-1].text() == "<i>R&D"  # a heading underlines nothing
    assert drawn(menu.actions()[-1].toolTip()) == "<i>R&D"


def test_one_text_is_the_whole_help_of_an_action(qapp) -> None:
    action = QAction()
    set_help(action, "<b>x", "<b>x (F1)")
    assert (action.statusTip(), drawn(action.whatsThis()), drawn(action.toolTip())) == (
        "<b>x",
        "<b>x",
        "<b>x (F1)",
    )


def test_a_name_in_a_title_is_not_the_mark_of_unsaved_changes(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    set_title(window, "a [*].csv", "[*] — Program")
    assert window.windowTitle() == "a [*][*].csv[*] — Program"


def test_labels_and_boxes_take_nothing_for_markup(qtbot) -> None:
    label, box, question = Label("<b>x"), MessageBox(), InputDialog()
    for widget in (label, box, question):
        qtbot.addWidget(widget)
    set_text(label, "<i>y")
    set_text(box, "<i>R&D")
    box.setInformativeText("<img src='x'>")
    question.setLabelText("<i>R&D")
    labels = [label, *box.findChildren(QLabel), *question.findChildren(QLabel)]
    assert {shown.textFormat() for shown in labels if shown.text()} == {Qt.TextFormat.PlainText}
    assert {"<i>y", "<i>R&D", "<img src='x'>", "<i>R&&D"} <= {shown.text() for shown in labels}


def test_what_is_put_into_markup_of_ours_is_escaped_once(qtbot) -> None:
    browser = QTextBrowser()
    qtbot.addWidget(browser)
    row = rich("<tr><td>{name}</td></tr>", name="<img src='x'>&amp;")
    set_rich(browser, rich("<table>{rows}</table><b>{title}</b>", rows=joined_rich([row, row]), title="{x}"))
    assert browser.toPlainText().split() == ["<img", "src='x'>&amp;", "<img", "src='x'>&amp;", "{x}"]
    assert not any(form.isImageFormat() for form in browser.document().allFormats())
