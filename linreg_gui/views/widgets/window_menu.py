"""Menus that are made when they are asked for."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QWidget


def window_menu(owner: QWidget) -> QMenu:
    """A menu in the letters of its window, however large these are; a menu has them from nobody."""
    menu = QMenu(owner)
    menu.setFont(owner.window().font())
    return menu
