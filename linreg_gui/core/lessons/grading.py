"""Checks what was handed in again, from the work itself: runs are repeated, and answers judged anew."""

from __future__ import annotations

import csv
import enum
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

import numpy as np

from linreg_gui.core.arrays import FloatArray
from linreg_gui.core.cells.spreadsheet_texts import harmless
from linreg_gui.core.fitting.analysis import Analysis
from linreg_gui.core.fitting.objective import Objective
from linreg_gui.core.late_pandas import pd
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.project import Run
from linreg_gui.core.solvers.sgd.next_update import NextUpdate
from linreg_gui.core.solvers.sgd.solver import Sgd
from linreg_gui.core.table.row_set import RowSet
from linreg_gui.core.table.table import Table
from linreg_gui.core.wording import counted

from .checking import Outcome, judge
from .facts import FactSheet
from .hand_in import HandIn, TaskWork, read_hand_in
from .lesson import Lesson
from .lesson_data import lesson_table
from .limits import MOST_REPEATED_ROWS, MOST_REPEATED_UPDATES
from .state import SessionState, begun_anew, state_of_table

# Another machine rounds otherwise, and many updates let that grow.
_ROUNDING = 1e-6
# What a spreadsheet would take for a formula.


class Status(enum.StrEnum):
    """What a file is, beside how much of it is right."""

    SOUND = "sound"
    TWIN = "twin"
    EDITED = "edited"
    OTHER_VERSION = "other version"
    OTHER_LESSON = "other lesson"
    DAMAGED = "damaged"


class Mark(enum.StrEnum):
    """What one task comes to."""

    DONE = "done"
    NOT_YET = "not yet"
    MISTAKE = "mistake"
    MISSING = "missing"
    UNTRUE = "untrue"


@dataclass(frozen=True)
class Grade:
    """One file.

    Attributes
    ----------
    file : str
    student : str
    status : Status
    told : str
        Why it is not sound; empty where it is.
    marks : mapping from id of a task to Mark
        Of all tasks of the lesson; empty where nothing could be checked.
    print : str
        Of the work; see `HandIn`.
    """

    file: str
    student: str
    status: Status
    told: str = ""
    marks: Mapping[str, Mark] = field(default_factory=dict)
    print: str = ""

    @property
    def done(self) -> int:
        """How many tasks are done."""
        return sum(mark is Mark.DONE for mark in self.marks.values())


