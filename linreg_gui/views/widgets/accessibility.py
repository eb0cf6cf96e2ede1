"""One name and one help text for every control."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from .texts import set_description, set_name, set_tip, set_whats_this

W = TypeVar("W", bound=QWidget)


def describe(widget: W, name: str, help_text: str) -> W:
    """Give a control its accessible name, and one text as tooltip, What's This and description."""
    set_name(widget, name)
    set_description(widget, help_text)
    set_tip(widget, help_text)
    set_whats_this(widget, help_text)
    return widget
