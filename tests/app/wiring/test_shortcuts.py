"""The keys of the whole window, and its menus."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QLabel,
    QMainWindow,
    QMenu,
    QTabBar,
    QWidget,
)


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


def opened(qtbot, program, tmp_path: Path) -> QMainWindow:
    path = tmp_path / "three.csv"
    path.write_text("a,b,kind,y\n" + "".join(f"{i},{i * i % 7},{'uvw'[i % 3]},{2 * i}\n" for i in range(40)))
    program.window.show()
    qtbot.waitExposed(program.window)
    with qtbot.waitSignal(program.session.points_ready, timeout=30_000):
        program.session.opening.open_file(path)
    return program.window


def docks_of(window: QMainWindow) -> list[QDockWidget]:
    return window.findChildren(QDockWidget)


def one_on_the_other(window: QMainWindow) -> None:
    first, *others = docks_of(window)
    for dock in others:
        dock.show()
        window.tabifyDockWidget(first, dock)


def one_afloat(window: QMainWindow) -> None:
    docks_of(window)[1].show()
    docks_of(window)[1].setFloating(True)


def all_shown(window: QMainWindow) -> None:
    for dock in docks_of(window):
        dock.show()


def raised(name: str):
    def rearrange(window: QMainWindow) -> None:
        dock = window.findChild(QDockWidget, name)
        dock.show()
        dock.raise_()

    rearrange.__name__ = f"{name}_in_front"
    return rearrange


def small(window: QMainWindow) -> None:
    window.resize(window.minimumSizeHint())


def as_it_comes(window: QMainWindow) -> None:
    pass


LAYOUTS = (
    as_it_comes,
    all_shown,
    one_on_the_other,
    one_afloat,
    small,
    raised("columns"),
    raised("history"),
    raised("data"),
)


def is_seen(widget: QWidget) -> bool:
    rect, place = widget.rect(), widget
    while not place.isWindow():
        rect = rect.translated(place.pos()) & place.parentWidget().rect()
        place = place.parentWidget()
    return widget.isVisible() and not rect.isEmpty()


def walk(qtbot, window: QMainWindow, key: Qt.Key) -> list[QWidget]:
    """Where the focus comes by one key, until it is back where it has been; all of it can be seen then."""
    window.setFocus()
    visited: list[QWidget] = []
    while len(visited) < 200:
        qtbot.keyClick(window.focusWidget() or window, key)
        if window.focusWidget() in visited:
            return visited
        visited.append(window.focusWidget())
        assert is_seen(visited[-1]), visited[-1]
    raise AssertionError("the focus never comes round")


def letters_of(window: QMainWindow) -> Counter[str]:
    """How often each letter is underlined in what can be seen."""
    texts = [action.text() for action in window.menuBar().actions()]
    labels = [label.text() for label in window.findChildren(QLabel) if label.isVisible() and label.buddy()]
    buttons = [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    found = [re.findall("&(.)", text.replace("&&", "").casefold()) for text in (*texts, *labels, *buttons)]
    return Counter(letter for letters in found for letter in letters)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
def test_tab_visits_only_what_is_seen_and_a_letter_means_one_thing(qtbot, program, tmp_path, layout) -> None:
    window = opened(qtbot, program, tmp_path)
    layout(window)
    # Qt takes tabs that are needed no more out of the window, and deletes them a moment later.
    qtbot.waitUntil(lambda: all(is_seen(bar) for bar in window.findChildren(QTabBar) if bar.isVisible()))
    assert len(letters_of(window)) > 6
    assert [letter for letter, count in letters_of(window).items() if count > 1] == []
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        visited = walk(qtbot, window, key)
        assert len(visited) > 4


def test_tab_visits_nothing_unseen_before_there_are_data(qtbot, program) -> None:
    program.window.show()
    qtbot.waitExposed(program.window)
    assert [w for w in walk(qtbot, program.window, Qt.Key.Key_Tab) if not is_seen(w)] == []
    program.window.show_welcome(True)
    assert [w for w in walk(qtbot, program.window, Qt.Key.Key_Tab) if not is_seen(w)] == []


def test_the_keys_do_not_stay_in_a_dock_that_goes_behind_another(qtbot, program, tmp_path) -> None:
    window = opened(qtbot, program, tmp_path)
    window.tabifyDockWidget(*(window.findChild(QDockWidget, name) for name in ("data", "columns")))
    raised("columns")(window)
    dock = window.findChild(QDockWidget, "columns")
    qtbot.waitUntil(lambda: is_seen(dock.widget()))
    dock.widget().setFocus()
    assert dock.isAncestorOf(window.focusWidget())
    roles = program.session.document.table.roles
    raised("data")(window)
    QApplication.processEvents()
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_Down)
    assert not dock.isAncestorOf(window.focusWidget() or window)
    assert program.session.document.table.roles == roles


def test_an_underlined_letter_means_one_thing_beside_the_welcome_page(qtbot, program, tmp_path) -> None:
    window = opened(qtbot, program, tmp_path)
    window.show_welcome(True)
    for dock in docks_of(window):
        dock.hide()
    assert len(letters_of(window)) > 12
    assert [letter for letter, count in letters_of(window).items() if count > 1] == []


def test_alt_and_a_letter_always_open_the_menu(qtbot, program, tmp_path) -> None:
    window = opened(qtbot, program, tmp_path)
    all_shown(window)
    assert len(window.menuBar().actions()) > 4
    for welcome in (False, True):
        window.show_welcome(welcome)
        for top in window.menuBar().actions():
            (letter,) = re.findall("&(.)", top.text())
            qtbot.keyClick(
                window.focusWidget() or window,
                getattr(Qt.Key, f"Key_{letter.upper()}"),
                Qt.KeyboardModifier.AltModifier,
            )
            qtbot.waitUntil(top.menu().isVisible)
            top.menu().close()
