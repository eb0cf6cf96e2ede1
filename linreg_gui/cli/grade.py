"""`linreg-gui lesson grade`: what students have handed in, checked again from their work."""

from __future__ import annotations

from pathlib import Path

from linreg_gui.core.lessons.grading import Grader, Status, grades_as_csv, summary, with_twins
from linreg_gui.core.lessons.hand_in import SUFFIX, content_hash
from linreg_gui.core.lessons.reading import read_lesson, read_lesson_text
from linreg_gui.core.problem import ProblemError
from linreg_gui.core.wording import sound_text
from linreg_gui.session.keeping.saving import write_whole

from .terminal import FAILED, complain, say

_NOT_ALL_SOUND = 1


def grade_folder(folder: Path, lesson: Path, csv: Path | None) -> int:
    """Check every file of a folder and those in it; the exit status is 1 where one is not sound."""
    try:
        text = read_lesson_text(lesson)
        read = read_lesson(text)
        if read.mistakes:
            line, sentence = read.mistakes[0]
            complain(f"{lesson}:{line}: {sentence}")
            return FAILED
        grader = Grader(read.lesson, content_hash(text))
        files = sorted(path for path in folder.rglob(f"*{SUFFIX}") if path.is_file())
        if not files:
            complain(f"There is no file “…{SUFFIX}” in “{folder}”.")
            return FAILED
        grades = with_twins([grader.grade_file(path, str(path.relative_to(folder))) for path in files])
        if csv is not None:
            rows = grades_as_csv(read.lesson, grades).encode("utf-8-sig", "replace")
            write_whole(csv, lambda file: file.write(rows))
    except ProblemError as error:
        complain(error.problem.sentence)
        return FAILED
    if not say(sound_text(summary(read.lesson, grades))):
        return FAILED
    return 0 if all(grade.status is Status.SOUND for grade in grades) else _NOT_ALL_SOUND
