"""The keys of the whole window, and its menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu


def test_no_key_stands_for_two_commands(program) -> None:
    actions = set(program.window.findChildren(QAction))
    keys = Counter(key.toString() for action in actions for key in action.shortcuts())
    assert [key for key, count in keys.items() if count > 1] == []
    assert len(keys) > 20


def menus_of(menu: QMenu) -> Iterator[list[QAction]]:
    entries = [action for action in menu.actions() if not action.isSeparator()]
    yield entries
    for action in entries:
        if action.menu() is not None:
            yield from menus_of(action.menu())


def test_every_entry_of_a_menu_has_an_underlined_letter_of_its_own(program) -> None:
    for top in program.window.menuBar().actions():
        for entries in menus_of(top.menu()):
            letters = [re.findall("&(.)", action.text().casefold()) for action in entries]
            texts = [action.text() for action in entries]
            assert all(len(found) == 1 for found in letters), texts
            assert len({found[0] for found in letters}) == len(letters), texts


def test_every_command_stands_in_the_menus_once(program) -> None:
    bar = program.window.menuBar()
    entries = [action for top in bar.actions() for menu in menus_of(top.menu()) for action in menu]
    assert len(set(entries)) == len(entries) > 60
    assert max(Counter(action.text().replace("&", "") for action in entries).values()) == 1
