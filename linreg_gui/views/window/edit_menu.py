"""The Edit menu: undo, the clipboard, finding, and rows."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow

from linreg_gui.views.widgets.texts import set_caption

from .menu_part import MenuPart


class EditMenu(MenuPart):
    """Commands about cells and rows."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        menu = self._menu("&Edit")
        key = QKeySequence.StandardKey
        self.undo = self._action(menu, "&Undo", key.Undo, "Take back the last change of the data.", "undo")
        self.redo = self._action(menu, "&Redo", key.Redo, "Make the undone change again.", "redo")
        self.undo.setIconText("Undo")
        self.redo.setIconText("Redo")
        self.show_undo("", "")
        help_text = "List every state of the data, to go back and forth between them."
        self.history = self._action(menu, "Show &History", "Ctrl+Shift+H", help_text)
        menu.addSeparator()
        self.copy = self._action_of_the_table(menu, "&Copy", key.Copy, "Copy the selected cells.")
        self.paste = self._action_of_the_table(
            menu, "&Paste", key.Paste, "Paste a block of cells from a spreadsheet."
        )
        self.paste_new = self._action(
            menu, "Paste as &New Table", "Ctrl+Shift+V", "Open what a spreadsheet or a web page copied."
        )
        help_text = "Copy the plot that had the focus last as a figure: dark on white, and as vectors, too."
        self.copy_figure = self._action(menu, "Copy F&igure", "Ctrl+Alt+C", help_text)
        help_text = "Copy the numbers behind the plot that had the focus last as CSV."
        self.copy_numbers = self._action(menu, "Copy Numb&ers of the Plot", None, help_text)
        self.clear_cells = self._action_of_the_table(
            menu, "C&lear Cells", key.Delete, "Empty the selected cells."
        )
        self.fill_down = self._action(
            menu, "&Fill Down", "Ctrl+D", "Repeat the first selected row in the selected rows below it."
        )
        menu.addSeparator()
        self.find = self._action(menu, "Fin&d…", key.Find, "Find a text or a number in the table.")
        self.find_next = self._action(menu, "Find Ne&xt", "F3", "Go to the next match.")
        self.find_previous = self._action(
            menu, "Find Pre&vious", "Shift+F3", "Go to the match before this one."
        )
        self.go_to_row = self._action(menu, "&Go to Row…", "Ctrl+J", "Go to a row by its number.")
        self.select_where = self._action(
            menu, "&Select Rows Where…", "Ctrl+Alt+W", "Select the rows for which a condition holds."
        )
        menu.addSeparator()
        self.insert_row_above = self._action(
            menu, "Insert Row &Above", "Ctrl+Shift+I", "Insert an empty row above the current one.", "add-row"
        )
        self.insert_row_below = self._action(
            menu, "Insert Row &Below", "Ctrl+I", "Insert an empty row below the current one.", "add-row"
        )
        self.remove_rows = self._action(
            menu, "Re&move Selected Rows", "Ctrl+Del", "Remove the selected rows.", "remove-row"
        )

    def show_undo(self, undo_text: str, redo_text: str) -> None:
        """Name what undo and redo would do; an empty text where there is nothing."""
        set_caption(self.undo, "&Undo {}", undo_text)
        set_caption(self.redo, "&Redo {}", redo_text)
        self.undo.setEnabled(bool(undo_text))
        self.redo.setEnabled(bool(redo_text))
