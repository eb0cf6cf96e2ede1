"""The texts of the Help menu."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QMainWindow

from linreg_gui.views.dialogs.about import shortcuts_text


def test_keys_are_listed_menu_by_menu_under_the_names_of_their_commands(qtbot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    file, edit = window.menuBar().addMenu("&File"), window.menuBar().addMenu("&Edit")
    opening, undo = file.addAction("&Open…"), edit.addAction("&Undo")
    opening.setShortcut("Ctrl+O")
    undo.setIconText("Undo")
    undo.setText("&Undo Sort by “price”")
    undo.setShortcut("Ctrl+Z")
    edit.addAction("&Copy\tCtrl+C")
    edit.addAction("Without a key")
    edit.addMenu("More").addAction("&Deeper").setShortcut("F7")
    texts = re.sub("<[^>]*>|&nbsp;", " ", shortcuts_text(window.menuBar())).split()
    assert " ".join(texts) == "File Open Ctrl+O Edit Undo Ctrl+Z Copy Ctrl+C Deeper F7"
