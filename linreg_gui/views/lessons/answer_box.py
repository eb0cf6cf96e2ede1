"""What a task is answered with: a number, a choice, an order, two numbers or a formula."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from linreg_gui.core.lessons.answers import Given
from linreg_gui.core.lessons.lesson import AnswerKind, Task
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.number_field import NumberField
from linreg_gui.views.widgets.texts import Label, set_caption, set_text

_PAIRS = {AnswerKind.POINT: ("x", "y"), AnswerKind.LINE: ("slope", "height at 0")}


class AnswerBox(QWidget):
    """Made for one task; `given` is None as long as nothing whole is in it."""

    completed = Signal()  # by Return, or a choice

    def __init__(self, task: Task, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task = task
        self.fields: list[NumberField] = []
        self.options: list[QRadioButton] = []
        self.order, self.formula = QListWidget(self), QLineEdit(self)
        self.order.hide()
        self.formula.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        match task.answer:
            case AnswerKind.NUMBER:
                self._ask_numbers(layout, (task.unit or "Your answer",))
            case AnswerKind.POINT | AnswerKind.LINE:
                self._ask_numbers(layout, _PAIRS[task.answer])
            case AnswerKind.CHOICE:
                self._ask_choice(layout, task.options)
            case AnswerKind.ORDER:
                self._ask_order(layout, task.options)
            case AnswerKind.FORMULA:
                describe(self.formula, "Your formula", "Type a formula; what means the same counts the same.")
                self.formula.returnPressed.connect(self.completed)
                self.formula.show()
                layout.addWidget(self.formula)

    @property
    def given(self) -> Given | None:
        """The answer that is in it."""
        numbers = [field.value for field in self.fields]
        match self._task.answer:
            case AnswerKind.NUMBER:
                return None if numbers[0] is None else Given(number=numbers[0])
            case AnswerKind.POINT | AnswerKind.LINE:
                if numbers[0] is None or numbers[1] is None:
                    return None
                pair = numbers[0], numbers[1]
                return Given(point=pair) if self._task.answer is AnswerKind.POINT else Given(line=pair)
            case AnswerKind.CHOICE:
                chosen = [
                    name
                    for name, button in zip(self._task.options, self.options, strict=True)
                    if button.isChecked()
                ]
                return Given(choice=chosen[0]) if chosen else None
            case AnswerKind.ORDER:
                items = [self.order.item(at).text() for at in range(self.order.count())]
                return Given(order=tuple(items))
        formula = self.formula.text().strip()
        return Given(formula=formula) if formula else None

    def show_given(self, given: Given) -> None:
        """Put an answer into it, as a person would."""
        for field, number in zip(self.fields, given.point or given.line or (given.number,), strict=False):
            field.set_value(number)
        for name, button in zip(self._task.options, self.options, strict=False):
            button.setChecked(name == given.choice)
        if self._task.answer is AnswerKind.ORDER and given.order:
            self.order.clear()
            self.order.addItems(list(given.order))
        set_text(self.formula, given.formula)

    def _ask_numbers(self, layout: QVBoxLayout, names: Sequence[str]) -> None:
        for name in names:
            field = describe(NumberField(), name, "Type a number.")
            field.returnPressed.connect(self.completed)
            self.fields.append(field)
            row = QHBoxLayout()
            row.addWidget(Label(name))
            row.addWidget(field, 1)
            layout.addLayout(row)

    def _ask_choice(self, layout: QVBoxLayout, options: Sequence[str]) -> None:
        group = QButtonGroup(self)
        for option in options:
            button = QRadioButton()
            set_caption(button, "{}", option)
            group.addButton(button)
            self.options.append(button)
            layout.addWidget(button)

    def _ask_order(self, layout: QVBoxLayout, options: Sequence[str]) -> None:
        self.order.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.order.setWordWrap(True)
        self.order.addItems(sorted(options))
        describe(self.order, "Order", "Drag the lines into their order.")
        self.order.show()
        layout.addWidget(self.order)
