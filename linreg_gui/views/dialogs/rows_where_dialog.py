"""Asks for a condition by which rows are selected; it stays open, so that another one can follow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QMenu, QToolButton, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.problem import Problem
from linreg_gui.views.formulas.formula_field import FormulaField
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.select_mode_box import SelectModeBox
from linreg_gui.views.widgets.texts import label_of

_WIDTH = 560
_EXAMPLE = 'area > 200 and town == "Ulm"'
_HELP = (
    f"Such as {_EXAMPLE}: comparisons by ==, !=, <, <=, > and >=, joined by and, or and not. Texts and dates "
    "stand in quotes; a name that is no plain word stands in backquotes: `food expenditure`."
)


@always_answers
class RowsWhereDialog(QDialog):
    """A condition, and what the rows for which it holds do to the selection."""

    rows_requested = Signal(str, object)  # condition, SelectMode

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Select Rows Where")
        self.condition = describe(FormulaField(), "Condition", _HELP)
        self.condition.setPlaceholderText(_EXAMPLE)
        self.condition.show_columns(names)
        self.insert = describe(QToolButton(), "Insert", "Put a column or a function into the condition.")
        self.insert.setText("Insert  ")  # with room for the arrow
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.insert)
        self.condition.fill_menu(menu)
        self.insert.setMenu(menu)
        self.mode = SelectModeBox()
        self.hint = HintLabel(lines=3)
        standard = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(standard.Close)
        self.select = self.buttons.addButton("&Select", QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.button(standard.Close).setAutoDefault(False)
        self.select.setDefault(True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.condition, 1)
        line.addWidget(self.insert)
        form = form_layout()
        label = label_of(self.condition, "&Rows where")
        form.addRow(label, line)
        label = label_of(self.mode, "&Mode")
        form.addRow(label, self.mode)
        column = dialog_column(self)
        column.addLayout(form)
        column.addWidget(self.hint)
        column.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)
        self.buttons.rejected.connect(self.reject)
        self.select.clicked.connect(self._ask)
        self.condition.textChanged.connect(self._begin_anew)
        self._begin_anew()

    def show_found(self, sentence: str) -> None:
        """Say how many rows were found."""
        self.hint.show_hint(sentence)

    def show_problem(self, problem: Problem) -> None:
        """Say why this is no condition."""
        self.hint.show_hint(problem.sentence, True)

    def _begin_anew(self) -> None:
        self.select.setEnabled(bool(self.condition.text().strip()))
        self.hint.show_hint(_HELP)

    def _ask(self) -> None:
        self.rows_requested.emit(self.condition.text(), self.mode.mode())
