"""What is handed in is checked again from the work, whatever was done to the file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.lessons import grading
from linreg_gui.core.lessons.actions import action
from linreg_gui.core.lessons.answers import Given
from linreg_gui.core.lessons.grading import Grade, Grader, Mark, Status, grades_as_csv, with_twins
from linreg_gui.core.lessons.hand_in import (
    HandIn,
    TaskWork,
    content_hash,
    read_hand_in,
    work_of,
    write_hand_in,
)
from linreg_gui.core.lessons.lesson import Lesson
from linreg_gui.core.lessons.reading import read_lesson
from linreg_gui.core.lessons.rehearsal import Rehearsal
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.project.archive import write_archive


def works_of(lesson: Lesson, began: float = 1e9) -> tuple[TaskWork, ...]:
    """The works of a person who does each task as its “solve” says."""
    rehearsal = Rehearsal(lesson)
    works = []
    for i, task in enumerate(lesson.tasks):
        rehearsal.begin_task(task.begin)
        rehearsal.perform(task.solve)
        state = rehearsal.facts.state
        times = [began + 60 * i + j for j in range(len(state.deeds))]
        works.append(work_of(task.id, state, began + 60 * i, times))
    return tuple(works)


def saved(path: Path, hand_in: HandIn) -> Path:
    with path.open("wb") as file:
        write_hand_in(file, hand_in)
    return path


def handed_in(small: str, works: tuple[TaskWork, ...], student: str = "Ada") -> HandIn:
    return HandIn("small", content_hash(small), student, works)


@pytest.fixture
def grader(small: str) -> Grader:
    return Grader(read_lesson(small).lesson, content_hash(small))


@pytest.fixture
def grade(small, grader, tmp_path) -> Callable[..., Grade]:
    """Of works that were written to a file and read again."""

    def graded(*works: TaskWork) -> Grade:
        return grader.grade_file(saved(tmp_path / "one.linreg-handin", handed_in(small, works)))

    return graded


def changed(path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """Write a file anew with one part changed, and its sums right."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part])
    with path.open("wb") as file:
        write_archive(file, parts)


@pytest.mark.parametrize("name", ["01-model.md", "08-one-update.md"])
def test_a_lesson_that_was_done_is_done_when_its_runs_are_repeated(name, tmp_path) -> None:
    text = resource_path("lessons", name).read_text(encoding="utf-8")
    lesson = read_lesson(text).lesson
    hand_in = HandIn(lesson.id, content_hash(text), "Ada", works_of(lesson))
    found = Grader(lesson, content_hash(text)).grade_file(saved(tmp_path / "a.linreg-handin", hand_in))
    assert (found.status, found.told, found.student) == (Status.SOUND, "", "Ada")
    assert {task: mark for task, mark in found.marks.items() if mark is not Mark.DONE} == {}


def test_a_task_that_was_not_done_is_not_done_whatever_was_claimed(small, grade) -> None:
    lesson = read_lesson(small).lesson
    rehearsal = Rehearsal(lesson)
    rehearsal.perform([action("step 4")])
    four = work_of("steps", rehearsal.facts.state, 1e9)
    steps, weight = works_of(lesson)
    assert grade(four).marks == {"steps": Mark.NOT_YET, "weight": Mark.MISSING}
    wrong = replace(weight, given=Given(number=0.0))
    assert grade(steps, wrong).marks == {"steps": Mark.DONE, "weight": Mark.NOT_YET}
    bias = replace(weight, given=Given(number=float(rehearsal.facts("exact.bias"))))
    assert grade(steps, bias).marks["weight"] is Mark.MISTAKE
    assert grade(steps, weight).done == 2


def test_work_that_cannot_have_come_about_is_told(small, grade) -> None:
    steps, _ = works_of(read_lesson(small).lesson)
    run = steps.project.runs[-1]

    def of_run(**changes: object) -> Grade:
        return grade(replace(steps, project=replace(steps.project, runs=(replace(run, **changes),))))

    for found, told in (
        (of_run(weights=run.weights + 1.0), "not those that the run ends with"),
        (of_run(step=10**9, curve=np.empty((0, 7))), "updates that are repeated"),
        (of_run(step=10**4), "cannot have made the updates"),
        (grade(replace(steps, shown_step=6)), "never made"),
    ):
        assert (found.status, found.marks["steps"]) == (Status.EDITED, Mark.UNTRUE)
        assert told in found.told
    table = steps.project.table
    frame = table.frame.assign(price=table.frame["price"] * 2)
    other = replace(steps, project=replace(steps.project, table=replace(table, frame=frame)))
    assert "not that of the lesson" in grade(other).told
    turned = replace(table, frame=table.frame.iloc[::-1].reset_index(drop=True))
    sorted_otherwise = replace(steps, project=replace(steps.project, table=turned))
    assert "not that of the lesson" not in grade(sorted_otherwise).told


