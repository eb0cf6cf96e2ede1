"""What a person hands in: for each task the work as it was when the task was done, and how it came to that.

One file, a zip of the parts of project files. No tick stands in it: `grading` makes the facts anew.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from linreg_gui import __version__
from linreg_gui.core.json_values import WrongValue, from_json_values, json_text, to_json_values
from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.project.archive import read_archive, write_archive
from linreg_gui.core.project.project import Project, Run
from linreg_gui.core.project.project_file import (
    STATE_PARTS,
    TABLE_PART,
    project_from_parts,
    project_parts,
)
from linreg_gui.core.project.stored_columns import write_columns
from linreg_gui.core.wording import size_text

from .answers import Given
from .limits import (
    LARGEST_HAND_IN,
    LARGEST_UNPACKED_HAND_IN,
    LONGEST_STUDENT,
    MOST_DEEDS,
    MOST_TASKS,
)
from .state import Deed, SessionState

SUFFIX = ".linreg-handin"
FORMAT = 1
_LIST_PART, _SEAL_PART = "hand_in.json", "seal.json"
_PARTS = re.compile(
    rf"hand_in\.json|seal\.json|tables/[0-9]{{1,3}}\.parquet|work/[0-9]{{1,3}}/({STATE_PARTS.pattern})"
)
_PHASES = ("idle", "running", "stopping")


@dataclass(frozen=True, eq=False)
class TaskWork:
    """The work at the moment in which a task was done.

    Attributes
    ----------
    task : str
        Its id.
    project : Project
        The table, the present run, which is the last, and those that were kept.
    seconds : float
        When it was done, in seconds since 1970.
    given : Given
        What was answered.
    deeds : tuple of Deed
        What was done since the task began.
    times : tuple of float
        When each of these was done, in seconds since 1970.
    shown_step : int
        The step that the views showed.
    selected : tuple of (int, int)
        Stretches of rows.
    pointed : int or None
    views : tuple of str
    phase : str
    tries : int
        Answers that were not right.
    shown : bool
        Whether it was shown how.
    """

    task: str
    project: Project
    seconds: float
    given: Given = field(default_factory=Given)
    deeds: tuple[Deed, ...] = ()
    times: tuple[float, ...] = ()
    shown_step: int = 0
    selected: tuple[tuple[int, int], ...] = ()
    pointed: int | None = None
    views: tuple[str, ...] = ()
    phase: str = "idle"
    tries: int = 0
    shown: bool = False


@dataclass(frozen=True, eq=False)
class HandIn:
    """What one person hands in of one lesson.

    Attributes
    ----------
    lesson, content : str
        The id of the lesson, and the hash of its text; see `content_hash`.
    student : str
        As it was typed.
    works : tuple of TaskWork
    program : str
        The version that wrote it.
    print : str
        Of the work with its times, without the name of the student: equal in copies.
    edited : bool
        Whether something was changed after it was written.
    """

    lesson: str
    content: str
    student: str
    works: tuple[TaskWork, ...]
    program: str = __version__
    print: str = ""
    edited: bool = False


@dataclass(frozen=True)
class _StoredWork:
    task: str
    table: int
    seconds: float
    given: Given
    deeds: tuple[Deed, ...]
    times: tuple[float, ...]
    shown_step: int
    selected: tuple[tuple[int, int], ...]
    pointed: int | None
    views: tuple[str, ...]
    phase: str
    tries: int
    shown: bool


@dataclass(frozen=True)
class _Stored:
    format: int
    program: str
    lesson: str
    content: str
    student: str
    works: tuple[_StoredWork, ...]


def content_hash(text: str) -> str:
    """What tells one version of a lesson from another; the ends of its lines do not count."""
    return hashlib.sha256("\n".join(text.splitlines()).encode("utf-8", "surrogatepass")).hexdigest()


def work_of(
    task: str,
    state: SessionState,
    seconds: float,
    times: Sequence[float] = (),
    *,
    tries: int = 0,
    shown: bool = False,
) -> TaskWork:
    """The work of a session in which a task was just done.

    Raises
    ------
    ProblemError
        If there is no table that is trained on.
    """
    if state.table is None or state.analysis is None or state.end is None or state.shown is None:
        raise ProblemError("There is no work to hand in yet.", ProblemKind.ARGUMENT)
    end = state.end
    if end.step:
        *kept, present = state.runs
    else:
        kept = list(state.runs)
        data = state.analysis.fingerprint
        present = Run(((0, state.config),), 0, False, end.weights, end.bias, data=data)
    ranges = zip(state.selected.starts.tolist(), state.selected.stops.tolist(), strict=True)
    return TaskWork(
        task,
        Project(state.table, (present,), kept=tuple(kept)),
        seconds,
        state.given,
        state.deeds,
        tuple(times),
        state.shown.step,
        tuple(ranges),
        state.pointed,
        state.views,
        state.phase,
        tries,
        shown,
    )


def write_hand_in(file: BinaryIO, hand_in: HandIn) -> None:
    """Write it to an open binary file; a table that several tasks share is there once."""
    tables: dict[bytes, int] = {}
    parts: dict[str, bytes] = {}
    works = []
    for i, work in enumerate(hand_in.works):
        packed = io.BytesIO()
        write_columns(packed, work.project.table.frame)
        table = tables.setdefault(packed.getvalue(), len(tables))
        parts |= {f"work/{i}/{name}": data for name, data in project_parts(work.project).items()}
        names = (name for name in _StoredWork.__dataclass_fields__ if name != "table")
        works.append(_StoredWork(table=table, **{name: getattr(work, name) for name in names}))
    parts |= {f"tables/{i}.parquet": data for data, i in tables.items()}
    stored = _Stored(FORMAT, hand_in.program, hand_in.lesson, hand_in.content, hand_in.student, tuple(works))
    parts[_LIST_PART] = json_text(to_json_values(stored)).encode()
    parts[_SEAL_PART] = json_text(_sums(parts)).encode()
    write_archive(file, parts)


def read_hand_in(path: str | Path) -> HandIn:
    """Read what was handed in.

    Raises
    ------
    ProblemError
        If it cannot be read, is no such file, is damaged or too large, or needs a newer program.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
    except (OSError, ValueError) as error:
        raise ProblemError(f"“{file.name}” cannot be read.", ProblemKind.NO_FILE) from error
    if size > LARGEST_HAND_IN:
        raise ProblemError(
            f"“{file.name}” is larger than {size_text(LARGEST_HAND_IN)}.", ProblemKind.TOO_LARGE
        )
    parts = read_archive(file, _PARTS, most_bytes=LARGEST_UNPACKED_HAND_IN)
    stored = _read_list(file.name, parts.get(_LIST_PART))
    works = tuple(map(partial(_work, file.name, parts), range(len(stored.works)), stored.works))
    seal = parts.get(_SEAL_PART)
    edited = seal is None or seal != json_text(_sums(parts)).encode()
    nameless = to_json_values(replace(stored, student="", program=""))
    sums = {name: value for name, value in _sums(parts).items() if name != _LIST_PART}
    mark = hashlib.sha256(json_text([nameless, sums]).encode()).hexdigest()
    return HandIn(stored.lesson, stored.content, stored.student, works, stored.program, mark, edited)


