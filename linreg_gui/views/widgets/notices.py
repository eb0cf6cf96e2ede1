"""How a sentence that informs, warns or reports an error looks: a colour and an icon, never colour alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Notice:
    """The look of one kind of sentence."""

    word: str
    icon: str
    light: str
    dark: str

    def colour(self, dark: bool) -> QColor:
        """Its colour as text on a light or a dark background."""
        return QColor(self.dark if dark else self.light)


NOTICES = {
    "info": Notice("Information", "info", "#2765B0", "#6FA8EA"),
    "warning": Notice("Warning", "warning", "#8F5200", "#F2BE3E"),
    "error": Notice("Error", "error", "#B3261E", "#FF9189"),
}