class Grader:
    """Checks files of one lesson.

    Parameters
    ----------
    lesson : Lesson
    content : str
        The hash of its text; see `content_hash`.

    Raises
    ------
    ProblemError
        If the data of the lesson allow no regression.
    """

    def __init__(self, lesson: Lesson, content: str) -> None:
        self._lesson, self._content = lesson, content
        first = state_of_table(lesson_table(lesson))
        assert first.table is not None
        self._table: Table = first.table
        self._analysis = first.analysis

    def grade_file(self, path: Path, name: str = "") -> Grade:
        """What one file comes to, by the name it is told by; one that cannot be read is told of there."""
        try:
            return self.grade(read_hand_in(path), name or path.name)
        except ProblemError as error:
            return Grade(name or path.name, "", Status.DAMAGED, error.problem.sentence)

    def grade(self, hand_in: HandIn, file: str = "") -> Grade:
        """What was handed in, checked again."""
        lesson = self._lesson
        if hand_in.lesson != lesson.id:
            told = f"This is of the lesson “{hand_in.lesson[:64]}”, not of “{lesson.id}”."
            return Grade(file, hand_in.student, Status.OTHER_LESSON, told, print=hand_in.print)
        works = {work.task: work for work in hand_in.works}
        marks = {task.id: Mark.MISSING for task in lesson.tasks}
        untrue = ""
        effort = _Effort()
        for task in lesson.tasks:
            work = works.get(task.id)
            if work is None:
                continue
            try:
                verdict = judge(task, FactSheet(self._state(work, effort)))
                marks[task.id] = _MARKS[verdict.outcome]
            except ProblemError as error:
                marks[task.id], untrue = Mark.UNTRUE, f"“{task.id}”: {error.problem.sentence}"
            except (ValueError, OverflowError) as error:  # settings that no run can have had
                marks[task.id], untrue = Mark.UNTRUE, f"“{task.id}”: {str(error)[:200]}"
        status, told = Status.SOUND, ""
        if hand_in.edited or untrue:
            status, told = Status.EDITED, untrue or "Something was changed after it was handed in."
        elif hand_in.content != self._content:
            status, told = Status.OTHER_VERSION, "It was made with another version of the lesson."
        return Grade(file, hand_in.student, status, told, marks, hand_in.print)

    def _state(self, work: TaskWork, effort: _Effort) -> SessionState:
        """The session as it was, with nothing of it believed that can be worked out."""
        table = work.project.table
        other = not _same_rows(table.frame, self._table.frame)
        if other and not table.edited:
            raise _untrue("The table is not that of the lesson.")
        table = replace(table, truth=self._table.truth)
        present = work.project.runs[-1]
        base = state_of_table(table, before=self._analysis)
        base = begun_anew(base, present.changes[0][1])
        assert base.analysis is not None
        assert base.objective is not None
        kept = tuple(
            _repeated_once(base.analysis, run, base.objective, effort)
            for run in work.project.kept
            if run.data == present.data
        )
        repeated, sgd = _repeated(base.analysis, present, base.objective, effort)
        end = sgd.snapshot(restart_mean=False)
        shown, look_ahead, finished = end, sgd.next_update(), sgd.finished
        if not 0 <= work.shown_step <= sgd.step:
            raise _untrue("A step is shown that was never made.")
        if work.shown_step != sgd.step:
            sgd.seek(work.shown_step)
            shown = sgd.snapshot()
        return replace(
            base,
            objective=_objective(base.analysis, base.objective, present),
            config=present.config,
            phase=work.phase,
            end=end,
            shown=shown,
            look_ahead=partial(_same, look_ahead),
            finished=finished,
            diverged=repeated.diverged,
            runs=(*kept, repeated) if repeated.step else kept,
            selected=RowSet.of_ranges(work.selected),
            pointed=work.pointed,
            views=work.views,
            deeds=work.deeds,
            given=work.given,
        )


_MARKS = {Outcome.DONE: Mark.DONE, Outcome.NOT_YET: Mark.NOT_YET, Outcome.MISTAKE: Mark.MISTAKE}


class _Effort:
    """What was repeated for one file so far."""

    def __init__(self) -> None:
        self.updates = self.rows = 0
        self.known: dict[object, Run] = {}

    def add(self, run: Run, n_rows: int) -> None:
        largest = max(config.batch_size for _, config in run.changes)
        self.updates += run.step
        self.rows += run.step * min(largest, n_rows)
        if self.updates > MOST_REPEATED_UPDATES or self.rows > MOST_REPEATED_ROWS:
            raise _untrue(f"Its runs have more than the {MOST_REPEATED_UPDATES:,} updates that are repeated.")


def _repeated(analysis: Analysis, run: Run, objective: Objective, effort: _Effort) -> tuple[Run, Sgd]:
    """A run with its losses worked out anew, and its solver at its end."""
    effort.add(run, analysis.data.n_rows)
    name = _name_of(analysis, run)
    sgd = Sgd.repeat(analysis.data, run.changes, known=analysis.moments)
    sgd.advance(run.step)
    if sgd.step != run.step:
        raise _untrue("A run cannot have made the updates that it claims.")
    end = sgd.snapshot(restart_mean=False)
    _check_claim(run, end.weights, end.bias)
    if run.diverged:
        run = replace(run, diverged=not sgd.finished and not sgd.advance(1))
        sgd.seek(run.step)
    model = end.weights, end.bias, end.bias_rest, end.centred
    own = _objective(analysis, objective, run)
    losses = own.mean_loss(*model), own.validation_loss(*model)
    curve = np.array([[sgd.step, end.epoch, np.nan, 1, *losses, 0.0]])
    found = replace(run, weights=end.weights, bias=end.bias, curve=curve)
    effort.known[name] = found
    return found, sgd


