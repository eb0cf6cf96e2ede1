"""The panel of a lesson: its text up to a task, the task, what is answered, and what is said to that."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from linreg_gui.core.answering import always_answers
from linreg_gui.core.lessons.answers import Given
from linreg_gui.core.lessons.lesson import AnswerKind, Lesson, Task
from linreg_gui.core.lessons.text import Block, Span, read_spans
from linreg_gui.views.widgets.accessibility import describe
from linreg_gui.views.widgets.texts import Label, set_text

from .answer_box import AnswerBox
from .lesson_text import LessonText

_NONE = (
    "Choose a lesson under Help > Lessons. It opens in a window of its own, and leaves your work as it is."
)
_SHOW_HELP = "Watch how the task is done; it counts as done, and says that it was shown."
_CHECK_HELP = "Have your answer checked."
_HINT_HELP = "Read a hint: first a small one, then a large one."
_OWN_HELP = "Close the lesson, and try it with your own data in your own window."
_RESTART_HELP = "Begin the lesson again, with its data as they were."


@dataclass(frozen=True, eq=False)
class LessonPage:
    """Where a person is in a lesson.

    Attributes
    ----------
    lesson : Lesson
    at : int
        The task, from 0; as many as there are tasks for what comes after the last.
    ticked : frozenset of str
        Ids of the tasks that are done.
    said : str
        What is said of the task.
    is_mistake : bool
        Whether that is about a mistake.
    hints : int
        How many were asked for.
    is_busy : bool
        Whether something is being done.
    titles : mapping from str to str
        Of the views, by their names.
    """

    lesson: Lesson
    at: int
    ticked: frozenset[str] = frozenset()
    said: str = ""
    is_mistake: bool = False
    hints: int = 0
    is_busy: bool = False
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def task(self) -> Task | None:
        """None after the last."""
        return self.lesson.tasks[self.at] if self.at < len(self.lesson.tasks) else None


@always_answers
class LessonPanel(QWidget):
    """Shows a page; wishes for other ones, hints and checks."""

    answered = Signal(object)  # Given
    hint_requested = Signal()
    show_requested = Signal()
    page_requested = Signal(int)
    restart_requested = Signal()
    link_followed = Signal(str)
    own_requested = Signal()  # to go on with data of one's own

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._page: LessonPage | None = None
        self._about: object = None
        self.heading, self.count = Label(), Label()
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.heading.setWordWrap(True)
        self.text = LessonText()
        self.text.link_followed.connect(self.link_followed)
        self.answer: AnswerBox | None = None
        self._answers = QVBoxLayout()
        self.check = describe(QPushButton("&Check"), "Check", _CHECK_HELP)
        self.hint = describe(QPushButton("&Hint"), "Hint", _HINT_HELP)
        self.show_how = describe(QPushButton("Show &Me"), "Show me", _SHOW_HELP)
        self.back = describe(QPushButton("&Back"), "Back", "Go to the task before.")
        self.restart = describe(QPushButton("&Restart"), "Restart", _RESTART_HELP)
        self.forward = describe(QPushButton("&Next"), "Next", "Go to the next task.")
        self.own = describe(QPushButton("My Own &Data"), "My own data", _OWN_HELP)
        self.check.clicked.connect(self._check)
        self.hint.clicked.connect(self.hint_requested)
        self.show_how.clicked.connect(self.show_requested)
        self.restart.clicked.connect(self.restart_requested)
        self.own.clicked.connect(self.own_requested)
        self.back.clicked.connect(lambda: self._go(-1))
        self.forward.clicked.connect(lambda: self._go(1))
        self._lay_out()
        self.clear()

    def show_page(self, page: LessonPage) -> None:
        """Show where a person is; what was begun to be answered stays as long as the task does."""
        self._page = page
        lesson, task = page.lesson, page.task
        about = lesson.id, page.at
        if about != self._about:
            self._about = about
            self.text.begin()
            self._ask(task)
        self.text.show_blocks([*_blocks(page), *_told(page)], page.titles)
        set_text(self.heading, f"{lesson.number}. {lesson.title}" if lesson.number else lesson.title)
        done = len(page.ticked)
        where = f"Task {page.at + 1} of {len(lesson.tasks)}" if task is not None else "The end"
        set_text(self.count, f"{where}  ·  {done} done")
        is_done = task is not None and task.id in page.ticked
        ready = task is not None and not page.is_busy
        self.check.setVisible(self.answer is not None)
        self.check.setEnabled(ready)
        self.hint.setEnabled(ready and task is not None and page.hints < len(task.hints))
        self.show_how.setEnabled(ready and not is_done)
        for button in (self.hint, self.show_how):
            button.setVisible(task is not None)
        self.own.setVisible(task is None)
        self.back.setEnabled(page.at > 0)
        self.forward.setEnabled(task is not None)
        self._show_parts(True)

    def clear(self) -> None:
        """There is no lesson in this window."""
        self._page = self._about = None
        self.text.show_blocks([Block("paragraph", (Span(_NONE),))], {})
        self._ask(None)
        self._show_parts(False)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self.heading)
        layout.addWidget(self.count)
        layout.addWidget(self.text, 1)
        layout.addLayout(self._answers)
        for buttons in (
            (self.check, self.hint, self.show_how, self.own),
            (self.back, self.restart, self.forward),
        ):
            row = QHBoxLayout()
            row.setSpacing(6)
            for button in buttons:
                row.addWidget(button)
            layout.addLayout(row)
        self.setMinimumWidth(280)
        self.setFocusProxy(self.text)

    def _show_parts(self, shown: bool) -> None:
        always = self.heading, self.count, self.back, self.restart, self.forward
        for part in always:
            part.setVisible(shown)
        if not shown:
            for part in (self.check, self.hint, self.show_how, self.own):
                part.hide()

    def _ask(self, task: Task | None) -> None:
        if self.answer is not None:
            self._answers.removeWidget(self.answer)
            self.answer.hide()
            self.answer.deleteLater()  # it may be what has led here
            self.answer = None
        if task is not None and task.answer is not AnswerKind.NONE:
            self.answer = AnswerBox(task)
            self.answer.completed.connect(self._check)
            self._answers.addWidget(self.answer)

    def _check(self) -> None:
        given: Given | None = None if self.answer is None else self.answer.given
        if given is not None and self.check.isEnabled():
            self.answered.emit(given)

    def _go(self, by: int) -> None:
        if self._page is not None:
            self.page_requested.emit(self._page.at + by)


def _blocks(page: LessonPage) -> list[Block]:
    """The text from the task before to this one, and the task; or what comes after the last."""
    lesson, task = page.lesson, page.task
    before = lesson.tasks[page.at - 1].id if page.at else ""
    found: list[Block] = []
    is_here = not before
    for block in lesson.blocks:
        if block.kind == "task":
            if task is not None and block.target == task.id:
                break
            is_here = block.target == before
            found.clear()
        elif is_here:
            found.append(block)
    if task is not None:
        found.append(Block("heading", (Span("Try it"),), level=2))
        found.append(Block("paragraph", read_spans(task.say)))
    elif lesson.own_data:
        found.append(Block("heading", (Span("With your own data"),), level=2))
        found.append(Block("paragraph", read_spans(lesson.own_data)))
    return found


def _told(page: LessonPage) -> list[Block]:
    """The hints that were asked for, and what is said of the task."""
    task = page.task
    if task is None:
        return []
    found = [
        Block("quote", (Span("Hint: ", strong=True), *read_spans(hint))) for hint in task.hints[: page.hints]
    ]
    if page.said:
        mark = "✓ " if task.id in page.ticked else "✗ " if page.is_mistake else ""
        found.append(Block("paragraph", (Span(mark, strong=True), *read_spans(page.said))))
    return found
