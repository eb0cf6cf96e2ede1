"""A lesson that is being played in a session: which task, what was done in it, and what that comes to.

Tasks are judged when something has changed and the session is at rest, and never on a timer of their own.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from linreg_gui.core.lessons.actions import ANSWERS, Action
from linreg_gui.core.lessons.answers import NOTHING, Given
from linreg_gui.core.lessons.checking import Outcome, Progress, Tick, Verdict, judge
from linreg_gui.core.lessons.facts import FactSheet
from linreg_gui.core.lessons.lesson import AnswerKind, Lesson, Task
from linreg_gui.core.lessons.lesson_data import lesson_config, lesson_table
from linreg_gui.core.lessons.noticing import deeds_between
from linreg_gui.core.lessons.performed import given_by
from linreg_gui.core.lessons.state import Deed, SessionState
from linreg_gui.core.problem import ProblemError
from linreg_gui.session.session import Session

from .performing import is_at_rest, perform
from .session_facts import session_state

_AGAIN = "Not quite. Look once more, or ask for a hint."
_SHOWN = "Done, as you have seen."


class LessonPlay(QObject):
    """Plays one lesson from its data on; belongs to a session that has nothing else to do.

    Parameters
    ----------
    session : Session
    lesson : Lesson
    ticked : sequence of str
        Ids of the tasks that were done before.
    views : callable
        Which views are in sight, by name.
    """

    changed = Signal()  # the task, what is said of it, or its ticks
    ticked = Signal(str)  # the id of a task that was just done
    view_wanted = Signal(str)  # by a task that shows how it is done
    problem_found = Signal(object)  # Problem

    def __init__(
        self,
        session: Session,
        lesson: Lesson,
        ticked: Sequence[str],
        views: Callable[[], Sequence[str]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self.lesson, self._views = session, lesson, views
        known = [task.id for task in lesson.tasks if task.id in ticked]
        self.progress = Progress(lesson.id, {name: Tick(0, 0.0) for name in known})
        self.at = next(
            (at for at, task in enumerate(lesson.tasks) if task.id not in known), len(lesson.tasks)
        )
        self.said = ""
        self.is_mistake = False
        self.hints = 0  # that were asked for
        self._given, self._shown = NOTHING, False
        self._deeds: list[Deed] = []
        self._before: SessionState | None = None
        self._to_do: list[Action] = []
        self._is_doing = False
        self._after: Callable[[], None] = self._begun  # once all of it is done
        self._is_set_up = False
        self._started = time.monotonic()
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.timeout.connect(self._follow)
        training = session.training
        for signal in (
            *(session.table_changed, session.analysed, session.not_analysed, session.moment.changed),
            *(session.selection.changed, session.pointed.changed, session.runs.changed, session.fits.changed),
            *(session.lab.changed, session.starts.chosen, session.starts.taken_back),
            *(training.phase_changed, training.objective_changed, training.config_changed),
        ):
            signal.connect(self.look_again)

    @property
    def task(self) -> Task | None:
        """The task that is to be done; None after the last."""
        return self.lesson.tasks[self.at] if self.at < len(self.lesson.tasks) else None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done that a person has to wait for."""
        return self._is_doing or not self._is_set_up

    @property
    def is_looking(self) -> bool:
        """Whether something has changed that was not looked at yet."""
        return self._look.isActive()

    @property
    def facts(self) -> FactSheet:
        """As they are now."""
        return FactSheet(self._state())

    def start(self) -> None:
        """Bring the data of the lesson, and begin where it was left.

        Raises
        ------
        ProblemError
            If the data cannot be had.
        """
        self._is_set_up = self._is_doing = False
        self._session.document.replace("Open lesson", lesson_table(self.lesson))
        self.look_again()

    def restart(self) -> None:
        """From the first task, with the data as they were; what was ticked is to be done again."""
        self.progress = Progress(self.lesson.id)
        self.at = 0
        self.start()

    def go_to(self, at: int) -> None:
        """Another task, or with the number of tasks what comes after the last."""
        self.at = min(max(at, 0), len(self.lesson.tasks))
        self._begin()

    def give(self, given: Given) -> None:
        """Answer the task."""
        task = self.task
        if task is None or self.is_busy:
            return
        self._given = given
        self._take(task, answered=True)

    def ask_for_hint(self) -> None:
        """One more hint, the weak one first."""
        task = self.task
        if task is not None and self.hints < len(task.hints):
            self.hints += 1
            self.changed.emit()

    def show_me(self) -> None:
        """Do the task before the eyes of a person."""
        task = self.task
        if task is None or self.is_busy:
            return
        self._shown = True
        answers = (
            task.show if _answers(task.show) or task.answer is AnswerKind.NONE else (*task.show, *task.solve)
        )
        self._do(answers, self._was_shown)

    def look_again(self) -> None:
        """Something may have changed."""
        self._look.start(0)

    def _state(self) -> SessionState:
        return session_state(self._session, deeds=self._deeds, views=self._views(), given=self._given)

    def _follow(self) -> None:
        if not is_at_rest(self._session):
            return
        if not self._is_set_up:
            self._set_up()
        elif self._is_doing:
            self._do_next()
        else:
            self._notice()
            task = self.task
            if task is not None and task.answer is AnswerKind.NONE:
                self._take(task)

    def _set_up(self) -> None:
        self._is_set_up = True
        analysis = self._session.analysis
        try:
            if analysis is not None:
                self._session.training.set_config(lesson_config(self.lesson, analysis.suggested))
            if self.lesson.lab is not None:
                perform(self._session, self.lesson.lab, self.facts)
        except ProblemError as error:
            self.problem_found.emit(error.problem)
        self._begin()

    def _begin(self) -> None:
        task = self.task
        self.said, self.is_mistake, self.hints = "", False, 0
        self._given, self._shown = NOTHING, False
        is_done = task is None or task.id in self.progress.ticks
        if task is not None and is_done:
            self.said = task.then or "Done."
        self._do(() if task is None or is_done else task.begin, self._begun)
        self.changed.emit()

    def _begun(self) -> None:
        self._deeds.clear()
        self._given = NOTHING
        self._before = self._state()

    def _do(self, actions: Sequence[Action], after: Callable[[], None]) -> None:
        self._to_do, self._after, self._is_doing = list(actions), after, True
        self.look_again()

    def _do_next(self) -> None:
        self._notice()  # what one action has done, before the next may undo it
        if not self._to_do:
            self._is_doing = False
            self._after()
            self.changed.emit()
            return
        action = self._to_do.pop(0)
        try:
            if action.verb in ANSWERS:
                self._given = given_by(action, self.facts)
            elif action.verb == "view":
                self.view_wanted.emit(action.names[0])
            else:
                perform(self._session, action, self.facts)
        except ProblemError as error:
            self._to_do.clear()
            self.problem_found.emit(error.problem)
        self.look_again()

    def _was_shown(self) -> None:
        self._notice()
        task = self.task
        if task is not None:
            self._take(task, answered=task.answer is not AnswerKind.NONE and self._given != NOTHING)
            if task.id in self.progress.ticks and not task.then:
                self.said = _SHOWN

    def _notice(self) -> None:
        now = self._state()
        if self._before is not None:
            self._deeds += deeds_between(self._before, now)
        self._before = now

    def _take(self, task: Task, *, answered: bool = False) -> None:
        if task.id in self.progress.ticks:
            return
        self._notice()
        verdict = judge(task, self.facts)
        if answered:
            self.progress = self.progress.tried(task, verdict)
        if verdict.outcome is Outcome.DONE:
            step = 0 if self._before is None or self._before.end is None else self._before.end.step
            seconds = time.monotonic() - self._started
            self.progress = self.progress.after(task, verdict, step, seconds, shown=self._shown)
            self.ticked.emit(task.id)
        self._say(verdict, answered)

    def _say(self, verdict: Verdict, answered: bool) -> None:
        said = verdict.say
        if verdict.outcome is Outcome.DONE:
            said = said or "Done."
        elif answered and not said:
            said = _AGAIN
        is_mistake = verdict.outcome is not Outcome.DONE and bool(said)
        if (said, is_mistake) != (self.said, self.is_mistake):
            self.said, self.is_mistake = said, is_mistake
            self.changed.emit()


def _answers(actions: Sequence[Action]) -> bool:
    return any(action.verb in ANSWERS for action in actions)
