"""`lesson check`: a sound lesson has no mistakes, and each that is put in is told with its line."""

from __future__ import annotations

import pytest

from linreg_gui.core.lessons.inspection import inspect
from linreg_gui.core.lessons.limits import LARGEST_FILE
from linreg_gui.core.lessons.reading import read_lesson, read_lesson_file
from linreg_gui.core.problem import ProblemError


def found_in(text: str) -> list[tuple[int, str]]:
    return list(inspect(read_lesson(text)))


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_a_sound_lesson_has_no_mistakes(small) -> None:
    assert found_in(small) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('check = "step == 5"', 'check = "stpe == 5"', "no fact “stpe”"),
        ('check = "step == 5"', 'check = "step"', "a condition is wanted"),
        ('check = "step == 5"', 'check = "step >= 0"', "ticked by opening it"),
        ('solve = ["step 5"]', 'solve = ["step 6"]', "“solve” does not solve"),
        ('fail = ["step 4"]', 'fail = ["step 5"]', "must not"),
        ('show = ["step 5"]', 'show = ["jump 5"]', "no action “jump”"),
        ('show = ["step 5"]', 'show = ["view moon"]', "no view “moon”"),
        ('show = ["step 5"]', 'show = ["set colour 5"]', "no setting “colour”"),
        ('begin = ["reset"]', 'begin = ["label cost"]', "no column “cost”"),
        ('right = "exact.weights.area"', 'right = "mean(data.cost)"', "no column “cost”"),
        ('tolerance = "0.01"\n', "tolerance = 0.01\n", "“tolerance” is a text"),
        ('rows = ["4d"]', 'rows = ["section 4"]', "Rows are named"),
        ('rows = ["4d"]', 'row = ["4d"]', "“row” is not known"),
        ('say = "Make five updates."', 'say = "' + "x" * 600 + '"', "at most 500 characters"),
        ('say = "Make five updates."', "say = 'An $\\bad$ one.'", "not known in equations"),
        ('say = "That is the bias."', 'say = ""', "A known mistake has"),
        ("(view:loss)", "(view:moon)", "no view “moon”"),
        ("(view:loss)", "(lesson:moon)", "no lesson “moon”"),
        ("(view:loss)", "(https://example.org)", "leads nowhere"),
        ("(view:loss)", "(javascript:alert)", "leads nowhere"),
        ("Some *words*", "Some <b>words</b>", "no HTML"),
        ("Some *words*", "x" * 1000, "at most 900 characters"),
        ("$w x + b$", "$w x + \\input{a}$", "not known in equations"),
        ("# Steps", "![a picture](file:///etc/passwd)", "leads nowhere"),
        ("# Steps", "```python\nimport os\n```", "is a task"),
        ('id = "weight"', 'id = "steps"', "two tasks"),
        ("minutes = 5", "minutes = 500", "minutes"),
        ("minutes = 5", "minutes = 5\nminuets = 5", "“minuets” is not known"),
        ("learning_rate = 0.1", "learning_rate = -0.1", "cannot begin"),
        ("learning_rate = 0.1", "learnrate = 0.1", "no setting “learnrate”"),
        ('features = ["area"]', 'features = ["area"', "no TOML"),
        ('features = ["area"]', 'features = ["volume"]', "no column “volume”"),
        ('view = "fit"', 'view = "moon"', "no view “moon”"),
    ],
)
def test_a_mistake_is_told(small, old, new, told) -> None:
    assert old in small
    text = small.replace(old, new, 1)
    found = found_in(text)
    assert any(told in sentence for _, sentence in found), found


def test_each_mistake_is_told_with_its_line(small) -> None:
    for old, new in (
        ("$w x + b$", "$\\bad$"),
        ("(view:loss)", "(view:moon)"),
        ("minutes = 5", "minuets = 5"),
    ):
        text = small.replace(old, new)
        assert line_of(text, new) in [line for line, _ in found_in(text)]
    text = small.replace('check = "step == 5"', 'check = "stpe == 5"')
    assert [line for line, _ in found_in(text)] == [line_of(text, "stpe")]
    text = small.replace('solve = ["type exact', 'solve = ["tpye exact')
    assert line_of(text, "tpye") in [line for line, _ in found_in(text)]


def test_tasks_are_tried_one_after_the_other_as_well(small) -> None:
    """The second one is not true by itself, but is after the first one."""
    text = small.replace('begin = ["reset"]\n', "").replace('answer = "number"', "").replace(
        'right = "exact.weights.area"\ntolerance = "0.01"', 'check = "step >= 3"'
    )  # fmt: skip
    text = text.replace('solve = ["type exact.weights.area"]', 'solve = ["step 3"]')
    text = text.replace('fail = ["type 0"]', 'fail = ["step"]').replace('show = ["run"]', 'show = ["step 3"]')
    told = [sentence for _, sentence in found_in(text) if "after the tasks before it" in sentence]
    assert len(told) == 1


def hostile(small: str) -> dict[str, str]:
    many = "\n".join(f'```task\nid = "t{i}"\n```\n' for i in range(2000))
    return {
        "a billion tasks": small + many,
        "deep TOML": small.replace("minutes = 5", "minutes = " + "[" * 5000 + "]" * 5000),
        "a long number": small.replace("minutes = 5", "minutes = " + "9" * 20_000),
        "deep Markdown": small + ">" * 20_000 + " x\n",
        "deep lists": small + "".join(" " * i + "- x\n" for i in range(300)),
        "many stars": small + "*" * 50_000,
        "many brackets": small + "[" * 50_000,
        "many dollars": small + "$" * 50_000,
        "huge data": small.replace("1,5,3.5\n", "1,5,3.5\n" * 3000),
        "endless rows": small.replace(
            small[small.index("table = ") : small.index("label = ")], "generate = { n_rows = 1000000000 }\n"
        ),
        "endless steps": small.replace('solve = ["step 5"]', 'solve = ["step 999999999999999999"]'),
        "endless epochs": small.replace("epochs = 200", "epochs = 2000000000").replace(
            'solve = ["step 5"]', 'solve = ["run"]'
        ),
        "a path as sample": small.replace(
            small[small.index("table = ") : small.index("label = ")], 'sample = "../../../etc/passwd"\n'
        ),
        "NUL": small.replace("Some", "So\0me"),
        "no front matter": "Just text.",
        "nothing": "",
    }


@pytest.mark.parametrize("kind", sorted(hostile("table = label = ")))
def test_hostile_lessons_get_sentences(small, kind) -> None:
    text = hostile(small)[kind]
    try:
        found = found_in(text)
    except ProblemError as error:
        found = [(1, error.problem.sentence)]
    assert found or kind in ("NUL", "many stars", "many brackets", "deep Markdown", "deep lists"), kind
    assert all(sentence and "Traceback" not in sentence for _, sentence in found)


def test_files_that_are_too_large_or_no_text_get_a_sentence(tmp_path) -> None:
    path = tmp_path / "lesson.md"
    path.write_bytes(b"x" * (LARGEST_FILE + 1))
    with pytest.raises(ProblemError, match="at most"):
        read_lesson_file(path)
    path.write_bytes(b"+++\n\xff\xfe")
    with pytest.raises(ProblemError, match="UTF-8"):
        read_lesson_file(path)
    with pytest.raises(ProblemError, match="cannot be read"):
        read_lesson_file(tmp_path / "none.md")
