"""The Data menu: where data come from, and what is done with rows and columns as a whole."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from .menu_part import MenuPart


class DataMenu(MenuPart):
    """Commands about the table."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        menu = self._menu("&Data")
        self.generate = self._action(
            menu, "&Generate Data…", "Ctrl+G", "Make data with weights, bias and noise you know.", "generate"
        )
        self.import_report = self._action(
            menu, "Import &Report…", "Ctrl+Shift+R", "How the file was understood, column by column."
        )
        self.import_report.setEnabled(False)
        self.choose_columns = self._action(
            menu, "Choose &Columns", "Ctrl+L", "Choose which columns are features and which is the label."
        )
