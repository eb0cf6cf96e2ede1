"""`linreg-gui lesson check`: the mistakes in lessons, each with file and line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from linreg_gui.core.lessons.inspection import inspect
from linreg_gui.core.lessons.places import bundled_lessons
from linreg_gui.core.lessons.reading import ReadLesson, read_lesson_file
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.wording import counted, sound_text

from .terminal import FAILED, complain, say

_HAS_MISTAKES = 1


def check_lessons(paths: Sequence[Path]) -> int:
    """Tell every mistake in these files; the exit status. They may link to each other."""
    read: dict[Path, ReadLesson] = {}
    status = 0
    for path in paths:
        try:
            read[path] = read_lesson_file(path)
        except ProblemError as error:
            complain(error.problem.sentence)
            status = FAILED
    known = {*bundled_lessons(), *(one.lesson.id for one in read.values())}
    for path, one in read.items():
        found = inspect(one, known)
        lines = [f"{path}:{line}: {sentence}" for line, sentence in found]
        lines.append(f"{path}: {counted(len(one.lesson.tasks), 'task')}, {_told(len(found))}.")
        if not say(sound_text("\n".join(lines))):
            return FAILED
        status = status or (_HAS_MISTAKES if found else 0)
    return status


def _told(mistakes: int) -> str:
    return counted(mistakes, "mistake") if mistakes else "no mistakes"