def _repeated_once(analysis: Analysis, run: Run, objective: Objective, effort: _Effort) -> Run:
    """A run that was kept, with its losses worked out anew; it is there in the work of many tasks."""
    known = effort.known.get(_name_of(analysis, run))
    if known is None:
        return _repeated(analysis, run, objective, effort)[0]
    _check_claim(run, known.weights, known.bias)
    return known


def _name_of(analysis: Analysis, run: Run) -> object:
    """The same of runs that are the same on the same data."""
    return analysis.fingerprint, run.changes, run.step, run.diverged


def _check_claim(run: Run, weights: FloatArray, bias: float) -> None:
    claimed, found = np.append(run.weights, run.bias), np.append(weights, bias)
    if claimed.shape != found.shape or not np.allclose(
        claimed, found, rtol=_ROUNDING, atol=_ROUNDING, equal_nan=True
    ):
        raise _untrue("The weights are not those that the run ends with.")


def _objective(analysis: Analysis, objective: Objective, run: Run) -> Objective:
    """What a run minimises."""
    if objective.is_that_of(analysis, run.config):
        return objective
    found = Objective.of(analysis, run.config)
    return found if found.is_known else found.solved()


def _same_rows(frame: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Whether two tables have the same rows, in whichever order."""
    if list(frame.columns) != list(other.columns) or len(frame) != len(other):
        return False
    if frame.equals(other):
        return True
    return _counted_rows(frame) == _counted_rows(other)


def _counted_rows(frame: pd.DataFrame) -> Counter[tuple[str, ...]]:
    return Counter(frame.astype(str).itertuples(index=False, name=None))


def _same(update: NextUpdate | None) -> NextUpdate | None:
    return update


def _untrue(sentence: str) -> ProblemError:
    return ProblemError(sentence, ProblemKind.ARGUMENT)


def with_twins(grades: Sequence[Grade]) -> tuple[Grade, ...]:
    """The same grades; files whose work is the same, to the second of each deed, are called twins."""
    alike: dict[str, list[str]] = {}
    for grade in grades:
        if grade.print and grade.marks and any(mark is not Mark.MISSING for mark in grade.marks.values()):
            alike.setdefault(grade.print, []).append(grade.file)
    told = []
    for grade in grades:
        others = [file for file in alike.get(grade.print, []) if file != grade.file]
        if others:
            names = ", ".join(f"“{name}”" for name in others[:3]) + (" …" if len(others) > 3 else "")
            why = " ".join(filter(None, (grade.told, f"It has the same work as {names}.")))
            grade = replace(grade, status=Status.TWIN, told=why)
        told.append(grade)
    return tuple(told)


def grades_as_csv(lesson: Lesson, grades: Sequence[Grade]) -> str:
    """One row for each file, with a column for each task."""
    tasks = [task.id for task in lesson.tasks]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["file", "student", "status", "told", "done", "tasks", *tasks])
    for grade in grades:
        marks = [grade.marks.get(task, "") for task in tasks]
        words = map(harmless, (grade.file, grade.student, grade.status, grade.told))
        writer.writerow([*words, grade.done, len(tasks), *marks])
    return text.getvalue()


def summary(lesson: Lesson, grades: Sequence[Grade]) -> str:
    """What a teacher wants to know first: how many files, which are not sound, and how many did each task."""
    checked = [grade for grade in grades if grade.marks]
    lines = [f"{counted(len(grades), 'file')}, {len(checked)} of them checked again from the work."]
    lines += [f"{grade.file}: {grade.status}. {grade.told}" for grade in grades if grade.told]
    for task in lesson.tasks:
        done = sum(grade.marks[task.id] is Mark.DONE for grade in checked)
        lines.append(f"{task.id}: done by {done} of {len(checked)}")
    return "\n".join(lines)
