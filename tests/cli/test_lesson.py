"""`linreg-gui lesson` as a teacher uses it."""

from __future__ import annotations

import csv

from linreg_gui.cli import main as cli
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.lessons.format_text import format_text
from linreg_gui.core.lessons.hand_in import HandIn, content_hash, work_of, write_hand_in
from linreg_gui.core.lessons.places import bundled_lessons
from linreg_gui.core.lessons.reading import read_lesson
from linreg_gui.core.lessons.rehearsal import Rehearsal


def test_the_lessons_of_the_program_have_no_mistakes(capsys) -> None:
    path = bundled_lessons()["model"]
    assert cli.main(["lesson", "check", str(path)]) == 0
    assert "no mistakes" in capsys.readouterr().out


def test_each_mistake_is_told_with_file_and_line(capsys, tmp_path) -> None:
    text = resource_path("lessons", "01-model.md").read_text(encoding="utf-8")
    path = tmp_path / "mine.md"
    path.write_text(text.replace('right = "rows.used"', 'right = "rows.usd"'), encoding="utf-8")
    line = text[: text.index('right = "rows.used"')].count("\n") + 1
    assert cli.main(["lesson", "check", str(path)]) == 1
    out = capsys.readouterr().out
    assert f"{path}:{line}: “rows.usd”: There is no fact “rows.usd”." in out
    assert cli.main(["lesson", "check", str(tmp_path / "none.md")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_format_is_described(capsys) -> None:
    assert cli.main(["lesson", "format"]) == 0
    assert capsys.readouterr().out == format_text()


def test_what_was_handed_in_is_graded(capsys, tmp_path) -> None:
    path = bundled_lessons()["model"]
    text = path.read_text(encoding="utf-8")
    lesson = read_lesson(text).lesson
    task = lesson.tasks[0]
    rehearsal = Rehearsal(lesson)
    rehearsal.begin_task(task.begin)
    rehearsal.perform(task.solve)
    work = work_of(task.id, rehearsal.facts.state, 1e9)
    folder, table = tmp_path / "all" / "of one", tmp_path / "grades.csv"
    folder.mkdir(parents=True)
    with (folder / "a.linreg-handin").open("wb") as file:
        write_hand_in(file, HandIn("model", content_hash(text), "Ada", (work,)))
    words = ["lesson", "grade", str(tmp_path / "all"), "--lesson", str(path), "--csv", str(table)]
    assert cli.main(words) == 0
    assert f"{task.id}: done by 1 of 1" in capsys.readouterr().out
    (row,) = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert (row["student"], row["status"], row["done"], row[task.id]) == ("Ada", "sound", "1", "done")
    (folder / "b.linreg-handin").write_bytes(b"nothing")
    assert cli.main(words) == 1
    assert "damaged" in capsys.readouterr().out
    assert cli.main(["lesson", "grade", str(tmp_path / "none"), "--lesson", str(path)]) == 2
    assert "There is no file" in capsys.readouterr().err
