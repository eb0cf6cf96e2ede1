"""Asks how a column is computed: by a usual transform or a formula, with the first rows in view."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.formulas.preview import FormulaPreview
from linreg_gui.core.formulas.transforms import NewColumn, Transform, with_unused_names
from linreg_gui.core.problem import Problem
from linreg_gui.core.wording import unused_name
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.dialog_parts import dialog_column, form_layout, ok_and_cancel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.texts import Label, set_text

from .formula_field import FormulaField
from .formula_preview_table import FormulaPreviewTable, preview_sentence
from .transform_fields import TransformFields

_WIDTH = 620
_LONGEST_NAME = 60
_WAIT_MS = 150
_FORMULA_HELP = (
    "Such as log(price) - log(area): names of columns, numbers with a decimal point, + - * / ^, functions. "
    "A name that is no plain word stands in backquotes: `food expenditure`."
)


@always_answers
class FormulaDialog(QDialog):
    """A new computed column, or the formula of one that is there.

    Parameters
    ----------
    names : sequence of str
        All columns.
    numeric : collection of str
        Those that hold numbers.
    edited : tuple of str and str, optional
        Name and formula of the computed column to change; by default a new one is asked for.
    """

    preview_requested = Signal(object)  # list[NewColumn]
    columns_requested = Signal(object)  # list[NewColumn]
    formula_requested = Signal(str, str)  # name, formula

    def __init__(
        self,
        names: Sequence[str],
        numeric: Collection[str],
        edited: tuple[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Add Computed Column" if edited is None else "Edit Formula")
        self._names, self._edited = tuple(names), edited
        self._columns: list[NewColumn] = []
        self._is_named = edited is not None  # by a person; otherwise the name follows the formula
        self._is_writing = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(lambda: self.preview_requested.emit(self._columns))
        self._make_fields()
        numbers = [name for name in names if name in numeric]
        self.transform.show_columns(numbers)
        self.formula.show_columns([name for name in numbers if edited is None or name != edited[0]])
        self.formula.fill_menu(self._insert_menu)
        self._lay_out()
        self._connect()
        if edited is not None:
            set_text(self.name, edited[0])
            self.name.setReadOnly(True)
            set_text(self.formula, edited[1])
            self.formula.setFocus()
        self._judge()

    def start_with(self, transform: Transform | None, name: str = "", other: str = "") -> None:
        """Begin with a usual transform of a column."""
        self.transform.choose(transform, name, other)

    def show_preview(self, outcome: FormulaPreview | Problem) -> None:
        """Show what the formula gives, or the sentence about what is wrong with it."""
        if self._timer.isActive():  # it was changed meanwhile
            return
        if isinstance(outcome, Problem):
            self._refuse(outcome.sentence)
            return
        self.preview.show_preview(outcome)
        self.hint.show_hint(*preview_sentence(outcome))
        self.ok.setEnabled(True)

    def accept(self) -> None:
        if self._edited is not None:
            self.formula_requested.emit(self._columns[0].name, self._columns[0].formula)
        else:
            self.columns_requested.emit(self._columns)
        super().accept()

    def done(self, result: int) -> None:
        self._timer.stop()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._timer.stop()
        super().closeEvent(event)

    def _make_fields(self) -> None:
        self.transform = TransformFields()
        self.name = describe(QLineEdit(), "Name", "What the new column is called.")
        self.formula = describe(FormulaField(), "Formula", _FORMULA_HELP)
        self.formula.setPlaceholderText("log(x)")
        self.insert = describe(QToolButton(), "Insert", "Put a column or a function into the formula.")
        self.insert.setText("Insert  ")  # with room for the arrow
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._insert_menu = QMenu(self.insert)
        self.insert.setMenu(self._insert_menu)
        self.hint = HintLabel()
        self.preview = FormulaPreviewTable()
        self.buttons, self.ok = ok_and_cancel("Add" if self._edited is None else "Change")

    def _lay_out(self) -> None:
        formula = QHBoxLayout()
        formula.setSpacing(8)
        formula.addWidget(self.formula, 1)
        formula.addWidget(self.insert)
        form = form_layout()
        if self._edited is None:
            label = Label("&Transform")
            label.setBuddy(self.transform.kind)
            form.addRow(label, self.transform)
        else:
            self.transform.setParent(self)
            self.transform.hide()
        form.addRow("&Name", self.name)
        label = Label("For&mula")
        label.setBuddy(self.formula)
        form.addRow(label, formula)
        layout = dialog_column(self)
        layout.addLayout(form)
        layout.addWidget(self.hint)
        layout.addWidget(self.preview)
        layout.addWidget(self.buttons)
        self.setFixedWidth(_WIDTH)

    def _connect(self) -> None:
        self.transform.changed.connect(self._write)
        self.name.textChanged.connect(self._judge)
        self.name.textChanged.connect(self._keep_name)
        self.formula.textChanged.connect(self._follow)
        self.formula.textEdited.connect(lambda: self.transform.choose(None))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _keep_name(self, text: str) -> None:
        if not self._is_writing:
            self._is_named = bool(text.strip())

    def _follow(self) -> None:
        """A formula that nobody has named is called after itself."""
        if not (self._is_named or self._is_writing):
            name = " ".join(self._typed().replace("`", "").split())[:_LONGEST_NAME]
            self._is_writing = True
            set_text(self.name, unused_name(name, self._names) if name else "")
            self._is_writing = False
        self._judge()

    def _typed(self) -> str:
        """The formula; spreadsheets have a = before it."""
        return self.formula.text().strip().removeprefix("=").strip()

    def _write(self) -> None:
        """Write down what the chosen transform does."""
        columns = with_unused_names(self.transform.columns(), self._names)
        several = len(columns) > 1
        for field in (self.name, self.formula):
            field.setReadOnly(several)
        self.insert.setEnabled(not several)
        if columns:
            self._columns = columns
            self._is_writing, self._is_named = True, False
            set_text(self.name, ", ".join(column.name for column in columns))
            set_text(self.formula, ",  ".join(column.formula for column in columns))
            self.formula.setCursorPosition(0)
            self._is_writing = False
        self._judge()

    def _judge(self) -> None:
        """Ask for a preview once typing pauses; nothing can be accepted before it is there."""
        if not self.name.isReadOnly() or self._edited is not None:
            self._columns = [NewColumn(self.name.text().strip(), self._typed())]
        self.ok.setEnabled(False)
        self._timer.stop()
        taken = [column.name for column in self._columns if column.name in self._names]
        if not self._typed():
            self._refuse(
                "Type a formula." if self._edited else "Type a formula, or choose a transform.", False
            )
        elif taken and self._edited is None:
            self._refuse(f"There is a column named “{taken[0]}” already.")
        elif not all(column.name for column in self._columns):
            self._refuse("Type a name for the new column.", False)
        else:
            self._timer.start()

    def _refuse(self, sentence: str, warns: bool = True) -> None:
        self.preview.show_preview(None)
        self.hint.show_hint(sentence, warns)
