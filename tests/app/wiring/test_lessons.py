"""Lessons played through the real window: ticks, answers, hints, and what is left alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtWidgets import QDockWidget

from linreg_gui.app.process.windows import Windows
from linreg_gui.core.lessons.actions import ANSWERS, Action
from linreg_gui.core.lessons.lesson import AnswerKind
from linreg_gui.core.lessons.performed import given_by
from linreg_gui.core.lessons.places import bundled_lessons, lesson_titles
from linreg_gui.core.lessons.reading import read_lesson_file
from linreg_gui.session.lessons.performing import is_at_rest, perform
from linreg_gui.views.lessons.lesson_panel import LessonPanel


class Student:
    """Does in the window of a lesson what its sequences say, with the panel for answers."""

    def __init__(self, qtbot, program, name: str) -> None:
        self.qtbot, self.program = qtbot, program
        program.start_lesson(read_lesson_file(bundled_lessons()[name]).lesson)
        self.play = program.lessons.play
        self.panel = program.window.view(LessonPanel)
        self.wait()

    def wait(self) -> None:
        """Until nothing is under way, and what has changed was looked at."""

        def rests() -> bool:
            return is_at_rest(self.program.session) and not self.play.is_busy and not self.play.is_looking

        self.qtbot.waitUntil(rests, timeout=60_000)

    def do(self, actions: Sequence[Action]) -> None:
        for action in actions:
            if action.verb in ANSWERS:
                self.panel.answer.show_given(given_by(action, self.play.facts))
                self.panel.check.click()
            elif action.verb == "view":
                self.panel.link_followed.emit(f"view:{action.names[0]}")
            else:
                perform(self.program.session, action, self.play.facts)
            self.wait()

    def next(self) -> None:
        self.panel.forward.click()
        self.wait()


@pytest.mark.parametrize("name", bundled_lessons())
def test_the_sequence_of_every_task_ticks_it_and_the_other_does_not(qtbot, program, name) -> None:
    student = Student(qtbot, program, name)
    play = student.play
    for at, task in enumerate(play.lesson.tasks):
        assert play.task is task
        assert f"Task {at + 1} of" in student.panel.count.text()
        assert play.said == ""
        student.do(task.solve)
        assert task.id in play.progress.ticks, task.id
        assert "✓" in student.panel.text.toPlainText()
        student.next()
    assert student.panel.own.isVisible()
    assert play.lesson.own_data.split()[0] in student.panel.text.toPlainText()
    assert set(program.session.settings.ticked_tasks(play.lesson.id)) == {t.id for t in play.lesson.tasks}


def test_what_must_not_tick_a_task_does_not_and_a_known_mistake_is_told(qtbot, program) -> None:
    student = Student(qtbot, program, "one-update")
    play = student.play
    for task in play.lesson.tasks:
        if task.id != "two-runs":  # a run of the task before would do
            student.do(task.fail)
            assert task.id not in play.progress.ticks, task.id
        if task.answer is not AnswerKind.NONE and not task.guess:
            assert play.said, task.id
        student.next()


def test_hints_come_one_by_one_and_show_me_does_the_task_and_says_so(qtbot, program) -> None:
    student = Student(qtbot, program, "one-update")
    play, panel = student.play, student.panel
    task = play.task
    for told in task.hints:
        panel.hint.click()
        assert told.split()[0] in panel.text.toPlainText()
    assert not panel.hint.isEnabled()
    panel.show_how.click()
    student.wait()
    assert play.progress.ticks[task.id].shown
    panel.restart.click()
    student.wait()
    assert not play.progress.ticks
    assert play.at == 0


def test_a_model_that_allows_no_fit_does_not_hold_up_the_lesson(qtbot, program) -> None:
    student = Student(qtbot, program, "one-update")
    play, panel = student.play, student.panel
    document = program.session.document
    with qtbot.waitSignal(program.session.not_analysed, timeout=30_000):
        document.exclude_rows(list(range(len(document.table.frame))))
    panel.forward.click()
    assert play.at == 1
    panel.restart.click()
    student.wait()
    assert play.at == 0
    assert program.session.analysis is not None


def test_a_lesson_goes_on_where_it_was_left(qtbot, program) -> None:
    lesson = read_lesson_file(bundled_lessons()["model"]).lesson
    program.session.settings.set_ticked_tasks("model", [task.id for task in lesson.tasks[:2]])
    student = Student(qtbot, program, "model")
    assert student.play.task.id == lesson.tasks[2].id
    student.panel.back.click()
    student.wait()
    assert "✓" in student.panel.text.toPlainText()


def test_a_lesson_opens_in_a_window_of_its_own_and_leaves_the_other_as_it_is(qtbot, qapp, settings) -> None:
    settings.set_shows_welcome(False)
    windows = Windows(qapp, settings)
    mine = windows.open()
    with qtbot.waitSignal(mine.session.analysed, timeout=60_000):
        pass
    table = mine.session.document.table
    layout = settings.layout()
    mine.menus.lessons.aboutToShow.emit()
    titles = [action.text() for action in mine.menus.lessons.actions()]
    assert titles == list(lesson_titles().values())
    with qtbot.waitSignal(windows.opened) as opened:
        mine.menus.lessons.actions()[0].trigger()
    lesson = opened.args[0]
    assert lesson.is_lesson
    assert not mine.is_lesson
    qtbot.waitUntil(lambda: lesson.session.analysis is not None and not lesson.lessons.play.is_busy)
    lesson.session.document.exclude_rows([0])
    assert not lesson.has_unsaved_work
    lesson.window.view(LessonPanel).own_requested.emit()
    assert windows.programs == (mine,)
    assert mine.session.document.table is table
    assert "columns" in [
        dock.objectName() for dock in mine.window.findChildren(QDockWidget) if dock.isVisible()
    ]
    assert settings.layout() == layout
    windows.close()
