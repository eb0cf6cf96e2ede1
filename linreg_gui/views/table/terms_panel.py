"""The terms of the model: the formula, a list with the columns of each term, and ways to add and remove."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.answering import always_answers
from linreg_gui.core.editing.shown_terms import (
    MOST_LISTED,
    Addition,
    ShownTerms,
    addition,
    choices,
    without_terms,
)
from linreg_gui.core.problem import Problem
from linreg_gui.core.terms.model_formula import ModelFormula
from linreg_gui.core.terms.model_tokens import NotationProblem
from linreg_gui.core.terms.term import Term
from linreg_gui.core.wording import counted
from linreg_gui.views.training.rate_field import RateField
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.calm_wheel import CalmWheel
from linreg_gui.views.widgets.hint_label import HintLabel
from linreg_gui.views.widgets.quiet_table import make_quiet
from linreg_gui.views.widgets.texts import Label

from .model_field import ModelField
from .terms_model import TermsModel

_FORMULA_HELP = (
    "The whole model as a formula, to be changed here; Return takes it, Escape takes it back. a + b: "
    "features, a:b: their interaction, a * b: both, (a + b + c)^2: all interactions of two, - 1: no bias, "
    "I(x^2): a power, poly(x, 3): a polynomial, C(x): numbers as a category, log(x): a function, "
    "log(y) ~: the logarithm of the label. Names with spaces stand in backquotes."
)
_HINT = "Return takes the formula, Escape takes it back."
_EXAMPLES = "Such as a + b, a:b, a * b, I(x^2), poly(x, 3), C(x), log(x)."
_LIST_HELP = "The terms of the model, with the columns that each makes. Delete removes those selected."
_COLUMN_HELP = "The column of which a term is made."
_MADE_HELP = "What is made of it: a power, a polynomial, or the product with another column."
_ADD_HELP = "Add this term to the model."
_REMOVE_HELP = "Remove the selected terms from the model."
_BIAS_HELP = (
    "Whether the model has a bias. Without one the prediction is 0 where all features are: only where that "
    "is known to be so. R² is then the share of the squares of the label about 0, and no more comparable."
)
_RIDGE_HELP = (
    "Adds ½ · penalty · the sum of the squared weights, in the units of the data, to what is minimised, the "
    "exact solution included. It is the weight decay of the training settings and, like all of these, no "
    "step of undo: “none” takes it away. There are no intervals with it."
)
_PENALISED = "The penalty is the weight decay of training; undo leaves it as it is."
_SHORTEST = 6
_MEASURED = 100  # rows
_MOST_TOLD = 6  # lines of what is wrong with a formula


@always_answers
class TermsPanel(QWidget):
    """Shows a model, and emits the wish for another one."""

    model_requested = Signal(object, str)  # ModelFormula, what the step of undo is called
    formula_requested = Signal(str)
    ridge_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ShownTerms()
        self._addition: Addition | None = None
        self._choices: tuple[tuple[str, Term], ...] = ()
        self.formula = describe(ModelField(), "Model", _FORMULA_HELP)
        self.message = HintLabel(most=_MOST_TOLD)
        self.model = TermsModel(self)
        self.view = describe(self._make_view(), "Terms", _LIST_HELP)
        self.column = describe(_combo_box(), "Column", _COLUMN_HELP)
        self.made = describe(_combo_box(), "What is made of it", _MADE_HELP)
        self.add = describe(QPushButton("Add"), "Add term", _ADD_HELP)
        self.remove = describe(QPushButton("Remove"), "Remove terms", _REMOVE_HELP)
        self.hint = HintLabel()
        self.bias = describe(QCheckBox("Bias"), "Bias", _BIAS_HELP)
        self.ridge = describe(RateField(zero="none"), "Ridge penalty", _RIDGE_HELP)
        self.ridge.set_value(0.0)
        self.penalised = HintLabel()
        self.penalised.show_hint(_PENALISED)
        self.penalised.hide()
        self._calm_wheel = CalmWheel(self)
        self._calm_wheel.guard(self.column, self.made, self.ridge)
        self.bias.toggled.connect(self._ask_for_bias)
        self.ridge.value_committed.connect(self.ridge_requested)
        self.formula.taken.connect(self.formula_requested)
        self.formula.typed.connect(self._say_how)
        self.column.currentIndexChanged.connect(self._show_choices)
        self.made.currentIndexChanged.connect(self._show_addition)
        self.add.clicked.connect(self._ask_to_add)
        self.remove.clicked.connect(self._ask_to_remove)
        self.view.selectionModel().selectionChanged.connect(self._show_removable)
        self.view.installEventFilter(self)
        self._lay_out()
        self.setFocusProxy(self.formula)
        self.show_terms(ShownTerms())

    def show_terms(self, shown: ShownTerms) -> None:
        """Show the model of the present table."""
        model = shown.model
        other = model != self._shown.model
        self._shown = shown
        self.setEnabled(model is not None)
        with QSignalBlocker(self.bias):
            self.bias.setChecked(model is None or model.has_bias)
        if other or model is None:
            self.formula.show_formula("" if model is None else model.written)
            self._say_how()
        if shown.problem:
            self.message.show_hint(shown.problem)
        self.model.show_terms(shown)
        self._show_columns()
        self._show_removable()

    def show_ridge(self, ridge: float) -> None:
        """Show the penalty of the present settings, which training calls weight decay."""
        self.ridge.set_value(ridge)
        self.penalised.setVisible(ridge > 0.0)

    def show_model(self, model: ModelFormula) -> None:
        """A formula was understood as this model, whose own way of writing it is shown."""
        if model == self._shown.model:
            self.formula.take_back()

    def show_problem(self, problem: Problem) -> None:
        """Say what is wrong with the formula that was typed, and where."""
        self.message.show_hint(problem.sentence, warns=True)
        if isinstance(problem, NotationProblem):
            self.formula.mark(problem.start, problem.end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Delete in the list removes what is selected."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and watched is self.view and _deletes(event) and self.remove.isEnabled():
            self._ask_to_remove()
            return True
        return super().eventFilter(watched, event)

    def _say_how(self) -> None:
        self.message.show_hint(_HINT if self.formula.is_edited else _EXAMPLES)

    def _show_columns(self) -> None:
        names, before = list(self._shown.types)[:MOST_LISTED], self.column.currentData()
        if [self.column.itemData(k) for k in range(self.column.count())] != names:
            with QSignalBlocker(self.column):
                self.column.clear()
                for name in names:
                    self.column.addItem(name, name)
                self.column.setCurrentIndex(max(0, names.index(before) if before in names else 0))
        self._show_choices()

    def _show_choices(self) -> None:
        before, found = self.made.currentText(), choices(self._shown, self.column.currentData() or "")
        if found == self._choices:
            self._show_addition()
            return
        self._choices = found
        with QSignalBlocker(self.made):
            self.made.clear()
            for words, term in found:
                self.made.addItem(words, term)
            self.made.setCurrentIndex(max(0, self.made.findText(before)))
        self._show_addition()

    def _show_addition(self) -> None:
        term = self.made.currentData()
        self._addition = None if term is None else addition(self._shown, term)
        possible = self._addition is not None and self._addition.possible
        self.add.setEnabled(possible)
        sentence = "" if self._addition is None else self._addition.sentence
        self.hint.show_hint(sentence, warns=bool(sentence) and "would make" in sentence)

    def _ask_to_add(self) -> None:
        if self._addition is not None and self._addition.possible:
            self.model_requested.emit(self._addition.model, f"Add {self._addition.name}")

    def _ask_to_remove(self) -> None:
        model, rows = self._shown.model, self._selected_rows()
        if model is not None and 0 < len(rows) < len(self.model.terms):
            gone = [self.model.terms[row] for row in rows]
            text = gone[0].shown if len(gone) == 1 else counted(len(gone), "term")
            self.model_requested.emit(without_terms(model, gone), f"Remove {text}")

    def _ask_for_bias(self, wanted: bool) -> None:
        if self._shown.model is not None:
            text = "Give the model a bias" if wanted else "Leave out the bias"
            self.model_requested.emit(replace(self._shown.model, has_bias=wanted), text)

    def _selected_rows(self) -> list[int]:
        return sorted({index.row() for index in self.view.selectionModel().selectedIndexes()})

    def _show_removable(self) -> None:
        self.remove.setEnabled(0 < len(self._selected_rows()) < len(self.model.terms))

    def _make_view(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        make_quiet(view, above_text=10, narrowest=40)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setResizeContentsPrecision(_MEASURED)  # each is asked for its size whenever others are shown
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        return view

    def _lay_out(self) -> None:
        title = Label("Model as a formula")
        grid = QGridLayout()
        grid.setContentsMargins(8, 0, 8, 0)
        grid.setHorizontalSpacing(6)
        grid.addWidget(self.column, 0, 0)
        grid.addWidget(self.made, 0, 1)
        grid.addWidget(self.add, 0, 2)
        grid.addWidget(self.hint, 1, 0, 1, 2)
        grid.addWidget(self.remove, 1, 2, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        numbers = QHBoxLayout()
        numbers.addWidget(self.bias)
        numbers.addStretch(1)
        numbers.addWidget(Label("Ridge penalty"))
        numbers.addWidget(self.ridge)
        whole = QVBoxLayout()
        whole.setContentsMargins(8, 0, 8, 0)
        whole.setSpacing(2)
        whole.addLayout(numbers)
        whole.addWidget(self.penalised)
        top = QVBoxLayout()
        top.setContentsMargins(8, 0, 8, 0)
        top.setSpacing(4)
        top.addWidget(title)
        top.addWidget(self.formula)
        top.addWidget(self.message)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 8)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addLayout(whole)
        layout.addWidget(self.view, 1)
        layout.addLayout(grid)


def _deletes(event: QEvent) -> bool:
    keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
    return isinstance(event, QKeyEvent) and event.key() in keys


def _combo_box() -> QComboBox:
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_SHORTEST)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box
