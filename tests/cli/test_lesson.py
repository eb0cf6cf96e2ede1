"""`linreg-gui lesson` as a teacher uses it."""

from __future__ import annotations

from linreg_gui.cli import main as cli
from linreg_gui.core.installation.resources import resource_path
from linreg_gui.core.lessons.format_text import format_text
from linreg_gui.core.lessons.places import bundled_lessons


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