def test_a_run_that_many_tasks_keep_is_repeated_once_but_never_believed(small, grade, monkeypatch) -> None:
    steps, weight = works_of(read_lesson(small).lesson)
    run = steps.project.runs[-1]
    monkeypatch.setattr(grading, "MOST_REPEATED_UPDATES", run.step)
    kept = replace(weight, project=replace(weight.project, kept=(run,)))
    assert grade(steps, kept).done == 2
    invented = replace(run, bias=run.bias + 1.0)
    found = grade(steps, replace(kept, project=replace(kept.project, kept=(invented,))))
    assert (found.marks["steps"], found.marks["weight"]) == (Mark.DONE, Mark.UNTRUE)


def test_the_lesson_and_its_version_count(small, grader) -> None:
    works = works_of(read_lesson(small).lesson)
    assert grader.grade(replace(handed_in(small, works), lesson="other")).status is Status.OTHER_LESSON
    found = grader.grade(replace(handed_in(small, works), content=content_hash(small + "\nMore.")))
    assert (found.status, found.done) == (Status.OTHER_VERSION, 2)
    assert content_hash(small) == content_hash(small.replace("\n", "\r\n"))


def test_copies_under_another_name_are_twins_and_work_of_ones_own_is_not(small, grader, tmp_path) -> None:
    lesson = read_lesson(small).lesson
    works = works_of(lesson)
    files = [
        saved(tmp_path / "a.linreg-handin", handed_in(small, works)),
        saved(tmp_path / "b.linreg-handin", handed_in(small, works, "Bob")),
        saved(tmp_path / "c.linreg-handin", handed_in(small, works_of(lesson, 2e9), "=1+1")),
    ]
    grades = with_twins([grader.grade_file(path) for path in files])
    assert [one.status for one in grades] == [Status.TWIN, Status.TWIN, Status.SOUND]
    assert "“b.linreg-handin”" in grades[0].told
    rows = list(csv.DictReader(io.StringIO(grades_as_csv(lesson, grades))))
    assert [row["student"] for row in rows] == ["Ada", "Bob", "'=1+1"]
    assert [row["steps"] for row in rows] == ["done"] * 3
    assert [row["done"] for row in rows] == ["2"] * 3


def test_a_file_that_was_changed_by_hand_is_told(small, grader, tmp_path) -> None:
    works = works_of(read_lesson(small).lesson)
    path = saved(tmp_path / "a.linreg-handin", handed_in(small, works))
    changed(path, "hand_in.json", lambda data: data.replace(b"Ada", b"Bob"))
    found = grader.grade_file(path)
    assert (found.student, found.status, found.done) == ("Bob", Status.EDITED, 2)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"[" * 100_000,
        lambda data: b"[]",
        lambda data: b"\xff\xfe",
        lambda data: data.replace(b'"table": 0', b'"table": 77'),
        lambda data: data.replace(b'"pointed": null', b'"pointed": 1000'),
        lambda data: data.replace(b'"deeds": []', b'"deeds": {"a": 1}'),
        lambda data: data.replace(b'"format": 1', b'"format": 2'),
        lambda data: data.replace(b'"student": "Ada"', b'"student": ' + json.dumps("x" * 101).encode()),
        lambda data: data.replace(b'"step": 5', b'"step": 1e999'),
        lambda data: data.replace(b'"task": "weight"', b'"task": "steps"'),
    ],
)
def test_a_list_of_wrong_values_is_damaged(small, grader, tmp_path, change) -> None:
    path = saved(tmp_path / "a.linreg-handin", handed_in(small, works_of(read_lesson(small).lesson)))
    before = path.read_bytes()
    changed(path, "hand_in.json", change)
    assert path.read_bytes() != before
    found = grader.grade_file(path)
    assert found.status is Status.DAMAGED
    assert found.told.endswith(".")


def test_bombs_and_paths_are_refused(grader, tmp_path) -> None:
    path = tmp_path / "a.linreg-handin"
    for name, data in (
        ("../../evil", b"x"),
        ("work/0/../../evil", b"x"),
        ("hand_in.json", bytes(200_000_000)),
    ):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, data)
        assert grader.grade_file(path).status is Status.DAMAGED
    with path.open("wb") as file:
        file.truncate(60_000_000)
    assert "larger than" in grader.grade_file(path).told
    assert grader.grade_file(tmp_path / "none").status is Status.DAMAGED
    assert grader.grade_file(tmp_path).status is Status.DAMAGED


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**31), st.binary(min_size=1, max_size=4))
def test_bytes_that_are_changed_never_raise_anything(small, grader, tmp_path, place, new) -> None:
    path = tmp_path / "a.linreg-handin"
    if not path.exists():
        saved(path, handed_in(small, works_of(read_lesson(small).lesson)))
    whole = path.read_bytes()
    at = place % len(whole)
    broken = tmp_path / "b.linreg-handin"
    broken.write_bytes(whole[:at] + new + whole[at + len(new) :])
    assert isinstance(grader.grade_file(broken), Grade)


def test_what_was_written_is_read_again(small, tmp_path) -> None:
    works = works_of(read_lesson(small).lesson)
    found = read_hand_in(saved(tmp_path / "a.linreg-handin", handed_in(small, works)))
    assert [work.deeds for work in found.works] == [work.deeds for work in works]
    assert [work.times for work in found.works] == [work.times for work in works]
    assert not found.edited
    with pytest.raises(ProblemError):
        read_hand_in(tmp_path / "none")