def _sums(parts: Mapping[str, bytes]) -> dict[str, str]:
    names = sorted(name for name in parts if name != _SEAL_PART)
    return {name: hashlib.sha256(parts[name]).hexdigest() for name in names}


def _read_list(name: str, data: bytes | None) -> _Stored:
    if data is None:
        raise _damaged(name, "it has no list of tasks")
    try:
        plain = json.loads(data.decode("utf-8"))
        version = plain.get("format") if isinstance(plain, dict) else None
        if isinstance(version, int) and version > FORMAT:
            raise ProblemError(
                f"“{name}” needs a newer version of the program than this one, {__version__}.",
                ProblemKind.NEWER_PROJECT,
            )
        stored = from_json_values(_Stored, plain, "hand-in")
        _check(stored)
    except ProblemError:
        raise
    except WrongValue as error:
        raise _damaged(name, str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _damaged(name, "its list of tasks cannot be read") from error
    return stored


def _check(stored: _Stored) -> None:
    if len(stored.student) > LONGEST_STUDENT:
        raise WrongValue("student", f"a name of at most {LONGEST_STUDENT} characters")
    tasks = [work.task for work in stored.works]
    if len(tasks) > MOST_TASKS or len({*tasks}) < len(tasks):
        raise WrongValue("works", f"at most {MOST_TASKS}, each of another task")
    for work in stored.works:
        if len(work.deeds) > MOST_DEEDS or len(work.times) > MOST_DEEDS:
            raise WrongValue("deeds", f"at most {MOST_DEEDS:,}")
        if work.phase not in _PHASES:
            raise WrongValue("phase", "one of " + ", ".join(_PHASES))


def _work(name: str, parts: Mapping[str, bytes], i: int, stored: _StoredWork) -> TaskWork:
    begin = f"work/{i}/"
    own = {part.removeprefix(begin): data for part, data in parts.items() if part.startswith(begin)}
    table = parts.get(f"tables/{stored.table}.parquet")
    if table is None:
        raise _damaged(name, "a table is missing")
    project, _ = project_from_parts(name, {**own, TABLE_PART: table})
    n_rows = len(project.table.frame)
    pointed_away = stored.pointed is not None and not 0 <= stored.pointed < n_rows
    if not project.runs or pointed_away or any(not 0 <= a < b <= n_rows for a, b in stored.selected):
        raise _damaged(name, "a run or a row is missing")
    names = (entry for entry in TaskWork.__dataclass_fields__ if entry != "project")
    return TaskWork(project=project, **{entry: getattr(stored, entry) for entry in names})


def _damaged(name: str, why: str) -> ProblemError:
    return ProblemError(
        f"“{name}” is no file that was handed in, or a damaged one: {why}.", ProblemKind.DAMAGED_PROJECT
    )
