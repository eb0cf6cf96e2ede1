"""Verdicts on tasks, and ticks that stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from linreg_gui.core.lessons.answers import Given
from linreg_gui.core.lessons.checking import Outcome, Progress, Verdict, judge, right_number
from linreg_gui.core.lessons.facts import FactSheet
from linreg_gui.core.lessons.lesson import Task
from linreg_gui.core.lessons.reading import read_lesson
from linreg_gui.core.lessons.rehearsal import Rehearsal

TASK = """
```task
id = "{id}"
say = "Say."
hints = ["Weak.", "Strong."]
show = ["run"]
solve = ["run"]
fail = ["reset"]
{rest}
```
"""


def task_of(small: str, rest: str) -> tuple[Task, FactSheet]:
    read = read_lesson(small + TASK.format(id="asked", rest=rest))
    assert not read.mistakes, read.mistakes
    task = read.lesson.task("asked")
    assert task is not None
    return task, Rehearsal(read.lesson).facts


def outcome(task: Task, facts: FactSheet, **given: object) -> Outcome:
    return judge(task, FactSheet(replace(facts.state, given=Given(**given)))).outcome


def test_a_number_is_right_within_its_tolerance_and_mistakes_come_first(small) -> None:
    task, facts = task_of(
        small,
        'answer = "number"\nright = "exact.weights.area"\ntolerance = "0.01"\n'
        '[[mistakes]]\nwhen = "near(answer, exact.bias, 0.01)"\nsay = "That is the bias."',
    )
    right = right_number(task, facts)
    assert outcome(task, facts) is Outcome.NOT_YET
    assert outcome(task, facts, number=right + 0.009) is Outcome.DONE
    assert outcome(task, facts, number=right + 0.011) is Outcome.NOT_YET
    assert outcome(task, facts, number=float(facts("exact.bias"))) is Outcome.MISTAKE
    assert outcome(task, facts, choice="x") is Outcome.NOT_YET


def test_choices_orders_points_lines_and_guesses(small) -> None:
    task, facts = task_of(small, 'answer = "choice"\noptions = ["a", "b"]\nright = "b"')
    assert outcome(task, facts, choice="a") is Outcome.NOT_YET
    assert outcome(task, facts, choice="b") is Outcome.DONE
    task, facts = task_of(small, 'answer = "order"\noptions = ["a", "b", "c"]')
    assert outcome(task, facts, order=("b", "a", "c")) is Outcome.NOT_YET
    assert outcome(task, facts, order=("a", "b", "c")) is Outcome.DONE
    task, facts = task_of(
        small, 'answer = "point"\nplot = "surface"\ncheck = "near(answer.x, exact.weights.area, 0.1)"'
    )
    right = float(facts("exact.weights.area"))
    assert outcome(task, facts, point=(right + 1.0, 0.0)) is Outcome.NOT_YET
    assert outcome(task, facts, point=(right, 9.0)) is Outcome.DONE
    task, facts = task_of(
        small,
        'answer = "line"\nplot = "fit"\ncheck = "sum((data.price - answer.slope * data.area - '
        'answer.intercept) ^ 2) <= 1.05 * 2 * rows.used * loss.exact"',
    )
    line = (right, float(facts("exact.bias")))
    assert outcome(task, facts, line=line) is Outcome.DONE
    assert outcome(task, facts, line=(line[0], line[1] + 1.0)) is Outcome.NOT_YET
    task, facts = task_of(small, 'answer = "number"\nright = "rows"\nguess = true')
    assert outcome(task, facts) is Outcome.NOT_YET
    assert outcome(task, facts, number=123.0) is Outcome.DONE


def test_a_formula_is_right_a_mistake_or_no_formula(small) -> None:
    task, facts = task_of(
        small,
        'answer = "formula"\nright = "2 * x"\nvariables = { x = [0, 1] }\n'
        '[[mistakes]]\nwhen = "x / 2"\nsay = "The other way round."',
    )
    assert outcome(task, facts, formula="x + x") is Outcome.DONE
    assert outcome(task, facts, formula="x ^ 2") is Outcome.NOT_YET
    assert (
        judge(task, FactSheet(replace(facts.state, given=Given(formula="0.5*x")))).say
        == "The other way round."
    )
    assert "variables" in judge(task, FactSheet(replace(facts.state, given=Given(formula="y")))).say


def test_ticks_are_kept_as_they_were_earned(small) -> None:
    lesson = read_lesson(small).lesson
    first, second = lesson.tasks
    done, not_yet = Verdict(Outcome.DONE), Verdict(Outcome.NOT_YET)
    progress = Progress(lesson.id).tried(first, not_yet).after(first, not_yet, 3, 1.0)
    assert progress.next_task(lesson) is first
    progress = progress.after(first, done, 5, 2.0)
    assert progress.ticks["steps"].step == 5
    assert progress.ticks["steps"].tries == 1
    assert progress.after(first, not_yet, 9, 3.0) is progress  # a tick stays, whatever comes
    assert progress.after(first, done, 9, 3.0).ticks["steps"].step == 5
    assert progress.next_task(lesson) is second
    assert not progress.is_done(lesson)
    assert progress.after(second, done, 9, 4.0, shown=True).is_done(lesson)


@pytest.mark.parametrize("rate", [0.1])
def test_a_rehearsal_keeps_runs_and_settings(small, rate) -> None:
    lesson = read_lesson(small).lesson
    rehearsal = Rehearsal(lesson)
    task = lesson.tasks[0]
    rehearsal.perform(task.solve)
    assert rehearsal.facts("step") == 5
    assert rehearsal.facts("learning_rate") == rate
    assert rehearsal.facts("runs") == 1
    assert rehearsal.facts("done") == ("step",)
