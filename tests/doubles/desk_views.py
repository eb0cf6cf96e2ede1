"""A view of the desk as it stands in a window, with what a desk gives for its wish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

V = TypeVar("V", bound=QWidget)


def seen(qtbot: QtBot, view: V, size: tuple[int, int], value: Callable[[Any], object]) -> V:
    """The view, shown in this size, with the value of its wish."""
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    view.show_value(value(getattr(view, "wish", None)))  # type: ignore[attr-defined]
    return view
