"""The Data menu: where data come from, and what is done with rows and columns as a whole."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from linreg_gui.core.cells.column_types import ColumnType

from .menu_part import MenuPart
from .transform_menu import TransformMenu

COLOUR_WORDS = (
    "Colour &1: Blue Circle",
    "Colour &2: Pink Triangle",
    "Colour &3: Brown Square",
    "Colour &4: Violet Diamond",
    "Colour &5: Teal Triangle Pointing Down",
    "Colour &6: Grey Star",
)
_TYPES = {
    ColumnType.NUMBER: ("&Number", "Numbers; texts are read as such, and what is none is emptied."),
    ColumnType.CATEGORY: ("&Category", "A few levels, such as colours or species."),
    ColumnType.TEXT: ("&Text", "Texts that mean nothing to the regression."),
    ColumnType.DATE: ("&Date", "Dates, with or without the time of day."),
}


class DataMenu(MenuPart):
    """Commands about the table."""

    set_type_requested = Signal(object)  # ColumnType

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        menu = self._menu("&Data")
        self.new_table = self._action(
            menu, "&New Empty Table", "Ctrl+N", "Start without rows: draw them on the plot, or type them."
        )
        self.generate = self._action(
            menu, "&Generate Data…", "Ctrl+G", "Make data with weights, bias and noise you know.", "generate"
        )
        self.painting = self._submenu(menu, "&Draw on the Plot")
        menu.addSeparator()
        self.import_report = self._action(
            menu, "Import &Report…", "Ctrl+Shift+R", "How the file was understood, column by column."
        )
        self.import_report.setEnabled(False)
        self.choose_columns = self._action(
            menu, "Choose &Columns", "Ctrl+L", "Choose which columns are features and which is the label."
        )
        menu.addSeparator()
        self._build_columns(menu)
        self.transforms = TransformMenu(window, menu)
        menu.addSeparator()
        self._build_rows(menu)

    def show_type(self, type_of_column: ColumnType | None) -> None:
        """Tick the type of the current column; None where there is no column."""
        for name, action in self.types.items():
            action.setChecked(name is type_of_column)
            action.setEnabled(type_of_column is not None)

    def _build_columns(self, menu: QMenu) -> None:
        self.column = self._submenu(menu, "C&olumn")
        self.rename_column = self._action(
            self.column, "&Rename…", "Shift+F2", "Give the current column another name."
        )
        self.add_column = self._action(
            self.column, "&Add…", None, "Add an empty column right of the current one."
        )
        help_text = "Put a copy beside the current column."
        self.duplicate_column = self._action(self.column, "&Duplicate", None, help_text)
        self.delete_columns = self._action(
            self.column, "D&elete", None, "Take out the current column, or all that are selected whole."
        )
        self.column.addSeparator()
        self.move_column_left = self._action(
            self.column, "Move &Left", None, "Move the current column to the left."
        )
        self.move_column_right = self._action(
            self.column, "Move Ri&ght", None, "Move the current column to the right."
        )
        self.type_menu = self._submenu(menu, "Column &Type")
        group = QActionGroup(self)
        group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        self.types: dict[ColumnType, QAction] = {}
        for name, (text, help_text) in _TYPES.items():
            action = self._action(self.type_menu, text, None, help_text)
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, name=name: self.set_type_requested.emit(name))
            group.addAction(action)
            self.types[name] = action

    def _build_rows(self, menu: QMenu) -> None:
        self.sort_rows_ascending = self._action(
            menu, "Sort &Ascending", None, "Put the rows in the order of the current column."
        )
        self.sort_rows_descending = self._action(
            menu, "Sort D&escending", None, "Put the rows in the reverse order of the current column."
        )
        menu.addSeparator()
        self.toggle_excluded = self._action(
            menu,
            "E&xclude Selected Rows",
            "Ctrl+Shift+E",
            "Leave the selected rows out of the regression without removing them; once more takes them in.",
        )
        self.include_rows = self._action(
            menu, "&Include Selected Rows", None, "Let the selected rows take part again."
        )
        self.exclude_other_rows = self._action(
            menu, "Exclude Everything E&lse", None, "Leave out all rows but the selected ones."
        )
        self.include_all_rows = self._action(
            menu, "Include All Ro&ws", None, "Let every row take part again."
        )
        self._build_states(menu)

    def _build_states(self, menu: QMenu) -> None:
        self.states = self._submenu(menu, "&Hide, Label or Colour")
        help_text = "Show the selected rows in no plot; they are calculated with all the same."
        self.hide_rows = self._action(self.states, "&Hide Selected Rows", "Ctrl+Alt+H", help_text)
        help_text = "Show the selected rows in the plots again."
        self.show_rows = self._action(self.states, "&Show Selected Rows", None, help_text)
        self.show_all_rows = self._action(self.states, "Show &All Rows", None, "Show every row in the plots.")
        self.states.addSeparator()
        help_text = "Write the names of the selected rows beside their points; once more takes them away."
        self.label_rows = self._action(self.states, "&Label Selected Rows", "Ctrl+Alt+L", help_text)
        self.states.addSeparator()
        self.colours = []
        for words in COLOUR_WORDS:
            help_text = "Draw the selected rows in this colour and shape, whatever group they are in."
            self.colours.append(self._action(self.states, words, None, help_text))
        help_text = "Draw the selected rows as all others."
        self.no_colour = self._action(self.states, "&No Colour", None, help_text)
