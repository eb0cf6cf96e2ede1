"""The part of the Data menu about computed columns; its transforms are for the current column."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from linreg_gui.core.formulas.transforms import Transform
from linreg_gui.views.widgets.texts import add_action, set_help

from .menu_part import MenuPart

# Those with an ellipsis ask for a number first.
_ENTRIES = {
    Transform.LOGARITHM: ("&Logarithm", "A new column with the natural logarithm of the current one."),
    Transform.SQUARE_ROOT: ("S&quare Root", "A new column with the square root of the current one."),
    Transform.POWER: ("&Power…", "A new column with the current one to some power."),
    Transform.STANDARDISE: ("&Standardise", "A new column with mean 0 and standard deviation 1."),
    Transform.POLYNOMIAL: ("Pol&ynomial Terms…", "New columns with the square, the cube and so on."),
    Transform.LAG: ("L&ag…", "A new column with the numbers of the rows above."),
}
_PRODUCT_HELP = "A new column with the product: how the effect of one column depends on the other."


class TransformMenu(MenuPart):
    """Commands that make and change computed columns."""

    transform_requested = Signal(object)  # Transform
    product_requested = Signal(str)  # the other column

    def __init__(self, window: QMainWindow, menu: QMenu) -> None:
        super().__init__(window)
        self.add = self._action(
            menu, "Add Co&mputed Column…", "Ctrl+Shift+F", "Compute a new column from others by a formula."
        )
        self.menu = self._submenu(menu, "Trans&form Column")
        self.actions = {transform: self._transform(transform) for transform in _ENTRIES}
        self.product = QMenu("P&roduct With", window)
        set_help(self.product.menuAction(), _PRODUCT_HELP)
        self.menu.insertMenu(self.actions[Transform.POLYNOMIAL], self.product)
        self.menu.addSeparator()
        self.edit_formula = self._action(
            self.menu, "Edit &Formula…", None, "Change the formula of the current column."
        )
        self.make_plain = self._action(
            self.menu,
            "Turn Into Plain &Numbers",
            None,
            "Keep the numbers of the current column, not its formula.",
        )

    def show_column(self, numeric: bool, computed: bool, others: Sequence[str]) -> None:
        """Offer what can be done with a column; ``others`` are those it can be multiplied by."""
        for action in self.actions.values():
            action.setEnabled(numeric)
        self.product.clear()
        for name in others:
            action = add_action(self.product, name)
            action.triggered.connect(lambda _=False, name=name: self.product_requested.emit(name))
        self.product.setEnabled(numeric and bool(others))
        self.edit_formula.setEnabled(computed)
        self.make_plain.setEnabled(computed)

    def _transform(self, transform: Transform) -> QAction:
        text, help_text = _ENTRIES[transform]
        action = self._action(self.menu, text, None, help_text)
        action.triggered.connect(lambda: self.transform_requested.emit(transform))
        return action
