"""Wires the commands and the dialog of computed columns."""

from __future__ import annotations

from PySide6.QtCore import QObject

from linreg_gui.core.formulas.transforms import Transform, transformed
from linreg_gui.core.table.table import Table
from linreg_gui.session.session import Session
from linreg_gui.views.formulas.formula_dialog import FormulaDialog
from linreg_gui.views.table.data_table import DataTable
from linreg_gui.views.window.main_window import MainWindow

_ASKS = (Transform.POWER, Transform.POLYNOMIAL, Transform.LAG)


class ComputingWiring(QObject):
    """Between the computed columns of the document and the menu and dialog about them."""

    def __init__(self, session: Session, window: MainWindow) -> None:
        super().__init__(window)
        self._document = session.document
        self._computing = session.computing
        self._window = window
        menu = window.menus.data.transforms
        menu.add.triggered.connect(lambda: self._ask())
        menu.menu.aboutToShow.connect(self._show_column)
        menu.transform_requested.connect(self._transform)
        menu.product_requested.connect(self._multiply)
        menu.edit_formula.triggered.connect(lambda: self._edit_formula())
        menu.make_plain.triggered.connect(lambda: self._make_plain())
        self._computing.added.connect(self._show_new)
        self._computing.told.connect(lambda text: window.message_bar.show_message(text, "warning"))

    def _current(self) -> tuple[Table, str] | None:
        """The table and the name of its current column."""
        table, place = self._document.table, self._window.view(DataTable).view.currentIndex().column()
        if table is not None and 0 <= place < table.frame.shape[1]:
            return table, str(table.frame.columns[place])
        return None

    def _show_new(self, name: str) -> None:
        """Bring a new column into view, in the row that is in view already."""
        table, view = self._document.table, self._window.view(DataTable)
        if table is not None and name in table.frame.columns:
            self._window.show_view(DataTable)
            view.show_cell(view.current_cell()[0], list(table.frame.columns).index(name))

    def _show_column(self) -> None:
        current = self._current()
        if current is None:
            self._window.menus.data.transforms.show_column(False, False, ())
            return
        table, name = current
        numbers = [other for other in table.frame.columns if other in table.numeric]
        self._window.menus.data.transforms.show_column(name in numbers, name in table.formulas, numbers)

    def _transform(self, transform: Transform) -> None:
        current = self._current()
        if current is None:
            return
        if transform in _ASKS:
            self._ask(transform, current[1])
        else:
            self._computing.transform(transformed(transform, current[1])[0])

    def _multiply(self, other: str) -> None:
        current = self._current()
        if current is not None:
            self._computing.transform(transformed(Transform.PRODUCT, current[1], other=other)[0])

    def _ask(self, transform: Transform | None = None, name: str = "") -> None:
        """Ask for a new column, beginning with a transform of a column."""
        current = self._current()
        dialog = self._dialog(None)
        if dialog is not None:
            dialog.start_with(transform, name or (current[1] if current is not None else ""))
            dialog.columns_requested.connect(self._computing.add)
            dialog.open()

    def _edit_formula(self) -> None:
        current = self._current()
        if current is not None and current[1] in current[0].formulas:
            dialog = self._dialog((current[1], current[0].formulas[current[1]]))
            if dialog is not None:
                dialog.formula_requested.connect(self._computing.set_formula)
                dialog.open()

    def _make_plain(self) -> None:
        current = self._current()
        if current is not None:
            self._computing.make_plain([current[1]])

    def _dialog(self, edited: tuple[str, str] | None) -> FormulaDialog | None:
        table = self._document.table
        if table is None:
            return None
        dialog = FormulaDialog(list(table.frame.columns), table.numeric, edited, self._window)
        dialog.preview_requested.connect(self._computing.preview)
        self._computing.previewed.connect(dialog.show_preview)
        dialog.finished.connect(dialog.deleteLater)
        return dialog
