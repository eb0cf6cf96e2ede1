"""The sequences of lessons played through a real session, without a window: facts and ticks are the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from linreg_gui.core.lessons.actions import ANSWERS, Action, action
from linreg_gui.core.lessons.answers import NOTHING
from linreg_gui.core.lessons.checking import Outcome, judge
from linreg_gui.core.lessons.facts import FACTS, FactSheet
from linreg_gui.core.lessons.grading import Grader, Mark, Status
from linreg_gui.core.lessons.hand_in import HandIn, work_of, write_hand_in
from linreg_gui.core.lessons.lesson import Lesson
from linreg_gui.core.lessons.lesson_data import lesson_config, lesson_table
from linreg_gui.core.lessons.performed import given_by
from linreg_gui.core.lessons.places import bundled_lessons
from linreg_gui.core.lessons.reading import read_lesson_file
from linreg_gui.core.lessons.rehearsal import Rehearsal
from linreg_gui.core.lessons.state import Deed
from linreg_gui.core.problem import ProblemError
from linreg_gui.session.lessons.performing import is_at_rest, perform
from linreg_gui.session.lessons.session_facts import session_state
from linreg_gui.session.session import Session


class Played:
    """A session in which the actions of a lesson are done one after the other."""

    def __init__(self, qtbot, session: Session, lesson: Lesson) -> None:
        self.qtbot, self.session = qtbot, session
        self.given, self.deeds = NOTHING, []
        session.document.replace("Open lesson", lesson_table(lesson))
        self.wait()
        session.training.set_config(lesson_config(lesson, session.analysis.suggested))
        self.wait()

    def wait(self) -> None:
        self.qtbot.waitUntil(lambda: is_at_rest(self.session), timeout=60_000)

    @property
    def facts(self) -> FactSheet:
        return FactSheet(session_state(self.session, deeds=self.deeds, given=self.given))

    def do(self, actions: Sequence[Action]) -> None:
        for one in actions:
            if one.verb in ANSWERS:
                self.given = given_by(one, self.facts)
            elif perform(self.session, one, self.facts):
                self.wait()
                step = self.session.training.picture.snapshot.step
                self.deeds.append(Deed(one.verb, one.names[0] if one.names else "", step))

    def begin(self, actions: Sequence[Action]) -> None:
        self.do(actions)
        self.given, self.deeds = NOTHING, []


@pytest.mark.parametrize("name", bundled_lessons())
def test_every_task_is_solved_by_its_sequence_and_again_once_it_is_handed_in(
    qtbot, session, name, tmp_path
) -> None:
    lesson = read_lesson_file(bundled_lessons()[name]).lesson
    played = Played(qtbot, session, lesson)
    works = []
    for task in lesson.tasks:
        played.begin(task.begin)
        assert judge(task, played.facts).outcome is Outcome.NOT_YET, task.id
        played.do(task.solve)
        assert judge(task, played.facts).outcome is Outcome.DONE, task.id
        works.append(work_of(task.id, played.facts.state, 1e9))
    path = tmp_path / "a.linreg-handin"
    with path.open("wb") as file:
        write_hand_in(file, HandIn(lesson.id, "", "Ada", tuple(works)))
    grade = Grader(lesson, "").grade_file(path)
    assert (grade.status, grade.told) == (Status.SOUND, "")
    assert set(grade.marks.values()) == {Mark.DONE}, grade.marks


@pytest.mark.parametrize("name", bundled_lessons())
def test_no_task_is_solved_by_the_sequence_that_must_not(qtbot, session, name) -> None:
    lesson = read_lesson_file(bundled_lessons()[name]).lesson
    played = Played(qtbot, session, lesson)
    for task in lesson.tasks:
        if task.id != "two-runs":  # a run of the test before would do
            played.begin(task.begin)
            played.do(task.fail)
            assert judge(task, played.facts).outcome is not Outcome.DONE, task.id


def test_a_session_and_its_rehearsal_have_the_same_facts(qtbot, session) -> None:
    lesson = read_lesson_file(bundled_lessons()["one-update"]).lesson
    played, rehearsal = Played(qtbot, session, lesson), Rehearsal(lesson)
    sequence = [
        *("set batch_size 8", "step 3", "select 2; 5", "set learning_rate 0.05", "step 2", "back", "run"),
        *("reset", "cell 3 y = 9", "exclude 1; 2", "step 4", "include", "bias off", "step", "bias on"),
        *("start x1 = 1; bias = 2", "step 2", "set loss absolute", "set standardise on", "step 7"),
        *("set loss squared", "model log(y) ~ x1 + I(x1^2) - 1", "run", "model y ~ x1", "step"),
    ]
    for written in sequence:
        played.do([action(written)])
        rehearsal.perform([action(written)])
        ours, theirs = rehearsal.facts, played.facts
        for fact in FACTS:
            if not fact.name.startswith("run") and fact.name != "views":  # which runs are kept is told apart
                name = (
                    fact.name.replace("lab.NAME", "lab.mean")
                    .replace("COLUMN", "x1")
                    .replace("FEATURE", "x1")
                    .replace("VERB", "step")
                )
                _assert_same(ours(name), theirs(name), f"{name} after {written}")


_PARTS = (("COLUMN", "x1"), ("FEATURE", "x1"), ("VERB", "step"), ("lab.NAME", "lab.mean"))


def _assert_same(one: object, other: object, what: str) -> None:
    if isinstance(one, (str, tuple)) or np.asarray(one).dtype.kind == "O":
        assert np.array_equal(one, other), what
    else:
        assert np.allclose(one, other, rtol=1e-7, atol=1e-9, equal_nan=True), what


def test_what_cannot_be_done_gets_a_sentence_and_leaves_all_as_it_was(qtbot, session) -> None:
    lesson = read_lesson_file(bundled_lessons()["model"]).lesson
    played = Played(qtbot, session, lesson)
    table = session.document.table
    for written in ("label cost", "features cost", "cell 99 price = 1", "cell 1 cost = 1", "select 99",
                    "exclude 0", "set learning_rate 0 - 1", "set epochs 1.5", "start cost = 1"):  # fmt: skip
        with pytest.raises(ProblemError):
            perform(session, action(written), played.facts)
    assert session.document.table is table
    assert not perform(session, action("view loss"), played.facts)


def test_facts_are_there_before_a_table_is_and_while_one_is_analysed(qtbot, session) -> None:
    sheet = FactSheet(session_state(session, views=("fit",)))
    assert sheet("columns") == ()
    assert sheet("views") == ("fit",)
    assert np.isnan(sheet("step"))
    lesson = read_lesson_file(bundled_lessons()["model"]).lesson
    session.document.replace("Open lesson", lesson_table(lesson))
    sheet = FactSheet(session_state(session))
    assert sheet("columns") == ("area", "age", "price", "heating")
    assert np.isnan(sheet("rows.used"))
    assert np.isnan(sheet("next.bias"))
    qtbot.waitUntil(lambda: is_at_rest(session), timeout=60_000)
    assert FactSheet(session_state(session))("rows.used") == 24
