"""One name and one help text for every control."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def describe(widget: W, name: str, help_text: str) -> W:
    """Give a control its accessible name, and one text as tooltip, What's This and description."""
    widget.setAccessibleName(name)
    widget.setAccessibleDescription(help_text)
    widget.setToolTip(help_text)
    widget.setWhatsThis(help_text)
    return widget
